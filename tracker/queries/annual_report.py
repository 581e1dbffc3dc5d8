"""Sections three and four of a year, each from one grouped statement, and the cases behind every cell.

What is carried in is what the year before carried out, by construction; an answer that is taken up again in a
later year stays counted where it was reported.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    false,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)

from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.reading import SHIPPED, Reading
from tracker.domain.annual_report.section_four import SectionFour, tally_section_four
from tracker.domain.annual_report.section_three import (
    OTHERWISE_CODES,
    TOTAL,
    SectionThree,
    tally,
)
from tracker.domain.labels import Kind
from tracker.domain.outcomes import Outcome
from tracker.extensions import db
from tracker.models.case import Case, CaseCycle
from tracker.models.report import AnnualReportVersion, RemedyCase
from tracker.queries.annual_requests import counted_outcome, ended_on, has_ended, is_new, requests_of


def section_three(agency_id: int, year: int, edition: Edition, reading: Reading = SHIPPED) -> SectionThree:
    """Count the requests of ``year`` as they stood on 31 December."""
    return sections_three(agency_id, {year: edition}, reading)[year]


def sections_three(
    agency_id: int, editions: Mapping[int, Edition], reading: Reading = SHIPPED
) -> dict[int, SectionThree]:
    """The same of several years in one statement."""
    counts: dict[int, Counter[tuple[str, str]]] = {year: Counter() for year in editions}
    statement = union_all(*(_counted(agency_id, year, reading) for year in editions))
    for year, new, ended, answered, outcome, applicant, number in db.session.execute(statement):
        for row in _rows_of(reading, new, ended, answered, outcome):
            counts[year][row, applicant.value] += number
    tables = {year: tally(counts[year], edition) for year, edition in editions.items()}
    return {
        year: table.without_zeros() if reading.leaves_zeros_blank else table for year, table in tables.items()
    }


def _counted(agency_id: int, year: int, reading: Reading) -> Select[Any]:
    facts = _facts(agency_id, year, reading)
    return (
        select(literal(year), *facts, func.count())
        .where(requests_of(agency_id, year, reading))
        .group_by(*facts)
    )


def _facts(agency_id: int, year: int, reading: Reading) -> tuple[ColumnElement[Any], ...]:
    """What decides the rows and the column of a request."""

    def flag(condition: ColumnElement[bool], name: str) -> ColumnElement[int]:
        return case((condition, 1), else_=0).label(name)

    return (
        flag(is_new(agency_id, year, reading), "is_new"),
        flag(has_ended(year, reading), "has_ended"),
        flag(CaseCycle.replied_on.is_not(None), "is_answered"),
        counted_outcome(reading).label("counted_outcome"),
        CaseCycle.applicant_type.expression,
    )


def _rows_of(
    reading: Reading, is_new: int, has_ended: int, is_answered: int, outcome: str | None
) -> tuple[str, str]:
    """The row of a request's origin, and that of its result in the format of 2021."""
    result = reading.row(outcome, is_answered=bool(is_answered)) if has_ended else "C"
    return "new" if is_new else "carried", result


def _cell_condition(
    agency_id: int, year: int, row: str, column: str, reading: Reading
) -> ColumnElement[bool]:
    """Which of the year's requests a cell counts."""
    applicant = true() if column == TOTAL else CaseCycle.applicant_type == column
    return and_(applicant, _row_condition(agency_id, year, row, reading))


def _row_condition(agency_id: int, year: int, row: str, reading: Reading) -> ColumnElement[bool]:
    plain = {
        "new": is_new(agency_id, year, reading),
        "carried": ~is_new(agency_id, year, reading),
        "T": has_ended(year, reading),
        "C": ~has_ended(year, reading),
    }
    if row in plain:
        return plain[row]
    rows = OTHERWISE_CODES if row == "other" else {row}
    endings = [
        and_(condition, counted_outcome(reading).in_(_outcomes_in(rows, reading, is_answered=is_answered)))
        for is_answered, condition in (
            (True, CaseCycle.replied_on.is_not(None)),
            (False, CaseCycle.replied_on.is_(None)),
        )
    ]
    without = CaseCycle.outcome.is_(None) if reading.taken_out in rows else false()
    return and_(has_ended(year, reading), or_(*endings, without))


