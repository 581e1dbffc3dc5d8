"""Sections three and four of a year, each from one grouped statement, and the cases behind every cell.

A request belongs to the report of each year in which it is new or carried in, until the first year at whose
end it was answered. What is carried in is therefore what the year before carried out, by construction; an
answer that is taken up again in a later year stays counted where it was reported.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    extract,
    false,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import aliased

from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.section_four import SectionFour, tally_section_four
from tracker.domain.annual_report.section_three import (
    OTHERWISE_CODES,
    TOTAL,
    SectionThree,
    tally,
)
from tracker.domain.labels import Kind
from tracker.domain.outcomes import OUTCOME_RULES, Outcome
from tracker.extensions import db
from tracker.models.case import Case, CaseCycle
from tracker.models.report import AnnualReportVersion, RemedyCase

# A request that left without an answer (returned, merged) is still one received and dealt with.
_WITHOUT_OUTCOME = Outcome.OTHERWISE.value
_ROWS = {rule.outcome.value: rule.row for rule in OUTCOME_RULES.values()}


def _ended_on(cycle: type[CaseCycle] = CaseCycle) -> ColumnElement[date]:
    """答复之日: the day of the answer, else the day the request was closed or taken out."""
    return func.coalesce(cycle.replied_on, cycle.closed_on, cycle.removed_on)


def _has_ended(year: int) -> ColumnElement[bool]:
    return and_(_ended_on().is_not(None), _ended_on() <= date(year, 12, 31))


def requests_of(agency_id: int, year: int) -> ColumnElement[bool]:
    """The cycles the report of ``year`` counts: new in the year, or not yet answered when it began."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    earlier = aliased(CaseCycle)
    answered_at_a_year_end = select(earlier.case_id).where(
        earlier.agency_id == agency_id,
        earlier.superseded_on.is_not(None),
        _ended_on(earlier) < first,
        extract("year", earlier.superseded_on) > extract("year", _ended_on(earlier)),
    )
    return and_(
        CaseCycle.agency_id == agency_id,
        CaseCycle.kind == Kind.DISCLOSURE,
        CaseCycle.received_on <= last,
        CaseCycle.stands_from <= last,
        or_(CaseCycle.stands_until.is_(None), CaseCycle.stands_until > last),
        or_(
            CaseCycle.received_on >= first,
            _ended_on().is_(None),
            _ended_on() >= first,
        ),
        CaseCycle.case_id.not_in(answered_at_a_year_end),
    )


def section_three(agency_id: int, year: int, edition: Edition) -> SectionThree:
    """Count the requests of ``year`` as they stood on 31 December."""
    return sections_three(agency_id, {year: edition})[year]


def sections_three(agency_id: int, editions: Mapping[int, Edition]) -> dict[int, SectionThree]:
    """The same of several years in one statement."""
    counts: dict[int, Counter[tuple[str, str]]] = {year: Counter() for year in editions}
    statement = union_all(*(_counted(agency_id, year) for year in editions))
    for year, new, ended, outcome, applicant, number in db.session.execute(statement):
        counts[year]["new" if new else "carried", applicant.value] += number
        counts[year][_ROWS[outcome or _WITHOUT_OUTCOME] if ended else "C", applicant.value] += number
    return {year: tally(counts[year], edition) for year, edition in editions.items()}


def _counted(agency_id: int, year: int) -> Select[Any]:
    is_new = case((CaseCycle.received_on >= date(year, 1, 1), 1), else_=0).label("is_new")
    has_ended = case((_has_ended(year), 1), else_=0).label("has_ended")
    return (
        select(literal(year), is_new, has_ended, CaseCycle.outcome, CaseCycle.applicant_type, func.count())
        .where(requests_of(agency_id, year))
        .group_by(is_new, has_ended, CaseCycle.outcome, CaseCycle.applicant_type)
    )


def cell_condition(year: int, row: str, column: str) -> ColumnElement[bool]:
    """Which of the year's requests a cell counts; raises KeyError for a row that neither format has."""
    applicant = true() if column == TOTAL else CaseCycle.applicant_type == column
    return and_(applicant, _row_condition(year, row))


def _row_condition(year: int, row: str) -> ColumnElement[bool]:
    first = date(year, 1, 1)
    plain = {
        "new": CaseCycle.received_on >= first,
        "carried": CaseCycle.received_on < first,
        "T": _has_ended(year),
        "C": ~_has_ended(year),
    }
    if row in plain:
        return plain[row]
    codes = _OUTCOMES_OF_ROW[row]
    without = CaseCycle.outcome.is_(None) if _WITHOUT_OUTCOME in codes else false()
    return and_(_has_ended(year), or_(CaseCycle.outcome.in_(codes), without))


