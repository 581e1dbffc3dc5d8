"""From one machine's SQLite to a PostgreSQL server and back: nothing is lost on the way."""

import hashlib

import pytest
from sqlalchemy import func, select

from tests.cli.test_keeping_commands import run
from tests.factories import UserFactory, registered
from tests.harness.databases import Databases
from tracker.app import create_app
from tracker.domain.labels import Kind, Role
from tracker.extensions import db
from tracker.models.case import Case
from tracker.services import audit
from tracker.services.documents import store


@pytest.fixture
def embedded(installation, databases, tmp_path_factory, worker_id):
    """A fresh SQLite installation beside the one on the server."""
    if not databases.server:
        pytest.skip("no PostgreSQL: TEST_DATABASE_URL is not set")
    own = Databases(folder=tmp_path_factory.mktemp("embedded"), worker=worker_id, server=None)
    own.prepare()
    app = create_app(own.settings())
    app.config.update(TESTING=True)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def ledger(app, folder, name):
    assert run(app, "cases", "export", "--unmasked", "--out", folder / name).exit_code == 0
    return (folder / name).read_bytes()


def rows(app):
    """How many rows every table holds."""
    with app.app_context():
        found = {
            table.name: db.session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in db.metadata.sorted_tables
        }
        db.session.remove()
    return found


def move(origin, target, file):
    assert run(origin, "backup", file).exit_code == 0
    answer = run(target, "restore", file)
    assert answer.exit_code == 0, answer.output
    return answer


@pytest.mark.server
def test_there_and_back(embedded, installation, tmp_path):
    assert run(embedded, "demo", "load").exit_code == 0
    folder = embedded.config["SETTINGS"].attachment_folder
    digest = store.keep(folder, b"%PDF-1.7 " + b"x" * 40)
    before, counted = ledger(embedded, tmp_path, "a.csv"), rows(embedded)
    move(embedded, installation, tmp_path / "a.tar")
    assert rows(installation) == counted
    assert ledger(installation, tmp_path, "b.csv") == before
    assert run(installation, "cases", "verify").exit_code == 0
    there = installation.config["SETTINGS"].attachment_folder
    assert hashlib.sha256(store.read(there, digest)).hexdigest() == digest
    with installation.app_context():
        assert audit.first_broken_line() is None
        later = registered(Kind.HOTLINE, title="搬家以后登记的一件").number
        db.session.remove()
    after, counted = ledger(installation, tmp_path, "c.csv"), rows(installation)
    move(installation, embedded, tmp_path / "b.tar")
    assert rows(embedded) == counted
    assert ledger(embedded, tmp_path, "d.csv") == after
    assert run(embedded, "cases", "verify").exit_code == 0
    with embedded.app_context():
        assert db.session.query(Case).filter_by(number=later).one().person.phone == "13800000000"
        assert audit.first_broken_line() is None
        assert registered(Kind.HOTLINE, title="回来以后登记的一件").number != later
        db.session.remove()


@pytest.mark.server
def test_texts_that_a_server_refuses_are_cut_and_named(embedded, installation, tmp_path):
    with embedded.app_context():
        UserFactory(roles=(Role.CLERK,))
        case = registered()
        case.place, case.content = "长" * 300, "前\x00后"
        db.session.commit()
        case_id = case.id
        db.session.remove()
    told = move(embedded, installation, tmp_path / "a.tar").stderr
    assert f"cases {case_id} 的 place" in told
    assert f"cases {case_id} 的 content" in told
    with installation.app_context():
        kept = db.session.get(Case, case_id)
        assert (len(kept.place), kept.content) == (200, "前后")
        db.session.remove()
