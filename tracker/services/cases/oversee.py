"""督办、催办, and undoing a mistaken step."""

from datetime import date

from tracker.domain.errors import DomainError
from tracker.domain.lifecycle.actions import Action
from tracker.domain.reasons import ReasonList
from tracker.services.cases.reasons import listed_or_said
from tracker.services.cases.work import CaseWork


def urge(work: CaseWork, *, words: str, on: date | None = None) -> None:
    """催办: counted, told to the handler, never changes the due date."""
    work.take(Action.URGE, on=on, texts={"words": words})


def supervise(work: CaseWork, *, words: str, on: date | None = None) -> None:
    """督办: a mark that stays, with a notice to the handler."""
    if not words.strip():
        raise DomainError("请写明督办要求。", field="words")
    work.take(Action.SUPERVISE, on=on, texts={"words": words})


def undo(work: CaseWork, *, reason: str, reason_code: str = "") -> None:
    """撤销上一步: a new event that leaves the last one out of every replay; registration cannot be undone."""
    payload = listed_or_said(work, ReasonList.UNDONE, reason_code, reason, "请写明撤销的理由。")
    work.take(Action.UNDO, payload=payload, texts={"reason": reason})


def designate(work: CaseWork, *, words: str, on: date | None = None) -> None:
    """登记上级指定: the dispute over whose item it is has been decided; it cannot go back to its source any more."""
    if not words.strip():
        raise DomainError("请写明指定的单位和文号或者日期。", field="words")
    work.take(Action.DESIGNATE, on=on, texts={"words": words})


def instruct(work: CaseWork, *, words: str, on: date | None = None) -> None:
    """登记领导批示: who wrote what; such a letter also needs its result on paper."""
    if not words.strip():
        raise DomainError("请写明谁作了什么批示。", field="words")
    work.take(Action.INSTRUCT, on=on, texts={"words": words})
