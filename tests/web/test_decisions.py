"""What a decision page knows: the request it answers, the days asked for, the limit from above, who helps already."""

from datetime import timedelta

import pytest
from lxml import html

from tests.factories import SectionFactory, UserFactory, registered
from tests.services.desk import bureau
from tests.web.test_review_level_pages import step
from tracker.domain.labels import Kind, Role
from tracker.domain.outcomes import HandlingResult
from tracker.extensions import db
from tracker.now import today
from tracker.services.cases import assign, assistance, handle, reply


@pytest.fixture
def people(session):
    return bureau()


def in_hand(people, *, kind=Kind.HOTLINE, **facts):
    case = registered(kind, handler=people.handler, **facts)
    step(case, people.handler, assign.sign)
    return case


def page_of(client, address):
    return html.document_fromstring(client.get(address).get_data(as_text=True))


def field_of(page, name):
    return page.get_element_by_id(name)


def test_the_request_for_more_time_is_read_and_granted_without_typing_it_again(people, client_as):
    case = in_hand(people)
    step(case, people.handler, handle.request_extension, days=4, reason="等待检测结果", reason_code="complex")
    lead = client_as(user=people.lead)
    page = page_of(lead, f"/cases/{case.id}/steps/grant_extension")
    assert field_of(page, "days").get("value") == "4"
    assert "4 个工作日" in page.text_content()
    assert "情况复杂，需要调查核实" in page.text_content()
    assert "等待检测结果" in page.text_content()
    sent = {"version": str(case.version), "on": "今天", "days": "4", "reason": ""}
    assert lead.post(f"/cases/{case.id}/steps/grant_extension", data=sent).status_code == 302
    db.session.expire_all()
    assert (case.times_extended, case.extension_pending) == (1, None)


def test_more_time_asked_for_is_the_first_thing_the_case_offers_whoever_decides_it(people, client_as):
    case = in_hand(people)
    step(case, people.handler, handle.request_extension, days=4, reason="等待检测结果")
    for person, first in ((people.lead, "审批延期"), (people.handler, "填写答复")):
        main = page_of(client_as(user=person), f"/cases/{case.id}").find_class("button-main")[0]
        assert first in main.text_content()


def test_too_much_time_is_refused_at_its_field(people, client_as):
    case = in_hand(people)
    step(case, people.handler, handle.request_extension, days=4, reason="等待检测结果")
    sent = {"version": str(case.version), "on": "今天", "days": "40", "reason": ""}
    answer = client_as(user=people.lead).post(f"/cases/{case.id}/steps/grant_extension", data=sent)
    page = html.document_fromstring(answer.get_data(as_text=True))
    assert "现在是 40" in page.get_element_by_id("days-error").text_content()


def test_more_time_that_nobody_asked_for_needs_its_reason(people, client_as):
    case = in_hand(people)
    sent = {"version": str(case.version), "on": "今天", "days": "4", "reason": ""}
    answer = client_as(user=people.lead).post(f"/cases/{case.id}/steps/grant_extension", data=sent)
    assert answer.status_code == 422
    assert "请写明延期理由。" in answer.get_data(as_text=True)


def test_a_limit_from_above_moves_only_with_consent_from_there(people, client_as):
    case = in_hand(people, upstream_due_on=today() + timedelta(days=20))
    step(case, people.handler, handle.request_extension, days=4, reason="等待检测结果")
    lead, address = client_as(user=people.lead), f"/cases/{case.id}/steps/grant_extension"
    sent = {"version": str(case.version), "on": "今天", "days": "4", "consent": ""}
    refused = lead.post(address, data=sent)
    assert refused.status_code == 422
    assert "请先征得上级同意，写明同意的文号或者日期" in refused.get_data(as_text=True)
    assert lead.post(address, data=sent | {"consent": "热线平台 6 月 3 日同意"}).status_code == 302
    assert "上级同意：热线平台 6 月 3 日同意" in lead.get(f"/cases/{case.id}").get_data(as_text=True)


def test_the_return_asked_for_is_read_beside_the_decision(people, client_as):
    case = registered(handler=people.handler)
    step(case, people.handler, assign.request_return, reason="属规划股职责", reason_code="other_section")
    page = page_of(client_as(Role.CLERK), f"/cases/{case.id}/steps/approve_return").text_content()
    assert "属于其他科室职责" in page
    assert "属规划股职责" in page


def test_who_assists_stays_ticked_when_the_case_goes_to_another_handler(people, client_as):
    helping = SectionFactory()
    case = registered(handler=people.handler)
    step(case, people.lead, assign.assign, section_id=people.section.id, assistant_ids=(helping.id,))
    page = page_of(client_as(user=people.lead), f"/cases/{case.id}/steps/assign")
    ticked = page.xpath("//input[@name='assistants'][@checked]/@value")
    assert ticked == [str(helping.id)]


