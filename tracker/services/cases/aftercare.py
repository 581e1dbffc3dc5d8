"""What follows an answer: its publication, and 复查、复核 of a petition."""

from datetime import date

from tracker.domain.errors import DomainError
from tracker.domain.labels import ItemType, PetitionReviewResult
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.asides import next_level
from tracker.services.cases.work import CaseWork


def publish(
    work: CaseWork,
    *,
    writer_agreed: bool,
    owner_chose: bool,
    is_desensitised: bool,
    where: str = "",
    on: date | None = None,
) -> None:
    """登记网上公开 of a letter and its answer: agreed by the writer, chosen by the mailbox owner, desensitised."""
    missing = [
        words
        for words, holds in (
            ("来信人同意公开", writer_agreed),
            ("信箱主管选定公开", owner_chose),
            ("已作脱敏处理", is_desensitised),
        )
        if not holds
    ]
    if missing:
        raise DomainError(f"还缺：{'、'.join(missing)}。三样齐备才能公开。", field="writer_agreed")
    _refuse_accusation(work)
    work.take(Action.PUBLISH, on=on, texts={"where": where})


def _refuse_accusation(work: CaseWork) -> None:
    """检举控告类信件 are left out of publication (杭州市信箱办理规定第五条；信访工作条例第三十条)."""
    case = work.case
    accuses = case.item_type is ItemType.REPORT or case.reported_section_id or case.reported_user_id
    if accuses or case.is_secret:
        raise DomainError("举报、反映本机关人员的和要求保密的来信不公开。")


def ask_petition_review(work: CaseWork, *, unit: str, on: date | None = None) -> None:
    """登记申请复查、复核: 复查 first, 复核 after its opinion, each within 30 days (信访工作条例第三十五、三十六条)."""
    if not unit.strip():
        raise DomainError("请写明向哪个机关、单位申请。", field="unit")
    level = next_level(work.standing.petition_reviews)
    payload = {"level": level.value if level else None}
    work.take(Action.ASK_PETITION_REVIEW, on=on, payload=payload, texts={"unit": unit})


def decide_petition_review(
    work: CaseWork, *, decision: PetitionReviewResult, opinion: str = "", on: date | None = None
) -> None:
    """登记复查、复核意见; one that asks for new handling lets the case be taken up again."""
    payload = {"decision": decision.value}
    work.take(Action.DECIDE_PETITION_REVIEW, on=on, payload=payload, texts={"opinion": opinion})
