"""Finds the figures a report's texts state and holds them against its tables (正文与表)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from tracker.domain.annual_report.printed_table import Number
from tracker.domain.annual_report.report import PART_WORDS, AnnualReport, KnownFigures
from tracker.domain.annual_report.section_four import SectionFour
from tracker.domain.annual_report.section_three import TOTAL, SectionThree
from tracker.domain.annual_report.section_two import SectionTwo
from tracker.domain.annual_report.text_context import WrittenText, joined
from tracker.domain.annual_report.text_statements import (
    AS_REVIEWER,
    BOTH_REMEDIES,
    CARRIED_FROM,
    CARRIED_TO,
    FEE,
    HANDLED,
    ITEM_STATEMENTS,
    NO_FEE,
    NONE_RECEIVED,
    NOT_WHETHER_ANY,
    OF_WHICH_DISCLOSURE,
    OTHER_SUBJECT,
    PUBLISHED_ONLY,
    RATE,
    REMEDIES,
    STATEMENTS,
    RemedyStatement,
    Statement,
)
from tracker.domain.completion import Rate
from tracker.domain.written_numbers import decimal_number, percentage, whole_number

_BY_YEAR = {"C": (CARRIED_TO, 1), "carried": (CARRIED_FROM, -1)}
"""Rows that a text may name by a year, so many years from the report's own."""
_TEN_THOUSAND, _HUNDRED = 10_000, 100


@dataclass(frozen=True, slots=True)
class Contradiction:
    """``written`` stands in the text ``part``, ``expected`` in ``row`` and ``column`` of a table, if in one."""

    part: str
    row: str | None
    expected: Number
    written: Number
    message: str
    column: str = TOTAL


def contradictions(report: AnnualReport) -> Iterator[Contradiction]:
    """Yield each figure of the written sections that differs from the tables, the register or itself.

    收到 may mean 新收 or 新收 + 结转: a text that counts the other way is told to say so. A figure that is said of
    another year, of a part of the year or of a share is left alone.
    """
    for part in PART_WORDS:
        found = WrittenText(part, joined(report.texts.get(part, "")), report.year)
        if report.two is not None:
            yield from _about_items(report.two, found)
        if report.three is not None:
            yield from _about_requests(report.three, found, report.known)
        if report.four is not None:
            yield from _about_remedies(report.four, found)
        if report.known is not None:
            yield from _about_the_register(report.known, found)
        yield from _about_rates(found)


def _about_items(table: SectionTwo, text: WrittenText) -> Iterator[Contradiction]:
    for statement in ITEM_STATEMENTS:
        row, column = statement.places.get(table.edition, ("", ""))
        expected = table.value(row, column) if row else None
        if expected is None:
            continue
        for match in text.found_whole(statement.pattern):
            written = whole_number(match[1])
            if PUBLISHED_ONLY.search(text.clause_before(match)) or written in {None, expected}:
                continue
            message = f"{text.quoted(match)}，第二部分“{statement.name}”是 {expected}。"
            yield Contradiction(text.part, row, expected, written, message, column)


def _about_requests(
    table: SectionThree, text: WrittenText, known: KnownFigures | None
) -> Iterator[Contradiction]:
    received = table.value("new", TOTAL) or 0
    for match in text.found(NONE_RECEIVED):
        if received:
            message = f"{text.quoted(match)}，本表新收 {received}。"
            yield Contradiction(text.part, "new", received, 0, message)
    for statement in STATEMENTS:
        expected = statement.expected(table)
        if statement.row == "new" and known and known.received_includes_carried:
            expected += table.value("carried", TOTAL) or 0
        for quoted, written in _stated(statement, text):
            if written is not None and written != expected:
                message = _message(statement, table, expected, quoted, written)
                yield Contradiction(text.part, statement.row, expected, written, message)


