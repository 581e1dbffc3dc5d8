"""下级汇总: the frozen reports of the agencies below added up, each figure leading to the agencies it comes from."""

from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.domain.annual_report.rollup import rolled_up, rolled_up_four
from tracker.domain.annual_report.section_three import COLUMN_LABELS, ROW_LABELS
from tracker.domain.labels import Role
from tracker.queries.child_reports import ChildReport, child_reports, has_children
from tracker.web.access import allow
from tracker.web.annual_report.opened import OpenedReport, open_report
from tracker.web.annual_report.tables import Place, prescribed

blueprint = Blueprint("child_reports", __name__, url_prefix="/annual-report")


@dataclass(frozen=True, slots=True)
class ChosenSum:
    """Where a figure of the sum comes from."""

    title: str
    parts: tuple[tuple[str, int], ...]


@blueprint.get("/<int:year>/children")
@allow(Role.STATISTICIAN, Role.SUPERVISOR)
def show(year: int) -> ResponseReturnValue:
    opened = open_report(year)
    if not has_children(current_user.agency_id):
        abort(404)
    children = child_reports(current_user.agency_id, year)
    return render_template(
        "annual_report/children.html",
        year=year,
        children=children,
        missing=[child.name for child in children if child.report is None],
        tables=_tables(opened, children),
        chosen=_chosen(children),
    )


def _tables(opened: OpenedReport, children: list[ChildReport]) -> tuple[object, ...]:
    reports = [child.report for child in children if child.report is not None]
    if not reports:
        return ()

    def link(place: Place) -> str:
        row, column = place
        return url_for("child_reports.show", year=opened.year, row=row, column=column, _anchor="cell")

    three = rolled_up([report.three for report in reports if report.three is not None], opened.edition)
    four = rolled_up_four([report.four for report in reports if report.four is not None])
    return prescribed(three.printed(), link=link), prescribed(four.printed())


def _chosen(children: list[ChildReport]) -> ChosenSum | None:
    row, column = request.args.get("row", ""), request.args.get("column", "")
    if row not in ROW_LABELS or column not in COLUMN_LABELS:
        return None
    parts = tuple(
        (child.name, child.report.three.value(row, column) or 0)
        for child in children
        if child.report is not None and child.report.three is not None
    )
    return ChosenSum(f"{ROW_LABELS[row]} · {COLUMN_LABELS[column]}", tuple(part for part in parts if part[1]))
