"""办理中: contact, plan with a date, acceptance of a petition, extension."""

import re
from datetime import date

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.errors import ClockRefused, DomainError
from tracker.domain.labels import Kind
from tracker.domain.lifecycle.actions import Action
from tracker.domain.reasons import ReasonList
from tracker.now import local
from tracker.services.cases.projection import deadline_of
from tracker.services.cases.reasons import listed_or_said
from tracker.services.cases.work import CaseWork

MIDNIGHT = 24
CLOCK_TIME = re.compile(r"([01]?\d|2[0-3])[:：][0-5]\d")
CONTACT_METHODS = {"phone": "电话", "visit": "上门", "message": "短信", "letter": "书信", "office": "来访"}
CONTACT_RESULTS = {"reached": "已联系上", "not_reached": "未联系上", "refused": "对方拒绝"}


def contact(
    work: CaseWork,
    *,
    method: str,
    result: str,
    note: str,
    number: str = "",
    time: str = "",
    on: date | None = None,
) -> None:
    """登记联系情况: when, how, the number dialled, with what result; may repeat."""
    if method not in CONTACT_METHODS or result not in CONTACT_RESULTS:
        raise DomainError("请选择联系方式和联系结果。", field="method")
    if time.strip() and not CLOCK_TIME.fullmatch(time.strip()):
        raise DomainError(f"时间应写成 14:30 的样子，现在是“{time.strip()}”。", field="time")
    payload = {"method": method, "result": result, "time": time.strip() or None}
    work.take(Action.CONTACT, on=on, payload=payload, texts={"note": note, "number": number})


def stage_reply(work: CaseWork, *, promised_on: date, plan: str, on: date | None = None) -> None:
    """阶段性答复: the caller gets a plan with a date; the case stays tracked until that day."""
    day = on or work.today
    if promised_on <= day:
        raise DomainError(f"承诺日期 {promised_on} 应晚于答复当日 {day}。", field="promised_on")
    if not plan.strip():
        raise DomainError("请写明办理计划。", field="plan")
    work.take(
        Action.STAGE_REPLY, on=on, payload={"promised_on": promised_on.isoformat()}, texts={"plan": plan}
    )


def accept(work: CaseWork, *, on: date | None = None) -> None:
    """受理 a petition: the 60 days of 信访工作条例第三十四条 run from here."""
    work.take(Action.ACCEPT, on=on)


def request_extension(
    work: CaseWork, *, days: int, reason: str, reason_code: str = "", on: date | None = None
) -> None:
    """申请延期 with days and reason; of a hotline or mailbox item before the last hour for it (a setting).

    What the clock would not let anybody grant is refused already here.
    """
    why = listed_or_said(work, ReasonList.EXTENSION, reason_code, reason, "请写明延期理由。")
    _refuse_days(days)
    _refuse_late_request(work, on or work.today)
    work.take(Action.REQUEST_EXTENSION, on=on, payload=_length(work, days) | why, texts={"reason": reason})
    _refuse_what_cannot_be_granted(work, on or work.today, days)


def _refuse_late_request(work: CaseWork, on: date) -> None:
    """延期申请截止: one working day before the due day, by 17:00 (西宁市城中区 2023-03 通报; both are settings)."""
    deadline = deadline_of(work.case, work.events, work.rules, as_of=on)
    clock = next((each for each in deadline.side_clocks if each.code == "extension_request"), None)
    if clock is None:
        return
    hour = work.rules.policy.extension_hour
    is_past_hour = on == clock.due_on == work.today and local(work.at).hour >= hour
    if on > clock.due_on or is_past_hour:
        until = f"{clock.due_on} {hour}:00" if hour < MIDNIGHT else f"{clock.due_on}"
        raise DomainError(
            f"延期申请最迟 {until} 提出，现在已过；到 {deadline.due_on} 还不能办结的，请作阶段性答复。",
            field="on",
        )


def _refuse_what_cannot_be_granted(work: CaseWork, on: date, days: int) -> None:
    """The longest extension and how often (条例第三十三条; 热线、信箱 by the settings), as at the decision."""
    granted = CaseEvent(
        type=EventType.EXTENSION_GRANTED, on=on, seq=work.events[-1].seq + 1, payload=_length(work, days)
    )
    try:
        deadline_of(work.case, [*work.events, granted], work.rules, as_of=max(on, work.today))
    except ClockRefused as refused:
        raise DomainError(refused.message, field="days") from refused


def grant_extension(
    work: CaseWork, *, days: int, reason: str = "", consent: str = "", on: date | None = None
) -> None:
    """批准延期: at most 20 working days once for a disclosure request (条例第三十三条); the clock says if it may.

    A limit that came with the item (派单时限) moves only with the ``consent`` of whoever set it.
    """
    _refuse_days(days)
    if work.case.upstream_due_on is not None and not consent.strip():
        raise DomainError(
            f"派单写明的时限 {work.case.upstream_due_on} 是上级定的：请先征得上级同意，写明同意的文号或者日期。",
            field="consent",
        )
    texts = {"reason": reason, "consent": consent}
    work.take(Action.GRANT_EXTENSION, on=on, payload=_length(work, days), texts=texts)


def refuse_extension(work: CaseWork, *, reason: str, on: date | None = None) -> None:
    """不同意延期, with the reason."""
    if not reason.strip():
        raise DomainError("请写明不同意延期的理由。", field="reason")
    work.take(Action.REFUSE_EXTENSION, on=on, texts={"reason": reason})


def _length(work: CaseWork, days: int) -> dict[str, int]:
    return {"days" if work.case.kind is Kind.PETITION else "working_days": days}


def _refuse_days(days: int) -> None:
    if days < 1:
        raise DomainError("延期天数至少为 1。", field="days")
