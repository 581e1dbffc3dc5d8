"""Who may keep documents with a case and who may take them out: they hold names and addresses in clear."""

from datetime import datetime

from tracker.domain.errors import PermissionRefused
from tracker.domain.labels import Role
from tracker.domain.permissions import Actor, CaseView, may_see_person, roles_here
from tracker.models.document import CaseDocument
from tracker.services import audit

MAY_KEEP = frozenset({Role.CLERK, Role.SECTION_LEAD, Role.HANDLER})


def may_open(actor: Actor, case: CaseView) -> bool:
    """Whether ``actor`` may take documents out: those who may know the person."""
    return may_see_person(actor, case)


def may_keep(actor: Actor, case: CaseView) -> bool:
    """Whether ``actor`` works on the case, leads its section or sits at the desk, and may know the person."""
    return may_open(actor, case) and not MAY_KEEP.isdisjoint(roles_here(actor, case))


def refuse_unless_may_keep(actor: Actor, case: CaseView) -> None:
    """Raise PermissionRefused for whoever may not keep documents with the case."""
    if not may_keep(actor, case):
        raise PermissionRefused("文书和附件由本件的承办人、承办科室负责人或者登记员办理。")


def note_opening(document: CaseDocument, *, actor: Actor, at: datetime, address: str = "") -> None:
    """Leave an audit line of a document taken out."""
    audit.record(
        action="document.opened",
        at=at,
        actor_id=actor.user_id,
        subject=document.case.number,
        address=address,
        detail={"document": document.id, "sha256": document.sha256},
    )
