"""办结情况: the completion figures of a period, their rates, and the identities between them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any, Self

from tracker.domain.labels import Labelled

HUNDRED = Decimal(100)


class Cohort(Labelled):
    """口径: which cases a figure is about.

    RECEIVED has no carried-in cases by definition and carries out what is still open; ACTIVE adds what was
    open when the period began, in numerator and denominator alike.
    """

    RECEIVED = "received", "期间收到的办件"
    ACTIVE = "active", "期间内有动作的全部办件"
    CLOSED = "closed", "期间办结的办件"
    DUE = "due", "期间到期的办件"


class GroupBy(Labelled):
    """分组: what a row of the statistics stands for."""

    CHANNEL = "channel", "渠道"
    SECTION = "section", "科室"
    HANDLER = "handler", "承办人"
    TYPE = "type", "诉求类型"
    MONTH = "month", "月份"


class Rounding(Labelled):
    """百分比取位: published reports do both (1124/1128 was printed as 99.64 %, cut)."""

    HALF_UP = "half_up", "四舍五入，两位小数"
    CUT = "cut", "截尾，两位小数"


@dataclass(frozen=True, slots=True)
class Rate:
    """A percentage that never loses its numerator and denominator; ``value`` is None over nothing."""

    numerator: int
    denominator: int
    rounding: Rounding = Rounding.HALF_UP

    @property
    def value(self) -> Decimal | None:
        """The percentage with two decimals, 100.00 for all."""
        if self.denominator == 0:
            return None
        mode = ROUND_HALF_UP if self.rounding is Rounding.HALF_UP else ROUND_DOWN
        return (HUNDRED * self.numerator / self.denominator).quantize(Decimal("0.01"), rounding=mode)

    @property
    def trimmed(self) -> str:
        """The percentage as reports print it: ``100%`` but ``99.65%``."""
        return "" if self.value is None else f"{self.value.normalize():f}%"

    def as_json(self) -> dict[str, Any]:
        return {
            "numerator": self.numerator,
            "denominator": self.denominator,
            "value": None if self.value is None else float(self.value),
        }


@dataclass(frozen=True, slots=True)
class Counts:
    """件数 of one group as of one day.

    ``removed`` counts 退回、合并、不予受理、终止 items, ``open`` what is still in hand, ``overdue`` those of
    them whose date has passed. Everything else follows from these.
    """

    received: int = 0
    carried_in: int = 0
    removed: int = 0
    closed_in_time: int = 0
    closed_late: int = 0
    open: int = 0
    overdue: int = 0

    @property
    def closed(self) -> int:
        return self.closed_in_time + self.closed_late

    @property
    def carried_out(self) -> int:
        return self.open

    @property
    def valid(self) -> int:
        """有效件: carried in and received, less removed."""
        return self.carried_in + self.received - self.removed

    def __add__(self, other: Self) -> Self:
        sums = {field.name: getattr(self, field.name) + getattr(other, field.name) for field in fields(self)}
        return type(self)(**sums)

    def completion_rate(self, rounding: Rounding = Rounding.HALF_UP) -> Rate:
        """办结率: closed of valid, both of the same cohort."""
        return Rate(self.closed, self.valid, rounding)

    def in_time_rate(self, rounding: Rounding = Rounding.HALF_UP) -> Rate:
        """按期办结率: closed in time of closed."""
        return Rate(self.closed_in_time, self.closed, rounding)

    def due_in_time_rate(self, rounding: Rounding = Rounding.HALF_UP) -> Rate:
        """应办结按期率: closed in time of all that had to be closed by then, whether closed or overdue."""
        return Rate(self.closed_in_time, self.closed + self.overdue, rounding)

    def as_json(self, rounding: Rounding = Rounding.HALF_UP) -> dict[str, Any]:
        return {name: getattr(self, name) for name in FIGURES} | {
            "completion_rate": self.completion_rate(rounding).as_json(),
            "in_time_rate": self.in_time_rate(rounding).as_json(),
            "due_in_time_rate": self.due_in_time_rate(rounding).as_json(),
        }


FIGURES = (
    "received",
    "valid",
    "removed",
    "closed",
    "closed_in_time",
    "closed_late",
    "open",
    "overdue",
    "carried_in",
    "carried_out",
)


@dataclass(frozen=True, slots=True)
class Identity:
    """An equation between figures, written out with its numbers; ``holds`` decides tick or red sentence."""

    sentence: str
    holds: bool


def identities(counts: Counts) -> tuple[Identity, ...]:
    """Return the equations every completion table must satisfy."""
    taken = counts.carried_in + counts.received
    ended = counts.closed + counts.removed + counts.carried_out
    return (
        Identity(
            f"上期结转 {counts.carried_in} ＋ 收到 {counts.received} ＝ 办结 {counts.closed} ＋ "
            f"退回合并等 {counts.removed} ＋ 在办 {counts.carried_out} ＝ {ended}",
            taken == ended,
        ),
        Identity(
            f"按期 {counts.closed_in_time} ＋ 逾期 {counts.closed_late} ＝ 办结 {counts.closed}",
            counts.closed_in_time + counts.closed_late == counts.closed,
        ),
        Identity(
            f"其中超期 {counts.overdue} 在在办 {counts.open} 之内",
            0 <= counts.overdue <= counts.open,
        ),
    )


@dataclass(frozen=True, slots=True)
class Group:
    """One row of the statistics; ``key`` goes into links, ``label`` onto the page."""

    key: str
    label: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Completion:
    """The figures of one period, both ends included, as they stood at the end of ``as_of``.

    ``told`` is what the sentences count; it may leave kinds out that the table holds.
    """

    start: date
    end: date
    as_of: date
    cohort: Cohort
    total: Counts
    groups: Sequence[Group]
    sentence: str = ""
    split_sentence: str = ""
    told: Counts = Counts()
    rounding: Rounding = Rounding.HALF_UP

    def as_json(self) -> dict[str, Any]:
        return {
            "from": self.start.isoformat(),
            "to": self.end.isoformat(),
            "as_of": self.as_of.isoformat(),
            "cohort": self.cohort.value,
            "rounding": self.rounding.value,
            "total": self.total.as_json(self.rounding),
            "groups": [
                {"key": group.key, "label": group.label, **group.counts.as_json(self.rounding)}
                for group in self.groups
            ],
            "sentence": self.sentence,
        }


def added_up(groups: Iterable[Group]) -> Counts:
    """Return the sum row of a table."""
    total = Counts()
    for group in groups:
        total += group.counts
    return total


def annual_sentence(channels: Iterable[str], counts: Counts, rounding: Rounding = Rounding.HALF_UP) -> str:
    """Return the annual report's own sentence, ``办理…信访件共15件，办结15件，办结率100%。``

    It counts valid items, so that its three figures agree with each other.
    """
    sentence = f"办理{'、'.join(channels)}信访件共{counts.valid}件"
    if counts.valid == 0:
        return f"{sentence}。"
    return f"{sentence}，办结{counts.closed}件，办结率{counts.completion_rate(rounding).trimmed}。"


def sentence_by_channel(channels: Mapping[str, Counts], rounding: Rounding = Rounding.HALF_UP) -> str:
    """Return the same sentence channel by channel, for a text that shows the split the sum hides."""
    parts = (
        f"{name}{counts.valid}件，办结{counts.closed}件，办结率{counts.completion_rate(rounding).trimmed}"
        for name, counts in channels.items()
        if counts.valid
    )
    return f"办理信访件：{'；'.join(parts)}。"
