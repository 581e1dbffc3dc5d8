"""Figures as of a past day are those a person would have read on that day; a late entry counts from its day on."""

from datetime import date, timedelta
from random import Random

import pytest

from tests.domain.lifecycle_desk import ALL_OFF, ALL_ON, DESK_SECTION, OTHER_SECTION, OUR_SECTION, RECEIVED
from tests.domain.test_lifecycle_walks import Walk
from tests.factories import actor_of, registered
from tests.queries.standing import channel_of
from tests.services.desk import at, bureau
from tracker.domain.completion import Cohort, GroupBy
from tracker.domain.labels import ApplicantType, ClockState, ItemType, Kind, State
from tracker.domain.lifecycle.actions import Action
from tracker.extensions import db
from tracker.models.agency import Section
from tracker.models.case import Case
from tracker.now import now
from tracker.queries.completion import cases_behind, completion_groups, overview
from tracker.queries.figures import Scope
from tracker.services.cases import assign, handle
from tracker.services.cases.projection import NO_DATE, project
from tracker.services.cases.work import case_work
from tracker.services.rules import rules_for

CHANNELS = {
    Kind.HOTLINE: "hotline_12345",
    Kind.MAILBOX: "mailbox_mayor",
    Kind.DISCLOSURE: "disclosure",
    Kind.PETITION: "petition",
}
END = RECEIVED + timedelta(days=70)
DAYS = [RECEIVED + timedelta(days=passed) for passed in range(0, 71, 7)]


def story(kind, chance):
    """The events of one case, each recorded on the day it happened; nothing is taken back."""
    walk = Walk(kind, chance.choice([ALL_ON, ALL_OFF]))
    for _ in range(40):
        walk.today += timedelta(days=chance.choice([0, 0, 1, 1, 2, 5]))
        if walk.today > END:
            break
        number = chance.randrange(1000)
        chosen = walk.choose(number)
        if chosen is None or chosen[1] in {Action.UNDO, Action.AMEND}:
            continue
        made = walk.try_step(*chosen, number, walk.today)
        if made is not None:
            walk.take(made)
    return walk.events


def entered(agency, kind, place):
    channel = channel_of(agency, CHANNELS[kind])
    case = Case(
        agency_id=agency.id,
        channel_id=channel.id,
        kind=kind,
        number=f"示例〔2026〕{place}号",
        title=f"反映样本村第{place}件",
        received_on=RECEIVED,
        created_at=now(),
        item_type=ItemType.HELP,
        applicant_type=ApplicantType.NATURAL_PERSON if kind is Kind.DISCLOSURE else None,
        state=State.AWAITING_ASSIGNMENT,
        clock_state=ClockState.RUNNING,
        sort_due_on=NO_DATE,
    )
    db.session.add(case)
    db.session.flush()
    return case


def read_on(agency, day):
    """Everything the pages say as of ``day``: counts by every grouping, indicators, days, lists."""
    said = {}
    for cohort in Cohort:
        scope = Scope(agency.id, RECEIVED, END, day, cohort, tuple(Kind))
        for by in (GroupBy.SECTION, GroupBy.TYPE):
            said[cohort, by] = [(group.key, group.counts) for group in completion_groups(scope, by)]
        seen = overview(scope, GroupBy.CHANNEL)
        said[cohort, "indicators"] = seen.indicator_figures
        said[cohort, "days"] = seen.days_used.cases_by_days
        for figure in ("overdue", "closed_late", "ever_extended", "ever_returned", "rated"):
            said[cohort, figure] = [case.number for case in cases_behind(scope, figure).cases]
        said[cohort, "due"] = {case.number: case.due_on for case in cases_behind(scope, "open").cases}
    return said


@pytest.mark.parametrize("seed", [7])
def test_figures_of_a_past_day_are_those_read_on_that_day(agency, seed):
    db.session.add_all(
        [
            Section(id=key, agency_id=agency.id, name=f"样本股{key}")
            for key in (OUR_SECTION, OTHER_SECTION, DESK_SECTION)
        ]
    )
    db.session.flush()
    chance, rules = Random(seed), rules_for(agency)  # noqa: S311 -- made-up cases
    stories = []
    for place in range(20):
        kind = chance.choice(list(Kind))
        events = story(kind, chance)
        stories.append((entered(agency, kind, place), events))
    read = {}
    for day in DAYS:
        for case, events in stories:
            project(case, [event for event in events if event.on <= day], rules)
        db.session.flush()
        read[day] = read_on(agency, day)
    for case, events in stories:
        project(case, events, rules)
    db.session.flush()
    for day in DAYS:
        assert read_on(agency, day) == read[day], day


def test_a_step_entered_late_counts_from_the_day_it_happened(agency):
    people = bureau()
    case = registered(received_on=date(2026, 3, 2), at=at(2), handler=people.handler, clerk=people.clerk)
    for service, who, facts in (
        (assign.sign, people.handler, {}),
        (handle.request_extension, people.handler, {"days": 5, "reason": "需现场核实"}),
        (handle.grant_extension, people.lead, {"days": 5}),
    ):
        with case_work(case_id=case.id, version=None, actor=actor_of(who), at=now()) as work:
            service(work, on=date(2026, 3, 5), **facts)
    scope = Scope(agency.id, date(2026, 3, 1), date(2026, 3, 31), date(2026, 3, 4))
    assert cases_behind(scope, "open").cases[0].due_on == date(2026, 3, 9)
    late = Scope(agency.id, date(2026, 3, 1), date(2026, 3, 31), date(2026, 3, 10))
    assert cases_behind(late, "overdue").total == 0
    assert cases_behind(late, "open").cases[0].due_on == date(2026, 3, 16)
    assert overview(scope, GroupBy.CHANNEL).indicator_figures["ever_extended"] == 0
    assert overview(late, GroupBy.CHANNEL).indicator_figures["ever_extended"] == 1
