"""Ways a case ends other than by its answer, and what follows an answer."""

from datetime import date

from sqlalchemy import select

from tracker.domain.errors import DomainError
from tracker.domain.labels import REMOVED_STATES, Kind, Labelled, Satisfaction, ToldBy
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.apply import concludes
from tracker.domain.outcomes import (
    MergeReason,
    NotAcceptedReason,
    Outcome,
    ReturnReason,
    TerminationReason,
)
from tracker.extensions import db
from tracker.models.case import Case
from tracker.queries.cases.visibility import visible_to
from tracker.services.cases.work import CaseWork


def withdraw(work: CaseWork, *, reason: str = "", on: date | None = None) -> None:
    """登记撤回; a withdrawn disclosure request counts under 其他处理 3 (practice, a setting of the table)."""
    ending = (
        {"outcome": Outcome.OTHERWISE.value}
        if work.case.kind is Kind.DISCLOSURE
        else {"reason": TerminationReason.WITHDRAWN_BY_CALLER.value}
    )
    work.take(Action.WITHDRAW, on=on, payload=ending, texts={"reason": reason})


def return_to_source(work: CaseWork, *, reason_code: str, reason: str, on: date | None = None) -> None:
    """退回来源: not ours, with the duty basis."""
    _need(reason, "请写明退回的理由和职责依据。")
    code = _listed(ReturnReason, reason_code)
    work.take(Action.RETURN_TO_SOURCE, on=on, payload={"reason": code}, texts={"reason": reason})


TOLD_SOMETHING = frozenset({ToldBy.PHONE, ToldBy.MESSAGE, ToldBy.IN_PERSON, ToldBy.ONLINE})


def merge(
    work: CaseWork,
    *,
    into_number: str,
    reason_code: str = MergeReason.SAME_MATTER.value,
    told_by: ToldBy | None = None,
    told: str = "",
    on: date | None = None,
) -> None:
    """并入另一件 of the same matter with nothing new; ``told`` is what the caller was told, and how."""
    if told_by in TOLD_SOMETHING and not told.strip():
        raise DomainError("请写明告知了诉求人什么：办理进度或者结果。", field="told")
    main = db.session.execute(
        select(Case).where(visible_to(work.actor), Case.number == into_number.strip())
    ).scalar_one_or_none()
    if main is None or main.id == work.case.id:
        raise DomainError(f"没有编号为「{into_number}」的另一件，请核对编号。", field="into_number")
    if main.state in REMOVED_STATES:
        raise DomainError(f"{main.number} 已是「{main.state.label}」，不能并入。", field="into_number")
    payload = {"reason": _listed(MergeReason, reason_code), "into": main.id}
    if told_by:
        payload["told_by"] = told_by.value
    work.take(Action.MERGE, on=on, payload=payload, texts={"told": told})


def not_accept(work: CaseWork, *, reason_code: str, note: str, on: date | None = None) -> None:
    """不予受理, with a reason of the list; the caller is told the right way."""
    code = _listed(NotAcceptedReason, reason_code)
    work.take(Action.NOT_ACCEPT, on=on, payload={"reason": code}, texts={"note": note})


def terminate(work: CaseWork, *, reason_code: str, reason: str, on: date | None = None) -> None:
    """终止办理: only after the hotline has agreed in writing."""
    _need(reason, "请写明终止理由和热线书面同意的文号或日期。")
    work.take(
        Action.TERMINATE,
        on=on,
        payload={"reason": _listed(TerminationReason, reason_code)},
        texts={"reason": reason},
    )


def call_back(work: CaseWork, *, satisfaction: Satisfaction, note: str = "", on: date | None = None) -> None:
    """登记回访: closes the case when the caller answered, or after three vain tries on two days."""
    ends = concludes(work.standing, satisfaction, on=on or work.today)
    payload = {"satisfaction": satisfaction.value, "concludes": ends}
    work.take(Action.CALL_BACK, on=on, payload=payload, texts={"note": note})


def rehandle(work: CaseWork, *, reason: str, on: date | None = None) -> None:
    """重办: not satisfied and the fault is ours; a new cycle, the first one's times stay for statistics."""
    _need(reason, "请写明重办的理由。")
    work.take(Action.REHANDLE, on=on, texts={"reason": reason})


def archive(work: CaseWork, *, on: date | None = None) -> None:
    """归档: read-only from here on."""
    work.take(Action.ARCHIVE, on=on)


def _listed(reasons: type[Labelled], code: str) -> str:
    if code not in {member.value for member in reasons}:
        raise DomainError("请从列表中选一个理由。", field="reason_code")
    return code


def _need(words: str, message: str) -> None:
    if not words.strip():
        raise DomainError(message, field="reason")
