"""Reviews and suits against three answers of the demonstration, for section four of its report."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from tracker.domain.outcomes import Outcome
from tracker.extensions import db
from tracker.models.agency import Agency
from tracker.models.case import Case
from tracker.now import local
from tracker.services.reports.remedies import RemedyFacts, close_remedy, register_remedy

FILED_AFTER, SERVED_AFTER = timedelta(days=20), timedelta(days=5)
ANSWERED_AFTER, CLOSED_AFTER = timedelta(days=12), timedelta(days=55)
# (answer attacked, route, result or None while it is pending)
ATTACKED: tuple[tuple[Outcome, str, str | None], ...] = (
    (Outcome.THIRD_PARTY_RIGHTS, "reconsideration", "upheld"),
    (Outcome.PROCESS_INFORMATION, "reconsideration", None),
    (Outcome.NOT_HELD, "litigation_direct", "corrected"),
)


def attack(*, agency: Agency, actor_id: int, at: datetime) -> int:
    """Register the three, as far as their days have come; returns how many."""
    today = local(at).date()
    made = 0
    for outcome, route, result in ATTACKED:
        found = _answered(agency, outcome, before=today - FILED_AFTER - SERVED_AFTER)
        if found is None:
            continue
        number, replied_on = found
        filed_on = replied_on + FILED_AFTER
        remedy = register_remedy(
            agency=agency,
            facts=RemedyFacts(
                route=route,
                authority=agency.reviewing_agency if route == "reconsideration" else agency.court,
                filed_on=filed_on,
                served_on=filed_on + SERVED_AFTER,
                answered_on=min(filed_on + ANSWERED_AFTER, today),
                case_number=number,
            ),
            on=today,
            at=at,
            actor_id=actor_id,
        )
        made += 1
        closed_on = filed_on + CLOSED_AFTER
        if result is not None and closed_on <= today:
            close_remedy(
                remedy=remedy, result=result, closed_on=closed_on, on=today, at=at, actor_id=actor_id
            )
    return made


def _answered(agency: Agency, outcome: Outcome, *, before: date) -> tuple[str, date] | None:
    row = db.session.execute(
        select(Case.number, Case.replied_on)
        .where(Case.agency_id == agency.id, Case.outcome == outcome.value, Case.replied_on <= before)
        .order_by(Case.replied_on, Case.id)
        .limit(1)
    ).one_or_none()
    return None if row is None or row.replied_on is None else (row.number, row.replied_on)
