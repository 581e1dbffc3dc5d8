"""What holds for every case: hypothesis makes up the days, the histories and the calendars."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.domain.clock_cases import NATIONAL
from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.day_strip import day_strip
from tracker.domain.deadline_clock import ClockInput, ClockPolicy, Deadline, replay
from tracker.domain.errors import ClockRefused
from tracker.domain.holiday_notices import Holiday, Notice, shipped_notices
from tracker.domain.labels import CalendarLayer, ClockState, DaySign, Kind
from tracker.domain.workdays import WorkdayCalendar, regional_calendar

E = EventType
NINGXIA = regional_calendar("64")
DAYS = st.dates(date(2019, 5, 15), date(2026, 6, 30))
GAPS = st.integers(0, 9)
ENDS = {E.REPLIED, E.WITHDRAWN, E.LAPSED}

PAYLOADS = {
    E.CONSULTATION_STARTED: st.fixed_dictionaries(
        {"party": st.sampled_from(["third_party", "co_maker", "other_agency"])}
    ),
    E.EXTENSION_GRANTED: st.fixed_dictionaries({"working_days": st.integers(1, 20)}),
    E.STAGE_REPLY: st.fixed_dictionaries({}),
}
STEPS = {
    Kind.DISCLOSURE: [
        E.CORRECTION_REQUESTED,
        E.CORRECTION_RECEIVED,
        E.CONSULTATION_STARTED,
        E.CONSULTATION_DELIVERED,
        E.CONSULTATION_ENDED,
        E.EXTENSION_GRANTED,
        E.FEE_NOTICE_SENT,
        E.FEE_PAID,
        E.REPLIED,
        E.LAPSED,
    ],
    Kind.HOTLINE: [E.SIGNED, E.EXTENSION_GRANTED, E.REPLIED, E.REHANDLED, E.WITHDRAWN],
    Kind.PETITION: [E.ACCEPTED, E.EXTENSION_GRANTED, E.REPLIED],
}


def at(facts: ClockInput, events: list[CaseEvent], as_of: date, calendar=NATIONAL, **more) -> Deadline:
    return replay(facts, events, calendar, as_of=as_of, **more)


@st.composite
def histories(draw, kinds=(Kind.DISCLOSURE, Kind.HOTLINE, Kind.PETITION), without=frozenset(), most=8):
    """A case whose every event is allowed when it is added: (facts, events, a later day)."""
    kind = draw(st.sampled_from(kinds))
    facts = ClockInput(kind, draw(DAYS))
    events: list[CaseEvent] = []
    on = facts.received_on
    for step in draw(st.lists(st.sampled_from(STEPS[kind]), max_size=most)):
        on += timedelta(days=draw(GAPS))
        if step in without:
            continue
        payload = dict(draw(PAYLOADS[step])) if step in PAYLOADS else {}
        if kind is Kind.PETITION and step is E.EXTENSION_GRANTED:
            payload = {"days": draw(st.integers(1, 30))}
        added = [*events, CaseEvent(step, on, payload=payload)]
        try:
            at(facts, added, on)
        except ClockRefused:
            continue
        events = added
    return facts, events, on + timedelta(days=draw(st.integers(0, 60)))


@given(DAYS, st.integers(0, 40), st.integers(0, 40), st.sampled_from([NATIONAL, NINGXIA]))
def test_adding_in_two_parts_is_adding_at_once(start, first, second, calendar):
    assert calendar.add(start, first + second) == calendar.add(calendar.add(start, first), second)


@given(DAYS, st.integers(1, 300))
def test_counting_undoes_adding(start, n):
    assert NATIONAL.count(start, NATIONAL.add(start, n)) == n
    assert NATIONAL.is_workday(NATIONAL.add(start, n))


@given(DAYS, st.integers(1, 60))
def test_adding_is_walking_day_by_day(start, n):
    day, left = start, n
    while left:
        day += timedelta(days=1)
        left -= NATIONAL.is_workday(day)
    assert NATIONAL.add(start, n) == day
    assert NATIONAL.count(NATIONAL.before(day, n), day) == n


@given(histories(kinds=(Kind.DISCLOSURE,), without={E.CONSULTATION_STARTED}), st.integers(0, 60))
def test_a_pause_of_no_days_changes_nothing(history, offset):
    facts, events, _ = history
    assume(all(event.type not in ENDS for event in events))
    on = facts.received_on + timedelta(days=offset)
    latest = max([on, *(event.on for event in events)])
    plain = at(facts, events, latest)
    pause = [CaseEvent(E.CONSULTATION_STARTED, on), CaseEvent(E.CONSULTATION_ENDED, on)]
    paused = at(facts, [*events, *pause], latest)
    assert (paused.due_on, paused.days_used, paused.days_left, paused.state) == (
        plain.due_on,
        plain.days_used,
        plain.days_left,
        plain.state,
    )


def one_day_calendar(day: date, *, off: bool) -> WorkdayCalendar:
    holiday = Holiday("测试", (day,) if off else (), () if off else (day,))
    notice = Notice(day.year, "测试〔2026〕1号", (holiday,), layer=CalendarLayer.AGENCY)
    return WorkdayCalendar([*shipped_notices(), notice])


@settings(max_examples=40, deadline=None)
@given(DAYS, st.integers(1, 40), st.integers(0, 70))
def test_a_day_off_never_brings_a_date_forward_nor_a_makeup_day_back(start, n, offset):
    changed = start + timedelta(days=offset)
    assert one_day_calendar(changed, off=True).add(start, n) >= NATIONAL.add(start, n)
    assert one_day_calendar(changed, off=False).add(start, n) <= NATIONAL.add(start, n)


@settings(max_examples=40, deadline=None)
@given(DAYS, st.lists(st.tuples(GAPS, GAPS), max_size=2), st.integers(0, 20), st.integers(0, 70))
def test_the_same_for_a_whole_case(received_on, consultations, extension, offset):
    facts = ClockInput(Kind.DISCLOSURE, received_on)
    events, on = [], received_on
    for gap, length in consultations:
        on += timedelta(days=gap)
        events.append(CaseEvent(E.CONSULTATION_STARTED, on))
        on += timedelta(days=length)
        events.append(CaseEvent(E.CONSULTATION_ENDED, on))
    if extension:
        events.append(CaseEvent(E.EXTENSION_GRANTED, received_on, payload={"working_days": extension}))
    plain = at(facts, events, on).due_on
    changed = received_on + timedelta(days=offset)
    assert at(facts, events, on, one_day_calendar(changed, off=True)).due_on >= plain
    assert at(facts, events, on, one_day_calendar(changed, off=False)).due_on <= plain


@given(histories(), st.randoms())
def test_any_order_of_arrival_gives_one_answer(history, random):
    facts, events, as_of = history
    arrived = list(events)
    random.shuffle(arrived)
    one, other = at(facts, events, as_of), at(facts, arrived, as_of)
    assert one == other
    assert [line.as_json() | {"event_index": None} for line in one.ledger] == [
        line.as_json() | {"event_index": None} for line in other.ledger
    ]


@given(histories(), st.randoms())
def test_any_order_of_arrival_is_refused_alike(history, random):
    facts, events, as_of = history
    wrong = [*events, CaseEvent(E.EXTENSION_GRANTED, as_of, payload={"working_days": 3, "days": 3})] * 2
    answers = []
    for _ in range(2):
        random.shuffle(wrong)
        try:
            answers.append(at(facts, wrong, as_of).as_json()["due_on"])
        except ClockRefused as refusal:
            answers.append((type(refusal), wrong[refusal.event]))
    assert answers[0] == answers[1]


@given(DAYS, st.integers(0, 6), st.integers(0, 40), histories(kinds=(Kind.DISCLOSURE,)), st.integers(1, 20))
def test_a_restart_forgets_what_came_before(received_on, asked_after, waited, tail, extension):
    fresh_facts, tail_events, as_of = tail
    came_on = fresh_facts.received_on
    asked_on = came_on - timedelta(days=waited)
    received_on = NATIONAL.before(asked_on, asked_after) - timedelta(days=1)
    before = [
        CaseEvent(E.EXTENSION_GRANTED, asked_on, payload={"working_days": extension}),
        CaseEvent(E.CORRECTION_REQUESTED, asked_on),
        CaseEvent(E.CORRECTION_RECEIVED, came_on),
    ]
    assume(received_on >= date(2019, 5, 15))
    assume(not any(event.type is E.CORRECTION_REQUESTED and event.on == came_on for event in tail_events))
    assume(not any(event.on == asked_on for event in tail_events))
    restarted = at(ClockInput(Kind.DISCLOSURE, received_on), [*before, *tail_events], as_of)
    fresh = at(fresh_facts, tail_events, as_of)
    assert (restarted.due_on, restarted.days_used, restarted.days_left, restarted.state) == (
        fresh.due_on,
        fresh.days_used,
        fresh.days_left,
        fresh.state,
    )


@given(histories(), st.integers(0, 60))
def test_days_used_and_left_are_constant_while_running(history, later):
    facts, events, as_of = history
    one, other = at(facts, events, as_of), at(facts, events, as_of + timedelta(days=later))
    assert one.days_used + one.days_left == one.limit == other.limit
    assert other.days_used + other.days_left == other.limit
    if one.state is ClockState.PAUSED:
        assert other.days_used == one.days_used


@given(histories())
def test_the_ledger_adds_up_to_the_result(history):
    facts, events, as_of = history
    result = at(facts, events, as_of)
    ledger = result.ledger
    this_round = [line for line in ledger if line.round == result.round]
    restarted = this_round[0].days_counted if result.round > 1 else 0
    assert sum(line.days_counted for line in this_round) - restarted == result.days_used
    last = ledger[-1]
    assert (last.due_on, last.days_used, last.days_left) == (
        result.due_on,
        result.days_used,
        result.days_left,
    )
    assert [line.on for line in ledger] == sorted(line.on for line in ledger)
    assert all(
        line.days_counted >= 0 and line.days_skipped >= 0 and line.days_stopped >= 0 for line in ledger
    )


@given(histories())
def test_every_day_is_counted_skipped_or_stopped(history):
    facts, events, as_of = history
    assume(facts.kind is not Kind.PETITION)
    ledger = at(facts, events, as_of).ledger
    for before, line in pairwise(ledger):
        days = NATIONAL.count(before.on, line.on)
        assert line.days_counted + line.days_stopped == days
        if line.days_skipped:
            assert line.days_counted + line.days_skipped == (line.on - before.on).days


@given(histories())
def test_the_strip_counts_what_the_ledger_counts(history):
    facts, events, as_of = history
    result = at(facts, events, as_of)
    signs = {DaySign.COUNTED, DaySign.LATE, DaySign.DEADLINE}
    counted = [
        cell
        for cell in day_strip(result)
        if cell.sign in signs
        and cell.number
        and not cell.is_voided
        and cell.day <= (result.ended_on or as_of)
    ]
    assert len(counted) == result.days_used


@given(histories(kinds=(Kind.DISCLOSURE,)))
def test_the_strict_date_is_never_later(history):
    facts, events, as_of = history
    result = at(facts, events, as_of)
    if result.strict_due_on and result.due_on:
        assert result.strict_due_on <= result.due_on


@given(histories(kinds=(Kind.DISCLOSURE, Kind.HOTLINE)))
def test_the_national_date_is_never_later_than_the_regional_one(history):
    facts, events, as_of = history
    law = ClockPolicy(calendar_hotline="national")
    result = at(facts, events, as_of, regional=NINGXIA, policy=law)
    if result.due_on and all(event.type is not E.REPLIED for event in events):
        assert result.regional_due_on is None or result.regional_due_on >= result.due_on
