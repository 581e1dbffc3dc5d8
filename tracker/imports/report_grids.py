"""Turns docx, xlsx and html files into plain grids of text, with merged cells taken apart."""

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from python_calamine import CalamineError, CalamineWorkbook

from tracker.domain.errors import DomainError

LARGEST_UNPACKED = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell with the grid column it begins in."""

    column: int
    text: str


GridRow = tuple[GridCell, ...]
Grid = tuple[GridRow, ...]


@dataclass(frozen=True, slots=True)
class ReportPages:
    """What a file holds: its tables in order, and the text lines outside them."""

    grids: tuple[Grid, ...]
    lines: tuple[str, ...] = ()


def unpacked_names(content: bytes) -> frozenset[str]:
    """Return the member names of a zip file, empty for anything else; refuses one that unpacks beyond reason."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile:
        return frozenset()
    if sum(member.file_size for member in members) > LARGEST_UNPACKED:
        raise DomainError("文件解压后超过 200 MB，不像一份年报，没有读取。请检查文件。", field="file")
    return frozenset(member.filename for member in members)


def pages_of_docx(content: bytes) -> ReportPages:
    """Return tables and paragraphs of a Word file; raises DomainError when it is damaged."""
    try:
        body = Document(BytesIO(content)).element.body
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise DomainError(
            "Word 文件已损坏，打不开。请用 Word 重新另存为 docx 后再试。", field="file"
        ) from error
    grids = tuple(_docx_grid(table) for table in body.iter(qn("w:tbl")))
    lines = tuple(_docx_text(paragraph) for paragraph in body.findall(qn("w:p")))
    return ReportPages(grids, tuple(line for line in lines if line.strip()))


def _docx_text(element: Any) -> str:
    return "".join(node.text or "" for node in element.iter(qn("w:t")))


def _docx_grid(table: Any) -> Grid:
    return tuple(tuple(_docx_row(row)) for row in table.findall(qn("w:tr")))


def _docx_row(row: Any) -> Iterator[GridCell]:
    column = 0
    for cell in row.iter(qn("w:tc")):
        yield GridCell(column, _docx_text(cell))
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        column += 1 if span is None else int(span.get(qn("w:val"), "1"))


def pages_of_workbook(content: bytes) -> ReportPages:
    """Return every sheet of an xlsx or xls file as a grid; raises DomainError when it cannot be opened."""
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        sheets = [
            workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names
        ]
    except (CalamineError, OSError, ValueError) as error:
        raise DomainError(
            "Excel 文件打不开，可能已损坏或有密码。请另存为 xlsx 后再试。", field="file"
        ) from error
    grids = tuple(
        tuple(tuple(GridCell(column, _sheet_text(value)) for column, value in enumerate(row)) for row in rows)
        for rows in sheets
    )
    lines = tuple(
        line.text
        for grid in grids
        for row in grid
        if (line := _only_text(row)) is not None and line.column == 0
    )
    return ReportPages(grids, lines)


def _only_text(row: GridRow) -> GridCell | None:
    filled = [cell for cell in row if cell.text]
    return filled[0] if len(filled) == 1 else None


def _sheet_text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def pages_of_html(content: bytes) -> ReportPages:
    """Return tables and paragraphs of a web page."""
    reader = _HtmlReader()
    reader.feed(_decoded(content))
    reader.close()
    return ReportPages(tuple(tuple(rows) for rows in reader.grids), tuple(reader.lines))


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")


_LINE_TAGS = frozenset({"p", "h1", "h2", "h3", "h4", "div", "li", "title"})


@dataclass
class _HtmlReader(HTMLParser):
    grids: list[list[GridRow]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._row: list[GridCell] = []
        self._reach: dict[int, int] = {}
        self._text: list[str] = []
        self._spans = (1, 1)
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
            self.grids.append([])
            self._reach = {}
        elif tag == "tr":
            self._row = []
        elif tag in {"td", "th"}:
            self._text = []
            given = dict(attrs)
            self._spans = (_span(given, "rowspan"), _span(given, "colspan"))
        elif tag in _LINE_TAGS and not self._depth:
            self._text = []

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._depth -= 1
        elif tag in {"td", "th"} and self.grids:
            self._end_cell()
        elif tag == "tr" and self.grids:
            self.grids[-1].append(tuple(self._row))
            self._reach = {column: left - 1 for column, left in self._reach.items() if left > 1}
        elif tag in _LINE_TAGS and not self._depth and (text := "".join(self._text).strip()):
            self.lines.append(text)
            self._text = []

    def _end_cell(self) -> None:
        down, right = self._spans
        column = max((cell.column for cell in self._row), default=-1) + 1
        while column in self._reach:
            column += 1
        self._row.append(GridCell(column, "".join(self._text).strip()))
        for offset in range(right):
            self._reach[column + offset] = down


def _span(attrs: Mapping[str, str | None], name: str) -> int:
    given = attrs.get(name) or "1"
    return min(int(given), 1000) if given.isdigit() else 1
