"""依申请公开 step by step: correction, consultation, fee, delay, giving up, and what the clock makes of it."""

from datetime import date

import pytest

from tests.factories import registered
from tests.services.desk import RECEIVED, at, bureau, drifted
from tracker.domain.errors import ClockRefused, DomainError
from tracker.domain.labels import ClockState, Kind, Party, State
from tracker.services.cases import assign, disclosure, ending, reply
from tracker.services.cases.projection import deadline_of
from tracker.services.rules import rules_for

ANSWER = {"public_text": "现将有关信息提供给您。", "ending": "G2"}


@pytest.fixture
def people(agency):
    return bureau()


@pytest.fixture
def case(people):
    case = registered(
        Kind.DISCLOSURE, handler=people.handler, clerk=people.clerk, received_on=RECEIVED, at=at(2)
    )
    people.step(case, "handler", assign.sign, day=2)
    return case


def test_a_correction_starts_the_clock_anew(people, case):
    people.step(
        case,
        "handler",
        disclosure.request_correction,
        items="指向不明",
        respond_by=date(2026, 3, 20),
        day=4,
    )
    assert (case.state, case.due_on, case.clock_state) == (
        State.AWAITING_CORRECTION,
        None,
        ClockState.PAUSED,
    )
    people.step(case, "clerk", disclosure.receive_correction, day=10)
    assert (case.state, case.due_on) == (State.IN_HAND, date(2026, 4, 8))


def test_consultations_overlap_and_the_clock_goes_on_after_the_last(people, case):
    ask = disclosure.start_consultation
    people.step(case, "handler", ask, party=Party.THIRD_PARTY, whom="样本公司", reason="商业秘密", day=3)
    people.step(case, "handler", ask, party=Party.OTHER_AGENCY, whom="示例局", reason="核实", day=4)
    people.step(case, "handler", disclosure.deliver_consultation, party=Party.THIRD_PARTY, day=5)
    with pytest.raises(DomainError, match="现在没有等待对方签收的征求意见书（第三方）"):
        people.step(case, "handler", disclosure.deliver_consultation, party=Party.THIRD_PARTY, day=6)
    people.step(case, "handler", disclosure.end_consultation, party=Party.OTHER_AGENCY, opinion="同意", day=6)
    assert (case.state, case.clock_state) == (State.CONSULTING, ClockState.PAUSED)
    with pytest.raises(DomainError, match="现在没有未结束的征求意见（共同制作机关）"):
        people.step(case, "handler", disclosure.end_consultation, party=Party.CO_MAKER, day=7)
    people.step(case, "handler", disclosure.end_consultation, party=Party.THIRD_PARTY, day=10)
    assert (case.state, case.clock_state) == (State.IN_HAND, ClockState.RUNNING)


def test_two_letters_to_third_parties_are_told_apart(people, case):
    for day, whom in ((3, "样本公司"), (9, "测试公司")):
        people.step(
            case,
            "handler",
            disclosure.start_consultation,
            party=Party.THIRD_PARTY,
            whom=whom,
            reason="",
            day=day,
        )
    people.step(case, "handler", disclosure.end_consultation, asked=4, opinion="不同意", day=10)
    work = people.step(case, "handler", disclosure.deliver_consultation, asked=5, day=11)
    assert [(one.seq, one.delivered_on) for one in work.standing.consultations] == [(5, date(2026, 3, 11))]


def test_a_fee_is_asked_by_the_bands_and_lapses_only_after_its_period(people, case):
    with pytest.raises(DomainError, match="不收费"):
        people.step(case, "handler", disclosure.send_fee_notice, pages=30)
    people.step(case, "handler", disclosure.send_fee_notice, pages=60)
    with pytest.raises(ClockRefused, match="才届满"):
        people.step(case, "lead", disclosure.lapse, reason="未缴费", day=10)
    people.step(case, "clerk", disclosure.record_payment, yuan=300, day=11)
    assert (case.state, case.due_on) == (State.IN_HAND, date(2026, 4, 9))


def test_the_time_to_pay_runs_from_the_day_the_notice_was_received(people, case):
    with pytest.raises(DomainError, match="晚于今天"):
        people.step(case, "handler", disclosure.send_fee_notice, pages=60, received_on=date(2026, 3, 9))
    send = {"pages": 60, "received_on": date(2026, 3, 4), "on": date(2026, 3, 3)}
    people.step(case, "handler", disclosure.send_fee_notice, day=5, **send)
    events = [row.as_event() for row in case.events]
    clocks = deadline_of(case, events, rules_for(case.agency)).side_clocks
    assert [clock.due_on for clock in clocks if clock.code == "fee_payment"] == [date(2026, 4, 1)]


def test_not_corrected_in_time_is_closed_as_given_up(people, case):
    people.step(
        case,
        "handler",
        disclosure.request_correction,
        items="指向不明",
        respond_by=date(2026, 3, 20),
        day=4,
    )
    people.step(case, "lead", disclosure.lapse, reason="逾期未补正", day=23)
    assert (case.state, case.outcome, case.closed_on) == (State.CLOSED, "O1", date(2026, 3, 23))


def test_a_late_correction_notice_does_not_keep_the_answer_from_being_given(people, case):
    people.step(
        case,
        "handler",
        disclosure.request_correction,
        items="指向不明",
        respond_by=date(2026, 3, 31),
        day=16,
    )
    assert case.due_on == date(2026, 3, 30)
    people.step(case, "handler", reply.submit_reply, day=27, **ANSWER)
    people.step(case, "lead", reply.pass_review, day=27)
    people.step(case, "handler", reply.reply, method="post", evidence="XA00000000000", day=30)
    assert (case.state, case.outcome, case.clock_state) == (State.CLOSED, "G2", ClockState.MET)
    assert drifted() == []


def test_a_withdrawn_caseis_closed_under_other(people, case):
    people.step(case, "clerk", ending.withdraw, reason="电话撤回")
    assert (case.state, case.outcome) == (State.CLOSED, "O3")


def test_an_article_35_delay_names_its_day(people, case):
    people.step(case, "lead", disclosure.defer_reply, until=date(2026, 5, 29), reason="数量较大", day=10)
    assert case.due_on == date(2026, 5, 29)
