"""Finds the item tables of section two in a grid, in either format."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.section_two import ITEM_TABLES, section_two_columns, section_two_row
from tracker.domain.printed_text import bare_label
from tracker.imports.report_grids import Grid, GridCell, GridRow
from tracker.imports.report_numbers import money_unit
from tracker.imports.report_taken import Taken

_STUB = "信息内容"
_HEADS = MappingProxyType(
    {
        edition: frozenset(bare_label(label) for table in tables for _, label in table.columns)
        for edition, tables in ITEM_TABLES.items()
    }
)


@dataclass(slots=True)
class ItemHeads:
    """The head last seen; the rows of its table may follow on the next page."""

    edition: Edition | None = None
    columns: list[int] = field(default_factory=list)
    money: list[str] = field(default_factory=list)


def take_section_two(grid: Grid, taken: Taken, heads: ItemHeads) -> None:
    """Read the items of 条例第二十条 in ``grid`` into ``taken``."""
    for row in grid.rows:
        words = [bare_label(cell.text) for cell in row]
        if _STUB in words:
            heads.edition = _edition_of_heads(words) or heads.edition
            named = [cell for cell, word in zip(row, words, strict=True) if word and word != _STUB]
            heads.columns = [cell.column for cell in named]
            heads.money = [money_unit(cell.text) for cell in named]
            continue
        code, cells = next(_labelled(row), ("", ()))
        if code and heads.columns and heads.edition is not None:
            _take_row(code, cells, heads, grid, taken)


def _edition_of_heads(words: Sequence[str]) -> Edition | None:
    return next((edition for edition in Edition if set(words) & _HEADS[edition]), None)


def _labelled(row: GridRow) -> Iterator[tuple[str, Sequence[GridCell]]]:
    for index, cell in enumerate(row):
        if cell.text and (code := section_two_row(cell.text)) is not None:
            yield code, row[index + 1 :]


def _take_row(code: str, cells: Sequence[GridCell], heads: ItemHeads, grid: Grid, taken: Taken) -> None:
    columns = section_two_columns(heads.edition or Edition.CURRENT, code)
    by_column = {cell.column: cell for cell in cells}
    if all(column in by_column for column in heads.columns):
        cells = [by_column[column] for column in heads.columns]
    if not columns or not cells or code in taken.two:
        return
    figures = {column: cells[place] if place < len(cells) else None for place, column in enumerate(columns)}
    taken.two_edition = taken.two_edition or heads.edition
    money = dict(zip(columns, heads.money, strict=False))
    taken.two[code] = tuple(taken.numbers(grid, "two", code, figures, money).values())
