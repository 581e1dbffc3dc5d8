"""依申请公开: what each event does to the answer clock (条例第三十条至第三十五条)."""

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.deadline_clock.payload import day_of, not_before, party_of, required_day
from tracker.domain.deadline_clock.refusals import (
    AlreadyWaiting,
    DeferralRefused,
    LapseRefused,
    NothingToAnswer,
)
from tracker.domain.deadline_clock.run import ClockRun, Waiting
from tracker.domain.deadline_clock.shared_steps import (
    extended,
    extension_days,
    held_names,
    passed_remark,
    refuse_extension,
    renewed,
    replied,
)
from tracker.domain.labels import ClockState, Party
from tracker.domain.periods import ACT_IN_FORCE

E = EventType

ARTICLE_30 = "条例第三十条"
ARTICLE_33 = "条例第三十三条"
REANSWER = "复议决定、判决确定的期限"
FEE_RULES = "国办函〔2020〕109号"
PARTY_ARTICLE = {
    Party.THIRD_PARTY: "条例第三十二条、第三十三条第三款",
    Party.CO_MAKER: "条例第三十四条、第三十三条第三款",
    Party.OTHER_AGENCY: "条例第三十三条第三款",
    None: "条例第三十三条第三款",
}
PARTY_PERIOD = {Party.THIRD_PARTY: "third_party_opinion", Party.CO_MAKER: "co_maker_opinion"}


def under_old_law(run: ClockRun) -> bool:
    """Tell whether the request falls under the act in force until 2019-05-14."""
    return run.policy.old_law == "on" and run.facts.received_on < ACT_IN_FORCE


def _length(run: ClockRun, code: str) -> int:
    return run.periods.days[f"{code}_2008" if under_old_law(run) else code]


def _reply_article(run: ClockRun) -> str:
    return "2007年条例第二十四条" if under_old_law(run) else ARTICLE_33


def received(run: ClockRun) -> None:
    """收到申请: day 0 (条例第三十一条); the 20 working days begin the day after."""
    run.begin(run.facts.received_on, _length(run, "reply"), _reply_article(run))
    basis = _reply_article(run) if under_old_law(run) else "条例第三十一条、第三十三条第二款"
    run.note(run.facts.received_on, "received", "收到申请", basis, "收到当日不计")


def correction_requested(run: ClockRun, event: CaseEvent, index: int) -> None:
    """告知补正 (条例第三十条): within 7 working days of receipt it stops the clock, later it does not."""
    if run.open_of(E.CORRECTION_REQUESTED):
        raise AlreadyWaiting("已告知补正，尚未收到补正；补正应当一次性告知。", event=index)
    answer_by = day_of(event, "respond_by", index)
    if answer_by:
        not_before(event, "respond_by", answer_by, index)
    latest = run.main.measure.add(run.received_on, run.periods.days["correction_notice"])
    if run.is_past_due(event.on):
        remark = run.warn(f"{event.on} 告知补正时{passed_remark(run.due)}。")
        stops = False
    elif event.on > latest:
        remark = run.warn(f"{event.on} 告知补正已超过 7 个工作日（至迟 {latest}），原期限继续计算。")
        stops = False
    else:
        remark = "发出当日计入；停止计时，收到补正后重新起算"
        stops = True
    run.ask(event, index, stops=stops, answer_by=answer_by)
    run.note(event.on, event.type, event.type.label, ARTICLE_30, remark, index=index)


def correction_received(run: ClockRun, event: CaseEvent, index: int) -> None:
    """收到补正 (条例第三十条): the 20 working days start anew, that day being day 0."""
    asked = run.answered(E.CORRECTION_REQUESTED, event, index)
    if asked.answer_by and event.on > asked.answer_by:
        run.warn(f"补正于 {event.on} 收到，晚于补正期限 {asked.answer_by}。")
    if asked.stops:
        run.received_on = event.on
        _restart(run, event, index, ARTICLE_30, "自收到补正之日起重新起算，当日不计")
    else:
        run.note(
            event.on,
            event.type,
            event.type.label,
            ARTICLE_30,
            "补正告知未停止计时，期限不重新起算",
            index=index,
        )


