"""Ask the lifecycle: which steps are open now, and what events a step makes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.errors import ActionRefused, DomainError
from tracker.domain.labels import Kind, Satisfaction, State
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.days import refuse_impossible_day
from tracker.domain.lifecycle.standing import Standing
from tracker.domain.lifecycle.transitions import TRANSITIONS, Switches, Transition, transition_for
from tracker.domain.permissions import Actor, CaseView, refuse_unless_allowed

CALL_BACK_TRIES = 3
CALL_BACK_DAYS = 2
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


def concludes(standing: Standing, satisfaction: Satisfaction, *, on: date) -> bool:
    """回访: it ends when the caller answered, or after three vain tries on two days (our own rule)."""
    if satisfaction is not Satisfaction.NOT_REACHED:
        return True
    tries = (*standing.unreached_on, on)
    return len(tries) >= CALL_BACK_TRIES and len(set(tries)) >= CALL_BACK_DAYS


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
    if reason := _unmet(standing, action):
        raise ActionRefused(reason, action=action)
    return row


def _unmet(standing: Standing, action: Action) -> str | None:
    """What the step needs besides its state, in words; None where nothing is missing."""
    match action:
        case Action.REQUEST_EXTENSION if standing.extension_pending is not None:
            return "已有一次延期申请等待审批，请先由科室负责人批准或者不同意。"
        case Action.REFUSE_EXTENSION if standing.extension_pending is None:
            return "现在没有等待审批的延期申请。"
        case Action.ACCEPT | Action.NOT_ACCEPT if standing.accepted_on is not None:
            return f"已于 {standing.accepted_on} 受理，不能再作受理或者不予受理的决定。"
        case Action.DELIVER_CONSULTATION if all(each.delivered_on for each in standing.consultations):
            return "发出的征求意见书都已登记对方签收。"
        case Action.UNDO if not standing.undoes:
            return "登记不能撤销；登错了请「更正登记内容」，或按「退回来源」「合并重复」办理。"
        case _:
            return None


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
