"""What a row changes in a case that is here already; an empty cell never erases anything."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.errors import DomainError
from tracker.domain.labels import REMOVED_STATES, Labelled, Satisfaction, State
from tracker.domain.lifecycle.standing import effective, fold
from tracker.domain.masking import masked_forms, masked_text
from tracker.domain.outcomes import HandlingResult, Outcome
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.case_record import CaseEventRow, CaseReply
from tracker.now import local
from tracker.services.cases.facts import clock_input, switches
from tracker.services.imports.wanted import Ending, Wanted, ending_events
from tracker.services.rules import Rules

FIELD_LABELS = {
    "title": "标题",
    "content": "内容",
    "received_at": "收到日期",
    "source_number": "来源编号",
    "source_text": "来源渠道",
    "place": "地点",
    "item_type": "诉求类型",
    "applicant_type": "申请人类别",
    "receipt_method": "收到方式",
    "delivery_route": "获取方式",
    "is_urgent": "是否紧急",
    "is_secret": "是否保密",
    "is_anonymous": "是否匿名",
    "upstream_due_on": "办理时限",
    "upstream_due_at": "办理时限",
    "name": "姓名",
    "phone": "联系电话",
    "id_number": "证件号码",
    "address": "地址",
    "import_notes": "附注",
}
CLOCK_COLUMNS = frozenset({"item_type", "is_urgent", "upstream_due_on", "upstream_due_at"})


@dataclass(frozen=True, slots=True)
class Change:
    """One value that would change; ``before`` and ``after`` are words, '' for none."""

    field: str
    before: str
    after: str


@dataclass(slots=True)
class CaseUpdate:
    """A stored case with everything a row changes in it."""

    case: Case
    wanted: Wanted
    seen_version: int
    changes: list[Change] = field(default_factory=list)
    columns: dict[str, Any] = field(default_factory=dict)
    person: dict[str, str] = field(default_factory=dict)
    events: list[CaseEvent] = field(default_factory=list)
    stored_events: list[CaseEvent] = field(default_factory=list)
    reply: CaseReply | None = None
    new_reply: bool = False


def compare(
    case: Case, wanted: Wanted, reply: CaseReply | None, rules: Rules, today: date
) -> CaseUpdate | None:
    """Return what ``wanted`` changes in ``case``, or None for nothing.

    Raises DomainError where the file contradicts what was done here: another receipt day, another closing day
    than the one recorded by hand, a case already returned or archived, a date the clock refuses.
    """
    update = CaseUpdate(case, wanted, case.version, reply=reply)
    if case.received_on != wanted.row.received_on:
        raise DomainError(
            f"{wanted.row.received_on} 与已登记的 {case.number} 的收到日期 {case.received_on} 不同。"
            "请核对；确要更正的，请在办件页“更正登记内容”。",
            field="收到日期",
        )
    _compare_values(update)
    _compare_reply(update)
    _compare_section(update, today)
    if wanted.ending is not None:
        _compare_ending(update, wanted.ending, today)
    if not update.changes:
        return None
    if case.state is State.ARCHIVED:
        raise DomainError(f"{case.number} 已归档，不能再改。这一行与归档内容不同，请核对。", field="来源编号")
    _note_update(update, today)
    if update.events or CLOCK_COLUMNS & update.columns.keys():
        _replay(update, rules)
    return update


def _note_update(update: CaseUpdate, today: date) -> None:
    """Leave a line in the timeline where no other event of the import does."""
    if all(event.type is not EventType.IMPORTED for event in update.events):
        payload = {"imported": True, "fields": sorted({change.field for change in update.changes})}
        update.events.append(CaseEvent(EventType.IMPORTED, today, _next_seq(update), payload))


def _compare_values(update: CaseUpdate) -> None:
    case, wanted = update.case, update.wanted
    for name, value in wanted.columns.items():
        if name == "received_on":
            continue
        before = getattr(case, name)
        if not _is_same(before, value):
            update.columns[name] = value
            update.changes.append(Change(FIELD_LABELS[name], words(before), words(value)))
    person = case.person
    for name, text in wanted.person.items():
        before = (getattr(person, name) if person else None) or ""
        if before != text and text not in masked_forms(name, before):
            update.person[name] = text
            update.changes.append(Change(FIELD_LABELS[name], before, text))


def _is_same(before: object, value: object) -> bool:
    """Equal, or as near as a ledger gives it back: to the minute, or with numbers hidden in the text."""
    if isinstance(before, datetime) and isinstance(value, datetime) and value.second == 0:
        return before.replace(second=0, microsecond=0) == value
    if isinstance(before, str) and isinstance(value, str):
        return value in {before, masked_text(before)}
    return before == value


def _compare_reply(update: CaseUpdate) -> None:
    wanted, reply = update.wanted, update.reply
    before = (reply.public_text, reply.internal_text) if reply else ("", "")
    for label, old, new in (
        ("答复内容", before[0], wanted.public_text),
        ("办理结果", before[1], wanted.internal_text),
    ):
        if new and old != new and new != masked_text(old):
            update.new_reply = True
            update.changes.append(Change(label, old, new))


def _events_of(update: CaseUpdate) -> list[CaseEvent]:
    if not update.stored_events:
        rows = db.session.execute(
            select(CaseEventRow).where(CaseEventRow.case_id == update.case.id).order_by(CaseEventRow.seq)
        ).scalars()
        update.stored_events = [row.as_event() for row in rows]
    return update.stored_events


def _next_seq(update: CaseUpdate) -> int:
    return len(_events_of(update)) + len(update.events) + 1


def _compare_section(update: CaseUpdate, today: date) -> None:
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
    update.events.append(CaseEvent(EventType.ASSIGNED, on, _next_seq(update), payload))
    update.changes.append(Change("承办科室", "", wanted.row.section))


def _compare_ending(update: CaseUpdate, ending: Ending, today: date) -> None:
    case = update.case
    if case.state in REMOVED_STATES:
        raise DomainError(
            f"{case.number} 已是“{case.state.label}”，不能再按办结导入。请核对。", field="办结日期"
        )
    if case.closed_on is None:
        update.events += ending_events(ending, _next_seq(update) - 1)
        update.changes.append(Change("办结日期", "", ending.closed_on.isoformat()))
        return
    if (case.replied_on, case.closed_on) != (ending.replied_on, ending.closed_on):
        _move_ending(update, ending, today)
        return
    _compare_result(update, ending, today)


def _move_ending(update: CaseUpdate, ending: Ending, today: date) -> None:
    """Undo an ending that an earlier import brought and bring the new one; one recorded here stands."""
    case = update.case
    kept = [event for event in effective(_events_of(update)) if event.type in ENDING_TYPES]
    if not kept or not all(event.payload.get("imported") for event in kept):
        raise DomainError(
            f"{ending.closed_on} 与 {case.number} 在本机登记的办结日期 {case.closed_on} 不同。"
            "以本机登记为准；确要更正的，请在办件页撤销后重新登记。",
            field="办结日期",
        )
    for event in reversed(kept):
        payload = {"undoes": event.seq, "imported": True}
        update.events.append(CaseEvent(EventType.UNDONE, today, _next_seq(update), payload))
    full = replace(
        ending,
        outcome=ending.outcome or case.outcome,
        result=ending.result or case.result,
        satisfaction=ending.satisfaction or (case.satisfaction.value if case.satisfaction else None),
    )
    update.events += ending_events(full, _next_seq(update) - 1)
    update.changes.append(Change("办结日期", words(case.closed_on), ending.closed_on.isoformat()))


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
        update.events.append(CaseEvent(EventType.IMPORTED, today, _next_seq(update), payload))


def _code_label(name: str, code: str | None) -> str:
    if not code:
        return ""
    if name == "outcome":
        return Outcome(code).label
    if name == "result":
        return HandlingResult(code).label
    return Satisfaction(code).label


def _replay(update: CaseUpdate, rules: Rules) -> None:
    """Ask the clock before anything is written; raises ClockRefused naming the event it cannot accept."""
    events = [*_events_of(update), *update.events]
    fold(events)
    told = {
        "item_type": update.columns.get("item_type", update.case.item_type),
        "urgent": update.columns.get("is_urgent", update.case.is_urgent),
        "upstream_due_on": update.columns.get("upstream_due_on", update.case.upstream_due_on),
        "upstream_due_at": update.columns.get("upstream_due_at", update.case.upstream_due_at),
    }
    kept: Sequence[CaseEvent] = effective(events)
    rules.deadline(replace(clock_input(update.case), **told), kept, as_of=max(event.on for event in kept))


def words(value: object) -> str:
    """Write a stored value as people read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Labelled):
        return value.label
    if isinstance(value, datetime):
        return f"{local(value):%Y-%m-%d %H:%M}"
    return str(value)
