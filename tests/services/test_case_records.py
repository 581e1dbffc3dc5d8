"""What is written stays: events and audit lines are append-only, and the columns follow from them."""

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from tests.factories import registered
from tests.services.desk import RECEIVED, at, bureau, drifted
from tracker.domain.labels import Kind, State
from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.models.case import Case, CaseAssistant, CaseCycle
from tracker.models.case_record import CaseEventRow
from tracker.services import audit
from tracker.services.cases import assign, verification


@pytest.fixture
def people(agency):
    return bureau()


@pytest.fixture
def case(people):
    return registered(handler=people.handler, clerk=people.clerk, received_on=RECEIVED, at=at(2))


@pytest.mark.parametrize(
    "statement",
    [
        update(CaseEventRow).values(on=date(2026, 1, 1)),
        delete(CaseEventRow),
        text("UPDATE case_events SET payload = '{}'"),
        text("DELETE FROM case_events"),
        update(AuditEntry).values(action="something else"),
        delete(AuditEntry),
    ],
    ids=["change event", "delete event", "raw change", "raw delete", "change audit", "delete audit"],
)
def test_the_database_refuses_to_change_what_happened(case, statement):
    audit.record(action="test", at=datetime(2026, 3, 2, tzinfo=UTC), actor_id=None)
    with pytest.raises(DBAPIError, match="append-only"), db.session.begin_nested():
        db.session.execute(statement)
    assert [row.seq for row in case.events] == [1, 2]


def test_what_the_services_wrote_replays_to_the_same_columns(people, case):
    people.step(case, "handler", assign.sign)
    registered(Kind.DISCLOSURE, clerk=people.clerk, received_on=RECEIVED, at=at(2))
    assert drifted() == []


@pytest.mark.parametrize(
    ("change", "column", "stored", "replayed"),
    [
        (update(Case).values(due_on=date(2026, 3, 31)), "due_on", date(2026, 3, 31), date(2026, 3, 9)),
        (update(Case).values(state=State.IN_HAND), "state", State.IN_HAND, State.AWAITING_SIGNATURE),
        (update(Case).values(times_urged=3), "times_urged", 3, 0),
        (update(CaseCycle).values(is_late=True), "1:is_late", True, False),
        (update(Case).values(received_on=date(2026, 2, 27)), "received_on", date(2026, 2, 27), RECEIVED),
    ],
)
def test_a_column_that_was_tampered_with_is_named(case, change, column, stored, replayed):
    db.session.execute(change)
    db.session.expire_all()
    found = {drift.place: (drift.stored, drift.replayed) for drift in drifted()}
    assert found[column] == (stored, replayed)


def test_an_assistant_without_its_event_and_a_lost_round_are_named(people, case):
    db.session.add(CaseAssistant(case_id=case.id, section_id=people.section.id))
    db.session.execute(delete(CaseCycle))
    db.session.flush()
    db.session.expire_all()
    columns = {drift.place for drift in drifted()}
    assert {"assistants", "1:due_on", "1:started_on"} <= columns


def test_what_the_clock_said_of_an_ended_case_stands_when_the_calendar_changes_later(people, case):
    from tracker.services.cases import ending

    people.step(case, "clerk", ending.withdraw, reason="自行解决")
    db.session.execute(update(Case).values(due_on=date(2026, 3, 10)))
    db.session.expire_all()
    assert [drift.place for drift in drifted()] == ["due_on"]
    audit.record(action="calendar.loaded", at=at(20), actor_id=None)
    assert drifted() == []


def test_verify_goes_through_all_cases_in_batches(people, monkeypatch, run_command):
    for _ in range(5):
        registered(clerk=people.clerk, received_on=RECEIVED, at=at(2))
    monkeypatch.setattr(verification, "BATCH", 2)
    result = run_command("cases", "verify", "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, {"checked": 5, "drifted": []})


def test_verify_ends_with_1_where_something_drifted(case, run_command):
    db.session.execute(update(Case).values(times_urged=3))
    result = run_command("cases", "verify", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["drifted"] == [
        {"number": case.number, "column": "times_urged", "stored": 3, "replayed": 0}
    ]
    plain = run_command("cases", "verify")
    assert plain.exit_code == 1
    assert "核对 1 件，不一致 1 处" in plain.stdout


def test_show_prints_one_case_with_its_deadline_and_nothing_personal(case, run_command):
    result = run_command("cases", "show", case.number, "--json")
    document = json.loads(result.stdout)
    assert (document["number"], document["state"], document["kind"]) == (
        case.number,
        "awaiting_signature",
        "hotline",
    )
    assert document["deadline"]["due_on"] == "2026-03-09"
    assert document["ledger"][0]["event"] == "received"
    assert [event["type"] for event in document["events"]] == ["registered", "assigned"]
    assert document["person"] == {"name": "张**", "phone": "138****0000", "address": ""}
    assert "13800000000" not in result.stdout
    plain = run_command("cases", "show", case.number)
    assert "期限：2026-03-09" in plain.stdout
    assert "138" not in plain.stdout


def test_show_hides_a_secret_reporter_wholly(people, run_command):
    case = registered(clerk=people.clerk, received_on=RECEIVED, at=at(2), is_secret=True)
    document = json.loads(run_command("cases", "show", case.number, "--json").stdout)
    assert set(document["person"].values()) == {"保密"}


def test_show_refuses_a_number_that_is_not_there(agency, run_command):
    result = run_command("cases", "show", "本机关热线〔2026〕99号")
    assert result.exit_code == 1
    assert "没有编号为「本机关热线〔2026〕99号」的办件" in result.stderr
