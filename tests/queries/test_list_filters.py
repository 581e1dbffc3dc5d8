"""Every filter of a list against an answer by hand, over random cases; counts of tabs and choices are those rows."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.factories import SectionFactory, UserFactory, actor_of
from tests.queries.standing import put_case
from tracker.domain.labels import ClockState, Kind, Light, Role, State
from tracker.extensions import db
from tracker.models.case import Case
from tracker.queries.cases import counts, pages
from tracker.queries.cases.filters import CaseFilter
from tracker.queries.cases.lights import Today
from tracker.services.rules import rules_for

ON = date(2026, 11, 20)
CHANNELS = ("hotline_12345", "mailbox_secretary", "disclosure", "petition")
OUTCOMES = {"disclosure": ("G2", "D4", "U1")}


@pytest.fixture
def office(agency):
    """Eighty cases of every kind, open and ended, in three sections, and a clerk who sees them all."""
    dice = random.Random(20261120)  # noqa: S311 - the same cases on every run
    people = [UserFactory(section=SectionFactory(), roles=(Role.HANDLER,)) for _ in range(3)]
    for _ in range(80):
        channel = dice.choice(CHANNELS)
        received = ON - timedelta(days=dice.randrange(60))
        closed = received + timedelta(days=dice.randrange(12)) if dice.random() < 0.4 else None
        case = put_case(
            agency,
            received.isoformat(),
            channel=channel,
            **({"closed_on": min(closed, ON).isoformat()} if closed else {}),
            **({"outcome": dice.choice(OUTCOMES[channel])} if closed and channel in OUTCOMES else {}),
        )
        case.title = dice.choice(["样本村路灯不亮", "测试镇水渠漏水", "示例路道路破损"])
        case.is_supervised = dice.random() < 0.2
        person = dice.choice([*people, None])
        case.section_id, case.handler_id = (person.section_id, person.id) if person else (None, None)
        if case.is_open:
            case.due_on = ON + timedelta(days=dice.randrange(-6, 9))
            case.sort_due_on = case.due_on
            case.clock_state = ClockState.RUNNING
            if dice.random() < 0.2:
                case.clock_state, case.due_on = ClockState.PAUSED, None
    db.session.commit()
    actor = actor_of(UserFactory(roles=(Role.CLERK,)))
    return actor, Today.by_rules(ON, rules_for(agency).calendar), db.session.query(Case).all()


def brute(case, today):
    """The facts a filter may ask of a case, read without SQL."""
    light = today.light(case.kind, case.clock_state, case.due_on) if case.is_open else None
    return {
        "is_open": case.is_open,
        "channel_id": case.channel_id,
        "kind": case.kind,
        "state": case.state,
        "section_id": case.section_id,
        "handler_id": case.handler_id,
        "light": light,
        "falls_on": case.sort_due_on,
        "is_supervised": case.is_supervised,
        "outcome": case.outcome or case.result,
    }


def answers(case, chosen, today):
    facts = brute(case, today)
    for field, value in facts.items():
        wanted = getattr(chosen, field)
        if wanted not in {None, False} and wanted != value:
            return False
    if chosen.is_open is False and case.is_open:
        return False
    for name, day in (("received", case.received_on), ("due", case.due_on), ("closed", case.closed_on)):
        first, last = getattr(chosen, f"{name}_from"), getattr(chosen, f"{name}_to")
        if (first and (day is None or day < first)) or (last and (day is None or day > last)):
            return False
    if chosen.unassigned and case.section_id is not None:
        return False
    return chosen.within is None or answers(case, chosen.within, today)


def every_filter(cases, today):
    """Each filter by itself, with every value that occurs, then random pairs of them."""
    alone = []
    for case in cases:
        facts = brute(case, today)
        alone += [CaseFilter(**{field: value}) for field, value in facts.items() if value is not None]
    for days in (-40, -10, -2, 0, 3):
        day = ON + timedelta(days=days)
        alone += [
            CaseFilter(**{f"{name}_{end}": day})
            for name in ("received", "due", "closed")
            for end in ("from", "to")
        ]
    alone.append(CaseFilter(unassigned=True))
    alone = sorted(set(alone), key=repr)
    dice = random.Random(7)  # noqa: S311 - the same pairs on every run
    pairs = [replace(dice.choice(alone), within=dice.choice(alone)) for _ in range(60)]
    return alone + pairs


def test_every_filter_lists_and_counts_what_it_says(office):
    actor, today, cases = office
    for chosen in every_filter(cases, today):
        expected = {case.id for case in cases if answers(case, chosen, today)}
        page = pages.page(actor=actor, chosen=chosen, today=today, rows=100)
        assert {row.case.id for row in page.rows} == expected, chosen
        assert page.total == len(expected), chosen


def test_the_counts_of_tabs_are_the_rows_behind_them(office):
    actor, today, cases = office
    views = {str(number): chosen for number, chosen in enumerate(every_filter(cases, today)[:60])}
    views["text"] = CaseFilter(is_open=True, text="没有这个词")
    counted = counts.view_counts(actor, today, views)
    for name, chosen in views.items():
        assert counted[name] == pages.count(actor, chosen, today), chosen


def test_the_count_beside_a_choice_is_what_choosing_it_would_leave(office):
    actor, today, cases = office
    fields = {
        "channel_id": {case.channel_id for case in cases},
        "kind": set(Kind),
        "state": set(State),
        "section_id": {case.section_id for case in cases},
        "handler_id": {case.handler_id for case in cases},
        "light": set(Light),
    }
    first = cases[0]
    for chosen in (
        CaseFilter(is_open=True),
        CaseFilter(is_open=True, kind=Kind.HOTLINE),
        CaseFilter(is_open=True, section_id=first.section_id, received_from=ON - timedelta(days=30)),
        CaseFilter(light=Light.OVERDUE, channel_id=first.channel_id, within=CaseFilter(is_open=True)),
    ):
        told = counts.counted_choices(actor, chosen, today)
        for field, values in fields.items():
            for value in values - {None}:
                expected = pages.count(actor, replace(chosen, **{field: value}), today)
                assert told.of(field, value) == expected, (field, value)
    assert counts.counted_choices(actor, CaseFilter(), today) is None


def test_pages_go_on_behind_the_row_up_to_which_they_are_counted(office, monkeypatch):
    actor, today, cases = office
    monkeypatch.setattr(pages, "ENDED_COUNTED", 5)
    seen, cursor = 0, None
    while True:
        page = pages.page(actor=actor, chosen=CaseFilter(), today=today, rows=4, cursor=cursor)
        assert (page.is_bounded, page.total) == (True, 6)
        seen += len(page.rows)
        if not page.has_next:
            break
        cursor = page.next_cursor
    assert seen == len(cases)


@pytest.mark.parametrize("order", pages.ORDERS)
@pytest.mark.parametrize("rows", [7, 50])
def test_pages_in_any_order_hold_every_row_once_and_the_sheet_has_the_same(office, order, rows):
    actor, today, cases = office
    chosen, found, cursor = CaseFilter(), [], None
    while True:
        page = pages.page(
            actor=actor, chosen=chosen, today=today, rows=rows, order=pages.ORDERS[order], cursor=cursor
        )
        found += [row.case.id for row in page.rows]
        if not page.has_next:
            break
        cursor = page.next_cursor
    assert sorted(found) == sorted(case.id for case in cases)
    rows_of_sheet = pages.every_row(actor=actor, chosen=chosen, today=today, order=pages.ORDERS[order])
    assert [row.case.id for row in rows_of_sheet] == found
