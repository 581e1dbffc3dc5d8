"""Finds section four in a grid: fifteen numbers under a double head, or a row, a column or a table per path."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from tracker.domain.annual_report.section_four import PATH_LABELS, PATHS, RESULT_LABELS, RESULTS
from tracker.domain.printed_text import bare_label
from tracker.imports.report_grids import Grid, GridCell, GridRow
from tracker.imports.report_numbers import Unreadable, read_number
from tracker.imports.report_taken import Taken

_RESULT_WORDS = MappingProxyType(
    {bare_label(label): code for code, label in RESULT_LABELS.items()} | {"合计": "total"}
)
_PATH_WORDS = MappingProxyType({bare_label(label): code for code, label in PATH_LABELS.items()})

HeadCell = tuple[int, str]


@dataclass(slots=True)
class ResultHeads:
    """The heads of a table whose figures stand on the next page."""

    pending: list[HeadCell] = field(default_factory=list)
    paths: list[HeadCell] = field(default_factory=list)


def take_section_four(grid: Grid, taken: Taken, heads: ResultHeads) -> None:
    """Read section four in ``grid`` into ``taken``, whichever way round it is printed."""
    turned = grid.turned()
    _take(turned if _most_results(turned) > _most_results(grid) else grid, grid, taken, heads)


def leave_blank(taken: Taken, heads: ResultHeads) -> None:
    """Take a table whose head is followed by nothing as one left empty: workbooks do not keep empty rows."""
    if heads.pending and not taken.four and len(list(_blocks(sorted(heads.pending)))) == len(PATHS):
        taken.four = {path: (None,) * len(RESULTS) for path in PATHS}
    heads.pending, heads.paths = [], []


def _most_results(grid: Grid) -> int:
    """How many results one row names; in the head of a table that stands upright they stand side by side."""
    return max((len(_words_in(row, _RESULT_WORDS)) for row in grid.rows), default=0)


def _take(turn: Grid, grid: Grid, taken: Taken, heads: ResultHeads) -> None:
    found, paths = heads.pending, heads.paths
    heads.pending, heads.paths = [], []
    blank: GridRow = ()
    for row in turn.rows:
        results = _words_in(row, _RESULT_WORDS)
        if {result for _, result in results} - {"total"}:
            found = [*found, *results]
            paths = [*paths, *_words_in(row, _PATH_WORDS)]
        elif not found:
            paths = [*paths, *_words_in(row, _PATH_WORDS)]
        elif (path := next(iter(_words_in(row, _PATH_WORDS)), None)) is not None:
            _take_row_of(path, row, found, grid, taken)
        elif any(_is_number(cell) for cell in row):
            _take_blocks(row, found, paths, grid, taken)
            return
        elif len(row) >= len(found):
            blank = blank or row
    if found and blank and not taken.four:
        _take_blocks(blank, found, paths, grid, taken)
    elif found and not taken.four:
        heads.pending, heads.paths = found, paths


def _words_in(row: GridRow, words: MappingProxyType[str, str]) -> list[HeadCell]:
    return [(cell.column, words[word]) for cell in row if (word := bare_label(cell.text)) in words]


def _is_number(cell: GridCell) -> bool:
    number = read_number(cell.text)
    return number is not None and not isinstance(number, Unreadable)


def _take_row_of(path: HeadCell, row: GridRow, heads: Sequence[HeadCell], grid: Grid, taken: Taken) -> None:
    cells = [cell for cell in row if cell.column > path[0]]
    if len(heads) <= len(RESULTS) and path[1] not in taken.four:
        figures = _under(sorted(heads), cells)
        names = [result for _, result in sorted(heads)]
        taken.four[path[1]] = taken.counts(
            grid, "four", path[1], RESULTS, dict(zip(names, figures, strict=True))
        )


def _under(heads: Sequence[HeadCell], cells: Sequence[GridCell]) -> list[GridCell | None]:
    """Return the cell under each head: by number of cells, by where they stand, or in their order."""
    if len(cells) == len(heads):
        return list(cells)
    by_column = {cell.column: cell for cell in cells}
    if all(column in by_column for column, _ in heads):
        return [by_column[column] for column, _ in heads]
    kept = list(cells)
    while len(kept) > len(heads) and not kept[-1].text.strip():
        kept.pop()
    return [kept[place] if place < len(kept) else None for place in range(len(heads))]


def _blocks(heads: Sequence[HeadCell]) -> Iterator[list[int]]:
    """Part the heads into paths: where 结果维持 comes round again a path begins."""
    block: list[int] = []
    last = -1
    for index, (_, result) in enumerate(heads):
        place = RESULTS.index(result)
        if place <= last:
            yield block
            block = []
        block.append(index)
        last = place
    yield block


def _take_blocks(
    row: GridRow, found: Sequence[HeadCell], paths: Sequence[HeadCell], grid: Grid, taken: Taken
) -> None:
    are_apart = len({column for column, _ in found}) == len(found)
    heads = sorted(found) if are_apart else list(found)
    figures = _under(heads, row)
    blocks = list(_blocks(heads))
    names = _paths_of([heads[block[0]][0] for block in blocks], paths)
    for path, block in zip(names, blocks, strict=False):
        if path not in taken.four:
            cells = {heads[index][1]: figures[index] for index in block}
            taken.four[path] = taken.counts(grid, "four", path, RESULTS, cells)


def _paths_of(columns: Sequence[int], paths: Sequence[HeadCell]) -> list[str]:
    """Name the path of each block by the label over it; all three together follow the order of the notice."""
    if len(columns) == len(PATHS):
        return list(PATHS)
    names = []
    for column in columns:
        over = [path for path in paths if path[0] <= column]
        if over:
            names.append(max(over)[1])
    return names
