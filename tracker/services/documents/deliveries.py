"""送达: how a letter went, when it left, when it was signed for or came back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tracker.domain.case_events import CaseEvent
from tracker.domain.errors import DomainError
from tracker.domain.labels import State
from tracker.domain.letter_delivery import DeliveryMethod, FixedDays, fixed_days
from tracker.domain.lifecycle.standing import fold
from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.models.document import CaseDocument, LetterDelivery
from tracker.now import local
from tracker.services import audit
from tracker.services.cases.facts import case_view
from tracker.services.documents.access import refuse_unless_may_keep

LONGEST = {"item_number": 60, "return_reason": 200}


@dataclass(frozen=True, slots=True)
class DeliveryFacts:
    """What is told of one try. A day the case itself holds is left out here: see ``FixedDays``."""

    method: DeliveryMethod
    item_number: str = ""
    sent_on: date | None = None
    signed_on: date | None = None
    returned_on: date | None = None
    return_reason: str = ""


def days_held(
    document: CaseDocument, events: Sequence[CaseEvent], delivery: LetterDelivery | None
) -> FixedDays:
    """The days of this try that stand in the case: of the first one only, a second try has days of its own."""
    is_first = delivery is None or not document.deliveries or document.deliveries[0] is delivery
    if document.letter_kind is None or not is_first:
        return FixedDays()
    return fixed_days(document.letter_kind, document.about_seq, events)


def current_try(document: CaseDocument) -> LetterDelivery | None:
    """The try that may still be added to; None where a new one begins: none yet, or the last came back."""
    last = document.deliveries[-1] if document.deliveries else None
    return None if last is None or last.returned_on else last


def record_delivery(
    *,
    document: CaseDocument,
    events: Sequence[CaseEvent],
    facts: DeliveryFacts,
    actor: Actor,
    at: datetime,
) -> LetterDelivery:
    """Record or complete the current try of ``document``; after a returned one a new try begins.

    Raises DomainError naming the field: for a day the case holds otherwise, for an answer not yet recorded as
    sent, for days in the future or out of order.
    """
    case = document.case
    refuse_unless_may_keep(actor, case_view(case, fold(events)))
    if case.state is State.ARCHIVED:
        raise DomainError(f"{case.number} 已归档，不能再登记送达。", field="method")
    held = _held_by_new_or_current(document, events)
    _refuse_mistakes(document, facts, held, today=local(at).date())
    delivery = current_try(document)
    before = _told(delivery) if delivery else {}
    if delivery is None:
        delivery = LetterDelivery(document=document, created_at=at, created_by_id=actor.user_id)
        db.session.add(delivery)
    delivery.method, delivery.item_number = facts.method, facts.item_number.strip()
    delivery.sent_on = None if held.sent_on else facts.sent_on
    delivery.signed_on = _signed_on(facts, held)
    delivery.returned_on, delivery.return_reason = facts.returned_on, facts.return_reason.strip()
    _note_end(delivery, actor, at)
    db.session.flush()
    if _told(delivery) != before:
        _audit(document, before, _told(delivery), actor, at)
    return delivery


def _held_by_new_or_current(document: CaseDocument, events: Sequence[CaseEvent]) -> FixedDays:
    begins_again = bool(document.deliveries) and current_try(document) is None
    return FixedDays() if begins_again else days_held(document, events, current_try(document))


def _signed_on(facts: DeliveryFacts, held: FixedDays) -> date | None:
    """What is handed over in person is signed for on the spot."""
    if held.signed_on or held.signed_by:
        return None
    in_hand = facts.method is DeliveryMethod.IN_PERSON and facts.returned_on is None
    return facts.signed_on or ((held.sent_on or facts.sent_on) if in_hand else None)


def _note_end(delivery: LetterDelivery, actor: Actor, at: datetime) -> None:
    """Who recorded the end, and when; a corrected day keeps the first recording."""
    if delivery.signed_on is None and delivery.returned_on is None:
        delivery.ended_at = delivery.ended_by_id = None
    elif delivery.ended_at is None:
        delivery.ended_at, delivery.ended_by_id = at, actor.user_id


def _refuse_mistakes(document: CaseDocument, facts: DeliveryFacts, held: FixedDays, *, today: date) -> None:
    if held.waits_for is not None:
        raise DomainError(f"请先办「{held.waits_for.label}」，送出的日期以那一步为准。", field="method")
    if held.method in list(DeliveryMethod) and facts.method != held.method:
        told = DeliveryMethod(held.method).label
        raise DomainError(f"登记答复时的方式是“{told}”，送达方式以那一步为准。", field="method")
    sent_on = held.sent_on or facts.sent_on
    if sent_on is None:
        raise DomainError("请填写送出的日期；邮寄的填交邮当日。", field="sent_on")
    if held.signed_by is not None and held.signed_on is None and facts.signed_on is not None:
        raise DomainError(f"签收日期关系到对方的期限，请办「{held.signed_by.label}」。", field="signed_on")
    _refuse_days(document, facts, sent_on, today=today)
    for name, most in LONGEST.items():
        if len(getattr(facts, name).strip()) > most:
            raise DomainError(f"超过 {most} 个字，请写短些。", field=name)
    if facts.returned_on is not None and not facts.return_reason.strip():
        raise DomainError("请写明退回的原因，例如“迁移新址不明”。", field="return_reason")


def _refuse_days(document: CaseDocument, facts: DeliveryFacts, sent_on: date, *, today: date) -> None:
    if facts.sent_on and document.dated_on and facts.sent_on < document.dated_on:
        raise DomainError(f"送出日期 {facts.sent_on} 早于文书日期 {document.dated_on}。", field="sent_on")
    if facts.signed_on and facts.returned_on:
        raise DomainError("签收和退回只能填一项。", field="returned_on")
    days = {"sent_on": sent_on, "signed_on": facts.signed_on, "returned_on": facts.returned_on}
    for name, day in days.items():
        if day is not None and day > today:
            raise DomainError(f"{day} 晚于今天，请填已经发生的日期。", field=name)
        if day is not None and day < sent_on:
            raise DomainError(f"{day} 早于送出日期 {sent_on}。", field=name)


def _told(delivery: LetterDelivery) -> dict[str, Any]:
    days = ("sent_on", "signed_on", "returned_on")
    told: dict[str, Any] = {name: day.isoformat() for name in days if (day := getattr(delivery, name))}
    if delivery.item_number:
        told["item_number"] = delivery.item_number
    return {"method": delivery.method.value, **told}


def _audit(
    document: CaseDocument, before: dict[str, Any], after: dict[str, Any], actor: Actor, at: datetime
) -> None:
    audit.record(
        action="letter.delivery_recorded",
        at=at,
        actor_id=actor.user_id,
        subject=document.case.number,
        detail={"document": document.id, "number": document.number, "before": before, "after": after},
    )
