"""The 通报 as a Word file in official document style and as a workbook."""

from io import BytesIO

import xlsxwriter
from docx.shared import Pt

from tracker.domain.bulletins import Bulletin, printed
from tracker.exports.annual_report_xlsx import WORKBOOK_OPTIONS, formats_of, write_printed_table
from tracker.exports.official_docx import add_body, add_printed_table, add_title, as_bytes, new_document

EXPLANATION = (
    "口径：期间内有动作的热线、信箱办件，含上期结转，截至期末。办结率＝办结÷（上期结转＋收到－退回合并等），"
    "按期办结率＝按期办结÷办结，不满意率＝不满意÷有评价。名次按按期办结率，再按办结率、办结件数。"
)


def bulletin_docx(bulletin: Bulletin, *, agency: str) -> bytes:
    """Return the bulletin on a landscape page; the head rows repeat."""
    document = new_document(landscape=True)
    table = printed(bulletin)
    add_title(document, f"{agency}{table.caption}")
    add_printed_table(document, table, size=Pt(9))
    add_body(document, EXPLANATION)
    return as_bytes(document)


def bulletin_xlsx(bulletin: Bulletin) -> bytes:
    """Return the bulletin as a workbook with the same merged head."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, WORKBOOK_OPTIONS) as workbook:
        sheet = workbook.add_worksheet("通报")
        sheet.set_landscape()
        table = printed(bulletin)
        write_printed_table(sheet, table, formats_of(workbook))
        sheet.write_string(len(table.rows) + 2, 0, EXPLANATION)
    return stream.getvalue()
