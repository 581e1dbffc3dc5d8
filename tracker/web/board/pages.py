"""督办看板: who is late, which section carries what, when it falls due, how the year goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from tracker.domain.bulletins import quarter_of
from tracker.domain.labels import Light
from tracker.queries.board import (
    DueDay,
    LastStep,
    Lately,
    PressingCase,
    SectionLoad,
    whole_office,
)
from tracker.queries.cases.lights import Awaited, Today
from tracker.web import charts, wording
from tracker.web.board.year_figures import (
    Figure,
    MonthLine,
    RateLine,
    TypeLine,
    Year,
    in_two_columns,
    month_lines,
    peak,
    rate_lines,
    rates_chart,
    rates_note,
    span_url,
    type_lines,
    types_note,
)
from tracker.web.cases.rows import Link, ShownRow, shown_row
from tracker.web.charts import Chart
from tracker.web.opening import OpeningPart
from tracker.web.remedy_words import OwedAnswer

DAYS_AHEAD = 10
LATE_LIGHTS = (Light.OVERDUE, Light.RED)
OPENING = ((Light.OVERDUE, "件超期", True), (Light.RED, "件今天到期", True), (Light.YELLOW, "件临近", False))


@dataclass(frozen=True, slots=True)
class LoadLine:
    name: str
    figures: Sequence[Figure]


@dataclass(frozen=True, slots=True)
class DueLine:
    words: str
    figure: Figure
    kinds: str


@dataclass(frozen=True, slots=True)
class Pressing:
    row: ShownRow
    last: str


@dataclass(frozen=True, slots=True)
class WeekLine:
    """今天 or 本周: what came in and what was closed."""

    name: str
    received: Figure
    closed: Figure


@dataclass(frozen=True, slots=True)
class YearPart:
    """The last twelve months: the trend, the types, and how sections kept their time."""

    months_chart: Chart
    months_note: str
    months: Sequence[tuple[MonthLine, MonthLine | None]]
    months_sum: MonthLine
    types_chart: Chart
    types_note: str
    types: Sequence[TypeLine]
    rates_chart: Chart
    rates_note: str
    rates: Sequence[RateLine]
    rates_sum: RateLine


@dataclass(frozen=True, slots=True)
class BoardPage:
    """See templates/board/show.html."""

    opening: Figure
    week: Sequence[WeekLine]
    owed: OwedAnswer | None
    bulletin: Link
    parts: Sequence[OpeningPart]
    pressing: Sequence[Pressing]
    pressing_note: str
    loads_chart: Chart
    loads_note: str
    loads: Sequence[LoadLine]
    loads_sum: Sequence[Figure]
    due_chart: Chart
    due_note: str
    due: Sequence[DueLine]
    due_sum: Figure
    year: YearPart


def board_page(
    *,
    pressing: Sequence[PressingCase],
    loads: Sequence[SectionLoad],
    days: Sequence[DueDay],
    year: Year,
    week: Lately,
    owed: OwedAnswer | None,
    today: Today,
) -> BoardPage:
    """The board as of ``today``."""
    due_items, due_lines = _due(days, today)
    counts = whole_office(loads)
    quarter = quarter_of(today.on)
    return BoardPage(
        opening=Figure(counts.total, url_for("cases.index")),
        week=[_week_line("今天", week.on, week), _week_line("本周", week.monday, week)],
        owed=owed,
        bulletin=Link(f"{quarter.label}通报（截至今天）", url_for("bulletin.show", period=quarter.code)),
        parts=_parts(counts),
        pressing=[_pressing(found, today) for found in pressing],
        pressing_note=f"超期和今天到期，{sum(counts.lights[light] for light in LATE_LIGHTS)} 件",
        loads_chart=charts.stacked_bars(
            "各科室在办件数，按灯号", [(load.name, load.lights) for load in loads]
        ),
        loads_note=f"在办最多：{loads[0].name} {loads[0].total} 件" if loads else "现在没有在办",
        loads=[_load_line(load) for load in loads],
        loads_sum=[
            *(Figure(counts.lights[light], _view(light)) for light in charts.LIGHT_ORDER),
            Figure(counts.total, url_for("cases.index")),
        ],
        due_chart=charts.columns("今后十个工作日到期的件数", due_items),
        due_note=_due_note(due_items),
        due=due_lines,
        due_sum=Figure(counts.total, url_for("cases.index")),
        year=_year_part(year),
    )


def _year_part(year: Year) -> YearPart:
    months, months_sum = month_lines(year)
    rates, rates_sum = rate_lines(year)
    types = type_lines(year)
    return YearPart(
        months_chart=charts.two_lines(
            "各月收到和办结的件数",
            [line.name for line in months],
            ("收到", [line.received.number for line in months]),
            ("办结", [line.closed.number for line in months]),
        ),
        months_note=peak(months),
        months=in_two_columns(months),
        months_sum=months_sum,
        types_chart=charts.columns(
            "近十二个月收到的件数，按诉求类型",
            [(line.name, "", line.received.number, "plain") for line in types],
        ),
        types_note=types_note(types),
        types=types,
        rates_chart=rates_chart(rates, rates_sum),
        rates_note=rates_note(rates, rates_sum),
        rates=rates,
        rates_sum=rates_sum,
    )


def _week_line(name: str, start: date, week: Lately) -> WeekLine:
    def figure(word: str, by_day: Mapping[date, int]) -> Figure:
        number = sum(number for day, number in by_day.items() if day >= start)
        return Figure(number, span_url(start, week.on, figure=word, cohort=word))

    return WeekLine(name, figure("received", week.received), figure("closed", week.closed))


def _view(light: Light, **more: object) -> str:
    return url_for("cases.index", view=light.value, **more)  # type: ignore[arg-type]


def _parts(counts: SectionLoad) -> list[OpeningPart]:
    found = [
        OpeningPart(f"{counts.lights[light]} {words}", _view(light), is_red, "，")
        for light, words, is_red in OPENING
        if counts.lights[light]
    ]
    if counts.unassigned:
        address = url_for("cases.index", view="unassigned")
        found.append(OpeningPart(f"{counts.unassigned} 件还没分办", address, is_red=False, after="，"))
    if found:
        last = found.pop()
        found.append(OpeningPart(last.words, last.url, last.is_red, "。"))
    return found


def _pressing(found: PressingCase, today: Today) -> Pressing:
    case = found.row.case
    action = "supervise" if found.row.light is Light.OVERDUE else "urge"
    words = {"supervise": "再次督办" if case.is_supervised else "督办", "urge": "催办"}[action]
    step = Link(words, url_for("steps.show", case_id=case.id, action=action))
    shown = shown_row(found.row, today, lambda one: url_for("cases.show", case_id=one.id), next_step=step)
    return Pressing(shown, last_words(found.last, today))


def last_words(last: LastStep | None, today: Today) -> str:
    """``11-18 催办``."""
    return "" if last is None else f"{wording.short_day(last.on, year=today.on.year)} {last.type.label}"


def _load_line(load: SectionLoad) -> LoadLine:
    def address(light: Light | None) -> str:
        view = light.value if light else "open"
        if load.section_id is None:
            return url_for("cases.index", view="nobody", light=light.value if light else None)
        return url_for("cases.index", view=view, section=load.section_id)

    figures = [Figure(load.lights[light], address(light)) for light in charts.LIGHT_ORDER]
    return LoadLine(load.name, [*figures, Figure(load.total, address(None))])


def _due(days: Sequence[DueDay], today: Today) -> tuple[list[tuple[str, str, int, str]], list[DueLine]]:
    calendar = next(iter(today.calendars.values()))
    ahead = [today.on, *calendar.days_after(today.on, DAYS_AHEAD)]
    known = {day.on: day for day in days if day.on is not None}
    late = [day for day in days if day.on is not None and day.on < today.on]
    after = [day for day in days if day.on is not None and day.on > ahead[-1]]
    stopped, undated, answered = (
        [day for day in days if day.on is None and day.awaited is each]
        for each in (None, Awaited.UNDATED, Awaited.ANSWERED)
    )
    between = [day for day in known.values() if day.on and today.on < day.on <= ahead[-1]]
    items = [("已超期", "", _sum(late), "overdue")]
    for index, day in enumerate(ahead):
        number = sum(
            _sum([one]) for one in between if one.on and (ahead[index - 1] if index else day) < one.on <= day
        )
        number += _sum([known[day]]) if index == 0 and day in known else 0
        fill = "red" if index == 0 else "yellow" if index <= 2 else "green"  # noqa: PLR2004 - 临近 is two days
        items.append((f"{day:%m-%d}", "今天" if index == 0 else wording.weekday(day), number, fill))
    items += [("之后", "", _sum(after), "green"), ("停止计时", "", _sum(stopped), "stopped")]
    now = [known[today.on]] if today.on in known else []
    span = f"{ahead[1]:%m-%d} 至 {ahead[-1]:%m-%d}"
    lines = [
        _due_line("已超期", late, _view(Light.OVERDUE)),
        _due_line(f"{wording.day_with_weekday(today.on)} 今天", now, _view(Light.RED)),
        _due_line(span, between, _due_between(ahead[1], ahead[-1])),
        _due_line("之后", after, _due_between(after[0].on, None) if after else ""),
        _due_line("停止计时", stopped, _view(Light.STOPPED)),
        _due_line("不设期限", undated, url_for("cases.index", view="undated")),
        _due_line("已答复，未办结", answered, url_for("cases.index", view="answered")),
    ]
    return items, [*lines[:5], *(line for line in lines[5:] if line.figure.number)]


def _due_between(first: date | None, last: date | None) -> str:
    return url_for("cases.index", view="unanswered", due_from=first, due_to=last)


def _sum(days: Sequence[DueDay]) -> int:
    return sum(number for day in days for number in day.kinds.values())


def _due_line(words: str, days: Sequence[DueDay], address: str) -> DueLine:
    kinds: dict[str, int] = {}
    for day in days:
        for kind, number in day.kinds.items():
            kinds[kind.label] = kinds.get(kind.label, 0) + number
    told = "，".join(f"{label} {number}" for label, number in kinds.items())
    return DueLine(words, Figure(_sum(days), address), told)


def _due_note(items: Sequence[tuple[str, str, int, str]]) -> str:
    ahead = items[2 : 2 + DAYS_AHEAD]
    busiest = max(ahead, key=lambda item: item[2], default=None)
    if not busiest or not busiest[2]:
        return f"今后 {DAYS_AHEAD} 个工作日没有到期的"
    return f"今后 {DAYS_AHEAD} 个工作日；最集中：{busiest[0]} {busiest[1]} {busiest[2]} 件"
