"""The replay's working state: counters, what is waited for, and the steps that become the ledger."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.deadline_clock.counter import Counter, Measure
from tracker.domain.deadline_clock.facts import ClockInput
from tracker.domain.deadline_clock.ordering import answers
from tracker.domain.deadline_clock.policy import ClockPolicy
from tracker.domain.deadline_clock.refusals import NothingToAnswer
from tracker.domain.labels import ClockState
from tracker.domain.periods import PeriodBook
from tracker.domain.workdays import WorkdayCalendar


class Step(NamedTuple):
    """One line of the ledger before its words are written; ``since`` is the day of the line before."""

    on: date
    event: str
    label: str
    basis: str
    remark: str
    counted: int
    used: int
    left: int | None
    due: date | None
    since: date
    was_running: bool
    round: int
    limit: int | None
    event_index: int | None = None


@dataclass(slots=True)
class Waiting:
    """Something asked of somebody outside and not yet answered.

    ``stops`` tells whether asking stopped the clock; ``answer_by`` is 补正期限, 缴费期限 or the party's own
    15 working days once the letter has reached it.
    """

    event: CaseEvent
    index: int
    stops: bool
    answer_by: date | None = None
    delivered_on: date | None = None
    answered_on: date | None = None

    @property
    def type(self) -> EventType:
        return self.event.type


class ClockRun:
    """One replay in progress. ``main`` decides; ``strict`` and ``other`` count beside it by another reading."""

    def __init__(
        self,
        facts: ClockInput,
        policy: ClockPolicy,
        periods: PeriodBook,
        calendar: WorkdayCalendar,
        measures: tuple[Measure, Measure | None],
    ) -> None:
        self.facts = facts
        self.policy = policy
        self.periods = periods
        self.calendar = calendar
        self.main = Counter(measures[0], strict=policy.consultation_pause == "before_arrival")
        self.other = Counter(measures[1], strict=self.main.strict) if measures[1] else None
        self.strict: Counter | None = None
        self.counters = [self.main] if self.other is None else [self.main, self.other]
        self.waiting: list[Waiting] = []
        self.asked: list[Waiting] = []
        self.happened: list[CaseEvent] = []
        self.steps: list[Step] = []
        self.warnings: list[str] = []
        self.ended: tuple[ClockState, date] | None = None
        self.ended_by: EventType | None = None
        self.received_on = facts.received_on
        self.cycle_started_on = facts.received_on
        self.accepted_on: date | None = None
        self.basis = ""
        self.round = 1
        self.cycle = 1
        self.times_extended = 0
        self.extension_days = 0
        self.was_running = False
        self._last_on = facts.received_on
        self._last_used = 0
        self._is_due_noted = False

    @property
    def due(self) -> date | None:
        """The last day as it stands now; None while stopped or without limit."""
        return self.main.due

    def is_past_due(self, on: date) -> bool:
        """Tell whether the period was over before ``on``."""
        due = self.main.due
        return due is not None and on > due

    def begin(self, on: date, limit: int | None, basis: str) -> None:
        """Let every counter start anew the day after ``on``; ``basis`` is what the limit rests on."""
        self.basis = basis
        for counter in self.counters:
            counter.begin(on, limit)
        self._is_due_noted = False

    def fix_due(self, on: date, due: date) -> None:
        """Let the period end on a named day, in every reading."""
        for counter in self.counters:
            counter.fix_due(on, due)
        self._is_due_noted = False

    def extend(self, days: int) -> None:
        for counter in self.counters:
            counter.extend(days)
        self.times_extended += 1
        self.extension_days += days

    def stop(self, on: date) -> None:
        for counter in self.counters:
            counter.stop(on)

    def go_on(self, on: date, *, answers_consultation: bool) -> None:
        for counter in self.counters:
            counter.go_on(on, answers_consultation=answers_consultation)

    def ask(self, event: CaseEvent, index: int, *, stops: bool, answer_by: date | None = None) -> Waiting:
        """Note something asked of somebody outside; when it ``stops`` the clock, stop."""
        waiting = Waiting(event, index, stops, answer_by)
        self.waiting.append(waiting)
        self.asked.append(waiting)
        if stops:
            self.stop(event.on)
        return waiting

    def open_of(self, kind: EventType) -> Waiting | None:
        """Return the oldest unanswered question of one kind."""
        return next((each for each in self.waiting if each.type is kind), None)

    def answered(self, opening: EventType, event: CaseEvent, index: int) -> Waiting:
        """Take the open question ``event`` answers. Raises ``NothingToAnswer`` when there is none."""
        for each in self.waiting:
            if each.type is opening and answers(each.event, event):
                self.waiting.remove(each)
                each.answered_on = event.on
                return each
        raise NothingToAnswer(
            f"{event.on}「{event.type.label}」之前没有未了结的「{opening.label}」，请核对两者的日期。",
            event=index,
        )

    @property
    def is_held(self) -> bool:
        """Tell whether anything outstanding keeps the clock stopped."""
        return any(each.stops for each in self.waiting)

    def warn(self, message: str) -> str:
        self.warnings.append(message)
        return message

    def end(self, state: ClockState, event: CaseEvent) -> None:
        self.ended = (state, event.on)
        self.ended_by = event.type

    def resume_cycle(self, on: date) -> None:
        """Open the clock again for a new round of handling (重办)."""
        self.cycle += 1
        self.round += 1
        self.cycle_started_on = on
        self.ended = self.ended_by = None
        self.times_extended = self.extension_days = 0
        self.waiting.clear()

    def reach(self, on: date) -> None:
        """Come to the day ``on``: a due date that passed before it gets its line."""
        due = self.main.due
        self.was_running = self.main.is_running and self.ended is None
        if due is not None and on > due and not self._is_due_noted and self.ended is None:
            self._is_due_noted = True
            self.note(due, "due", "期限届满", self.basis, "到期未办结")

    def note(
        self,
        on: date,
        event: str,
        label: str,
        basis: str,
        remark: str = "",
        *,
        index: int | None = None,
        counted: int | None = None,
    ) -> None:
        """Write a step; what it ``counted`` follows from the count unless the count was just begun anew."""
        main = self.main
        used = main.used_on(on)
        self.steps.append(
            Step(
                on,
                event,
                label,
                basis,
                remark,
                used - self._last_used if counted is None else counted,
                used,
                None if main.limit is None else main.limit - used,
                main.due,
                self._last_on,
                self.was_running,
                self.round,
                main.limit,
                index,
            )
        )
        self._last_on = on
        self._last_used = used

    def counted_since_last(self, on: date) -> int:
        """Return the days counted since the last line, before a restart wipes them out."""
        return self.main.used_on(on) - self._last_used
