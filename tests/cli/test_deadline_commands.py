"""``flask deadlines``: the contract's keys, exit codes and what a second run does."""

import json
from datetime import UTC, date, datetime

import pytest

from tests.factories import SectionFactory, UserFactory, registered
from tracker.domain.labels import Role
from tracker.extensions import db
from tracker.models.agency import Agency
from tracker.models.audit import AuditEntry
from tracker.models.calendar import CalendarDay, CalendarNotice
from tracker.models.case import Case
from tracker.models.reminder import Notice, Reminder

MORNING = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def case(session):
    handler = UserFactory(roles=(Role.HANDLER,), section=SectionFactory())
    return registered(received_on=date(2026, 3, 2), handler=handler, at=MORNING)


def load_day_off(day, *, is_workday=False):
    notice = CalendarNotice(
        layer="agency", agency_id=db.session.query(Agency.id).scalar(), year=day.year, version=1,
        notice_number="样本通知〔2026〕1号", loaded_at=MORNING,
    )  # fmt: skip
    notice.days = [CalendarDay(on_day=day, is_workday=is_workday, name="停电", notice_number="样本通知")]
    db.session.add(notice)
    db.session.commit()


def told_of_moves():
    return db.session.query(Notice).filter(Notice.key.startswith("moved:"))


def test_sweep_at_a_moment_prints_one_document_and_a_second_run_notifies_nobody(run_command, case):
    first = run_command("deadlines", "sweep", "--at", "2026-03-05T09:00", "--json")
    again = run_command("deadlines", "sweep", "--at", "2026-03-05T09:00", "--json")
    assert json.loads(first.stdout) == {"due": 2, "notified": 2, "skipped": 0}
    assert json.loads(again.stdout) == {"due": 0, "notified": 0, "skipped": 0}


def test_sweep_reads_the_moment_as_local_time(run_command, case):
    early = run_command("deadlines", "sweep", "--at", "2026-03-03T08:29", "--json")
    on_time = run_command("deadlines", "sweep", "--at", "2026-03-03T08:30", "--json")
    assert (json.loads(early.stdout)["due"], json.loads(on_time.stdout)["due"]) == (0, 1)


def test_sweep_refuses_what_is_no_moment(run_command, case):
    assert run_command("deadlines", "sweep", "--at", "yesterday").exit_code == 2


def test_recompute_moves_nothing_while_nothing_changed(run_command, case):
    answer = run_command("deadlines", "recompute", "--json")
    assert json.loads(answer.stdout) == {"checked": 1, "moved": []}


def test_recompute_after_a_loaded_day_off_moves_the_case_its_reminders_and_says_so(run_command, case):
    load_day_off(date(2026, 3, 6))
    answer = run_command("deadlines", "recompute", "--json")
    assert json.loads(answer.stdout) == {
        "checked": 1,
        "moved": [{"number": case.number, "from": "2026-03-09", "to": "2026-03-10"}],
    }
    assert db.session.get(Case, case.id).due_on == date(2026, 3, 10)
    mornings = {row.rule: row.due_on for row in db.session.query(Reminder).filter_by(clock="main")}
    assert set(mornings.values()) == {date(2026, 3, 10)}
    line = db.session.query(AuditEntry).filter_by(action="deadlines.recomputed").one()
    assert (line.detail["checked"], line.detail["moved"]) == (1, 1)
    assert told_of_moves().count() == 0


def test_a_handler_whose_day_comes_nearer_is_told(run_command, case):
    load_day_off(date(2026, 3, 7), is_workday=True)
    run_command("deadlines", "recompute")
    notice = told_of_moves().one()
    assert (notice.user_id, notice.case_id) == (case.handler_id, case.id)
    assert "2026-03-09" in notice.text


def test_recompute_leaves_ended_cases_alone(run_command, session):
    lead = UserFactory(roles=(Role.SECTION_LEAD, Role.CLERK), section=SectionFactory())
    case = registered(received_on=date(2026, 3, 2), handler=lead, at=MORNING)
    from tests.factories import actor_of
    from tracker.services.cases import ending
    from tracker.services.cases.work import case_work

    with case_work(case_id=case.id, version=None, actor=actor_of(lead), at=MORNING) as work:
        ending.withdraw(work, reason="测试")
    db.session.commit()
    load_day_off(date(2026, 3, 6))
    assert json.loads(run_command("deadlines", "recompute", "--json").stdout)["checked"] == 0
