"""用时 and 余 of a list row are those of the case page: for every case of the demonstration, on any later day."""

from datetime import UTC, datetime, timedelta

import pytest

from tracker.domain.labels import ClockState, Kind
from tracker.extensions import db
from tracker.models.agency import Agency
from tracker.models.case import Case
from tracker.now import local
from tracker.queries.cases.lights import Today
from tracker.queries.cases.pages import row_of
from tracker.services.cases.projection import deadline_of
from tracker.services.demo import loading
from tracker.services.rules import rules_for

NOVEMBER = datetime(2026, 11, 20, 7, tzinfo=UTC)
LATER_DAYS = (0, 1, 2, 5, 23)


@pytest.mark.slow
def test_every_row_counts_as_the_case_page_does(session, agency):
    loading.load(at=NOVEMBER)
    session.commit()
    agency = db.session.get(Agency, agency.id)
    rules, loaded_on = rules_for(agency), local(NOVEMBER).date()
    compared = set()
    for case in db.session.query(Case).filter(Case.is_open):
        events = [row.as_event() for row in case.events]
        for days in LATER_DAYS:
            today = Today.by_rules(loaded_on + timedelta(days=days), rules.calendar)
            page, row = deadline_of(case, events, rules, as_of=today.on), row_of(case, today)
            if page.is_open:
                assert (row.days_used, row.days_left) == (page.days_used, page.days_left), case.number
                assert row.due_on == (page.due_on or page.expected_due_on), case.number
                assert row.light is page.light
                compared.add((case.kind, page.state))
            else:
                assert row.days_used is None
    assert {kind for kind, _ in compared} == set(Kind)
    assert (Kind.DISCLOSURE, ClockState.PAUSED) in compared
