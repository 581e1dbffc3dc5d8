"""Beside and after the way: designation, help, reasons, publication, reviews and the answer given anew."""

from datetime import date

import pytest

from tests.factories import SectionFactory, UserFactory, registered
from tests.services.desk import RECEIVED, at, bureau, drifted
from tracker.domain.annual_report.reading import Reading
from tracker.domain.errors import ActionRefused, DomainError
from tracker.domain.labels import (
    ItemType,
    Kind,
    NewRoundGround,
    PetitionReviewResult,
    Role,
    State,
)
from tracker.extensions import db
from tracker.models.agency import PolicyChoice
from tracker.models.case import CaseCycle
from tracker.models.reminder import Notice
from tracker.queries import annual_report
from tracker.services.cases import aftercare, assign, assistance, disclosure, ending, handle, oversee, reply

DRAFT = {"public_text": "已安排检修，三日内恢复照明。", "ending": "solved"}
ANSWER = {"public_text": "现将有关信息提供给您。", "ending": "G2"}


@pytest.fixture
def people(agency):
    return bureau()


def signed(people, kind=Kind.HOTLINE, **facts):
    case = registered(
        kind, handler=people.handler, clerk=people.clerk, received_on=RECEIVED, at=at(2), **facts
    )
    people.step(case, "handler", assign.sign, day=2)
    return case


def answered(people, case, day=4, **draft):
    draft = draft or (ANSWER if case.kind is Kind.DISCLOSURE else DRAFT)
    people.step(case, "handler", reply.submit_reply, day=day, **draft)
    people.step(case, "lead", reply.pass_review, day=day)
    people.step(case, "handler", reply.reply, method="post", day=day)
    return case


# --- designated to us after a dispute


def test_what_was_designated_to_us_cannot_go_back_to_its_source(people):
    case = signed(people)
    people.step(case, "clerk", oversee.designate, words="区热线办 3 日指定")
    with pytest.raises(ActionRefused, match=r"2026-03-03 上级已在争议后指定.*第二十二条"):
        people.step(case, "clerk", ending.return_to_source, reason_code="not_our_duty", reason="三定")
    people.step(case, "lead", oversee.undo, reason_code="wrong_case", reason="")
    people.step(case, "clerk", ending.return_to_source, reason_code="not_our_duty", reason="三定")
    assert case.state is State.RETURNED


def test_a_petition_goes_back_only_with_consent_asked_for_in_five_working_days(people):
    case = signed(people, Kind.PETITION)
    give = {"reason_code": "not_our_duty", "reason": "三定"}
    with pytest.raises(DomainError, match="经转送单位同意"):
        people.step(case, "clerk", ending.return_to_source, **give)
    with pytest.raises(DomainError, match="至 2026-03-09"):
        people.step(case, "clerk", ending.return_to_source, consent="区信访局 10 日", day=10, **give)
    people.step(case, "handler", assign.request_return, reason="三定", day=9)
    people.step(case, "clerk", ending.return_to_source, consent="区信访局 12 日", day=12, **give)
    assert (case.state, case.removal_reason) == (State.RETURNED, "not_our_duty")


def test_a_hotline_item_is_terminated_with_the_hotlines_consent(people):
    case = signed(people)
    give = {"reason_code": "no_cooperation", "reason": "拒绝提供地点"}
    with pytest.raises(DomainError, match="热线平台书面同意"):
        people.step(case, "supervisor", ending.terminate, **give)
    people.step(case, "supervisor", ending.terminate, consent="热线〔2026〕3号", **give)
    assert case.state is State.TERMINATED


# --- help of another section


def test_help_has_a_day_of_its_own_and_is_given_by_the_section_asked(people):
    case, other = signed(people), SectionFactory()
    helper = UserFactory(roles=(Role.HANDLER,), section=other)
    with pytest.raises(DomainError, match="主办科室"):
        people.step(
            case, "handler", assistance.ask_assistance,
            section_id=people.section.id, due_on=date(2026, 3, 5), what="查阅档案",
        )  # fmt: skip
    with pytest.raises(DomainError, match="晚于本件期限"):
        people.step(
            case, "handler", assistance.ask_assistance,
            section_id=other.id, due_on=date(2026, 3, 30), what="查阅档案",
        )  # fmt: skip
    before = case.due_on
    work = people.step(
        case, "handler", assistance.ask_assistance,
        section_id=other.id, due_on=date(2026, 3, 5), what="查阅档案",
    )  # fmt: skip
    clock = next(each for each in work.deadline.side_clocks if each.code == "assistance")
    assert (clock.due_on, clock.done_on, case.due_on) == (date(2026, 3, 5), None, before)
    assert [(row.section_id, row.opinion_due_on) for row in case.assistants] == [(other.id, date(2026, 3, 5))]
    assert db.session.query(Notice).filter_by(user_id=helper.id, case_id=case.id).count() == 1
    people.step(case, helper, assistance.give_assistance, opinion="档案无记载", day=4)
    with pytest.raises(DomainError, match="协办意见已登记"):
        people.step(case, helper, assistance.give_assistance, opinion="再说一次", day=4)
    assert [(row.section_id, row.opinion_due_on) for row in case.assistants] == [(other.id, None)]
    assert drifted() == []


