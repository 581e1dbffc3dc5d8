"""Copy every row from one database to another, SQLite or PostgreSQL on either side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import Any

from sqlalchemy import Connection, MetaData, Table, func, insert, select, text, update

BATCH = 500


@dataclass(frozen=True, slots=True)
class Mended:
    """A text that SQLite had taken and a server refuses: too long for its column, or with a NUL in it."""

    table: str
    key: str
    column: str


def copy_rows(*, source: Connection, target: Connection, metadata: MetaData) -> list[Mended]:
    """Insert the rows of ``source`` into the empty tables of ``target``.

    A column that points into its own table is filled last, when every row is there. Texts that a server would
    refuse are cut to fit, so that one of them does not stand against the whole; they are returned by name.
    """
    mended: list[Mended] = []
    for table in metadata.sorted_tables:
        own = _own_references(table)
        waiting = _rows(source, table)
        while rows := [row | dict.fromkeys(own) for row in islice(waiting, BATCH)]:
            if target.dialect.name == "postgresql":
                mended += [found for row in rows for found in _mend(table, row)]
            target.execute(insert(table), rows)
        _point_back(source, target, table, own)
    if target.dialect.name == "postgresql":
        _continue_sequences(target, metadata)
    return mended


def _mend(table: Table, row: dict[str, Any]) -> Iterator[Mended]:
    for column in table.columns:
        text_, longest = row[column.name], getattr(column.type, "length", None)
        if not isinstance(text_, str) or isinstance(text_, Enum):
            continue
        fitting = text_.replace("\x00", "")[: longest or None]
        if fitting != text_:
            row[column.name] = fitting
            key = "/".join(str(row[part.name]) for part in table.primary_key)
            yield Mended(table.name, key, column.name)


def empty(connection: Connection, metadata: MetaData) -> None:
    """Empty every table: of a server its append-only ones as well, of a new file what the migrations put there."""
    if connection.dialect.name == "sqlite":
        for table in reversed(metadata.sorted_tables):
            if connection.execute(select(func.count()).select_from(table)).scalar():
                connection.execute(table.delete())
        return
    names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
    connection.execute(text(f"TRUNCATE {names} CASCADE"))


def _rows(source: Connection, table: Table) -> Iterator[dict[str, Any]]:
    found = source.execute(
        select(table).order_by(*table.primary_key).execution_options(yield_per=BATCH)
    ).mappings()
    yield from (dict(row) for row in found)


def _own_references(table: Table) -> Sequence[str]:
    return [
        key.parent.name for key in table.foreign_keys if key.column.table is table and key.parent.nullable
    ]


def _point_back(source: Connection, target: Connection, table: Table, own: Sequence[str]) -> None:
    for name in own:
        pointing = select(table.c.id, table.c[name]).where(table.c[name].is_not(None))
        for row in source.execute(pointing):
            target.execute(update(table).where(table.c.id == row.id).values({name: row[1]}))


def _continue_sequences(target: Connection, metadata: MetaData) -> None:
    for table in metadata.sorted_tables:
        if "id" in table.c and table.c.id.autoincrement is not False:
            sequence = func.pg_get_serial_sequence(table.name, "id")
            highest = select(func.max(table.c.id)).scalar_subquery()
            target.execute(
                select(func.setval(sequence, func.coalesce(highest, 1), highest.is_not(None))).where(
                    sequence.is_not(None)
                )
            )
