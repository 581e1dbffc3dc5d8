"""导出表格: the page of statistics as the rows of a sheet, with what was asked and how each figure is made."""

from collections.abc import Iterator, Mapping

from tracker.domain.completion import Counts
from tracker.domain.indicators import INDICATORS, SINGLE_FIGURES
from tracker.exports.ledger_cells import CellValue
from tracker.queries.completion import Overview
from tracker.web.statistics.choice import Choice
from tracker.web.statistics.figure_words import COLUMNS
from tracker.web.statistics.pages import days_used_words, denominators_of, period_words

Row = tuple[CellValue, ...]


def table_headings(choice: Choice) -> tuple[str, ...]:
    return (choice.by.label, *(label for _, label in COLUMNS), "办结率（%）", "按期办结率（%）")


def table_rows(choice: Choice, seen: Overview) -> Iterator[Row]:
    """The groups and their sum; below, what was asked, the denominators, and every indicator with its definition."""
    for group in seen.completion.groups:
        yield _line(choice, group.label, group.counts)
    yield _line(choice, "合计", seen.completion.total)
    yield ()
    yield (f"{period_words(choice)}，{choice.cohort.label}，按{choice.by.label}",)
    yield (denominators_of(choice),)
    yield ()
    yield ("其他指标", "分子", "分母", "%", "怎么算")
    yield from _indicators(choice, seen.indicator_figures)
    if words := days_used_words(seen.days_used, seen.petition_days):
        yield (words,)


def _line(choice: Choice, label: str, counts: Counts) -> Row:
    return (
        label,
        *(getattr(counts, name) for name, _ in COLUMNS),
        counts.completion_rate(choice.rounding).value,
        counts.in_time_rate(choice.rounding).value,
    )


def _indicators(choice: Choice, figures: Mapping[str, int]) -> Iterator[Row]:
    for each in INDICATORS:
        rate = each.rate(figures, choice.rounding)
        yield (each.label, rate.numerator, rate.denominator, rate.value, each.definition)
    for code, label in SINGLE_FIGURES:
        yield (label, figures[code])
