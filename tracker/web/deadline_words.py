"""A deadline in words: the head of a case, its ledger lines, what comes next, the preview of a form."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.domain.deadline_clock import Deadline
from tracker.domain.deadline_clock.ledger import LedgerLine
from tracker.domain.deadline_clock.side_clocks import SideClock
from tracker.domain.labels import ClockState, Kind, PeriodUnit, SideClockState, State
from tracker.web import wording
from tracker.web.day_strip import StripPage, strip_page

STILL_OWED = frozenset({"signing", "first_contact", "urgent_first_reply", "assistance", "call_back"})
"""Side clocks of a duty that does not lapse with its day, unlike a right to ask for something."""
MOST_NEXT = 5


@dataclass(frozen=True, slots=True)
class DeadlineHead:
    """The box at the head of a case page."""

    light: str
    light_words: str
    used_words: str
    date: str
    weekday: str
    date_prefix: str
    date_words: str
    because: str


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of 期限怎么来的 as its table prints it."""

    on: str
    event: str
    note: str
    counted: int
    used: int
    left: int | None
    due_words: str
    is_stopped: bool
    basis: Sequence[str]
    is_today: bool
    is_expected: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What a form's right panel shows; ``refusal`` stands alone."""

    title: str
    date: str = ""
    weekday_words: str = ""
    nth_words: str = ""
    refusal: str = ""
    strip: StripPage | None = None
    because: Sequence[tuple[str, str]] = field(default_factory=tuple)


def unit_words(deadline: Deadline) -> str:
    return wording.WORKING_DAY if deadline.unit is PeriodUnit.WORKING_DAY else wording.CALENDAR_DAY


def due_of(deadline: Deadline) -> date | None:
    """The day that is known or expected."""
    return deadline.due_on or deadline.expected_due_on


def title_of(kind: Kind) -> str:
    return "答复期限" if kind is Kind.DISCLOSURE else "办结期限"


def head(deadline: Deadline, state: State) -> DeadlineHead:
    """Light, used and left, the day, and what it depends on."""
    due = due_of(deadline)
    is_open = deadline.is_open
    waits = deadline.state is ClockState.PAUSED
    words = wording.light_words(deadline.light, left=deadline.days_left, unit=unit_words(deadline))
    return DeadlineHead(
        light=deadline.light.value if is_open else "closed",
        light_words=words if is_open else f"{state.label}，{deadline.state.label}",
        used_words=_used_words(deadline),
        date=due.isoformat() if due else "",
        weekday=wording.weekday(due) + (f" {wording.clock_time(deadline.due_at)}" if deadline.due_at else "")
        if due
        else "",
        date_prefix="预计" if waits and due else "暂定" if deadline.is_provisional and is_open else "",
        date_words="期限待定" if waits else "不设期限",
        because=_because(deadline),
    )


def _used_words(deadline: Deadline) -> str:
    if deadline.limit is None or deadline.days_left is None:
        return ""
    unit = unit_words(deadline)
    used = f"已用 {wording.days(deadline.days_used, unit)}"
    return f"{used}，余 {deadline.days_left} 个" if deadline.days_left >= 0 else used


def _because(deadline: Deadline) -> str:
    if deadline.state is ClockState.PAUSED:
        answer_by = next((line.on for line in deadline.ahead if line.event == "opinion_due"), None)
        if answer_by:
            provisional = "；放假通知未载入，暂定" if deadline.is_provisional else ""
            return f"对方最迟 {answer_by:%m-%d} 答复，期满次日接着算{provisional}"
        return "；".join(deadline.waiting_words)
    if deadline.is_provisional and deadline.is_open:
        return "放假通知尚未载入，按周一至周五暂算"
    if not deadline.is_open and deadline.ended_on:
        return f"{deadline.ended_on} 结束计时"
    return _counted_words(deadline)


def _counted_words(deadline: Deadline) -> str:
    """Which day of the count the deadline is and by what rule."""
    basis = deadline.run.basis
    return (
        basis
        if deadline.limit is None
        else f"第 {wording.days(deadline.limit, unit_words(deadline))}，{basis}"
    )


def ledger(deadline: Deadline) -> list[ShownLine]:
    """Every step so far and the expected ones."""
    return [_line(line, deadline) for line in (*deadline.ledger, *deadline.ahead)]


def _line(line: LedgerLine, deadline: Deadline) -> ShownLine:
    is_today = line.event == "today"
    due = line.due_on.isoformat() if line.due_on else ""
    stopped = not due and deadline.limit is not None
    return ShownLine(
        on=line.on.isoformat(),
        event="" if is_today else line.label,
        note=line.note,
        counted=line.days_counted,
        used=line.days_used,
        left=line.days_left,
        due_words=due or (ClockState.PAUSED.label if stopped else "—"),
        is_stopped=stopped,
        basis=[part for part in line.basis.split("、") if part],
        is_today=is_today,
        is_expected=line.is_expected,
    )


