"""查别人的年报: the consistency checks on a file from any agency, taken as printed."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from tracker.domain.annual_report.checks import checks
from tracker.domain.annual_report.report import AnnualReport
from tracker.domain.errors import DomainError
from tracker.domain.labels import Role
from tracker.imports.report_files import FileReport, not_the_year_before, read_reports, report_before
from tracker.web.access import allow
from tracker.web.annual_report.checks import ChecksPanel, checks_panel
from tracker.web.annual_report.forms import CheckForm, uploaded
from tracker.web.annual_report.tables import PrescribedTable, marked_tables

blueprint = Blueprint("report_check", __name__, url_prefix="/annual-report")
READERS = (Role.STATISTICIAN, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class CheckedReport:
    """One report of the file: what was read, its tables with the faulty cells marked, and the checks.

    ``note`` says that it was compared with another year than the last.
    """

    told: str
    note: str
    tables: tuple[PrescribedTable, ...]
    panel: ChecksPanel


def checked_report(found: FileReport, previous: AnnualReport | None) -> CheckedReport:
    """Check one report of a file against itself and the report of the year before."""
    findings = checks(found.report, previous)
    panel = checks_panel(found.report, found.located(findings), lambda _finding: (), previous=previous)
    note = not_the_year_before(found.report, previous)
    return CheckedReport(found.told, note, marked_tables(found.report, findings), panel)


@blueprint.get("/check")
@allow(*READERS)
def choose() -> ResponseReturnValue:
    return render_template("annual_report/check.html", form=CheckForm(), checked=())


@blueprint.post("/check")
@allow(*READERS)
def check() -> ResponseReturnValue:
    form = CheckForm()
    try:
        checked = _checked(form)
    except DomainError as refused:
        form.refuse(refused)
        return render_template("annual_report/check.html", form=form, checked=()), 422
    return render_template("annual_report/check.html", form=form, checked=checked)


def _checked(form: CheckForm) -> Sequence[CheckedReport]:
    reports = read_reports(*uploaded(form))
    other = form.previous.data
    before = read_reports(other.read(), other.filename or "上一年的文件") if other else ()
    return [
        checked_report(found, report_before(before, found.report) if before else None) for found in reports
    ]
