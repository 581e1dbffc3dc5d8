"""The tables of a 通报 as county bulletins print them: sections, channels, and the period before."""

from collections.abc import Iterator

from tracker.domain.annual_report.printed_table import Cell, PrintedTable
from tracker.domain.bulletins import Bulletin, BulletinLine, Unit, number_words, points, points_words
from tracker.domain.completion import Counts, Rate, Rounding

PARTS = ("closed_in_time", "closed_late", "open")
PART_WORDS = ("按期", "逾期", "在办")
RATES = ("办结率", "按期办结率", "不满意率")
SECTIONS, CHANNELS, TREND = "各科室办理情况", "各渠道办理情况", "与上期相比"
SUM = "合计"


def printed_tables(bulletin: Bulletin) -> tuple[PrintedTable, ...]:
    """The three tables of a bulletin, in order."""
    return printed_sections(bulletin), printed_channels(bulletin), printed_trend(bulletin)


def printed_sections(bulletin: Bulletin) -> PrintedTable:
    """Per section: received, per channel closed in time, closed late, open; the sums and rates."""
    keys = [key for key, _ in bulletin.channels]
    names = [name for _, name in bulletin.channels] + [SUM]
    rows = [_row(bulletin, line, keys) for line in (*bulletin.sections, bulletin.total)]
    widths = (5, 14, 5, *(5,) * (3 * len(names)), 8, 10, 7, 8)
    return PrintedTable(SECTIONS, (*_head("科室", names), *rows), heads=2, widths=widths)


def printed_channels(bulletin: Bulletin) -> PrintedTable:
    """The same per channel."""
    rows = [_row(bulletin, line, ()) for line in (*bulletin.by_channel, bulletin.total)]
    widths = (5, 16, 7, 7, 7, 7, 10, 10, 8, 10)
    return PrintedTable(CHANNELS, (*_head("渠道", [SUM]), *rows), heads=2, widths=widths)


def _head(unit: str, names: list[str]) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    first = (
        *(Cell(text, rowspan=2, centred=True) for text in ("名次", unit, "收到")),
        *(Cell(name, colspan=3) for name in names),
        *(Cell(text, rowspan=2) for text in ("办结率", "按期办结率", "不满意", "不满意率")),
    )
    return first, tuple(Cell(text) for _ in names for text in PART_WORDS)


def _row(bulletin: Bulletin, line: BulletinLine, channels: list[str] | tuple[()]) -> tuple[Cell, ...]:
    unit, total = line.unit, line.unit.total
    parts = [unit.by_channel.get(key, Counts()) for key in channels] + [total]
    figures = [str(getattr(counts, name)) for counts in parts for name in PARTS]
    completion, in_time, dissatisfied = (_percent(rate) for rate in unit.rates(bulletin.rounding))
    return _cells(
        _rank(line.rank),
        unit.label,
        str(total.received),
        *figures,
        completion,
        in_time,
        str(unit.dissatisfied),
        dissatisfied,
        label_at=1,
    )


def printed_trend(bulletin: Bulletin) -> PrintedTable:
    """Every section and channel now and a period ago."""
    groups = (("名次", 2), ("收到", 3), *((f"{name}（增减为百分点）", 3) for name in RATES))
    head = (
        (Cell("单位", rowspan=2, centred=True), *(Cell(name, colspan=width) for name, width in groups)),
        tuple(Cell(text) for _, width in groups for text in ("本期", "上期", "增减")[:width]),
    )
    rows: list[tuple[Cell, ...]] = []
    width = 1 + sum(columns for _, columns in groups)
    for caption, lines in (("科室", bulletin.sections), ("渠道", bulletin.by_channel)):
        rows.append((Cell(caption, colspan=width, centred=True),))
        rows += [_trend_row(line, bulletin.rounding) for line in lines]
    rows.append(_trend_row(bulletin.total, bulletin.rounding))
    widths = (14, 4, 4, 5, 5, 6, *(8, 8, 9) * 3)
    return PrintedTable(TREND, (*head, *rows), heads=2, widths=widths)


def _trend_row(line: BulletinLine, rounding: Rounding) -> tuple[Cell, ...]:
    now, before = line.unit.total.received, line.before.total.received
    return _cells(
        line.unit.label,
        _rank(line.rank),
        _rank(line.rank_before),
        str(now),
        str(before),
        number_words(now - before),
        *_compared(line.unit, line.before, rounding),
        label_at=0,
    )


def _compared(unit: Unit, before: Unit, rounding: Rounding) -> Iterator[str]:
    for now, then in zip(unit.rates(rounding), before.rates(rounding), strict=True):
        yield from (_percent(now), _percent(then), points_words(points(now, then)))


def _cells(*texts: str, label_at: int) -> tuple[Cell, ...]:
    return tuple(Cell(text, centred=place != label_at) for place, text in enumerate(texts))


def _rank(rank: int | None) -> str:
    return "—" if rank is None else str(rank)


def _percent(rate: Rate) -> str:
    return rate.trimmed or "—"
