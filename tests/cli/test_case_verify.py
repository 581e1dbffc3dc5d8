"""``flask cases verify``: the stored columns follow from the events, and a changed one is named."""

import json

import pytest
from sqlalchemy import update

from tests.factories import SectionFactory, UserFactory, registered
from tracker.domain.labels import Role
from tracker.extensions import db
from tracker.models.case import Case, CaseCycle


@pytest.fixture
def case(session):
    return registered(handler=UserFactory(roles=(Role.HANDLER,), section=SectionFactory()))


def test_what_the_services_wrote_does_not_drift(run_command, case):
    answer = run_command("cases", "verify", "--json")
    assert (answer.exit_code, json.loads(answer.stdout)) == (0, {"checked": 1, "drifted": []})


@pytest.mark.parametrize(
    ("table", "change", "column"),
    [(Case, {"due_on": None}, "due_on"), (CaseCycle, {"is_late": True}, "1:is_late")],
)
def test_a_column_changed_behind_the_events_is_named(run_command, case, session, table, change, column):
    session.execute(update(table).values(**change))
    session.commit()
    answer = run_command("cases", "verify", "--json")
    assert answer.exit_code == 1
    [drift] = json.loads(answer.stdout)["drifted"]
    assert (drift["number"], drift["column"]) == (case.number, column)


def test_a_missing_round_of_handling_is_found(run_command, case, session):
    session.execute(db.delete(CaseCycle))
    session.commit()
    assert run_command("cases", "verify").exit_code == 1
