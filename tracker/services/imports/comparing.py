"""What a row changes in a case that is here already; an empty cell never erases anything."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.errors import DomainError
from tracker.domain.labels import State
from tracker.domain.lifecycle.standing import effective, fold
from tracker.domain.masking import masked_forms, masked_text
from tracker.models.case import Case
from tracker.models.case_record import CaseReply
from tracker.services.cases.facts import clock_input
from tracker.services.imports.changes import (
    FIELD_LABELS,
    CaseUpdate,
    Change,
    ChunkEvents,
    events_of,
    next_seq,
    words,
)
from tracker.services.imports.redating import compare_ending, compare_section, move_receipt
from tracker.services.imports.wanted import Wanted
from tracker.services.rules import Rules


def compare(
    case: Case, wanted: Wanted, reply: CaseReply | None, events: ChunkEvents, rules: Rules, today: date
) -> CaseUpdate | None:
    """Return what ``wanted`` changes in ``case``, or None for nothing.

    Raises DomainError where the file contradicts what was done here: another closing or receipt day than the steps
    recorded by hand allow, a case already returned or archived, a date the clock refuses.
    """
    if case.erased_on is not None:
        raise DomainError(
            f"{case.number} 的个人信息已于 {case.erased_on} 按期清除，不再更新。", field="来源编号"
        )
    update = CaseUpdate(
        case=case,
        case_id=case.id,
        wanted=wanted,
        seen_version=case.version,
        stored_events=events,
        reply_texts=(reply.public_text, reply.internal_text) if reply else ("", ""),
        last_reply_id=reply.id if reply else 0,
    )
    _compare_values(update)
    _compare_reply(update)
    if case.received_on != wanted.row.received_on:
        move_receipt(update, today)
    else:
        compare_section(update, today)
        if wanted.ending is not None:
            compare_ending(update, wanted.ending, today)
    if not update.changes:
        return None
    if case.state is State.ARCHIVED:
        raise DomainError(f"{case.number} 已归档，不能再改。这一行与归档内容不同，请核对。", field="来源编号")
    _note_update(update, today)
    _replay(update, rules)
    return update


def _note_update(update: CaseUpdate, today: date) -> None:
    """Leave a line in the timeline where no other event of the import does."""
    if all(event.type is not EventType.IMPORTED for event in update.events):
        payload = {"imported": True, "fields": sorted({change.field for change in update.changes})}
        update.events.append(CaseEvent(EventType.IMPORTED, today, next_seq(update), payload))


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
    wanted, before = update.wanted, update.reply_texts
    for label, old, new in (
        ("答复内容", before[0], wanted.public_text),
        ("办理结果", before[1], wanted.internal_text),
    ):
        if new and old != new and new != masked_text(old):
            update.new_reply = True
            update.changes.append(Change(label, old, new))


def _replay(update: CaseUpdate, rules: Rules) -> None:
    """Ask the clock before anything is written; raises ClockRefused naming the event it cannot accept."""
    events = [*events_of(update), *update.events]
    fold(events)
    told = {
        "received_on": update.columns.get("received_on", update.case.received_on),
        "item_type": update.columns.get("item_type", update.case.item_type),
        "urgent": update.columns.get("is_urgent", update.case.is_urgent),
        "upstream_due_on": update.columns.get("upstream_due_on", update.case.upstream_due_on),
        "upstream_due_at": update.columns.get("upstream_due_at", update.case.upstream_due_at),
    }
    kept: Sequence[CaseEvent] = effective(events)
    rules.deadline(replace(clock_input(update.case), **told), kept, as_of=max(event.on for event in kept))
