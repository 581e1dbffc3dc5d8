"""A step's reason: one of the agency's list, words of one's own, or both."""

from tracker.domain.errors import DomainError
from tracker.domain.reasons import ReasonList
from tracker.queries import reasons
from tracker.services.cases.work import CaseWork


def listed(work: CaseWork, listed_in: ReasonList, code: str) -> dict[str, str]:
    """The payload of a listed reason: its code to count by, its words as they read today."""
    label = reasons.offered(reasons.reasons(work.case.agency_id)[listed_in], work.case.kind).get(code)
    if label is None:
        raise DomainError("请从列表中选一个理由。", field="reason_code")
    return {"reason": code, "reason_words": label}


def listed_or_said(
    work: CaseWork, listed_in: ReasonList, code: str, words: str, message: str
) -> dict[str, str]:
    """The same where words alone will do; raises DomainError with ``message`` when there is neither."""
    if code:
        return listed(work, listed_in, code)
    if not words.strip():
        raise DomainError(message, field="reason")
    return {}
