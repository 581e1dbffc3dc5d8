"""Whatever happens to requests over the years, each is reported once as new and once with its result."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, time, timedelta
from random import Random

import pytest

from tests.domain.lifecycle_desk import ALL_OFF, ALL_ON, DESK_SECTION, OTHER_SECTION, OUR_SECTION, RECEIVED
from tests.domain.test_lifecycle_walks import CALENDAR, Walk
from tests.queries.standing import channel_of
from tracker.domain.annual_report.checks import checks
from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.reading import READING_QUESTIONS, Reading
from tracker.domain.annual_report.report import AnnualReport
from tracker.domain.annual_report.section_three import ROWS, TOTAL
from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.deadline_clock import ClockInput, replay
from tracker.domain.errors import ClockRefused
from tracker.domain.labels import ApplicantType, ClockState, Kind, State
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.standing import effective, fold
from tracker.domain.outcomes import Outcome
from tracker.extensions import db
from tracker.models.agency import Section
from tracker.models.case import Case
from tracker.models.case_record import CaseEventRow
from tracker.now import LOCAL_ZONE
from tracker.queries.annual_report import cases_in_cell, places_of_requests, sections_three
from tracker.services.cases.projection import NO_DATE, project
from tracker.services.rules import rules_for

CASES = 12
YEARS = range(2025, 2031)
JUMPS = (0, 1, 2, 5, 12, 30, 80, 250)


class LongWalk(Walk):
    """A request handled over years: answers of every kind, steps undone, days entered late, its receipt corrected."""

    def __init__(self, chance):
        super().__init__(Kind.DISCLOSURE, chance.choice([ALL_ON, ALL_OFF]))
        self.chance = chance
        self.today = RECEIVED

    def payload(self, action, actor, number, on):
        found = super().payload(action, actor, number, on)
        if found.get("outcome") == "G2":
            return found | {"outcome": self.chance.choice(list(Outcome)).value}
        if action is Action.REHANDLE:
            return found | {"ground": "review"}
        return found

    def walk(self, steps):
        for _ in range(steps):
            self.today += timedelta(days=self.chance.choice(JUMPS))
            if self.chance.random() < 0.06:
                self.correct_the_receipt()
                continue
            number = self.chance.randrange(10_000)
            if (chosen := self.choose(number)) is None:
                return
            on = max(RECEIVED, self.today - timedelta(days=self.chance.choice([0, 0, 0, 3, 20])))
            if (made := self.try_step(*chosen, number, on)) is not None:
                self.take(made)

    def correct_the_receipt(self):
        received_on = RECEIVED + timedelta(days=self.chance.choice([-90, -61, -3, 0, 2]))
        amended = CaseEvent(
            EventType.AMENDED,
            self.today,
            self.standing.last_seq + 1,
            {"received_on": received_on.isoformat()},
        )
        kept = effective([*self.events, amended])
        try:
            facts = ClockInput(kind=self.kind, received_on=received_on)
            replay(facts, kept, CALENDAR, as_of=max(event.on for event in kept))
        except ClockRefused:
            return
        if all(event.on >= received_on for event in kept):
            self.events.append(amended)


def put_request(agency, place, walk, chance):
    standing, rules = fold(walk.events), rules_for(agency)
    registered_on = standing.received_on + timedelta(days=chance.choice([0, 0, 0, 4, 40]))
    case = Case(
        agency_id=agency.id,
        channel_id=channel_of(agency, "disclosure").id,
        kind=Kind.DISCLOSURE,
        number=f"示例依申请〔2026〕{place}号",
        title=f"测试申请{place}",
        received_on=standing.received_on,
        created_at=datetime.combine(registered_on, time(9), LOCAL_ZONE),
        applicant_type=chance.choice(list(ApplicantType)),
        state=State.AWAITING_ASSIGNMENT,
        clock_state=ClockState.RUNNING,
        sort_due_on=NO_DATE,
    )
    db.session.add(case)
    db.session.flush()
    for event in walk.events:
        at = datetime.combine(event.on, time(10), LOCAL_ZONE)
        db.session.add(
            CaseEventRow(
                case_id=case.id, seq=event.seq, type=event.type, on=event.on, at=at, payload=event.payload
            )
        )
    project(case, walk.events, rules)
    db.session.flush()
    return case


def readings(chance, number):
    """The shipped reading and others, each question answered by chance."""
    yield Reading()
    for _ in range(number):
        yield Reading.chosen(
            {
                question.key.removeprefix("report_"): chance.choice(list(question.choices))
                for question in READING_QUESTIONS
            }
        )


@pytest.mark.parametrize("seed", range(3))
def test_what_a_year_carries_out_the_next_carries_in_whatever_happened(agency, seed):
    db.session.add_all(
        Section(id=key, agency_id=agency.id, name=f"测试股{key}")
        for key in (OUR_SECTION, OTHER_SECTION, DESK_SECTION)
    )
    db.session.flush()
    chance = Random(seed)  # noqa: S311 -- made-up requests
    cases = []
    for place in range(CASES):
        walk = LongWalk(chance)
        walk.walk(chance.randrange(3, 30))
        cases.append((put_request(agency, place, walk, chance), walk))
    for reading in readings(chance, 3):
        _assert_each_is_reported_once(agency, cases, replace(reading, zeros="zero"))


def _assert_each_is_reported_once(agency, cases, reading):
    tables = sections_three(agency.id, dict.fromkeys(YEARS, Edition.CURRENT), reading)
    places = {year: places_of_requests(agency.id, year, reading) for year in YEARS}
    new, ended = Counter(), Counter()
    for year in YEARS:
        assert checks(AnnualReport(three=tables[year])) == [], (reading, year)
        for row in ROWS[Edition.CURRENT]:
            if number := tables[year].value(row.code, TOTAL):
                listed = cases_in_cell(agency.id, year, row.code, TOTAL, reading=reading)
                assert len(listed) == number, (reading, year, row)
        new.update(number for number, place in places[year].items() if place[0] == "new")
        ended.update(number for number, place in places[year].items() if place[1] != "C")
        if year > YEARS[0]:
            carried_out = {n: p[2] for n, p in places[year - 1].items() if p[1] == "C"}
            carried_in = {n: p[2] for n, p in places[year].items() if p[0] == "carried"}
            assert carried_in == carried_out, (reading, year)
    for case, walk in cases:
        told = (reading, case.number, [(e.type, e.on, e.seq, e.payload) for e in walk.events])
        if reading.repeated == "once" and not new[case.number]:
            continue
        assert new[case.number] == 1, told
        was_answered = any(cycle.replied_on or cycle.closed_on or cycle.removed_on for cycle in case.rounds)
        assert ended[case.number] <= 1, told
        if not was_answered:
            assert ended[case.number] == 0, told
        if not case.is_open and len(case.rounds) == 1:
            assert ended[case.number] == 1, told
