"""依申请公开 on its way: correction, consultation, fee, deferred answer, giving up."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tracker.domain.case_events import EventType
from tracker.domain.errors import DomainError
from tracker.domain.fees import fee_for_cases, fee_for_pages
from tracker.domain.labels import Party, State
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.asides import Consultation
from tracker.domain.lifecycle.standing import effective
from tracker.domain.outcomes import Outcome
from tracker.queries.cases.letters import fee_notice_signed_on
from tracker.services.cases.work import CaseWork


def request_correction(work: CaseWork, *, items: str, respond_by: date, on: date | None = None) -> None:
    """告知补正, all at once, naming items and a reasonable period (条例第三十条)."""
    day = on or work.today
    if not items.strip():
        raise DomainError("请一次写明全部需要补正的事项。", field="items")
    if respond_by <= day:
        raise DomainError(f"补正期限 {respond_by} 应晚于告知当日 {day}。", field="respond_by")
    work.take(
        Action.REQUEST_CORRECTION,
        on=on,
        payload={"respond_by": respond_by.isoformat()},
        texts={"items": items},
    )


def receive_correction(work: CaseWork, *, on: date | None = None, note: str = "") -> None:
    """收到补正: the answer period starts anew (条例第三十条)."""
    work.take(Action.RECEIVE_CORRECTION, on=on, texts={"note": note})


def start_consultation(
    work: CaseWork, *, party: Party, whom: str, reason: str, on: date | None = None
) -> None:
    """征求意见: the time needed is not counted (条例第三十二条 to 第三十四条)."""
    if not whom.strip():
        raise DomainError("请写明向谁征求意见。", field="whom")
    work.take(
        Action.START_CONSULTATION,
        on=on,
        payload={"party": party.value},
        texts={"whom": whom, "reason": reason},
    )


def deliver_consultation(
    work: CaseWork, *, party: Party | None = None, asked: int | None = None, on: date | None = None
) -> None:
    """对方签收: that party's 15 working days begin. ``asked`` as in ``end_consultation``."""
    waiting = [each for each in work.standing.consultations if each.delivered_on is None]
    meant = _meant(waiting, party, asked, "现在没有等待对方签收的征求意见书")
    work.take(Action.DELIVER_CONSULTATION, on=on, payload={"party": meant.party.value, "answers": meant.seq})


def end_consultation(
    work: CaseWork,
    *,
    party: Party | None = None,
    asked: int | None = None,
    opinion: str = "",
    on: date | None = None,
) -> None:
    """登记意见, or that the period passed in silence: the main clock goes on the day after.

    ``asked`` is the consultation's event, else the oldest one of ``party``.
    """
    meant = _meant(work.standing.consultations, party, asked, "现在没有未结束的征求意见")
    payload = {"party": meant.party.value, "answers": meant.seq}
    work.take(Action.END_CONSULTATION, on=on, payload=payload, texts={"opinion": opinion})


def _meant(
    waiting: Sequence[Consultation], party: Party | None, asked: int | None, none_left: str
) -> Consultation:
    for each in waiting:
        if each.seq == asked or (asked is None and party in {None, each.party}):
            return each
    whom = f"（{party.label}）" if party else ""
    raise DomainError(f"{none_left}{whom}。", field="asked")


def send_fee_notice(
    work: CaseWork,
    *,
    applications: int | None = None,
    pages: int | None = None,
    received_on: date | None = None,
    on: date | None = None,
) -> None:
    """发出收费通知 by case or by volume, never both (国办函〔2020〕109号).

    The applicant's time to pay runs from ``received_on``, from the day of sending while that is not known.
    """
    if (applications is None) == (pages is None):
        raise DomainError("按件、按量只能选一种计收方式。", field="applications")
    fee = fee_for_cases(applications) if applications is not None else fee_for_pages(pages or 0)
    if fee.yuan == 0:
        raise DomainError("按这个数量不收费，不必发收费通知。", field="applications")
    if received_on and received_on > work.today:
        raise DomainError(f"收到日期 {received_on} 晚于今天；还没收到的先留空。", field="received_on")
    payload: dict[str, Any] = {"applications": applications, "pages": pages, "yuan": fee.yuan}
    if received_on:
        payload["received_on"] = received_on.isoformat()
    work.take(Action.SEND_FEE_NOTICE, on=on, payload=payload)


