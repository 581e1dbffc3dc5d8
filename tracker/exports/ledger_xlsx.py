"""The 台账 as a workbook, written row by row: memory does not grow with the number of rows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

import xlsxwriter

from tracker.exports.ledger_cells import CellValue

_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_LONGEST_TEXT = 32_767
_NARROW, _WIDE = 14, 40
_WIDE_HEADINGS = frozenset({"标题", "内容", "答复内容", "办理结果"})


def write_ledger_xlsx(
    stream: BinaryIO,
    headings: Sequence[str],
    rows: Iterable[Sequence[CellValue]],
    *,
    sheet_name: str = "台账",
) -> int:
    """Write headings and ``rows`` to ``stream`` and return the number of rows.

    Dates become true dates, numbers true numbers, text always text, never a formula or a link. Instants
    are given in local time without a zone. A text beyond the 32,767 characters of a cell is cut and ends
    in ``…``.
    """
    count = 0
    with xlsxwriter.Workbook(stream, _OPTIONS) as workbook:
        sheet = workbook.add_worksheet(sheet_name)
        formats = {
            date: workbook.add_format({"num_format": "yyyy-mm-dd"}),
            datetime: workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        head = workbook.add_format({"bold": True, "bottom": 1})
        sheet.freeze_panes(1, 0)
        for column, heading in enumerate(headings):
            sheet.set_column(column, column, _WIDE if heading in _WIDE_HEADINGS else _NARROW)
            sheet.write_string(0, column, heading, head)
        for count, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                _write_cell(sheet, count, column, value, formats)
    return count


def _write_cell(
    sheet: Any, row: int, column: int, value: CellValue, formats: Mapping[type[date], Any]
) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime | date):
        sheet.write_datetime(row, column, value, formats[type(value)])
    elif isinstance(value, int | Decimal):
        sheet.write_number(row, column, value)
    else:
        text = value if len(value) <= _LONGEST_TEXT else value[: _LONGEST_TEXT - 1] + "…"
        sheet.write_string(row, column, text)
