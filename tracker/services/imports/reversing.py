"""Put one case back to what it was before an import updated it."""

from datetime import datetime

from sqlalchemy import delete, select

from tracker.domain.case_events import CaseEvent
from tracker.domain.errors import DomainError
from tracker.domain.lifecycle.reversal import reversal
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.case_record import CaseEventRow, CaseEventText, CaseReply
from tracker.models.imports import ImportBatch, ImportRow
from tracker.now import local
from tracker.services.cases.projection import project
from tracker.services.cases.register import phone_tail_hash
from tracker.services.cases.search_index import index_case
from tracker.services.imports.event_lines import event_line
from tracker.services.imports.recording import Before
from tracker.services.imports.surveying import Kept
from tracker.services.rules import rules_for
from tracker.services.timers import reminders


def reverse_update(row: ImportRow, batch: ImportBatch, *, at: datetime, actor_id: int) -> Kept | None:
    """Reverse the update; where that cannot be, the case stays as it is and the answer says why."""
    case = db.session.get_one(Case, row.case_id, populate_existing=True)
    try:
        with db.session.begin_nested():
            _reverse(case, Before.from_text(row.before or ""), batch, at=at, actor_id=actor_id)
    except DomainError as refusal:
        return Kept(row.case_id, case.number, refusal.message)
    return None


def _reverse(case: Case, before: Before, batch: ImportBatch, *, at: datetime, actor_id: int) -> None:
    events = _events(case)
    fresh = reversal(events, after=before.last_seq, on=local(at).date(), marks={"batch": batch.id})
    written = CaseReply.case_id == case.id, CaseReply.id > before.last_reply_id
    db.session.execute(delete(CaseReply).where(*written))
    rules = rules_for(case.agency)
    with db.session.no_autoflush:
        _put_back_values(case, before)
        _, deadline = project(case, [*events, *fresh], rules)
        case.version += 1
    for event in fresh:
        columns = event_line(case.id, event, at=at, actor_id=actor_id)
        columns |= {"on": columns.pop("happened_on"), "at": columns.pop("recorded_at")}
        db.session.add(CaseEventRow(**columns))
    reason = CaseEventText(case_id=case.id, seq=fresh[0].seq, field="reason")
    reason.text = f"整批撤销 {local(batch.committed_at or at):%Y-%m-%d %H:%M} 的导入（{batch.filename}）"
    db.session.add(reason)
    db.session.flush()
    index_case(case)
    reminders.plan(case=case, deadline=deadline, rules=rules, at=at)
    db.session.flush()


def _events(case: Case) -> list[CaseEvent]:
    rows = select(CaseEventRow).where(CaseEventRow.case_id == case.id).order_by(CaseEventRow.seq)
    return [row.as_event() for row in db.session.execute(rows).scalars()]


def _put_back_values(case: Case, before: Before) -> None:
    for name, value in before.columns.items():
        setattr(case, name, value)
    case.missing_fields = before.missing_fields
    if case.person is None:
        return
    for name, text in before.person.items():
        setattr(case.person, name, text)
    if "phone" in before.person:
        case.person.phone_tail_hash = phone_tail_hash(before.person["phone"])
