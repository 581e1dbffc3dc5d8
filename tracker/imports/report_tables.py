"""Finds the tables of annual reports in the pages of a file and takes their figures as printed."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tracker.domain.printed_text import folded
from tracker.imports.report_grids import Grid, GridRow, ReportPages, only_text
from tracker.imports.report_section_four import ResultHeads, leave_blank, take_section_four
from tracker.imports.report_section_three import ColumnHeads, is_head, take_section_three
from tracker.imports.report_section_two import ItemHeads, take_section_two
from tracker.imports.report_taken import Taken
from tracker.imports.report_titles import is_title, read_title, title_of


@dataclass(slots=True)
class FoundReport:
    """The tables of one report and the lines of text around them."""

    taken: Taken = field(default_factory=Taken)
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Heads:
    three: ColumnHeads = field(default_factory=ColumnHeads)
    four: ResultHeads = field(default_factory=ResultHeads)
    two: ItemHeads = field(default_factory=ItemHeads)


def found_reports(pages: ReportPages) -> list[FoundReport]:
    """Return the reports of a file in order, at least one, perhaps without tables.

    A table split over pages is put together; a table that comes again begins the report of another agency
    or year, at the title before it.
    """
    reports, heads = [FoundReport()], _Heads()
    waiting: list[str] = []
    for part in _parted(pages):
        if isinstance(part, str):
            waiting.append(part)
            continue
        taken = _taken_from(part, heads)
        if reports[-1].taken.repeats(taken) or _is_of_another(taken, waiting, reports[-1]):
            ahead = _lines_before_title(waiting)
            reports[-1].lines += waiting[:ahead]
            waiting = waiting[ahead:]
            reports.append(FoundReport())
        if not taken.is_empty or not any(is_title(line) for line in waiting):
            reports[-1].lines += waiting
            waiting = []
        reports[-1].taken.add(taken)
    reports[-1].lines += waiting
    leave_blank(reports[-1].taken, heads.four)
    return reports


def _is_of_another(taken: Taken, waiting: list[str], current: FoundReport) -> bool:
    """Whether a table stands under a title that is not the one of the report before it."""
    if taken.is_empty or not current.taken.three:
        return False
    title = next((found for line in waiting if (found := read_title(line))), None)
    return title is not None and title != title_of(current.lines)


def _lines_before_title(lines: list[str]) -> int:
    titles = [place for place, line in enumerate(lines) if is_title(line)]
    return titles[0] if titles else len(lines)


def _taken_from(grid: Grid, heads: _Heads) -> Taken:
    taken = Taken()
    take_section_three(grid, taken, heads.three)
    take_section_four(grid, taken, heads.four)
    take_section_two(grid, taken, heads.two)
    return taken


def _parted(pages: ReportPages) -> Iterator[str | Grid]:
    """Yield lines and tables in order; a table comes apart where a title or another head of section three stands."""
    for part in pages.parts:
        if isinstance(part, str):
            yield part
        else:
            yield from _pieces(part)


def _pieces(grid: Grid) -> Iterator[str | Grid]:
    rows: list[GridRow] = []
    has_figures = False
    for row in grid.rows:
        line = only_text(row)
        if not grid.is_sheet and not is_title(line):
            line = ""
        begins = is_title(line) or (is_head(row) and has_figures)
        if begins and rows:
            yield grid.with_rows(tuple(rows))
            rows, has_figures = [], False
        if line:
            yield line
        rows.append(row)
        has_figures = has_figures or any(folded(cell.text).isdigit() for cell in row)
    yield grid.with_rows(tuple(rows))
