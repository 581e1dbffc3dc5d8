"""期限怎么来的: the steps of a replay put into words, one line each."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tracker.domain.case_events import EventType
from tracker.domain.deadline_clock.run import ClockRun, Step
from tracker.domain.labels import PeriodUnit
from tracker.domain.workdays import ONE_DAY, WorkdayCalendar

if TYPE_CHECKING:
    from tracker.domain.deadline_clock.deadline import Deadline


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line: what happened ``on`` that day and what the days since the line before came to.

    ``days_counted`` were counted, ``days_skipped`` are rest days passed over, ``days_stopped`` the working days (or
    calendar days) that fell into a stop. ``round`` grows at every restart; within a round the days counted add up to
    ``days_used``. ``is_expected`` lines have not happened yet.
    """

    on: date
    event: str
    label: str
    days_counted: int
    days_used: int
    days_left: int | None
    due_on: date | None
    basis: str
    note: str
    days_skipped: int = 0
    days_stopped: int = 0
    round: int = 1
    is_expected: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the line as the contract prints it."""
        return {
            "on": self.on.isoformat(),
            "event": self.event,
            "label": self.label,
            "days_counted": self.days_counted,
            "days_used": self.days_used,
            "days_left": self.days_left,
            "days_skipped": self.days_skipped,
            "days_stopped": self.days_stopped,
            "due_on": self.due_on.isoformat() if self.due_on else None,
            "basis": self.basis,
            "note": self.note,
            "round": self.round,
            "is_expected": self.is_expected,
        }


def ledger_lines(run: ClockRun, *, unit: PeriodUnit) -> tuple[LedgerLine, ...]:
    """Put every step of ``run`` into words."""
    return tuple(_line(step, run, unit) for step in run.steps)


def _line(step: Step, run: ClockRun, unit: PeriodUnit) -> LedgerLine:
    skipped = stopped = 0
    days = (step.on - step.since).days
    remark = step.remark
    if days > 0:
        by_workday = unit is PeriodUnit.WORKING_DAY
        if step.was_running and by_workday:
            skipped = days - step.counted
            if skipped or days != step.counted:
                told = rest_note(run.calendar, step.since, step.on)
                remark = "；".join(part for part in (remark, told) if part)
        elif not step.was_running:
            stopped = (run.calendar.count(step.since, step.on) if by_workday else days) - step.counted
    return LedgerLine(
        step.on,
        step.event,
        step.label,
        step.counted,
        step.used,
        step.left,
        step.due,
        step.basis,
        remark,
        skipped,
        stopped,
        step.round,
    )


def rest_note(calendar: WorkdayCalendar, after: date, through: date) -> str:
    """Name the holidays and make-up workdays in (after, through]: ``10-01 至 10-07 国庆节放假，10-10 调休上班计入``."""
    parts = []
    for span in calendar.rest_spans(after, through):
        first, last = max(span.first, after + ONE_DAY), min(span.last, through)
        days = f"{first:%m-%d}" if first == last else f"{first:%m-%d} 至 {last:%m-%d}"
        parts.append(f"{days} {span.name}放假")
    makeup = calendar.makeup_days(after, through)
    if makeup:
        parts.append("、".join(f"{day:%m-%d}" for day in makeup) + " 调休上班计入")
    return "，".join(parts)


def ahead_lines(deadline: "Deadline") -> tuple[LedgerLine, ...]:
    """Return the expected lines: each open party's own lapse, then the due day still to come."""
    run = deadline.run
    due = deadline.due_on or deadline.expected_due_on
    if not deadline.is_open or deadline.limit is None or deadline.is_overdue:
        return ()
    lines = [
        LedgerLine(
            waiting.answer_by,
            "opinion_due",
            "答复期满（预计）",
            0,
            deadline.days_used,
            deadline.days_left,
            deadline.expected_due_on,
            run.steps[-1].basis,
            "不答复的，由本机关决定" if waiting.event.payload.get("party") == "third_party" else "",
            round=run.round,
            is_expected=True,
        )
        for waiting in run.waiting
        if waiting.type is EventType.CONSULTATION_STARTED and waiting.answer_by is not None
    ]
    if due is not None:
        left = deadline.days_left or 0
        label = "期限届满" if deadline.due_on else "期限届满（预计）"
        line = LedgerLine(
            due, "due", label, left, deadline.limit, 0, due, run.basis, "", round=run.round, is_expected=True
        )
        lines.append(line)
    return tuple(sorted(lines, key=lambda each: each.on))
