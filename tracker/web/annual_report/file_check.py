"""查别人的年报: the consistency checks on a file from any agency, taken as printed."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from tracker.domain.annual_report.checks import checks
from tracker.domain.errors import DomainError
from tracker.domain.labels import Role
from tracker.imports.report_files import read_report
from tracker.web.access import allow
from tracker.web.annual_report.checks import checks_panel
from tracker.web.annual_report.forms import CheckForm, uploaded
from tracker.web.annual_report.tables import marked_tables

blueprint = Blueprint("report_check", __name__, url_prefix="/annual-report")
READERS = (Role.STATISTICIAN, Role.SUPERVISOR)


@blueprint.get("/check")
@allow(*READERS)
def choose() -> ResponseReturnValue:
    return render_template("annual_report/check.html", form=CheckForm(), checked=None)


@blueprint.post("/check")
@allow(*READERS)
def check() -> ResponseReturnValue:
    form = CheckForm()
    try:
        report = read_report(*uploaded(form))
        other = form.previous.data
        previous = read_report(other.read(), other.filename or "上一年的文件") if other else None
    except DomainError as refused:
        form.refuse(refused)
        return render_template("annual_report/check.html", form=form, checked=None), 422
    findings = checks(report, previous)
    return render_template(
        "annual_report/check.html",
        form=form,
        checked=checks_panel(report, findings, lambda _finding: ()),
        report=report,
        tables=marked_tables(report, findings),
    )
