"""整月 and 本周: what is due on which day, beside days off and make-up days; every count opens its cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for

from tracker.domain.labels import Light, Role
from tracker.domain.permissions import BUREAU_WIDE, Actor
from tracker.domain.workdays import WorkdayCalendar
from tracker.queries.cases.due_days import WITHOUT_DAY
from tracker.queries.cases.filters import CaseFilter
from tracker.queries.cases.free_text import masked_words
from tracker.queries.cases.lights import Today
from tracker.queries.cases.pages import CaseRow
from tracker.web import wording
from tracker.web.cases.list_page import Tab
from tracker.web.workbench.pages import DayMark

WEEKEND = 5
WEEK = timedelta(days=7)
SHOWN_IN_A_CELL = 20
SCOPES = {"mine": "我的", "section": "本科室", "all": "我能看到的"}
LIGHTS = (Light.OVERDUE, Light.RED, Light.YELLOW, Light.GREEN, Light.STOPPED)


@dataclass(frozen=True, slots=True)
class DueDay:
    """A cell: ``sign`` is 休 or 班; ``marks`` counts by light, or single cases in the week."""

    day: date
    number_words: str
    sign: str
    is_off: bool
    is_today: bool
    is_outside: bool
    total: int
    url: str
    marks: Sequence[DayMark]


@dataclass(frozen=True, slots=True)
class DuePage:
    """See templates/workbench/due.html."""

    heading: str
    total_note: str
    scopes: Sequence[Tab]
    spans: Sequence[Tab]
    weeks: Sequence[Sequence[DueDay]]
    previous_url: str
    today_url: str
    next_url: str
    undated: Sequence[DayMark]
    is_week: bool


@dataclass(frozen=True, slots=True)
class Span:
    """The days a page shows, whole weeks from Monday; ``month`` is None for one week."""

    first: date
    last: date
    month: date | None

    @classmethod
    def around(cls, day: date, *, is_week: bool) -> "Span":
        monday = day - timedelta(days=day.weekday())
        if is_week:
            return cls(monday, monday + timedelta(days=6), None)
        first = day.replace(day=1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return cls(first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday()), first)

    @property
    def before(self) -> date:
        return (self.month or self.first) - timedelta(days=1)

    @property
    def after(self) -> date:
        return (self.month + timedelta(days=31)).replace(day=1) if self.month else self.first + WEEK


def scope_of(asked: str, actor: Actor) -> str:
    """The scope asked for where the person has it, else the nearest one."""
    offered = _scopes(actor)
    return asked if asked in offered else offered[0]


def _scopes(actor: Actor) -> list[str]:
    found = ["section"] if actor.has(Role.SECTION_LEAD) and actor.section_id is not None else []
    if actor.has(Role.HANDLER):
        found.insert(0, "mine")
    return [*found, "all"] if actor.has(*BUREAU_WIDE, Role.SECTION_LEAD) or not found else found


def filter_of(scope: str, actor: Actor) -> CaseFilter:
    """Whose open cases a scope means."""
    return CaseFilter(
        is_open=True,
        handler_id=actor.user_id if scope == "mine" else None,
        section_id=actor.section_id if scope == "section" else None,
    )


def due_page(
    *,
    span: Span,
    scope: str,
    counts: Mapping[date, Mapping[Light, int]],
    rows: Sequence[CaseRow],
    today: Today,
    actor: Actor,
) -> DuePage:
    """The calendar of ``span``; ``rows`` are the cases of a week, none for a month."""
    is_week = span.month is None
    cells = _Cells(span, scope, counts, rows, today, actor)
    days = [span.first + timedelta(days=at) for at in range((span.last - span.first).days + 1)]
    shown = [cells.of(day) for day in days]
    inside = sum(day.total for day in shown if not day.is_outside)
    return DuePage(
        heading=f"{span.first:%m-%d} 至 {span.last:%m-%d} 到期"
        if span.month is None
        else f"{span.month:%Y-%m} 到期",
        total_note=f"{inside} 件在办，{SCOPES[scope]}",
        scopes=[
            Tab(SCOPES[each], _address(span, scope=each), None, None, each == scope)
            for each in _scopes(actor)
        ],
        spans=[
            Tab("本周", url_for("workbench.due", span="week", whose=scope), None, None, is_week),
            Tab("整月", url_for("workbench.due", whose=scope), None, None, not is_week),
        ],
        weeks=[shown[at : at + 7] for at in range(0, len(shown), 7)],
        previous_url=_address(span, scope=scope, on=span.before),
        today_url=_address(span, scope=scope, on=today.on),
        next_url=_address(span, scope=scope, on=span.after),
        undated=cells.marks(WITHOUT_DAY),
        is_week=is_week,
    )


def _address(span: Span, *, scope: str, on: date | None = None) -> str:
    shown = on or span.month or span.first
    more = {"span": "week"} if span.month is None else {}
    return url_for("workbench.due", on=shown.isoformat(), whose=scope, **more)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class _Cells:
    span: Span
    scope: str
    counts: Mapping[date, Mapping[Light, int]]
    rows: Sequence[CaseRow]
    today: Today
    actor: Actor

    def of(self, day: date) -> DueDay:
        calendar = next(iter(self.today.calendars.values()))
        is_outside = self.span.month is not None and day.month != self.span.month.month
        single = [row for row in self.rows if row.case.sort_due_on == day]
        return DueDay(
            day=day,
            number_words=f"{day:%m-%d}" if self.span.month is None else str(day.day),
            sign=_sign(day, calendar),
            is_off=not calendar.is_workday(day),
            is_today=day == self.today.on,
            is_outside=is_outside,
            total=sum(self.counts.get(day, {}).values()),
            url=self._list("open", day),
            marks=[_one(row) for row in single[:SHOWN_IN_A_CELL]]
            if self.span.month is None
            else self.marks(day),
        )

    def marks(self, day: date) -> list[DayMark]:
        """The counts of ``day`` by light, each with its list."""
        found = self.counts.get(day, {})
        return [
            DayMark(light.value, f"{light.label} {found[light]} 件", self._list(light.value, day))
            for light in LIGHTS
            if light in found
        ]

    def _list(self, view: str, day: date) -> str:
        whose = {"mine": {"handler": self.actor.user_id}, "section": {"section": self.actor.section_id}}
        narrowed = whose.get(self.scope, {})
        on = {"undated": "y"} if day == WITHOUT_DAY else {"falls_on": day.isoformat()}
        return url_for("cases.index", view=view, **on, **narrowed)  # type: ignore[arg-type]


def _sign(day: date, calendar: WorkdayCalendar) -> str:
    if calendar.is_workday(day):
        return "班" if day.weekday() >= WEEKEND else ""
    return "休"


def _one(row: CaseRow) -> DayMark:
    words = f"{wording.short_number(row.case.number)} {masked_words(row.case, row.case.title)}"
    return DayMark(row.light.value, words, url_for("cases.show", case_id=row.case.id))
