"""Fill an installation with many artificial cases: ``python -m bench.fill 100000 [--open]``.

One transaction: the indexes are dropped, rows written in bulk (COPY on PostgreSQL), the indexes built again.
With ``--open`` every case is open, for ``bench.recompute``. A million takes some minutes.
"""

import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Connection, Table

from bench.made_cases import MadeCases, Office, Row
from tracker.app import create_app
from tracker.domain.labels import Role
from tracker.extensions import BaseModel, db
from tracker.models import Case, NumberCounter, Section
from tracker.now import now
from tracker.queries import organisation
from tracker.services import accounts
from tracker.unit_of_work import writing

CHUNK = 10_000
OPEN_SHARE = 0.04
SECTIONS, HANDLERS_EACH = 12, 4
TABLES = (
    "cases",
    "case_cycles",
    "case_people",
    "case_events",
    "case_replies",
    "case_words",
    "case_assistants",
    "reminders",
)


def _office() -> Office:
    agency = organisation.only_agency()
    if not organisation.sections(agency.id):
        db.session.add_all(Section(agency_id=agency.id, name=f"样本科室{n}") for n in range(1, SECTIONS + 1))
        db.session.flush()
    sections = organisation.sections(agency.id)
    for section in sections:
        if (
            organisation.handlers(agency.id)
            and len(organisation.handlers(agency.id)) >= SECTIONS * HANDLERS_EACH
        ):
            break
        for place in range(HANDLERS_EACH):
            accounts.create_user(
                username=f"made-{section.id}-{place}",
                display_name=f"承办{section.id}{place}",
                roles=frozenset({Role.HANDLER}),
                password="only-for-benches-1",  # noqa: S106
                at=now(),
                actor_id=None,
                agency=agency,
                section=section,
            )
    return Office(
        agency_id=agency.id,
        prefix=agency.number_prefix,
        channels=tuple((each.id, each.kind, each.number_word) for each in organisation.channels(agency.id)),
        handlers=tuple(
            (each.section_id, each.id) for each in organisation.handlers(agency.id) if each.section_id
        ),
    )


class Writer:
    """Writes rows of one table in bulk; what a row leaves out gets the column's default."""

    def __init__(self, connection: Connection, table: Table) -> None:
        self.connection = connection
        self.is_sqlite = connection.dialect.name == "sqlite"
        generated = {"id"} if table.name in {"case_replies", "reminders"} else set()
        self.columns = [column.name for column in table.columns if column.name not in generated]
        self.defaults = {column.name: _default(column) for column in table.columns}
        names = ", ".join(f'"{name}"' for name in self.columns)
        marks = ", ".join("?" * len(self.columns))
        self.insert = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"
        self.copy = f"COPY {table.name} ({names}) FROM STDIN"

    def write(self, rows: Sequence[Row]) -> None:
        values = (self._values(row) for row in rows)
        cursor = self.connection.connection.cursor()
        if self.is_sqlite:
            cursor.executemany(self.insert, values)
            return
        with cursor.copy(self.copy) as copy:
            for each in values:
                copy.write_row(each)

    def _values(self, row: Row) -> tuple[Any, ...]:
        return tuple(self._plain(row.get(name, self.defaults[name])) for name in self.columns)

    def _plain(self, value: Any) -> Any:
        if isinstance(value, Enum):
            return value.value
        if self.is_sqlite and isinstance(value, datetime):
            return value.replace(tzinfo=None).isoformat(" ", "microseconds")
        return value


def _default(column: Any) -> Any:
    if column.default is None:
        return None
    if column.default.is_callable:
        return "[]" if column.name == "missing_fields" else "{}"
    return column.default.arg


def _indexes(connection: Connection) -> Iterator[tuple[str, str]]:
    """The name and definition of every index of the filled tables that is no constraint."""
    names = ", ".join(f"'{name}'" for name in TABLES)
    if connection.dialect.name == "sqlite":
        found = (
            f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql > '' AND tbl_name IN ({names})"
        )
    else:
        found = (
            f"SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename IN ({names})"
            " AND indexname NOT IN (SELECT conname FROM pg_constraint)"
        )
    yield from connection.exec_driver_sql(found).tuples()


def _search_triggers(connection: Connection) -> list[tuple[str, str]]:
    """The triggers that keep SQLite's search index: row by row it writes a piece of the index for each case."""
    if connection.dialect.name != "sqlite":
        return []
    found = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'case_words'"
    return list(connection.exec_driver_sql(found).tuples())


def _drop(connection: Connection, kind: str, found: Sequence[tuple[str, str]]) -> None:
    for name, _ in found:
        connection.exec_driver_sql(f"DROP {kind} {name}")


def _write_all(made: MadeCases, cases: int, open_share: float) -> None:
    connection = db.session.connection()
    indexes, triggers = list(_indexes(connection)), _search_triggers(connection)
    _drop(connection, "INDEX", indexes)
    _drop(connection, "TRIGGER", triggers)
    writers = {name: Writer(connection, BaseModel.metadata.tables[name]) for name in TABLES}
    rows: dict[str, list[Row]] = defaultdict(list)

    def written() -> None:
        for name in TABLES:
            writers[name].write(rows.pop(name, []))

    for received, is_open in made.days(cases, open_share):
        for name, row in made.case(received, is_open=is_open):
            rows[name].append(row)
        if len(rows["cases"]) >= CHUNK:
            written()
    written()
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql("SET LOCAL maintenance_work_mem = '512MB'")
        connection.exec_driver_sql("SELECT setval('cases_id_seq', (SELECT max(id) FROM cases))")
    for _, definition in (*indexes, *triggers):
        connection.exec_driver_sql(definition)
    if triggers:
        connection.exec_driver_sql("INSERT INTO case_words_fts (case_words_fts) VALUES ('rebuild')")


def fill(cases: int, *, open_share: float = OPEN_SHARE) -> None:
    """Add ``cases`` cases to the database of the running application."""
    with writing():
        office = _office()
    first = (db.session.query(db.func.max(Case.id)).scalar() or 0) + 1
    made = MadeCases(office, first)
    with writing():
        _write_all(made, cases, open_share)
        for (channel_id, year), last in made.serials.items():
            counter = NumberCounter(
                agency_id=office.agency_id, series=f"case:{channel_id}", year=year, last=last
            )
            db.session.merge(counter)
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
        return
    with writing():
        db.session.execute(db.text("ANALYZE"))


if __name__ == "__main__":
    with create_app().app_context():
        started = time.perf_counter()
        fill(int(sys.argv[1]), open_share=1.0 if "--open" in sys.argv else OPEN_SHARE)
        print(f"{sys.argv[1]} 件，{time.perf_counter() - started:.0f} 秒")
