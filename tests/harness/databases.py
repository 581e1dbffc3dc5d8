"""Databases for tests: migrated once by the real migrations, then copied.

SQLite unless TEST_DATABASE_URL names a PostgreSQL server; there the databases carry this process's number in
their names and are dropped at the end.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask_migrate import upgrade
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from tracker.app import create_app
from tracker.extensions import db
from tracker.settings import Settings

DATA_KEY = bytes(range(32))
SECRET_KEY = "only for tests"


def unavailable(what: str) -> None:
    """A service or program that is missing skips on a laptop and fails where CI=true."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


def redis_url(worker: str) -> str | None:
    """TEST_REDIS_URL with a database number for this worker of the test run, or None when it is not given."""
    given = os.environ.get("TEST_REDIS_URL")
    if not given:
        return None
    number = int(worker.removeprefix("gw")) if worker.startswith("gw") else 0
    return f"{given.rstrip('/').rsplit('/', 1)[0] if given.count('/') > 2 else given}/{8 + number % 8}"


@dataclass
class Databases:
    """Copies of one migrated database; ``settings`` gives a new one."""

    folder: Path
    worker: str
    server: str | None = field(default_factory=lambda: os.environ.get("TEST_DATABASE_URL") or None)
    made: list[str] = field(default_factory=list)
    count: int = 0

    def settings(self, name: str = "") -> Settings:
        """Settings of a fresh installation with a database and a folder of its own."""
        self.count += 1
        name = name or f"copy{self.count}"
        folder = self.folder / name
        folder.mkdir()
        if self.server:
            url = self._create(name, template=self._name("template"))
        else:
            shutil.copy(self.folder / "template" / "tracker.db", folder / "tracker.db")
            url = f"sqlite:///{folder / 'tracker.db'}"
        return self._settings(folder, url)

    def prepare(self) -> None:
        """Make the database that the others are copied from."""
        folder = self.folder / "template"
        folder.mkdir()
        url = self._create("template") if self.server else f"sqlite:///{folder / 'tracker.db'}"
        app = create_app(self._settings(folder, url))
        with app.app_context():
            upgrade()
            db.session.remove()
            if not self.server:
                with db.engine.connect() as connection:
                    connection.exec_driver_sql("ROLLBACK")
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                    connection.exec_driver_sql("BEGIN")
            db.engine.dispose()

    def drop(self, settings: Settings) -> None:
        """Remove one copy."""
        if self.server:
            name = make_url(settings.database_url).database
            self._administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            self.made.remove(name)
        shutil.rmtree(settings.instance_dir, ignore_errors=True)

    def drop_all(self) -> None:
        """Leave nothing behind on the server."""
        for name in list(self.made):
            self._administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _settings(self, folder: Path, url: str) -> Settings:
        return Settings(
            instance_dir=folder,
            database_url=url,
            redis_url=None,
            secret_key=SECRET_KEY,
            data_key=DATA_KEY,
            secure_cookies=False,
        )

    def _name(self, name: str) -> str:
        return f"tracker_test_{os.getpid()}_{self.worker}_{name}"

    def _create(self, name: str, template: str = "template0") -> str:
        database = self._name(name)
        self._administer(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        self.made.append(database)
        url = make_url(self._server_url()).set(database=database)
        return url.render_as_string(hide_password=False)

    def _server_url(self) -> str:
        assert self.server
        return "postgresql+psycopg://" + self.server.split("://", 1)[1]

    def _administer(self, statement: str) -> None:
        engine = create_engine(self._server_url(), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


@contextlib.contextmanager
def open_databases(folder: Path, worker: str) -> Iterator[Databases]:
    """The databases of one test process, dropped at its end."""
    databases = Databases(folder=folder, worker=worker)
    try:
        try:
            databases.prepare()
        except OperationalError as error:
            unavailable(f"TEST_DATABASE_URL does not answer: {error}")
        yield databases
    finally:
        databases.drop_all()
