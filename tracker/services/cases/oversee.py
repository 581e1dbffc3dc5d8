"""督办、催办, and undoing a mistaken step."""

from datetime import date

from tracker.domain.errors import DomainError
from tracker.domain.lifecycle.actions import Action
from tracker.services.cases.work import CaseWork


def urge(work: CaseWork, *, words: str, on: date | None = None) -> None:
    """催办: counted, told to the handler, never changes the due date."""
    work.take(Action.URGE, on=on, texts={"words": words})


def supervise(work: CaseWork, *, words: str, on: date | None = None) -> None:
    """督办: a mark that stays, with a notice to the handler."""
    if not words.strip():
        raise DomainError("请写明督办要求。", field="words")
    work.take(Action.SUPERVISE, on=on, texts={"words": words})


def undo(work: CaseWork, *, reason: str) -> None:
    """撤销上一步: a new event that leaves the last one out of every replay; registration cannot be undone."""
    if not reason.strip():
        raise DomainError("请写明撤销的理由。", field="reason")
    work.take(Action.UNDO, texts={"reason": reason})
