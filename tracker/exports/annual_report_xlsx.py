"""The annual report as a workbook: one sheet per table, the text on a sheet of its own."""

from io import BytesIO
from typing import Any

import xlsxwriter

from tracker.domain.annual_report.printed_table import PrintedTable
from tracker.domain.annual_report.report import AnnualReport
from tracker.exports.annual_report_outline import outline, preface_of

# A sheet name holds 31 characters; the number and the first words of the heading tell the sections apart.
_SHEET_NAMES = {"二": "二、主动公开", "三": "三、收到和处理申请", "四": "四、复议诉讼"}
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
                write_printed_table(sheet, part.table, formats)
        sheet = workbook.add_worksheet("正文")
        sheet.set_column(0, 0, 100, formats["text"])
        for row, line in enumerate(text_lines):
            sheet.write_string(row, 0, line, formats["text"])
    return stream.getvalue()


def formats_of(workbook: Any) -> dict[str, Any]:
    """The cell formats of printed tables."""
    grid = {"border": 1, "valign": "vcenter", "text_wrap": True, "font_name": "仿宋_GB2312", "font_size": 11}
    return {
        "title": workbook.add_format({"font_name": "黑体", "font_size": 14}),
        "text": workbook.add_format({"font_name": "仿宋_GB2312", "font_size": 12, "text_wrap": True}),
        "head": workbook.add_format(grid | {"align": "center"}),
        "stub": workbook.add_format(grid | {"align": "left"}),
        "figure": workbook.add_format(grid | {"align": "center"}),
    }


def write_printed_table(sheet: Any, printed: PrintedTable, formats: dict[str, Any]) -> None:
    """Write the caption in the first row and the table below it; blank figures stay blank."""
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, printed.caption, formats["title"])
    unit = 100 / sum(printed.widths)
    for column, width in enumerate(printed.widths):
        sheet.set_column(column, column, max(width * unit, 6))
    for row, column, cell in printed.placed():
        top = row + 1
        style = formats["figure"] if cell.is_figure else formats["head" if row < printed.heads else "stub"]
        if cell.rowspan > 1 or cell.colspan > 1:
            sheet.merge_range(top, column, top + cell.rowspan - 1, column + cell.colspan - 1, "", style)
        if not cell.is_figure:
            sheet.write_string(top, column, cell.shown, style)
        elif cell.value is None:
            sheet.write_blank(top, column, None, style)
        else:
            sheet.write_number(top, column, cell.value, style)
    if printed.heads:
        sheet.repeat_rows(1, printed.heads)
