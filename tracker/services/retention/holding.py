"""暂缓清除: keep the personal data of a case beyond its period, for a reason that stays on record."""

from datetime import datetime

from tracker.domain.errors import DomainError
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.case_record import RetentionHold
from tracker.queries.cases.one import by_number
from tracker.services import audit

LONGEST_REASON = 200


def hold(*, agency_id: int, number: str, reason: str, actor_id: int, at: datetime) -> RetentionHold:
    """Hold the case of that number; raises DomainError naming the field that is missing or wrong."""
    if not reason.strip():
        raise DomainError("请写明为什么暂缓，例如审计、诉讼的文号。", field="reason")
    if len(reason.strip()) > LONGEST_REASON:
        raise DomainError(f"理由超过 {LONGEST_REASON} 个字，请写短些。", field="reason")
    case = _case(agency_id, number)
    if case.erased_on is not None and not case.is_open:
        raise DomainError(f"{case.number} 的个人信息已于 {case.erased_on} 清除，不能再暂缓。", field="number")
    if db.session.get(RetentionHold, case.id) is not None:
        raise DomainError(f"{case.number} 已经暂缓清除。", field="number")
    held = RetentionHold(case_id=case.id, reason=reason.strip(), held_by_id=actor_id, held_at=at)
    db.session.add(held)
    db.session.flush()
    _note("retention.held", case, held, actor_id=actor_id, at=at)
    return held


def release(*, agency_id: int, number: str, actor_id: int, at: datetime) -> None:
    """Let the period of the case count again; a case that is not held stays as it is."""
    case = _case(agency_id, number)
    held = db.session.get(RetentionHold, case.id)
    if held is not None:
        _note("retention.released", case, held, actor_id=actor_id, at=at)
        db.session.delete(held)
        db.session.flush()


def _case(agency_id: int, number: str) -> Case:
    case = by_number(agency_id, number)
    if case is None:
        raise DomainError(f"没有编号为“{number.strip()}”的办件，请核对编号。", field="number")
    return case


def _note(action: str, case: Case, held: RetentionHold, *, actor_id: int, at: datetime) -> None:
    audit.record(action=action, at=at, actor_id=actor_id, subject=case.number, detail={"reason": held.reason})
