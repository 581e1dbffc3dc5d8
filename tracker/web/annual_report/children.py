"""下级汇总: the reports of the agencies below added up; those made elsewhere come as files."""

from io import BytesIO
from pathlib import Path

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.domain.annual_report.places import place_words
from tracker.domain.errors import DomainError
from tracker.domain.labels import Role
from tracker.exports.annual_report_file import annual_report_file
from tracker.models.agency import Agency
from tracker.models.report import ChildReportFile
from tracker.now import now
from tracker.queries import organisation
from tracker.queries.child_reports import (
    ChildReport,
    agency_below,
    child_files,
    child_reports,
    has_children,
)
from tracker.services.documents import store
from tracker.services.reports import child_files as services
from tracker.web.access import allow, current_actor
from tracker.web.annual_report.checks import checks_panel
from tracker.web.annual_report.file_check import checked_report
from tracker.web.annual_report.forms import AcceptForm, ChildFileForm, uploaded
from tracker.web.annual_report.opened import open_report
from tracker.web.annual_report.rollup_page import asked_place, chosen_sum, sum_report, sum_tables
from tracker.web.annual_report.tables import marked_tables

blueprint = Blueprint("child_reports", __name__, url_prefix="/annual-report/<int:year>/children")
READERS = (Role.STATISTICIAN, Role.SUPERVISOR)
WRITERS = (Role.STATISTICIAN,)
DOWNLOAD = "application/octet-stream"
LARGEST_ID = 2**62


@blueprint.get("")
@allow(*READERS)
def show(year: int) -> ResponseReturnValue:
    opened = open_report(year)
    if not has_children(current_user.agency_id):
        abort(404)
    children = child_reports(current_user.agency_id, year)
    reports = [child.report for child in children if child.report is not None]
    place = asked_place(request.args)
    return render_template(
        "annual_report/children.html",
        year=year,
        children=children,
        missing=[child for child in children if child.report is None],
        sums=sum_tables(reports, opened.edition, year=year, chosen=place) if reports else None,
        chosen=place and chosen_sum(children, opened.report, place, year=year, edition=opened.edition),
    )


@blueprint.get("/sums.xlsx")
@allow(*READERS)
def sums_file(year: int) -> ResponseReturnValue:
    opened = open_report(year)
    if not has_children(current_user.agency_id):
        abort(404)
    report = sum_report(child_reports(current_user.agency_id, year), opened.agency, year, opened.edition)
    content = BytesIO(annual_report_file(report, "下级汇总.xlsx"))
    name = f"{opened.agency.name}{year}年下级年报汇总.xlsx"
    return send_file(content, mimetype=DOWNLOAD, as_attachment=True, download_name=name)


@blueprint.get("/<int:agency_id>")
@allow(*READERS)
def child(year: int, agency_id: int) -> ResponseReturnValue:
    return _child_page(year, _below(year, agency_id), ChildFileForm())


@blueprint.post("/<int:agency_id>")
@allow(*WRITERS)
def upload(year: int, agency_id: int) -> ResponseReturnValue:
    found, form = _below(year, agency_id), ChildFileForm()
    try:
        file = _upload(year, found, form)
    except DomainError as refused:
        form.refuse(refused)
        return _child_page(year, found, form), 422
    return redirect(url_for("child_reports.file", year=year, agency_id=found.id, file_id=file.id))


def _upload(year: int, found: Agency, form: ChildFileForm) -> ChildReportFile:
    content, filename = uploaded(form)
    return services.upload_child_file(
        actor=current_actor(),
        child=found,
        year=year,
        content=content,
        filename=filename,
        folder=_folder(),
        at=now(),
    )


@blueprint.get("/<int:agency_id>/files/<int:file_id>")
@allow(*READERS)
def file(year: int, agency_id: int, file_id: int) -> ResponseReturnValue:
    found = _below(year, agency_id)
    return _file_page(year, found, _file(year, found, file_id), AcceptForm(which=0))


