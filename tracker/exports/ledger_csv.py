"""The 台账 as CSV that a spreadsheet program opens as it is: UTF-8 with BOM, never a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import StringIO

from tracker.exports.ledger_cells import FORMULA_STARTS, CellValue

BOM = "\ufeff"


def ledger_csv_lines(headings: Sequence[str], rows: Iterable[Sequence[CellValue]]) -> Iterator[str]:
    """Yield the file line by line, the byte order mark first.

    A text that would be read as a formula gets a leading apostrophe; numbers and dates are plain.
    """
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")

    def line(cells: Iterable[str]) -> str:
        writer.writerow(cells)
        text = buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        return text

    yield BOM + line(headings)
    for row in rows:
        yield line(_text(value) for value in row)


def _text(value: CellValue) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA_STARTS):
        return f"'{value}"
    return str(value)
