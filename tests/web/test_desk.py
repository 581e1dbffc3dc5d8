"""Signing in, registering, and the way of a case over the desk; every page is checked as it opens."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from lxml import html

from tests.factories import people
from tracker.domain.labels import Role
from tracker.models.agency import Channel
from tracker.models.case import Case
from tracker.web.auth import pages

As = Callable[..., FlaskClient]
ITEM = {
    "title": "投诉样本小区北侧绿地被圈占",
    "content": "来电人称绿地被圈占。",
    "received_on": "今天",
    "item_type": "complaint",
    "source_number": "NX0001",
    "name": "李示例",
    "phone": "13900000000",
    "wants_reply": "y",
}
REQUEST = {
    "receipt_method": "handed_in",
    "received_on": "今天",
    "applicant_type": "natural_person",
    "name": "张测试",
    "phone": "13800000000",
    "id_type": "居民身份证",
    "id_number": "640500199001010000",
    "content": "样本村设施农业用地备案材料。",
    "delivery_form": "纸质",
    "delivery_route": "邮寄",
}


def the_case(session) -> Case:
    return session.query(Case).order_by(Case.id.desc()).first()


def codes(session) -> dict[str, str]:
    return {
        channel.kind.value: channel.code for channel in session.query(Channel).order_by(Channel.id.desc())
    }


def test_the_sign_in_page_knows_today(client):
    assert "个工作日" in client.get("/sign-in").get_data(as_text=True)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-27", "今天是 2026 年第 224 个工作日。"),
        ("2026-11-29", "今天休息，2026 年已过 224 个工作日。"),
    ],
)
def test_the_sign_in_page_calls_a_day_off_a_day_off(client, agency, monkeypatch, day, said):
    monkeypatch.setattr(pages, "today", lambda: date.fromisoformat(day))
    assert said in client.get("/sign-in").get_data(as_text=True)


def test_an_empty_workbench_says_so(client_as):
    page = client_as(Role.HANDLER).get("/").get_data(as_text=True)
    assert "今天没有等您办的" in page


@pytest.mark.parametrize("kind", ["hotline", "mailbox", "disclosure", "petition"])
def test_every_kind_has_its_form(client_as, session, kind):
    client = client_as(Role.CLERK)
    page = client.get(f"/register/{codes(session)[kind]}")
    assert page.status_code == 200
    assert "登记：" in page.get_data(as_text=True)


def test_a_hotline_item_gets_number_and_deadline(client_as, session):
    client = client_as(Role.CLERK)
    answer = client.post(f"/register/{codes(session)['hotline']}", data=ITEM, follow_redirects=True)
    page = answer.get_data(as_text=True)
    case = the_case(session)
    assert case.number in page
    assert "期限怎么来的" in page
    assert case.due_on.isoformat() in page


def test_a_request_leads_to_its_receipt(client_as, session):
    client = client_as(Role.CLERK)
    data = {**REQUEST, "go": "receipt"}
    page = client.post(
        f"/register/{codes(session)['disclosure']}", data=data, follow_redirects=True
    ).get_data(as_text=True)
    assert "登记回执" in page
    assert "张测试" in page
    assert "13800000000" not in page
    assert "640500199001010000" not in page


def test_a_refused_registration_keeps_what_was_typed(client_as, session):
    client = client_as(Role.CLERK)
    data = {**REQUEST, "id_number": "64050019900101000", "applicant_type": "", "content": ""}
    answer = client.post(f"/register/{codes(session)['disclosure']}", data=data)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "还不能登记，有 3 处需要改" in page
    assert "应为 18 位，现在是 17 位。" in page
    assert 'value="张测试"' in page


def test_the_preview_shows_the_deadline_before_saving(client_as, session):
    client = client_as(Role.CLERK)
    page = client.post(f"/register/{codes(session)['disclosure']}/preview", data=REQUEST).get_data(
        as_text=True
    )
    assert "第 20 个工作日" in page
    assert session.query(Case).count() == 0


def test_a_second_call_of_the_same_person_is_hinted_at(client_as, session):
    client = client_as(Role.CLERK)
    client.post(f"/register/{codes(session)['hotline']}", data=ITEM)
    again = {**ITEM, "source_number": "NX0002"}
    page = client.post(f"/register/{codes(session)['hotline']}/similar", data=again).get_data(as_text=True)
    assert "可能重复" in page
    assert "同一电话" in page


@pytest.mark.parametrize(
    "view",
    ["open", "overdue", "red", "yellow", "green", "stopped", "unassigned", "review", "mine", "closed", "all"],
)
def test_every_view_of_the_list_opens(client_as, session, view):
    client = client_as(Role.CLERK)
    client.post(f"/register/{codes(session)['hotline']}", data=ITEM)
    assert client.get(f"/cases/?view={view}").status_code == 200


def test_a_filter_that_finds_nothing_says_how_to_widen(client_as, session):
    client = client_as(Role.CLERK)
    client.post(f"/register/{codes(session)['hotline']}", data=ITEM)
    page = client.get("/cases/?text=没有这个词").get_data(as_text=True)
    assert "没有同时满足这 1 个条件" in page
    assert "清除全部条件" in page


def test_the_whole_way_of_a_letter(client_as, session):
    section = people.SectionFactory()
    clerk = client_as(Role.CLERK)
    clerk.post(f"/register/{codes(session)['hotline']}", data=ITEM)
    case = the_case(session)
    assign = {"version": str(case.version), "on": "今天", "section": str(section.id)}
    assert clerk.get(f"/cases/{case.id}/steps/assign").status_code == 200
    page = clerk.post(f"/cases/{case.id}/steps/assign", data=assign, follow_redirects=True).get_data(
        as_text=True
    )
    assert "待签收" in page
    assert section.name in page


def test_a_step_on_an_old_version_shows_the_clash(client_as, session):
    section = people.SectionFactory()
    clerk = client_as(Role.CLERK)
    clerk.post(f"/register/{codes(session)['hotline']}", data=ITEM)
    case = the_case(session)
    old = {"version": str(case.version), "on": "今天", "section": str(section.id), "note": "请尽快办理"}
    clerk.post(f"/cases/{case.id}/steps/assign", data=old)
    answer = clerk.post(f"/cases/{case.id}/steps/assign", data=old)
    assert answer.status_code == 409
    assert "没有保存" in answer.get_data(as_text=True)
    assert "请尽快办理" in answer.get_data(as_text=True)


def test_the_case_file_masks_the_person(client_as, session):
    clerk = client_as(Role.CLERK)
    clerk.post(f"/register/{codes(session)['disclosure']}", data=REQUEST)
    page = clerk.get(f"/cases/{the_case(session).id}/file").get_data(as_text=True)
    assert "张**" in page
    assert "张测试" not in page


def test_unmasking_needs_a_reason(client_as, session):
    clerk = client_as(Role.CLERK)
    clerk.post(f"/register/{codes(session)['disclosure']}", data=REQUEST)
    address = f"/cases/{the_case(session).id}/person"
    assert "13800000000" not in clerk.post(address, data={"reason": ""}).get_data(as_text=True)
    assert "13800000000" in clerk.post(address, data={"reason": "邮寄答复"}).get_data(as_text=True)


def test_notices_and_status_open(client_as):
    assert client_as(Role.HANDLER).get("/notices/").status_code == 200
    assert client_as(Role.SYSTEM_ADMIN).get("/status/").status_code == 200


def test_the_board_counts_what_is_open(client_as, session):
    client_as(Role.CLERK).post(f"/register/{codes(session)['hotline']}", data=ITEM)
    page = html.document_fromstring(client_as(Role.SUPERVISOR).get("/board/").get_data(as_text=True))
    assert "在办 1 件" in page.xpath("string(//h1)")
    assert page.xpath("//h1/a[text()='1 件']/@href") == ["/cases/"]
    assert "各科室在办" in page.text_content()


def test_an_empty_board_opens(client_as):
    assert client_as(Role.SUPERVISOR).get("/board/").status_code == 200


def test_a_step_says_what_the_date_becomes(client_as, session):
    section = people.SectionFactory()
    clerk = client_as(Role.CLERK, Role.SECTION_LEAD, Role.HANDLER, section=section)
    data = {**REQUEST, "section": str(section.id)}
    clerk.post(f"/register/{codes(session)['disclosure']}", data=data)
    case = the_case(session)
    clerk.post(f"/cases/{case.id}/steps/sign", data={"version": str(case.version), "on": "今天"})
    page = clerk.get(f"/cases/{case.id}/steps/start_consultation").get_data(as_text=True)
    assert "先算后办" in page
    assert "停止计时" in page
    asked = {"version": "2", "days": "10", "reason": "情况复杂", "on": "今天"}
    piece = clerk.post(f"/cases/{case.id}/steps/grant_extension/preview", data=asked).get_data(as_text=True)
    assert "余 30 个工作日" in piece


def test_a_batch_is_assigned_at_once(client_as, session):
    section = people.SectionFactory()
    clerk = client_as(Role.CLERK)
    for number in ("NX1", "NX2"):
        clerk.post(f"/register/{codes(session)['hotline']}", data={**ITEM, "source_number": number})
    ids = [str(case.id) for case in session.query(Case)]
    answer = clerk.post(
        "/cases/assign", data={"chosen": ids, "section": str(section.id)}, follow_redirects=True
    )
    assert "已分办 2 件" in answer.get_data(as_text=True)


def test_the_list_is_given_back_as_a_sheet(client_as, session):
    clerk = client_as(Role.CLERK)
    clerk.post(f"/register/{codes(session)['hotline']}", data=ITEM)
    answer = clerk.get("/cases/ledger.xlsx")
    assert answer.status_code == 200
    assert answer.data.startswith(b"PK")


def test_the_receipt_keeps_the_first_deadline(client_as, session):
    clerk = client_as(Role.CLERK)
    clerk.post(f"/register/{codes(session)['disclosure']}", data=REQUEST)
    case = the_case(session)
    page = clerk.get(f"/cases/{case.id}/receipt").get_data(as_text=True)
    assert f"{case.due_on.month}月{case.due_on.day}日" in page
    assert "以提交之日为收到之日" in page


def test_an_answered_case_is_late_no_more(client_as, session):
    section = people.SectionFactory()
    clerk = client_as(Role.CLERK, Role.SECTION_LEAD, Role.HANDLER, section=section)
    code = codes(session)["hotline"]
    channel = session.query(Channel).filter_by(code=code).one()
    channel.needs_signature, channel.needs_review, channel.needs_callback = False, False, True
    clerk.post(f"/register/{code}", data={**ITEM, "section": str(section.id)})
    case = the_case(session)
    answer = {"version": str(case.version), "on": "今天", "method": "phone"}
    answer |= {"ending": "solved", "public_text": "已清理。"}
    sent = clerk.post(f"/cases/{case.id}/steps/reply", data=answer)
    assert sent.status_code == 302, sent.get_data(as_text=True)
    page = clerk.get("/cases/?view=all").get_data(as_text=True)
    assert "待回访" in page
    assert "已答复" in page


def test_a_similar_case_is_linked(client_as, session):
    clerk = client_as(Role.CLERK)
    address = f"/register/{codes(session)['hotline']}"
    clerk.post(address, data=ITEM)
    first = the_case(session)
    again = {**ITEM, "source_number": "NX0002"}
    page = clerk.post(address, data={**again, "link": str(first.id)}).get_data(as_text=True)
    assert "已关联" in page
    clerk.post(address, data={**again, "previous_case": str(first.id)})
    second = the_case(session)
    assert second.previous_case_id == first.id
    assert first.number in clerk.get(f"/cases/{second.id}").get_data(as_text=True)


def test_only_a_case_one_may_see_can_be_linked(client_as, session):
    clerk = client_as(Role.CLERK)
    data = {**ITEM, "previous_case": "999999"}
    answer = clerk.post(f"/register/{codes(session)['hotline']}", data=data)
    assert answer.status_code == 422
    assert "要关联的办件不存在" in answer.get_data(as_text=True)


def test_a_refused_choice_is_told_in_chinese(client_as):
    page = client_as(Role.CLERK).post(
        "/register/disclosure", data={**REQUEST, "id_type": "made up", "delivery_route": "made up"}
    )
    words = page.get_data(as_text=True)
    assert page.status_code == 422
    assert words.count("不是有效的选择。") >= 2
    assert "valid choice" not in words


@pytest.mark.parametrize("channel", ["hotline_12345", "mailbox_secretary", "disclosure", "petition"])
@pytest.mark.parametrize("words", ["²", "99999999999999999999", "nan", "测试"])
def test_a_choice_that_was_never_offered_is_refused_not_a_fault(client_as, session, channel, words):
    typed = {"title": "反映测试街", "content": "测试"}
    made_up = dict.fromkeys(("item_type", "applicant_type", "receipt_method", "section", "handler"), words)
    answer = client_as(Role.CLERK).post(f"/register/{channel}", data=typed | made_up | {"received_on": words})
    assert answer.status_code == 422
    assert session.query(Case).count() == 0


@pytest.mark.parametrize("words", ["²", "99999999999999999999", "nan"])
def test_a_filter_that_no_row_has_finds_nothing(client_as, session, words):
    page = client_as(Role.CLERK).get(
        "/cases/", query_string={"view": "open", "section": words, "channel": words}
    )
    assert page.status_code == 200
