"""Section four as the page shows it: the table, and 复议、诉讼登记 with the answers and the new rounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from tracker.domain.annual_report.findings import Finding
from tracker.domain.annual_report.section_four import PATH_LABELS, RESULT_LABELS, SectionFour
from tracker.models.report import RemedyCase
from tracker.queries.remedies import RegisterLine
from tracker.web import wording
from tracker.web.annual_report.tables import Place, PrescribedTable, marks_of, prescribed
from tracker.web.remedy_words import round_words

CORRECTED = "corrected"
NO_ROUND = "没有登记重新答复"


@dataclass(frozen=True, slots=True)
class ShownRemedy:
    """``about`` and ``led_to`` have an address where the reader may open the request."""

    id: int
    path: str
    authority: str
    filed: date
    about: str
    about_url: str
    answer: str
    is_late: bool
    result: str
    led_to: str
    led_to_url: str
    amend_url: str


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """``cell`` names the one cell of the table whose rows are shown, empty for the whole register."""

    lines: tuple[ShownRemedy, ...]
    cell: str
    whole_url: str


def section_four_table(
    table: SectionFour, year: int, findings: Sequence[Finding], chosen: Place, *, is_linked: bool
) -> PrescribedTable:
    """The table with each figure linked to its rows of the register, where the register still gives that figure."""

    def link(place: Place) -> str:
        path, result = place
        if not is_linked:
            return ""
        return url_for(
            "annual_report.show", year=year, part="four", path=path, result=result, _anchor="register"
        )

    marks = marks_of(findings)
    if chosen != ("", ""):
        marks[chosen] = "chosen"
    return prescribed(table.printed(), link=link, marks=marks)


def register_page(lines: Sequence[RegisterLine], year: int, cell: Place, *, on: date) -> RegisterPage:
    """The rows of the register of ``year``, all or those of one cell."""
    path, result = cell
    return RegisterPage(
        tuple(_shown(line, year, on) for line in lines),
        f"{PATH_LABELS[path]}，{RESULT_LABELS[result]}" if path else "",
        url_for("annual_report.show", year=year, part="four", _anchor="register"),
    )


def _shown(line: RegisterLine, year: int, on: date) -> ShownRemedy:
    remedy = line.remedy
    address = url_for("cases.show", case_id=line.case[0]) if line.case else ""
    answer, is_late = _answer(remedy, on)
    return ShownRemedy(
        id=remedy.id,
        path=PATH_LABELS[remedy.route] + ("（共同被告，只计一件）" if remedy.reviewer_is_codefendant else ""),
        authority=remedy.authority,
        filed=remedy.filed_on,
        about=line.case[1] if line.case else "—" if remedy.case_id is None else "您不能查看",
        about_url=address,
        answer=answer,
        is_late=is_late,
        result=_result(remedy, year),
        led_to=_led_to(line),
        led_to_url=f"{address}#remedies" if line.round else "",
        amend_url=url_for("remedies.amend", year=year, remedy_id=remedy.id),
    )


def _answer(remedy: RemedyCase, on: date) -> tuple[str, bool]:
    """Our answer to the reviewer or court: until when, and whether it was given; and whether it is or was late."""
    if remedy.answer_due_on is None:
        return (
            "" if remedy.answered_on is None else f"{remedy.answered_on} 已答复"
        ) or "收到副本后起算", False
    due = f"{wording.full_day(remedy.answer_due_on)} 前"
    if remedy.answered_on is not None:
        is_late = remedy.answered_on > remedy.answer_due_on
        return f"{due}；{remedy.answered_on} 已答复{'，逾期' if is_late else ''}", is_late
    if remedy.closed_on is None and remedy.answer_due_on < on:
        return f"{due}；已过期，没有登记答复", True
    return due, False


def _result(remedy: RemedyCase, year: int) -> str:
    if remedy.closed_on is None or remedy.result is None:
        return ""
    words = f"{RESULT_LABELS[remedy.result]}，{remedy.closed_on}"
    return f"{words}（{year} 年计尚未审结）" if remedy.closed_on > date(year, 12, 31) else words


def _led_to(line: RegisterLine) -> str:
    if line.round is not None:
        return round_words(line.round)
    return NO_ROUND if line.remedy.result == CORRECTED and line.case else "—"
