"""Ask the lifecycle: which steps are open now, and what events a step makes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.errors import ActionRefused, DomainError
from tracker.domain.labels import Kind, State
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.standing import Standing
from tracker.domain.lifecycle.transitions import TRANSITIONS, Switches, Transition, transition_for
from tracker.domain.permissions import Actor, CaseView, refuse_unless_allowed

ANSWERS = {
    Action.SIGN: EventType.ASSIGNED,
    Action.APPROVE_RETURN: EventType.RETURN_REQUESTED,
    Action.REFUSE_RETURN: EventType.RETURN_REQUESTED,
    Action.RECEIVE_CORRECTION: EventType.CORRECTION_REQUESTED,
    Action.DELIVER_CONSULTATION: EventType.CONSULTATION_STARTED,
    Action.END_CONSULTATION: EventType.CONSULTATION_STARTED,
    Action.RECORD_PAYMENT: EventType.FEE_NOTICE_SENT,
    Action.PASS_REVIEW: EventType.REPLY_SUBMITTED,
    Action.SEND_BACK: EventType.REPLY_SUBMITTED,
    Action.CALL_BACK: EventType.REPLIED,
    Action.ARCHIVE: EventType.REPLIED,
}


def available_actions(
    kind: Kind, switches: Switches, standing: Standing, actor: Actor, case: CaseView
) -> tuple[Action, ...]:
    """The steps ``actor`` may take now, in the table's order; the same answer the server gives on submission."""
    return tuple(
        row.action
        for row in TRANSITIONS[kind]
        if refusal(kind, switches, standing, row.action, actor, case) is None
    )


def refusal(
    kind: Kind, switches: Switches, standing: Standing, action: Action, actor: Actor, case: CaseView
) -> DomainError | None:
    """Why ``actor`` may not take ``action`` now, or None where it is open."""
    try:
        _permitted(kind, switches, standing, action, actor, case)
    except DomainError as error:
        return error
    return None


def apply(
    *,
    kind: Kind,
    switches: Switches,
    standing: Standing,
    action: Action,
    actor: Actor,
    case: CaseView,
    on: date,
    as_of: date,
    payload: Mapping[str, Any] | None = None,
) -> tuple[CaseEvent, ...]:
    """The events that ``action`` makes on the day ``on``; raises ActionRefused or PermissionRefused.

    ``as_of`` is today: a step may be recorded late but not ahead of time, nor before what it answers.
    """
    row = _permitted(kind, switches, standing, action, actor, case)
    _refuse_impossible_day(standing, action, on=on, as_of=as_of)
    facts = dict(payload or {})
    target = _target(row, switches, standing, facts)
    if target is not None:
        facts["to"] = target.value
    event = CaseEvent(type=row.event, on=on, seq=standing.last_seq + 1, payload=facts)
    if row.event is EventType.REPLIED and target is State.CLOSED:
        closing = CaseEvent(
            type=EventType.CLOSED, on=on, seq=event.seq + 1, payload={"to": State.CLOSED.value}
        )
        return (event, closing)
    return (event,)


def _permitted(
    kind: Kind, switches: Switches, standing: Standing, action: Action, actor: Actor, case: CaseView
) -> Transition:
    row = transition_for(kind, action)
    if row is None:
        raise ActionRefused(f"{kind.label}没有「{action.label}」这一步。", action=action)
    refuse_unless_allowed(actor, case, row)
    if not row.starts_from(standing.state, switches):
        raise ActionRefused(
            f"现在不能「{action.label}」：本件状态是「{standing.state.label}」。", action=action
        )
    if action in {Action.GRANT_EXTENSION, Action.REFUSE_EXTENSION} and not _may_decide_extension(
        standing, action
    ):
        raise ActionRefused("现在没有等待审批的延期申请。", action=action)
    return row


def _may_decide_extension(standing: Standing, action: Action) -> bool:
    return action is Action.GRANT_EXTENSION or standing.extension_pending is not None


def _refuse_impossible_day(standing: Standing, action: Action, *, on: date, as_of: date) -> None:
    if on > as_of:
        raise ActionRefused(f"{on} 晚于今天，「{action.label}」的日期不能在将来。", field="on")
    if on < standing.received_on:
        raise ActionRefused(
            f"{on} 早于收到日期 {standing.received_on}，「{action.label}」不能发生在收到之前。", field="on"
        )
    answered = ANSWERS.get(action)
    asked_on = standing.last_on.get(answered) if answered else None
    if answered and asked_on and on < asked_on:
        raise ActionRefused(f"{on} 早于「{answered.label}」的日期 {asked_on}。", field="on")


def _target(
    row: Transition, switches: Switches, standing: Standing, facts: Mapping[str, Any]
) -> State | None:
    if row.target is None:
        return None
    if row.action is Action.END_CONSULTATION and len(standing.consultations) > 1:
        return State.CONSULTING
    if row.action is Action.CALL_BACK and not facts.get("concludes", True):
        return None
    if row.action is Action.ASSIGN and standing.state is State.IN_HAND and facts.get("keeps_signature"):
        return State.IN_HAND
    return switches.settle(row.target)