# --- 条例第三十五条


def test_an_excessive_request_is_not_processed_before_its_reasons_were_asked_for(people):
    case = signed(people, Kind.DISCLOSURE)
    draft = {"public_text": "不予处理。", "ending": "N4"}
    with pytest.raises(DomainError, match="先「要求说明理由」"):
        people.step(case, "handler", reply.submit_reply, **draft)
    before = case.due_on
    people.step(case, "handler", disclosure.ask_reasons, found="46 件", respond_by=date(2026, 3, 20))
    assert (case.due_on, case.state) == (before, State.IN_HAND)
    people.step(case, "handler", disclosure.receive_reasons, words="逾期未说明", day=21)
    people.step(case, "handler", reply.submit_reply, day=22, **draft)
    assert case.state is State.AWAITING_REVIEW


# --- after the answer


def test_a_letter_is_published_when_writer_owner_and_masking_agree(people):
    case = answered(people, signed(people, Kind.MAILBOX))
    agreed = {"writer_agreed": True, "owner_chose": True, "is_desensitised": True}
    for missing, words in zip(agreed, ("来信人同意公开", "信箱主管选定公开", "已作脱敏处理"), strict=True):
        with pytest.raises(DomainError, match=words):
            people.step(case, "clerk", aftercare.publish, **agreed | {missing: False})
    people.step(case, "clerk", aftercare.publish, day=6, **agreed)
    assert (case.replied_on, case.published_on) == (date(2026, 3, 4), date(2026, 3, 6))
    people.step(case, "supervisor", oversee.undo, reason="点错了", day=6)
    assert case.published_on is None
    accusation = answered(people, signed(people, Kind.MAILBOX, item_type=ItemType.REPORT))
    with pytest.raises(DomainError, match="不公开"):
        people.step(accusation, "clerk", aftercare.publish, day=6, **agreed)


def test_no_answer_only_where_the_caller_wanted_none(people):
    wants, declines = signed(people), signed(people, wants_reply=False)
    for case in (wants, declines):
        people.step(case, "handler", reply.submit_reply, **DRAFT)
        people.step(case, "lead", reply.pass_review)
    with pytest.raises(DomainError, match="诉求人要求答复"):
        people.step(wants, "handler", reply.reply, method="not_wanted")
    people.step(declines, "handler", reply.reply, method="not_wanted")
    assert declines.state is State.CLOSED


# --- 申请延期 and 回访 by the office's settings


def test_an_extension_is_asked_for_a_day_before_by_five_in_the_afternoon(people):
    case = signed(people)
    ask = {"days": 3, "reason": "", "reason_code": "complex"}
    with pytest.raises(DomainError, match="最迟 2026-03-06 17:00"):
        people.step(case, "handler", handle.request_extension, day=9, **ask)
    people.step(case, "handler", handle.request_extension, day=6, **ask)
    assert case.due_on == date(2026, 3, 9)


def test_how_often_a_caller_is_rung_is_the_offices_choice(people):
    from tracker.domain.labels import Satisfaction

    case = signed(people)
    case.channel.needs_callback = True
    for key in ("callback_tries", "callback_days"):
        db.session.add(
            PolicyChoice(agency_id=case.agency_id, key=key, value="1", basis="区热线办〔2026〕1号")
        )
    db.session.commit()
    answered(people, case)
    people.step(case, "supervisor", ending.call_back, satisfaction=Satisfaction.NOT_REACHED, day=5)
    assert case.state is State.CLOSED


# --- a decision takes the answer away


def test_a_new_answer_after_a_review_has_its_own_round_and_leaves_the_first_in_its_report(people):
    case = answered(people, signed(people, Kind.DISCLOSURE))
    people.step(case, "clerk", ending.archive, day=6)
    give = {"ground": NewRoundGround.REVIEW, "decision": "复决〔2026〕1号"}
    with pytest.raises(DomainError, match="文号"):
        people.step(case, "supervisor", ending.answer_anew, day=20, **give | {"decision": ""})
    people.step(case, "supervisor", ending.answer_anew, day=20, due_on=date(2026, 4, 3), **give)
    assert (case.state, case.cycle, case.due_on) == (State.IN_HAND, 2, date(2026, 4, 3))
    people.step(case, "supervisor", oversee.undo, reason_code="wrong_day", reason="", day=20)
    assert (case.state, case.cycle, case.outcome) == (State.ARCHIVED, 1, "G2")
    people.step(case, "supervisor", ending.answer_anew, day=20, **give)
    assert case.due_on == date(2026, 4, 20)
    answered(people, case, day=27, public_text="部分公开。", ending="P")
    first, second = db.session.query(CaseCycle).filter_by(case_id=case.id).order_by(CaseCycle.cycle)
    assert (first.replied_on, first.outcome, first.is_late) == (date(2026, 3, 4), "G2", False)
    assert (second.replied_on, second.outcome, second.is_late) == (date(2026, 3, 27), "P", False)
    found = annual_report.places_of_requests(case.agency_id, 2026)
    assert found == {case.number: ["new", "partial", "natural_person"]}
    assert drifted() == []


