"""The level of review at the screen: whom a reply waits for, who is refused, and where the office sets it."""

import pytest

from tests.factories import UserFactory, actor_of, registered
from tests.services.desk import bureau
from tracker.domain.labels import Kind, Role, State
from tracker.domain.outcomes import HandlingResult
from tracker.extensions import db
from tracker.models.case import Case
from tracker.now import now
from tracker.services.cases import assign, handle, reply
from tracker.services.cases.work import case_work


@pytest.fixture
def people(session):
    return bureau()


def step(case, user, service, /, **facts):
    with case_work(case_id=case.id, version=None, actor=actor_of(user), at=now()) as work:
        service(work, **facts)
    db.session.commit()


def drafted(people, **facts):
    case = registered(handler=people.handler, **facts)
    step(case, people.handler, assign.sign)
    step(case, people.handler, reply.submit_reply, public_text="已修补。", ending=HandlingResult.SOLVED.value)
    return case


def test_an_important_reply_is_on_the_chiefs_desk_and_refused_to_the_lead_by_name(people, client_as):
    chief = client_as(Role.CHIEF)
    case = drafted(people, is_important=True)
    page = chief.get("/").get_data(as_text=True)
    assert f"/cases/{case.id}/steps/pass_review" in page
    assert "审核答复" in page
    review = chief.get(f"/cases/{case.id}/steps/pass_review").get_data(as_text=True)
    assert "办理结果：已解决" in review
    assert "已修补。" in review
    lead = client_as(user=people.lead)
    assert case.number not in lead.get("/").get_data(as_text=True)
    shown = lead.get(f"/cases/{case.id}").get_data(as_text=True)
    assert "重要件的答复由主要领导审核。" in shown
    assert f"/cases/{case.id}/steps/pass_review" not in shown
    refused = lead.get(f"/cases/{case.id}/steps/pass_review")
    assert refused.status_code == 409
    assert "重要件的答复由主要领导审核。" in refused.get_data(as_text=True)
    assert "主要领导审核" in client_as(user=people.handler).get("/").get_data(as_text=True)
    address = f"/cases/{case.id}/steps/pass_review"
    sent = {"version": str(case.version), "on": "今天", "note": "同意"}
    assert lead.post(address, data=sent).status_code == 422
    assert chief.post(address, data=sent).status_code == 302
    db.session.expire_all()
    assert case.state is State.AWAITING_REPLY


def test_the_handler_reads_before_sending_who_will_review(people, client_as):
    UserFactory(roles=(Role.CHIEF,))
    case = registered(handler=people.handler, is_group=True)
    step(case, people.handler, assign.sign)
    page = client_as(user=people.handler).get(f"/cases/{case.id}/steps/submit_reply").get_data(as_text=True)
    assert "集体件的答复由主要领导审核。" in page


def test_a_request_for_more_time_is_on_the_leads_desk(people, client_as):
    case = registered(handler=people.handler)
    step(case, people.handler, assign.sign)
    step(case, people.handler, handle.request_extension, days=3, reason="等待检测结果")
    page = client_as(user=people.lead).get("/").get_data(as_text=True)
    assert f"/cases/{case.id}/steps/grant_extension" in page
    assert "审批延期" in page
    handler = client_as(user=people.handler).get("/").get_data(as_text=True)
    assert f"/cases/{case.id}/steps/submit_reply" in handler


def test_the_office_sees_the_levels_with_their_source_and_sets_them(client_as):
    client = client_as(Role.SYSTEM_ADMIN)
    page = client.get("/policies/").get_data(as_text=True)
    assert "重要件、复杂件、集体件的答复由谁审核" in page
    assert "信访工作条例第三十四条：经本机关、单位负责人批准" in page
    assert "没有这一级账号的" in page
    answer = client.post("/policies/questions/review_ordinary", data={"value": "section_lead", "basis": ""})
    assert answer.status_code == 422
    answer = client.post(
        "/policies/questions/review_ordinary", data={"value": "section_lead", "basis": "局长办公会纪要"}
    )
    assert answer.status_code == 302
    assert "局长办公会纪要" in client.get("/policies/").get_data(as_text=True)


@pytest.mark.parametrize("kind", [Kind.HOTLINE, Kind.DISCLOSURE])
def test_the_clerk_marks_it_important_and_names_the_reported_person(people, client_as, kind):
    from tests.web.test_desk import ITEM, REQUEST, codes

    client = client_as(Role.CLERK)
    code = codes(db.session)[kind.value]
    fields = (REQUEST if kind is Kind.DISCLOSURE else ITEM) | {
        "is_important": "y",
        "reported_user": str(people.handler.id),
    }
    answer = client.post(f"/register/{code}", data=fields)
    assert answer.status_code == 302
    case = db.session.query(Case).order_by(Case.id.desc()).first()
    assert (case.is_important, case.reported_user_id) == (True, people.handler.id)
    page = client.get(f"/cases/{case.id}").get_data(as_text=True)
    assert "重要" in page
    assert people.handler.display_name in page
    assert client_as(user=people.handler).get(f"/cases/{case.id}").status_code == 404


def test_whoever_registers_a_case_about_himself_is_led_to_the_list_and_told_why(client_as):
    from tests.web.test_desk import ITEM, codes

    client = client_as(Role.CLERK)
    fields = ITEM | {"reported_user": str(client.user.id)}
    answer = client.post(f"/register/{codes(db.session)['hotline']}", data=fields, follow_redirects=True)
    assert answer.status_code == 200
    assert "此后由其他人办理（回避）" in answer.get_data(as_text=True)


def test_a_person_who_was_never_offered_is_refused_at_the_field(client_as):
    from tests.web.test_desk import ITEM, codes

    client = client_as(Role.CLERK)
    fields = ITEM | {"reported_user": "123456789"}
    answer = client.post(f"/register/{codes(db.session)['hotline']}", data=fields)
    assert answer.status_code == 422
    assert "被反映的人：请从列表中选。" in answer.get_data(as_text=True)


@pytest.mark.parametrize("role", [Role.DEPUTY_CHIEF, Role.CHIEF])
def test_a_leader_has_a_desk_lists_board_and_figures(client_as, role):
    client = client_as(role)
    registered()
    for address in ("/", "/cases/", "/cases/?view=all", "/board/", "/statistics/", "/due", "/notices/"):
        assert client.get(address).status_code == 200, address
