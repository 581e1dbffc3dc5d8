"""What every test may ask for: an application, a transaction that is rolled back, a person at a browser.

Fixtures: ``app`` (one for the session), ``session`` (``db.session`` in an outer transaction that is undone),
``agency``, ``user_with``, ``client``, ``client_as``, ``run_command``, ``sent_jobs``, ``real_csrf`` and
``installation`` (an application of one's own whose commits are real). With TEST_DATABASE_URL the same tests
run on PostgreSQL, with TEST_REDIS_URL the worker tests on Redis as well.
"""

import smtplib
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from argon2 import PasswordHasher
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, scoped_session

from tests.harness.browser_client import PageClient, sign_in
from tests.harness.databases import Databases, open_databases
from tests.harness.outer_transaction import undone
from tests.harness.watch import watch_requests
from tracker.app import create_app
from tracker.domain.labels import Role
from tracker.extensions import celery, db
from tracker.models.agency import Agency
from tracker.models.user import User
from tracker.services import accounts

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
MAY_CONNECT = {"browser", "server", "worker"}


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Databases]:
    """Where this process's databases come from: migrated once, copied as often as needed."""
    with open_databases(tmp_path_factory.mktemp("installations"), worker_id) as opened:
        yield opened


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    costly = accounts.hasher
    accounts.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    yield
    accounts.hasher = costly


@pytest.fixture(autouse=True)
def _no_way_out(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mail always fails the test that sends it; so does a socket, save to this machine where a mark says so."""
    may_connect = any(request.node.get_closest_marker(name) for name in MAY_CONNECT)
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family == getattr(socket, "AF_UNIX", None):
            return connect(self, address)
        if may_connect and address[0] in LOOPBACK:
            return connect(self, address)
        pytest.fail(f"the test opened a connection to {address}")

    def no_mail(*_: Any, **__: Any) -> None:
        pytest.fail("the test tried to send mail")

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(smtplib.SMTP, "connect", no_mail)


@pytest.fixture(scope="session")
def app(databases: Databases) -> Iterator[Flask]:
    """The application of the session. Its tables hold a fresh installation: one agency, its channels."""
    built = create_app(databases.settings("session"))
    built.config.update(TESTING=True, WTF_CSRF_ENABLED=False, HAS_ACCOUNTS=True)
    built.test_client_class = PageClient
    watch_requests(built)
    yield built
    with built.app_context():
        db.engine.dispose()


@pytest.fixture
def session(app: Flask, sent_jobs: list[int]) -> Iterator[scoped_session[Session]]:
    """``db.session``; whatever is committed in the test or by a request is undone after it."""
    with undone(app):
        yield db.session


@pytest.fixture
def sent_jobs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The ids of the jobs sent after commit; no broker is touched."""
    sent: list[int] = []

    def remember(_name: str, *, args: list[int], **_: Any) -> None:
        sent.extend(args)

    monkeypatch.setattr(celery, "send_task", remember)
    return sent


@pytest.fixture
def agency(session: scoped_session[Session]) -> Agency:
    """The one agency of a fresh installation."""
    return session.query(Agency).order_by(Agency.id).first()


@pytest.fixture
def user_with(agency: Agency) -> Callable[..., User]:
    """Make an account with the given roles: ``user_with(Role.CLERK, section=…, name=…)``."""
    from tests.factories import UserFactory

    def make(*roles: Role, **facts: Any) -> User:
        return UserFactory(agency=agency, roles=roles, **facts)

    return make


@pytest.fixture
def client(app: Flask, session: scoped_session[Session]) -> FlaskClient:
    """Somebody who has not signed in."""
    return app.test_client()


@pytest.fixture
def client_as(app: Flask, user_with: Callable[..., User]) -> Callable[..., FlaskClient]:
    """A client signed in with roles, ``client_as(Role.HANDLER, section=…)``, or as ``client_as(user=…)``.

    The account is ``client.user``.
    """

    def signed_in(*roles: Role, user: User | None = None, **facts: Any) -> FlaskClient:
        return sign_in(app.test_client(), user or user_with(*roles, **facts))

    return signed_in


@pytest.fixture
def real_csrf(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms need their token in this test."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)


@pytest.fixture
def run_command(app: Flask, session: scoped_session[Session]) -> Callable[..., Result]:
    """Run ``flask …`` in this process: ``run_command("users", "create", "wang", input="…")``."""

    def run(*arguments: str, **options: Any) -> Result:
        session.commit()
        with app.app_context():
            return app.test_cli_runner().invoke(args=[str(each) for each in arguments], **options)

    return run


@pytest.fixture
def installation(databases: Databases, sent_jobs: list[int]) -> Iterator[Flask]:
    """A fresh installation of the test's own, whose commits are real: for two writers at once, or a worker."""
    settings = databases.settings()
    built = create_app(settings)
    built.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    yield built
    with built.app_context():
        db.session.remove()
        db.engine.dispose()
    databases.drop(settings)
