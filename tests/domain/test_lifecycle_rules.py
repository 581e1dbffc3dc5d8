"""Rules beside the tables: what must come first, on which day, and what undoing restores."""

from datetime import date, timedelta

import pytest

from tests.domain.lifecycle_desk import (
    ALL_OFF,
    COLLEAGUE_ID,
    OTHER_SECTION,
    OUR_SECTION,
    RECEIVED,
    Desk,
    person,
    standing_in,
    view,
)
from tracker.domain.errors import ActionRefused
from tracker.domain.labels import Kind, Role, Satisfaction, State
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.apply import concludes
from tracker.domain.lifecycle.standing import effective, fold

A = Action
IN_HAND = (A.ASSIGN, A.SIGN)
TO_REPLY = (*IN_HAND, A.SUBMIT_REPLY, A.PASS_REVIEW)
CLOSED = (*TO_REPLY, A.REPLY, A.CALL_BACK)


def day(number):
    return RECEIVED + timedelta(days=number)


# --- what must come first


def test_an_extension_is_asked_once_and_refused_only_when_asked():
    desk = Desk().upto(*IN_HAND)
    with pytest.raises(ActionRefused, match="没有等待审批"):
        desk.do(A.REFUSE_EXTENSION, by=person(Role.SECTION_LEAD))
    desk.do(A.REQUEST_EXTENSION)
    with pytest.raises(ActionRefused, match="等待审批"):
        desk.do(A.REQUEST_EXTENSION)
    desk.do(A.REFUSE_EXTENSION, by=person(Role.SECTION_LEAD))
    assert desk.standing.extension_pending is None
    desk.do(A.GRANT_EXTENSION, by=person(Role.SECTION_LEAD))
    assert desk.standing.times_extended == 1


def test_a_request_for_extension_ends_with_its_round_and_with_a_return():
    desk = Desk().upto(*IN_HAND, A.REQUEST_EXTENSION, A.REQUEST_RETURN)
    desk.do(A.APPROVE_RETURN, by=person(Role.SECTION_LEAD))
    assert desk.standing.extension_pending is None
    desk = Desk().upto(*IN_HAND, A.REQUEST_EXTENSION, *CLOSED[2:], A.REHANDLE)
    assert desk.standing.extension_pending is None


def test_a_petition_is_accepted_once_and_not_refused_afterwards():
    desk = Desk(Kind.PETITION).upto(*IN_HAND, A.ACCEPT)
    for action, by in ((A.ACCEPT, Role.HANDLER), (A.NOT_ACCEPT, Role.SECTION_LEAD)):
        with pytest.raises(ActionRefused, match="已于 2026-03-05 受理"):
            desk.do(action, by=person(by))


@pytest.mark.parametrize("signed", [False, True])
def test_a_refused_return_leads_back_to_where_it_was_asked(signed):
    desk = Desk().do(A.ASSIGN)
    if signed:
        desk.do(A.SIGN)
    before = desk.state
    desk.do(A.REQUEST_RETURN).do(A.REFUSE_RETURN, by=person(Role.CLERK))
    assert desk.state is before
    assert desk.standing.times_returned == 0


def test_an_approved_return_counts_and_forgets_section_and_handler():
    desk = Desk().upto(*IN_HAND, A.REQUEST_RETURN).do(A.APPROVE_RETURN, by=person(Role.CLERK))
    standing = desk.standing
    assert (standing.state, standing.section_id, standing.handler_id) == (
        State.AWAITING_ASSIGNMENT,
        None,
        None,
    )
    assert standing.times_returned == 1


def test_a_draft_made_while_a_correction_is_awaited_is_sent_back_to_the_waiting():
    desk = Desk(Kind.DISCLOSURE).upto(*IN_HAND, A.REQUEST_CORRECTION, A.SUBMIT_REPLY, A.SEND_BACK)
    assert desk.state is State.AWAITING_CORRECTION
    desk.do(A.RECEIVE_CORRECTION)
    assert desk.state is State.IN_HAND


