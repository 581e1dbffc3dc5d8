"""Steps every kind of item knows: extension, answer, withdrawal, removal."""

from datetime import date

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.deadline_clock.payload import day_of, days_of, not_before
from tracker.domain.deadline_clock.refusals import ExtensionRefused, NothingToAnswer
from tracker.domain.deadline_clock.run import ClockRun
from tracker.domain.labels import ClockState, Kind

E = EventType

REMOVALS = (E.RETURNED, E.MERGED, E.NOT_ACCEPTED, E.TERMINATED)


def refuse_extension(run: ClockRun, event: CaseEvent, index: int, *, most: int) -> None:
    """Refuse an extension (延期) while the applicant is awaited, after the due date, or beyond the number allowed."""
    for waiting in run.waiting:
        if waiting.stops and waiting.type in {E.CORRECTION_REQUESTED, E.FEE_NOTICE_SENT}:
            raise ExtensionRefused(
                f"{event.on} 正在等待「{waiting.type.label}」的答复，期限停止计算，不能延期。", event=index
            )
    due = run.due
    if due is not None and event.on > due:
        raise ExtensionRefused(
            f"{event.on} 已过期限 {due}，不能再延期；延期应在期限届满当日或者之前批准。", event=index
        )
    if run.times_extended >= most:
        raise ExtensionRefused(f"本轮期限已延期 {run.times_extended} 次，不能再延期。", event=index)
    if run.main.limit is None:
        raise ExtensionRefused("本件没有办理期限，无须延期。", event=index)


def extension_days(event: CaseEvent, keys: tuple[str, ...], longest: int, unit: str, index: int) -> int:
    """Return the days granted. Raises ``ExtensionRefused`` outside 1 to ``longest``."""
    days = days_of(event, keys, index)
    if not 1 <= days <= longest:
        raise ExtensionRefused(
            f"延期应为 1 至 {longest} 个{unit}，现在是 {days}。", event=index, field=keys[0]
        )
    return days


def extended(run: ClockRun, event: CaseEvent, index: int, days: int, unit: str, basis: str) -> None:
    """Apply a granted extension: the new end is the first deadline plus ``days``."""
    before = run.due
    run.extend(days)
    since = f"自原期限 {before} 届满起" if before else "征求意见结束后"
    run.note(event.on, event.type, event.type.label, basis, f"{since}延长 {days} 个{unit}", index=index)


def replied(run: ClockRun, event: CaseEvent, index: int, basis: str) -> None:
    """End the clock with the answer; an answer while stopped ends the stop that day."""
    was_held = not run.main.is_running
    if was_held:
        run.go_on(event.on, answers_consultation=run.open_of(E.CONSULTATION_STARTED) is not None)
    due = run.due
    in_time = due is None or event.on <= due
    remark = "在期限内" if in_time else f"晚于期限 {due}"
    if was_held:
        remark += "；答复当日停止计时结束"
    run.note(event.on, event.type, event.type.label, basis, remark, index=index)
    run.end(ClockState.MET if in_time else ClockState.MISSED, event)


def renewed(run: ClockRun, event: CaseEvent, index: int, code: str, basis: str) -> None:
    """Begin a new round after a decision took the answer away: until the day it set, else for the period ``code``."""
    if run.ended is None:
        raise NothingToAnswer(f"{event.on} 还没有答复，不能重新答复。", event=index)
    named = day_of(event, "due_on", index)
    days = run.periods.days[code]
    run.resume_cycle(event.on)
    run.begin(event.on, days, basis if named else run.periods[code].article)
    unit = "个自然日" if run.facts.kind is Kind.PETITION else "个工作日"
    remark = f"第 {run.cycle} 轮，决定未定期限，按 {days} {unit}；收到决定当日不计"
    if named is not None:
        run.fix_due(event.on, not_before(event, "due_on", named, index))
        remark = f"第 {run.cycle} 轮，决定确定至 {named}"
    run.note(event.on, event.type, "重新答复", run.basis, remark, index=index, counted=0)


def withdrawn(run: ClockRun, event: CaseEvent, index: int) -> None:
    """撤回, or a removal from our hands: the clock no longer counts."""
    remark = "不再计时"
    if run.is_past_due(event.on):
        remark = run.warn(f"{event.on}「{event.type.label}」时已过期限 {run.due}。")
    run.note(event.on, event.type, event.type.label, "", remark, index=index)
    run.end(ClockState.LAPSED, event)


def held_names(run: ClockRun) -> str:
    """Name what keeps the clock stopped, for a refusal."""
    return "、".join(f"「{each.type.label}」" for each in run.waiting if each.stops)


def passed_remark(due: date | None) -> str:
    """Say that a stop came too late to help."""
    return f"期限 {due} 已过，不停止计时"