def _outcomes_in(rows: Collection[str], reading: Reading, *, is_answered: bool) -> list[str]:
    return [each.value for each in Outcome if reading.row(each.value, is_answered=is_answered) in rows]


@dataclass(frozen=True, slots=True)
class CellCase:
    """One request behind a cell; ``ended_on`` is None while it is carried over."""

    id: int
    number: str
    title: str
    received_on: date
    ended_on: date | None


def cases_in_cell(
    agency_id: int,
    year: int,
    row: str,
    column: str,
    *,
    reading: Reading = SHIPPED,
    narrowed_to: ColumnElement[bool] | None = None,
    limit: int | None = None,
) -> list[CellCase]:
    """Return the requests a cell counts, in order of receipt, at most ``limit``."""
    statement = (
        select(Case.id, Case.number, Case.title, CaseCycle.received_on, ended_on(reading))
        .join(CaseCycle, CaseCycle.case_id == Case.id)
        .where(
            requests_of(agency_id, year, reading),
            _cell_condition(agency_id, year, row, column, reading),
            true() if narrowed_to is None else narrowed_to,
        )
        .order_by(CaseCycle.received_on, Case.id)
        .limit(limit)
    )
    return [CellCase(*row_) for row_ in db.session.execute(statement).tuples()]


def counted_remedies(agency_id: int, year: int, reading: Reading = SHIPPED) -> ColumnElement[bool]:
    """复议、诉讼 counted in ``year``: those open at any time in it, or by another reading those filed in it."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    was_open = or_(RemedyCase.closed_on.is_(None), RemedyCase.closed_on >= first)
    return and_(
        RemedyCase.agency_id == agency_id,
        RemedyCase.filed_on <= last,
        RemedyCase.filed_on >= first if reading.remedies == "filed" else was_open,
    )


def section_four(agency_id: int, year: int, reading: Reading = SHIPPED) -> SectionFour:
    """Count the register of reviews and suits as of 31 December; one joint suit is one row, so it counts once."""
    result = case((RemedyCase.closed_on <= date(year, 12, 31), RemedyCase.result), else_="pending")
    statement = (
        select(RemedyCase.route, result.label("as_of"), func.count())
        .where(counted_remedies(agency_id, year, reading))
        .group_by(RemedyCase.route, "as_of")
    )
    table = tally_section_four(
        {(route, found): number for route, found, number in db.session.execute(statement).tuples()}
    )
    return table.without_zeros() if reading.leaves_zeros_blank else table


def places_of_requests(agency_id: int, year: int, reading: Reading = SHIPPED) -> dict[str, list[str]]:
    """Return for every request of the year, by number, its rows in the format of 2021 and its column."""
    statement = (
        select(Case.number, *_facts(agency_id, year, reading))
        .join(CaseCycle, CaseCycle.case_id == Case.id)
        .where(requests_of(agency_id, year, reading))
        .order_by(Case.id)
    )
    return {
        number: [*_rows_of(reading, new, ended, answered, outcome), applicant.value]
        for number, new, ended, answered, outcome, applicant in db.session.execute(statement)
    }


def reported_years(agency_id: int, last: int) -> list[int]:
    """The years that may have a report, the latest first: from the first case or frozen version on.

    A year without a request has its report too; its text tells of the letters and hotline items.
    """
    of_kinds = [
        select(func.min(CaseCycle.received_on).label("received_on")).where(
            CaseCycle.agency_id == agency_id, CaseCycle.kind == kind
        )
        for kind in Kind
    ]
    first_case = select(func.min(union_all(*of_kinds).subquery().c.received_on))
    first_version = select(func.min(AnnualReportVersion.year)).where(
        AnnualReportVersion.agency_id == agency_id
    )
    received_on = db.session.execute(first_case).scalar_one()
    version_year = db.session.execute(first_version).scalar_one()
    first = min(last - 1, received_on.year if received_on else last, version_year or last)
    return list(range(last, first - 1, -1))


def remedy_of(agency_id: int, remedy_id: int) -> RemedyCase | None:
    """One row of the register, if it is the agency's."""
    statement = select(RemedyCase).where(RemedyCase.agency_id == agency_id, RemedyCase.id == remedy_id)
    return db.session.execute(statement).scalar_one_or_none()
