"""The pages of sections two, three and four, and what late changes would alter."""

from collections.abc import Callable, Sequence

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.printed_table import Number
from tracker.domain.annual_report.reading import lines_of
from tracker.domain.annual_report.section_four import PATHS, RESULTS
from tracker.domain.annual_report.section_three import COLUMNS, ROWS
from tracker.now import today
from tracker.queries.annual_report import CellCase, cases_in_cell
from tracker.queries.cases.one import recused_numbers
from tracker.queries.cases.visibility import visible_to
from tracker.queries.remedies import register_of
from tracker.queries.report_causes import FrozenCase, cases_frozen_in, late_events, reach_of
from tracker.queries.report_changes import changed_remedies, changes_since
from tracker.services.reports.freeze import is_whole
from tracker.web.access import current_actor
from tracker.web.annual_report.changes import changes_page_of
from tracker.web.annual_report.forms import EntryTable, RemedyForm, RemedyResultForm, entry_tables
from tracker.web.annual_report.opened import OpenedReport
from tracker.web.annual_report.pages import (
    LISTED,
    ChosenCell,
    ShownMove,
    TablesPage,
    chosen_cell,
    frozen_note,
    section_three_table,
    shown_moves,
    source_note,
)
from tracker.web.annual_report.register_page import register_page, section_four_table

Figures = dict[str, tuple[Number, ...]]


def three_page(opened: OpenedReport) -> str:
    """Section three; ``row`` and ``column`` of the address open one cell."""
    table = opened.report.three
    if table is None:
        abort(404)
    place = (request.args.get("row", ""), request.args.get("column", ""))
    chosen = _chosen(opened, *place) if place != ("", "") else None
    page = TablesPage(
        table=section_three_table(table, opened.year, opened.findings, place if chosen else None),
        checks=opened.panel(),
        note=source_note(opened.edition, opened.year),
        frozen=_frozen(opened),
        readings=lines_of(opened.reading),
        moved=_moved(opened),
        chosen=chosen,
    )
    return render_template("annual_report/three.html", head=opened.head("three"), page=page)


def _moved(opened: OpenedReport) -> tuple[ShownMove, ...]:
    moved = opened.moved_since_last_year
    reach = reach_of(opened.agency.id, [each.number for each in moved], viewer=current_actor())
    return shown_moves(moved, reach.ids, reach.recused)


def _chosen(opened: OpenedReport, row: str, column: str) -> ChosenCell:
    cases = cell_cases(opened, row, column, limit=LISTED)
    count = (opened.report.three and opened.report.three.value(row, column)) or 0
    return chosen_cell(opened.year, (row, column), count, cases)


def cell_cases(
    opened: OpenedReport, row: str, column: str, *, limit: int | None = None
) -> Sequence[CellCase | FrozenCase]:
    """The requests of one cell that the reader may open; 404 for a cell the table does not have."""
    if row not in {each.code for each in ROWS[opened.edition]} or column not in COLUMNS:
        abort(404)
    reader = current_actor()
    if opened.is_locked:
        return cases_frozen_in(opened.versions[-1], row, column, viewer=reader, limit=limit)
    seen = visible_to(reader)
    return cases_in_cell(
        opened.agency.id, opened.year, row, column, reading=opened.reading, narrowed_to=seen, limit=limit
    )


def _frozen(opened: OpenedReport) -> str:
    if not opened.is_locked:
        return ""
    return frozen_note(opened.versions[-1].number, opened.differing_cells)


def two_page(opened: OpenedReport, tables: Sequence[EntryTable], refusal: str = "") -> str:
    """Section two as inputs, with last year's figures beside."""
    return render_template(
        "annual_report/two.html",
        head=opened.head("two"),
        tables=tables,
        wrong=[cell for table in tables for row in table.rows for cell in row.cells if cell.error],
        may_fall=opened.edition is not Edition.CURRENT,
        refusal=refusal,
        version=request.form.get("version") or opened.version,
        checks=opened.panel(),
    )


def _two(opened: OpenedReport) -> str:
    return two_page(opened, entry_tables(opened.edition, opened.report.two, opened.before.two))


def four_page(opened: OpenedReport, form: RemedyForm | None = None) -> str:
    """Section four with its register; ``path`` and ``result`` of the address narrow it to one cell."""
    table = opened.report.four
    if table is None:
        abort(404)
    place = (request.args.get("path", ""), request.args.get("result", ""))
    if place != ("", "") and (place[0] not in PATHS or place[1] not in RESULTS):
        abort(404)
    lines = register_of(
        opened.agency.id,
        opened.year,
        viewer=current_actor(),
        reading=opened.reading,
        path=place[0],
        result=place[1],
    )
    return render_template(
        "annual_report/four.html",
        head=opened.head("four"),
        table=section_four_table(
            table, opened.year, opened.findings, place, is_linked=opened.is_register_as_frozen
        ),
        frozen=_frozen(opened),
        checks=opened.panel(),
        readings=lines_of(opened.reading),
        register=register_page(lines, opened.year, place, on=today()),
        form=form or RemedyForm(formdata=None, route="reconsideration", filed_on=None),
        result_form=RemedyResultForm(formdata=None, closed_on=today()),
    )


def changes_page(opened: OpenedReport) -> str:
    """The frozen versions, and what the cases would say now."""
    if not opened.versions:
        abort(404)
    last = opened.versions[-1]
    changes = changes_since(last)
    numbers = [moved.number for moved in changes.requests]
    known = late_events(last, numbers, viewer=current_actor()) if numbers else {}
    return render_template(
        "annual_report/changes.html",
        head=opened.head("changes"),
        versions=[(version, is_whole(version)) for version in reversed(opened.versions)],
        page=changes_page_of(
            changes, tuple(changed_remedies(last)), last, known, recused_numbers(current_actor())
        ),
    )


PAGES: dict[str, Callable[[OpenedReport], ResponseReturnValue]] = {
    "two": _two,
    "three": three_page,
    "four": four_page,
    "changes": changes_page,
}
