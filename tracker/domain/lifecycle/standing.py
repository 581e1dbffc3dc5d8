"""Where a case stands: the fold of its events in their order of recording."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.labels import REMOVED_STATES, Party, Satisfaction, State

E = EventType
NOT_UNDONE = frozenset({E.AMENDED, E.IMPORTED})
ANSWERING = frozenset({E.CONSULTATION_DELIVERED, E.CONSULTATION_ENDED})
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
    times_extended: int = 0
    times_returned: int = 0


@dataclass(frozen=True, slots=True)
class Consultation:
    """An open consultation: its event's seq names it when the other side signs for it and when it answers."""

    seq: int
    party: Party
    started_on: date
    delivered_on: date | None = None


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
    removal_reason: str | None = None
    merged_into: int | None = None
    is_supervised: bool = False
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

    The registration carries the receipt day as last corrected (更正登记内容); its row keeps the day first entered.
    """
    undone = {event.payload["undoes"] for event in events if event.type is E.UNDONE}
    kept = [event for event in events if event.seq not in undone and event.type is not E.UNDONE]
    kept.sort(key=_by_recording)
    corrected = [event.payload["received_on"] for event in kept if _corrects_receipt(event)]
    if corrected and kept and kept[0].type is E.REGISTERED:
        kept[0] = replace(kept[0], on=date.fromisoformat(corrected[-1]))
    return kept


def _by_recording(event: CaseEvent) -> int:
    return event.seq


def _corrects_receipt(event: CaseEvent) -> bool:
    return event.type is E.AMENDED and "received_on" in event.payload


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
    """The last step that changed anything: an amendment is corrected by another one, never undone.

    An answer and the closing that came with it (the next number) are one step.
    """
    steps = [event for event in kept[1:] if event.type not in NOT_UNDONE]
    if not steps:
        return ()
    last = steps[-1]
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
    standing.consultations = _consulted(standing.consultations, event)
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
    if event.type is E.CONTACTED:  # what a call came to is not what the matter came to
        return {}
    changes: dict[str, Any] = {name: payload[name] for name in ("outcome", "result") if payload.get(name)}
    if payload.get("satisfaction"):
        changes["satisfaction"] = Satisfaction(payload["satisfaction"])
    match event.type:
        case E.REPLIED:
            changes["replied_on"] = event.on
        case E.EXTENSION_GRANTED:
            changes["times_extended"] = standing.cycle.times_extended + 1
        case E.RETURN_APPROVED:
            changes["times_returned"] = standing.cycle.times_returned + 1
        case _:
            pass
    return changes


def _take_mark(standing: Standing, event: CaseEvent) -> None:
    """Marks beside the state: supervision, pending requests, promises, vain call-backs."""
    match event.type:
        case E.URGED:
            standing.times_urged += 1
        case E.SUPERVISED:
            standing.is_supervised = True
        case E.ACCEPTED:
            standing.accepted_on = event.on
        case E.STAGE_REPLY:
            standing.promised_on = date.fromisoformat(event.payload["promised_on"])
        case E.REPLY_SUBMITTED:
            standing.drafted_by = event.payload.get("drafted_by")
        case E.REVIEW_SENT_BACK:
            standing.times_sent_back += 1
        case E.CALLED_BACK if event.payload.get("satisfaction") == Satisfaction.NOT_REACHED:
            standing.unreached_on = (*standing.unreached_on, event.on)
        case E.EXTENSION_REQUESTED:
            standing.extension_pending = event.payload.get("working_days") or event.payload.get("days")
        case E.EXTENSION_GRANTED | E.EXTENSION_REFUSED | E.RETURN_APPROVED:
            standing.extension_pending = None
        case _:
            pass


def _consulted(open_ones: tuple[Consultation, ...], event: CaseEvent) -> tuple[Consultation, ...]:
    """The open consultations after a dispatch, a delivery or an opinion."""
    if event.type is E.CONSULTATION_STARTED:
        asked = Consultation(seq=event.seq, party=Party(event.payload["party"]), started_on=event.on)
        return (*open_ones, asked)
    if event.type not in ANSWERING:
        return open_ones
    delivers = event.type is E.CONSULTATION_DELIVERED
    meant = next((each for each in open_ones if _answers(event, each, delivers=delivers)), None)
    if meant is None:
        return open_ones
    if not delivers:
        return tuple(each for each in open_ones if each is not meant)
    return tuple(replace(each, delivered_on=event.on) if each is meant else each for each in open_ones)


def _answers(event: CaseEvent, asked: Consultation, *, delivers: bool) -> bool:
    """Whether ``event`` means this consultation: by number where it names one, else the oldest of its party."""
    if delivers and asked.delivered_on is not None:
        return False
    named, party = event.payload.get("answers"), event.payload.get("party")
    return asked.seq == named if named is not None else party in {None, asked.party}
