"""Finds section three in a grid: by the words of its rows and columns, whichever way round and in any order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from tracker.domain.annual_report.section_three import COLUMN_LABELS, COLUMNS, TOTAL, row_code
from tracker.domain.printed_text import bare_label
from tracker.imports.report_grids import Grid, GridCell, GridRow
from tracker.imports.report_numbers import Unreadable, read_number
from tracker.imports.report_taken import Taken

_NOT_ENOUGH_ALONE = frozenset({"o3", "T", "other"})
_COLUMN_WORDS = MappingProxyType(
    {bare_label(label): code for code, label in COLUMN_LABELS.items()}
    | {"合计": TOTAL, "公民": "natural_person", "社会公益": "public_welfare", "法律服务": "legal_service"}
)
_HEAD_WORDS = frozenset({"自然人", "法人或其他组织", "申请人情况"})
_FEWEST_COLUMN_NAMES = 3
_LONGEST_LABEL = 60
# What tells a row apart when its label was retyped, shortened, or put into one cell with the heading beside it.
_ROW_HINTS = (
    ("new", "本年新收"),
    ("new", "本年度新收"),
    ("carried", "上年结转"),
    ("carried", "上年度结转"),
    ("C", "结转下年"),
    ("C", "结转下一年"),
    ("granted", "予以公开"),
    ("partial", "部分公开"),
    ("d1", "国家秘密"),
    ("d2", "法规禁止公开"),
    ("d3", "三安全一稳定"),
    ("d4", "第三方合法权益"),
    ("d5", "内部事务信息"),
    ("d6", "过程性信息"),
    ("d7", "行政执法案卷"),
    ("d8", "行政查询事项"),
    ("u1", "不掌握相关政府信息"),
    ("u2", "没有现成信息"),
    ("u3", "内容仍不明确"),
    ("n1", "信访举报投诉"),
    ("n2", "重复申请"),
    ("n3", "公开出版物"),
    ("n4", "大量反复申请"),
    ("n5", "重新出具"),
    ("o1", "逾期不补正"),
    ("o2", "逾期未按收费通知"),
)


@dataclass(slots=True)
class ColumnHeads:
    """The columns a head names, in its order, and where they stand; kept for the rest of a table on the next page."""

    order: tuple[str, ...] = COLUMNS
    positions: Mapping[str, int] = field(default_factory=dict)

    def learn(self, positions: Mapping[str, int]) -> None:
        """Take over what a head says; heads that do not stand over their figures only say which columns there are."""
        self.positions = {}
        if len(positions) < _FEWEST_COLUMN_NAMES:
            return
        if len(set(positions.values())) == len(positions):
            self.order = tuple(sorted(positions, key=positions.__getitem__))
            self.positions = positions
        else:
            self.order = tuple(column for column in COLUMNS if column in positions)


def take_section_three(grid: Grid, taken: Taken, heads: ColumnHeads) -> None:
    """Read the rows of section three in ``grid`` into ``taken``."""
    turned = grid.turned()
    upright, sideways = _rows_of(grid), _rows_of(turned)
    is_turned = len(set(sideways) - _NOT_ENOUGH_ALONE) > len(set(upright) - _NOT_ENOUGH_ALONE)
    chosen, rows = (turned, sideways) if is_turned else (grid, upright)
    if not set(rows) - _NOT_ENOUGH_ALONE:
        return
    heads.learn(_positions(chosen))
    for code, cells in rows.items():
        figures = _figures(cells, heads)
        if figures is not None:
            taken.three[code] = taken.counts(grid, "three", code, COLUMNS, figures)


def is_head(row: GridRow) -> bool:
    """Whether the row names columns of section three."""
    words = {bare_label(cell.text) for cell in row}
    return bool(words & _HEAD_WORDS) or len(words & set(_COLUMN_WORDS)) >= _FEWEST_COLUMN_NAMES


def _positions(grid: Grid) -> dict[str, int]:
    positions: dict[str, int] = {}
    for row in grid.rows:
        if is_head(row):
            for cell in row:
                column = _COLUMN_WORDS.get(bare_label(cell.text))
                if column is not None:
                    positions.setdefault(column, cell.column)
    return positions


def _rows_of(grid: Grid) -> dict[str, Sequence[GridCell]]:
    """The labelled rows with the cells behind their label; of a code that comes twice the first one with figures."""
    found: dict[str, Sequence[GridCell]] = {}
    for row in grid.rows:
        if is_head(row):
            continue
        code, cells = _labelled(row) or ("", ())
        if code and cells and not _is_filled(found.get(code, ())):
            found[code] = cells
    return found


def _is_filled(cells: Sequence[GridCell]) -> bool:
    return any(cell.text.strip() for cell in cells)


def _labelled(row: GridRow) -> tuple[str, Sequence[GridCell]] | None:
    for index in range(len(row) - 1, -1, -1):
        code = row_code(row[index].text)
        if code is not None:
            return code, row[index + 1 :]
    return next(_loosely_labelled(row), None)


def _loosely_labelled(row: GridRow) -> Iterator[tuple[str, Sequence[GridCell]]]:
    for index in range(len(row) - 1, -1, -1):
        code = _hinted(row[index].text)
        if code is not None and any(_is_number(cell) for cell in row[index + 1 :]):
            yield code, row[index + 1 :]


def _is_number(cell: GridCell) -> bool:
    number = read_number(cell.text)
    return number is not None and not isinstance(number, Unreadable)


def _hinted(text: str) -> str | None:
    words = bare_label(text)
    if not words or len(words) > _LONGEST_LABEL:
        return None
    codes = {code for code, hint in _ROW_HINTS if hint in words}
    if len(codes) == 1:
        return codes.pop()
    if codes or "其他处理" not in words:
        return "T" if words == "合计" else None
    return "o3" if words != "其他处理" and words.endswith("其他") else "other"


def _figures(cells: Sequence[GridCell], heads: ColumnHeads) -> dict[str, GridCell | None] | None:
    """Return the cell of each column; None when the row holds no cells for figures, or nobody can tell which."""
    wanted = len(heads.order)
    if len(cells) == wanted:
        return dict(zip(heads.order, cells, strict=True))
    by_column = {cell.column: cell for cell in cells}
    if heads.positions and set(heads.positions.values()) <= set(by_column):
        return {column: by_column[heads.positions[column]] for column in heads.order}
    kept = list(cells)
    while len(kept) > wanted and not kept[-1].text.strip():
        kept.pop()
    if not _is_filled(kept):
        return None
    if len(kept) >= wanted:
        return dict(zip(heads.order, kept[-wanted:], strict=True))
    return _fewer_figures(kept, heads)


def _fewer_figures(cells: Sequence[GridCell], heads: ColumnHeads) -> dict[str, GridCell | None] | None:
    """A row cut short at its end is read by its heads; a single figure without any is the sum of all applicants."""
    if heads.positions:
        by_column = {cell.column: cell for cell in cells}
        return {column: by_column.get(heads.positions[column]) for column in heads.order}
    return {TOTAL: cells[0]} if len(cells) == 1 else None
