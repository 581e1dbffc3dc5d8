"""Which cases of a batch can be taken back or put back, and which cannot, by name and with the reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import func, select

from tracker.domain.case_events import EventType
from tracker.domain.errors import DomainError, PermissionRefused
from tracker.domain.labels import Role
from tracker.domain.office_questions import IMPORT_UNDO, OFF, UNDO_DAYS
from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.case_record import CaseEventRow
from tracker.models.document import CaseDocument
from tracker.models.draft import Draft
from tracker.models.imports import ImportBatch, ImportRow, ImportUndo
from tracker.models.report import RemedyCase
from tracker.now import local
from tracker.queries.policies import office_choice
from tracker.services.imports.matching import in_chunks
from tracker.services.imports.recording import CREATED, UPDATED

CHANGED_SINCE = "导入以后已有更改"


@dataclass(frozen=True, slots=True)
class Kept:
    """A case that an undoing leaves as it is."""

    case_id: int
    number: str
    reason: str


@dataclass(slots=True)
class Survey:
    """What undoing a batch would do: ids of cases to take back, rows of updates to reverse, cases left alone."""

    created: list[int] = field(default_factory=list)
    updated: list[ImportRow] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.created and not self.updated


def last_day(batch: ImportBatch) -> date | None:
    """The last day on which the batch can be undone, None where the office allows none at all."""
    choice = office_choice(agency_id=batch.agency_id, question=IMPORT_UNDO)
    if batch.committed_at is None or choice == OFF:
        return None
    return local(batch.committed_at).date() + timedelta(days=UNDO_DAYS[choice])


def undo_of(batch: ImportBatch) -> ImportUndo | None:
    """The undoing of the batch, where there was one."""
    return db.session.get(ImportUndo, batch.id)


def refuse_unless_undoable(batch: ImportBatch, *, actor: Actor, today: date) -> None:
    """Raise DomainError naming why this person cannot undo the batch today."""
    until = last_day(batch)
    if batch.committed_at is None:
        raise DomainError("这次导入还没有完成，没有可以撤销的；不要了请“放弃这次导入”。")
    if undo_of(batch) is not None:
        raise DomainError("这次导入已经撤销过了。")
    if not actor.has(Role.SUPERVISOR) and batch.created_by_id != actor.user_id:
        raise PermissionRefused("整批撤销由导入的本人或者督办员办理。")
    if until is None:
        raise DomainError("本机关设定导入以后不可以整批撤销。写错的件请在办件页更正。")
    if today > until:
        raise DomainError(f"这次导入最晚可以在 {until} 撤销，已经过了。写错的件请在办件页更正。")
    if not _has_rows(batch):
        raise DomainError("这次导入没有逐件记下改了什么，不能整批撤销。写错的件请在办件页更正。")


def _has_rows(batch: ImportBatch) -> bool:
    made = select(ImportRow.row).where(ImportRow.batch_id == batch.id, ImportRow.made.in_((CREATED, UPDATED)))
    return db.session.execute(made.limit(1)).first() is not None


def survey(batch: ImportBatch, *, holds: bool = False) -> Survey:
    """Sort the cases of the batch; with ``holds`` their rows are locked until the transaction ends."""
    found = Survey()
    rows = (
        db.session.execute(
            select(ImportRow)
            .where(ImportRow.batch_id == batch.id, ImportRow.made.in_((CREATED, UPDATED)))
            .order_by(ImportRow.row)
        )
        .scalars()
        .all()
    )
    for chunk in in_chunks(rows):
        _sort(found, chunk, holds=holds)
    return found


def _sort(found: Survey, rows: Sequence[ImportRow], *, holds: bool) -> None:
    ids = [row.case_id for row in rows]
    statement = select(Case.id, Case.number, Case.version).where(Case.id.in_(ids)).order_by(Case.id)
    if holds:
        statement = statement.with_for_update()
    cases = {case_id: (number, version) for case_id, number, version in db.session.execute(statement)}
    changed = [row.case_id for row in rows if cases[row.case_id][1] != row.version]
    reasons = _why_changed(changed)
    reasons |= _with_papers(row.case_id for row in rows if row.made == CREATED)
    for row in rows:
        number = cases[row.case_id][0]
        if row.case_id in reasons:
            found.kept.append(Kept(row.case_id, number, reasons[row.case_id]))
        elif row.made == CREATED:
            found.created.append(row.case_id)
        else:
            found.updated.append(row)


def _why_changed(ids: Sequence[int]) -> dict[int, str]:
    """The last step of each of these cases, which somebody changed after the import."""
    reasons = dict.fromkeys(ids, CHANGED_SINCE)
    newest = (
        select(CaseEventRow.case_id, func.max(CaseEventRow.seq).label("seq"))
        .where(CaseEventRow.case_id.in_(ids))
        .group_by(CaseEventRow.case_id)
        .subquery()
    )
    last = select(CaseEventRow).join(
        newest, (newest.c.case_id == CaseEventRow.case_id) & (newest.c.seq == CaseEventRow.seq)
    )
    for event in db.session.execute(last.order_by(CaseEventRow.case_id)).scalars():
        if event.payload.get("imported"):
            reasons[event.case_id] = "又被后来的导入更新过，请先撤销后来的那一次"
        else:
            reasons[event.case_id] = f"导入以后已有「{event.type.label}」（{local(event.at):%m-%d %H:%M}）"
    return reasons


def _with_papers(ids: Iterable[int]) -> dict[int, str]:
    """New cases that something else has come to rest on."""
    wanted = list(ids)
    papers = select(CaseDocument.case_id).where(CaseDocument.case_id.in_(wanted))
    remedies = select(RemedyCase.case_id).where(RemedyCase.case_id.in_(wanted))
    linked = select(Case.previous_case_id).where(Case.previous_case_id.in_(wanted))
    drafts = select(Draft.case_id).where(Draft.case_id.in_(wanted))
    into = CaseEventRow.payload["into"].as_integer()
    merged = select(into).where(CaseEventRow.type == EventType.MERGED, into.in_(wanted))
    found: dict[int, str] = {}
    for statement, reason in (
        (merged, "已有别的件并入这一件"),
        (linked, "已有别的件关联到这一件"),
        (remedies, "已登记复议或者诉讼"),
        (papers, "已存有文书或者附件"),
        (drafts, "有人正在为它拟稿"),
    ):
        found |= {case_id: reason for case_id in db.session.execute(statement).scalars() if case_id}
    return found
