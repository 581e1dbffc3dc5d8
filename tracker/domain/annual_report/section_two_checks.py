"""Checks of section two (主动公开): neither notice prints an equation, so all of them only warn."""

from collections.abc import Iterator
from decimal import Decimal

from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.findings import Check, Finding, Severity
from tracker.domain.annual_report.places import place_words
from tracker.domain.annual_report.printed_table import Number
from tracker.domain.annual_report.section_two import (
    AMOUNT_UNITS,
    ITEM_TABLES,
    SIGNED_COLUMN,
    SectionTwo,
    section_two_columns,
)


def section_two_findings(table: SectionTwo, previous: SectionTwo | None) -> Iterator[Finding]:
    """Warn about what cannot be within the year and, within one format, about what does not follow from the last."""
    yield from _cells(table)
    yield from _within_the_year(table)
    if previous is not None and previous.edition is table.edition:
        yield from (_in_force if table.edition is Edition.CURRENT else _projects)(table, previous)


def left_blank(table: SectionTwo) -> Iterator[Finding]:
    """Warn about an own draft with cells nobody has filled: a blank is not a 0."""
    places = [(row, column) for row, _ in _rows(table) for column in section_two_columns(table.edition, row)]
    filled = sum(table.value(*place) is not None for place in places)
    if filled == len(places):
        return
    yield Finding(
        Check.ALL_ENTERED,
        Severity.WARNING,
        None,
        None,
        len(places),
        filled,
        f"第二部分 {len(places)} 格只填了 {filled} 格。没有发生的填 0，确实不填报的才留空。",
    )


def _warning(check: Check, row: str, column: str, expected: Number, found: Number, message: str) -> Finding:
    return Finding(check, Severity.WARNING, row, column, expected, found, message, ((row, column),))


def _rows(table: SectionTwo) -> Iterator[tuple[str, str]]:
    for items in ITEM_TABLES[table.edition]:
        yield from items.rows


def _cells(table: SectionTwo) -> Iterator[Finding]:
    for row, _ in _rows(table):
        for column in section_two_columns(table.edition, row):
            number = table.value(row, column)
            if number is None:
                continue
            where = place_words("two", row, column)
            if number < 0 and column != SIGNED_COLUMN:
                yield _warning(
                    Check.NOT_NEGATIVE, row, column, None, number, f"{where}是 {number}，不能为负。"
                )
            if isinstance(number, Decimal) and column not in AMOUNT_UNITS:
                yield _warning(
                    Check.WHOLE_COUNT, row, column, None, number, f"{where}是 {number}，件数应为整数。"
                )


def _within_the_year(table: SectionTwo) -> Iterator[Finding]:
    """Warn where less is held at the end than came in the year, less what went, or fewer projects than none."""
    for row, label in _rows(table):
        numbers = {
            column: number
            for column in section_two_columns(table.edition, row)
            if (number := table.value(row, column)) is not None
        }
        if {"made", "abolished", "in_force"} <= set(numbers):
            least, held = numbers["made"] - numbers["abolished"], "in_force"
            words = f"本年制发 {numbers['made']}，废止 {numbers['abolished']}，现行有效"
        elif {"newly_published", "published_total"} <= set(numbers):
            least, held = numbers["newly_published"], "published_total"
            words = f"本年新公开 {least}，对外公开总数量"
        elif {"previous_items", "change"} <= set(numbers):
            least, held = -numbers["change"], "previous_items"
            words = f"本年增/减 {numbers['change']}，上一年项目数量"
        else:
            continue
        if numbers[held] < least:
            message = f"“{label}”：{words}只有 {numbers[held]}，至少应为 {least}。"
            yield _warning(Check.ITEM_TOTALS, row, held, least, numbers[held], message)


def _in_force(table: SectionTwo, previous: SectionTwo) -> Iterator[Finding]:
    """Warn where 上年现行有效 + 制发 - 废止 is not 现行有效 (第二十条第（一）项, format of 2021)."""
    for row, label in (("regulations", "规章"), ("normative_documents", "行政规范性文件")):
        before = previous.value(row, "in_force")
        made, abolished, now = (table.value(row, column) for column in ("made", "abolished", "in_force"))
        if before is None or made is None or abolished is None or now is None:
            continue
        expected = before + made - abolished
        if expected != now:
            message = (
                f"“{label}”：上年现行有效 {before}，本年制发 {made}，废止 {abolished}，应为 {expected}，"
                f"表中写的是 {now}。"
            )
            yield _warning(Check.IN_FORCE, row, "in_force", expected, now, message)


def _projects(table: SectionTwo, previous: SectionTwo) -> Iterator[Finding]:
    """Warn where 上一年项目数量 is not last year's with its 增/减 (第（五）（六）（八）项, trial format)."""
    for row, label in _rows(table):
        if "previous_items" not in section_two_columns(table.edition, row):
            continue
        before, change = previous.value(row, "previous_items"), previous.value(row, "change")
        now = table.value(row, "previous_items")
        if before is None or change is None or now is None or before + change == now:
            continue
        message = (
            f"“{label}”：上年年报的项目数量 {before}、增/减 {change}，合 {before + change}，"
            f"本表上一年项目数量写的是 {now}。"
        )
        yield _warning(Check.PROJECTS_FOLLOW, row, "previous_items", before + change, now, message)