_OUTCOMES_OF_ROW = {
    row: tuple(outcome for outcome, its_row in _ROWS.items() if its_row == row)
    for row in sorted(set(_ROWS.values()))
}
_OUTCOMES_OF_ROW["other"] = tuple(
    code for row in sorted(OTHERWISE_CODES - {"other"}) for code in _OUTCOMES_OF_ROW[row]
)


@dataclass(frozen=True, slots=True)
class CellCase:
    """One request behind a cell; ``ended_on`` is None while it is carried over."""

    id: int
    number: str
    title: str
    received_on: date
    ended_on: date | None


def cases_in_cell(
    agency_id: int, year: int, row: str, column: str, *, narrowed_to: ColumnElement[bool] | None = None
) -> list[CellCase]:
    """Return the requests a cell counts, in order of receipt."""
    statement = (
        select(Case.id, Case.number, Case.title, CaseCycle.received_on, _ended_on())
        .join(CaseCycle, CaseCycle.case_id == Case.id)
        .where(
            requests_of(agency_id, year),
            cell_condition(year, row, column),
            true() if narrowed_to is None else narrowed_to,
        )
        .order_by(CaseCycle.received_on, Case.id)
    )
    return [CellCase(*row_) for row_ in db.session.execute(statement).tuples()]


def open_remedies(agency_id: int, year: int) -> ColumnElement[bool]:
    """复议、诉讼 counted in ``year``: those open at any time in it, carried over ones included."""
    return and_(
        RemedyCase.agency_id == agency_id,
        RemedyCase.filed_on <= date(year, 12, 31),
        or_(RemedyCase.closed_on.is_(None), RemedyCase.closed_on >= date(year, 1, 1)),
    )


def section_four(agency_id: int, year: int) -> SectionFour:
    """Count the register of reviews and suits as of 31 December; one joint suit is one row, so it counts once."""
    result = case((RemedyCase.closed_on <= date(year, 12, 31), RemedyCase.result), else_="pending")
    statement = (
        select(RemedyCase.route, result.label("as_of"), func.count())
        .where(open_remedies(agency_id, year))
        .group_by(RemedyCase.route, "as_of")
    )
    return tally_section_four(
        {(route, found): number for route, found, number in db.session.execute(statement).tuples()}
    )


def places_of_requests(agency_id: int, year: int) -> dict[str, list[str]]:
    """Return for every request of the year, by number, its rows in the format of 2021 and its column."""
    has_ended = case((_has_ended(year), 1), else_=0)
    statement = (
        select(Case.number, CaseCycle.received_on, has_ended, CaseCycle.outcome, CaseCycle.applicant_type)
        .join(CaseCycle, CaseCycle.case_id == Case.id)
        .where(requests_of(agency_id, year))
        .order_by(Case.id)
    )
    first = date(year, 1, 1)
    return {
        number: [
            "new" if received_on >= first else "carried",
            _ROWS[outcome or _WITHOUT_OUTCOME] if ended else "C",
            applicant.value,
        ]
        for number, received_on, ended, outcome, applicant in db.session.execute(statement)
    }


def reported_years(agency_id: int, last: int) -> list[int]:
    """The years that may have a report, the latest first: from the first request or frozen version on."""
    first_request = select(func.min(CaseCycle.received_on)).where(
        CaseCycle.agency_id == agency_id, CaseCycle.kind == Kind.DISCLOSURE
    )
    first_version = select(func.min(AnnualReportVersion.year)).where(
        AnnualReportVersion.agency_id == agency_id
    )
    received_on = db.session.execute(first_request).scalar_one()
    version_year = db.session.execute(first_version).scalar_one()
    first = min(last - 1, received_on.year if received_on else last, version_year or last)
    return list(range(last, first - 1, -1))


def remedies_of(agency_id: int, year: int) -> list[RemedyCase]:
    """The register of a year, by the day they were filed."""
    statement = select(RemedyCase).where(open_remedies(agency_id, year))
    return list(db.session.execute(statement.order_by(RemedyCase.filed_on, RemedyCase.id)).scalars())


def remedy_of(agency_id: int, remedy_id: int) -> RemedyCase | None:
    """One row of the register, if it is the agency's."""
    statement = select(RemedyCase).where(RemedyCase.agency_id == agency_id, RemedyCase.id == remedy_id)
    return db.session.execute(statement).scalar_one_or_none()