def test_several_reasons_for_refusal_pass_the_review_and_are_counted_by_the_office_s_reading(people):
    case = signed(people, Kind.DISCLOSURE)
    refusal = {"public_text": "不予公开。", "ending": "D7"}
    with pytest.raises(DomainError, match="只有“不予公开”的结果"):
        people.step(case, "handler", reply.submit_reply, day=3, **refusal | {"ending": "G2"}, also=["D4"])
    people.step(case, "handler", reply.submit_reply, day=3, **refusal, also=["D4", "D8"])
    people.step(case, "lead", reply.pass_review, day=3)
    people.step(case, "handler", reply.reply, method="post", day=4)
    assert case.outcome == "D7"
    for reading, row in ((Reading(), "d7"), (Reading(leading="first"), "d4")):
        found = annual_report.places_of_requests(case.agency_id, 2026, reading)
        assert found == {case.number: ["new", row, "natural_person"]}
    assert drifted() == []


def test_a_new_answer_in_a_later_year_changes_no_table_but_its_own_files(people):
    case = registered(
        Kind.DISCLOSURE, handler=people.handler, clerk=people.clerk, received_on=date(2025, 3, 3), at=at(2)
    )
    for service, facts in (
        (assign.assign, {"section_id": people.section.id, "handler_id": people.handler.id}),
    ):
        people.step(case, "clerk", service, on=date(2025, 3, 3), **facts)
    people.step(case, "handler", assign.sign, on=date(2025, 3, 4))
    people.step(case, "handler", reply.submit_reply, on=date(2025, 3, 10), **ANSWER)
    people.step(case, "lead", reply.pass_review, on=date(2025, 3, 11))
    people.step(case, "handler", reply.reply, method="post", on=date(2025, 3, 12))
    before = annual_report.places_of_requests(case.agency_id, 2025)
    people.step(
        case, "supervisor", ending.answer_anew, ground=NewRoundGround.SUIT, decision="行初 1 号", day=20
    )
    assert annual_report.places_of_requests(case.agency_id, 2025) == before
    assert annual_report.places_of_requests(case.agency_id, 2026) == {}


def test_a_petition_is_reviewed_twice_at_most_and_handled_anew_when_told_so(people):
    case = signed(people, Kind.PETITION)
    people.step(case, "handler", handle.accept, day=3)
    answered(people, case, day=5)
    with pytest.raises(ActionRefused, match="只有复查、复核意见要求重新办理"):
        people.step(
            case, "supervisor", ending.answer_anew, ground=NewRoundGround.PETITION_REVIEW, decision="1", day=6
        )
    work = people.step(case, "clerk", aftercare.ask_petition_review, unit="区政府", day=8)
    clocks = {each.code: each for each in work.deadline.side_clocks}
    assert clocks["petition_review_request"].due_on == date(2026, 4, 4)
    assert clocks["petition_review"].due_on == date(2026, 4, 7)
    with pytest.raises(ActionRefused, match="上一次申请还没有意见"):
        people.step(case, "clerk", aftercare.ask_petition_review, unit="市政府", day=9)
    with pytest.raises(ActionRefused, match="等登记了意见再归档"):
        people.step(case, "clerk", ending.archive, day=9)
    upheld, changed = PetitionReviewResult.UPHELD, PetitionReviewResult.CHANGED
    people.step(case, "clerk", aftercare.decide_petition_review, decision=upheld, day=10)
    people.step(case, "clerk", aftercare.ask_petition_review, unit="市政府", day=11)
    people.step(case, "clerk", aftercare.decide_petition_review, decision=changed, day=12)
    with pytest.raises(ActionRefused, match="复核意见是最后的意见"):
        people.step(case, "clerk", aftercare.ask_petition_review, unit="省政府", day=13)
    people.step(
        case,
        "supervisor",
        ending.answer_anew,
        ground=NewRoundGround.PETITION_REVIEW,
        decision="复核 1 号",
        day=13,
    )
    assert (case.state, case.due_on) == (State.IN_HAND, date(2026, 5, 12))
    assert drifted() == []


def test_how_a_caller_was_contacted_is_not_the_result_of_the_case(people):
    case = signed(people)
    people.step(
        case, "handler", handle.contact, method="phone", result="reached", note="", number="13900000000"
    )
    assert case.result is None
    people.step(case, "clerk", ending.withdraw, reason="自行解决")
    assert case.result is None
