"""期限怎么来的: the steps of a replay put into words, one line each."""

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.domain.case_events import EventType
from tracker.domain.deadline_clock.run import ClockRun, Step, Waiting
from tracker.domain.labels import Kind, Party, PeriodUnit
from tracker.domain.workdays import ONE_DAY, WorkdayCalendar

if TYPE_CHECKING:
    from tracker.domain.deadline_clock.deadline import Deadline

SILENCE = {"third_party": "不答复的，由本机关决定是否公开", "co_maker": "不答复的，视为同意公开"}
DUE_LABEL = {
    Kind.DISCLOSURE: "答复期限",
    Kind.HOTLINE: "办结期限",
    Kind.MAILBOX: "办结期限",
    Kind.PETITION: "办理期限",
}


class LedgerLine(NamedTuple):
    """One line: what happened ``on`` that day and what the days since the line before came to.

    ``days_counted`` were counted, ``days_skipped`` are rest days passed over, ``days_stopped`` the working days (or
    calendar days) that fell into a stop. ``round`` grows at every restart; within a round the days counted add up to
    ``days_used``. ``is_expected`` lines depend on somebody outside.
    ``event_index`` is the event's place in the input, None for lines that are no event.
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
    event_index: int | None = None

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
            "event_index": self.event_index,
        }


def ledger_lines(run: ClockRun, *, unit: PeriodUnit) -> tuple[LedgerLine, ...]:
    """Put every step of ``run`` into words."""
    return tuple(_line(step, run, unit) for step in run.steps)


def _line(step: Step, run: ClockRun, unit: PeriodUnit) -> LedgerLine:
    skipped = stopped = 0
    days = (step.on - step.since).days
    remark = step.remark.rstrip("。")
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
        event_index=step.event_index,
    )


def short(day: date) -> str:
    """Return ``11-24``."""
    return day.isoformat()[5:]


def rest_note(calendar: WorkdayCalendar, after: date, through: date) -> str:
    """Name the holidays and make-up workdays in (after, through]: ``10-01 至 10-07 国庆节放假，10-10 调休上班计入``."""
    parts = []
    for span in calendar.rest_spans(after, through):
        first, last = max(span.first, after + ONE_DAY), min(span.last, through)
        days = short(first) if first == last else f"{short(first)} 至 {short(last)}"
        parts.append(f"{days} {span.name}放假")
    makeup = calendar.makeup_days(after, through)
    if makeup:
        parts.append("、".join(map(short, makeup)) + " 调休上班计入")
    return "，".join(parts)


def ahead_lines(deadline: "Deadline") -> tuple[LedgerLine, ...]:
    """Return the lines still to come: each open party's own lapse, then the due day (预计 while it depends on them)."""
    due = deadline.due_on or deadline.expected_due_on
    if not deadline.is_open or deadline.limit is None or deadline.is_overdue:
        return ()
    lines = [
        _opinion_due(deadline, waiting)
        for waiting in deadline.run.waiting
        if waiting.type is EventType.CONSULTATION_STARTED
        and waiting.answer_by
        and waiting.answer_by >= deadline.as_of
    ]
    if due is not None:
        lines.append(_due_line(deadline, due))
    return tuple(sorted(lines, key=lambda each: each.on))


def _opinion_due(deadline: "Deadline", waiting: Waiting) -> LedgerLine:
    party = waiting.event.payload.get("party")
    return LedgerLine(
        waiting.answer_by or deadline.as_of,
        "opinion_due",
        f"{Party(party).label}答复期满" if party else "对方答复期满",
        0,
        deadline.days_used,
        deadline.days_left,
        deadline.expected_due_on,
        "条例第三十四条" if party == Party.CO_MAKER else "条例第三十二条",
        SILENCE.get(party or "", ""),
        round=deadline.round,
        is_expected=True,
    )


def _due_line(deadline: "Deadline", due: date) -> LedgerLine:
    run = deadline.run
    is_expected = deadline.due_on is None
    note = rest_note(run.calendar, deadline.as_of, due) if deadline.unit is PeriodUnit.WORKING_DAY else ""
    return LedgerLine(
        due,
        "due",
        DUE_LABEL[deadline.kind],
        deadline.days_left or 0,
        deadline.limit or 0,
        0,
        due,
        run.basis,
        note if not is_expected else "",
        round=run.round,
        is_expected=is_expected,
    )
