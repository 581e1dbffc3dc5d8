"""The annual report as one web page that refers to nothing outside itself."""

from collections.abc import Iterator
from html import escape
from itertools import groupby

from tracker.domain.annual_report.printed_table import Cell, PrintedTable
from tracker.domain.annual_report.report import AnnualReport
from tracker.exports.annual_report_outline import Part, outline, preface_of

NEWLINE = "\n"
_STYLE = """
body{margin:0 auto;max-width:52rem;padding:1rem 1.5rem;color:#000;background:#fff;
font:16px/1.9 FangSong_GB2312,"仿宋_GB2312",FangSong,"仿宋","Noto Serif CJK SC",SimSun,serif}
h1{font:bold 26px/1.5 "方正小标宋简体","Noto Serif CJK SC",SimSun,serif;text-align:center}
h2{font:bold 18px/1.8 SimHei,"黑体","Noto Sans CJK SC",sans-serif;break-after:avoid}
p{margin:0;text-indent:2em}
.scroll{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:14px;line-height:1.5;break-inside:avoid}
th,td{border:1px solid #000;padding:2px 4px;font-weight:normal;text-align:left}
td,thead th,th.centre{text-align:center}
thead th:first-child[rowspan]{text-align:left}
tr{break-inside:avoid}
@page{size:A4;margin:20mm}
"""


def annual_report_html(report: AnnualReport) -> str:
    """Return the report as a standalone page for the agency's website."""
    body = "\n".join(_body(report))
    title = escape(report.title)
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        f"{body}\n</main>\n</body>\n</html>\n"
    )


def _body(report: AnnualReport) -> Iterator[str]:
    yield from (f"<p>{escape(line)}</p>" for line in preface_of(report))
    for part in outline(report):
        yield from _part(part)


def _part(part: Part) -> Iterator[str]:
    yield f"<h2>{escape(part.heading)}</h2>"
    yield from (f"<p>{escape(line)}</p>" for line in part.paragraphs)
    if part.table is not None:
        yield f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(part.heading)}">'
        yield from _table(part.table)
        yield "</div>"


def _table(printed: PrintedTable) -> Iterator[str]:
    yield f'<table aria-label="{escape(printed.caption)}">'
    for is_head, rows in groupby(enumerate(printed.rows), key=lambda row: row[0] < printed.heads):
        group = "thead" if is_head else "tbody"
        yield f"<{group}>"
        yield from (
            f"<tr>{''.join(_cell(cell, is_head=is_head) for cell in cells)}</tr>" for _, cells in rows
        )
        yield f"</{group}>"
    yield "</table>"


def _cell(cell: Cell, *, is_head: bool) -> str:
    spans = "".join(
        f' {name}="{span}"'
        for name, span in (("rowspan", cell.rowspan), ("colspan", cell.colspan))
        if span > 1
    )
    if cell.is_figure:
        return f"<td{spans}>{cell.shown}</td>"
    axis = "col" if is_head else "row"
    scope = f"{axis}group" if (cell.colspan if is_head else cell.rowspan) > 1 else axis
    place = ' class="centre"' if cell.centred or cell.upright else ""
    return f'<th scope="{scope}"{spans}{place}>{escape(cell.shown).replace(NEWLINE, "<br>")}</th>'
