"""送达 of a letter: how it went, when it left, when it was signed for or came back.

Where a day of the delivery is also a day of the law, the clock's own event holds it and the delivery shows that
one: a letter handed to the post is answered on that day (国办公开办函〔2016〕235号), a third party's 15 working
days run from the day it signed (条例第三十二条), payment is due 20 working days after the notice was received.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.labels import Labelled
from tracker.domain.letters import LetterKind
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.standing import effective

E, K = EventType, LetterKind


class DeliveryMethod(Labelled):
    """送达方式."""

    POST = "post", "邮寄"
    IN_PERSON = "in_person", "当面交付"
    EMAIL = "email", "电子邮件"
    PLATFORM = "platform", "网上平台"


ELECTRONIC = frozenset({DeliveryMethod.EMAIL, DeliveryMethod.PLATFORM})
"""Service over the internet, which owes an online way to ask for a review (行政复议法第二十二条)."""


class LetterStep(Labelled):
    """What the timeline tells of a letter; each has its own partial template."""

    MADE = "letter_made", "制作文书"
    SENT = "letter_sent", "送出文书"
    SIGNED = "letter_signed", "文书签收"
    RETURNED = "letter_returned", "文书退回"


OPINION_LETTERS = frozenset({K.THIRD_PARTY_OPINION, K.CO_MAKER_OPINION, K.AGENCY_OPINION})
ON_THE_STEP = {
    K.CORRECTION: E.CORRECTION_REQUESTED,
    K.REASONS: E.REASONS_ASKED,
    K.DEFERRAL: E.REPLY_DEFERRED,
    K.FEE_NOTICE: E.FEE_NOTICE_SENT,
} | dict.fromkeys(OPINION_LETTERS, E.CONSULTATION_STARTED)
"""Letters that leave on the very day of the step they are about."""
WAITS_FOR = {
    K.CORRECTION: Action.REQUEST_CORRECTION,
    K.REASONS: Action.ASK_REASONS,
    K.DEFERRAL: Action.DEFER_REPLY,
    K.FEE_NOTICE: Action.SEND_FEE_NOTICE,
} | dict.fromkeys(OPINION_LETTERS, Action.START_CONSULTATION)
NOT_ANSWERS = frozenset(
    {
        *ON_THE_STEP,
        K.RECEIPT,
        K.EXTENSION,
        K.OPINION_NOTICE,
        K.THIRD_PARTY_NOTICE,
        K.NO_LONGER_HANDLED,
    }
)


@dataclass(frozen=True, slots=True)
class FixedDays:
    """The days of a delivery that the case already holds; None where the delivery itself is the record.

    ``waits_for`` is the step to be taken first, ``signed_by`` the one that records the signature.
    """

    sent_on: date | None = None
    sent_by: EventType | None = None
    signed_on: date | None = None
    waits_for: Action | None = None
    signed_by: Action | None = None
    method: str = ""


def is_answer(kind: LetterKind) -> bool:
    """Whether the letter is the answer itself, whose dispatch is 登记答复."""
    return kind not in NOT_ANSWERS


def fixed_days(kind: LetterKind, about: int | None, events: Sequence[CaseEvent]) -> FixedDays:
    """The days of ``kind`` about the step ``about`` that stand in the events."""
    kept = effective(events)
    if is_answer(kind):
        return _answer_days(kept, about)
    if kind not in ON_THE_STEP:
        return FixedDays()
    of_kind = [event for event in kept if event.type is ON_THE_STEP[kind] and about in {None, event.seq}]
    if not of_kind:
        return FixedDays(waits_for=WAITS_FOR[kind])
    step = of_kind[-1]
    signed, signed_by = None, None
    if kind in OPINION_LETTERS:
        signed, signed_by = _opinion_signed(kept, step), Action.DELIVER_CONSULTATION
    elif kind is K.FEE_NOTICE and step.payload.get("received_on"):
        signed = date.fromisoformat(step.payload["received_on"])
    return FixedDays(step.on, step.type, signed, signed_by=signed_by)


def _answer_days(kept: Sequence[CaseEvent], about: int | None) -> FixedDays:
    """登记答复 of the draft the letter carries; in person it is signed for on that day."""
    for event in kept:
        if event.type is E.REPLIED and event.seq >= (about or 0):
            method = event.payload.get("method", "")
            signed = event.on if method == DeliveryMethod.IN_PERSON else None
            return FixedDays(event.on, event.type, signed, method=method)
    return FixedDays(waits_for=Action.REPLY)


def _opinion_signed(kept: Sequence[CaseEvent], asked: CaseEvent) -> date | None:
    for event in kept:
        answers = event.payload.get("answers", asked.seq if event.seq > asked.seq else None)
        if event.type is E.CONSULTATION_DELIVERED and answers == asked.seq:
            return event.on
    return None