@pytest.mark.parametrize(
    ("section", "handler", "reached"),
    [
        (OUR_SECTION, COLLEAGUE_ID, State.IN_HAND),
        (OTHER_SECTION, None, State.AWAITING_SIGNATURE),
    ],
)
def test_another_section_signs_for_a_case_in_hand_another_handler_does_not(section, handler, reached):
    desk = Desk().upto(*IN_HAND).do(A.ASSIGN, section=section, handler=handler)
    assert (desk.state, desk.standing.section_id, desk.standing.handler_id) == (reached, section, handler)


@pytest.mark.parametrize("waiting", [A.REQUEST_CORRECTION, A.START_CONSULTATION, A.SEND_FEE_NOTICE])
def test_a_case_that_waits_for_others_can_be_handed_over_and_goes_on_waiting(waiting):
    desk = Desk(Kind.DISCLOSURE).upto(*IN_HAND, waiting)
    before = desk.state
    desk.do(A.ASSIGN, section=OTHER_SECTION, handler=None)
    assert (desk.state, desk.standing.section_id) == (before, OTHER_SECTION)


# --- consultations


def _consulting():
    desk = Desk(Kind.DISCLOSURE).upto(*IN_HAND)
    desk.do(A.START_CONSULTATION, party="third_party")
    desk.do(A.START_CONSULTATION, party="other_agency")
    return desk.do(A.START_CONSULTATION, party="third_party")


def _open(desk):
    return [each.seq for each in desk.standing.consultations]


def test_overlapping_consultations_end_one_by_one_and_the_last_gives_the_case_back():
    desk = _consulting()
    assert _open(desk) == [4, 5, 6]
    desk.do(A.END_CONSULTATION, answers=6)
    assert (_open(desk), desk.state) == ([4, 5], State.CONSULTING)
    desk.do(A.END_CONSULTATION, party="other_agency")
    assert (_open(desk), desk.state) == ([4], State.CONSULTING)
    desk.do(A.END_CONSULTATION)
    assert (_open(desk), desk.state) == ([], State.IN_HAND)


def test_each_letter_is_signed_for_once():
    desk = _consulting()
    for seq in (4, 5, 6):
        desk.do(A.DELIVER_CONSULTATION, answers=seq)
    with pytest.raises(ActionRefused, match="都已登记对方签收"):
        desk.do(A.DELIVER_CONSULTATION)


def test_an_opinion_may_arrive_before_a_later_letter_was_sent():
    desk = _consulting()
    with pytest.raises(ActionRefused, match="早于「发出征求意见书」"):
        desk.do(A.END_CONSULTATION, answers=6, on=day(4))
    desk.do(A.END_CONSULTATION, answers=4, on=day(4))
    assert _open(desk) == [5, 6]


# --- call-back and rounds


@pytest.mark.parametrize(
    ("tries", "closes"),
    [([0], False), ([0, 0], False), ([0, 0, 0], False), ([0, 0, 1], True), ([0, 1, 2], True)],
)
def test_three_vain_call_backs_on_two_days_close_the_case(tries, closes):
    desk = Desk().upto(*TO_REPLY, A.REPLY)
    first = desk.today
    for late in tries:
        on = first + timedelta(days=late)
        ends = concludes(desk.standing, Satisfaction.NOT_REACHED, on=on)
        desk.do(A.CALL_BACK, on=on, satisfaction="not_reached", concludes=ends)
    assert (desk.state is State.CLOSED) is closes


@pytest.mark.parametrize("answer", [each for each in Satisfaction if each is not Satisfaction.NOT_REACHED])
def test_a_caller_who_answers_concludes_the_call_back(answer):
    assert concludes(standing_in(State.AWAITING_CALLBACK), answer, on=RECEIVED)


def test_a_new_round_keeps_the_first_ones_times_and_begins_its_own():
    desk = Desk().upto(*TO_REPLY, A.REPLY)
    for late in (0, 0):
        desk.do(A.CALL_BACK, on=desk.today, satisfaction="not_reached", concludes=bool(late))
    desk.do(A.CALL_BACK, satisfaction="dissatisfied")
    first = desk.standing.cycle
    desk.do(A.REHANDLE)
    standing = desk.standing
    assert standing.cycles[0] == first
    assert (standing.cycle.number, standing.cycle.replied_on, standing.cycle.satisfaction) == (2, None, None)
    assert (standing.state, standing.section_id, standing.drafted_by) == (State.IN_HAND, OUR_SECTION, None)
    assert standing.unreached_on == ()
    desk.upto(A.SUBMIT_REPLY, A.PASS_REVIEW, A.REPLY, A.CALL_BACK)
    assert [cycle.closed_on is not None for cycle in desk.standing.cycles] == [True, True]


