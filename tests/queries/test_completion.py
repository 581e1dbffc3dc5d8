"""办结情况: each figure counts what it says, and the list behind it has as many cases."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest

from tests.factories import SectionFactory
from tests.queries.standing import put_case
from tracker.domain.completion import FIGURES, Cohort, Counts, GroupBy, added_up, identities
from tracker.domain.labels import ItemType, Kind, Role, Satisfaction, State
from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.models.case import Case, CaseCycle
from tracker.queries.completion import (
    NOBODY,
    cases_behind,
    completion,
    completion_groups,
    overview,
)
from tracker.queries.figures import COUNTED_KINDS, Scope


def scope(agency, start="2026-01-01", end="2026-03-31", as_of=None, **facts):
    return Scope(
        agency.id,
        date.fromisoformat(start),
        date.fromisoformat(end),
        date.fromisoformat(as_of or end),
        **facts,
    )


def counts(chosen, by=GroupBy.CHANNEL):
    return added_up(completion_groups(chosen, by))


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ({"received_on": "2026-02-02", "closed_on": "2026-02-05"}, Counts(received=1, closed_in_time=1)),
        ({"received_on": "2026-02-02", "closed_on": "2026-02-20"}, Counts(received=1, closed_late=1)),
        ({"received_on": "2026-02-02", "removed_on": "2026-02-03"}, Counts(received=1, removed=1)),
        ({"received_on": "2026-03-30"}, Counts(received=1, open=1)),
        ({"received_on": "2026-03-24", "due_on": "2026-03-31"}, Counts(received=1, open=1)),
        ({"received_on": "2026-02-02"}, Counts(received=1, open=1, overdue=1)),
        ({"received_on": "2026-02-02", "replied_on": "2026-02-05"}, Counts(received=1, open=1)),
        ({"received_on": "2026-03-30", "closed_on": "2026-04-01"}, Counts(received=1, open=1)),
        ({"received_on": "2026-02-02", "closed_on": "2026-04-01"}, Counts(received=1, open=1, overdue=1)),
        ({"received_on": "2025-12-31"}, Counts()),
        ({"received_on": "2026-04-01"}, Counts()),
        ({"received_on": "2026-01-01", "closed_on": "2026-01-01"}, Counts(received=1, closed_in_time=1)),
        ({"received_on": "2026-03-31", "closed_on": "2026-03-31"}, Counts(received=1, closed_in_time=1)),
        ({"received_on": "2026-02-02", "channel": "disclosure"}, Counts()),
    ],
)
def test_a_case_received_in_the_period_stands_where_it_stood_at_its_end(agency, case, expected):
    put_case(agency, **case)
    assert counts(scope(agency)) == expected


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ({"received_on": "2025-12-20"}, Counts(carried_in=1, open=1, overdue=1)),
        ({"received_on": "2025-12-20", "closed_on": "2026-01-05"}, Counts(carried_in=1, closed_late=1)),
        ({"received_on": "2025-12-20", "closed_on": "2025-12-31"}, Counts()),
        ({"received_on": "2025-12-20", "removed_on": "2026-01-05"}, Counts(carried_in=1, removed=1)),
        ({"received_on": "2025-12-20", "removed_on": "2025-12-22"}, Counts()),
        ({"received_on": "2026-01-20", "closed_on": "2026-01-21"}, Counts(received=1, closed_in_time=1)),
    ],
)
def test_the_active_cohort_adds_what_was_open_when_the_period_began(agency, case, expected):
    put_case(agency, **case)
    assert counts(scope(agency, cohort=Cohort.ACTIVE)) == expected


@pytest.mark.parametrize(
    ("cohort", "case", "expected"),
    [
        (
            Cohort.CLOSED,
            {"received_on": "2025-12-20", "closed_on": "2026-01-05"},
            Counts(carried_in=1, closed_late=1),
        ),
        (Cohort.CLOSED, {"received_on": "2026-02-02"}, Counts()),
        (Cohort.DUE, {"received_on": "2026-02-02"}, Counts(received=1, open=1, overdue=1)),
        (Cohort.DUE, {"received_on": "2026-03-31"}, Counts()),
    ],
)
def test_the_cohorts_of_closing_and_of_falling_due(agency, cohort, case, expected):
    put_case(agency, **case)
    assert counts(scope(agency, cohort=cohort)) == expected


def test_a_case_taken_up_again_counts_once_in_the_round_that_stood_on_the_day(agency):
    put_case(
        agency,
        "2026-02-02",
        rounds=[{"closed_on": "2026-02-05"}, {"started_on": "2026-02-10", "closed_on": "2026-02-12"}],
    )
    assert counts(scope(agency, as_of="2026-02-06")) == Counts(received=1, closed_in_time=1)
    assert counts(scope(agency, as_of="2026-02-10")).open == 1
    assert counts(scope(agency)) == Counts(received=1, closed_in_time=1)


def test_groups_come_in_the_order_of_their_list_and_nobody_last(agency):
    later, sooner = SectionFactory(sort=2), SectionFactory(sort=1)
    put_case(agency, "2026-02-02", section_id=later.id)
    put_case(agency, "2026-02-02", section_id=sooner.id)
    put_case(agency, "2026-02-02", item_type=ItemType.HELP)
    groups = completion_groups(scope(agency), GroupBy.SECTION)
    assert [(group.key, group.label) for group in groups] == [
        (str(sooner.id), sooner.name),
        (str(later.id), later.name),
        (NOBODY, "未分办"),
    ]
    types = completion_groups(scope(agency), GroupBy.TYPE)
    assert [(group.key, group.label) for group in types] == [("help", "求助"), (NOBODY, "未分类")]


def test_months_are_those_of_receipt(agency):
    put_case(agency, "2026-01-31", closed_on="2026-02-01")
    put_case(agency, "2026-03-01")
    groups = completion_groups(scope(agency), GroupBy.MONTH)
    assert [(group.key, group.label) for group in groups] == [
        ("2026-01", "2026年1月"),
        ("2026-03", "2026年3月"),
    ]


@pytest.fixture
def lively(agency):
    """Sixty cases of every fate around the period, some taken up again."""
    chance = Random(2026)  # noqa: S311 -- made-up cases
    sections = [SectionFactory(), SectionFactory(), None]
    first = date(2025, 12, 1)
    for _ in range(60):
        received = first + timedelta(days=chance.randrange(130))
        ended = received + timedelta(days=chance.randrange(15))
        fate = chance.choice([{}, {"closed_on": ended.isoformat()}, {"removed_on": ended.isoformat()}])
        rounds = [fate]
        if "closed_on" in fate and chance.random() < 0.3:
            again = ended + timedelta(days=3)
            rounds.append(
                {"started_on": again.isoformat(), "closed_on": (again + timedelta(days=9)).isoformat()}
            )
        section = chance.choice(sections)
        put_case(
            agency,
            received.isoformat(),
            channel=chance.choice(["hotline_12345", "mailbox_secretary", "mailbox_mayor"]),
            rounds=rounds,
            section_id=section and section.id,
            item_type=chance.choice([None, *ItemType]),
        )
    return agency


def kept_from_some(agency, user):
    """``user`` once every other case reports the person or the person's section."""
    for number, case in enumerate(db.session.query(Case).order_by(Case.id)):
        if number % 2:
            case.reported_user_id = user.id
        elif number % 3 == 0:
            case.reported_section_id = user.section_id
    db.session.flush()
    return actor(user)


