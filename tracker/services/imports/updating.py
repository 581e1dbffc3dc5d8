"""Write what a row changes in a case that is here already: values, reply text, events, the projection."""

from datetime import datetime

from tracker.domain.case_events import EventType
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.case_record import CaseEventRow, CaseEventText, CasePerson, CaseReply
from tracker.models.search import CaseWords
from tracker.queries.cases.free_text import secret_names
from tracker.services.cases.projection import project
from tracker.services.cases.register import phone_tail_hash
from tracker.services.cases.search_index import words_of
from tracker.services.imports.changes import CaseUpdate, events_of
from tracker.services.imports.recording import before_update
from tracker.services.rules import Rules
from tracker.services.timers import reminders

SEARCHED = frozenset({"title", "content", "source_number"})


def update_case(
    update: CaseUpdate, rules: Rules, *, filename: str, at: datetime, actor_id: int | None
) -> None:
    """Apply ``update``; the caller flushes, and a change by somebody else in the meantime then fails."""
    case = update.case
    before = _watched(case)
    update.before = before_update(update, events_of(update)[-1].seq).as_text()
    for name, value in update.columns.items():
        setattr(case, name, value)
    _write_person(update)
    if update.new_reply:
        _write_reply(update, at=at, actor_id=actor_id)
    for event in update.events:
        db.session.add(
            CaseEventRow(
                case_id=case.id,
                seq=event.seq,
                type=event.type,
                on=event.on,
                at=at,
                actor_id=actor_id,
                payload=dict(event.payload),
            )
        )
    _write_words(update, filename)
    case.missing_fields = _still_missing(update)
    _, deadline = project(case, [*events_of(update), *update.events], rules)
    case.version += 1
    if before != _watched(case):
        reminders.plan(case=case, deadline=deadline, rules=rules, at=at)
    if update.new_reply or SEARCHED & update.columns.keys():
        _index(update)


def _watched(case: Case) -> tuple[object, ...]:
    """What reminders depend on."""
    return (case.state, case.due_on, case.due_at, case.clock_state, case.cycle)


def _index(update: CaseUpdate) -> None:
    words = words_of(
        update.case,
        update.wanted.public_text or update.reply_texts[0],
        unnamed=secret_names(update.case),
    )
    stored = db.session.get(CaseWords, update.case_id)
    if stored is None:
        db.session.add(CaseWords(case_id=update.case_id, words=words))
    else:
        stored.words = words


def _write_words(update: CaseUpdate, filename: str) -> None:
    """Say in the timeline which file and row brought what."""
    seq = next((event.seq for event in update.events if event.type is EventType.IMPORTED), None)
    if seq is None:
        return
    changed = "、".join(dict.fromkeys(change.field for change in update.changes))
    text = CaseEventText(case_id=update.case.id, seq=seq, field="words")
    text.text = f"来自 {filename} 第 {update.wanted.row.row} 行，更新{changed}。"
    db.session.add(text)


def _write_person(update: CaseUpdate) -> None:
    person = update.case.person
    if person is None and update.person:
        person = CasePerson(case_id=update.case.id)
        update.case.person = person
    for name, text in update.person.items():
        setattr(person, name, text)
    if "phone" in update.person and person is not None:
        person.phone_tail_hash = phone_tail_hash(update.person["phone"])


def _write_reply(update: CaseUpdate, *, at: datetime, actor_id: int | None) -> None:
    case, wanted, before = update.case, update.wanted, update.reply_texts
    ending = wanted.ending
    db.session.add(
        CaseReply(
            case_id=case.id,
            cycle=case.cycle,
            public_text=wanted.public_text or before[0],
            internal_text=wanted.internal_text or before[1],
            outcome=(ending.outcome if ending else None) or case.outcome,
            result=(ending.result if ending else None) or case.result,
            drafted_by_id=actor_id,
            drafted_at=at,
        )
    )


def _still_missing(update: CaseUpdate) -> list[str]:
    """What the file does not give and the case did not have; a newly closed case may lack its result."""
    before, now = update.case.missing_fields, update.wanted.missing
    newly = (
        {"办理结果", "答复内容"} if any(change.field == "办结日期" for change in update.changes) else set()
    )
    return [label for label in now if label in before or label in newly]
