"""Replay dated events into a deadline: a pure fold, the same for any order of arrival."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.deadline_clock import disclosure_steps, petition_steps, service_steps, shared_steps
from tracker.domain.deadline_clock.counter import CalendarDays, Counter, Measure
from tracker.domain.deadline_clock.deadline import Deadline
from tracker.domain.deadline_clock.facts import ClockInput
from tracker.domain.deadline_clock.ordering import ENDINGS, Indexed, in_order
from tracker.domain.deadline_clock.payload import day_of, not_before
from tracker.domain.deadline_clock.policy import DEFAULT_POLICY, ClockPolicy
from tracker.domain.deadline_clock.refusals import (
    ClockEnded,
    EventBeforeReceipt,
    EventInFuture,
    EventUnknownToKind,
)
from tracker.domain.deadline_clock.run import ClockRun
from tracker.domain.errors import ClockRefused
from tracker.domain.labels import ClockState, Kind, Light, PeriodUnit
from tracker.domain.periods import SHIPPED_PERIODS, PeriodBook
from tracker.domain.workdays import WorkdayCalendar

E = EventType

StepFunction = Callable[[ClockRun, CaseEvent, int], None]

CONSULTATION_STARTED, CLOSED = E.CONSULTATION_STARTED, E.CLOSED
YELLOW_DAYS = 2
NOT_OF_THE_CLOCK = frozenset(
    {
        E.REGISTERED,
        E.ASSIGNED,
        E.SIGNED,
        E.RETURN_REQUESTED,
        E.RETURN_REFUSED,
        E.RETURN_APPROVED,
        E.CONTACTED,
        E.EXTENSION_REQUESTED,
        E.EXTENSION_REFUSED,
        E.REPLY_SUBMITTED,
        E.REVIEW_PASSED,
        E.REVIEW_SENT_BACK,
        E.ASSISTANCE_ASKED,
        E.ASSISTANCE_GIVEN,
        E.DESIGNATED,
        E.INSTRUCTED,
        E.SEARCHED,
        E.SPLIT,
        E.REASONS_ASKED,
        E.REASONS_RECEIVED,
        E.PUBLISHED,
        E.PETITION_REVIEW_ASKED,
        E.PETITION_REVIEW_DECIDED,
        E.CALLED_BACK,
        E.URGED,
        E.SUPERVISED,
        E.AMENDED,
        E.IMPORTED,
        E.UNDONE,
        E.ARCHIVED,
    }
)
SILENT_AFTER_END = frozenset({E.CLOSED, *shared_steps.REMOVALS})

_EVERY_KIND: dict[EventType, StepFunction] = dict.fromkeys(
    (E.WITHDRAWN, *shared_steps.REMOVALS), shared_steps.withdrawn
)
_STEPS: dict[Kind, dict[EventType, StepFunction]] = {
    Kind.DISCLOSURE: _EVERY_KIND | disclosure_steps.STEPS,
    Kind.HOTLINE: _EVERY_KIND | service_steps.STEPS,
    Kind.MAILBOX: _EVERY_KIND | service_steps.STEPS,
    Kind.PETITION: _EVERY_KIND | petition_steps.STEPS,
}
_RECEIVED: dict[Kind, Callable[[ClockRun], None]] = {
    Kind.DISCLOSURE: disclosure_steps.received,
    Kind.HOTLINE: service_steps.received,
    Kind.MAILBOX: service_steps.received,
    Kind.PETITION: petition_steps.received,
}


def replay(
    facts: ClockInput,
    events: Sequence[CaseEvent],
    calendar: WorkdayCalendar,
    *,
    as_of: date,
    policy: ClockPolicy = DEFAULT_POLICY,
    regional: WorkdayCalendar | None = None,
    periods: PeriodBook = SHIPPED_PERIODS,
) -> Deadline:
    """Return the deadline as it stands on ``as_of``.

    ``calendar`` is the national one; with ``regional`` given, ``policy`` says which of the two decides for this kind,
    and the other is counted beside it. Events after ``as_of`` have not happened yet and are left out; undone ones
    must be left out by the caller; events that do not concern the clock may stay in. Raises a ``ClockRefused`` whose
    ``event`` is the index in ``events``.
    """
    if facts.received_on > as_of:
        raise EventInFuture(f"收到日期 {facts.received_on} 晚于 {as_of}。", field="received_on")
    decides, beside = calendar, regional
    if regional is not None and policy.uses_regional(facts.kind):
        decides, beside = regional, calendar
    run = ClockRun(facts, policy, periods, decides, _measures(facts.kind, policy, decides, beside))
    run.happened = [event for event in events if event.on <= as_of]
    _RECEIVED[facts.kind](run)
    for index, event in in_order(_of_the_clock(facts, events, as_of)):
        _take(run, event, index)
    if run.ended is None:
        run.reach(as_of)
        main = run.main
        stopped = 0 if main.is_running else main.measure.count(main.stopped_on, as_of)
        run.note(as_of, "today", "今天", "", f"已停 {stopped} 个工作日" if stopped else "")
    return _deadline(run, as_of, regional)


def refuse_future(events: Sequence[CaseEvent], today: date) -> None:
    """Refuse events dated after ``today``, and letters signed for after it; each is named by its index."""
    for index, event in enumerate(events):
        told = (day_of(event, key, index) for key in ("party_received_on", "received_on"))
        latest = max([event.on, *(day for day in told if day is not None)])
        if latest > today:
            raise EventInFuture(
                f"{latest}「{event.type.label}」晚于今天 {today}，不能预先登记。", event=index
            )


def _measures(
    kind: Kind, policy: ClockPolicy, decides: WorkdayCalendar, beside: WorkdayCalendar | None
) -> tuple[Measure, Measure | None]:
    if kind is not Kind.PETITION:
        return decides, beside
    rolls = policy.petition_rest_day == "roll"
    return CalendarDays(decides, rolls=rolls), CalendarDays(beside, rolls=rolls) if beside else None


def _of_the_clock(facts: ClockInput, events: Sequence[CaseEvent], as_of: date) -> list[Indexed]:
    steps, received_on = _STEPS[facts.kind], facts.received_on
    chosen: list[Indexed] = []
    has_closing = False
    for index, event in enumerate(events):
        kind, on = event.type, event.on
        if on < received_on:
            raise EventBeforeReceipt(f"{on}「{kind.label}」早于收到日期 {received_on}。", event=index)
        if on > as_of or kind in NOT_OF_THE_CLOCK:
            continue
        if kind not in steps:
            raise EventUnknownToKind(
                f"{facts.kind.label}没有「{kind.label}」（{kind.value}）这一事项。", event=index
            )
        chosen.append((index, event))
        if kind is CONSULTATION_STARTED:
            _add_delivery(chosen, event, index, as_of)
        has_closing = has_closing or kind is CLOSED
    return _without_idle_closings(chosen) if has_closing else chosen


def _add_delivery(chosen: list[Indexed], event: CaseEvent, index: int, as_of: date) -> None:
    """Turn the day the party received the letter, written on the dispatch, into an event of its own."""
    delivered_on = day_of(event, "party_received_on", index)
    if delivered_on is not None and not_before(event, "party_received_on", delivered_on, index) <= as_of:
        payload = {"asked": index, "party": event.payload.get("party")}
        chosen.append((index, CaseEvent(E.CONSULTATION_DELIVERED, delivered_on, event.seq, payload)))


def _without_idle_closings(chosen: list[Indexed]) -> list[Indexed]:
    """Drop a closing (办结) recorded with the answer or removal of the same day: that one ends the clock."""
    ending_days = {event.on for _, event in chosen if event.type in ENDINGS and event.type is not CLOSED}
    return [
        (index, event) for index, event in chosen if event.type is not E.CLOSED or event.on not in ending_days
    ]


def _take(run: ClockRun, event: CaseEvent, index: int) -> None:
    if run.ended is not None and event.type is not E.REHANDLED:
        if event.type in SILENT_AFTER_END or "asked" in event.payload:
            return
        state, ended_on = run.ended
        raise ClockEnded(
            f"{ended_on} 已{state.label}，不能再登记 {event.on}「{event.type.label}」。", event=index
        )
    run.reach(event.on)
    try:
        _STEPS[run.facts.kind][event.type](run, event, index)
    except ClockRefused as refusal:
        if refusal.event is None:
            refusal.event = index
        raise


def _deadline(run: ClockRun, as_of: date, regional: WorkdayCalendar | None) -> Deadline:
    main = run.main
    state, ended_on = run.ended or (ClockState.RUNNING if main.is_running else ClockState.PAUSED, None)
    due = main.due
    expected, expected_strict = _expected(run, as_of) if state is ClockState.PAUSED else (None, None)
    used = main.used_on(ended_on or as_of)
    left = None if main.limit is None else main.limit - used
    is_overdue = state is ClockState.RUNNING and due is not None and as_of > due
    regional_counter, national_counter = _by_calendar(run, regional)
    return Deadline(
        kind=run.facts.kind,
        received_on=run.facts.received_on,
        as_of=as_of,
        due_on=due,
        state=state,
        days_used=used,
        days_left=left,
        limit=main.limit,
        unit=PeriodUnit.CALENDAR_DAY if run.facts.kind is Kind.PETITION else PeriodUnit.WORKING_DAY,
        is_overdue=is_overdue,
        is_provisional=_is_provisional(main, expected),
        light=_light(state, due, left, as_of),
        due_at=_due_at(run, due),
        expected_due_on=expected,
        expected_strict_due_on=expected_strict,
        strict_due_on=run.strict.due if run.strict and due else None,
        national_due_on=national_counter.due,
        regional_due_on=regional_counter.due if regional_counter else None,
        regional_is_provisional=regional_counter is not None and _is_provisional(regional_counter, None),
        ended_on=ended_on,
        cycle=run.cycle,
        round=run.round,
        times_extended=run.times_extended,
        extension_days=run.extension_days,
        waiting_for=tuple(each.type.value for each in run.waiting if each.stops),
        warnings=tuple(run.warnings),
        run=run,
    )


def _expected(run: ClockRun, as_of: date) -> tuple[date | None, date | None]:
    """Project the due day when only parties with a period of their own are awaited, as if they used it all."""
    held = [each for each in run.waiting if each.stops]
    known = [each.answer_by for each in held if each.type is E.CONSULTATION_STARTED and each.answer_by]
    if len(known) < len(held):
        return None, None
    through = max(*known, as_of)
    strict = run.strict.due_if_going_on_after(through) if run.strict else None
    return run.main.due_if_going_on_after(through), strict


def _is_provisional(counter: Counter, expected: date | None) -> bool:
    due = counter.due or expected
    return due is not None and counter.is_provisional(due)


def _by_calendar(run: ClockRun, regional: WorkdayCalendar | None) -> tuple[Counter | None, Counter]:
    """Return the counters of the regional calendar, where there is one, and of the national calendar."""
    if regional is None or run.other is None:
        return None, run.main
    return (run.main, run.other) if run.calendar is regional else (run.other, run.main)


def _due_at(run: ClockRun, due: date | None) -> datetime | None:
    at = run.facts.upstream_due_at
    return at if at is not None and due == at.date() and run.main.fixed_due == due else None


def _light(state: ClockState, due: date | None, left: int | None, as_of: date) -> Light:
    """Return 灯号: yellow with two days or less to go, red on the due day, overdue after it."""
    if state is ClockState.PAUSED:
        return Light.STOPPED
    if state is not ClockState.RUNNING:
        return Light.OVERDUE if state is ClockState.MISSED else Light.GREEN
    if due is None or left is None or (as_of < due and left > YELLOW_DAYS):
        return Light.GREEN
    if as_of > due:
        return Light.OVERDUE
    return Light.RED if as_of == due else Light.YELLOW
