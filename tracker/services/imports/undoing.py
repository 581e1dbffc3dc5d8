"""整批撤销: a committed import is taken back, as far as nobody has touched its cases since."""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import String, Table, delete, insert, literal, select, update
from sqlalchemy import cast as as_type

from tracker.domain.case_events import CaseEvent
from tracker.domain.errors import DomainError
from tracker.domain.lifecycle.reversal import reversal
from tracker.domain.permissions import Actor
from tracker.extensions import BaseModel, db
from tracker.models.case import Case, CaseAssistant, CaseCycle
from tracker.models.case_record import CaseEventRow, CaseEventText, CasePerson, CaseReply
from tracker.models.imports import ImportBatch, ImportUndo
from tracker.models.reminder import Reminder
from tracker.models.search import CaseWords
from tracker.now import local
from tracker.services import audit
from tracker.services.cases.notices import delete_notices
from tracker.services.imports.event_lines import event_line
from tracker.services.imports.matching import in_chunks
from tracker.services.imports.reversing import reverse_update
from tracker.services.imports.surveying import Kept, refuse_unless_undoable, survey
from tracker.services.numbers import release

TAKEN_BACK_TITLE = "（导入已撤销）"
TAKEN_BACK_NUMBER = "已撤销-"
_NUMBER = re.compile(r"〔(\d{4})〕(\d+)号$")
BELONGINGS: tuple[type[BaseModel], ...] = (
    *(CaseCycle, CaseAssistant, CaseEventText, CasePerson, CaseReply, CaseWords, Reminder),
)


def undo_import(batch: ImportBatch, *, actor: Actor, at: datetime) -> ImportUndo:
    """Take back the cases the batch made and put back the values its updates replaced; the rest is listed by name.

    A taken-back case keeps its events and nothing else: it is in no list, search or figure, its number and source
    number are free again. Raises DomainError where the batch cannot be undone, or nothing in it.
    """
    today = local(at).date()
    refuse_unless_undoable(batch, actor=actor, today=today)
    found = survey(batch, holds=True)
    if found.is_empty:
        raise DomainError("这批办件导入以后都已有人办理或者更改，一件也不能撤销。")
    for chunk in in_chunks(found.created):
        _take_back(chunk, batch, at=at, actor_id=actor.user_id)
    reversed_ones = 0
    for row in found.updated:
        refusal = reverse_update(row, batch, at=at, actor_id=actor.user_id)
        if refusal is None:
            reversed_ones += 1
        else:
            found.kept.append(refusal)
    undo = ImportUndo(
        batch_id=batch.id,
        at=at,
        by_id=actor.user_id,
        taken_back=len(found.created),
        reversed=reversed_ones,
        kept={"cases": [_told(one) for one in found.kept]},
    )
    db.session.add(undo)
    _note(undo, batch, at=at, actor_id=actor.user_id)
    db.session.flush()
    return undo


def _told(one: Kept) -> dict[str, Any]:
    return {"case_id": one.case_id, "number": one.number, "reason": one.reason}


def _note(undo: ImportUndo, batch: ImportBatch, *, at: datetime, actor_id: int) -> None:
    kept = [one["number"] for one in undo.kept["cases"]]
    audit.record(
        action="import.undone",
        at=at,
        actor_id=actor_id,
        subject=f"第 {batch.id} 批导入",
        detail={
            "sha256": batch.sha256,
            "taken_back": undo.taken_back,
            "reversed": undo.reversed,
            "kept": kept,
        },
    )


def _take_back(ids: Sequence[int], batch: ImportBatch, *, at: datetime, actor_id: int) -> None:
    on = local(at).date()
    _undo_events(ids, batch, on=on, at=at, actor_id=actor_id)
    _release_numbers(ids, batch)
    delete_notices(ids)
    for model in BELONGINGS:
        _delete(model, model.case_id.in_(ids))  # type: ignore[attr-defined]
    emptied = dict.fromkeys(("content", "place", "source_text", "delivery_route"), "")
    db.session.execute(
        update(Case)
        .where(Case.id.in_(ids))
        .values(
            taken_back_on=on,
            is_open=False,
            number=literal(TAKEN_BACK_NUMBER) + as_type(Case.id, String),
            source_number=None,
            title=TAKEN_BACK_TITLE,
            missing_fields=[],
            version=Case.version + 1,
            **emptied,
        ),
        execution_options={"synchronize_session": False},
    )
    db.session.expire_all()


def _delete(model: type[BaseModel], condition: Any) -> None:
    db.session.execute(delete(model).where(condition), execution_options={"synchronize_session": False})


def _undo_events(ids: Sequence[int], batch: ImportBatch, *, on: date, at: datetime, actor_id: int) -> None:
    events: dict[int, list[CaseEvent]] = defaultdict(list)
    rows = select(CaseEventRow).where(CaseEventRow.case_id.in_(ids))
    for row in db.session.execute(rows.order_by(CaseEventRow.case_id, CaseEventRow.seq)).scalars():
        events[row.case_id].append(row.as_event())
    lines = [
        event_line(case_id, event, at=at, actor_id=actor_id)
        for case_id, recorded in events.items()
        for event in reversal(recorded, after=0, on=on, marks={"batch": batch.id})
    ]
    db.session.execute(insert(cast("Table", CaseEventRow.__table__)), lines)


def _release_numbers(ids: Sequence[int], batch: ImportBatch) -> None:
    free: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, channel_id in db.session.execute(
        select(Case.number, Case.channel_id).where(Case.id.in_(ids)).order_by(Case.id)
    ).tuples():
        if told := _NUMBER.search(number):
            free[channel_id, int(told[1])].append(int(told[2]))
    for (channel_id, year), serials in free.items():
        release(agency_id=batch.agency_id, series=f"case:{channel_id}", year=year, serials=serials)
