"""How connections behave: SQLite's pragmas and its explicit BEGIN."""

from typing import Any

from sqlalchemy import Connection, Engine, event

from tracker.unit_of_work import will_write

PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000", "foreign_keys=ON")


def prepare(engine: Engine) -> None:
    """Give ``engine`` its listeners; does nothing for a server database."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _open_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def _open_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if will_write() else "BEGIN")