def ledger_note(deadline: Deadline) -> str:
    """The strict reading and the other calendar, where they differ or agree."""
    due = due_of(deadline)
    said = [f"{warning.rstrip('。')}。" for warning in deadline.warnings]
    strict = deadline.strict_due_on or deadline.expected_strict_due_on
    if strict and strict != due:
        said.append(f"从严口径（意见到达当日即恢复计时）为 {strict}。")
    for name, other in (("地方日历", deadline.regional_due_on), ("全国日历", deadline.national_due_on)):
        if other and due and other != due:
            said.append(f"{name}为 {other}。")
    if deadline.regional_due_on and deadline.regional_due_on == deadline.national_due_on:
        said.append("全国日历、地方日历同一天。")
    return "".join(said)


def coming(deadline: Deadline, today: date) -> list[tuple[str, str]]:
    """接下来会怎样: what is owed and late, then open side clocks and the expected lines, by day."""
    found = [(clock.due_on, _side_words(clock)) for clock in open_sides(deadline)]
    found += [(line.on, line.label) for line in deadline.ahead if line.event == "due"]
    later = sorted({(day, words) for day, words in found if day >= today})
    shown = [*_missed(deadline), *later[:MOST_NEXT]]
    return [(wording.day_with_weekday(day, year=today.year), words) for day, words in shown]


def _missed(deadline: Deadline) -> list[tuple[date, str]]:
    """Duties whose day has passed without their being done; they are still owed while the case is open."""
    if not deadline.is_open:
        return []
    return [
        (clock.due_on, f"{clock.label}已逾期，还没有登记（{_flat(clock.article)}）")
        for clock in deadline.side_clocks
        if clock.state is SideClockState.PASSED and clock.code in STILL_OWED
    ]


def open_sides(deadline: Deadline) -> list[SideClock]:
    return [clock for clock in deadline.side_clocks if clock.state is SideClockState.OPEN]


def _side_words(clock: SideClock) -> str:
    return f"{clock.label}期满（{_flat(clock.article)}）"


def _flat(article: str) -> str:
    """The article without brackets of its own, as it stands between brackets."""
    return article.replace("（", "，").replace("）", "")


def preview(deadline: Deadline, *, today: date) -> Preview:
    """答复期限 of a form not yet saved, with the reason for it."""
    due = due_of(deadline)
    title = title_of(deadline.kind)
    if due is None:
        return Preview(
            title=title, refusal="这一类不设办结期限。" if deadline.limit is None else "期限待定。"
        )
    unit = unit_words(deadline)
    first = deadline.ledger[0]
    because = [("为什么", _why(deadline, first, unit)), ("跳过", _skipped(deadline, due))]
    because += [
        (clock.label, f"最迟 {wording.day_with_weekday(clock.due_on, year=today.year)}（{clock.article}）")
        for clock in open_sides(deadline)
        if clock.due_on >= today
    ]
    if beside := _other_calendar(deadline, due):
        because.append(beside)
    return Preview(
        title=title,
        date=due.isoformat(),
        weekday_words=wording.weekday(due)
        + (f" {wording.clock_time(deadline.due_at)}" if deadline.due_at else ""),
        nth_words=f"第 {wording.days(deadline.limit or 0, unit)}"
        + ("，暂定" if deadline.is_provisional else ""),
        strip=strip_page(deadline, today=today),
        because=because,
    )


def _other_calendar(deadline: Deadline, due: date) -> tuple[str, str] | None:
    """What the calendar that does not decide would say; None where there is only one."""
    answers = (("地方日历", deadline.regional_due_on), ("全国日历", deadline.national_due_on))
    differing = next(((name, day) for name, day in answers if day and day != due), None)
    if differing:
        return differing[0], f"{wording.full_day(differing[1])}。"
    return ("地方日历", "同一天。") if deadline.regional_due_on else None


def _why(deadline: Deadline, first: LedgerLine, unit: str) -> str:
    start = deadline.received_on
    counted = f"自收到之日起 {wording.days(deadline.limit or 0, unit)}（{deadline.run.basis}）"
    note = first.note if "派单" in first.note else f"收到当日 {start:%m-%d} 不计"
    return f"{counted}；{note}。"


def _skipped(deadline: Deadline, due: date) -> str:
    if deadline.unit is not PeriodUnit.WORKING_DAY:
        return "按日历日计，节假日也计入。"
    calendar = deadline.run.calendar
    start = deadline.received_on
    off = (due - start).days - calendar.count(start, due)
    spans = [span.name for span in calendar.rest_spans(start, due)]
    makeup = calendar.makeup_days(start, due)
    said = [f"休息日 {off} 天" if off else "没有休息日"]
    if deadline.is_provisional:
        said.append("放假通知尚未载入，按周一至周五暂算")
    else:
        said.append("含" + "、".join(dict.fromkeys(spans)) if spans else "期间无节假日")
    if makeup:
        said.append("、".join(f"{day:%m-%d}" for day in makeup) + " 调休上班计入")
    return "，".join(said) + "。"
