"""``flask backup``, ``restore``, ``doctor`` on installations of their own."""

import json
import tarfile

import pytest
from sqlalchemy import text

from tests.factories import SectionFactory, UserFactory, registered
from tracker.app import create_app
from tracker.domain.labels import Kind, Role
from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.models.case import Case
from tracker.models.case_record import CaseEventRow
from tracker.models.reminder import Heartbeat, Reminder
from tracker.models.user import User
from tracker.now import now
from tracker.queries.cases.search import words_match
from tracker.queries.heartbeats import SWEEP
from tracker.services import audit


def run(app, *arguments):
    with app.app_context():
        answer = app.test_cli_runner().invoke(args=[str(each) for each in arguments])
        db.session.remove()
    return answer


def fill(app):
    with app.app_context():
        handler = UserFactory(username="banli", roles=(Role.HANDLER,), section=SectionFactory())
        numbers = [
            registered(Kind.HOTLINE, handler=handler, title="样本村水渠漏水").number,
            registered(Kind.DISCLOSURE).number,
        ]
        db.session.remove()
    folder = app.config["SETTINGS"].instance_dir / "attachments" / "ab"
    folder.mkdir(parents=True)
    (folder / "附件.txt").write_text("内容", encoding="utf-8")
    return numbers


def counts():
    return {
        table.__name__: db.session.query(table).count()
        for table in (Case, CaseEventRow, User, Reminder, AuditEntry)
    }


@pytest.fixture
def other(databases):
    """A second fresh installation, with the same keys."""
    settings = databases.settings()
    app = create_app(settings)
    app.config.update(TESTING=True)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    databases.drop(settings)


def test_what_was_backed_up_comes_back_in_another_installation(installation, other, tmp_path):
    numbers = fill(installation)
    with installation.app_context():
        before = counts()
    assert run(installation, "backup", tmp_path / "b.tar").exit_code == 0
    answer = run(other, "restore", tmp_path / "b.tar")
    assert answer.exit_code == 0, answer.output
    with other.app_context():
        assert counts() == before
        assert [case.number for case in db.session.query(Case).order_by(Case.id)] == numbers
        assert db.session.query(Case).order_by(Case.id).first().person.phone == "13800000000"
        assert audit.first_broken_line() is None
        assert db.session.query(Case.id).filter(words_match("水渠")).count() == 1
        later = registered()
        assert later.number not in numbers
        db.session.remove()
    assert run(other, "cases", "verify").exit_code == 0
    kept = other.config["SETTINGS"].instance_dir / "attachments" / "ab" / "附件.txt"
    assert kept.read_text(encoding="utf-8") == "内容"
    assert kept.stat().st_mode & 0o077 == 0


def test_restoring_over_later_work_keeps_that_work_in_a_file(installation, tmp_path):
    fill(installation)
    run(installation, "backup", tmp_path / "b.tar")
    with installation.app_context():
        registered()
        db.session.remove()
    assert run(installation, "restore", tmp_path / "b.tar").exit_code == 0
    with installation.app_context():
        assert db.session.query(Case).count() == 2
    [safety] = installation.config["SETTINGS"].instance_dir.glob("恢复前-*.tar")
    assert run(installation, "restore", safety).exit_code == 0
    with installation.app_context():
        assert db.session.query(Case).count() == 3


def test_a_backup_is_readable_by_its_owner_only_and_holds_no_key(installation, tmp_path):
    fill(installation)
    run(installation, "backup", tmp_path / "b.tar")
    settings = installation.config["SETTINGS"]
    content = (tmp_path / "b.tar").read_bytes()
    assert (tmp_path / "b.tar").stat().st_mode & 0o077 == 0
    assert settings.data_key.hex().encode() not in content
    assert settings.data_key not in content
    assert settings.secret_key.encode() not in content
    assert b"13800000000" not in content


