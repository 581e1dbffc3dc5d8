"""Reports as other agencies' people make them: one set of figures, printed in every way that was ever seen."""

import re
from dataclasses import dataclass, replace
from io import BytesIO
from random import Random

import openpyxl
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from tests.imports.made_files import xls, xlsx
from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.printed_table import PrintedTable
from tracker.domain.annual_report.report import AnnualReport
from tracker.domain.annual_report.section_four import PATHS, RESULTS, tally_section_four
from tracker.domain.annual_report.section_three import COLUMNS, ROWS, tally
from tracker.domain.labels import ApplicantType


def consistent(edition=Edition.CURRENT, seed=1, year=2024, agency="示例区自然资源局", most=40):
    """Tables that pass every check: new follows the equation, nothing is blank."""
    chance = Random(seed)  # noqa: S311 -- invented figures
    counts = {}
    for applicant in ApplicantType:
        for row in ROWS[edition]:
            if row.code not in {"new", "carried", "T"}:
                counts[row.code, applicant.value] = chance.choice([0, 0, 1, 3, most])
        done = sum(number for (_, column), number in counts.items() if column == applicant.value)
        counts["carried", applicant.value] = chance.randint(0, done)
        counts["new", applicant.value] = done - counts["carried", applicant.value]
    four = tally_section_four(
        {(path, result): chance.randint(0, 3) for path in PATHS for result in RESULTS[:-1]}
    )
    return AnnualReport(year=year, edition=edition, agency=agency, three=tally(counts, edition), four=four)


Lines = list[list[str]]


def dense(printed: PrintedTable) -> Lines:
    """The table as a sheet has it: the text of a merged cell in its first place, the others empty."""
    lines = [[""] * len(printed.widths) for _ in printed.rows]
    for row, column, cell in printed.placed():
        lines[row][column] = cell.shown
    return lines


def changed(lines: Lines, figure=lambda text: text, label=lambda text: text) -> Lines:
    return [[figure(text) if text.isdigit() else label(text) for text in line] for line in lines]


def three(report):
    return dense(report.three.printed())


def four(report):
    return dense(report.four.printed())


def title(report):
    return f"{report.agency}{report.year}年政府信息公开工作年度报告"


def word(*parts, nested=False):
    """A Word file of paragraphs (texts) and tables (lists of lines)."""
    document = Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        place = document
        if nested:
            place = document.add_table(rows=1, cols=1).rows[0].cells[0]
        table = place.add_table(rows=len(part), cols=max(map(len, part)))
        for row, line in zip(table.rows, part, strict=True):
            for cell, text in zip(list(row.cells), line, strict=False):
                cell.text = str(text)
    return saved(document)


def saved(document):
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def wps_word(report):
    """Merged the way WPS writes it: gridSpan and vMerge by hand, empty continuing cells, rows in content controls."""
    document = Document()
    document.add_paragraph(title(report))
    for printed in (report.three.printed(), report.four.printed()):
        table = document.add_table(rows=0, cols=len(printed.widths))._tbl
        placed = {(row, column): cell for row, column, cell in printed.placed()}
        above = {}
        for row in range(len(printed.rows)):
            line, column = OxmlElement("w:tr"), 0
            while column < len(printed.widths):
                cell, is_first = placed.get((row, column)), True
                if cell is None:
                    cell, is_first = above[column], False
                above[column] = cell
                line.append(_wps_cell(cell, is_first=is_first))
                column += cell.colspan
            if row % 5 == 4:
                line = _in_control(line)
            table.append(line)
    return saved(document)


def _wps_cell(cell, *, is_first):
    merge = "" if cell.rowspan == 1 else f'<w:vMerge w:val="{"restart" if is_first else "continue"}"/>'
    words = (
        "".join(f"<w:r><w:t>{sign}</w:t></w:r>" for sign in cell.shown.replace("\n", "")) if is_first else ""
    )
    return parse_xml(
        f'<w:tc {nsdecls("w")}><w:tcPr><w:gridSpan w:val="{cell.colspan}"/>{merge}</w:tcPr><w:p>{words}</w:p></w:tc>'
    )


