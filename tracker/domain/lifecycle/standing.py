"""Where a case stands: the fold of its events in their order of recording."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.labels import REMOVED_STATES, Party, Satisfaction, State

E = EventType


@dataclass(frozen=True, slots=True)
class CycleStanding:
    """One round of handling. ``satisfaction`` is the call-back's, ``outcome`` the annual table's code."""

    number: int
    started_on: date
    replied_on: date | None = None
    closed_on: date | None = None
    removed_on: date | None = None
    removed_as: State | None = None
    outcome: str | None = None
    result: str | None = None
    satisfaction: Satisfaction | None = None
    times_extended: int = 0
    times_returned: int = 0


@dataclass(frozen=True, slots=True)
class Consultation:
    """An open consultation: its event's seq names it when the opinion comes back."""

    seq: int
    party: Party
    started_on: date


@dataclass(slots=True)
class Standing:
    """The folded case. ``cycles`` is never empty; the last one is the running or final round."""

    state: State
    received_on: date
    cycles: list[CycleStanding]
    section_id: int | None = None
    handler_id: int | None = None
    assistant_ids: tuple[int, ...] = ()
    drafted_by: int | None = None
    extension_pending: int | None = None
    consultations: tuple[Consultation, ...] = ()
    removal_reason: str | None = None
    merged_into: int | None = None
    is_supervised: bool = False
    times_urged: int = 0
    times_sent_back: int = 0
    times_called_back: int = 0
    last_on: dict[EventType, date] = field(default_factory=dict)
    last_seq: int = 0

    @property
    def cycle(self) -> CycleStanding:
        return self.cycles[-1]

    @property
    def times_extended(self) -> int:
        return sum(cycle.times_extended for cycle in self.cycles)

    @property
    def times_returned(self) -> int:
        return sum(cycle.times_returned for cycle in self.cycles)


def effective(events: Sequence[CaseEvent]) -> list[CaseEvent]:
    """The events that count, in order of recording: an undone one and its undoing are left out."""
    undone = {event.payload["undoes"] for event in events if event.type is E.UNDONE}
    kept = (event for event in events if event.seq not in undone and event.type is not E.UNDONE)
    return sorted(kept, key=lambda event: event.seq)


def fold(events: Sequence[CaseEvent]) -> Standing:
    """Replay ``events`` into a standing; the first effective one must be the registration.

    The state reached is in each event's payload (``to``), because channel switches may change later and must
    not rewrite history.
    """
    kept = effective(events)
    if not kept or kept[0].type is not E.REGISTERED:
        raise ValueError("a case begins with its registration")
    first = kept[0]
    standing = Standing(
        state=State(first.payload["to"]),
        received_on=first.on,
        cycles=[CycleStanding(number=1, started_on=first.on)],
    )
    for event in kept:
        _take(standing, event)
    standing.last_seq = max(event.seq for event in events)
    return standing


def _take(standing: Standing, event: CaseEvent) -> None:
    payload = event.payload
    if to := payload.get("to"):
        standing.state = State(to)
    if "section" in payload:
        standing.section_id = payload["section"]
        standing.handler_id = payload.get("handler")
        standing.assistant_ids = tuple(payload.get("assistants", ()))
    standing.last_on[event.type] = event.on
    _take_round(standing, event)
    _take_mark(standing, event)


def _amend_cycle(standing: Standing, **changes: Any) -> None:
    standing.cycles[-1] = replace(standing.cycles[-1], **changes)


def _take_round(standing: Standing, event: CaseEvent) -> None:
    """What an event says of the round of handling: its answer, its end, or the next one's beginning."""
    payload, kind = event.payload, event.type
    if kind is E.REHANDLED:
        standing.cycles.append(CycleStanding(number=standing.cycle.number + 1, started_on=event.on))
        return
    changes = _round_changes(standing, event)
    if standing.state is State.CLOSED and standing.cycle.closed_on is None:
        changes["closed_on"] = event.on
    if standing.state in REMOVED_STATES and standing.cycle.removed_on is None:
        changes |= {"removed_on": event.on, "removed_as": standing.state}
        standing.removal_reason = payload.get("reason")
        standing.merged_into = payload.get("into")
    if changes:
        _amend_cycle(standing, **changes)


def _round_changes(standing: Standing, event: CaseEvent) -> dict[str, Any]:
    payload = event.payload
    changes: dict[str, Any] = {name: payload[name] for name in ("outcome", "result") if payload.get(name)}
    if payload.get("satisfaction"):
        changes["satisfaction"] = Satisfaction(payload["satisfaction"])
    match event.type:
        case E.REPLIED:
            changes["replied_on"] = event.on
        case E.EXTENSION_GRANTED:
            changes["times_extended"] = standing.cycle.times_extended + 1
        case E.RETURN_REQUESTED:
            changes["times_returned"] = standing.cycle.times_returned + 1
        case _:
            pass
    return changes


def _take_mark(standing: Standing, event: CaseEvent) -> None:
    """Marks beside the state: supervision, pending requests, open consultations."""
    match event.type:
        case E.URGED:
            standing.times_urged += 1
        case E.SUPERVISED:
            standing.is_supervised = True
        case E.REPLY_SUBMITTED:
            standing.drafted_by = event.payload.get("drafted_by")
        case E.REVIEW_SENT_BACK:
            standing.times_sent_back += 1
        case E.CALLED_BACK:
            standing.times_called_back += 1
        case E.EXTENSION_REQUESTED:
            standing.extension_pending = event.payload.get("working_days") or event.payload.get("days")
        case E.EXTENSION_GRANTED | E.EXTENSION_REFUSED:
            standing.extension_pending = None
        case E.CONSULTATION_STARTED:
            asked = Consultation(seq=event.seq, party=Party(event.payload["party"]), started_on=event.on)
            standing.consultations = (*standing.consultations, asked)
        case E.CONSULTATION_ENDED:
            standing.consultations = _without(standing.consultations, event)


def _without(open_ones: tuple[Consultation, ...], event: CaseEvent) -> tuple[Consultation, ...]:
    """Drop the consultation that ``event`` ends: the one it names, else the oldest."""
    answers = event.payload.get("answers")
    party = event.payload.get("party")
    for asked in open_ones:
        if answers in (None, asked.seq) and party in (None, asked.party):
            return tuple(other for other in open_ones if other is not asked)
    return open_ones[1:]
