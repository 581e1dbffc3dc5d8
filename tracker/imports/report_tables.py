"""Finds the tables of an annual report in plain grids and takes their figures as printed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.printed_table import Number
from tracker.domain.annual_report.report import UnreadCell, edition_of_rows
from tracker.domain.annual_report.section_four import PATH_LABELS, PATHS, RESULT_LABELS, RESULTS, SectionFour
from tracker.domain.annual_report.section_three import COLUMN_LABELS, COLUMNS, SectionThree, row_code
from tracker.domain.annual_report.section_two import (
    ITEM_TABLES,
    SectionTwo,
    exact_number,
    section_two_columns,
    section_two_row,
)
from tracker.domain.printed_text import bare_label, folded
from tracker.imports.report_grids import Grid, GridCell, GridRow

_NUMBER = re.compile(r"^([+-]?\d+(?:\.\d+)?)(?:件|宗|条|份|个|项|元|万元)?$")
_BLANK = frozenset({"", "-", "--", "—", "——", "/", "\\", "无", "空"})
_NOT_ENOUGH_ALONE = frozenset({"o3", "T", "other"})

_COLUMN_WORDS = MappingProxyType({bare_label(label): code for code, label in COLUMN_LABELS.items()})
_RESULT_WORDS = MappingProxyType({bare_label(label): code for code, label in RESULT_LABELS.items()})
_PATH_WORDS = MappingProxyType({bare_label(label): code for code, label in PATH_LABELS.items()})
_HEAD_WORDS = frozenset({"自然人", "法人或其他组织", "申请人情况"})
_FEWEST_COLUMN_NAMES = 3


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A text where a number belongs."""

    text: str


def read_number(text: str) -> Number | Unreadable:
    """Return the number a cell states, None for a blank or a dash; any width, thousands commas and units allowed."""
    words = folded(text).replace(",", "").replace("\u2212", "-")
    if words in _BLANK:
        return None
    match = _NUMBER.match(words)
    return exact_number(Decimal(match[1])) if match else Unreadable(text.strip())


@dataclass(slots=True)
class Taken:
    """What has been read so far."""

    three: dict[str, tuple[int | None, ...]] = field(default_factory=dict)
    four: dict[str, tuple[int | None, ...]] = field(default_factory=dict)
    two: dict[str, tuple[Number, ...]] = field(default_factory=dict)
    two_edition: Edition | None = None
    unread: list[UnreadCell] = field(default_factory=list)
    order: tuple[str, ...] = COLUMNS

    def counts(
        self, section: str, row: str, columns: Sequence[str], texts: Sequence[str]
    ) -> list[int | None]:
        """Return the counts of one row, noting cells that are no whole number."""
        numbers: list[int | None] = []
        for column, text in zip(columns, texts, strict=True):
            number = read_number(text)
            if isinstance(number, Unreadable | Decimal):
                self.unread.append(UnreadCell(section, row, column, text.strip()))
                number = None
            numbers.append(number)
        return numbers

    def section_three(self, stated: Edition) -> SectionThree | None:
        return SectionThree(edition_of_rows(self.three, stated), self.three) if self.three else None

    def section_four(self) -> SectionFour | None:
        return SectionFour(self.four) if self.four else None

    def section_two(self, stated: Edition) -> SectionTwo | None:
        return SectionTwo(self.two_edition or stated, self.two) if self.two else None


def take_tables(grids: Sequence[Grid]) -> Taken:
    """Read sections two, three and four wherever they stand; a table split over pages is put together."""
    taken = Taken()
    for grid in grids:
        _take_section_three(grid, taken)
        _take_section_four(grid, taken)
        _take_section_two(grid, taken)
    return taken


def _column_names(row: GridRow) -> dict[str, int]:
    return {
        _COLUMN_WORDS[words]: cell.column for cell in row if (words := bare_label(cell.text)) in _COLUMN_WORDS
    }


def _is_head(row: GridRow) -> bool:
    words = {bare_label(cell.text) for cell in row}
    return bool(words & _HEAD_WORDS) or len(words & set(_COLUMN_WORDS)) >= _FEWEST_COLUMN_NAMES


def _take_section_three(grid: Grid, taken: Taken) -> None:
    positions: dict[str, int] = {}
    rows: list[tuple[str, tuple[GridCell, ...]]] = []
    for row in grid:
        if _is_head(row):
            positions |= _column_names(row)
        elif (found := _labelled(row)) is not None:
            rows.append(found)
    if not {code for code, _ in rows} - _NOT_ENOUGH_ALONE:
        return
    if set(positions) == set(COLUMNS):
        taken.order = tuple(sorted(COLUMNS, key=positions.__getitem__))
    for code, cells in rows:
        texts = _figures(cells, positions, taken.order)
        if code not in taken.three and texts is not None:
            numbers = dict(zip(taken.order, taken.counts("three", code, taken.order, texts), strict=True))
            taken.three[code] = tuple(numbers[column] for column in COLUMNS)


