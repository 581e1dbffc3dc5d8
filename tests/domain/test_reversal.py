"""整批撤销: what an import recorded counts no more, and what it had undone counts again."""

from datetime import date

import pytest

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.errors import DomainError
from tracker.domain.labels import State
from tracker.domain.lifecycle.reversal import reversal
from tracker.domain.lifecycle.standing import effective, fold

E = EventType
DAY = date(2026, 3, 2)


def event(kind, seq, *, by_hand=False, **payload):
    return CaseEvent(kind, DAY, seq, payload if by_hand else payload | {"imported": True})


REGISTERED = event(E.REGISTERED, 1, to=State.AWAITING_ASSIGNMENT.value)
CLOSED = [
    event(E.REPLIED, 2, to=State.CLOSED.value, result="solved"),
    event(E.CLOSED, 3, to=State.CLOSED.value, satisfaction="satisfied"),
]
CORRECTED = event(E.IMPORTED, 4, result="unsolved")
MOVED = [
    event(E.UNDONE, 5, undoes=3),
    event(E.UNDONE, 6, undoes=2),
    event(E.REPLIED, 7, to=State.CLOSED.value, result="explained"),
    event(E.CLOSED, 8, to=State.CLOSED.value),
]


def types(events):
    return [(each.type, each.payload.get("undoes")) for each in events]


def test_events_of_the_import_are_undone_the_last_first():
    made = reversal([REGISTERED, *CLOSED], after=1, on=DAY, marks={"batch": 7})
    assert types(made) == [(E.UNDONE, 3), (E.UNDONE, 2)]
    assert [each.seq for each in made] == [4, 5]
    assert {each.payload["batch"] for each in made} == {7}


def test_a_whole_case_leaves_no_event_that_counts():
    events = [REGISTERED, *CLOSED]
    assert effective([*events, *reversal(events, after=0, on=DAY, marks={})]) == []


def test_what_the_import_had_undone_comes_back_with_what_followed_it():
    before = [REGISTERED, *CLOSED, CORRECTED]
    events = [*before, *MOVED]
    made = reversal(events, after=4, on=DAY, marks={})
    was, now = fold(before), fold([*events, *made])
    assert (now.state, now.cycles) == (was.state, was.cycles)
    assert now.cycle.result == "unsolved"


def test_a_step_recorded_here_is_not_repeated():
    by_hand = event(E.SUPERVISED, 4, by_hand=True)
    with pytest.raises(DomainError, match="本机登记的步骤"):
        reversal([REGISTERED, *CLOSED, by_hand, *MOVED], after=4, on=DAY, marks={})


def test_a_step_recorded_here_stays_where_nothing_was_undone():
    by_hand = event(E.SUPERVISED, 2, by_hand=True)
    added = event(E.IMPORTED, 3, result="solved")
    made = reversal([REGISTERED, by_hand, added], after=2, on=DAY, marks={})
    assert types(made) == [(E.UNDONE, 3)]