@blueprint.post("/<int:agency_id>/files/<int:file_id>")
@allow(*WRITERS)
def accept(year: int, agency_id: int, file_id: int) -> ResponseReturnValue:
    found, form = _below(year, agency_id), AcceptForm()
    kept = _file(year, found, file_id)
    try:
        _accept(found, kept, form)
    except DomainError as refused:
        form.refuse(refused)
        return _file_page(year, found, kept, form), 422
    flash(f"已接受为{found.name} {year} 年年报第 {kept.number} 版。", "done")
    return redirect(url_for("child_reports.child", year=year, agency_id=found.id))


def _accept(found: Agency, kept: ChildReportFile, form: AcceptForm) -> None:
    services.accept_child_file(
        actor=current_actor(),
        child=found,
        file=kept,
        which=form.which.data or 0,
        is_confirmed=form.is_confirmed.data,
        reason=form.reason.data or "",
        folder=_folder(),
        at=now(),
    )


@blueprint.post("/<int:agency_id>/files/<int:file_id>/discard")
@allow(*WRITERS)
def discard(year: int, agency_id: int, file_id: int) -> ResponseReturnValue:
    found = _below(year, agency_id)
    try:
        services.discard_child_file(actor=current_actor(), child=found, file=_file(year, found, file_id))
    except DomainError as refused:
        flash(refused.message, "warning")
    return redirect(url_for("child_reports.child", year=year, agency_id=found.id))


@blueprint.get("/<int:agency_id>/files/<int:file_id>/raw")
@allow(*READERS)
def raw(year: int, agency_id: int, file_id: int) -> ResponseReturnValue:
    kept = _file(year, _below(year, agency_id), file_id)
    content = BytesIO(store.read(_folder(), kept.sha256))
    return send_file(content, mimetype=DOWNLOAD, as_attachment=True, download_name=kept.filename)


def _folder() -> Path:
    return Path(current_app.config["SETTINGS"].attachment_folder)


def _name(user_id: int | None) -> str:
    found = organisation.person(current_user.agency_id, user_id) if user_id else None
    return found.display_name if found else ""


def _below(year: int, agency_id: int) -> Agency:
    """The agency of that id directly below ours, or 404; there is no page for a year that has not begun."""
    open_report(year)
    return agency_below(current_user.agency_id, min(agency_id, LARGEST_ID)) or abort(404)


def _file(year: int, found: Agency, file_id: int) -> ChildReportFile:
    return next((one for one in child_files(found.id, year) if one.id == file_id), None) or abort(404)


def _child_page(year: int, found: Agency, form: ChildFileForm) -> str:
    given = child_reports(current_user.agency_id, year)
    shown = next((one for one in given if one.agency.id == found.id), ChildReport(found))
    place = asked_place(request.args)
    report = shown.report
    return render_template(
        "annual_report/child.html",
        year=year,
        child=shown,
        form=form,
        files=child_files(found.id, year),
        tables=marked_tables(report, shown.findings, chosen=place) if report else (),
        panel_checks=report and checks_panel(report, list(shown.findings), lambda _finding: ()),
        place_title=place_words(*place) if place else "",
        place_in_file=shown.places.get(place, "") if place else "",
    )


def _file_page(year: int, found: Agency, kept: ChildReportFile, form: AcceptForm) -> str:
    reports = services.reports_in(kept, _folder())
    form.which.choices = [(index, each.told) for index, each in enumerate(reports)]
    return render_template(
        "annual_report/child_file.html",
        year=year,
        agency=found,
        file=kept,
        uploader=_name(kept.uploaded_by_id),
        acceptor=_name(kept.accepted_by_id),
        form=form,
        checked=[checked_report(each, None) for each in reports],
        names_another=any(services.names_another(each, found) for each in reports),
        is_correction=any(one.number is not None for one in child_files(found.id, year)),
    )
