"""Where a case stands: the fold of its events in their order of recording."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.first_steps import FirstSteps
from tracker.domain.labels import REMOVED_STATES, Satisfaction, State
from tracker.domain.lifecycle.asides import (
    Assistance,
    Consultation,
    PetitionReview,
    assisted,
    consulted,
    reviewed,
)

E = EventType
NOT_UNDONE = frozenset({E.AMENDED, E.IMPORTED, E.SPLIT})
WAITED_FROM = frozenset({E.RETURN_REQUESTED, E.REPLY_SUBMITTED})


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
    published_on: date | None = None
    first_steps: FirstSteps = field(default_factory=FirstSteps)
    times_extended: int = 0
    times_returned: int = 0


@dataclass(slots=True)
class Standing:
    """The folded case. ``cycles`` is never empty; the last one is the running or final round.

    ``came_from`` is where a return request or a draft was made, and where a refusal of it leads back to;
    ``unreached_on`` are the vain call-backs of this round; ``undoes`` are the events that an undoing would leave
    out, newest first, empty where nothing but the registration can be taken back.
    """

    state: State
    received_on: date
    cycles: list[CycleStanding]
    section_id: int | None = None
    handler_id: int | None = None
    assistant_ids: tuple[int, ...] = ()
    drafted_by: int | None = None
    extension_pending: int | None = None
    consultations: tuple[Consultation, ...] = ()
    assistances: tuple[Assistance, ...] = ()
    petition_reviews: tuple[PetitionReview, ...] = ()
    removal_reason: str | None = None
    merged_into: int | None = None
    is_supervised: bool = False
    is_instructed: bool = False
    designated_on: date | None = None
    reasons_asked_on: date | None = None
    searched_on: date | None = None
    awaits_reasons: bool = False
    times_urged: int = 0
    times_sent_back: int = 0
    came_from: State | None = None
    accepted_on: date | None = None
    promised_on: date | None = None
    unreached_on: tuple[date, ...] = ()
    last_on: dict[EventType, date] = field(default_factory=dict)
    last_seq: int = 0
    undoes: tuple[int, ...] = ()

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
    """The events that count, in order of recording: an undone one and its undoing are left out.

    The registration carries the receipt day as last corrected (更正登记内容); its row keeps the day first entered. The
    corrections themselves say no day any more, so that what is taken of the result, up to any day, says the same.
    """
    undone = {event.payload["undoes"] for event in events if event.type is E.UNDONE}
    kept = [event for event in events if event.seq not in undone and event.type is not E.UNDONE]
    kept.sort(key=_by_recording)
    corrected = [event.payload["received_on"] for event in kept if _corrects_receipt(event)]
    if corrected and kept and kept[0].type is E.REGISTERED:
        kept[0] = replace(kept[0], on=date.fromisoformat(corrected[-1]))
        kept = [_without_its_day(event) if _corrects_receipt(event) else event for event in kept]
    return kept


def _by_recording(event: CaseEvent) -> int:
    return event.seq


def _corrects_receipt(event: CaseEvent) -> bool:
    return event.type is E.AMENDED and "received_on" in event.payload


def _without_its_day(event: CaseEvent) -> CaseEvent:
    return replace(event, payload={key: each for key, each in event.payload.items() if key != "received_on"})


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
    standing.undoes = _undoable(kept)
    return standing


def _undoable(kept: Sequence[CaseEvent]) -> tuple[int, ...]:
    """The last step that changed anything: an amendment is corrected by another one, never undone; nor is a split,
    whose parts are requests of their own.

    An answer and the closing that came with it (the next number) are one step.
    """
    steps = [event for event in kept[1:] if event.type not in NOT_UNDONE]
    if not steps:
        return ()
    last = steps[-1]
    if last.type is E.ARCHIVED:
        return ()
    earlier = steps[-2] if len(steps) > 1 else None
    if last.type is E.CLOSED and earlier and earlier.type is E.REPLIED and earlier.seq == last.seq - 1:
        return (last.seq, earlier.seq)
    return (last.seq,)


def _take(standing: Standing, event: CaseEvent) -> None:
    payload = event.payload
    if event.type in WAITED_FROM:
        standing.came_from = standing.state
    if to := payload.get("to"):
        standing.state = State(to)
    if "section" in payload:
        standing.section_id = payload["section"]
        standing.handler_id = payload.get("handler")
        standing.assistant_ids = tuple(payload.get("assistants", ()))
    standing.last_on[event.type] = event.on
    standing.consultations = consulted(standing.consultations, event)
    standing.assistances = assisted(standing.assistances, event)
    standing.petition_reviews = reviewed(standing.petition_reviews, event)
    _take_round(standing, event)
    _take_mark(standing, event)


def _amend_cycle(standing: Standing, **changes: Any) -> None:
    standing.cycles[-1] = replace(standing.cycles[-1], **changes)


def _take_round(standing: Standing, event: CaseEvent) -> None:
    """What an event says of the round of handling: its answer, its end, or the next one's beginning."""
    payload, kind = event.payload, event.type
    if kind is E.REHANDLED:
        standing.cycles.append(CycleStanding(number=standing.cycle.number + 1, started_on=event.on))
        standing.drafted_by = standing.extension_pending = standing.promised_on = None
        standing.unreached_on = ()
        standing.searched_on = None
        return
    changes = _round_changes(standing, event)
    if standing.state is State.CLOSED and standing.cycle.closed_on is None:
        changes["closed_on"] = event.on
    if standing.state in REMOVED_STATES and standing.cycle.removed_on is None:
        changes |= {"removed_on": event.on, "removed_as": standing.state}
        standing.removal_reason = payload.get("reason")
        standing.merged_into = payload.get("into")
    _amend_cycle(standing, **changes)


