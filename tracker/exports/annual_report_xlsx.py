"""The annual report as a workbook: one sheet per table, the text on a sheet of its own."""

from collections.abc import Sequence
from io import BytesIO
from math import ceil
from typing import Any

import xlsxwriter

from tracker.domain.annual_report.printed_table import Cell, PrintedTable
from tracker.domain.annual_report.report import AnnualReport
from tracker.exports.annual_report_outline import outline, preface_of

# A sheet name holds 31 characters; the number and the first words of the heading tell the sections apart.
_SHEET_NAMES = {"二": "二、主动公开", "三": "三、收到和处理申请", "四": "四、复议诉讼"}
# Section four has fifteen columns.
WIDEST_UPRIGHT = 10
WIDTH_OF_A_CHARACTER, LINE_HEIGHT = 2.2, 15
# Of 12 points 36 characters stand in one line.
TEXT_WIDTH, TEXT_CHARACTERS, TEXT_LINE_HEIGHT = 72, 36, 18
UPRIGHT_WIDTH, LANDSCAPE_WIDTH = 100, 135
WORKBOOK_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def annual_report_xlsx(report: AnnualReport) -> bytes:
    """Return the report as xlsx with the merged cells of the notice; blank cells stay blank."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, WORKBOOK_OPTIONS) as workbook:
        formats = formats_of(workbook)
        text_lines = [report.title, *preface_of(report)]
        for part in outline(report):
            if part.table is None:
                text_lines += [part.heading, *part.paragraphs]
            else:
                sheet = workbook.add_worksheet(_SHEET_NAMES[part.heading[0]])
                if len(part.table.widths) > WIDEST_UPRIGHT:
                    sheet.set_landscape()
                write_printed_table(sheet, part.table, formats)
        _write_lines(workbook.add_worksheet("正文"), text_lines, formats)
    return stream.getvalue()


def _write_lines(sheet: Any, lines: Sequence[str], formats: dict[str, Any]) -> None:
    """One paragraph a row, as high as it needs."""
    sheet.set_paper(9)
    sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, TEXT_WIDTH, formats["text"])
    for row, line in enumerate(lines):
        sheet.set_row(row, max(1, ceil(_characters(line) / TEXT_CHARACTERS)) * TEXT_LINE_HEIGHT)
        sheet.write_string(row, 0, line, formats["text"])


def formats_of(workbook: Any) -> dict[str, Any]:
    """The cell formats of printed tables."""
    grid = {"border": 1, "valign": "vcenter", "text_wrap": True, "font_name": "仿宋_GB2312", "font_size": 11}
    return {
        "title": workbook.add_format({"font_name": "黑体", "font_size": 14}),
        "text": workbook.add_format(
            {"font_name": "仿宋_GB2312", "font_size": 12, "text_wrap": True, "valign": "top"}
        ),
        "head": workbook.add_format(grid | {"align": "center"}),
        "stub": workbook.add_format(grid | {"align": "left"}),
        "figure": workbook.add_format(grid | {"align": "center"}),
    }


def write_printed_table(
    sheet: Any, printed: PrintedTable, formats: dict[str, Any], *, width: int = UPRIGHT_WIDTH
) -> None:
    """Write the caption in the first row and the table below it, ``width`` wide; blank figures stay blank."""
    sheet.set_paper(9)
    sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, printed.caption, formats["title"])
    sheet.set_row(0, 24)
    unit = width / sum(printed.widths)
    widths = [max(share * unit, 6) for share in printed.widths]
    for column, own in enumerate(widths):
        sheet.set_column(column, column, own)
    for row, height in enumerate(_heights(printed, widths), 1):
        sheet.set_row(row, height)
    for row, column, cell in printed.placed():
        top = row + 1
        style = formats[_style(printed, row, cell)]
        if cell.rowspan > 1 or cell.colspan > 1:
            sheet.merge_range(top, column, top + cell.rowspan - 1, column + cell.colspan - 1, "", style)
        if cell.text.isdecimal():
            sheet.write_number(top, column, int(cell.text), style)
        elif not cell.is_figure:
            sheet.write_string(top, column, cell.shown, style)
        elif cell.value is None:
            sheet.write_blank(top, column, None, style)
        else:
            sheet.write_number(top, column, cell.value, style)
    if printed.heads:
        sheet.repeat_rows(1, printed.heads)


def _style(printed: PrintedTable, row: int, cell: Cell) -> str:
    if cell.is_figure:
        return "figure"
    is_whole_row = cell.colspan == len(printed.widths)
    is_centred = row < printed.heads or cell.centred or cell.upright or is_whole_row
    return "head" if is_centred else "stub"


def _heights(printed: PrintedTable, widths: Sequence[float]) -> list[float]:
    """Row heights in points: programs do not fit a row to the lines of a merged cell by themselves."""
    lines = [1] * len(printed.rows)
    for row, column, cell in printed.placed():
        if cell.rowspan == 1 and not cell.is_figure:
            room = sum(widths[column : column + cell.colspan]) / WIDTH_OF_A_CHARACTER
            lines[row] = max(lines[row], ceil(_characters(cell.text) / max(room - 0.5, 1)))
    return [number * LINE_HEIGHT + 4 for number in lines]


def _characters(text: str) -> float:
    """How many Chinese characters are as wide as ``text``: two digits, the unit of column widths, make one."""
    return sum(0.5 if letter.isascii() else 1 for letter in text)
