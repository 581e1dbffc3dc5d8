"""Turns a web page into lines and grids, with spanned cells put where they stand."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from tracker.imports.report_grids import DOCUMENT_TABLE, Grid, GridCell, GridRow, ReportPages

_LINE_TAGS = frozenset({"p", "h1", "h2", "h3", "h4", "div", "li", "title", "br"})
_UNSEEN = frozenset({"script", "style"})
_CELLS = frozenset({"td", "th"})
_WIDEST = 1000
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_CHARSET = re.compile(rb"charset=[\"']?([A-Za-z0-9_-]{2,20})")


def pages_of_html(content: bytes) -> ReportPages:
    """Return paragraphs and tables of a web page, tables within cells too."""
    reader = _HtmlReader()
    reader.feed(_decoded(content))
    reader.close()
    return ReportPages(reader.finished())


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    stated = _CHARSET.search(content[:2000])
    for name in ("utf-8-sig", stated[1].decode() if stated else "gb18030"):
        try:
            return content.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("gb18030", errors="replace")


@dataclass
class _Table:
    name: str
    rows: list[GridRow] = field(default_factory=list)
    row: list[GridCell] | None = None
    text: list[str] | None = None
    spans: tuple[int, int] = (1, 1)
    reach: dict[int, int] = field(default_factory=dict)

    def begin_row(self) -> None:
        self.end_row()
        self.row = []

    def begin_cell(self, attrs: Mapping[str, str | None]) -> None:
        self.end_cell()
        if self.row is None:
            self.row = []
        self.text, self.spans = [], (_span(attrs, "rowspan"), _span(attrs, "colspan"))

    def end_cell(self) -> None:
        if self.text is None or self.row is None:
            return
        down, right = self.spans
        column = max((cell.column for cell in self.row), default=-1) + 1
        while column in self.reach:
            column += 1
        text = "".join(self.text).strip()
        self.row.append(GridCell(column, text, len(self.rows) + 1, len(self.row) + 1))
        for offset in range(right):
            self.reach[column + offset] = down
        self.text = None

    def end_row(self) -> None:
        self.end_cell()
        if self.row is not None:
            self.rows.append(tuple(self.row))
            self.reach = {column: left - 1 for column, left in self.reach.items() if left > 1}
        self.row = None


class _HtmlReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self._parts: list[str | _Table] = []
        self._open: list[_Table] = []
        self._line: list[str] = []
        self._unseen = 0
        self._tables = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag == "table":
            self._end_line()
            self._tables += 1
            table = _Table(f"第 {self._tables} 个{DOCUMENT_TABLE}")
            self._parts.append(table)
            self._open.append(table)
        elif self._open and tag == "tr":
            self._open[-1].begin_row()
        elif self._open and tag in _CELLS:
            self._open[-1].begin_cell(dict(attrs))
        elif tag in _LINE_TAGS:
            self._end_line()

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        words = _BLANKS.sub(" ", data)
        if not self._open:
            self._line.append(words)
        elif (text := self._open[-1].text) is not None:
            text.append(words)

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        if self._open and tag == "table":
            self._open.pop().end_row()
        elif self._open and tag == "tr":
            self._open[-1].end_row()
        elif self._open and tag in _CELLS:
            self._open[-1].end_cell()
        elif tag in _LINE_TAGS:
            self._end_line()

    def _end_line(self) -> None:
        if self._open:
            if (text := self._open[-1].text) is not None:
                text.append("\n")
            return
        if line := "".join(self._line).strip():
            self._parts.append(line)
        self._line = []

    def finished(self) -> tuple[str | Grid, ...]:
        """Return what was read, cells and tables that were never closed too."""
        for table in self._open:
            table.end_row()
        self._open = []
        self._end_line()
        return tuple(
            part if isinstance(part, str) else Grid(part.name, tuple(part.rows)) for part in self._parts
        )


def _span(attrs: Mapping[str, str | None], name: str) -> int:
    given = attrs.get(name) or "1"
    return max(min(int(given), _WIDEST), 1) if given.isascii() and given.isdigit() else 1
