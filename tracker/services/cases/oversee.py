"""督办、催办, and undoing a mistaken step."""

from datetime import date

from tracker.domain.case_events import EventType
from tracker.domain.errors import DomainError
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.standing import effective, fold
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
    kept = effective(work.events)
    last = kept[-1]
    if last.type is EventType.CLOSED and len(kept) > 1:
        last = kept[-2]
    if last.type is EventType.REGISTERED:
        raise DomainError("登记不能撤销；登错了请「更正登记内容」，或按「退回来源」「合并重复」办理。")
    undone = [event.seq for event in kept if event.seq >= last.seq]
    before = fold([event for event in kept if event.seq < last.seq])
    for seq in undone:
        work.take(Action.UNDO, payload={"undoes": seq}, texts={"reason": reason})
    if work.standing.state is not before.state:
        raise DomainError("这一步不能单独撤销。")
