"""Ask the lifecycle: which steps are open now, and what events a step makes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.errors import ActionRefused, DomainError
from tracker.domain.labels import Kind, Role, Satisfaction, State
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.days import refuse_impossible_day
from tracker.domain.lifecycle.needs import unmet
from tracker.domain.lifecycle.standing import Standing
from tracker.domain.lifecycle.transitions import TRANSITIONS, Switches, Transition, transition_for
from tracker.domain.permissions import Actor, CaseView, refuse_unless_allowed

MOST_NAMED = 3
BEFORE_SIGNATURE = frozenset({State.AWAITING_ASSIGNMENT, State.AWAITING_SIGNATURE})


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
    facts = dict(payload or {})
    refuse_impossible_day(standing, action, on=on, as_of=as_of, payload=facts)
    if action is Action.UNDO:
        return tuple(
            CaseEvent(type=row.event, on=on, seq=standing.last_seq + place, payload=facts | {"undoes": seq})
            for place, seq in enumerate(standing.undoes, start=1)
        )
    target = _target(row, kind, switches, standing, facts)
    if target is not None:
        facts["to"] = target.value
    event = CaseEvent(type=row.event, on=on, seq=standing.last_seq + 1, payload=facts)
    if row.event is EventType.REPLIED and target is State.CLOSED:
        closing = CaseEvent(
            type=EventType.CLOSED, on=on, seq=event.seq + 1, payload={"to": State.CLOSED.value}
        )
        return (event, closing)
    return (event,)


def concludes(
    standing: Standing, satisfaction: Satisfaction, *, on: date, tries: int = 3, days: int = 2
) -> bool:
    """回访: it ends when the caller answered, or after so many vain ``tries`` on so many ``days`` (a setting)."""
    if satisfaction is not Satisfaction.NOT_REACHED:
        return True
    vain = (*standing.unreached_on, on)
    return len(vain) >= tries and len(set(vain)) >= min(days, tries)


def _permitted(
    kind: Kind, switches: Switches, standing: Standing, action: Action, actor: Actor, case: CaseView
) -> Transition:
    row = transition_for(kind, action)
    if row is None:
        raise ActionRefused(f"{kind.label}没有「{action.label}」这一步。", action=action)
    refuse_unless_allowed(actor, case, row)
    if not row.starts_from(standing.state, switches):
        raise ActionRefused(
            f"现在不能「{action.label}」：本件状态是「{standing.state.label}」{_when(row, switches)}。",
            action=action,
        )
    if reason := unmet(kind, action, standing):
        raise ActionRefused(reason, action=action)
    return row


def _when(row: Transition, switches: Switches) -> str:
    """``，要等到「待答复」由承办人办理``; left out where too many states would have to be named."""
    states = [state for state in State if row.starts_from(state, switches)]
    if not 0 < len(states) <= MOST_NAMED:
        return ""
    who = "、".join(role.label for role in Role if role in row.roles)
    return f"，要在「{'」「'.join(state.label for state in states)}」时由{who}办理"


def _target(
    row: Transition, kind: Kind, switches: Switches, standing: Standing, facts: Mapping[str, Any]
) -> State | None:
    target = row.target
    if target is None or _stays(row.action, standing, facts):
        return None
    match row.action:
        case Action.REFUSE_RETURN | Action.SEND_BACK:
            return standing.came_from or target
        case Action.END_CONSULTATION if len(standing.consultations) > 1:
            return State.CONSULTING
        case Action.REHANDLE if standing.section_id is None:
            return State.AWAITING_ASSIGNMENT
        case Action.REPLY if transition_for(kind, Action.CALL_BACK) is None:
            return State.CLOSED
        case _:
            return switches.settle(target)


def _stays(action: Action, standing: Standing, facts: Mapping[str, Any]) -> bool:
    """A vain call-back leaves the case where it is; so does 转办 of a case already signed for.

    Only a case in hand that goes to another section is signed for anew.
    """
    if action is Action.CALL_BACK:
        return not facts.get("concludes", True)
    if action is not Action.ASSIGN or standing.state in BEFORE_SIGNATURE:
        return False
    return standing.state is not State.IN_HAND or facts.get("section") == standing.section_id
