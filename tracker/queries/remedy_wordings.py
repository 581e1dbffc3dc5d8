"""救济途径 as an agency words it: every version, and the one a decision takes."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.extensions import db
from tracker.models.document import RemedyWording


def versions(*, agency_id: int) -> list[RemedyWording]:
    """Every wording the agency set, by the day it counts from."""
    return list(
        db.session.execute(
            select(RemedyWording)
            .where(RemedyWording.agency_id == agency_id)
            .order_by(RemedyWording.valid_from, RemedyWording.id)
            .options(joinedload(RemedyWording.set_by))
        ).scalars()
    )


def in_force(wordings: Sequence[RemedyWording], scopes: Sequence[str], day: date) -> RemedyWording | None:
    """The wording that counts on ``day`` for the first of ``scopes`` that has one; None where the shipped words do.

    ``wordings`` stand in the order of ``versions``. A scope given back to the shipped words falls to the next one.
    """
    for scope in scopes:
        own = [each for each in wordings if each.scope == scope and each.valid_from <= day]
        if own and own[-1].text:
            return own[-1]
    return None


def wording_of(*, agency_id: int, scopes: Sequence[str], day: date) -> RemedyWording | None:
    """``in_force`` among what the agency set for ``scopes``."""
    if not scopes:
        return None
    rows = db.session.execute(
        select(RemedyWording)
        .where(RemedyWording.agency_id == agency_id, RemedyWording.scope.in_(scopes))
        .order_by(RemedyWording.valid_from, RemedyWording.id)
    ).scalars()
    return in_force(list(rows), scopes, day)
