"""按理由统计: each count is the number of steps behind it, for the person who asks."""

import re
from datetime import date

import pytest
from lxml import html

from tests.factories import SectionFactory, UserFactory, actor_of, registered
from tests.services.desk import RECEIVED, at, bureau, signed
from tracker.domain.labels import Kind, Role
from tracker.domain.outcomes import HandlingResult
from tracker.domain.reasons import GIVEN_AT, ReasonList
from tracker.queries.reason_counts import ReasonScope, reason_counts, steps_behind
from tracker.services.cases import assign, ending, handle, oversee, reply

MARCH = "start=2026-03-01&end=2026-03-31"


@pytest.fixture
def people(session):
    return bureau()


def item(people, kind=Kind.HOTLINE, **facts):
    return registered(kind, received_on=RECEIVED, handler=people.handler, at=at(2), **facts)


def scope(user, start=date(2026, 3, 1), end=date(2026, 3, 31)):
    return ReasonScope(actor_of(user), start, end)


def filled(people):
    """One step of every list, and what must not be counted beside them."""
    main = item(people)
    people.step(item(people), "clerk", ending.return_to_source, reason_code="not_our_duty", reason="属交通局")
    people.step(item(people), "clerk", ending.not_accept, reason_code="other_legal_path", note="已起诉")
    people.step(item(people), "clerk", ending.merge, into_number=main.number)
    people.step(signed(people, item(people)), "handler", ending.withdraw)
    people.step(
        item(people), "handler", assign.request_return, reason="属规划股", reason_code="other_section"
    )
    extended = signed(people, item(people))
    people.step(extended, "handler", handle.request_extension, days=3, reason="", reason_code="complex")
    people.step(extended, "lead", handle.refuse_extension, reason="材料已齐")
    people.step(extended, "handler", handle.request_extension, days=3, reason="等检测", day=4)
    people.step(extended, "lead", handle.refuse_extension, reason="材料已齐", day=4)
    people.step(extended, "handler", handle.request_extension, days=3, reason="等检测", day=4)
    unsolved = signed(people, item(people))
    draft = {"public_text": "已解释。", "ending": HandlingResult.UNSOLVED.value, "reason_code": "no_basis"}
    people.step(unsolved, "handler", reply.submit_reply, **draft)
    people.step(unsolved, "lead", reply.pass_review)
    people.step(unsolved, "handler", reply.reply, method="phone")
    again = signed(people, item(people))
    people.step(
        again, "handler", reply.submit_reply, public_text="已修补。", ending=HandlingResult.SOLVED.value
    )
    people.step(again, "lead", reply.pass_review)
    people.step(again, "handler", reply.reply, method="phone")
    people.step(again, "supervisor", ending.rehandle, reason="又坏了", reason_code="not_done")
    people.step(again, "supervisor", oversee.undo, reason="", reason_code="wrong_case")
    request = signed(people, item(people, Kind.DISCLOSURE))
    people.step(request, "handler", ending.withdraw)


def test_each_list_counts_what_stands_and_nothing_undone(people):
    filled(people)
    counted = {
        f"{listed.label} {code}".strip(): number
        for (listed, code), number in reason_counts(scope(people.supervisor)).items()
    }
    assert counted == {
        "退回来源 not_our_duty": 1,
        "不予受理 other_legal_path": 1,
        "合并重复 same_matter": 1,
        "终止办理 withdrawn_by_caller": 1,
        "申请退单 other_section": 1,
        "申请延期 complex": 1,
        "申请延期": 2,
        "未解决 no_basis": 1,
        "撤销误操作 wrong_case": 1,
    }


def test_the_cases_behind_each_count_are_as_many(people):
    filled(people)
    asked = scope(people.supervisor)
    for (listed, code), number in reason_counts(asked).items():
        assert len(steps_behind(asked, listed, code, limit=99)) == number
    assert len(steps_behind(asked, ReasonList.EXTENSION, None, limit=99)) == 3


def test_steps_of_other_days_and_an_answer_taken_back_are_not_counted(people):
    filled(people)
    assert reason_counts(scope(people.supervisor, end=date(2026, 3, 2))) == {}
    assert reason_counts(scope(people.supervisor, start=date(2026, 3, 5))) == {}


def test_an_answer_undone_with_its_closing_is_one_undoing(people):
    request = signed(people, item(people, Kind.DISCLOSURE))
    people.step(request, "handler", reply.submit_reply, public_text="见附件。", ending="G2")
    people.step(request, "lead", reply.pass_review)
    people.step(request, "handler", reply.reply, method="post")
    people.step(request, "supervisor", oversee.undo, reason="", reason_code="wrong_day")
    assert reason_counts(scope(people.supervisor)) == {(ReasonList.UNDONE, "wrong_day"): 1}


def test_a_reader_counts_no_case_that_reports_him(people):
    reported = SectionFactory()
    case = item(people, reported_section_id=reported.id)
    people.step(case, "clerk", ending.not_accept, reason_code="other_legal_path", note="已起诉")
    kept_out = UserFactory(roles=(Role.SUPERVISOR,), section=reported)
    assert reason_counts(scope(people.supervisor)) == {(ReasonList.NOT_ACCEPTED, "other_legal_path"): 1}
    assert reason_counts(scope(kept_out)) == {}


def test_every_list_has_its_step():
    assert set(GIVEN_AT.values()) == set(ReasonList)


def test_every_figure_of_the_page_opens_its_steps(people, client_as):
    filled(people)
    client = client_as(Role.STATISTICIAN)
    page = html.document_fromstring(client.get(f"/statistics/reasons/?{MARCH}").get_data(as_text=True))
    opened = 0
    for link in page.xpath("//table[@id='reasons']//td/a"):
        answer = client.get(link.get("href")).get_data(as_text=True)
        behind = html.document_fromstring(answer).xpath("//section[@id='cases']//tbody/tr")
        assert len(behind) == int(link.text)
        opened += 1
    assert opened == len(ReasonList) - 1 + 9
    assert "没有选理由，只写了文字" in page.text_content()
    assert re.search(r"其他科室|属于其他科室职责", page.text_content())


def test_a_list_that_does_not_exist_has_no_page(client_as):
    assert client_as(Role.STATISTICIAN).get("/statistics/reasons/?listed=weather").status_code == 404


def test_the_figures_page_leads_here_with_its_period(people, client_as):
    page = client_as(Role.SUPERVISOR).get(f"/statistics/?{MARCH}").get_data(as_text=True)
    assert "/statistics/reasons/?start=2026-03-01&amp;end=2026-03-31" in page