@pytest.mark.parametrize("damage", ["no tar", "cut short", "changed file"])
def test_a_damaged_backup_is_refused_and_changes_nothing(installation, tmp_path, damage):
    fill(installation)
    file = tmp_path / "b.tar"
    run(installation, "backup", file)
    if damage == "no tar":
        file.write_text("这不是备份", encoding="utf-8")
    elif damage == "cut short":
        file.write_bytes(file.read_bytes()[:20000])
    else:
        with tarfile.open(file) as tar:
            tar.extractall(tmp_path / "x", filter="data")
        (tmp_path / "x" / "attachments" / "ab" / "附件.txt").write_text("别的", encoding="utf-8")
        with tarfile.open(file, "w") as tar:
            for part in (tmp_path / "x").iterdir():
                tar.add(part, arcname=part.name)
    refused = run(installation, "restore", file)
    assert refused.exit_code == 1
    assert "备份文件" in refused.stderr
    with installation.app_context():
        assert db.session.query(Case).count() == 2


def test_a_backup_made_with_another_data_key_says_what_to_bring(installation, tmp_path, monkeypatch):
    from tracker.services.keeping import archive

    fill(installation)
    run(installation, "backup", tmp_path / "b.tar")
    monkeypatch.setattr(archive, "fingerprints", lambda _: {"DATA_KEY": "other", "SECRET_KEY": "other"})
    refused = run(installation, "restore", tmp_path / "b.tar")
    assert (refused.exit_code, "data_key.txt" in refused.stderr) == (1, True)


def test_a_missing_file_or_folder_is_named(installation, tmp_path):
    assert "没有文件" in run(installation, "restore", tmp_path / "none.tar").stderr
    assert "没有目录" in run(installation, "backup", tmp_path / "none" / "b.tar").stderr


def states(answer):
    return {line["check"]: line["state"] for line in json.loads(answer.stdout)["checks"]}


def test_a_fresh_installation_is_well_apart_from_warnings(installation):
    answer = run(installation, "doctor", "--json")
    assert answer.exit_code == 0, answer.output
    assert set(states(answer)) == {
        "database",
        "migrations",
        "broker",
        "worker",
        "calendar",
        "disk",
        "fonts",
        "audit",
        "search",
    }
    assert states(answer)["worker"] == "warning"


def test_a_silent_scheduler_is_a_fault_and_a_beating_one_is_not(installation):
    with installation.app_context():
        UserFactory()
        db.session.add(Heartbeat(name=SWEEP, beat_at=now()))
        db.session.commit()
        db.session.remove()
    assert states(run(installation, "doctor", "--json"))["worker"] == "ok"
    with installation.app_context():
        db.session.get(Heartbeat, SWEEP).beat_at = now().replace(year=2025)
        db.session.commit()
        db.session.remove()
    answer = run(installation, "doctor", "--json")
    assert (answer.exit_code, states(answer)["worker"]) == (1, "fault")


@pytest.mark.parametrize(
    ("day", "state"), [("2026-10-31", "ok"), ("2026-11-01", "warning"), ("2027-01-04", "fault")]
)
def test_a_missing_next_year_is_a_warning_from_november(session, day, state):
    from datetime import UTC, datetime

    from tracker.services.keeping import doctor

    at = datetime.fromisoformat(day).replace(hour=4, tzinfo=UTC)
    [finding] = doctor._calendar(at)
    assert finding.health.value == state


def test_a_changed_audit_line_is_a_fault(installation):
    with installation.app_context():
        UserFactory()
        drop = "DROP TRIGGER audit_entries_no_update"
        if db.engine.dialect.name == "postgresql":
            drop = "DROP TRIGGER audit_entries_append_only ON audit_entries"
        db.session.execute(text(drop))
        db.session.execute(text("UPDATE audit_entries SET subject = 'changed'"))
        db.session.commit()
        db.session.remove()
    answer = run(installation, "doctor", "--json")
    assert (answer.exit_code, states(answer)["audit"]) == (1, "fault")


def test_an_old_schema_is_a_fault_that_says_what_to_run(installation):
    with installation.app_context():
        db.session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        db.session.commit()
        db.session.remove()
    answer = run(installation, "doctor")
    assert answer.exit_code == 1
    assert "flask db upgrade" in answer.output
