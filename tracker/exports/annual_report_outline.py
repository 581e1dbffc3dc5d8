"""The annual report in reading order: what docx, xlsx and html print, from one definition."""

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.domain.annual_report.editions import Edition, edition_for
from tracker.domain.annual_report.printed_table import PrintedTable
from tracker.domain.annual_report.report import HEADINGS, AnnualReport
from tracker.domain.annual_report.section_four import SectionFour
from tracker.domain.annual_report.section_three import SectionThree
from tracker.domain.annual_report.section_two import SectionTwo


@dataclass(frozen=True, slots=True)
class Part:
    """One of the six sections: its heading and either paragraphs or a table."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    table: PrintedTable | None = None


def paragraphs_of(text: str) -> tuple[str, ...]:
    """Return the non-empty lines of a written text without the indents typed by hand."""
    return tuple(line for line in (line.strip().strip("\u3000") for line in text.splitlines()) if line)


def preface_of(report: AnnualReport) -> tuple[str, ...]:
    return paragraphs_of(report.texts.get("preface", ""))


def outline(report: AnnualReport) -> Iterator[Part]:
    """Yield the six sections; a table that is absent is printed as its empty form."""
    edition = report.edition or (edition_for(report.year) if report.year else Edition.CURRENT)
    tables = (
        report.two or SectionTwo(edition),
        report.three or SectionThree(edition),
        report.four or SectionFour(),
    )
    yield _text(report, "one")
    for table in tables:
        printed = table.printed()
        yield Part(printed.caption, table=printed)
    yield _text(report, "five")
    yield _text(report, "six")


def _text(report: AnnualReport, name: str) -> Part:
    return Part(HEADINGS[name], paragraphs_of(report.texts.get(name, "")))
