"""On which day a step may be said to have happened: late entries are welcome, impossible ones are not."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tracker.domain.case_events import EventType
from tracker.domain.errors import ActionRefused
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.standing import Standing

ANSWERS = {
    Action.SIGN: EventType.ASSIGNED,
    Action.APPROVE_RETURN: EventType.RETURN_REQUESTED,
    Action.REFUSE_RETURN: EventType.RETURN_REQUESTED,
    Action.REFUSE_EXTENSION: EventType.EXTENSION_REQUESTED,
    Action.RECEIVE_CORRECTION: EventType.CORRECTION_REQUESTED,
    Action.RECORD_PAYMENT: EventType.FEE_NOTICE_SENT,
    Action.PASS_REVIEW: EventType.REPLY_SUBMITTED,
    Action.SEND_BACK: EventType.REPLY_SUBMITTED,
    Action.CALL_BACK: EventType.REPLIED,
    Action.PUBLISH: EventType.REPLIED,
    Action.RECEIVE_REASONS: EventType.REASONS_ASKED,
    Action.GIVE_ASSISTANCE: EventType.ASSISTANCE_ASKED,
    Action.ASK_PETITION_REVIEW: EventType.REPLIED,
    Action.DECIDE_PETITION_REVIEW: EventType.PETITION_REVIEW_ASKED,
}
FOLLOWS_THE_ENDING = frozenset({Action.REHANDLE, Action.ARCHIVE})


def refuse_impossible_day(
    standing: Standing, action: Action, *, on: date, as_of: date, payload: Mapping[str, Any]
) -> None:
    """Raise ActionRefused where ``on`` lies after ``as_of`` (today), or before what the step follows."""
    if on > as_of:
        raise ActionRefused(f"{on} 晚于今天，「{action.label}」的日期不能在将来。", field="on")
    if on < standing.received_on:
        raise ActionRefused(
            f"{on} 早于收到日期 {standing.received_on}，「{action.label}」不能发生在收到之前。", field="on"
        )
    earliest, because = _earliest(standing, action, payload)
    if earliest is not None and on < earliest:
        raise ActionRefused(f"{on} 早于{because}的日期 {earliest}。", field="on")


def _earliest(standing: Standing, action: Action, payload: Mapping[str, Any]) -> tuple[date | None, str]:
    cycle = standing.cycle
    if action in FOLLOWS_THE_ENDING:
        return (cycle.closed_on, "「办结」") if cycle.closed_on else (cycle.replied_on, "「答复」")
    asked = payload.get("answers")
    for consultation in standing.consultations:
        if consultation.seq == asked:
            return consultation.started_on, f"「{EventType.CONSULTATION_STARTED.label}」"
    for assistance in standing.assistances:
        if assistance.seq == asked:
            return assistance.asked_on, f"「{EventType.ASSISTANCE_ASKED.label}」"
    answered = ANSWERS.get(action)
    asked_on = standing.last_on.get(answered) if answered else None
    if answered and asked_on and asked_on >= cycle.started_on:
        return asked_on, f"「{answered.label}」"
    return (cycle.started_on, f"第 {cycle.number} 轮「重办」") if cycle.number > 1 else (None, "")
