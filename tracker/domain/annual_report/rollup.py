"""汇总: the tables of several agencies added up into one."""

from collections.abc import Sequence

from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.section_four import PATHS, RESULTS, SectionFour
from tracker.domain.annual_report.section_three import COLUMNS, ROWS, SectionThree


def _sum(numbers: Sequence[int | None]) -> int | None:
    """A sum of blanks alone stays blank; a blank beside figures adds nothing."""
    printed = [number for number in numbers if number is not None]
    return sum(printed) if printed else None


def rolled_up(tables: Sequence[SectionThree], edition: Edition) -> SectionThree:
    """Add up the tables in ``edition``, figure by figure as printed; faults of a table stay visible in the sum."""
    rows = {
        row.code: tuple(_sum([table.value(row.code, column) for table in tables]) for column in COLUMNS)
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
