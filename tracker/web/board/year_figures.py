"""The last twelve months on the board: months of receipt and closing, sections by what they closed in time, types."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from tracker.domain.completion import Group, Rounding
from tracker.web import charts
from tracker.web.charts import Chart

HALF_YEAR = 6


@dataclass(frozen=True, slots=True)
class Figure:
    number: int
    url: str


@dataclass(frozen=True, slots=True)
class MonthLine:
    """``full_name`` carries the year where it is not this one."""

    name: str
    full_name: str
    received: Figure
    closed: Figure


@dataclass(frozen=True, slots=True)
class RateLine:
    name: str
    in_time: Figure
    late: Figure
    closed: Figure
    rate: str


@dataclass(frozen=True, slots=True)
class Year:
    """Twelve months: groups by month of receipt and of closing, by section, and by type of what came in."""

    start: date
    end: date
    received: Sequence[Group]
    closed: Sequence[Group]
    sections: Sequence[Group]
    types: Sequence[Group]
    rounding: Rounding = Rounding.HALF_UP

    @property
    def months(self) -> list[date]:
        """The first days of the months."""
        first = self.start.year * 12 + self.start.month - 1
        last = self.end.year * 12 + self.end.month - 1
        return [date(month // 12, month % 12 + 1, 1) for month in range(first, last + 1)]


def _statistics(year: Year, *, by: str, figure: str, key: str, cohort: str) -> str:
    return url_for(
        "statistics.show",
        start=year.start,
        end=year.end,
        as_of=year.end,
        cohort=cohort,
        by=by,
        rounding=year.rounding.value,
        figure=figure,
        key=key,
        _anchor="cases",
    )


def span_url(start: date, end: date, *, figure: str, cohort: str) -> str:
    """The cases behind a figure of a few days."""
    return url_for(
        "statistics.show",
        start=start,
        end=end,
        as_of=end,
        cohort=cohort,
        by="channel",
        rounding="half_up",
        figure=figure,
        key="all",
        _anchor="cases",
    )


def month_lines(year: Year) -> tuple[list[MonthLine], MonthLine]:
    received = {group.key: group.counts.received for group in year.received}
    closed = {group.key: group.counts.closed for group in year.closed}
    lines = []
    for first in year.months:
        key = f"{first:%Y-%m}"
        lines.append(
            MonthLine(
                f"{first.month}月",
                f"{first.month}月" if first.year == year.end.year else f"{first.year}年{first.month}月",
                Figure(
                    received.get(key, 0),
                    _statistics(year, by="month", figure="received", key=key, cohort="received"),
                ),
                Figure(
                    closed.get(key, 0),
                    _statistics(year, by="month", figure="closed", key=key, cohort="closed"),
                ),
            )
        )
    total = MonthLine(
        "合计",
        "合计",
        Figure(
            sum(line.received.number for line in lines),
            _statistics(year, by="month", figure="received", key="all", cohort="received"),
        ),
        Figure(
            sum(line.closed.number for line in lines),
            _statistics(year, by="month", figure="closed", key="all", cohort="closed"),
        ),
    )
    return lines, total


def in_two_columns(lines: Sequence[MonthLine]) -> list[tuple[MonthLine, MonthLine | None]]:
    left, right = lines[:HALF_YEAR], lines[HALF_YEAR:]
    return [(line, right[index] if index < len(right) else None) for index, line in enumerate(left)]


def peak(lines: Sequence[MonthLine]) -> str:
    top = max(lines, key=lambda line: line.received.number, default=None)
    return (
        f"收到最多：{top.name} {top.received.number} 件"
        if top and top.received.number
        else "近十二个月没有来件"
    )


@dataclass(frozen=True, slots=True)
class TypeLine:
    name: str
    received: Figure
    open: Figure


def type_lines(year: Year) -> list[TypeLine]:
    """What came in by 诉求类型, the most frequent first; disclosure requests and petitions have none."""
    groups = sorted(year.types, key=lambda group: -group.counts.received)

    def figure(group: Group, word: str) -> Figure:
        number = int(getattr(group.counts, word))
        return Figure(number, _statistics(year, by="type", figure=word, key=group.key, cohort="received"))

    return [TypeLine(group.label, figure(group, "received"), figure(group, "open")) for group in groups]


def types_note(lines: Sequence[TypeLine]) -> str:
    top = next(iter(lines), None)
    return f"近十二个月收到最多：{top.name} {top.received.number} 件" if top else "近十二个月没有来件"


def rate_lines(year: Year) -> tuple[list[RateLine], RateLine]:
    def line(group: Group, name: str, key: str) -> RateLine:
        counts = group.counts
        value = counts.in_time_rate(year.rounding).value

        def figure(number: int, word: str) -> Figure:
            return Figure(number, _statistics(year, by="section", figure=word, key=key, cohort="closed"))

        return RateLine(
            name,
            figure(counts.closed_in_time, "closed_in_time"),
            figure(counts.closed_late, "closed_late"),
            figure(counts.closed, "closed"),
            f"{value}%" if value is not None else "",
        )

    closed = [group for group in year.sections if group.counts.closed]
    lines = [line(group, group.label, group.key) for group in closed]
    lines.sort(key=lambda one: (float(one.rate.rstrip("%")), one.name))
    total = closed[0].counts if closed else None
    for group in closed[1:]:
        total = total + group.counts if total else group.counts
    if total is None:
        return lines, RateLine("全局", Figure(0, ""), Figure(0, ""), Figure(0, ""), "—")
    return lines, line(Group("all", "全局", total), "全局", "all")


def _axis_start(lines: Sequence[RateLine]) -> float:
    """The axis begins at a round value below the lowest rate."""
    lowest = min((float(line.rate.rstrip("%")) for line in lines), default=0.0)
    return max(0.0, (lowest - 2) // 10 * 10)


def rates_chart(lines: Sequence[RateLine], total: RateLine) -> Chart:
    rows = [
        (line.name, float(line.rate.rstrip("%")), f"{line.rate}  {line.in_time.number}/{line.closed.number}")
        for line in lines
    ]
    reference = float(total.rate.rstrip("%")) if total.closed.number else None
    return charts.lollipops(
        "各科室按期办结率", rows, reference=reference, from_value=_axis_start(lines), to_value=100.0
    )


def rates_note(lines: Sequence[RateLine], total: RateLine) -> str:
    """The finding, and that the axis is cut."""
    whole = f"{total.rate}（{total.in_time.number}/{total.closed.number}）"
    return f"虚线：全局 {whole}；横轴从 {_axis_start(lines):g}% 起"