def _in_control(line):
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    content.append(line)
    control.append(content)
    return control


def with_text_boxes(report):
    """Every figure in a drawing that carries its text a second time for old programs."""
    document = Document(BytesIO(word(three(report), four(report))))
    space = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    for run in list(document.element.body.iter(qn("w:r"))):
        text = "".join(node.text or "" for node in run.iter(qn("w:t")))
        if text.isdigit():
            again = parse_xml(
                f'<w:r {nsdecls("w")} xmlns:mc="{space}"><mc:AlternateContent><mc:Choice Requires="wps">'
                f"<w:t>{text}</w:t></mc:Choice><mc:Fallback><w:t>{text}</w:t></mc:Fallback>"
                "</mc:AlternateContent></w:r>"
            )
            run.getparent().replace(run, again)
    return saved(document)


def sheets(**named):
    return xlsx(sheets=named)


def merged_workbook(report):
    """One sheet, both tables one under the other, cells truly merged, numbers kept as text."""
    book = openpyxl.Workbook()
    sheet, top = book.active, 2
    sheet["A1"] = title(report)
    for printed in (report.three.printed(), report.four.printed()):
        for row, column, cell in printed.placed():
            sheet.cell(top + row, column + 1, cell.shown)
            if cell.rowspan > 1 or cell.colspan > 1:
                sheet.merge_cells(
                    start_row=top + row,
                    start_column=column + 1,
                    end_row=top + row + cell.rowspan - 1,
                    end_column=column + cell.colspan,
                )
        top += len(printed.rows) + 3
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def flat(report, columns=COLUMNS, rows=None):
    """One label column and the figures, as people retype it."""
    names = {"natural_person": "自然人", "total": "总计"} | {each.value: each.label for each in ApplicantType}
    lines = [["项目", *(names[column] for column in columns)]]
    return lines + [
        [row.label, *(str(report.three.value(row.code, column)) for column in columns)]
        for row in rows or ROWS[report.three.edition]
    ]


def turned(lines):
    return [list(line) for line in zip(*lines, strict=True)]


def web_page(report, *, layout=False):
    def table(printed):
        lines = []
        for row in printed.rows:
            cells = "".join(
                f"<td rowspan={cell.rowspan} colspan={cell.colspan}><p>{cell.shown.replace(chr(10), '<br>')}</p>"
                for cell in row
            )
            lines.append(f"<tr>{cells}")
        return f"<table>{''.join(lines)}</table>"

    body = f"<h1>{title(report)}</h1>{table(report.three.printed())}{table(report.four.printed())}"
    if layout:
        body = f"<table><tr><td><script>var a='<td>';</script>{body}</td></tr></table><p>{title(report)}</p>"
    return f"<html><head><meta charset=gbk></head><body>{body}</body></html>".encode("gb18030")


@dataclass(frozen=True)
class Made:
    content: bytes
    report: AnnualReport
    without: frozenset[str] = frozenset()


def _spaced(text):
    return " ".join(text)


def _broken(text):
    return re.sub(r"(.{2})", r"\1\n", text)


