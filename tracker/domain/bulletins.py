"""通报: a month or a quarter per section and channel, ranked, held against the period before."""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tracker.domain.annual_report.printed_table import Cell, PrintedTable
from tracker.domain.completion import Counts, Rate, Rounding
from tracker.domain.errors import DomainError

_MONTH = re.compile(r"^(\d{4})-(\d{2})$")
_QUARTER = re.compile(r"^(\d{4})Q([1-4])$")
_QUARTERS = ("", "一", "二", "三", "四")
_EARLIEST, _LATEST = 2000, 2999


@dataclass(frozen=True, slots=True)
class BulletinPeriod:
    """A calendar month or quarter; ``code`` is ``2026-10`` or ``2026Q3``."""

    code: str
    label: str
    start: date
    end: date

    @property
    def before(self) -> "BulletinPeriod":
        """The month before a month, the quarter before a quarter."""
        last = self.start - timedelta(days=1)
        return quarter_of(last) if "Q" in self.code else month_of(last)


def month_of(day: date) -> BulletinPeriod:
    last = monthrange(day.year, day.month)[1]
    return BulletinPeriod(
        f"{day:%Y-%m}", f"{day.year}年{day.month}月", day.replace(day=1), day.replace(day=last)
    )


def quarter_of(day: date) -> BulletinPeriod:
    quarter = (day.month + 2) // 3
    end = month_of(date(day.year, quarter * 3, 1)).end
    return BulletinPeriod(
        f"{day.year}Q{quarter}",
        f"{day.year}年第{_QUARTERS[quarter]}季度",
        date(day.year, quarter * 3 - 2, 1),
        end,
    )


def read_period(code: str) -> BulletinPeriod:
    """Return the period a code names; raises DomainError saying how it is written."""
    month, quarter = _MONTH.match(code), _QUARTER.match(code)
    if month and _EARLIEST <= int(month[1]) <= _LATEST and 1 <= int(month[2]) <= 12:  # noqa: PLR2004 - months
        return month_of(date(int(month[1]), int(month[2]), 1))
    if quarter and _EARLIEST <= int(quarter[1]) <= _LATEST:
        return quarter_of(date(int(quarter[1]), int(quarter[2]) * 3, 1))
    raise DomainError(f"“{code}”不是月份或季度，应写成 2026-10 或 2026Q3。", field="period")


@dataclass(frozen=True, slots=True)
class SectionCounts:
    """One section's counts by channel, and how many of its closed cases were rated and found wanting."""

    key: str
    label: str
    by_channel: Mapping[str, Counts]
    rated: int = 0
    dissatisfied: int = 0

    @property
    def total(self) -> Counts:
        total = Counts()
        for counts in self.by_channel.values():
            total += counts
        return total

    @property
    def dissatisfied_rate(self) -> Rate:
        return Rate(self.dissatisfied, self.rated)


@dataclass(frozen=True, slots=True)
class BulletinLine:
    """``rank`` is None for a section that closed nothing; ``change`` is in points of 办结率, None without one."""

    section: SectionCounts
    rank: int | None
    change: Decimal | None


@dataclass(frozen=True, slots=True)
class Bulletin:
    """``channels`` pairs keys with names, in order; only channels with a case in the period."""

    period: BulletinPeriod
    as_of: date
    channels: tuple[tuple[str, str], ...]
    lines: tuple[BulletinLine, ...]
    total: SectionCounts
    rounding: Rounding = Rounding.HALF_UP


def ranked(sections: Sequence[SectionCounts], before: Mapping[str, Counts]) -> tuple[BulletinLine, ...]:
    """Order sections by 按期办结率, then 办结率, then how many they closed; equal ones share their rank."""

    def merit(section: SectionCounts) -> tuple[Decimal, Decimal, int]:
        counts = section.total
        in_time, closed = counts.in_time_rate().value, counts.completion_rate().value
        return (in_time or Decimal(-1), closed or Decimal(-1), counts.closed)

    ordered = sorted(sections, key=merit, reverse=True)
    lines: list[BulletinLine] = []
    for place, section in enumerate(ordered, 1):
        rank: int | None = place
        if not section.total.closed:
            rank = None
        elif lines and merit(lines[-1].section) == merit(section):
            rank = lines[-1].rank
        lines.append(BulletinLine(section, rank, _change(section, before)))
    return tuple(lines)


def _change(section: SectionCounts, before: Mapping[str, Counts]) -> Decimal | None:
    now = section.total.completion_rate().value
    then = before[section.key].completion_rate().value if section.key in before else None
    return None if now is None or then is None else now - then


def change_words(change: Decimal | None) -> str:
    """``上升 1.20``, ``下降 0.50``, ``持平``; a dash where there is nothing to compare."""
    if change is None:
        return "—"
    if change == 0:
        return "持平"
    return f"{'上升' if change > 0 else '下降'} {abs(change)}"


def printed(bulletin: Bulletin) -> PrintedTable:
    """The table as county bulletins print it: per channel in time, late, open; then totals and rates."""
    names = [name for _, name in bulletin.channels] + ["合计"]
    head = (
        (
            *(Cell(text, rowspan=2) for text in ("名次", "科室", "收到")),
            *(Cell(name, colspan=3) for name in names),
            *(
                Cell(text, rowspan=2)
                for text in ("办结率", "按期办结率", "比上期（百分点）", "不满意", "不满意率")
            ),
        ),
        tuple(Cell(text) for _ in names for text in ("按期", "逾期", "在办")),
    )
    rows = [
        _printed_line(bulletin, line.section, line.rank, change_words(line.change)) for line in bulletin.lines
    ]
    rows.append(_printed_line(bulletin, bulletin.total, None, ""))
    widths = (4, 10, 5, *(4,) * (3 * len(names)), 8, 8, 9, 5, 8)
    return PrintedTable(f"{bulletin.period.label}办理情况通报", (*head, *rows), heads=2, widths=widths)


def _printed_line(
    bulletin: Bulletin, section: SectionCounts, rank: int | None, change: str
) -> tuple[Cell, ...]:
    total = section.total
    parts = [section.by_channel.get(key, Counts()) for key, _ in bulletin.channels] + [total]
    figures = [
        number for counts in parts for number in (counts.closed_in_time, counts.closed_late, counts.open)
    ]
    rates = (total.completion_rate(bulletin.rounding), total.in_time_rate(bulletin.rounding))
    texts = ["" if rank is None else str(rank), section.label, str(total.received), *map(str, figures)]
    texts += [rate.trimmed or "—" for rate in rates]
    texts += [change, str(section.dissatisfied), section.dissatisfied_rate.trimmed or "—"]
    return tuple(Cell(text, centred=place != 1) for place, text in enumerate(texts))