@pytest.mark.parametrize("cohort", list(Cohort))
@pytest.mark.parametrize("by", list(GroupBy))
@pytest.mark.parametrize(
    ("as_of", "is_kept_from_some"), [("2026-03-31", False), ("2026-02-20", False), ("2026-02-20", True)]
)
def test_behind_every_figure_stand_as_many_cases(lively, user_with, cohort, by, as_of, is_kept_from_some):
    chosen = scope(lively, cohort=cohort, as_of=as_of)
    if is_kept_from_some:
        viewer = kept_from_some(lively, user_with(Role.SUPERVISOR, section=SectionFactory()))
        assert cases_behind(replace(chosen, viewer=viewer), "received").total < counts(chosen).received
        chosen = replace(chosen, viewer=viewer)
    groups = completion_groups(chosen, by)
    assert groups
    for group in groups:
        for figure in FIGURES:
            found = cases_behind(chosen, figure, by=by, key=group.key)
            assert found.total == len(found.cases) == getattr(group.counts, figure), (group.label, figure)
    total = added_up(groups)
    for figure in FIGURES:
        assert cases_behind(chosen, figure).total == getattr(total, figure)


@pytest.mark.parametrize("cohort", list(Cohort))
@pytest.mark.parametrize("as_of", ["2026-01-15", "2026-02-28", "2026-03-31", "2026-06-30"])
def test_the_identities_hold_on_every_day(lively, cohort, as_of):
    for by in GroupBy:
        for group in completion_groups(scope(lively, cohort=cohort, as_of=as_of), by):
            assert all(identity.holds for identity in identities(group.counts)), group


