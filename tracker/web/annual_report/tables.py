"""Prescribed tables as templates/components/prescribed.html prints them, with links and marks in their cells."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.annual_report.findings import Finding
from tracker.domain.annual_report.printed_table import Cell, PrintedTable
from tracker.domain.annual_report.report import AnnualReport

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class HeadCell:
    text: str
    colspan: int
    rowspan: int


@dataclass(frozen=True, slots=True)
class Label:
    text: str
    colspan: int
    rowspan: int
    is_group: bool
    is_centred: bool


@dataclass(frozen=True, slots=True)
class FigureCell:
    text: str
    url: str
    is_zero: bool
    mark: str
    colspan: int


@dataclass(frozen=True, slots=True)
class TableRow:
    labels: tuple[Label, ...]
    cells: tuple[FigureCell, ...]
    is_sum: bool


@dataclass(frozen=True, slots=True)
class PrescribedTable:
    caption: str
    columns: tuple[str, ...]
    head: tuple[tuple[HeadCell, ...], ...]
    rows: tuple[TableRow, ...]


# Section three alone has ten grid columns: two headings beside the rows, their labels, seven figures; section four
# has fifteen, all of one width.
_COLUMN_CLASSES = {10: ("col-group", "col-group", "", *("col-figure",) * 7), 15: ("col-result",) * 15}


def no_link(_place: Place) -> str:
    return ""


def prescribed(
    printed: PrintedTable, *, link: Callable[[Place], str] = no_link, marks: Mapping[Place, str] | None = None
) -> PrescribedTable:
    """Turn a printed table into the template's shape; ``marks`` are warned, blocked or chosen."""
    given = marks or {}
    head = tuple(
        tuple(HeadCell(cell.shown, cell.colspan, cell.rowspan) for cell in row)
        for row in printed.rows[: printed.heads]
    )
    return PrescribedTable(
        printed.caption,
        _COLUMN_CLASSES.get(len(printed.widths), ()),
        head,
        tuple(_row(row, link, given) for row in printed.rows[printed.heads :]),
    )


def _row(row: tuple[Cell, ...], link: Callable[[Place], str], marks: Mapping[Place, str]) -> TableRow:
    labels = tuple(
        Label(cell.shown, cell.colspan, cell.rowspan, cell.upright, cell.upright or cell.centred)
        for cell in row
        if not cell.is_figure
    )
    cells = tuple(_figure(cell, link, marks) for cell in row if cell.is_figure)
    return TableRow(labels, cells, any(cell.key is not None and cell.key[0] == "T" for cell in row))


def _figure(cell: Cell, link: Callable[[Place], str], marks: Mapping[Place, str]) -> FigureCell:
    place = cell.key or ("", "")
    return FigureCell(
        cell.shown, link(place) if cell.value else "", cell.value == 0, marks.get(place, ""), cell.colspan
    )


def marks_of(findings: Sequence[Finding]) -> dict[Place, str]:
    """Which cells the findings touch; a blocker shows over a warning."""
    marks: dict[Place, str] = {}
    for finding in sorted(findings, key=lambda finding: finding.is_blocker):
        marks |= dict.fromkeys(finding.cells, "blocked" if finding.is_blocker else "warned")
    return marks


def marked_tables(
    report: AnnualReport, findings: Sequence[Finding], *, chosen: tuple[str, str, str] | None = None
) -> tuple[PrescribedTable, ...]:
    """The tables a file holds, as printed, faulty cells and the one of ``chosen`` marked."""
    marks = marks_of(findings)
    held = {"two": report.two, "three": report.three, "four": report.four}
    return tuple(
        prescribed(
            table.printed(),
            marks=marks | {chosen[1:]: "chosen"} if chosen and chosen[0] == section else marks,
        )
        for section, table in held.items()
        if table is not None
    )
