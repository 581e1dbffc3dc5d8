"""Which step comes first, and how its button is worded."""

from collections.abc import Sequence

from flask import url_for

from tracker.domain.labels import Kind, State
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.standing import Standing
from tracker.domain.permissions import Actor
from tracker.models.case import Case
from tracker.web.cases.rows import Link

FIRST_STEPS: dict[State, tuple[Action, ...]] = {
    State.AWAITING_ASSIGNMENT: (Action.ASSIGN,),
    State.AWAITING_SIGNATURE: (Action.SIGN,),
    State.RETURN_PENDING: (Action.APPROVE_RETURN,),
    State.IN_HAND: (Action.SUBMIT_REPLY, Action.REPLY),
    State.AWAITING_CORRECTION: (Action.RECEIVE_CORRECTION,),
    State.CONSULTING: (Action.END_CONSULTATION,),
    State.AWAITING_PAYMENT: (Action.RECORD_PAYMENT,),
    State.AWAITING_REVIEW: (Action.PASS_REVIEW,),
    State.AWAITING_REPLY: (Action.REPLY,),
    State.AWAITING_CALLBACK: (Action.CALL_BACK,),
    State.CLOSED: (Action.ARCHIVE,),
}

DECISIONS = {
    Action.PASS_REVIEW: "审核答复",
    Action.APPROVE_RETURN: "审批退单",
    Action.GRANT_EXTENSION: "审批延期",
}
"""What somebody asked for may be refused as well: the button says that it is decided here."""


def first_step(state: State, offered: Sequence[Action]) -> Action | None:
    """The step a case in ``state`` waits for, if it is among those offered."""
    return next((action for action in FIRST_STEPS.get(state, ()) if action in offered), None)


def asked_for(standing: Standing, actor: Actor, offered: Sequence[Action]) -> Action | None:
    """More time that another person asked this one for: it is decided before the case goes on."""
    asked = standing.extension_pending is not None and standing.handler_id != actor.user_id
    return Action.GRANT_EXTENSION if asked and Action.GRANT_EXTENSION in offered else None


def step_url(case: Case, action: Action) -> str:
    return url_for("steps.show", case_id=case.id, action=action.value)


def next_step(case: Case) -> Link | None:
    """下一步 of a workbench row: what the state waits for, in the words of the desk."""
    actions = FIRST_STEPS.get(case.state)
    if not actions:
        return None
    action = actions[-1] if len(actions) > 1 and not case.channel.needs_review else actions[0]
    return Link(step_label(case, action), step_url(case, action))


def step_label(case: Case, action: Action) -> str:
    """``修改答复`` after a reply was sent back; ``拟制答复`` for disclosure; else the action's own word."""
    if action is Action.SUBMIT_REPLY:
        if case.times_sent_back:
            return "修改答复"
        return "拟制答复" if case.kind is Kind.DISCLOSURE else "填写答复"
    if action is Action.REHANDLE and case.kind is Kind.DISCLOSURE:
        return "按决定重新答复"
    if action is Action.GRANT_EXTENSION and case.extension_pending is None:
        return action.label
    return DECISIONS.get(action, action.label)
