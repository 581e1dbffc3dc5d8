"""查看完整信息: unmask the person of one case, for a reason that stays on record."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from tracker.domain.case_events import CaseEvent
from tracker.domain.errors import DomainError, PermissionRefused
from tracker.domain.lifecycle.standing import fold
from tracker.domain.permissions import Actor, may_see_person
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.case_record import CaseEventRow
from tracker.services import audit
from tracker.services.cases.facts import case_view

LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class RevealedPerson:
    """诉求人／申请人 in clear; empty where nothing was registered."""

    name: str
    phone: str
    id_type: str
    id_number: str
    address: str
    postcode: str


def reveal_person(
    *, case: Case, actor: Actor, reason: str, at: datetime, address: str = ""
) -> RevealedPerson:
    """Open the personal data of ``case`` to ``actor`` and write an audit line with the reason.

    ``address`` is the network address of the request. Raises PermissionRefused where the person may stay
    unknown to ``actor`` (a secret reporter above all), DomainError without a reason.
    """
    words = " ".join(reason.split())
    if not words:
        raise DomainError("请写明查看完整信息的事由。", field="reason")
    if len(words) > LONGEST_REASON:
        raise DomainError(f"事由超过 {LONGEST_REASON} 个字，请写短些。", field="reason")
    if not may_see_person(actor, case_view(case, fold(_events(case)))):
        raise PermissionRefused(
            "您不能查看这一件的个人信息；由承办人、本科室负责人或登记员查看，保密件限承办人。"
        )
    audit.record(
        action="person.revealed",
        at=at,
        actor_id=actor.user_id,
        subject=case.number,
        address=address,
        detail={"reason": words},
    )
    person = case.person
    if person is None:
        return RevealedPerson("", "", "", "", "", "")
    return RevealedPerson(
        name=person.name or "",
        phone=person.phone or "",
        id_type=person.id_type,
        id_number=person.id_number or "",
        address=person.address or "",
        postcode=person.postcode,
    )


def _events(case: Case) -> list[CaseEvent]:
    rows = db.session.execute(
        select(CaseEventRow).where(CaseEventRow.case_id == case.id).order_by(CaseEventRow.seq)
    ).scalars()
    return [row.as_event() for row in rows]
