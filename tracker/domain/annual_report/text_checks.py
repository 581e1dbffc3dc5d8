"""Checks of the written sections: numbers against the tables, the length of section one, last year's words."""

from collections.abc import Iterator

from tracker.domain.annual_report.editions import Edition, edition_for
from tracker.domain.annual_report.findings import Check, Finding, Severity
from tracker.domain.annual_report.report import HEADINGS, PART_WORDS, AnnualReport
from tracker.domain.annual_report.text_fields import LONGEST_OVERVIEW, characters, left_open
from tracker.domain.annual_report.text_figures import contradictions
from tracker.domain.printed_text import folded

SHORTEST_TEXT = 30
"""Below this a text of section five says too little to be a copy."""


def text_findings(report: AnnualReport, previous: AnnualReport | None = None) -> Iterator[Finding]:
    """Check 6 and the rules of 国办公开办函〔2021〕30号 for the texts; all of them only warn."""
    for found in contradictions(report):
        yield Finding(
            Check.TEXT_AGREES,
            Severity.WARNING,
            found.row,
            None if found.row is None else found.column,
            found.expected,
            found.written,
            found.message,
            () if found.row is None else ((found.row, found.column),),
            found.part,
        )
    if report.known is not None:
        yield from _unfinished(report)
    # One that prints its table in the old layout is still bound by the notice of its year.
    if (edition_for(report.year) if report.year else report.edition) is Edition.CURRENT:
        yield from _too_long(report)
        yield from _copied(report, previous)


def _unfinished(report: AnnualReport) -> Iterator[Finding]:
    """Our own texts before they are printed: what the template leaves to be written."""
    for part, name in PART_WORDS.items():
        if still_open := left_open(report.texts.get(part, "")):
            message = f"{name}：{'；'.join(still_open)}。"
            yield Finding(Check.TEXT_UNFINISHED, Severity.WARNING, None, None, None, None, message, part=part)


def _too_long(report: AnnualReport) -> Iterator[Finding]:
    length = characters(report.texts.get("one", ""))
    if length > LONGEST_OVERVIEW:
        yield Finding(
            Check.TEXT_LENGTH,
            Severity.WARNING,
            None,
            None,
            LONGEST_OVERVIEW,
            length,
            f"“{HEADINGS['one']}”有 {length} 字，格式要求不超过 {LONGEST_OVERVIEW} 字。",
            part="one",
        )


def _copied(report: AnnualReport, previous: AnnualReport | None) -> Iterator[Finding]:
    text = folded(report.texts.get("five", ""))
    before = "" if previous is None else folded(previous.texts.get("five", ""))
    if len(text) >= SHORTEST_TEXT and text == before:
        yield Finding(
            Check.TEXT_IS_NEW,
            Severity.WARNING,
            None,
            None,
            None,
            None,
            f"“{HEADINGS['five']}”与上年一字不差，格式要求不照抄上年。",
            part="five",
        )
