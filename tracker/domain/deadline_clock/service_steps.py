"""热线与信箱: the limit that came with the item, else the office's own; stage replies, extensions, re-handling."""

from datetime import date

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.deadline_clock.payload import day_of, not_before, required_day
from tracker.domain.deadline_clock.refusals import ExtensionRefused, NothingToAnswer, PayloadRefused
from tracker.domain.deadline_clock.run import ClockRun
from tracker.domain.deadline_clock.shared_steps import (
    extended,
    extension_days,
    refuse_extension,
    replied,
)
from tracker.domain.labels import ItemType, Kind

E = EventType

RULES = {Kind.HOTLINE: "热线办理规定", Kind.MAILBOX: "信箱办理规定"}
UPSTREAM = "上级派单时限"


def basis_of(run: ClockRun) -> str:
    """Name what the running limit rests on."""
    return RULES[run.facts.kind]


def period_code(run: ClockRun) -> str | None:
    """Return the period of the item by its type; None for praise (表扬) and in a channel without a period."""
    facts = run.facts
    if not facts.has_period:
        return None
    if facts.kind is Kind.MAILBOX:
        return "mailbox_complex" if facts.is_complex else "mailbox"
    if facts.item_type is ItemType.PRAISE:
        return None
    return "hotline_consultation" if facts.item_type is ItemType.CONSULTATION else "hotline_general"


def received(run: ClockRun) -> None:
    """收到: the upstream limit wins, else the period of the item's type."""
    facts = run.facts
    upstream = facts.upstream_day
    if upstream is not None and upstream < facts.received_on:
        raise PayloadRefused(
            f"上级时限 {upstream} 早于收到日期 {facts.received_on}。", field="upstream_due_on"
        )
    code = period_code(run)
    days = run.periods.days[code] if code else None
    basis = UPSTREAM if upstream else basis_of(run)
    run.begin(facts.received_on, days, basis)
    remark = "收到当日不计"
    if upstream is not None:
        run.fix_due(facts.received_on, upstream)
        remark = f"派单写明的时限 {upstream} 优先；收到当日不计"
    elif code is None:
        remark = "表扬件无须答复，不设期限" if facts.has_period else "本渠道不设固定期限"
    run.note(facts.received_on, "received", "收到来件", basis, remark)


def stage_reply(run: ClockRun, event: CaseEvent, index: int) -> None:
    """阶段性答复: a plan with a date, made on or before the due date, moves the deadline to that date."""
    promised = required_day(event, "promised_on", index)
    if run.is_past_due(event.on):
        remark = run.warn(f"{event.on} 阶段性答复时期限 {run.due} 已过，承诺日期不改变期限。")
    elif run.main.limit is None:
        remark = "本件不设期限"
    else:
        promised, remark = _within_cap(run, promised)
        run.fix_due(event.on, promised)
    run.note(event.on, event.type, event.type.label, basis_of(run), remark, index=index)


def _cap(run: ClockRun) -> date | None:
    if run.facts.kind is not Kind.MAILBOX or run.facts.upstream_day is not None:
        return None
    return run.main.measure.add(run.cycle_started_on, run.periods.days["mailbox_cap"])


def _within_cap(run: ClockRun, promised: date) -> tuple[date, str]:
    cap = _cap(run)
    if cap is not None and promised > cap:
        days = run.periods.days["mailbox_cap"]
        return cap, run.warn(f"承诺日期 {promised} 超过自收到起 {days} 个工作日，期限以 {cap} 为限。")
    return promised, f"承诺 {promised} 办结"


def extension_granted(run: ClockRun, event: CaseEvent, index: int) -> None:
    """批准延期: on or before the due date; a mailbox letter never beyond its cap from receipt."""
    refuse_extension(run, event, index, most=run.policy.hotline_extensions)
    longest = run.periods.days["hotline_extension"]
    days = extension_days(event, ("working_days", "days"), longest, "工作日", index)
    cap, due = _cap(run), run.due
    if cap is not None and due is not None and run.main.measure.add(due, days) > cap:
        raise ExtensionRefused(
            f"延期 {days} 个工作日后超过信箱来信的最长期限 {cap}。", event=index, field="working_days"
        )
    extended(run, event, index, days, "工作日", basis_of(run))


def answered(run: ClockRun, event: CaseEvent, index: int) -> None:
    """答复: ends the clock of this round."""
    replied(run, event, index, basis_of(run))


def rehandled(run: ClockRun, event: CaseEvent, index: int) -> None:
    """重办: a new round with its own 3 working days, or the limit that came with it."""
    if run.ended is None:
        raise NothingToAnswer(f"{event.on} 本轮尚未答复，不能重办。", event=index)
    upstream = day_of(event, "upstream_due_on", index)
    run.resume_cycle(event.on)
    days = run.periods.days["rehandling"] if run.facts.has_period else None
    run.begin(event.on, days, UPSTREAM if upstream else basis_of(run))
    remark = f"第 {run.cycle} 轮，{days} 个工作日；决定当日不计" if days else "本渠道不设固定期限"
    if upstream is not None:
        run.fix_due(event.on, not_before(event, "upstream_due_on", upstream, index))
        remark = f"第 {run.cycle} 轮，派单写明的时限 {upstream} 优先"
    run.note(event.on, event.type, event.type.label, basis_of(run), remark, index=index, counted=0)


STEPS = {
    E.STAGE_REPLY: stage_reply,
    E.EXTENSION_GRANTED: extension_granted,
    E.REPLIED: answered,
    E.CLOSED: answered,
    E.REHANDLED: rehandled,
}
