"""汇总: the tables of several agencies added up into one."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.printed_table import Number
from tracker.domain.annual_report.section_four import PATHS, RESULTS, SectionFour
from tracker.domain.annual_report.section_three import COLUMNS, ROWS, SectionThree
from tracker.domain.annual_report.section_two import (
    ITEM_TABLES,
    SectionTwo,
    exact_number,
    section_two_columns,
)

# What the other format has no rows for: its three rows of （六）其他处理 are one here, its one row is 其他 there.
_SPLIT = ("o1", "o2", "o3")


def _sum(numbers: Sequence[int | None]) -> int | None:
    """A sum of blanks alone stays blank; a blank beside figures adds nothing."""
    printed = [number for number in numbers if number is not None]
    return sum(printed) if printed else None


def in_edition(table: SectionThree, edition: Edition) -> SectionThree:
    """Return the table in the rows of ``edition``: its （六）其他处理 goes to 3.其他, or the three become one."""
    if table.edition is edition:
        return table
    rows: Mapping[str, tuple[int | None, ...]] = table.rows
    if edition is Edition.CURRENT:
        moved = {"o3": rows["other"]} if "other" in rows else {}
    else:
        parts = [rows[code] for code in _SPLIT if code in rows]
        moved = {"other": tuple(map(_sum, zip(*parts, strict=True)))} if parts else {}
    kept = {code: numbers for code, numbers in rows.items() if code not in {"other", *_SPLIT}}
    return SectionThree(edition, kept | moved)


def rolled_up(tables: Sequence[SectionThree], edition: Edition) -> SectionThree:
    """Add up the tables in ``edition``, figure by figure as printed; faults of a table stay visible in the sum."""
    same = [in_edition(table, edition) for table in tables]
    rows = {
        row.code: tuple(_sum([table.value(row.code, column) for table in same]) for column in COLUMNS)
        for row in ROWS[edition]
    }
    return SectionThree(edition, rows)


def rolled_up_four(tables: Sequence[SectionFour]) -> SectionFour:
    """Add up section four."""
    return SectionFour(
        {
            path: tuple(_sum([table.value(path, result) for table in tables]) for result in RESULTS)
            for path in PATHS
        }
    )


def rolled_up_two(tables: Sequence[SectionTwo], edition: Edition) -> SectionTwo:
    """Add up the tables that are in ``edition``; those of the other format ask other things and are left out."""
    same = [table for table in tables if table.edition is edition]
    rows = [row for items in ITEM_TABLES[edition] for row, _ in items.rows]
    return SectionTwo(
        edition,
        {
            row: tuple(
                _exact_sum([table.value(row, column) for table in same])
                for column in section_two_columns(edition, row)
            )
            for row in rows
        },
    )


def _exact_sum(numbers: Sequence[Number]) -> Number:
    printed = [Decimal(number) for number in numbers if number is not None]
    return exact_number(sum(printed, Decimal(0))) if printed else None
