"""Read an uploaded file as cases to be, by the columns the person confirmed or the source was known for."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.imports.dates import DayOrder
from tracker.imports.headings import ColumnMapping, map_headings
from tracker.imports.parsing import missing_columns, parse_rows, unclear_columns
from tracker.imports.rows import ImportOptions, ImportRow, Rejection
from tracker.imports.spreadsheets import Table, read_table
from tracker.services.imports.sources import Sources


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person said about a file.

    ``columns`` maps a column's label to a field, ``orders`` to day_first or month_first; ``remembered`` is the
    source's earlier mapping by heading.
    """

    sheet: str | None = None
    year_default: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    orders: Mapping[str, str] = field(default_factory=dict)
    remembered: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was read: rows that can become cases, and what is wrong with the others."""

    filename: str
    sha256: str
    table: Table
    mapping: ColumnMapping
    options: ImportOptions
    rows: list[ImportRow]
    rejections: list[Rejection]

    @property
    def row_count(self) -> int:
        """The number of lines in the file that hold anything."""
        return len(self.table.rows)

    @property
    def unclear(self) -> dict[str, int]:
        """Date columns whose day and month cannot be told apart, with the number of such cells."""
        return unclear_columns(self.table, self.mapping, self.options)

    @property
    def absent(self) -> tuple[str, ...]:
        """Required columns the file does not have."""
        return tuple(one.label for one in missing_columns(self.mapping))

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheet that was read, then the others that hold rows."""
        return (self.table.sheet, *(name for name, _ in self.table.other_sheets))

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the person should know though nothing is refused."""
        return tuple(
            f"工作表“{name}”也有 {rows} 行，没有读。要导入请另外指定这张工作表。"
            for name, rows in self.table.other_sheets
        )


def read_file(
    *, content: bytes, filename: str, sources: Sources, today: date, choices: Choices | None = None
) -> Reading:
    """Read ``content`` for the kind and channels of ``sources``; raises DomainError where it is no such table."""
    said = choices or Choices()
    table = read_table(content, filename, said.sheet)
    mapping = map_headings(
        table.headings, sources.kind, remembered=said.remembered, chosen=said.columns, filled=table.filled
    )
    options = ImportOptions(
        kind=sources.kind,
        today=today,
        year_default=said.year_default,
        day_orders={label: DayOrder(order) for label, order in said.orders.items() if order},
        channel_key=sources.channel_key,
    )
    rows, rejections = parse_rows(table, mapping, options)
    digest = hashlib.sha256(content).hexdigest()
    return Reading(filename, digest, table, mapping, options, rows, rejections)