def record_payment(work: CaseWork, *, yuan: int, on: date | None = None) -> None:
    """登记缴费."""
    if yuan <= 0:
        raise DomainError("缴费金额应大于 0 元。", field="yuan")
    work.take(Action.RECORD_PAYMENT, on=on, payload={"yuan": yuan})


def record_search(
    work: CaseWork,
    *,
    where: str,
    words: str,
    searcher: str,
    found: str,
    catalogue: str = "",
    on: date | None = None,
) -> None:
    """登记检索: where, by which catalogue and words, by whom, with what result (法释〔2025〕8号第五条)."""
    said = (
        ("where", "检索地点", where),
        ("search_words", "检索词", words),
        ("searcher", "检索人", searcher),
        ("found", "检索结果", found),
    )
    for field, label, text in said:
        if not text.strip():
            raise DomainError(f"请写明{label}。", field=field)
    texts = {name: text for name, _, text in said} | {"catalogue": catalogue}
    work.take(Action.RECORD_SEARCH, on=on, texts=texts)


def ask_reasons(work: CaseWork, *, found: str, respond_by: date, on: date | None = None) -> None:
    """要求说明理由: number or frequency is clearly beyond reason (条例第三十五条); the clock goes on."""
    day = on or work.today
    if not found.strip():
        raise DomainError("请写明认为超过合理范围的件数和期间。", field="found")
    if respond_by <= day:
        raise DomainError(f"说明理由的期限 {respond_by} 应晚于告知当日 {day}。", field="respond_by")
    payload = {"respond_by": respond_by.isoformat()}
    work.take(Action.ASK_REASONS, on=on, payload=payload, texts={"found": found})


def receive_reasons(work: CaseWork, *, words: str, on: date | None = None) -> None:
    """登记说明的理由, or that none came; then the answer is given, deferred, or the request not processed."""
    if not words.strip():
        raise DomainError("请写明申请人说明的理由；没有说明的，写“逾期未说明”。", field="words")
    work.take(Action.RECEIVE_REASONS, on=on, texts={"words": words})


def defer_reply(work: CaseWork, *, until: date, reason: str, on: date | None = None) -> None:
    """告知延迟答复: reasons are fair but the volume is impossible in time (条例第三十五条)."""
    if not reason.strip():
        raise DomainError("请写明延迟答复的理由。", field="reason")
    work.take(Action.DEFER_REPLY, on=on, payload={"until": until.isoformat()}, texts={"reason": reason})


def _last_fee_notice(work: CaseWork) -> int:
    sent = [event.seq for event in effective(work.events) if event.type is EventType.FEE_NOTICE_SENT]
    return sent[-1]


def _refuse_before_payment_is_due(work: CaseWork, day: date) -> None:
    """The time to pay runs from the day after the notice was received, where its delivery says when that was."""
    signed_on = fee_notice_signed_on(work.case.id, _last_fee_notice(work))
    if signed_on is None:
        return
    length = work.rules.book(work.case.received_on)["fee_payment"].length
    pay_by = work.rules.calendar(work.case.kind).add(signed_on, length)
    if day <= pay_by:
        raise DomainError(
            f"申请人 {signed_on} 签收收费通知书，缴费期限到 {pay_by} 才届满，{day} 还不能视为放弃。",
            field="on",
        )


def lapse(work: CaseWork, *, reason: str, on: date | None = None) -> None:
    """视为放弃: not corrected, or not paid, in time; a person's judgement (条例第三十条；国办函〔2020〕109号)."""
    if not reason.strip():
        raise DomainError("请写明认定放弃的理由。", field="reason")
    unpaid = work.standing.state is State.AWAITING_PAYMENT
    if unpaid:
        _refuse_before_payment_is_due(work, on or work.today)
    outcome = Outcome.FEE_NOT_PAID if unpaid else Outcome.NOT_CORRECTED
    work.take(Action.LAPSE, on=on, payload={"outcome": outcome.value}, texts={"reason": reason})
