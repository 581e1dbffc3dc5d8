"""先算后办: what the date becomes, said beside the form before the step is taken."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.deadline_clock import Deadline
from tracker.domain.errors import DomainError
from tracker.domain.labels import ClockState, Kind, Party
from tracker.domain.lifecycle.actions import Action
from tracker.models.case import Case
from tracker.services.cases.projection import deadline_of
from tracker.services.rules import Rules
from tracker.web import deadline_words, wording
from tracker.web.cases.step_forms import StepForm

Payload = Callable[[Any, Case], Sequence[Mapping[str, Any]]]


def _length(form: Any, case: Case) -> Sequence[Mapping[str, Any]]:
    if not form.days.data:
        return ()
    return ({"days" if case.kind is Kind.PETITION else "working_days": form.days.data},)


def _day(name: str) -> Payload:
    def payload(form: Any, _case: Case) -> Sequence[Mapping[str, Any]]:
        day = form[name].data
        return ({name: day.isoformat()},) if day else ()

    return payload


def _fee_notice(form: Any, _case: Case) -> Sequence[Mapping[str, Any]]:
    received_on = form.received_on.data
    return ({"received_on": received_on.isoformat()} if received_on else {},)


def _party(form: Any, _case: Case) -> Sequence[Mapping[str, Any]]:
    return ({"party": form.party.data or Party.THIRD_PARTY.value},)


def _asked(form: Any, _case: Case) -> Sequence[Mapping[str, Any]]:
    chosen = [seq for seq in form.asked.data or () if seq in form.parties]
    return [{"party": form.parties[seq].value, "answers": seq} for seq in chosen]


def _decided(form: Any, _case: Case) -> Sequence[Mapping[str, Any]]:
    """A new round: by the day the decision set, where the form has one."""
    day = form.due_on.data if "due_on" in form else None
    return ({"due_on": day.isoformat() if day else None},)


def _nothing(_form: Any, _case: Case) -> Sequence[Mapping[str, Any]]:
    return ({},)


SUPPOSED: dict[Action, tuple[EventType, Payload]] = {
    Action.REQUEST_EXTENSION: (EventType.EXTENSION_GRANTED, _length),
    Action.GRANT_EXTENSION: (EventType.EXTENSION_GRANTED, _length),
    Action.STAGE_REPLY: (EventType.STAGE_REPLY, _day("promised_on")),
    Action.ACCEPT: (EventType.ACCEPTED, _nothing),
    Action.REQUEST_CORRECTION: (EventType.CORRECTION_REQUESTED, _day("respond_by")),
    Action.RECEIVE_CORRECTION: (EventType.CORRECTION_RECEIVED, _nothing),
    Action.START_CONSULTATION: (EventType.CONSULTATION_STARTED, _party),
    Action.DELIVER_CONSULTATION: (EventType.CONSULTATION_DELIVERED, _asked),
    Action.END_CONSULTATION: (EventType.CONSULTATION_ENDED, _asked),
    Action.SEND_FEE_NOTICE: (EventType.FEE_NOTICE_SENT, _fee_notice),
    Action.RECORD_PAYMENT: (EventType.FEE_PAID, _nothing),
    Action.DEFER_REPLY: (EventType.REPLY_DEFERRED, _day("until")),
    Action.REHANDLE: (EventType.REHANDLED, _decided),
}


def supposed(action: Action, form: StepForm, case: Case, *, today: date) -> list[CaseEvent]:
    """The events the step would make; none where it moves no clock or something is not yet typed."""
    if action not in SUPPOSED:
        return []
    kind, payload = SUPPOSED[action]
    return [
        CaseEvent(type=kind, on=form.on.data or today, seq=seq, payload=facts)
        for seq, facts in enumerate(payload(form, case), start=10**6)
    ]


def what_if_words(
    case: Case, events: Sequence[CaseEvent], more: Sequence[CaseEvent], rules: Rules, *, today: date
) -> list[tuple[str, str]]:
    """Now and after ``more``, or why the clock would refuse it."""
    seen_on = max(today, *(event.on for event in more))
    before = deadline_of(case, events, rules, as_of=today)
    try:
        after = deadline_of(case, [*events, *more], rules, as_of=seen_on)
    except DomainError as refused:
        return [("现在", _standing(before)), ("办了以后", refused.message)]
    shown = [("现在", _standing(before)), ("办了以后", _standing(after))]
    if after.warnings:
        shown.append(("提醒", "；".join(after.warnings)))
    return shown


def _standing(deadline: Deadline) -> str:
    unit = deadline_words.unit_words(deadline)
    due = deadline_words.due_of(deadline)
    left = "" if deadline.days_left is None else f"，{wording.days_left(deadline.days_left, unit)}"
    if deadline.state is ClockState.PAUSED:
        return (f"停止计时，预计 {wording.full_day(due)}" if due else "停止计时，期限待定") + left
    if due is None:
        return "不设期限"
    return f"{wording.full_day(due)}{left}" + ("（暂定）" if deadline.is_provisional else "")
