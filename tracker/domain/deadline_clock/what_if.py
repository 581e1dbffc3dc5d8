"""先算后办: what a deadline would become, before anything is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.case_events import CaseEvent
from tracker.domain.deadline_clock.deadline import Deadline
from tracker.domain.deadline_clock.facts import ClockInput
from tracker.domain.deadline_clock.policy import DEFAULT_POLICY, ClockPolicy
from tracker.domain.deadline_clock.replay import replay
from tracker.domain.periods import SHIPPED_PERIODS, PeriodBook
from tracker.domain.workdays import WorkdayCalendar


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The deadline as it is, and as it would be."""

    now: Deadline
    then: Deadline


def what_if(
    facts: ClockInput,
    events: Sequence[CaseEvent],
    calendar: WorkdayCalendar,
    supposed: Sequence[CaseEvent],
    *,
    as_of: date,
    policy: ClockPolicy = DEFAULT_POLICY,
    regional: WorkdayCalendar | None = None,
    periods: PeriodBook = SHIPPED_PERIODS,
) -> WhatIf:
    """Return the deadline with and without ``supposed`` events (今天征求意见、延期 n 日、告知补正 …).

    Supposed events may lie ahead (意见 12-10 到达): the second deadline is then seen on the last of their days.
    Raises a ``ClockRefused`` when such a step would not be allowed; its ``event`` counts on from ``events``.
    """
    now = replay(facts, events, calendar, as_of=as_of, policy=policy, regional=regional, periods=periods)
    seen_on = max([as_of, *(event.on for event in supposed)])
    together = [*(event for event in events if event.on <= as_of), *supposed]
    then = replay(facts, together, calendar, as_of=seen_on, policy=policy, regional=regional, periods=periods)
    return WhatIf(now, then)
