"""党政机关公文格式 (GB/T 9704-2012) for Word files: page, fonts, headings, page numbers, printed tables."""

import re
from io import BytesIO
from math import floor
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt

from tracker.domain.annual_report.printed_table import Cell, PrintedTable

BODY_FONT, TITLE_FONT, HEADING_FONT, SUBHEADING_FONT = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312"
# 二号, 三号, 四号 and 小五 in points.
SIZE_2, SIZE_3, SIZE_4, SIZE_SMALL_5 = Pt(22), Pt(16), Pt(14), Pt(9)
LINE, NOTE_LINE = Pt(28.95), Pt(13)
TIGHTER = "-5"
"""Twentieths of a point between characters: 28 of them fill the 156 mm of a line, as the standard counts."""
TITLE_CHARACTERS = 20
SIDE_MARGIN = Mm(1)
WIDEST_DIGIT = 0.64
"""Of its size: half in 仿宋, nearly two thirds in what stands in for it where no Chinese font is."""
_SUBHEADING = re.compile(r"^（[一二三四五六七八九十]+）.{1,24}$")


def new_document(*, landscape: bool = False) -> Any:
    """Return an empty A4 document with the margins of the standard (37, 35, 28, 26 mm) and page numbers."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(28)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.top_margin, section.bottom_margin = Mm(28), Mm(26)
    _set_font(document.styles["Normal"].element.get_or_add_rPr(), BODY_FONT, SIZE_3)
    _tighten(document)
    _add_page_number(section.footer.paragraphs[0])
    return document


def add_outer_page_numbers(document: Any) -> None:
    """Put the page number at the outer edge, one character in: odd pages right, even pages left."""
    section = document.sections[0]
    document.settings.odd_and_even_pages_header_footer = True
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    _add_page_number(even)
    odd.alignment, odd.paragraph_format.right_indent = WD_ALIGN_PARAGRAPH.RIGHT, SIZE_4
    even.alignment, even.paragraph_format.left_indent = WD_ALIGN_PARAGRAPH.LEFT, SIZE_4


def as_bytes(document: Any) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _set_font(properties: Any, font: str, size: Length) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), font)
    # Without the hint Word takes “ ” and ， of a Western keyboard as half width.
    fonts.set(qn("w:hint"), "eastAsia")
    for tag in ("w:sz", "w:szCs"):
        element = properties.find(qn(tag))
        if element is None:
            element = OxmlElement(tag)
            properties.append(element)
        element.set(qn("w:val"), str(round(size.pt * 2)))


def _tighten(document: Any) -> None:
    """28 characters a line, and the rules of Chinese for what may not end or begin one."""
    properties = document.styles["Normal"].element.get_or_add_rPr()
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), TIGHTER)
    properties.find(qn("w:sz")).addprevious(spacing)
    language = OxmlElement("w:lang")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)


def add_run(paragraph: Any, text: str, font: str = BODY_FONT, size: Length = SIZE_3) -> None:
    run = paragraph.add_run(text)
    _set_font(run._element.get_or_add_rPr(), font, size)  # noqa: SLF001 -- python-docx has no eastAsia font API


def _add_paragraph(document: Any, text: str, font: str, size: Length, *, indent: bool) -> Any:
    paragraph = document.add_paragraph()
    spacing = paragraph.paragraph_format
    spacing.space_before = spacing.space_after = Pt(0)
    spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    if indent:
        indentation = OxmlElement("w:ind")
        indentation.set(qn("w:firstLineChars"), "200")
        indentation.set(qn("w:firstLine"), str(round(size.pt * 2 * 20)))
        paragraph._element.get_or_add_pPr().append(indentation)  # noqa: SLF001 -- firstLineChars has no API
    add_run(paragraph, text, font, size)
    return paragraph


def add_title(document: Any, *parts: str) -> None:
    """Add the title; where it does not fit into one line it breaks between its parts, not inside a word."""
    whole = "".join(parts)
    fits = sum(0.5 if letter.isascii() else 1 for letter in whole) <= TITLE_CHARACTERS
    words = whole if fits else "\n".join(parts)
    paragraph = _add_paragraph(document, words, TITLE_FONT, SIZE_2, indent=False)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.line_spacing = Pt(35)
    paragraph.paragraph_format.space_after = LINE


def add_heading(document: Any, text: str, *, on_new_page: bool = False, over_table: bool = False) -> None:
    """Add a first-level heading (黑体); it never stays alone at the foot of a page."""
    paragraph = _add_paragraph(document, text, HEADING_FONT, SIZE_3, indent=True)
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.page_break_before = on_new_page
    if over_table:
        paragraph.paragraph_format.space_after = Pt(6)


def add_body(document: Any, text: str) -> None:
    """Add a paragraph of body text; a line like （一）主动公开 becomes a second-level heading (楷体)."""
    is_subheading = _SUBHEADING.match(text) is not None and not text.endswith("。")
    font = SUBHEADING_FONT if is_subheading else BODY_FONT
    paragraph = _add_paragraph(document, text, font, SIZE_3, indent=True)
    paragraph.paragraph_format.keep_with_next = is_subheading


def add_note(document: Any, text: str) -> None:
    """Add what explains a table, in the table's own size right below it."""
    paragraph = _add_paragraph(document, text, BODY_FONT, SIZE_SMALL_5, indent=False)
    paragraph.paragraph_format.line_spacing = NOTE_LINE
    paragraph.paragraph_format.space_before = Pt(4)


