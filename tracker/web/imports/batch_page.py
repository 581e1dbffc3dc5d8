"""导入记录: what each import made, every count a link to its cases, and what undoing it would do or did."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for

from tracker.domain.errors import DomainError
from tracker.domain.office_questions import IMPORT_UNDO
from tracker.domain.permissions import Actor
from tracker.models.imports import ImportBatch, ImportUndo
from tracker.queries.imports import BatchLine
from tracker.queries.policies import office_choice
from tracker.services.imports.surveying import Survey, last_day, refuse_unless_undoable

MOST_NAMED = 200
UNDO_WORDS = {"same_day": "当天", "three_days": "三天内", "seven_days": "七天内"}
COUNTED = ("created", "updated", "unchanged")


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One import in the list. ``counts`` holds number and address by what was made, None while it is open."""

    id: int
    filename: str
    kind: str
    who: str
    created_at: datetime
    rows: int
    counts: Mapping[str, tuple[int, str | None]] | None
    rejected: int
    state: str
    url: str | None


@dataclass(frozen=True, slots=True)
class UndoState:
    """Whether the batch can be undone: until which day, else why not."""

    until: date | None
    refusal: str


def batch_lines(found: Iterable[BatchLine], *, viewer_id: int) -> list[RecordLine]:
    """Lay out the list of imports; an unfinished one leads on only for whoever began it."""
    return [_line(one, viewer_id) for one in found]


def _line(one: BatchLine, viewer_id: int) -> RecordLine:
    batch = one.batch
    may_open = batch.committed_at is not None or batch.created_by_id == viewer_id
    is_linked = one.names_cases and one.undo is None
    return RecordLine(
        id=batch.id,
        filename=batch.filename,
        kind=batch.kind.label,
        who=one.who,
        created_at=batch.created_at,
        rows=batch.rows,
        counts=counts_of(batch, is_linked=is_linked) if batch.committed_at else None,
        rejected=batch.counts.get("rejected", 0),
        state=_state(batch, one.undo),
        url=url_for("imports.done", batch_id=batch.id) if may_open else None,
    )


def counts_of(batch: ImportBatch, *, is_linked: bool) -> dict[str, tuple[int, str | None]]:
    """Number and address of the cases made, changed and found unchanged."""
    return {
        made: (batch.counts.get(made, 0), cases_url(batch, made) if is_linked else None) for made in COUNTED
    }


def cases_url(batch: ImportBatch, made: str) -> str:
    """The list of exactly the cases that the batch made so."""
    return url_for("cases.index", view="all", imported=f"{batch.id}-{made}")


def _state(batch: ImportBatch, undo: ImportUndo | None) -> str:
    if batch.committed_at is None:
        return "未完成"
    if undo is None:
        return "已导入"
    return "已撤销" if not undo.kept["cases"] else f"已撤销，{len(undo.kept['cases'])} 件保留"


def undo_words(agency_id: int) -> str:
    """Until when an import can be undone, as the preview says it; empty where it cannot."""
    return UNDO_WORDS.get(office_choice(agency_id=agency_id, question=IMPORT_UNDO), "")


def undo_state(batch: ImportBatch, *, actor: Actor, today: date) -> UndoState:
    """Whether ``actor`` may undo the batch today."""
    try:
        refuse_unless_undoable(batch, actor=actor, today=today)
    except DomainError as refusal:
        return UndoState(None, refusal.message)
    return UndoState(last_day(batch), "")


def named(found: Survey) -> Sequence[Mapping[str, object]]:
    """The cases that an undoing would leave alone, as the finished undoing keeps them."""
    return [
        {"case_id": one.case_id, "number": one.number, "reason": one.reason}
        for one in found.kept[:MOST_NAMED]
    ]
