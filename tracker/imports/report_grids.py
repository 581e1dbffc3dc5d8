"""What the tables of a file come down to: rows of texts with the grid column each begins in."""

from collections.abc import Iterator
from dataclasses import dataclass

DOCUMENT_TABLE = "表格"


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: where it begins in the grid, its text, and its place in the file (row and cell, from 1)."""

    column: int
    text: str
    row: int = 1
    nth: int = 1


GridRow = tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """One table; ``name`` is how people find it in the file; a sheet names its cells like ``E7``."""

    name: str
    rows: tuple[GridRow, ...]
    is_sheet: bool = False

    def place(self, cell: GridCell) -> str:
        """Say where the cell stands in the file."""
        if self.is_sheet:
            return f"{self.name} {_letters(cell.nth)}{cell.row}"
        return f"{self.name}第 {cell.row} 行第 {cell.nth} 格"

    def with_rows(self, rows: tuple[GridRow, ...]) -> "Grid":
        return Grid(self.name, rows, self.is_sheet)

    def turned(self) -> "Grid":
        """Return the grid with rows and columns exchanged; the cells keep their place in the file."""
        columns: dict[int, list[GridCell]] = {}
        for index, row in enumerate(self.rows):
            for cell in row:
                columns.setdefault(cell.column, []).append(GridCell(index, cell.text, cell.row, cell.nth))
        return self.with_rows(tuple(tuple(columns[column]) for column in sorted(columns)))


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def only_text(row: GridRow) -> str:
    """Return the text of a row that holds nothing else, as titles and paragraphs in a sheet do."""
    filled = [cell for cell in row if cell.text.strip()]
    return filled[0].text if len(filled) == 1 and filled[0].column == 0 else ""


@dataclass(frozen=True, slots=True)
class ReportPages:
    """What a file holds, in its order: lines of text and tables; ``left_out`` names hidden sheets."""

    parts: tuple[str | Grid, ...]
    pictures: int = 0
    left_out: tuple[str, ...] = ()

    @property
    def grids(self) -> tuple[Grid, ...]:
        return tuple(part for part in self.parts if isinstance(part, Grid))

    def lines(self) -> Iterator[str]:
        """Yield the lines of text; in a sheet a row with one text in its first column is a line."""
        for part in self.parts:
            if isinstance(part, str):
                yield part
            elif part.is_sheet:
                yield from (text for row in part.rows if (text := only_text(row)))