def test_an_item_sent_back_from_above_takes_the_limit_written_on_it(people, client_as):
    case = in_hand(people)
    solved = HandlingResult.SOLVED.value
    step(case, people.handler, reply.submit_reply, public_text="已修补。", ending=solved)
    step(case, people.lead, reply.pass_review)
    step(case, people.handler, reply.reply, method="phone")
    supervisor, address = client_as(user=people.supervisor), f"/cases/{case.id}/steps/rehandle"
    sent = {"version": str(case.version), "on": "今天", "reason_code": "sent_back_above"}
    limit = today() + timedelta(days=9)
    early = supervisor.post(address, data=sent | {"upstream_due_on": str(today() - timedelta(days=1))})
    assert early.status_code == 422
    assert "早于重办的日期" in early.get_data(as_text=True)
    assert supervisor.post(address, data=sent | {"upstream_due_on": limit.isoformat()}).status_code == 302
    db.session.expire_all()
    assert (case.cycle, case.due_on) == (2, limit)


def test_a_step_that_is_not_open_says_when_it_is_and_whose(people, client_as):
    case = in_hand(people)
    page = client_as(user=people.handler).get(f"/cases/{case.id}/steps/reply").get_data(as_text=True)
    assert "要在「待答复」时由登记员、科室负责人、承办人办理" in page


def test_that_nothing_exists_rests_on_a_recorded_search(people, client_as):
    case = in_hand(people, kind=Kind.DISCLOSURE)
    handler, base = client_as(user=people.handler), f"/cases/{case.id}/steps"
    draft = {"version": str(case.version), "on": "今天", "ending": "U1", "public_text": "经检索不存在。"}
    refused = handler.post(f"{base}/submit_reply", data=draft)
    assert refused.status_code == 422
    assert "信息不存在的，先「登记检索」" in refused.get_data(as_text=True)
    search = {
        "version": str(case.version),
        "on": "今天",
        "where": "局档案室",
        "catalogue": "2015 年以来文书目录",
        "search_words": "设施农业 备案",
        "searcher": "周承办",
        "found": "没有相符的文件",
    }
    missing = handler.post(f"{base}/record_search", data=search | {"searcher": ""})
    assert missing.status_code == 422
    assert "请写明检索人。" in missing.get_data(as_text=True)
    assert handler.post(f"{base}/record_search", data=search).status_code == 302
    db.session.expire_all()
    page = handler.get(f"/cases/{case.id}").get_data(as_text=True)
    assert "在局档案室，按2015 年以来文书目录，检索“设施农业 备案”，检索人 周承办。没有相符的文件" in page
    assert (
        handler.post(f"{base}/submit_reply", data=draft | {"version": str(case.version)}).status_code == 302
    )


def test_that_it_is_another_agencys_is_said_in_the_internal_text(people, client_as):
    case = in_hand(people, kind=Kind.DISCLOSURE)
    draft = {
        "version": str(case.version),
        "on": "今天",
        "ending": "U1",
        "public_text": "不属于本机关负责公开。",
        "internal_text": "由示例住建局制作，电话 0955-0000000。",
    }
    answer = client_as(user=people.handler).post(f"/cases/{case.id}/steps/submit_reply", data=draft)
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Kind.HOTLINE, "把延期告知诉求人"),
        (Kind.PETITION, "把延期理由告知信访人（信访工作条例第三十四条）"),
        (Kind.DISCLOSURE, "最多延长 20 个工作日"),
    ],
)
def test_whoever_grants_more_time_reads_what_holds_for_the_kind(people, client_as, kind, said):
    case = in_hand(people, kind=kind)
    page = client_as(user=people.lead).get(f"/cases/{case.id}/steps/grant_extension").get_data(as_text=True)
    assert said in page


def test_the_handler_reads_who_will_grant_more_time(people, client_as):
    UserFactory(roles=(Role.DEPUTY_CHIEF,))
    case = in_hand(people)
    page = client_as(user=people.handler).get(f"/cases/{case.id}/steps/request_extension")
    assert "热线工单的延期由分管领导批准。" in page.get_data(as_text=True)


def test_an_opinion_that_is_owed_is_on_the_desk_of_the_section_asked(people, client_as):
    helper = UserFactory(roles=(Role.HANDLER,), section=SectionFactory())
    case = in_hand(people)
    asked = {"section_id": helper.section_id, "due_on": today(), "what": "查阅档案"}
    client = client_as(user=helper)
    assert case.number not in client.get("/").get_data(as_text=True)
    step(case, people.handler, assistance.ask_assistance, **asked)
    page = client.get("/").get_data(as_text=True)
    assert f"/cases/{case.id}/steps/give_assistance" in page
    assert "登记协办意见" in page
    main = page_of(client, f"/cases/{case.id}").xpath("//a[contains(@class, 'button-main')]")
    assert [each.text_content().split()[0] for each in main] == ["登记协办意见"]
    step(case, helper, assistance.give_assistance, opinion="档案无记载")
    assert f"/cases/{case.id}/steps/give_assistance" not in client.get("/").get_data(as_text=True)
