"""The annual report as a Word file in official document style."""

from docx.shared import Pt

from tracker.domain.annual_report.report import AnnualReport
from tracker.domain.annual_report.section_three import TITLE as SECTION_THREE
from tracker.domain.annual_report.section_two import TITLE as SECTION_TWO
from tracker.exports.annual_report_outline import outline, preface_of
from tracker.exports.official_docx import (
    add_body,
    add_heading,
    add_printed_table,
    add_title,
    as_bytes,
    new_document,
)


def annual_report_docx(report: AnnualReport) -> bytes:
    """Return the report as docx; section three starts a page of its own, where its 28 rows just fit."""
    document = new_document()
    document.core_properties.title = report.title
    add_title(document, report.agency, report.title.removeprefix(report.agency))
    for paragraph in preface_of(report):
        add_body(document, paragraph)
    for part in outline(report):
        add_heading(
            document,
            part.heading,
            on_new_page=part.heading == SECTION_THREE,
            over_table=part.table is not None,
        )
        for paragraph in part.paragraphs:
            add_body(document, paragraph)
        if part.table is not None:
            roomy = part.heading == SECTION_TWO
            add_printed_table(document, part.table, size=Pt(10.5) if roomy else Pt(9))
    return as_bytes(document)
