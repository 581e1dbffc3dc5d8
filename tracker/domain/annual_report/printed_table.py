"""A table as the notice prints it: rows of cells with their spans; all output formats draw from it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_UPRIGHT_BREAK = re.compile(r"^(（.）|.、)")
Number = int | Decimal | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell: a word of the form, or the figure of ``key`` = (row code, column code).

    ``upright`` marks a heading beside its rows, set in a narrow column; ``centred`` a text that reads as a figure;
    ``line`` is how many characters of a heading stand in one line of a narrow column, 0 where they may run on.
    """

    text: str = ""
    rowspan: int = 1
    colspan: int = 1
    key: tuple[str, str] | None = None
    value: Number = None
    upright: bool = False
    centred: bool = False
    line: int = 0

    @property
    def is_figure(self) -> bool:
        return self.key is not None

    @property
    def shown(self) -> str:
        """The printed text; a blank figure stays blank, it is not 0."""
        if not self.is_figure:
            return self._broken() if self.line else self.text
        return (
            ""
            if self.value is None
            else f"{self.value:f}"
            if isinstance(self.value, Decimal)
            else str(self.value)
        )

    def _broken(self) -> str:
        found = _UPRIGHT_BREAK.match(self.text) if self.upright else None
        number = found[0] if found else ""
        words = self.text.removeprefix(number)
        lines = [words[at : at + self.line] for at in range(0, len(words), self.line)]
        return "\n".join([number, *lines] if number else lines)


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """``heads`` counts the header rows; ``widths`` are relative, one per grid column."""

    caption: str
    rows: tuple[tuple[Cell, ...], ...]
    heads: int
    widths: tuple[int, ...]

    def placed(self) -> Iterator[tuple[int, int, Cell]]:
        """Yield every cell with its row and grid column, spans taken into account, row by row."""
        taken: set[tuple[int, int]] = set()
        for row, cells in enumerate(self.rows):
            column = 0
            for cell in cells:
                while (row, column) in taken:
                    column += 1
                yield row, column, cell
                taken.update(
                    (row + down, column + right)
                    for down in range(cell.rowspan)
                    for right in range(cell.colspan)
                )
                column += cell.colspan
