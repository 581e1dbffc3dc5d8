"""接着做: the drafts of one account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload

from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.document import CaseDocument
from tracker.models.draft import Draft, DraftFile
from tracker.models.report import ChildReportFile
from tracker.queries.cases.visibility import visible_to


@dataclass(frozen=True, slots=True)
class MyDraft:
    """A draft and the case it belongs to; no case for a registration and where it may no longer be seen."""

    draft: Draft
    case: Case | None


def find_draft(user_id: int, key: str) -> Draft | None:
    """The account's draft of this very form."""
    if not key:
        return None
    found = select(Draft).where(Draft.user_id == user_id, Draft.key == key).options(joinedload(Draft.files))
    return db.session.execute(found).unique().scalar_one_or_none()


def my_draft(user_id: int, draft_id: int) -> Draft | None:
    """The draft of that number, if it is the account's own."""
    return db.session.execute(
        select(Draft).where(Draft.user_id == user_id, Draft.id == draft_id)
    ).scalar_one_or_none()


def my_drafts(actor: Actor, *, limit: int) -> list[MyDraft]:
    """The account's drafts, the latest first."""
    rows = db.session.execute(
        select(Draft, Case)
        .outerjoin(Case, (Case.id == Draft.case_id) & visible_to(actor))
        .where(Draft.user_id == actor.user_id)
        .options(joinedload(Draft.channel), lazyload(Case.channel))
        .order_by(Draft.kept_at.desc(), Draft.id.desc())
        .limit(limit)
    )
    return [MyDraft(draft, case) for draft, case in rows]


def drafts_of_channel(user_id: int, channel_id: int, *, limit: int) -> list[Draft]:
    """Registrations of this channel begun and not finished, the latest first."""
    return list(
        db.session.execute(
            select(Draft)
            .where(Draft.user_id == user_id, Draft.channel_id == channel_id)
            .order_by(Draft.kept_at.desc(), Draft.id.desc())
            .limit(limit)
        ).scalars()
    )


def kept_before(moment: datetime, *, limit: int) -> Sequence[Draft]:
    """Drafts untouched since ``moment``, the oldest first."""
    rows = select(Draft).where(Draft.kept_at < moment).order_by(Draft.kept_at, Draft.id).limit(limit)
    return db.session.execute(rows).scalars().all()


def files_let_go(*, limit: int) -> Sequence[DraftFile]:
    """Files that wait with no draft any more, the oldest first."""
    rows = select(DraftFile).where(DraftFile.draft_id.is_(None)).order_by(DraftFile.id).limit(limit)
    return db.session.execute(rows).scalars().all()


def is_still_used(sha256: str) -> bool:
    """Whether a document, a waiting file or a report sent in has this content."""
    kept = select(CaseDocument.id).where(CaseDocument.sha256 == sha256)
    waiting = select(DraftFile.id).where(DraftFile.sha256 == sha256, DraftFile.draft_id.is_not(None))
    sent_in = select(ChildReportFile.id).where(ChildReportFile.sha256 == sha256)
    return any(db.session.execute(found.limit(1)).first() for found in (kept, waiting, sent_in))