def add_printed_table(document: Any, printed: PrintedTable, *, size: Length = SIZE_SMALL_5) -> None:
    """Add the table with its merged cells; head rows repeat, no row splits, one page if it fits."""
    table = document.add_table(rows=len(printed.rows), cols=len(printed.widths))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _narrow_margins(table)
    page = document.sections[0]
    text_width = page.page_width - page.left_margin - page.right_margin
    unit = text_width / sum(printed.widths)
    widths = [Length(round(unit * width)) for width in printed.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    grid = [list(row.cells) for row in table.rows]
    for cells in grid:
        for cell, width in zip(cells, widths, strict=True):
            cell.width = width
    last = len(printed.rows) - 1
    for row, column, cell in printed.placed():
        target = grid[row][column]
        if cell.rowspan > 1 or cell.colspan > 1:
            target = target.merge(grid[row + cell.rowspan - 1][column + cell.colspan - 1])
        room = Length(sum(widths[column : column + cell.colspan]))
        fitting = _fitting(cell.shown, size, room) if cell.is_figure else size
        _fill(target, cell.shown, fitting, centred=_is_centred(printed, row, column, cell))
        _keep(target, together=row + cell.rowspan - 1 < last)
    for index, row_ in enumerate(table.rows):
        _mark_row(row_, repeats=index < printed.heads)


def _narrow_margins(table: Any) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margin = OxmlElement(side)
        margin.set(qn("w:w"), str(SIDE_MARGIN.twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)  # noqa: SLF001 -- cell margins have no API


def _fitting(figure: str, size: Length, room: Length) -> Length:
    """The size in which a figure stands in one line: broken over two it would be read as two."""
    wanted = len(figure) * size.pt * WIDEST_DIGIT
    available = room.pt - 2 * SIDE_MARGIN.pt
    return size if wanted <= available else Pt(floor(2 * size.pt * available / wanted) / 2)


def _is_centred(printed: PrintedTable, row: int, column: int, cell: Cell) -> bool:
    is_head = row < printed.heads
    is_rule_of_the_table = is_head and column == 0 and cell.rowspan == printed.heads
    is_whole_row = len(printed.rows[row]) == 1
    return (
        cell.is_figure
        or cell.upright
        or cell.centred
        or is_whole_row
        or (is_head and not is_rule_of_the_table)
    )


def _fill(target: Any, text: str, size: Length, *, centred: bool) -> None:
    target.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = target.paragraphs[0]
    for empty in target.paragraphs[1:]:
        empty._element.getparent().remove(empty._element)  # noqa: SLF001 -- merging leaves empty paragraphs
    spacing = paragraph.paragraph_format
    spacing.space_before = spacing.space_after = Pt(1)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    # A blank cell takes its height from the paragraph mark.
    mark = OxmlElement("w:rPr")
    _set_font(mark, BODY_FONT, size)
    paragraph._element.get_or_add_pPr().append(mark)  # noqa: SLF001 -- the paragraph mark has no API
    if text:
        add_run(paragraph, text, BODY_FONT, size)


def _keep(target: Any, *, together: bool) -> None:
    target.paragraphs[0].paragraph_format.keep_with_next = together


def _mark_row(row: Any, *, repeats: bool) -> None:
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 -- row marks have no API
    properties.append(OxmlElement("w:cantSplit"))
    if repeats:
        properties.append(OxmlElement("w:tblHeader"))


def _add_page_number(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_run(paragraph, "— ", "宋体", SIZE_4)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        _set_font(run._element.get_or_add_rPr(), "宋体", SIZE_4)  # noqa: SLF001 -- fields have no API
        element = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            element.text = text
        else:
            element.set(qn("w:fldCharType"), kind)
        run._element.append(element)  # noqa: SLF001 -- fields have no API
    add_run(paragraph, " —", "宋体", SIZE_4)
