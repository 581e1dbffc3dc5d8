"""答复: drafted, reviewed by another than the drafter, sent."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from tracker.domain.case_events import EventType
from tracker.domain.errors import DomainError
from tracker.domain.labels import ItemType, Kind, State
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.standing import effective
from tracker.domain.lifecycle.transitions import transition_for
from tracker.domain.outcomes import PLAN_REQUIRED, HandlingResult, Outcome
from tracker.domain.reasons import ITEMS, ReasonList
from tracker.domain.refusals import several_reasons
from tracker.extensions import db
from tracker.models.case_record import CaseReply
from tracker.services.cases.reasons import listed
from tracker.services.cases.work import CaseWork

NOT_WANTED = "not_wanted"
OF_THE_DRAFT = ("also", "first", "reason", "reason_words")
UNSOLVED = frozenset({HandlingResult.UNSOLVED, HandlingResult.UNSOLVED_OUTSIDE})

SENDING_METHODS = {
    "post": "邮寄（交邮当日为答复日）",
    "in_person": "当面送达（签收当日为答复日）",
    "email": "电子邮件",
    "platform": "网上平台",
    "phone": "电话答复",
    "not_wanted": "不需答复（诉求人不要答复，或者表扬件阅知）",
}


def submit_reply(
    work: CaseWork,
    *,
    public_text: str,
    internal_text: str = "",
    ending: str,
    reason_code: str = "",
    also: Sequence[str] = (),
    on: date | None = None,
) -> None:
    """送审答复: ``ending`` is the outcome code of a disclosure request, else the result code.

    What was not solved says why: ``reason_code`` of the list, or the internal text. ``also`` are further reasons
    for refusing a disclosure request.
    """
    _need_text(public_text)
    code = _ending(work, ending)
    _need_search(work, ending, internal_text)
    why = _why_unsolved(work, ending, reason_code, internal_text)
    payload = {"drafted_by": work.actor.user_id, **code, **why, **several_reasons(ending, also)}
    work.take(Action.SUBMIT_REPLY, on=on, payload=payload)
    _keep_draft(work, public_text=public_text, internal_text=internal_text, ending=ending)


def pass_review(work: CaseWork, *, note: str = "", on: date | None = None) -> None:
    """审核通过, by another than the drafter."""
    work.take(Action.PASS_REVIEW, on=on, texts={"note": note})


def send_back(work: CaseWork, *, reason: str, on: date | None = None) -> None:
    """退回修改, saying what to mend."""
    if not reason.strip():
        raise DomainError("请写明退回修改的意见。", field="reason")
    work.take(Action.SEND_BACK, on=on, texts={"reason": reason})


def reply(
    work: CaseWork,
    *,
    method: str,
    ending: str | None = None,
    public_text: str | None = None,
    evidence: str = "",
    internal_text: str = "",
    reason_code: str = "",
    also: Sequence[str] = (),
    on: date | None = None,
) -> None:
    """登记答复 on the day it was posted or handed over (国办公开办函〔2016〕235号).

    Where the channel has no review, ``public_text`` and ``ending`` come with it; after a review they are the
    draft's, and others are refused.
    """
    _refuse_method(work, method)
    reviewed = work.standing.state is State.AWAITING_REPLY
    drafted = (work.standing.cycle.outcome or work.standing.cycle.result) if reviewed else None
    if reviewed and (public_text is not None or ending not in {None, drafted}):
        raise DomainError("审核通过后不能改答复内容和办理结果；要改请先撤销审核，退回修改。", field="ending")
    chosen = ending or drafted
    if not chosen:
        raise DomainError("请选择办理结果。", field="ending")
    if not reviewed:
        _need_text(public_text or "")
        _need_search(work, chosen, internal_text)
    why = {} if reviewed else _why_unsolved(work, chosen, reason_code, internal_text)
    further = _reasons_drafted(work) if reviewed else several_reasons(chosen, also)
    payload = {"method": method, **_ending(work, chosen), **why, **further}
    work.take(Action.REPLY, on=on, payload=payload, texts={"evidence": evidence})
    if not reviewed:
        _keep_draft(work, public_text=public_text or "", internal_text=internal_text, ending=chosen)


def _reasons_drafted(work: CaseWork) -> dict[str, Any]:
    """The reasons of the draft that passed its review: why it is refused or not solved."""
    kept = effective(work.events)
    drafts = [event.payload for event in kept if event.type is EventType.REPLY_SUBMITTED]
    return {name: drafts[-1][name] for name in OF_THE_DRAFT if name in drafts[-1]} if drafts else {}


def _refuse_method(work: CaseWork, method: str) -> None:
    """Without an answer only where the caller wanted none (济南市12345市民服务热线条例第二十四条), or for praise."""
    if method not in SENDING_METHODS:
        raise DomainError("请选择答复方式。", field="method")
    praises = work.case.item_type is ItemType.PRAISE
    if method == NOT_WANTED and (work.case.kind not in ITEMS or (work.case.wants_reply and not praises)):
        raise DomainError("诉求人要求答复，不能选“不需答复”；请选实际的答复方式。", field="method")


def _why_unsolved(work: CaseWork, ending: str, reason_code: str, internal_text: str) -> dict[str, str]:
    if ending not in UNSOLVED:
        return {}
    if reason_code:
        return listed(work, ReasonList.UNSOLVED, reason_code)
    if ending == HandlingResult.UNSOLVED and not internal_text.strip():
        raise DomainError("没有解决的，请选原因，或者在内部办理情况里写明。", field="reason_code")
    return {}


def _ending(work: CaseWork, code: str) -> dict[str, str]:
    is_disclosure = work.case.kind is Kind.DISCLOSURE
    offered = Outcome if is_disclosure else HandlingResult
    if code not in {member.value for member in offered}:
        raise DomainError("请从办理结果中选一项。", field="ending")
    if code == Outcome.EXCESSIVE and work.standing.reasons_asked_on is None:
        raise DomainError(
            "认为申请数量、频次明显超过合理范围的，先「要求说明理由」；"
            "理由不合理才能不予处理（条例第三十五条）。",
            field="ending",
        )
    if code in PLAN_REQUIRED and work.standing.promised_on is None and _plans(work.case.kind):
        raise DomainError(
            "因客观原因暂未解决的，要给诉求人办理计划和日期：请先登记「阶段性答复」。", field="ending"
        )
    return {"outcome" if is_disclosure else "result": code}


def _need_search(work: CaseWork, ending: str, internal_text: str) -> None:
    """本机关不掌握: that nothing was found is shown by the search (法释〔2025〕8号第五条), else why it is not ours."""
    if ending != Outcome.NOT_HELD or work.standing.searched_on or internal_text.strip():
        return
    raise DomainError(
        "信息不存在的，先「登记检索」：在哪里、按什么目录和检索词、谁检索的（法释〔2025〕8号第五条）；"
        "不属于本机关负责公开的，在内部办理情况里写明理由和应当找的机关（条例第三十六条第五项）。",
        field="ending",
    )


def _plans(kind: Kind) -> bool:
    return transition_for(kind, Action.STAGE_REPLY) is not None


def _need_text(public_text: str) -> None:
    if not public_text.strip():
        raise DomainError("请填写答复内容。", field="public_text")


def _keep_draft(work: CaseWork, *, public_text: str, internal_text: str, ending: str) -> None:
    is_disclosure = work.case.kind is Kind.DISCLOSURE
    work.words_changed = True
    db.session.add(
        CaseReply(
            case_id=work.case.id,
            cycle=work.standing.cycle.number,
            public_text=public_text.strip(),
            internal_text=internal_text.strip(),
            outcome=ending if is_disclosure else None,
            result=None if is_disclosure else ending,
            drafted_by_id=work.actor.user_id,
            drafted_at=work.at,
        )
    )


def latest_reply(case_id: int) -> CaseReply | None:
    """The last draft of the case, which after a review is the one sent."""
    return db.session.execute(
        select(CaseReply).where(CaseReply.case_id == case_id).order_by(CaseReply.id.desc()).limit(1)
    ).scalar_one_or_none()
