"""Turns a Word file into lines and grids: what a reader of the document sees, nothing deleted, moved or hidden."""

import re
import zipfile
from collections.abc import Collection, Iterator
from io import BytesIO
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from tracker.domain.errors import DomainError
from tracker.imports.report_grids import DOCUMENT_TABLE, Grid, GridCell, GridRow, ReportPages
from tracker.imports.workbook_archive import DAMAGE

LARGEST_PART = 40 * 1024 * 1024
_MEGABYTE = 1024 * 1024
_MAIN = re.compile(r"^word/document\d*\.xml$")
_STRICT, _USUAL = (
    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SIGNS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_TAKEN_OUT = frozenset({_FALLBACK, qn("w:del"), qn("w:moveFrom")})
"""A drawing carries its text twice, the second time for older programs; tracked changes keep what was taken out."""
_PICTURES = (qn("w:drawing"), qn("w:pict"), qn("w:object"))
_OFF = frozenset({"0", "false", "none", "off"})
_WIDEST = 1000


def main_part(names: Collection[str]) -> str | None:
    """Return the member that holds the text of a Word file, None when there is none."""
    return next((name for name in sorted(names) if _MAIN.match(name)), None)


def pages_of_docx(content: bytes, part: str) -> ReportPages:
    """Return paragraphs and tables of a Word file, nested ones too; raises DomainError when it is damaged."""
    body = _body(content, part)
    parts: list[str | Grid] = []
    tables = 0
    for element in body.iter(qn("w:p"), qn("w:tbl")):
        if _is_taken_out(element):
            continue
        if element.tag == qn("w:tbl"):
            tables += 1
            parts.append(Grid(f"第 {tables} 个{DOCUMENT_TABLE}", tuple(_rows(element))))
        elif _owner(element, qn("w:tc")) is None and (text := _text_of(element).strip()):
            parts.append(text)
    return ReportPages(tuple(parts), pictures=sum(not _is_taken_out(one) for one in body.iter(*_PICTURES)))


def _body(content: bytes, part: str) -> Any:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            size = archive.getinfo(part).file_size
            if size > LARGEST_PART:
                raise DomainError(
                    f"Word 文件的正文有 {size // _MEGABYTE} MB，不像一份年报，没有读取。请检查文件。",
                    field="file",
                )
            xml = archive.read(part)
        return parse_xml(xml.replace(_STRICT, _USUAL))
    except (*DAMAGE, SyntaxError) as error:
        raise DomainError(
            "Word 文件已损坏或设了密码，打不开。请用 Word 或 WPS 打开后另存为 docx，再试一次。", field="file"
        ) from error


def _owner(element: Any, *tags: str) -> Any:
    """The nearest element of ``tags`` around this one."""
    return next(element.iterancestors(*tags), None)


def _is_taken_out(element: Any) -> bool:
    return _owner(element, *_TAKEN_OUT) is not None


def _rows(table: Any) -> Iterator[GridRow]:
    # Rows and cells may stand inside content controls; those of a table within a cell belong to that table.
    rows = (row for row in table.iter(qn("w:tr")) if _owner(row, qn("w:tbl")) is table)
    for number, row in enumerate(rows, 1):
        if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
            yield tuple(_row(row, number))


def _row(row: Any, number: int) -> Iterator[GridCell]:
    column = _count(row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}"), 0)
    cells = (cell for cell in row.iter(qn("w:tc")) if _owner(cell, qn("w:tr")) is row)
    for nth, cell in enumerate(cells, 1):
        yield GridCell(column, _cell_text(cell), number, nth)
        column += max(_count(cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}"), 1), 1)


def _count(element: Any, usual: int) -> int:
    given = usual if element is None else element.get(qn("w:val"), "")
    return min(int(given), _WIDEST) if str(given).isdecimal() else usual


def _cell_text(cell: Any) -> str:
    """The text of a cell; what a cell continued from above still holds is not shown by Word."""
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    if merge is not None and merge.get(qn("w:val"), "continue") == "continue":
        return ""
    paragraphs = (each for each in cell.iter(qn("w:p")) if _owner(each, qn("w:tc")) is cell)
    return "\n".join(words for each in paragraphs if (words := _text_of(each)).strip())


def _text_of(paragraph: Any) -> str:
    return "".join(
        _SIGNS.get(node.tag) or node.text or ""
        for node in paragraph.iter(qn("w:t"), *_SIGNS)
        if _owner(node, qn("w:p")) is paragraph and not _is_taken_out(node) and not _is_hidden(node)
    )


def _is_hidden(node: Any) -> bool:
    run = _owner(node, qn("w:r"))
    mark = None if run is None else run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return mark is not None and mark.get(qn("w:val"), "") not in _OFF
