"""How connections behave: SQLite's pragmas and its explicit BEGIN, PostgreSQL's price of a step by an index."""

from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError

from tracker.unit_of_work import will_write

PATIENCE_MS = 15_000
"""How long a write waits for another one, an import of thousands of rows included."""
PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON")

CHEAP_STEPS = (
    "select set_config('random_page_cost', '1.1', false) where current_setting('random_page_cost') = '4'"
)
"""PostgreSQL ships with the price of a turning disk, and then reads whole tables beside a fitting index.

A price that the server was given by hand is left as it is.
"""


def is_busy(error: OperationalError) -> bool:
    """Whether ``error`` says that another write took longer than anybody waits."""
    return "database is locked" in str(error.orig)


def prepare(engine: Engine) -> None:
    """Give ``engine`` its listeners."""
    if engine.dialect.name == "postgresql":
        event.listen(engine, "connect", _open_postgresql)
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _open_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def _open_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (*PRAGMAS, f"busy_timeout={PATIENCE_MS}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _open_postgresql(connection: Any, _record: Any) -> None:
    # outside a transaction: a rollback would take it back
    connection.autocommit = True
    connection.execute(CHEAP_STEPS)
    connection.autocommit = False


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if will_write() else "BEGIN")