def _labelled(row: GridRow) -> tuple[str, tuple[GridCell, ...]] | None:
    for index in range(len(row) - 1, -1, -1):
        code = row_code(row[index].text)
        if code is not None:
            return code, row[index + 1 :]
    return None


def _figures(
    cells: Sequence[GridCell], positions: Mapping[str, int], order: Sequence[str]
) -> Sequence[str] | None:
    """Return the seven texts in ``order``; None when the row holds no figures at all."""
    wanted = len(order)
    if len(cells) == wanted:
        return [cell.text for cell in cells]
    by_column = {cell.column: cell.text for cell in cells}
    if set(positions.values()) <= set(by_column) and len(positions) == wanted:
        return [by_column[positions[column]] for column in order]
    texts = [cell.text for cell in cells]
    while len(texts) > wanted and not texts[-1].strip():
        texts.pop()
    if not any(text.strip() for text in texts):
        return None
    return (texts[-wanted:] + [""] * wanted)[:wanted]


def _take_section_four(grid: Grid, taken: Taken) -> None:
    heads: list[int] = []
    for row in grid:
        results = [cell.column for cell in row if bare_label(cell.text) in _RESULT_WORDS]
        is_head = any(bare_label(cell.text) in _RESULT_WORDS and "总计" not in cell.text for cell in row)
        if is_head:
            heads += results
        elif len(heads) == len(PATHS) * len(RESULTS):
            _take_fifteen(row, sorted(heads), taken)
            return
        elif len(heads) == len(RESULTS):
            _take_five(row, taken)


def _take_fifteen(row: GridRow, heads: Sequence[int], taken: Taken) -> None:
    by_column = {cell.column: cell.text for cell in row}
    by_position = [by_column.get(column, "") for column in heads]
    texts = [cell.text for cell in row] if len(row) == len(heads) else by_position
    for index, path in enumerate(PATHS):
        part = texts[index * len(RESULTS) : (index + 1) * len(RESULTS)]
        taken.four.setdefault(path, tuple(taken.counts("four", path, RESULTS, part)))


def _take_five(row: GridRow, taken: Taken) -> None:
    for index, cell in enumerate(row):
        path = _PATH_WORDS.get(bare_label(cell.text))
        texts = [other.text for other in row[index + 1 :]]
        if path is not None and len(texts) >= len(RESULTS):
            taken.four.setdefault(path, tuple(taken.counts("four", path, RESULTS, texts[: len(RESULTS)])))


_TWO_HEADS = MappingProxyType(
    {
        edition: frozenset(bare_label(label) for table in tables for _, label in table.columns)
        for edition, tables in ITEM_TABLES.items()
    }
)


def _take_section_two(grid: Grid, taken: Taken) -> None:
    heads: list[int] = []
    for row in grid:
        words = [bare_label(cell.text) for cell in row]
        if "信息内容" in words:
            taken.two_edition = _edition_of_heads(words) or taken.two_edition
            heads = [
                cell.column for cell, word in zip(row, words, strict=True) if word and word != "信息内容"
            ]
            continue
        code, cells = next(_two_rows(row), (None, ()))
        if code is not None and heads and taken.two_edition is not None:
            _take_two_row(code, cells, heads, taken)


def _edition_of_heads(words: Sequence[str]) -> Edition | None:
    return next((edition for edition in Edition if set(words) & _TWO_HEADS[edition]), None)


def _two_rows(row: GridRow) -> Iterator[tuple[str, tuple[GridCell, ...]]]:
    for index, cell in enumerate(row):
        if cell.text and (code := section_two_row(cell.text)) is not None:
            yield code, row[index + 1 :]


def _take_two_row(code: str, cells: Sequence[GridCell], heads: Sequence[int], taken: Taken) -> None:
    columns = section_two_columns(taken.two_edition or Edition.CURRENT, code)
    by_column = {cell.column: cell.text for cell in cells}
    if all(column in by_column for column in heads):
        texts = [by_column[column] for column in heads]
    else:
        texts = [cell.text for cell in cells]
    texts = (texts + [""] * len(columns))[: len(columns)]
    numbers: list[Number] = []
    for column, text in zip(columns, texts, strict=True):
        number = read_number(text)
        if isinstance(number, Unreadable):
            taken.unread.append(UnreadCell("two", code, column, number.text))
            number = None
        numbers.append(number)
    if columns:
        taken.two.setdefault(code, tuple(numbers))