def _stated(statement: Statement, text: WrittenText) -> Iterator[tuple[str, int | None]]:
    finds = text.found_whole if statement.is_whole else text.found
    for pattern in statement.patterns:
        for match in finds(pattern):
            if statement.is_whole or not OTHER_SUBJECT.search(text.clause_before(match)):
                yield text.quoted(match), whole_number(match[1])
    if statement.row in _BY_YEAR and text.year is not None:
        by_year, years = _BY_YEAR[statement.row]
        # The statement itself names its year, whichever year was spoken of before.
        for match in by_year.finditer(text.text):
            if int(match[1]) == text.year + years:
                yield text.quoted(match), whole_number(match[2])


def _message(statement: Statement, table: SectionThree, expected: int, quoted: str, written: int) -> str:
    if statement.row == "new":
        new = table.value("new", TOTAL) or 0
        with_carried = new + (table.value("carried", TOTAL) or 0)
        if written in {new, with_carried}:
            return f"{quoted}，本表新收 {new}，加结转 {with_carried}。请写明口径。"
    return f"{quoted}，第三部分“{statement.name}”是 {expected}。"


def _about_remedies(table: SectionFour, text: WrittenText) -> Iterator[Contradiction]:
    every = tuple(path for remedy in REMEDIES for path in remedy.paths)
    for remedy in REMEDIES:
        for quoted, written, counts_both in _stated_remedies(remedy, text):
            paths, name = (every, "行政复议、行政诉讼") if counts_both else (remedy.paths, remedy.name)
            expected = sum(table.value(path, TOTAL) or 0 for path in paths)
            if written is not None and written != expected:
                message = f"{quoted}，第四部分{name}总计是 {expected}。"
                yield Contradiction(text.part, remedy.paths[0], expected, written, message)


def _stated_remedies(remedy: RemedyStatement, text: WrittenText) -> Iterator[tuple[str, int | None, bool]]:
    for pattern in remedy.stated:
        for match in text.found_whole(pattern):
            is_about_more = AS_REVIEWER.search(text.clause_before(match)) or OF_WHICH_DISCLOSURE.search(
                text.sentence_after(match)
            )
            if not is_about_more:
                counts_both = BOTH_REMEDIES.search(text.sentence_before(match)) is not None
                yield text.quoted(match), whole_number(match[1]), counts_both
    for match in text.found(remedy.none):
        if not NOT_WHETHER_ANY.search(match[0] + text.clause_after(match)):
            yield text.quoted(match), 0, False


def _about_the_register(known: KnownFigures, text: WrittenText) -> Iterator[Contradiction]:
    stated_fees = [
        (match, decimal_number(match[1]), _TEN_THOUSAND if match[2] else 1) for match in text.found(FEE)
    ]
    stated_fees += [(match, Decimal(0), 1) for match in text.found(NO_FEE)]
    for match, amount, unit in stated_fees:
        if amount is not None and amount * unit != known.fee_yuan:
            message = f"{text.quoted(match)}，收费登记合计 {known.fee_yuan} 元。"
            yield Contradiction(text.part, None, known.fee_yuan, amount * unit, message)
    for match in text.found(HANDLED):
        stated = ((match[1], known.handled, "共"), (match[2], known.closed, "办结"))
        for written_words, expected, word in stated:
            handled = None if written_words is None else whole_number(written_words)
            if handled is not None and handled != expected:
                message = f"{text.quoted(match)}，办件登记里{word} {expected} 件。"
                yield Contradiction(text.part, None, expected, handled, message)


def _about_rates(text: WrittenText) -> Iterator[Contradiction]:
    for match in RATE.finditer(text.text):
        valid, closed, written = whole_number(match[1]), whole_number(match[2]), percentage(match[3])
        if not valid or closed is None or written is None:
            continue
        rate = Rate(closed, valid)
        exact = _HUNDRED * Decimal(closed) / Decimal(valid)
        step = Decimal(1).scaleb(min(0, int(written.as_tuple().exponent)))
        rounded = {exact.quantize(step, rounding=mode) for mode in (ROUND_HALF_UP, ROUND_DOWN)}
        if written not in rounded or (written == _HUNDRED and closed != valid):
            message = f"{text.quoted(match)}，{closed}/{valid} 是 {rate.value}%。"
            yield Contradiction(text.part, None, rate.value, written, message)
