"""更正登记内容 at the screen, and the office so small that a clerk does it all in two forms."""

from datetime import timedelta

from lxml import html

from tests.factories import SectionFactory, UserFactory, channel_of, registered
from tracker.domain.labels import ItemType, Kind, Role, State
from tracker.extensions import db
from tracker.models.case import Case
from tracker.now import today


def _form(case, **facts):
    return {
        "version": str(case.version),
        "title": case.title,
        "content": case.content,
        "place": case.place,
        "received_on": case.received_on.isoformat(),
        "item_type": case.item_type.value,
        "reason": "登记有误",
        "on": "今天",
    } | facts


def test_the_form_shows_what_is_stored_and_hides_the_person(client_as):
    client = client_as(Role.CLERK)
    case = registered(clerk=client.user, place="样本村东头")
    page = client.get(f"/cases/{case.id}/steps/amend").get_data(as_text=True)
    assert case.title in page
    assert "样本村东头" in page
    assert "13800000000" not in page
    assert "张测试" not in page


def test_a_correction_is_saved_and_stands_in_the_timeline(client_as):
    client = client_as(Role.CLERK)
    case = registered(clerk=client.user)
    earlier = today() - timedelta(days=1)
    sent = _form(case, received_on=earlier.isoformat(), item_type="consultation", phone="13900000000")
    answer = client.post(f"/cases/{case.id}/steps/amend", data=sent)
    assert answer.status_code == 302
    db.session.expire_all()
    assert (case.received_on, case.item_type, case.person.phone) == (
        earlier,
        ItemType.CONSULTATION,
        "13900000000",
    )
    page = client.get(f"/cases/{case.id}").get_data(as_text=True)
    assert "投诉 → 咨询" in page
    assert "联系电话已更正" in page
    assert "13900000000" not in page


def test_a_reported_section_that_was_closed_stays_reported(client_as):
    client = client_as(Role.CLERK)
    reported = SectionFactory()
    case = registered(clerk=client.user, reported_section_id=reported.id)
    reported.is_active = False
    page = html.fromstring(client.get(f"/cases/{case.id}/steps/amend").get_data(as_text=True))
    chosen = page.xpath("//select[@name='reported_section']/option[@selected]")
    assert [option.get("value") for option in chosen] == [str(reported.id)]


def test_a_form_sent_unchanged_is_told_so(client_as):
    client = client_as(Role.CLERK)
    case = registered(clerk=client.user)
    answer = client.post(f"/cases/{case.id}/steps/amend", data=_form(case))
    assert answer.status_code == 422
    assert "没有改动任何内容" in answer.get_data(as_text=True)


def test_a_request_is_amended_without_the_fields_of_an_item(client_as):
    client = client_as(Role.CLERK)
    case = registered(Kind.DISCLOSURE, clerk=client.user)
    page = client.get(f"/cases/{case.id}/steps/amend").get_data(as_text=True)
    assert 'name="applicant_type"' in page
    assert 'name="item_type"' not in page
    sent = {
        "version": str(case.version),
        "title": case.title,
        "received_on": case.received_on.isoformat(),
        "applicant_type": "business",
        "reason": "核对营业执照",
    }
    assert client.post(f"/cases/{case.id}/steps/amend", data=sent).status_code == 302


def test_in_a_small_office_a_clerk_registers_and_closes_in_two_forms(client_as):
    channel = channel_of()
    channel.needs_signature = channel.needs_review = channel.needs_callback = False
    client = client_as(user=UserFactory(roles=(Role.CLERK,)))
    first = {
        "title": "咨询办证时间",
        "content": "来电咨询窗口上班时间。",
        "received_on": "今天",
        "item_type": "consultation",
        "name": "张测试",
        "phone": "13800000000",
        "wants_reply": "y",
    }
    answer = client.post(f"/register/{channel.code}", data=first)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    case = db.session.query(Case).one()
    second = {
        "version": str(case.version),
        "ending": "explained",
        "public_text": "窗口工作日上午九时至下午五时办理。",
        "method": "phone",
        "on": "今天",
    }
    assert client.post(f"/cases/{case.id}/steps/reply", data=second).status_code == 302
    db.session.expire_all()
    assert (case.state, case.closed_on) == (State.CLOSED, today())
