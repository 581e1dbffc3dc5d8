"""附件: keep a file with a case."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from tracker.domain.attachments import accepted
from tracker.domain.case_events import CaseEvent
from tracker.domain.errors import DomainError
from tracker.domain.labels import State
from tracker.domain.lifecycle.standing import effective, fold
from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.document import CaseDocument
from tracker.services import audit
from tracker.services.cases.facts import case_view
from tracker.services.documents import store
from tracker.services.documents.access import refuse_unless_may_keep


def attach(
    *,
    case: Case,
    events: Sequence[CaseEvent],
    name: str,
    content: bytes,
    folder: Path,
    actor: Actor,
    at: datetime,
    step: int | None = None,
) -> CaseDocument:
    """Keep ``content`` under ``name``, with the step it is the proof of where one is named by its number.

    Raises DomainError naming the file or the step, PermissionRefused for strangers.
    """
    refuse_unless_may_keep(actor, case_view(case, fold(events)))
    if case.state is State.ARCHIVED:
        raise DomainError(f"{case.number} 已归档，不能再加附件。", field="file")
    if case.erased_on is not None:
        raise DomainError(f"{case.number} 的个人信息已按期清除，不再加附件。", field="file")
    if step is not None and step not in {event.seq for event in effective(events)}:
        raise DomainError("附件所属的步骤没有了或者已经撤销，请重新选择。", field="step")
    safe, kind = accepted(name, content)
    document = CaseDocument(
        filename=safe,
        media_type=kind.media_type,
        size=len(content),
        sha256=store.keep(folder, content),
        created_at=at,
        created_by_id=actor.user_id,
        about_seq=step,
    )
    return put_into(case, document)


def put_into(case: Case, document: CaseDocument) -> CaseDocument:
    """Put an attachment that was already looked at, and whose bytes are kept, into the file of ``case``."""
    document.case_id, document.agency_id = case.id, case.agency_id
    db.session.add(document)
    db.session.flush()
    audit.record(
        action="document.attached",
        at=document.created_at,
        actor_id=document.created_by_id,
        subject=case.number,
        detail={"document": document.id, "sha256": document.sha256, "size": document.size},
    )
    return document