def test_what_one_month_carries_out_the_next_carries_in_with_what_was_taken_up_again(lively):
    """Whatever else is carried in had been closed and was taken up again within the month."""
    months = [("2025-12-01", "2025-12-31"), ("2026-01-01", "2026-01-31"), ("2026-02-01", "2026-02-28")]
    months += [("2026-03-01", "2026-03-31"), ("2026-04-01", "2026-04-30")]
    again = {"started_on": "2026-02-03", "closed_on": "2026-02-06"}
    put_case(lively, "2026-01-05", rounds=[{"closed_on": "2026-01-20"}, again])
    again_in_all = 0
    for earlier, later in pairwise(months):
        chosen = [scope(lively, *month, cohort=Cohort.ACTIVE) for month in (earlier, later)]
        out = {case.id for case in cases_behind(chosen[0], "carried_out").cases}
        carried_in = {case.id for case in cases_behind(chosen[1], "carried_in").cases}
        assert out <= carried_in
        for case_id in carried_in - out:
            again_in_all += 1
            rounds = db.session.query(CaseCycle).filter_by(case_id=case_id).order_by(CaseCycle.cycle).all()
            assert rounds[0].closed_on < chosen[1].start <= rounds[-1].started_on <= chosen[1].end
    assert again_in_all


def test_a_long_list_says_how_many_there_are_in_all(lively):
    chosen = scope(lively)
    whole = cases_behind(chosen, "received")
    first = cases_behind(chosen, "received", limit=5)
    assert first.total == whole.total > 5
    assert first.cases == whole.cases[:5]


def test_who_is_reported_neither_counts_nor_lists_the_case(lively, user_with):
    section = SectionFactory()
    supervisor = user_with(Role.SUPERVISOR, section=section)
    everything = counts(scope(lively)).received
    first, second, *_ = (
        db.session.query(Case)
        .filter(Case.received_on.between(date(2026, 1, 1), date(2026, 3, 31)), Case.kind != "petition")
        .limit(2)
    )
    first.reported_user_id = supervisor.id
    second.reported_section_id = section.id
    seen = scope(lively, viewer=actor(supervisor))
    assert counts(seen).received == everything - 2
    assert cases_behind(seen, "received").total == everything - 2


def test_a_handler_counts_the_cases_of_the_section(lively, user_with):
    section = SectionFactory()
    handler = user_with(Role.HANDLER, section=section)
    put_case(lively, "2026-02-02", section_id=section.id)
    seen = scope(lively, viewer=actor(handler))
    assert counts(seen).received == cases_behind(seen, "received").total == 1


def actor(user):
    return Actor(user.id, user.agency_id, user.section_id, user.roles)


def test_a_name_that_is_no_figure_is_a_key_error(agency):
    with pytest.raises(KeyError):
        cases_behind(scope(agency), "unheard_of")


def test_indicators_count_what_their_definitions_say(agency):
    section = SectionFactory()
    put_case(
        agency,
        "2026-02-02",
        closed_on="2026-02-05",
        section_id=section.id,
        satisfaction=Satisfaction.SATISFIED,
        days_used=3,
    )
    put_case(
        agency,
        "2026-02-02",
        closed_on="2026-02-06",
        section_id=section.id,
        times_returned=1,
        satisfaction=Satisfaction.DISSATISFIED,
        days_used=4,
    )
    put_case(
        agency,
        "2026-02-02",
        closed_on="2026-02-06",
        times_extended=1,
        satisfaction=Satisfaction.NOT_REACHED,
        days_used=8,
    )
    put_case(agency, "2026-02-02", removed_on="2026-02-03", removed_as=State.RETURNED)
    seen = overview(scope(agency), GroupBy.CHANNEL)
    found = seen.indicator_figures
    assert {code: number for code, number in found.items() if number} == {
        "assigned": 2,
        "closed": 3,
        "closed_at_once": 1,
        "closed_in_time": 3,
        "dissatisfied": 1,
        "ever_extended": 1,
        "ever_returned": 1,
        "not_rated": 1,
        "rated": 2,
        "removed_returned": 1,
        "satisfied": 1,
        "should_be_closed": 3,
        "valid": 3,
    }
    assert (seen.days_used.mean, seen.days_used.median) == (5, 4)


@pytest.mark.parametrize("by", list(GroupBy))
def test_one_count_gives_the_same_however_it_is_grouped(lively, by):
    chosen = scope(lively, cohort=Cohort.ACTIVE, kinds=tuple(Kind))
    one, other = overview(chosen, GroupBy.CHANNEL), overview(chosen, by)
    assert other.completion.total == one.completion.total
    assert other.completion.sentence == one.completion.sentence
    assert other.completion.split_sentence == one.completion.split_sentence
    assert (other.indicator_figures, other.days_used) == (one.indicator_figures, one.days_used)


