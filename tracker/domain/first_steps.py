"""签收 and 首次联系: the first steps of a round of handling, and by which day each should be taken."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.labels import ItemType, Kind, State

E = EventType
ENDED_UNSIGNED = frozenset({E.REPLIED, E.CLOSED, E.STAGE_REPLY})
"""An answer without a signature before it shows that the section took the item."""
ANSWERS_THE_CALLER = frozenset({E.REPLIED, E.STAGE_REPLY})
NOT_REACHED = "not_reached"


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """What was done first in a round; all days of happening.

    ``to_sign_since`` is the day of the last assignment that asks for a signature, None at the desk and where the
    channel wants none. An answer taken from a file says nothing of when the item was signed or the caller reached.
    """

    to_sign_since: date | None = None
    signed_on: date | None = None
    contacted_on: date | None = None

    def after(self, event: CaseEvent) -> Self:
        """The first steps once ``event`` has happened as well."""
        if event.type is E.REHANDLED:
            return type(self)()
        if event.type is E.ASSIGNED and _wants_signature(event):
            return replace(self, to_sign_since=event.on, signed_on=None)
        if event.type is E.RETURN_APPROVED and self.signed_on is None:
            return replace(self, to_sign_since=None)
        found = self
        if self.to_sign_since and self.signed_on is None and _signs(event):
            found = replace(found, signed_on=event.on)
        if self.contacted_on is None and _reaches_the_caller(event):
            found = replace(found, contacted_on=event.on)
        return found


def _wants_signature(event: CaseEvent) -> bool:
    return State(event.payload.get("to", State.AWAITING_SIGNATURE)) is State.AWAITING_SIGNATURE


def _signs(event: CaseEvent) -> bool:
    return event.type is E.SIGNED or (event.type in ENDED_UNSIGNED and not event.payload.get("imported"))


def _reaches_the_caller(event: CaseEvent) -> bool:
    if event.type is E.CONTACTED:
        return event.payload.get("result") != NOT_REACHED
    return event.type in ANSWERS_THE_CALLER and not event.payload.get("imported")


def first_steps(events: Iterable[CaseEvent]) -> FirstSteps:
    """The first steps of the last round of ``events``, which are in order and none of them undone."""
    found = FirstSteps()
    for event in events:
        found = found.after(event)
    return found


def first_contact_period(
    *, kind: Kind, item_type: ItemType | None, urgent: bool, is_anonymous: bool, cycle: int
) -> str | None:
    """Which period the first contact has: of the first round of a hotline item whose caller can be called.

    Praise (表扬) wants no call. An urgent item has 紧急件首次回复, every other one 首次联系.
    """
    if kind is not Kind.HOTLINE or cycle != 1 or is_anonymous or item_type is ItemType.PRAISE:
        return None
    return "urgent_first_reply" if urgent else "first_contact"
