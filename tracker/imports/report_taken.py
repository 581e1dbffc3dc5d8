"""What has been read of one report: its figures, the cells that are no numbers, and where each figure stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.printed_table import Number
from tracker.domain.annual_report.report import UnreadCell, edition_of_rows
from tracker.domain.annual_report.section_four import SectionFour
from tracker.domain.annual_report.section_three import ROWS, SectionThree
from tracker.domain.annual_report.section_two import AMOUNT_UNITS, SectionTwo, section_two_columns
from tracker.imports.report_grids import Grid, GridCell
from tracker.imports.report_numbers import Unreadable, read_number

Place = tuple[str, str, str]
# A row label printed again at the top of the next page is not yet another report.
_ROWS_OF_ANOTHER_REPORT = 3


@dataclass(slots=True)
class Taken:
    """Figures by row code; ``places`` says for (section, row, column) where in the file the figure stands."""

    three: dict[str, tuple[int | None, ...]] = field(default_factory=dict)
    four: dict[str, tuple[int | None, ...]] = field(default_factory=dict)
    two: dict[str, tuple[Number, ...]] = field(default_factory=dict)
    two_edition: Edition | None = None
    unread: list[UnreadCell] = field(default_factory=list)
    places: dict[Place, str] = field(default_factory=dict)

    def numbers(
        self,
        grid: Grid,
        section: str,
        row: str,
        cells: Mapping[str, GridCell | None],
        money: Mapping[str, str] | None = None,
    ) -> dict[str, Number]:
        """Return the number of each column, noting cells that are none and where each stands.

        ``money`` says for a column in which unit its head states amounts.
        """
        numbers: dict[str, Number] = {}
        for column, cell in cells.items():
            unit = AMOUNT_UNITS.get(column, "") if section == "two" else ""
            number = read_number("" if cell is None else cell.text, unit, (money or {}).get(column, ""))
            if cell is not None:
                self.places[section, row, column] = grid.place(cell)
            if isinstance(number, Unreadable) or (isinstance(number, Decimal) and section != "two"):
                words = "" if cell is None else cell.text.strip()
                self.unread.append(UnreadCell(section, row, column, words))
                number = None
            numbers[column] = number
        return numbers

    def counts(
        self, grid: Grid, section: str, row: str, columns: Sequence[str], cells: Mapping[str, GridCell | None]
    ) -> tuple[int | None, ...]:
        """Return the counts of one row in the order of ``columns``; a column the table lacks is blank."""
        numbers = self.numbers(grid, section, row, cells)
        found = (numbers.get(column) for column in columns)
        return tuple(None if isinstance(number, Decimal) else number for number in found)

    @property
    def is_empty(self) -> bool:
        return not (self.two or self.three or self.four)

    def repeats(self, other: "Taken") -> bool:
        """Whether ``other`` holds again what is here, as the table of another agency or year does."""
        again = set(self.three) & set(other.three)
        return (
            "new" in again
            or len(again) >= _ROWS_OF_ANOTHER_REPORT
            or bool(set(self.four) & set(other.four))
            or bool(set(self.two) & set(other.two))
        )

    def add(self, other: "Taken") -> None:
        """Put the part of a table that stands elsewhere to this one; what was read first stays."""
        kept = {("three", row) for row in self.three} | {("two", row) for row in self.two}
        self.three = other.three | self.three
        self.four = other.four | self.four
        self.two = other.two | self.two
        self.two_edition = self.two_edition or other.two_edition
        self.unread += [cell for cell in other.unread if (cell.section, cell.row) not in kept]
        self.places = other.places | self.places

    def section_three(self, stated: Edition) -> SectionThree | None:
        if not self.three:
            return None
        edition = edition_of_rows(self.three, stated)
        return SectionThree(
            edition, {code: self.three[code] for code in self.three if code in _rows(edition)}
        )

    def section_four(self) -> SectionFour | None:
        return SectionFour(self.four) if self.four else None

    def section_two(self, stated: Edition) -> SectionTwo | None:
        edition = self.two_edition or stated
        rows = {
            row: numbers
            for row, numbers in self.two.items()
            if len(section_two_columns(edition, row)) == len(numbers)
        }
        return SectionTwo(edition, rows) if rows else None


def _rows(edition: Edition) -> frozenset[str]:
    return frozenset(row.code for row in ROWS[edition])
