"""The 通报 as a Word file in official document style and as a workbook."""

from io import BytesIO

import xlsxwriter
from docx.shared import Pt

from tracker.domain.bulletin_tables import printed_tables
from tracker.domain.bulletins import Bulletin, summary
from tracker.exports.annual_report_xlsx import (
    LANDSCAPE_WIDTH,
    WORKBOOK_OPTIONS,
    formats_of,
    write_printed_table,
)
from tracker.exports.official_docx import (
    add_body,
    add_heading,
    add_note,
    add_printed_table,
    add_title,
    as_bytes,
    new_document,
)

EXPLANATION = (
    "口径：期间内有动作的热线、信箱办件，含上期结转，截至期末。办结率＝办结÷（上期结转＋收到－退回合并等），"
    "按期办结率＝按期办结÷办结，不满意率＝不满意÷有评价。名次按按期办结率，再按办结率、办结件数。"
)
NOT_OVER = "本期还没有结束，只算到截至之日；上期是整期。"
NOTE_HEIGHT = 40
_NUMBERS = "一二三"


def title_of(bulletin: Bulletin) -> str:
    return f"{bulletin.period.label}办理情况通报"


def explanation_of(bulletin: Bulletin) -> str:
    """The cohort, the denominators, the order of ranks and the rounding, under the tables of page and files."""
    words = f"{EXPLANATION}百分比{bulletin.rounding.label}。"
    return words if bulletin.is_over else words + NOT_OVER


def bulletin_docx(bulletin: Bulletin, *, agency: str) -> bytes:
    """Return the bulletin on landscape pages: what happened in words, then its tables; head rows repeat."""
    document = new_document(landscape=True)
    document.core_properties.title = f"{agency}{title_of(bulletin)}"
    add_title(document, document.core_properties.title)
    for paragraph in summary(bulletin):
        add_body(document, paragraph)
    for number, table in zip(_NUMBERS, printed_tables(bulletin), strict=True):
        add_heading(document, f"{number}、{table.caption}", over_table=True)
        add_printed_table(document, table, size=Pt(9))
    add_note(document, explanation_of(bulletin))
    return as_bytes(document)


def bulletin_xlsx(bulletin: Bulletin) -> bytes:
    """Return the bulletin as a workbook, one sheet per table, with the same merged heads."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, WORKBOOK_OPTIONS) as workbook:
        formats = formats_of(workbook)
        for table in printed_tables(bulletin):
            sheet = workbook.add_worksheet(table.caption)
            sheet.set_landscape()
            write_printed_table(sheet, table, formats, width=LANDSCAPE_WIDTH)
            sheet.fit_to_pages(1, 1)
            sheet.write_string(0, 0, f"{title_of(bulletin)}：{table.caption}", formats["title"])
            below = len(table.rows) + 2
            sheet.merge_range(
                below, 0, below, len(table.widths) - 1, explanation_of(bulletin), formats["text"]
            )
            sheet.set_row(below, NOTE_HEIGHT)
    return stream.getvalue()