def _restart(run: ClockRun, event: CaseEvent, index: int, basis: str, remark: str) -> None:
    counted = run.counted_since_last(event.on)
    keeps = run.policy.extension_after_restart == "kept"
    if run.extension_days and not keeps:
        remark += f"；原延期 {run.extension_days} 个工作日作废，可再批一次"
    if not keeps:
        run.times_extended = run.extension_days = 0
    run.round += 1
    run.begin(event.on, _length(run, "reply") + run.extension_days, _reply_article(run))
    if run.is_held:
        run.stop(event.on)
        remark += f"；{held_names(run)}尚未了结，仍停止计时"
    run.note(event.on, event.type, event.type.label, basis, remark, index=index, counted=counted)


def consultation_started(run: ClockRun, event: CaseEvent, index: int) -> None:
    """发出征求意见书 (条例第三十二条至第三十四条): the day counts, the days after it do not."""
    party = party_of(event, index)
    stops = not run.is_past_due(event.on)
    if run.strict is None:
        run.strict = run.main.twin(strict=True)
        run.counters.append(run.strict)
    remark = "发出当日计入，次日起停止计时"
    if not stops:
        remark = run.warn(f"{event.on} 发出征求意见书时{passed_remark(run.due)}。")
    run.ask(event, index, stops=stops)
    label = f"{event.type.label}（{party.label}）" if party else event.type.label
    run.note(event.on, event.type, label, PARTY_ARTICLE[party], remark, index=index)


def consultation_delivered(run: ClockRun, event: CaseEvent, index: int) -> None:
    """对方签收征求意见书: starts that party's own 15 working days (条例第三十二条、第三十四条)."""
    asked = _undelivered(run, event, index)
    asked.delivered_on = event.on
    party = party_of(asked.event, index)
    label = f"{party.label if party else '对方'}签收"
    remark = "未规定答复期限，意见到达后恢复计时"
    if party in PARTY_PERIOD:
        days = run.periods.days[PARTY_PERIOD[party]]
        asked.answer_by = run.calendar.add(event.on, days)
        remark = f"自签收起 {days} 个工作日内提出意见，至 {asked.answer_by.isoformat()[5:]}"
    basis = PARTY_ARTICLE[party].partition("、")[0]
    run.note(event.on, event.type, label, basis, remark, index=index)


def _undelivered(run: ClockRun, event: CaseEvent, index: int) -> Waiting:
    asked_of = event.payload.get("asked")
    for each in run.waiting:
        if each.type is not E.CONSULTATION_STARTED or each.delivered_on is not None:
            continue
        party = event.payload.get("party")
        named = event.payload.get("answers")
        if asked_of is not None:
            if each.index == asked_of:
                return each
        elif named in {None, each.event.seq} and party in {None, each.event.payload.get("party")}:
            return each
    raise NothingToAnswer(
        f"{event.on}「{event.type.label}」之前没有等待签收的征求意见书，请核对发出和结束的日期。", event=index
    )


def consultation_ended(run: ClockRun, event: CaseEvent, index: int) -> None:
    """征求意见结束: the day the opinion arrives is not counted, the next one is (条例第三十三条第三款)."""
    asked = run.answered(E.CONSULTATION_STARTED, event, index)
    remark = "到达当日不计，次日起接着计算"
    if not asked.stops:
        remark = "未停止计时，期限不变"
    elif run.is_held:
        remark = f"{held_names(run)}尚未了结，仍停止计时"
    else:
        run.go_on(event.on, answers_consultation=True)
        if run.main.strict:
            remark = "到达当日起接着计算（从严）"
    party = party_of(asked.event, index)
    label = f"{event.type.label}（{party.label}）" if party else event.type.label
    run.note(event.on, event.type, label, PARTY_ARTICLE[party], remark, index=index)


def extension_granted(run: ClockRun, event: CaseEvent, index: int) -> None:
    """批准延期 (条例第三十三条第二款): at most 20 working days, once, on or before the due date."""
    refuse_extension(run, event, index, most=1)
    days = extension_days(event, ("working_days", "days"), _length(run, "extension"), "工作日", index)
    extended(run, event, index, days, "工作日", f"{ARTICLE_33}第二款")


def fee_notice_sent(run: ClockRun, event: CaseEvent, index: int) -> None:
    """发出收费通知 (国办函〔2020〕109号): stops the clock until payment."""
    if run.open_of(E.FEE_NOTICE_SENT):
        raise AlreadyWaiting("已发出收费通知，尚未缴费，不能重复发出。", event=index)
    told_on = day_of(event, "received_on", index)
    from_day = not_before(event, "received_on", told_on, index) if told_on else event.on
    pay_by = run.calendar.add(from_day, run.periods.days["fee_payment"])
    stops = not run.is_past_due(event.on)
    remark = f"发出当日计入，次日起停止计时；至迟 {pay_by} 缴费"
    if not stops:
        remark = run.warn(f"{event.on} 发出收费通知时{passed_remark(run.due)}。")
    run.ask(event, index, stops=stops, answer_by=pay_by)
    run.note(event.on, event.type, event.type.label, FEE_RULES, remark, index=index)


