"""Turns the bytes of a Word or Excel file into lines and grids."""

import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from python_calamine import CalamineError, CalamineWorkbook

from tracker.domain.errors import DomainError
from tracker.imports.report_grids import DOCUMENT_TABLE, Grid, GridCell, GridRow, ReportPages

LARGEST_UNPACKED = 200 * 1024 * 1024
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = frozenset({qn("w:br"), qn("w:cr")})


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
    """Return paragraphs and tables of a Word file, nested ones too; raises DomainError when it is damaged."""
    try:
        body = Document(BytesIO(content)).element.body
    except (KeyError, ValueError, SyntaxError, zipfile.BadZipFile) as error:
        raise DomainError(
            "Word 文件已损坏，打不开。请用 Word 重新另存为 docx 后再试。", field="file"
        ) from error
    parts: list[str | Grid] = []
    tables = 0
    for element in body.iter(qn("w:p"), qn("w:tbl")):
        if element.tag == qn("w:tbl"):
            tables += 1
            parts.append(Grid(f"第 {tables} 个{DOCUMENT_TABLE}", tuple(_docx_rows(element))))
        elif _owner(element, qn("w:tc")) is None and (text := _text_of(element).strip()):
            parts.append(text)
    return ReportPages(tuple(parts))


def _owner(element: Any, tag: str) -> Any:
    """The nearest element of ``tag`` around this one."""
    return next(element.iterancestors(tag), None)


def _docx_rows(table: Any) -> Iterator[GridRow]:
    # Rows and cells may stand inside content controls; those of a table within a cell belong to that table.
    rows = (row for row in table.iter(qn("w:tr")) if _owner(row, qn("w:tbl")) is table)
    for number, row in enumerate(rows, 1):
        yield tuple(_docx_row(row, number))


def _docx_row(row: Any, number: int) -> Iterator[GridCell]:
    skipped = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
    column = 0 if skipped is None else int(skipped.get(qn("w:val"), "0"))
    cells = (cell for cell in row.iter(qn("w:tc")) if _owner(cell, qn("w:tr")) is row)
    for nth, cell in enumerate(cells, 1):
        paragraphs = (each for each in cell.iter(qn("w:p")) if _owner(each, qn("w:tc")) is cell)
        text = "\n".join(words for each in paragraphs if (words := _text_of(each)).strip())
        yield GridCell(column, text, number, nth)
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        column += 1 if span is None else int(span.get(qn("w:val"), "1"))


def _text_of(paragraph: Any) -> str:
    words = []
    for node in paragraph.iter(qn("w:t"), qn("w:tab"), *_BREAKS):
        # A drawing carries its text twice, the second time for older programs.
        if _owner(node, _FALLBACK) is not None or _owner(node, qn("w:p")) is not paragraph:
            continue
        words.append("\n" if node.tag in _BREAKS else node.text or " ")
    return "".join(words)


def pages_of_workbook(content: bytes) -> ReportPages:
    """Return every sheet of an xlsx or xls file as a grid; raises DomainError when it cannot be opened."""
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        sheets = {
            name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in workbook.sheet_names
        }
    except (CalamineError, OSError, ValueError) as error:
        raise DomainError(
            "Excel 文件打不开，可能已损坏或有密码。请另存为 xlsx 后再试。", field="file"
        ) from error
    return ReportPages(
        tuple(
            Grid(f"工作表“{name}”", tuple(_sheet_rows(rows)), is_sheet=True) for name, rows in sheets.items()
        )
    )


def _sheet_rows(rows: list[list[Any]]) -> Iterator[GridRow]:
    for number, row in enumerate(rows, 1):
        yield tuple(GridCell(nth - 1, _sheet_text(value), number, nth) for nth, value in enumerate(row, 1))


def _sheet_text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value).strip()