# --- days


@pytest.mark.parametrize(
    ("steps", "action", "on", "because"),
    [
        ((), A.ASSIGN, day(-1), "早于收到日期 2026-03-02"),
        ((), A.ASSIGN, day(400), None),
        (IN_HAND[:1], A.SIGN, day(0), "早于「分办」"),
        ((*IN_HAND, A.REQUEST_RETURN), A.APPROVE_RETURN, day(2), "早于「申请退单」"),
        ((*IN_HAND, A.SUBMIT_REPLY), A.PASS_REVIEW, day(2), "早于「送审答复」"),
        ((*TO_REPLY, A.REPLY), A.CALL_BACK, day(4), "早于「答复」"),
        (CLOSED, A.REHANDLE, day(5), "早于「办结」"),
        (CLOSED, A.ARCHIVE, day(5), "早于「办结」"),
        ((*CLOSED, A.REHANDLE), A.CONTACT, day(6), "早于第 2 轮「重办」"),
    ],
)
def test_a_step_recorded_late_is_not_dated_before_what_it_follows(steps, action, on, because):
    desk = Desk().upto(*steps)
    by = person(Role.CLERK) if action in {A.APPROVE_RETURN, A.ARCHIVE} else None
    if because is None:
        assert desk.do(action, by=by, on=on).events[-1].on == on
        return
    with pytest.raises(ActionRefused, match=because):
        desk.do(action, by=by, on=on)


def test_no_step_is_recorded_ahead_of_time():
    from tracker.domain.lifecycle.apply import apply

    standing = standing_in(State.AWAITING_SIGNATURE)
    with pytest.raises(ActionRefused, match="不能在将来"):
        apply(
            kind=Kind.HOTLINE,
            switches=ALL_OFF,
            standing=standing,
            action=A.SIGN,
            actor=person(Role.HANDLER),
            case=view(Kind.HOTLINE, standing),
            on=day(1),
            as_of=day(0),
        )


# --- undoing


def test_the_registration_is_never_undone_and_an_amendment_is_corrected_by_another():
    desk = Desk()
    for _ in range(2):
        with pytest.raises(ActionRefused, match="登记不能撤销"):
            desk.do(A.UNDO)
        desk.do(A.AMEND, by=person(Role.CLERK))
    desk.do(A.ASSIGN).do(A.AMEND, by=person(Role.CLERK)).do(A.UNDO)
    assert desk.state is State.AWAITING_ASSIGNMENT


def test_an_answer_and_the_closing_that_came_with_it_are_undone_together():
    desk = Desk(switches=ALL_OFF).do(A.ASSIGN).do(A.REPLY, result="solved")
    assert desk.state is State.CLOSED
    desk.do(A.UNDO)
    standing = desk.standing
    assert (standing.state, standing.cycle.replied_on, standing.cycle.closed_on) == (
        State.IN_HAND,
        None,
        None,
    )


def test_a_closing_by_call_back_is_undone_alone():
    desk = Desk().upto(*CLOSED, A.UNDO)
    assert desk.state is State.AWAITING_CALLBACK
    desk.do(A.UNDO)
    assert desk.state is State.AWAITING_REPLY


def test_an_archived_case_stays_as_it_is():
    desk = Desk().upto(*CLOSED, A.ARCHIVE)
    for role in Role:
        assert desk.offered(person(role)) == ()


def test_a_corrected_receipt_day_is_the_registrations_day_for_every_reader():
    desk = Desk().do(A.ASSIGN)
    desk.do(A.AMEND, by=person(Role.CLERK), received_on="2026-02-27")
    assert desk.standing.received_on == date(2026, 2, 27)
    assert effective(desk.events)[0].on == date(2026, 2, 27)
    assert desk.events[0].on == RECEIVED
    assert fold(desk.events).cycle.started_on == date(2026, 2, 27)