def fee_paid(run: ClockRun, event: CaseEvent, index: int) -> None:
    """缴费: the clock starts anew, or goes on, the day after (国办函〔2020〕109号; a setting)."""
    asked = run.answered(E.FEE_NOTICE_SENT, event, index)
    if asked.answer_by and event.on > asked.answer_by:
        run.warn(f"缴费于 {event.on}，晚于缴费期限 {asked.answer_by}。")
    if asked.stops and run.policy.fee_restart == "restart":
        _restart(run, event, index, FEE_RULES, "自缴费次日起重新起算")
        return
    remark = "收费通知未停止计时，期限不变"
    if asked.stops:
        remark = "自缴费次日起接着计算"
        if run.is_held:
            remark = f"{held_names(run)}尚未了结，仍停止计时"
        else:
            run.go_on(event.on, answers_consultation=False)
    run.note(event.on, event.type, event.type.label, FEE_RULES, remark, index=index)


def reply_deferred(run: ClockRun, event: CaseEvent, index: int) -> None:
    """告知延迟答复 (条例第三十五条): a later reasonable date, told on or before the due date."""
    until = required_day(event, "until", index)
    due = run.due
    if due is None:
        raise DeferralRefused(f"{held_names(run)}尚未了结，期限未定，不能另定答复日期。", event=index)
    if event.on > due:
        raise DeferralRefused(f"{event.on} 已过期限 {due}，不能再告知延迟答复。", event=index)
    if until < due:
        raise DeferralRefused(f"延迟答复的日期 {until} 早于现在的期限 {due}。", event=index, field="until")
    run.fix_due(event.on, until)
    run.note(
        event.on, event.type, event.type.label, "条例第三十五条", f"告知延迟至 {until} 答复", index=index
    )


def answered(run: ClockRun, event: CaseEvent, index: int) -> None:
    """答复 (条例第三十三条): for a letter, the day it is handed to the post (国办公开办函〔2016〕235号)."""
    replied(run, event, index, _reply_article(run))


def lapsed(run: ClockRun, event: CaseEvent, index: int) -> None:
    """视为放弃 (条例第三十条; 国办函〔2020〕109号): a person's judgement, once the applicant's time has run out."""
    outstanding = [each for each in run.waiting if each.type in {E.CORRECTION_REQUESTED, E.FEE_NOTICE_SENT}]
    if not outstanding:
        raise LapseRefused("没有未收到的补正或者未缴的费用，不能视为放弃。", event=index)
    over = [each for each in outstanding if each.answer_by is None or event.on > each.answer_by]
    if not over:
        latest = max(each.answer_by for each in outstanding if each.answer_by)
        raise LapseRefused(f"申请人的期限到 {latest} 才届满，{event.on} 还不能视为放弃。", event=index)
    remark = "不再计时"
    if run.is_past_due(event.on):
        remark = run.warn(f"{event.on} 视为放弃时已过期限 {run.due}。")
    basis = ARTICLE_30 if over[0].type is E.CORRECTION_REQUESTED else FEE_RULES
    run.note(event.on, event.type, event.type.label, basis, remark, index=index)
    run.end(ClockState.LAPSED, event)


def rehandled(run: ClockRun, event: CaseEvent, index: int) -> None:
    """重新答复: what the decision set, else our default; the first answer keeps its times (a round of its own)."""
    run.received_on = event.on
    renewed(run, event, index, "reanswer", REANSWER)


STEPS = {
    E.CORRECTION_REQUESTED: correction_requested,
    E.CORRECTION_RECEIVED: correction_received,
    E.CONSULTATION_STARTED: consultation_started,
    E.CONSULTATION_DELIVERED: consultation_delivered,
    E.CONSULTATION_ENDED: consultation_ended,
    E.EXTENSION_GRANTED: extension_granted,
    E.FEE_NOTICE_SENT: fee_notice_sent,
    E.FEE_PAID: fee_paid,
    E.REPLY_DEFERRED: reply_deferred,
    E.REPLIED: answered,
    E.CLOSED: answered,
    E.LAPSED: lapsed,
    E.REHANDLED: rehandled,
}
