"""分办、签收、退单 inside the bureau."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from tracker.domain.errors import DomainError
from tracker.domain.lifecycle.actions import Action
from tracker.domain.reasons import ReasonList
from tracker.extensions import db
from tracker.models.agency import Section
from tracker.models.user import User
from tracker.services.cases.reasons import listed
from tracker.services.cases.work import CaseWork


def assign(
    work: CaseWork,
    *,
    section_id: int,
    handler_id: int | None = None,
    assistant_ids: tuple[int, ...] = (),
    on: date | None = None,
    note: str = "",
) -> None:
    """Give the case to one lead section, with assistants and a handler where known.

    Refuses a section or person that the case reports (回避), a closed section, and a handler of another one.
    """
    section = db.session.get(Section, section_id)
    if section is None or section.agency_id != work.case.agency_id or not section.is_active:
        raise DomainError("请选择一个在用的承办科室。", field="section")
    others = sorted({one for one in assistant_ids if one != section_id})
    _refuse_reported(work, section_id, handler_id, others)
    _refuse_unknown_assistants(section, others)
    if handler_id is not None:
        _refuse_stranger(section, handler_id)
    payload = {"section": section_id, "handler": handler_id, "assistants": others}
    work.take(Action.ASSIGN, on=on, payload=payload, texts={"note": note})


def _refuse_reported(
    work: CaseWork, section_id: int, handler_id: int | None, assistant_ids: Sequence[int]
) -> None:
    reported = work.case.reported_section_id
    if reported == section_id:
        raise DomainError("被反映的科室不能承办这一件，请分给其他科室（回避）。", field="section")
    if reported in assistant_ids:
        raise DomainError("被反映的科室不能协办这一件，请去掉它（回避）。", field="assistants")
    if handler_id is not None and work.case.reported_user_id == handler_id:
        raise DomainError("被反映的人不能承办这一件，请另定承办人（回避）。", field="handler")


def _refuse_unknown_assistants(section: Section, assistant_ids: Sequence[int]) -> None:
    if not assistant_ids:
        return
    active = select(func.count()).where(
        Section.id.in_(assistant_ids), Section.agency_id == section.agency_id, Section.is_active
    )
    if db.session.execute(active).scalar_one() != len(assistant_ids):
        raise DomainError("协办科室里有已停用的或者不是本机关的，请重新选择。", field="assistants")


def _refuse_stranger(section: Section, handler_id: int) -> None:
    handler = db.session.execute(
        select(User).where(User.id == handler_id, User.is_enabled)
    ).scalar_one_or_none()
    if handler is None or handler.section_id != section.id:
        raise DomainError(f"承办人不在{section.name}，或账号已停用。请重新选择。", field="handler")


def sign(work: CaseWork, *, on: date | None = None) -> None:
    """签收: the handler takes the case; whoever signs an unnamed one becomes its handler."""
    payload = {}
    if work.standing.handler_id is None:
        payload = {
            "section": work.standing.section_id,
            "handler": work.actor.user_id,
            "assistants": list(work.standing.assistant_ids),
        }
    work.take(Action.SIGN, on=on, payload=payload)


def request_return(work: CaseWork, *, reason: str, reason_code: str = "", on: date | None = None) -> None:
    """申请退单, with the duty basis; within one working day of assignment by the bureau's rule."""
    _need(reason, "请写明退单理由和职责依据。")
    payload = listed(work, ReasonList.RETURN_REQUESTED, reason_code) if reason_code else {}
    work.take(Action.REQUEST_RETURN, on=on, payload=payload, texts={"reason": reason})


def approve_return(work: CaseWork, *, note: str = "", on: date | None = None) -> None:
    """同意退单: the case goes back to be assigned anew."""
    work.take(Action.APPROVE_RETURN, on=on, payload={"section": None, "handler": None}, texts={"note": note})


def refuse_return(work: CaseWork, *, reason: str, on: date | None = None) -> None:
    """不同意退单, with the reason for the handler to read."""
    _need(reason, "请写明不同意退单的理由。")
    work.take(Action.REFUSE_RETURN, on=on, texts={"reason": reason})


def _need(words: str, message: str) -> None:
    if not words.strip():
        raise DomainError(message, field="reason")
