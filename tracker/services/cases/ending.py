"""Ways a case ends other than by its answer, and what follows an answer."""

from datetime import date

from sqlalchemy import select

from tracker.domain.annual_report.section_four import PATH_LABELS
from tracker.domain.errors import DomainError
from tracker.domain.labels import REMOVED_STATES, Kind, NewRoundGround, Satisfaction, ToldBy
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.apply import concludes
from tracker.domain.new_rounds import GROUND_OF_PATH
from tracker.domain.outcomes import Outcome
from tracker.domain.reasons import MergeReason, ReasonList, TerminationReason
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.report import RemedyCase
from tracker.queries.cases.visibility import visible_to
from tracker.services.cases.projection import deadline_of
from tracker.services.cases.reasons import listed, listed_or_said
from tracker.services.cases.work import CaseWork


def withdraw(work: CaseWork, *, reason: str = "", on: date | None = None) -> None:
    """登记撤回; a withdrawn disclosure request counts under 其他处理 3 (practice, a setting of the table)."""
    ending = (
        {"outcome": Outcome.OTHERWISE.value}
        if work.case.kind is Kind.DISCLOSURE
        else {"reason": TerminationReason.WITHDRAWN_BY_CALLER.value}
    )
    work.take(Action.WITHDRAW, on=on, payload=ending, texts={"reason": reason})


def return_to_source(
    work: CaseWork, *, reason_code: str, reason: str, consent: str = "", on: date | None = None
) -> None:
    """退回来源: not ours, with the duty basis.

    A petition goes back only with the sender's ``consent``, asked for within 5 working days of its receipt
    (信访工作条例第二十三条).
    """
    _need(reason, "请写明退回的理由和职责依据。")
    if work.case.kind is Kind.PETITION:
        _need(consent, "信访事项须经转送单位同意才能退回，请写明同意的单位、日期或者文号。", "consent")
        _refuse_late_objection(work, on or work.today)
    payload = listed(work, ReasonList.RETURNED, reason_code)
    texts = {"reason": reason, "consent": consent}
    work.take(Action.RETURN_TO_SOURCE, on=on, payload=payload, texts=texts)


def _refuse_late_objection(work: CaseWork, on: date) -> None:
    """The day counts on which the objection was first made inside the bureau (申请退单), else this one."""
    clock = next(
        each
        for each in deadline_of(work.case, work.events, work.rules, as_of=on).side_clocks
        if each.code == "petition_objection"
    )
    if (clock.done_on or on) > clock.due_on:
        raise DomainError(
            f"对转送的异议应当在收到之日起 5 个工作日内（至 {clock.due_on}）提出，现在已过；请受理或者不予受理。",
            field="on",
        )


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
    payload = {**listed(work, ReasonList.MERGED, reason_code), "into": main.id}
    if told_by:
        payload["told_by"] = told_by.value
    work.take(Action.MERGE, on=on, payload=payload, texts={"told": told})


def not_accept(work: CaseWork, *, reason_code: str, note: str, on: date | None = None) -> None:
    """不予受理, with a reason of the list; the caller is told the right way."""
    payload = listed(work, ReasonList.NOT_ACCEPTED, reason_code)
    work.take(Action.NOT_ACCEPT, on=on, payload=payload, texts={"note": note})


def terminate(
    work: CaseWork, *, reason_code: str, reason: str, consent: str = "", on: date | None = None
) -> None:
    """终止办理: of a hotline item only after the hotline has agreed in writing (潍坊市12345条例第二十一条)."""
    _need(reason, "请写明终止的理由。")
    if work.case.kind is Kind.HOTLINE:
        _need(consent, "须先取得热线平台书面同意，请写明同意的文号或者日期。", "consent")
    payload = listed(work, ReasonList.TERMINATED, reason_code)
    work.take(Action.TERMINATE, on=on, payload=payload, texts={"reason": reason, "consent": consent})


def call_back(work: CaseWork, *, satisfaction: Satisfaction, note: str = "", on: date | None = None) -> None:
    """登记回访: closes the case when the caller answered, or after three vain tries on two days."""
    policy = work.rules.policy
    ends = concludes(
        work.standing,
        satisfaction,
        on=on or work.today,
        tries=policy.callback_tries,
        days=policy.callback_days,
    )
    payload = {"satisfaction": satisfaction.value, "concludes": ends}
    work.take(Action.CALL_BACK, on=on, payload=payload, texts={"note": note})


def rehandle(
    work: CaseWork,
    *,
    reason: str,
    reason_code: str = "",
    upstream_due_on: date | None = None,
    on: date | None = None,
) -> None:
    """重办: not satisfied and the fault is ours; a new cycle, the first one's times stay for statistics.

    ``upstream_due_on`` is the limit with which the item was sent back to us; without it our own period runs.
    """
    payload: dict[str, str] = listed_or_said(
        work, ReasonList.REHANDLED, reason_code, reason, "请写明重办的理由。"
    )
    if upstream_due_on is not None:
        if upstream_due_on < (on or work.today):
            raise DomainError(f"上级时限 {upstream_due_on} 早于重办的日期。", field="upstream_due_on")
        payload = payload | {"upstream_due_on": upstream_due_on.isoformat()}
    work.take(Action.REHANDLE, on=on, payload=payload, texts={"reason": reason})


def answer_anew(
    work: CaseWork,
    *,
    ground: NewRoundGround,
    decision: str,
    due_on: date | None = None,
    remedy_id: int | None = None,
    on: date | None = None,
) -> None:
    """重新答复 after a review, a suit or a petition review took the answer away, from the day we received it.

    ``due_on`` is what the decision set; without it the office's default period runs. The first answer keeps its
    times, and its place in the report of its year. ``remedy_id`` is the row of 复议、诉讼登记 that led to it.
    """
    _need(decision, "请写明决定书、判决书或者意见书的文号。", "decision")
    if due_on is not None and due_on < (on or work.today):
        raise DomainError(f"决定确定的期限 {due_on} 早于收到决定的日期。", field="due_on")
    payload: dict[str, str | int | None] = {
        "ground": ground.value,
        "due_on": due_on.isoformat() if due_on else None,
    }
    if remedy_id is not None:
        _refuse_other_remedy(work, remedy_id, ground)
        payload["remedy"] = remedy_id
    work.take(Action.REHANDLE, on=on, payload=payload, texts={"decision": decision})


def _refuse_other_remedy(work: CaseWork, remedy_id: int, ground: NewRoundGround) -> None:
    remedy = db.session.get(RemedyCase, remedy_id)
    if remedy is None or remedy.case_id != work.case.id:
        raise DomainError("登记里没有针对本件的这一件复议、诉讼，请重新选择。", field="remedy")
    if GROUND_OF_PATH[remedy.route] is not ground:
        raise DomainError(
            f"选的是{PATH_LABELS[remedy.route]}，依据却是{ground.label}，请改成一致的。", field="remedy"
        )


def archive(work: CaseWork, *, on: date | None = None) -> None:
    """归档: everything is there, and read-only from here on."""
    if work.case.missing_fields:
        missing = "、".join(work.case.missing_fields)
        raise DomainError(f"还缺{missing}，补齐后再归档：请在来源表里填好，重新导入。")
    work.take(Action.ARCHIVE, on=on)


def _need(words: str, message: str, field: str = "reason") -> None:
    if not words.strip():
        raise DomainError(message, field=field)
