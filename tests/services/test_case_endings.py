"""What follows an answer, and the other ways an item ends: call-back, a new round, removal, undoing."""

from datetime import date

import pytest

from tests.factories import registered
from tests.services.desk import RECEIVED, at, bureau, drifted, signed, types_of
from tracker.domain.case_events import EventType as E
from tracker.domain.errors import ActionRefused, DomainError
from tracker.domain.labels import Satisfaction, State
from tracker.extensions import db
from tracker.models.reminder import Reminder
from tracker.services.cases import ending, oversee, reply

DRAFT = {"public_text": "已安排检修，三日内恢复照明。", "ending": "solved"}


@pytest.fixture
def people(agency):
    return bureau()


@pytest.fixture
def item(people):
    return registered(handler=people.handler, clerk=people.clerk, received_on=RECEIVED, at=at(2))


def _answered(people, case):
    case.channel.needs_callback = True
    db.session.commit()
    signed(people, case)
    people.step(case, "handler", reply.submit_reply, **DRAFT)
    people.step(case, "lead", reply.pass_review)
    people.step(case, "handler", reply.reply, method="phone", day=4)
    return case


def test_vain_call_backs_on_two_days_close_the_case(people, item):
    _answered(people, item)
    for day in (5, 5):
        people.step(item, "supervisor", ending.call_back, satisfaction=Satisfaction.NOT_REACHED, day=day)
        assert item.state is State.AWAITING_CALLBACK
    people.step(item, "supervisor", ending.call_back, satisfaction=Satisfaction.NOT_REACHED, day=6)
    assert (item.state, item.closed_on, item.replied_on) == (
        State.CLOSED,
        date(2026, 3, 6),
        date(2026, 3, 4),
    )


def test_a_new_round_has_its_own_deadline_and_leaves_the_first_ones_times(people, item):
    _answered(people, item)
    people.step(item, "supervisor", ending.call_back, satisfaction=Satisfaction.DISSATISFIED, day=5)
    people.step(item, "supervisor", ending.rehandle, reason="路灯仍不亮", day=6)
    assert (item.state, item.cycle, item.closed_on, item.due_on) == (
        State.IN_HAND,
        2,
        None,
        date(2026, 3, 11),
    )
    first, second = item.rounds
    assert (first.closed_on, first.satisfaction, first.superseded_on) == (
        date(2026, 3, 5),
        Satisfaction.DISSATISFIED,
        date(2026, 3, 6),
    )
    assert (second.started_on, second.closed_on) == (date(2026, 3, 6), None)
    people.step(item, "supervisor", oversee.undo, reason="点错了", day=6)
    assert (item.state, item.cycle, len(item.rounds)) == (State.CLOSED, 1, 1)
    assert drifted() == []


@pytest.mark.parametrize(
    ("who", "service", "facts", "state", "reason"),
    [
        ("clerk", ending.return_to_source, {"reason_code": "not_our_duty", "reason": "三定"}, State.RETURNED, "not_our_duty"),
        ("clerk", ending.not_accept, {"reason_code": "in_petition_path", "note": "已告知"}, State.NOT_ACCEPTED, "in_petition_path"),
        ("clerk", ending.withdraw, {"reason": "自行解决"}, State.TERMINATED, "withdrawn_by_caller"),
    ],
)  # fmt: skip
def test_an_item_removed_keeps_its_reason_and_can_be_brought_back(
    people, item, who, service, facts, state, reason
):
    people.step(item, who, service, **facts)
    assert (item.state, item.removal_reason, item.removed_on, item.is_open) == (
        state,
        reason,
        date(2026, 3, 3),
        False,
    )
    assert db.session.query(Reminder).filter_by(case_id=item.id, fired_at=None).count() == 0
    people.step(item, "supervisor", oversee.undo, reason="登记有误", day=4)
    assert (item.state, item.removal_reason, item.removed_on, item.is_open) == (
        State.AWAITING_SIGNATURE,
        None,
        None,
        True,
    )


def test_a_repeat_is_merged_into_a_living_case_that_one_may_see(people, item):
    main = registered(clerk=people.clerk, received_on=RECEIVED, at=at(2))
    hidden = registered(clerk=people.clerk, received_on=RECEIVED, at=at(2), reported_user_id=people.clerk.id)
    for number in (item.number, hidden.number):
        with pytest.raises(DomainError, match="没有编号为"):
            people.step(item, "clerk", ending.merge, into_number=number)
    people.step(item, "clerk", ending.merge, into_number=f" {main.number} ")
    assert item.state is State.MERGED
    with pytest.raises(DomainError, match="不能并入"):
        people.step(main, "clerk", ending.merge, into_number=item.number)


def test_undoing_an_answer_reopens_the_case_with_its_old_deadline(people, item):
    signed(people, item)
    people.step(item, "handler", reply.submit_reply, **DRAFT)
    people.step(item, "lead", reply.pass_review)
    before = (item.state, item.due_on, item.clock_state)
    people.step(item, "handler", reply.reply, method="phone")
    people.step(item, "supervisor", oversee.undo, reason="登错了件")
    assert (item.state, item.due_on, item.clock_state) == before
    assert (item.replied_on, item.closed_on) == (None, None)
    assert types_of(item)[-2:] == [E.UNDONE, E.UNDONE]
    for _ in range(4):
        people.step(item, "supervisor", oversee.undo, reason="再退一步")
    assert item.state is State.AWAITING_ASSIGNMENT
    with pytest.raises(ActionRefused, match="登记不能撤销"):
        people.step(item, "supervisor", oversee.undo, reason="再退一步")
