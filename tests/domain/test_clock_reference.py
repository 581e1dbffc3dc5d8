"""The clock against a second, naive one that walks day by day and knows nothing of counters."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import chinese_calendar
from hypothesis import given, settings

from tests.domain.clock_cases import NATIONAL
from tests.domain.test_clock_properties import histories
from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.deadline_clock import replay
from tracker.domain.labels import ClockState, Kind

E = EventType
DAY = timedelta(days=1)
OPENING_OF = {
    E.CORRECTION_RECEIVED: E.CORRECTION_REQUESTED,
    E.CONSULTATION_ENDED: E.CONSULTATION_STARTED,
    E.FEE_PAID: E.FEE_NOTICE_SENT,
}
LAST_KNOWN = date(2026, 12, 24)


@dataclass
class Naive:
    """依申请公开 by hand: a tally of days, what is outstanding, and what ended it."""

    received_on: date
    used: int = 0
    limit: int = 20
    receipt: date = date.min
    outstanding: list[tuple[EventType, bool]] = field(default_factory=list)
    ended: str | None = None
    last_day: date = date.min

    def __post_init__(self):
        self.receipt = self.last_day = self.received_on

    def runs(self) -> bool:
        return self.ended is None and not any(stops for _, stops in self.outstanding)

    def worked_since(self, day: date) -> int:
        return sum(
            chinese_calendar.is_workday(self.receipt + DAY * n)
            for n in range(1, (day - self.receipt).days + 1)
        )

    def live(self, day: date) -> None:
        if self.runs() and chinese_calendar.is_workday(day):
            self.used += 1
            self.last_day = day

    def is_over(self, day: date) -> bool:
        """Whether the limit was used up on an earlier day; rest days after the last one are too late as well."""
        spent = self.used > self.limit or (self.used == self.limit and day > self.last_day)
        return self.runs() and spent

    def take(self, event: CaseEvent) -> None:
        on, over = event.on, self.is_over(event.on)
        if event.type in OPENING_OF.values():
            late = event.type is E.CORRECTION_REQUESTED and self.worked_since(on - DAY) >= 7
            self.outstanding.append((event.type, not over and not late))
        elif event.type in OPENING_OF:
            if self.answer(OPENING_OF[event.type]):
                self.go_on(event)
        elif event.type is E.EXTENSION_GRANTED:
            self.limit += event.payload["working_days"]
        else:
            self.ended = "lapsed" if event.type is E.LAPSED else "missed" if over else "met"

    def go_on(self, event: CaseEvent) -> None:
        self.last_day = event.on
        if event.type is not E.CONSULTATION_ENDED:
            self.used, self.limit = 0, 20
        if event.type is E.CORRECTION_RECEIVED:
            self.receipt = event.on

    def answer(self, opening: EventType) -> bool:
        for at, (kind, stops) in enumerate(self.outstanding):
            if kind is opening:
                del self.outstanding[at]
                return stops
        raise AssertionError(opening)

    def due(self, day: date) -> date:
        """Where the count ends if nothing more happens."""
        left = self.limit - self.used
        while left > 0:
            day += DAY
            left -= chinese_calendar.is_workday(day)
        return day


def walk(received_on: date, events: list[CaseEvent], as_of: date) -> Naive:
    clock = Naive(received_on)
    day = received_on
    while True:
        if day > received_on:
            clock.live(day)
        for event in events:
            if event.on == day:
                clock.take(event)
        if day >= as_of or clock.ended:
            return clock
        day += DAY


@settings(max_examples=200, deadline=None)
@given(histories(kinds=(Kind.DISCLOSURE,), without={E.CONSULTATION_DELIVERED}, most=10))
def test_both_clocks_agree(history):
    facts, events, as_of = history
    days = [event.on for event in events]
    if len(set(days)) < len(days) or as_of > LAST_KNOWN:
        return
    naive, clock = walk(facts.received_on, events, as_of), replay(facts, events, NATIONAL, as_of=as_of)
    assert clock.days_used == naive.used
    assert clock.limit == naive.limit
    if naive.ended:
        assert clock.state.value == naive.ended
    else:
        assert (clock.state is ClockState.RUNNING) is naive.runs()
    if clock.state is ClockState.RUNNING and naive.used < naive.limit:
        assert clock.due_on == naive.due(as_of)
        assert not clock.is_overdue
    if clock.state is ClockState.RUNNING and naive.used > naive.limit:
        assert clock.is_overdue
