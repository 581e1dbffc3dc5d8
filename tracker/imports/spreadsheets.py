"""Read a table out of whatever people call a spreadsheet: xlsx (by content, not by name), xls, csv.

Row numbers are the ones the person sees in Excel. Nothing is dropped in silence: sheets that hold rows
too but were not read are listed.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from tracker.domain.errors import DomainError
from tracker.imports.delimited import read_delimited
from tracker.imports.file_kinds import FileFormat, detect_format
from tracker.imports.headings import names_a_case, normalise, recognised_in_any_kind
from tracker.imports.workbook_archive import inspect_archive

HEADER_SEARCH_ROWS = 30
MOST_ROWS = 200_000

Cell = object
"""What a cell holds: str, float, bool, date, datetime, time, timedelta, or '' when empty."""


class FileRefused(DomainError):
    """A file that cannot be read as a table; the message says what was expected and what was found."""

    code = "file_refused"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet's cells; row i of ``rows`` is row i+1 in Excel."""

    name: str
    rows: list[list[Cell]]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line of a table under its row number in the file; as many cells as the table has headings."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, index: int) -> Cell:
        """Return the cell of a column; '' past the end."""
        return self.cells[index] if index < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows under a header row. ``other_sheets`` hold rows too and were not read: (name, rows)."""

    headings: tuple[str, ...]
    rows: tuple[TableRow, ...]
    sheet: str
    header_row: int
    format: FileFormat
    other_sheets: tuple[tuple[str, int], ...] = ()
    encoding: str | None = None
    filled: frozenset[int] = field(default_factory=frozenset)


def read_table(source: Path | bytes, filename: str = "", sheet: str | None = None) -> Table:
    """Find the table in a file.

    Without ``sheet`` the sheet with a day and a title or content is taken, then the best understood, the longest.
    Raises ``FileRefused`` when the file is no spreadsheet, damaged, empty, too large, or has no such sheet.
    """
    content = source.read_bytes() if isinstance(source, Path) else source
    name = filename or (source.name if isinstance(source, Path) else "")
    file_format = detect_format(content, name)
    encoding: str | None = None
    if file_format is FileFormat.CSV:
        rows, encoding = read_delimited(content)
        sheets = [Sheet(Path(name).stem or "CSV", [list(row) for row in rows])]
        if sheet is not None and sheet != sheets[0].name:
            raise FileRefused(
                f"CSV 文件没有工作表，不能指定“{sheet}”。请去掉工作表名后再导入。", field="工作表"
            )
    else:
        sheets = read_sheets(content, file_format, sheet)
    return _choose(sheets, file_format, sheet, encoding)


def read_sheets(content: bytes, file_format: FileFormat, only: str | None = None) -> list[Sheet]:
    """Read every worksheet of an xlsx or xls (or ``only`` the named one), formulas by their cached value.

    An error cell holds its code (``#REF!``); a formula never calculated holds ``#未计算``.
    """
    faults = inspect_archive(content) if file_format is FileFormat.XLSX else {}
    try:
        sheets = _read_with_calamine(content, only)
    except PasswordError:
        raise FileRefused(
            "文件设了打开密码，读不了。请在 Excel 或 WPS 里去掉密码后另存，再试一次。"
        ) from None
    except FileRefused:
        raise
    except BaseException as fault:
        # The reader panics on some damaged files, and a panic is no Exception.
        if not isinstance(fault, CalamineError) and type(fault).__name__ != "PanicException":
            raise
        raise FileRefused(
            f"文件像是 {file_format.label}，但内容已损坏，读不出表格。"
            "请用 Excel 或 WPS 打开后另存为 xlsx，再试一次。"
        ) from None
    for one in sheets:
        for (row, column), code in faults.get(one.name, {}).items():
            _overlay(one.rows, row, column, code)
    return sheets


def _read_with_calamine(content: bytes, only: str | None) -> list[Sheet]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    wanted = [meta for meta in workbook.sheets_metadata if meta.typ is SheetTypeEnum.WorkSheet]
    names = [meta.name for meta in wanted]
    if only is not None and only not in names:
        raise FileRefused(
            f"文件里没有名为“{only}”的工作表，现有：{'、'.join(names)}。请改用其中一个名字。", field="工作表"
        )
    return [
        Sheet(
            meta.name,
            workbook.get_sheet_by_name(meta.name).to_python(skip_empty_area=False),
            meta.visible is not SheetVisibleEnum.Visible,
        )
        for meta in wanted
        if only in {None, meta.name}
    ]


def _overlay(rows: list[list[Cell]], row: int, column: int, code: str) -> None:
    """Put an error code into the cell where the reader left nothing; cells past the last value are added."""
    while len(rows) <= row:
        rows.append([])
    cells = rows[row]
    cells.extend([""] * (column + 1 - len(cells)))
    if cells[column] == "":
        cells[column] = code


def is_blank(cells: Sequence[Cell]) -> bool:
    """Tell whether a row holds nothing but empty cells and blanks."""
    return all(cell == "" or (isinstance(cell, str) and not cell.strip()) for cell in cells)


def _header_index(rows: Sequence[Sequence[Cell]]) -> tuple[int, int]:
    """Return (index of the heading row, how many fields it names); −1 when the sheet is empty.

    A row that names at least two fields is the heading; failing that the first row with two words or more
    (so that unmapped headings can be shown), else the first row that is not blank.
    """
    best, score = -1, 0
    first_words = first_any = -1
    for index, cells in enumerate(islice(rows, HEADER_SEARCH_ROWS)):
        if is_blank(cells):
            continue
        first_any = index if first_any < 0 else first_any
        words = sum(isinstance(cell, str) and bool(cell.strip()) for cell in cells)
        first_words = index if first_words < 0 and words > 1 else first_words
        found = recognised_in_any_kind(cells)
        if found and best >= 0:
            found = recognised_in_any_kind(_headings(rows, index))
        if found > score:
            best, score = index, found
    if score > 1 or (score == 1 and first_words in {-1, best}):
        return best, score
    return (first_words if first_words >= 0 else first_any), score if first_words == best else 0


@dataclass(frozen=True, slots=True, order=True)
class _Candidate:
    """A sheet as the choice sees it; the best one sorts first."""

    is_hidden: bool
    is_empty: bool
    holds_no_cases: bool
    unknown_rank: int
    row_rank: int
    order: int
    header: int

    @property
    def deserves_mention(self) -> bool:
        """Whether cases would be left behind unread."""
        return not (self.is_hidden or self.is_empty or self.holds_no_cases)


def _candidate(order: int, sheet: Sheet) -> _Candidate | None:
    header, score = _header_index(sheet.rows)
    if header < 0:
        return None
    count = sum(not is_blank(cells) for cells in islice(sheet.rows, header + 1, None))
    holds = names_a_case(_headings(sheet.rows, header))
    return _Candidate(sheet.hidden, count == 0, not holds, -score, -count, order, header)


def _choose(sheets: list[Sheet], file_format: FileFormat, wanted: str | None, encoding: str | None) -> Table:
    """Take the sheet that holds cases (a day and a title or content), not a summary of them."""
    found = sorted(filter(None, (_candidate(order, sheet) for order, sheet in enumerate(sheets))))
    if not found:
        raise FileRefused("文件里没有任何内容。请确认选对了文件，表里应有一行表头和至少一行办件。")
    best, *rest = found
    others = tuple(
        (sheets[one.order].name, -one.row_rank)
        for one in sorted(rest, key=lambda one: one.order)
        if one.deserves_mention and wanted is None
    )
    return _table(sheets[best.order], best.header, file_format, others, encoding)


def _table(
    sheet: Sheet,
    header: int,
    file_format: FileFormat,
    others: tuple[tuple[str, int], ...],
    encoding: str | None,
) -> Table:
    headings = _headings(sheet.rows, header)
    repeated = [normalise(heading) for heading in headings]
    rows: list[TableRow] = []
    filled: set[int] = set()
    for number, cells in enumerate(islice(sheet.rows, header + 1, None), start=header + 2):
        if is_blank(cells):
            continue
        if (
            normalise(cells[0]) == repeated[0]
            and [normalise(cell) for cell in cells] == repeated[: len(cells)]
        ):
            continue
        rows.append(TableRow(number, tuple(cells)))
        filled.update(i for i, cell in enumerate(cells) if cell != "" and i not in filled)
    if len(rows) > MOST_ROWS:
        raise FileRefused(f"表里有 {len(rows)} 行，一次最多导入 {MOST_ROWS} 行。请按月份或渠道拆成几个文件。")
    width = max([len(headings), *(i + 1 for i in filled)])
    headings += [""] * (width - len(headings))
    return Table(
        tuple(headings), tuple(rows), sheet.name, header + 1, file_format, others, encoding, frozenset(filled)
    )


def _headings(rows: Sequence[Sequence[Cell]], header: int) -> list[str]:
    """Read the heading row; a cell it leaves empty under a merged two-row head takes the word above it."""
    words = [_word(cell) for cell in rows[header]]
    above = rows[header - 1] if header else []
    words += [""] * (len(above) - len(words))
    for index, word in enumerate(words):
        if not word and index < len(above) and recognised_in_any_kind([above[index]]):
            words[index] = _word(above[index])
    while words and not words[-1]:
        words.pop()
    return words


def _word(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
