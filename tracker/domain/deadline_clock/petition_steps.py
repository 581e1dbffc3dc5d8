"""信访: 15 days to acceptance, then 60 from acceptance, once 30 more, all calendar days (信访工作条例)."""

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.deadline_clock.refusals import AlreadyWaiting, ExtensionRefused
from tracker.domain.deadline_clock.run import ClockRun
from tracker.domain.deadline_clock.shared_steps import (
    extended,
    extension_days,
    refuse_extension,
    renewed,
    replied,
)

E = EventType

ARTICLE_23 = "信访工作条例第二十三条"
ARTICLE_34 = "信访工作条例第三十四条"


def received(run: ClockRun) -> None:
    """收到信访事项: 15 days to tell the petitioner whether it is accepted (信访工作条例第二十三条)."""
    run.begin(run.facts.received_on, run.periods.days["petition_acceptance"], ARTICLE_23)
    run.note(run.facts.received_on, "received", "收到信访事项", ARTICLE_23, "收到当日不计，按自然日计算")


def accepted(run: ClockRun, event: CaseEvent, index: int) -> None:
    """受理: 60 days from that day (信访工作条例第三十四条)."""
    if run.accepted_on is not None:
        raise AlreadyWaiting(f"已于 {run.accepted_on} 受理，不能重复受理。", event=index)
    remark = "自受理之日起重新计算，当日不计"
    if run.is_past_due(event.on):
        run.warn(f"受理告知期限 {run.due} 已过，{event.on} 才受理。")
        remark += f"；受理晚于期限 {run.due}"
    counted = run.counted_since_last(event.on)
    run.accepted_on = event.on
    run.round += 1
    run.begin(event.on, run.periods.days["petition_handling"], ARTICLE_34)
    run.note(event.on, event.type, event.type.label, ARTICLE_34, remark, index=index, counted=counted)


def extension_granted(run: ClockRun, event: CaseEvent, index: int) -> None:
    """延长办理 (信访工作条例第三十四条): once, at most 30 days, approved by the head of the unit."""
    if run.accepted_on is None:
        raise ExtensionRefused("信访事项尚未受理，不能延长办理期限。", event=index)
    refuse_extension(run, event, index, most=1)
    longest = run.periods.days["petition_extension"]
    days = extension_days(event, ("calendar_days", "days"), longest, "自然日", index)
    extended(run, event, index, days, "自然日", ARTICLE_34)


def answered(run: ClockRun, event: CaseEvent, index: int) -> None:
    """答复: ends the clock (信访工作条例第三十四条)."""
    replied(run, event, index, ARTICLE_34 if run.accepted_on else ARTICLE_23)


def rehandled(run: ClockRun, event: CaseEvent, index: int) -> None:
    """重新办理 after 复查 or 复核 (信访工作条例第三十五条、第三十六条): the period set there, else a default."""
    renewed(run, event, index, "petition_rehandling", "信访工作条例第三十五条、第三十六条")


STEPS = {
    E.ACCEPTED: accepted,
    E.EXTENSION_GRANTED: extension_granted,
    E.REPLIED: answered,
    E.CLOSED: answered,
    E.REHANDLED: rehandled,
}
