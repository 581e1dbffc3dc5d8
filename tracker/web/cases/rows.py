"""One line of a list of cases, in words: what list, workbench and board show."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tracker.domain.labels import ClockState, ItemType, Kind, Light, State
from tracker.models.case import Case
from tracker.queries.cases.free_text import masked_words
from tracker.queries.cases.lights import Today
from tracker.queries.cases.pages import CaseRow
from tracker.web import wording
from tracker.web.cases.timeline import ending_label
from tracker.web.used_time import UsedTime, used_time

ERASED = "个人信息已按期清除"
PRESSING = frozenset({Light.OVERDUE, Light.RED})


@dataclass(frozen=True, slots=True)
class Link:
    """A button or link; ``key`` is its access key."""

    label: str
    url: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row as the tables print it; every date, count and name is already a word."""

    id: int
    url: str
    light: str
    light_words: str
    due_words: str
    due_note: str
    left_words: str
    unit_short: str
    number: str
    title: str
    channel: str
    person: str
    marks: tuple[str, ...]
    state_words: str
    holder: str
    received_words: str
    ended_words: str
    is_pressing: bool
    used: UsedTime | None
    source_number: str = ""
    type_words: str = ""
    result_words: str = ""
    next: Link | None = None
    waiting_for: str = ""


def unit_of(kind: Kind) -> str:
    """信访 counts calendar days, everything else working days."""
    return wording.CALENDAR_DAY if kind is Kind.PETITION else wording.WORKING_DAY


def shown_row(
    row: CaseRow,
    today: Today,
    address: Callable[[Case], str],
    *,
    next_step: Link | None = None,
    waiting_for: str = "",
) -> ShownRow:
    """Put ``row`` into words as of ``today``."""
    case, light = row.case, row.light
    counts = case.is_open and case.clock_state in {ClockState.RUNNING, ClockState.PAUSED}
    due = row.due_on
    unit = unit_of(case.kind)
    return ShownRow(
        id=case.id,
        url=address(case),
        light=light.value if counts else "closed",
        light_words=wording.light_words(light, left=row.days_left, unit=unit)
        if counts
        else ended_light(case),
        due_words=_due_words(case, due, today),
        due_note=due_note(case),
        left_words=wording.signed(row.days_left) if counts and row.days_left is not None else "",
        unit_short=wording.CALENDAR_DAY if counts and case.kind is Kind.PETITION and due else "",
        number=case.number,
        title=masked_words(case, case.title),
        channel=case.channel.name,
        person=person_words(case, row.person_name),
        marks=marks(case),
        state_words=case.state.label,
        holder=holder_words(case),
        received_words=_day(case.received_on, today, is_open=case.is_open),
        ended_words=_day(case.closed_on or case.removed_on, today, is_open=False),
        is_pressing=counts and light in PRESSING,
        used=_used(row) if counts else None,
        source_number=case.source_number or "",
        type_words=type_words(case),
        result_words=ending_label(case.outcome or case.result or ""),
        next=next_step,
        waiting_for=waiting_for,
    )


def _due_words(case: Case, due: date | None, today: Today) -> str:
    return _day(due, today, is_open=case.is_open) if due else _no_date(case)


def _day(day: date | None, today: Today, *, is_open: bool) -> str:
    """The weekday stands where somebody must still act."""
    if day is None:
        return ""
    if is_open:
        return wording.day_with_weekday(day, year=today.on.year)
    return wording.short_day(day, year=today.on.year)


def ended_light(case: Case) -> str:
    """✓ and how it ended: late ones say so, removed ones name their state."""
    if case.is_open:
        return "逾期答复" if case.clock_state is ClockState.MISSED else "已答复"
    if case.state not in {State.CLOSED, State.ARCHIVED}:
        return case.state.label
    return "逾期办结" if case.clock_state is ClockState.MISSED else "已办结"


def due_note(case: Case) -> str:
    """预计 while it depends on somebody, 暂定 while the calendar is not published."""
    if case.is_open and case.clock_state is ClockState.PAUSED:
        return "预计" if case.expected_due_on or case.due_on else ""
    return "暂定" if case.is_open and case.is_provisional else ""


def _no_date(case: Case) -> str:
    if not case.is_open:
        return "—"
    return "待定" if case.clock_state is ClockState.PAUSED else "不设期限"


def person_words(case: Case, name: str) -> str:
    """The masked name; a secret or anonymous person is named as such."""
    if case.erased_on is not None:
        return ERASED
    if case.is_secret:
        return "保密"
    if case.is_anonymous:
        return "匿名"
    return wording.masked_name(name)


def type_words(case: Case) -> str:
    """诉求类型 of an item, 申请人类别 of a request."""
    found = case.item_type or case.applicant_type
    return found.label if found else ""


def holder_words(case: Case) -> str:
    parts = (case.section.name if case.section else "", case.handler.display_name if case.handler else "")
    return " ".join(part for part in parts if part)


def marks(case: Case) -> tuple[str, ...]:
    """Facts beside the state, in a fixed order."""
    found = [
        ("紧急", case.is_urgent),
        ("重要", case.is_important),
        ("集体", case.is_group),
        ("复杂", case.is_complex),
        ("督办", case.is_supervised),
        ("已公开", case.published_on),
        (f"催办 {case.times_urged} 次", case.times_urged),
        (f"退回修改 {case.times_sent_back} 次", case.times_sent_back),
        ("已延期", case.times_extended),
        (f"退单 {case.times_returned} 次", case.times_returned),
        (f"第 {case.cycle} 轮办理", case.cycle > 1),
        (ERASED, case.erased_on),
        ("举报", case.item_type is ItemType.REPORT),
        ("待补 " + "、".join(case.missing_fields or ()), case.missing_fields),
    ]
    return tuple(words for words, holds in found if holds)


def _used(row: CaseRow) -> UsedTime | None:
    if row.days_used is None or row.case.days_limit is None:
        return None
    in_blocks = row.case.kind is not Kind.PETITION
    return used_time(row.light, used=row.days_used, total=row.case.days_limit, in_blocks=in_blocks)
