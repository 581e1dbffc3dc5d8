"""``flask cases verify``: the stored columns follow from the events, and a changed one is named."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import update

from tests.factories import SectionFactory, UserFactory, actor_of, registered
from tracker.domain.labels import Role
from tracker.extensions import db
from tracker.models.case import Case, CaseCycle
from tracker.now import now, today
from tracker.services.cases.work import case_work


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


def test_the_past_days_of_a_case_can_be_written_again(run_command, session):
    other = SectionFactory()
    case = registered(received_on=today() - timedelta(days=3), handler=UserFactory(section=SectionFactory()))
    with case_work(case_id=case.id, version=None, actor=actor_of(case.handler), at=now()) as work:
        work.reassign(section_id=other.id, handler_id=None, because="并入另一个科室")
    session.commit()
    session.execute(db.delete(CaseCycle).where(CaseCycle.part == 1))
    session.execute(update(CaseCycle).values(part=1, stands_from=CaseCycle.started_on))
    session.commit()
    assert run_command("cases", "verify").exit_code == 1
    assert "补记 1 件" in run_command("cases", "rebuild").stdout
    assert run_command("cases", "verify").exit_code == 0
