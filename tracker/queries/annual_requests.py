"""Which requests the annual report of a year counts, and when each of them came in and ended.

A request belongs to the report of each year in which it is new or carried in, until the first year at whose
end it was answered. When it came in is asked of ends of years only, with what was known on that day, so that
what one year carries out the next one carries in under every reading.
"""

from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, extract, false, func, or_, select
from sqlalchemy.orm import aliased

from tracker.domain.annual_report.reading import SHIPPED, Reading
from tracker.domain.case_events import EventType
from tracker.domain.labels import Kind
from tracker.domain.outcomes import Outcome
from tracker.models.case import Case, CaseCycle
from tracker.models.case_record import CaseEventRow
from tracker.models.imports import ImportRow
from tracker.now import LOCAL_ZONE
from tracker.queries.event_facts import still_counts


def ended_on(reading: Reading, cycle: type[CaseCycle] = CaseCycle) -> ColumnElement[date]:
    """答复之日: the day of the answer, else the day the request was closed or taken out.

    A request that left without an answer (returned, merged) is still one received and dealt with.
    """
    ends = (cycle.closed_on, cycle.removed_on)
    return func.coalesce(*(ends if reading.result_day == "closed" else (cycle.replied_on, *ends)))


def has_ended(year: int, reading: Reading) -> ColumnElement[bool]:
    ended = ended_on(reading)
    return and_(ended.is_not(None), ended <= date(year, 12, 31))


def requests_of(agency_id: int, year: int, reading: Reading = SHIPPED) -> ColumnElement[bool]:
    """The cycles the report of ``year`` counts: new in the year, or not yet answered when it began."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    earlier = aliased(CaseCycle)
    ended, ended_before = ended_on(reading), ended_on(reading, earlier)
    answered_at_a_year_end = select(earlier.case_id).where(
        earlier.agency_id == agency_id,
        earlier.superseded_on.is_not(None),
        ended_before < first,
        extract("year", earlier.superseded_on) > extract("year", ended_before),
        *_was_written_down(agency_id, year, reading, earlier),
    )
    return and_(
        CaseCycle.agency_id == agency_id,
        CaseCycle.kind == Kind.DISCLOSURE,
        has_come_in(agency_id, last, reading),
        CaseCycle.stands_from <= last,
        or_(CaseCycle.stands_until.is_(None), CaseCycle.stands_until > last),
        or_(is_new(agency_id, year, reading), ended.is_(None), ended >= first),
        CaseCycle.case_id.not_in(answered_at_a_year_end),
        ~_is_left_out(agency_id, year, reading),
    )


def _was_written_down(
    agency_id: int, year: int, reading: Reading, earlier: type[CaseCycle]
) -> list[ColumnElement[bool]]:
    """Whether an answer stood in a report at all before it was taken away.

    One that was written into the register later, in the year it was taken away or after, stood in none where the
    register decides. Two years back are enough: such a request is written down late, not forgotten.
    """
    if reading.new_day != "registered":
        return []
    return [
        or_(
            extract("year", earlier.superseded_on) != taken_away,
            earlier.case_id.not_in(_registered_after(agency_id, date(taken_away - 1, 12, 31))),
        )
        for taken_away in range(year - 2, year + 1)
    ]


def counted_outcome(reading: Reading) -> ColumnElement[str | None]:
    """The result a request counts with; of several reasons for refusal the chosen one, or the table's first."""
    if reading.leading != "first":
        return CaseCycle.outcome.expression
    answer = aliased(CaseEventRow)
    first = (
        select(answer.payload["first"].as_string())
        .where(
            answer.case_id == CaseCycle.case_id,
            answer.type == EventType.REPLIED,
            answer.on == CaseCycle.replied_on,
            still_counts(answer),
        )
        .order_by(answer.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(first, CaseCycle.outcome)


def is_new(agency_id: int, year: int, reading: Reading = SHIPPED) -> ColumnElement[bool]:
    """一、本年新收: not yet come in when the year before ended."""
    return ~has_come_in(agency_id, date(year - 1, 12, 31), reading)


def has_come_in(agency_id: int, last: date, reading: Reading = SHIPPED) -> ColumnElement[bool]:
    """Whether a request counts as received by ``last``, an end of a year."""
    conditions = [CaseCycle.received_on <= last]
    if reading.new_day == "registered":
        conditions.append(CaseCycle.case_id.not_in(_registered_after(agency_id, last)))
    if reading.corrected == "complete":
        conditions.append(~_lies_incomplete(agency_id, last, reading))
    return and_(*conditions)


def _registered_after(agency_id: int, last: date) -> Select[tuple[int]]:
    """Received by ``last`` and written into the register later; an imported ledger does not tell its day."""
    midnight = datetime.combine(last + timedelta(days=1), time(), LOCAL_ZONE)
    imported = select(ImportRow.case_id).where(ImportRow.case_id == Case.id, ImportRow.made == "created")
    return select(Case.id).where(
        Case.agency_id == agency_id,
        Case.kind == Kind.DISCLOSURE,
        Case.received_on <= last,
        Case.created_at >= midnight,
        ~imported.exists(),
    )


def _lies_incomplete(agency_id: int, last: date, reading: Reading) -> ColumnElement[bool]:
    """Received this year, asked for a correction, and neither corrected nor given up by its end."""
    asked, given = aliased(CaseEventRow), aliased(CaseEventRow)
    corrected = select(given.seq).where(
        given.case_id == asked.case_id,
        given.type == EventType.CORRECTION_RECEIVED,
        given.seq > asked.seq,
        given.on <= last,
        still_counts(given),
    )
    waiting = (
        select(asked.case_id)
        .join(Case, Case.id == asked.case_id)
        .where(
            Case.agency_id == agency_id,
            Case.kind == Kind.DISCLOSURE,
            asked.type == EventType.CORRECTION_REQUESTED,
            asked.on.between(date(last.year, 1, 1), last),
            still_counts(asked),
            ~corrected.exists(),
        )
    )
    return and_(
        CaseCycle.received_on >= date(last.year, 1, 1),
        CaseCycle.case_id.in_(waiting),
        ~has_ended(last.year, reading),
    )


def _is_left_out(agency_id: int, year: int, reading: Reading) -> ColumnElement[bool]:
    """A repeat of an answered request, where the office counts the first one alone."""
    if reading.repeated != "once":
        return false()
    return and_(
        CaseCycle.outcome.is_not(None),
        CaseCycle.outcome == Outcome.REPEATED.value,
        has_ended(year, reading),
        is_new(agency_id, year, reading),
    )
