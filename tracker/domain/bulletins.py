"""通报: a month or a quarter per section and per channel, ranked, held against the period before."""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

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


def read_period(code: str, *, on: date) -> BulletinPeriod:
    """Return the period a code names; raises DomainError saying how it is written, or that it has not begun."""
    period = _named(code)
    if period.start > on:
        raise DomainError(
            f"{period.label}还没有开始，{period.start} 起才有通报；现在最近的是{month_of(on).label}。",
            field="period",
        )
    return period


def _named(code: str) -> BulletinPeriod:
    month, quarter = _MONTH.match(code), _QUARTER.match(code)
    if month and _EARLIEST <= int(month[1]) <= _LATEST and 1 <= int(month[2]) <= 12:  # noqa: PLR2004 - months
        return month_of(date(int(month[1]), int(month[2]), 1))
    if quarter and _EARLIEST <= int(quarter[1]) <= _LATEST:
        return quarter_of(date(int(quarter[1]), int(quarter[2]) * 3, 1))
    raise DomainError(f"“{code}”不是月份或季度，应写成 2026-10 或 2026Q3。", field="period")


@dataclass(frozen=True, slots=True)
class Unit:
    """One section or channel: its counts by channel, how many closed cases were rated and found wanting."""

    key: str
    label: str
    by_channel: Mapping[str, Counts]
    rated: int = 0
    dissatisfied: int = 0

    @property
    def total(self) -> Counts:
        return sum(self.by_channel.values(), Counts())

    def rates(self, rounding: Rounding) -> tuple[Rate, Rate, Rate]:
        """办结率, 按期办结率 and 不满意率."""
        total = self.total
        return (
            total.completion_rate(rounding),
            total.in_time_rate(rounding),
            Rate(self.dissatisfied, self.rated, rounding),
        )


@dataclass(frozen=True, slots=True)
class BulletinLine:
    """A unit with its place and how it stood a period ago; ``rank`` is None for one that closed nothing."""

    unit: Unit
    rank: int | None
    before: Unit
    rank_before: int | None = None


@dataclass(frozen=True, slots=True)
class Bulletin:
    """``channels`` pairs keys with names, in order; only channels with a case in the period."""

    period: BulletinPeriod
    as_of: date
    channels: tuple[tuple[str, str], ...]
    sections: tuple[BulletinLine, ...]
    by_channel: tuple[BulletinLine, ...]
    total: BulletinLine
    rounding: Rounding = Rounding.HALF_UP

    @property
    def is_over(self) -> bool:
        return self.as_of == self.period.end


def ranked(
    units: Sequence[Unit], before: Sequence[Unit] = (), rounding: Rounding = Rounding.HALF_UP
) -> tuple[BulletinLine, ...]:
    """Order units by 按期办结率, then 办结率, then how many they closed; equal ones share their rank.

    A unit that had cases in the period before alone stands last, so that both periods add up.
    """
    earlier = {unit.key: unit for unit in before}
    now = {unit.key for unit in units}
    units = (*units, *(Unit(unit.key, unit.label, {}) for unit in before if unit.key not in now))
    ranks, ranks_before = _ranks(units, rounding), _ranks(before, rounding)
    return tuple(
        BulletinLine(
            unit,
            ranks[unit.key],
            earlier.get(unit.key, Unit(unit.key, unit.label, {})),
            ranks_before.get(unit.key),
        )
        for unit in _in_order(units, rounding)
    )


def _in_order(units: Sequence[Unit], rounding: Rounding) -> list[Unit]:
    return sorted(units, key=lambda unit: _merit(unit, rounding), reverse=True)


def _merit(unit: Unit, rounding: Rounding) -> tuple[Decimal, Decimal, int]:
    completion, in_time, _ = (rate.value for rate in unit.rates(rounding))
    return (_or_least(in_time), _or_least(completion), unit.total.closed)


def _or_least(value: Decimal | None) -> Decimal:
    return Decimal(-1) if value is None else value


def _ranks(units: Sequence[Unit], rounding: Rounding) -> dict[str, int | None]:
    merits = sorted((_merit(unit, rounding) for unit in units), reverse=True)
    return {
        unit.key: merits.index(_merit(unit, rounding)) + 1 if unit.total.closed else None for unit in units
    }


def points(now: Rate, before: Rate) -> Decimal | None:
    """By how many percentage points a rate moved; None where one of the two is over nothing."""
    return None if now.value is None or before.value is None else now.value - before.value


def points_words(change: Decimal | None) -> str:
    """``上升 1.20``, ``下降 0.50``, ``持平``; a dash where there is nothing to compare."""
    if change is None:
        return "—"
    if change == 0:
        return "持平"
    return f"{'上升' if change > 0 else '下降'} {abs(change)}"


def number_words(change: int) -> str:
    """``增 3``, ``减 2``, ``持平``."""
    return f"{'增' if change > 0 else '减'} {abs(change)}" if change else "持平"


def summary(bulletin: Bulletin) -> tuple[str, ...]:
    """What the bulletin says before its tables; every figure stands in them, or adds up with them."""
    unit, total, last = bulletin.total.unit, bulletin.total.unit.total, bulletin.period.before.label
    rates = zip(
        ("办结率", "按期办结率", "不满意率"),
        unit.rates(bulletin.rounding),
        bulletin.total.before.rates(bulletin.rounding),
        strict=True,
    )
    closing = "期末" if bulletin.is_over else f"截至 {bulletin.as_of} "
    taken = (
        f"{bulletin.period.label}收到热线、信箱办件 {total.received} 件，上期结转 {total.carried_in} 件，"
        f"退回合并等 {total.removed} 件；办结 {total.closed} 件，其中按期 {total.closed_in_time} 件、"
        f"逾期 {total.closed_late} 件；{closing}在办 {total.open} 件，其中超期 {total.overdue} 件。"
    )
    return taken, f"{'；'.join(_rate_words(name, now, before, last) for name, now, before in rates)}。"


def _rate_words(name: str, now: Rate, before: Rate, last: str) -> str:
    if now.value is None:
        return f"{name}没有可比的件"
    stated = f"{name} {now.trimmed}（{now.numerator}/{now.denominator}）"
    change = points(now, before)
    if change is None:
        return f"{stated}，{last}没有可比的件"
    if change == 0:
        return f"{stated}，与{last}持平"
    return f"{stated}，比{last}{points_words(change)} 个百分点"