def test_the_sentences_leave_out_the_kinds_they_are_not_told(lively):
    put_case(lively, "2026-02-02", channel="petition")
    chosen = scope(lively, cohort=Cohort.ACTIVE, kinds=tuple(Kind))
    told = completion(chosen, GroupBy.SECTION, told=COUNTED_KINDS)
    alone = completion(replace(chosen, kinds=COUNTED_KINDS), GroupBy.SECTION)
    assert (told.told, told.sentence, told.split_sentence) == (
        alone.total,
        alone.sentence,
        alone.split_sentence,
    )
    assert told.total.received > alone.total.received


@pytest.mark.parametrize("cohort", list(Cohort))
@pytest.mark.parametrize("as_of", ["2026-02-20", "2026-03-31"])
@pytest.mark.parametrize("is_kept_from_some", [False, True])
def test_behind_every_indicator_stand_as_many_cases(lively, user_with, cohort, as_of, is_kept_from_some):
    chosen = scope(lively, cohort=cohort, as_of=as_of, kinds=tuple(Kind))
    if is_kept_from_some:
        chosen = replace(chosen, viewer=kept_from_some(lively, user_with(Role.SUPERVISOR)))
    for code, number in overview(chosen, GroupBy.CHANNEL).indicator_figures.items():
        assert cases_behind(chosen, code).total == number, code


@pytest.mark.parametrize(
    ("round_", "counted"),
    [
        ({"sign_by": "2026-02-03", "signed_on": "2026-02-03"}, {"to_sign", "signed_in_time"}),
        ({"sign_by": "2026-02-03", "signed_on": "2026-02-04"}, {"to_sign"}),
        ({"sign_by": "2026-02-03"}, {"to_sign"}),
        ({"sign_by": "2026-03-31"}, set()),
        ({"sign_by": "2026-02-03", "signed_on": "2026-04-01"}, {"to_sign"}),
        ({"sign_by": "2026-02-03", "closed_on": "2026-02-05"}, set()),
        ({"sign_by": "2026-02-03", "removed_on": "2026-02-09"}, set()),
        ({}, set()),
        ({"contact_by": "2026-02-03", "contacted_on": "2026-02-02"}, {"to_contact", "contacted_in_time"}),
        ({"contact_by": "2026-02-03", "contacted_on": "2026-02-05"}, {"to_contact"}),
        ({"contact_by": "2026-02-03"}, {"to_contact"}),
        ({"contact_by": "2026-02-03", "closed_on": "2026-02-05"}, set()),
        ({"channel": "mailbox_mayor"}, {"letters"}),
        ({"channel": "mailbox_mayor", "removed_on": "2026-02-05"}, set()),
        ({"channel": "mailbox_mayor", "closed_on": "2026-02-05"}, {"letters"}),
        (
            {"channel": "mailbox_mayor", "closed_on": "2026-02-05", "published_on": "2026-02-06"},
            {"letters", "answered_published"},
        ),
        (
            {"channel": "mailbox_mayor", "closed_on": "2026-02-05", "published_on": "2026-04-01"},
            {"letters"},
        ),
        ({"closed_on": "2026-02-05", "published_on": "2026-02-06"}, set()),
    ],
)
def test_first_steps_and_publication_count_by_their_own_days(agency, round_, counted):
    put_case(agency, "2026-02-02", **round_)
    found = overview(scope(agency), GroupBy.CHANNEL).indicator_figures
    asked = ("to_sign", "signed_in_time", "to_contact", "contacted_in_time", "letters", "answered_published")
    assert {code for code in asked if found[code]} == counted


def test_the_time_of_petitions_is_counted_in_days_apart_from_working_days(agency):
    put_case(agency, "2026-02-02", closed_on="2026-02-05", days_used=3)
    put_case(agency, "2026-02-02", closed_on="2026-02-06", days_used=4)
    put_case(agency, "2026-01-05", channel="petition", closed_on="2026-03-06", days_used=60)
    seen = overview(scope(agency, kinds=tuple(Kind)), GroupBy.CHANNEL)
    assert (seen.days_used.cases_by_days, seen.petition_days.cases_by_days) == ({3: 1, 4: 1}, {60: 1})
    assert (seen.days_used.mean, seen.days_used.median) == (Fraction(7, 2), Fraction(7, 2))


@pytest.mark.parametrize("key", ["9" * 40, "１２", "-", "x", "2026-99", ""])
@pytest.mark.parametrize("by", list(GroupBy))
def test_a_key_that_names_no_group_lists_nothing(lively, by, key):
    assert cases_behind(scope(lively), "received", by=by, key=key).total == 0


def test_an_item_returned_to_the_desk_was_assigned_before(agency):
    put_case(agency, "2026-03-20", times_returned=1)
    found = overview(scope(agency), GroupBy.CHANNEL).indicator_figures
    assert (found["ever_returned"], found["assigned"]) == (1, 1)