def made_files():
    """Every way, by name."""
    report, trial = consistent(), consistent(Edition.TRIAL, seed=2, year=2020)
    large = consistent(seed=3, most=123456)
    late_trial = replace(trial, year=2024)
    both = three(report), four(report)
    lines = three(report)
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    group = {"0": "—", "1": "1件", "3": " 3 "}
    shuffled = list(ROWS[Edition.CURRENT])
    Random(5).shuffle(shuffled)  # noqa: S311 -- any order
    no_total = tuple(column for column in COLUMNS if column != "total")
    return {
        "word as a dense grid": Made(word(title(report), *both), report),
        "word of wps with vMerge and content controls": Made(wps_word(report), report),
        "word of wps, trial layout": Made(wps_word(trial), trial),
        "old rows in a report of 2024": Made(wps_word(late_trial), late_trial),
        "tables nested in a layout table": Made(word(title(report), *both, nested=True), report),
        "figures in text boxes": Made(with_text_boxes(report), report),
        "full width digits": Made(
            word(*(changed(part, lambda text: text.translate(wide)) for part in both)), report
        ),
        "blanks inside labels and figures": Made(
            word(*(changed(part, label=_spaced) for part in both)), report
        ),
        "line breaks in headings": Made(word(*(changed(part, label=_broken) for part in both)), report),
        "thousands commas": Made(
            word(changed(three(large), lambda text: f"{int(text):,}"), four(large)), large
        ),
        "full width commas": Made(
            word(changed(three(large), lambda text: f"{int(text):,}".replace(",", "，")), four(large)), large
        ),
        "units behind figures": Made(
            word(*(changed(part, lambda text: f"{text} 件") for part in both)), report
        ),
        "units in brackets": Made(
            word(*(changed(part, lambda text: f"{text}（件）") for part in both)), report
        ),
        "a dash for nought": Made(
            word(*(changed(part, lambda text: group.get(text, text)) for part in both)), report
        ),
        "a stroke for nought": Made(
            sheets(三=changed(lines, lambda text: "/" if text == "0" else text), 四=both[1]), report
        ),
        "an empty cell for nought": Made(
            sheets(三=changed(lines, lambda text: "" if text == "0" else text), 四=both[1]), report
        ),
        "a sheet per table": Made(sheets(封面=[[title(report)]], 三=lines, 四=both[1]), report),
        "one sheet, truly merged, numbers as text": Made(merged_workbook(report), report),
        "xls": Made(xls(*flat(report)), replace(report, four=None)),
        "a list retyped without merged cells": Made(word(flat(report)), replace(report, four=None)),
        "rows in another order": Made(sheets(表=flat(report, rows=shuffled)), replace(report, four=None)),
        "columns in another order": Made(
            sheets(表=flat(report, columns=COLUMNS[::-1])), replace(report, four=None)
        ),
        "no total column": Made(
            sheets(表=flat(report, columns=no_total)), replace(report, four=None), frozenset({"total"})
        ),
        "turned on its side": Made(sheets(表=turned(flat(report))), replace(report, four=None)),
        "turned on its side in word": Made(word(turned(flat(report))), replace(report, four=None)),
        "split over three pages": Made(word(lines[:9], lines[9:20], lines[20:], both[1]), report),
        "split with the head again": Made(word(lines[:15], lines[:3] + lines[15:], both[1]), report),
        "section four split from its head": Made(word(lines, both[1][:3], both[1][3:]), report),
        "section four turned": Made(word(lines, turned(both[1])), report),
        "section four by rows": Made(word(lines, _four_by_rows(report)), report),
        "section four in three tables": Made(word(lines, *_four_apart(report)), report),
        "a remarks column": Made(
            sheets(
                三=[[*line, "备注" if place == 1 else "含重复申请1件"] for place, line in enumerate(lines)],
                四=both[1],
            ),
            report,
        ),
        "a serial number before the label": Made(
            sheets(表=[[str(place), *line] for place, line in enumerate(flat(report))]),
            replace(report, four=None),
        ),
        "heading and label in one cell": Made(word(_glued(report)), replace(report, four=None)),
        "a web page in gbk with cells never closed": Made(web_page(report), report),
        "a web page laid out by tables": Made(web_page(report, layout=True), report),
    }


def _four_by_rows(report):
    names = ["行政复议", "未经复议直接起诉", "复议后起诉"]
    head = ["途径", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    return [
        head,
        *([name, *map(str, report.four.rows[path])] for name, path in zip(names, PATHS, strict=True)),
    ]


def _four_apart(report):
    head, *lines = _four_by_rows(report)
    return [[line[:1], head[1:], line[1:]] for line in lines]


def _glued(report):
    lines = flat(report)
    for line, row in zip(lines[1:], ROWS[report.three.edition], strict=True):
        line[0] = f"{row.group}\n{row.label}"
    return lines