def _round_changes(standing: Standing, event: CaseEvent) -> dict[str, Any]:
    payload = event.payload
    changes: dict[str, Any] = {"first_steps": standing.cycle.first_steps.after(event)}
    if event.type is E.CONTACTED:  # what a call came to is not what the matter came to
        return changes
    changes |= {name: payload[name] for name in ("outcome", "result") if payload.get(name)}
    if payload.get("satisfaction"):
        changes["satisfaction"] = Satisfaction(payload["satisfaction"])
    match event.type:
        case E.REPLIED:
            changes["replied_on"] = event.on
        case E.PUBLISHED:
            changes["published_on"] = event.on
        case E.EXTENSION_GRANTED:
            changes["times_extended"] = standing.cycle.times_extended + 1
        case E.RETURN_APPROVED:
            changes["times_returned"] = standing.cycle.times_returned + 1
        case _:
            pass
    return changes


def _take_mark(standing: Standing, event: CaseEvent) -> None:
    """Marks beside the state: supervision, pending requests, promises, vain call-backs."""
    mark = _MARKS.get(event.type)
    if mark is not None:
        for name, value in mark(standing, event).items():
            setattr(standing, name, value)


def _unreached(standing: Standing, event: CaseEvent) -> dict[str, Any]:
    if event.payload.get("satisfaction") != Satisfaction.NOT_REACHED:
        return {}
    return {"unreached_on": (*standing.unreached_on, event.on)}


def _request_answered(_standing: Standing, _event: CaseEvent) -> dict[str, Any]:
    return {"extension_pending": None}


_MARKS: dict[EventType, Callable[[Standing, CaseEvent], dict[str, Any]]] = {
    E.URGED: lambda standing, _: {"times_urged": standing.times_urged + 1},
    E.SUPERVISED: lambda _, __: {"is_supervised": True},
    E.INSTRUCTED: lambda _, __: {"is_instructed": True},
    E.DESIGNATED: lambda _, event: {"designated_on": event.on},
    E.SEARCHED: lambda _, event: {"searched_on": event.on},
    E.REASONS_ASKED: lambda _, event: {"reasons_asked_on": event.on, "awaits_reasons": True},
    E.REASONS_RECEIVED: lambda _, __: {"awaits_reasons": False},
    E.ASSISTANCE_ASKED: lambda standing, event: {
        "assistant_ids": tuple(dict.fromkeys((*standing.assistant_ids, event.payload["assistant"])))
    },
    E.ACCEPTED: lambda _, event: {"accepted_on": event.on},
    E.STAGE_REPLY: lambda _, event: {"promised_on": date.fromisoformat(event.payload["promised_on"])},
    E.REPLY_SUBMITTED: lambda _, event: {"drafted_by": event.payload.get("drafted_by")},
    E.REVIEW_SENT_BACK: lambda standing, _: {"times_sent_back": standing.times_sent_back + 1},
    E.CALLED_BACK: _unreached,
    E.EXTENSION_REQUESTED: lambda _, event: {
        "extension_pending": event.payload.get("working_days") or event.payload.get("days")
    },
    E.EXTENSION_GRANTED: _request_answered,
    E.EXTENSION_REFUSED: _request_answered,
    E.RETURN_APPROVED: _request_answered,
}
