"""可能重复: cases that look like the one being registered."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, or_, select

from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.case_record import CasePerson
from tracker.queries.cases.visibility import person_known_to, visible_to
from tracker.sealing import sealer

LOOK_BACK = timedelta(days=30)
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Similar:
    """A case and what it has in common with the new one."""

    case: Case
    because: str


def similar_cases(
    *,
    actor: Actor,
    channel_id: int,
    received_on: date,
    source_number: str = "",
    phone: str = "",
    title: str = "",
) -> list[Similar]:
    """Cases with the same source number, or of the same caller in the 30 days before ``received_on``."""
    found: dict[int, Similar] = {}
    if source_number.strip():
        same = and_(Case.channel_id == channel_id, Case.source_number == source_number.strip())
        for case in _cases(actor, same):
            found[case.id] = Similar(case, "同一来源编号")
    if phone.strip():
        caller = select(CasePerson.case_id).where(CasePerson.phone_hash == sealer().look_up("phone", phone))
        recent = and_(
            Case.id.in_(caller), Case.received_on >= received_on - LOOK_BACK, person_known_to(actor)
        )
        for case in _cases(actor, recent):
            found.setdefault(case.id, Similar(case, "同一电话"))
    if title.strip():
        recent = and_(Case.title == title.strip(), Case.received_on >= received_on - LOOK_BACK)
        for case in _cases(actor, or_(recent)):
            found.setdefault(case.id, Similar(case, "标题相同"))
    return list(found.values())[:SHOWN]


def _cases(actor: Actor, condition: object) -> list[Case]:
    statement = (
        select(Case)
        .where(visible_to(actor), condition)  # type: ignore[arg-type]
        .order_by(Case.received_on.desc(), Case.id.desc())
        .limit(SHOWN)
    )
    return list(db.session.execute(statement).scalars())
