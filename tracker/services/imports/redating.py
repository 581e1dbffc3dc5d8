"""What a row says of a stored case's dates and ending, as events that come after those it has."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.errors import DomainError
from tracker.domain.labels import REMOVED_STATES, Satisfaction, State
from tracker.domain.lifecycle.standing import effective
from tracker.domain.outcomes import HandlingResult, Outcome
from tracker.models.case import Case
from tracker.services.cases.facts import switches
from tracker.services.imports.changes import CaseUpdate, Change, events_of, next_seq, words
from tracker.services.imports.wanted import Ending, beginning_events, ending_events


def compare_section(update: CaseUpdate, today: date) -> None:
    """Assign an item that nobody here has assigned; a section given here stays as it is."""
    case, wanted = update.case, update.wanted
    if (
        wanted.section_id is None
        or case.section_id is not None
        or case.state is not State.AWAITING_ASSIGNMENT
    ):
        return
    payload = {
        "section": wanted.section_id,
        "handler": None,
        "assistants": list(wanted.assistant_ids),
        "to": switches(wanted.channel).settle(State.AWAITING_SIGNATURE).value,
        "imported": True,
    }
    on = wanted.row.dispatched.on if wanted.row.dispatched else today
    if wanted.row.replied_on:
        on = min(on, wanted.row.replied_on)
    update.events.append(CaseEvent(EventType.ASSIGNED, on, next_seq(update), payload))
    update.changes.append(Change("承办科室", "", wanted.row.section))


def compare_ending(update: CaseUpdate, ending: Ending, today: date) -> None:
    case = update.case
    if case.state in REMOVED_STATES:
        raise DomainError(
            f"{case.number} 已是“{case.state.label}”，不能再按办结导入。请核对。", field="办结日期"
        )
    if case.closed_on is None:
        update.events += ending_events(ending, next_seq(update) - 1)
        update.changes.append(Change("办结日期", "", ending.closed_on.isoformat()))
        return
    if (case.replied_on, case.closed_on) != (ending.replied_on, ending.closed_on):
        _move_ending(update, ending, today)
        return
    _compare_result(update, ending, today)


def _move_ending(update: CaseUpdate, ending: Ending, today: date) -> None:
    """Undo an ending that an earlier import brought and bring the new one; one recorded here stands."""
    case = update.case
    kept = [event for event in effective(events_of(update)) if event.type in ENDING_TYPES]
    if not kept or not _all_imported(kept):
        raise DomainError(
            f"{ending.closed_on} 与 {case.number} 在本机登记的办结日期 {case.closed_on} 不同。"
            "以本机登记为准；确要更正的，请在办件页撤销后重新登记。",
            field="办结日期",
        )
    _undo(update, kept, today)
    update.events += ending_events(_full(ending, case), next_seq(update) - 1)
    update.changes.append(Change("办结日期", words(case.closed_on), ending.closed_on.isoformat()))


def move_receipt(update: CaseUpdate, today: date) -> None:
    """更正收到日期: steps that came with the import are laid anew, steps recorded here must fit the new day."""
    case, wanted = update.case, update.wanted
    update.columns["received_on"] = wanted.row.received_on
    update.changes.insert(0, Change("收到日期", words(case.received_on), wanted.row.received_on.isoformat()))
    later = [event for event in effective(events_of(update)) if event.type not in LEFT_ALONE]
    imported = _all_imported(later)
    if imported:
        _undo(update, later, today)
    payload = {"received_on": wanted.row.received_on.isoformat(), "imported": True}
    update.events.append(CaseEvent(EventType.AMENDED, today, next_seq(update), payload))
    if imported:
        update.events += [replace(event, seq=next_seq(update)) for event in beginning_events(wanted)[1:2]]
        update.events += [replace(event, seq=next_seq(update)) for event in beginning_events(wanted)[2:]]
    if wanted.ending is not None and (imported or case.closed_on is None):
        update.events += ending_events(_full(wanted.ending, case), next_seq(update) - 1)


def _undo(update: CaseUpdate, events: Sequence[CaseEvent], today: date) -> None:
    for event in reversed(events):
        payload = {"undoes": event.seq, "imported": True}
        update.events.append(CaseEvent(EventType.UNDONE, today, next_seq(update), payload))


def _all_imported(events: Sequence[CaseEvent]) -> bool:
    return all(event.payload.get("imported") for event in events)


def _full(ending: Ending, case: Case) -> Ending:
    """The file's ending with what only the case knows."""
    return replace(
        ending,
        outcome=ending.outcome or case.outcome,
        result=ending.result or case.result,
        satisfaction=ending.satisfaction or (case.satisfaction.value if case.satisfaction else None),
    )


LEFT_ALONE = frozenset({EventType.REGISTERED, EventType.AMENDED, EventType.IMPORTED})
ENDING_TYPES = frozenset({EventType.REPLIED, EventType.CLOSED, EventType.CALLED_BACK, EventType.WITHDRAWN})


def _compare_result(update: CaseUpdate, ending: Ending, today: date) -> None:
    case, row = update.case, update.wanted.row
    stated = {"outcome": ending.outcome if row.outcome else None, "result": ending.result}
    stated["satisfaction"] = ending.satisfaction
    payload: dict[str, Any] = {}
    for name, code in stated.items():
        before = getattr(case, name)
        if code and before != code:
            payload[name] = code
            label = "满意度" if name == "satisfaction" else "办理结果"
            update.changes.append(Change(label, _code_label(name, before), _code_label(name, code)))
    if payload:
        payload["imported"] = True
        update.events.append(CaseEvent(EventType.IMPORTED, today, next_seq(update), payload))


def _code_label(name: str, code: str | None) -> str:
    if not code:
        return ""
    if name == "outcome":
        return Outcome(code).label
    if name == "result":
        return HandlingResult(code).label
    return Satisfaction(code).label
