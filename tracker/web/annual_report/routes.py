"""年报 pages: the years, one year's parts, its files, freezing and correcting."""

from io import BytesIO

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.domain.annual_report.editions import edition_for
from tracker.domain.annual_report.text_fields import FIELDS, LONGEST_OVERVIEW, characters, unknown_fields
from tracker.domain.errors import DomainError
from tracker.domain.labels import Role
from tracker.exports.annual_report_file import ENDINGS, annual_report_file
from tracker.exports.annual_report_outline import outline, preface_of
from tracker.exports.ledger_xlsx import write_ledger_xlsx
from tracker.now import now, today
from tracker.queries.annual_assembly import (
    frozen_report,
    frozen_tables,
    is_frozen,
    stored_reports,
    versions_of,
)
from tracker.queries.annual_report import reported_years, sections_three
from tracker.queries.child_reports import has_children
from tracker.queries.policies import report_reading
from tracker.services.reports import entries
from tracker.services.reports.freeze import freeze
from tracker.web.access import allow
from tracker.web.annual_report import parts
from tracker.web.annual_report.forms import FreezeForm, ReasonForm, TextForm, entry_tables, read_entries
from tracker.web.annual_report.opened import OpenedReport, open_report
from tracker.web.annual_report.pages import PARTS, TEXT_HEADINGS, cell_sheet, year_line
from tracker.web.annual_report.tables import prescribed
from tracker.web.remedy_words import owed_answer

blueprint = Blueprint("annual_report", __name__, url_prefix="/annual-report")
READERS = (Role.STATISTICIAN, Role.SUPERVISOR)
WRITERS = (Role.STATISTICIAN,)
# Never shown inside our own pages, whatever the format.
DOWNLOAD = "application/octet-stream"


@blueprint.get("/")
@allow(*READERS)
def index() -> ResponseReturnValue:
    agency = current_user.agency
    years = reported_years(agency.id, today().year)
    reading = report_reading(agency_id=agency.id)
    tables = sections_three(agency.id, {year: edition_for(year) for year in years}, reading)
    stored, kept = stored_reports(agency.id, years), versions_of(agency.id, years)
    locked = [year for year in years if is_frozen(stored.get(year), kept[year])]
    tables |= frozen_tables([kept[year][-1] for year in locked])
    lines = [year_line(year, tables[year], kept[year], is_locked=year in locked) for year in years]
    owed = owed_answer(agency.id, on=today())
    return render_template(
        "annual_report/index.html", lines=lines, is_parent=has_children(agency.id), owed=owed
    )


@blueprint.get("/<int:year>/<part>")
@allow(*READERS)
def show(year: int, part: str) -> ResponseReturnValue:
    opened = open_report(year)
    if part not in PARTS:
        abort(404)
    if part in TEXT_HEADINGS:
        return _text_page(opened, part, TextForm(text=opened.texts[part], version=opened.version))
    return parts.PAGES[part](opened)


def _text_page(opened: OpenedReport, part: str, form: TextForm) -> str:
    return render_template(
        "annual_report/text.html",
        head=opened.head(part),
        heading=TEXT_HEADINGS[part],
        part=part,
        form=form,
        filled=opened.report.texts.get(part, ""),
        fields=FIELDS,
        unknown=unknown_fields(form.text.data or ""),
        length=characters(opened.report.texts.get(part, "")),
        longest=LONGEST_OVERVIEW if part == "one" and opened.edition == "2021" else None,
        checks=opened.panel(),
    )


@blueprint.post("/<int:year>/text/<part>")
@allow(*WRITERS)
def save_text(year: int, part: str) -> ResponseReturnValue:
    opened, form = open_report(year), TextForm()
    if part not in TEXT_HEADINGS:
        abort(404)
    if not _wrote(opened, part, form):
        return _text_page(opened, part, form), 422
    flash(f"{TEXT_HEADINGS[part]}已保存。", "done")
    return redirect(url_for("annual_report.show", year=year, part=part))


def _wrote(opened: OpenedReport, part: str, form: TextForm) -> bool:
    try:
        entries.save_text(
            agency=opened.agency,
            year=opened.year,
            name=part,
            text=form.text.data or "",
            version=_number(form.version.data),
            at=now(),
            actor_id=current_user.id,
        )
    except DomainError as refused:
        form.refuse(refused)
        return False
    return True


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 - fits any integer column


@blueprint.post("/<int:year>/two")
@allow(*WRITERS)
def save_two(year: int) -> ResponseReturnValue:
    opened = open_report(year)
    rows, errors = read_entries(opened.edition, request.form)
    refusal = "有的格子不是数字，改好后再保存。" if errors else _entered(opened, rows)
    if refusal:
        tables = entry_tables(opened.edition, None, opened.before.two, typed=request.form, errors=errors)
        return parts.two_page(opened, tables, refusal), 422
    flash("第二部分已保存。", "done")
    return redirect(url_for("annual_report.show", year=year, part="two"))


def _entered(opened: OpenedReport, rows: parts.Figures) -> str:
    try:
        entries.save_section_two(
            agency=opened.agency,
            year=opened.year,
            rows=rows,
            version=_number(request.form.get("version")),
            at=now(),
            actor_id=current_user.id,
        )
    except DomainError as refused:
        return refused.message
    return ""


@blueprint.get("/<int:year>/freeze")
@allow(*WRITERS)
def freeze_question(year: int) -> ResponseReturnValue:
    opened = open_report(year)
    return render_template(
        "annual_report/freeze.html", head=opened.head("freeze"), checks=opened.panel(), form=FreezeForm()
    )


@blueprint.post("/<int:year>/freeze")
@allow(*WRITERS)
def freeze_now(year: int) -> ResponseReturnValue:
    try:
        version = freeze(agency=open_report(year).agency, year=year, at=now(), actor_id=current_user.id)
    except DomainError as refused:
        flash(refused.message, "warning")
        return redirect(url_for("annual_report.freeze_question", year=year))
    flash(f"{year} 年年报第 {version.number} 版已冻结，SHA-256 {version.sha256[:12]}…", "done")
    return redirect(url_for("annual_report.show", year=year, part="changes"))


@blueprint.get("/<int:year>/correction")
@allow(*WRITERS)
def correction(year: int) -> ResponseReturnValue:
    return render_template(
        "annual_report/correction.html", head=open_report(year).head("correction"), form=ReasonForm()
    )


@blueprint.post("/<int:year>/correction")
@allow(*WRITERS)
def correction_begin(year: int) -> ResponseReturnValue:
    opened, form = open_report(year), ReasonForm()
    if not _began_correction(opened, form):
        page = render_template("annual_report/correction.html", head=opened.head("correction"), form=form)
        return page, 422
    flash(f"{year} 年年报可以更正了，改好后冻结成为新版本。", "done")
    return redirect(url_for("annual_report.show", year=year, part="three"))


def _began_correction(opened: OpenedReport, form: ReasonForm) -> bool:
    try:
        entries.begin_correction(
            agency=opened.agency,
            year=opened.year,
            reason=form.reason.data or "",
            at=now(),
            actor_id=current_user.id,
        )
    except DomainError as refused:
        form.refuse(refused)
        return False
    return True


@blueprint.get("/<int:year>/file.<ending>")
@allow(*READERS)
def file(year: int, ending: str) -> ResponseReturnValue:
    opened = open_report(year)
    if ending not in ENDINGS:
        abort(404)
    report = opened.report
    if number := request.args.get("version"):
        kept = [version for version in opened.versions if str(version.number) == number]
        report = frozen_report(kept[0]) if kept else abort(404)
    name = f"{report.title}.{ending}"
    content = BytesIO(annual_report_file(report, name))
    return send_file(content, mimetype=DOWNLOAD, as_attachment=True, download_name=name)


@blueprint.get("/<int:year>/cell.xlsx")
@allow(*READERS)
def cell_file(year: int) -> ResponseReturnValue:
    row, column = request.args.get("row", ""), request.args.get("column", "")
    stream = BytesIO()
    write_ledger_xlsx(stream, *cell_sheet(parts.cell_cases(open_report(year), row, column)))
    stream.seek(0)
    return send_file(
        stream, mimetype=DOWNLOAD, as_attachment=True, download_name=f"{year}年年报申请清单.xlsx"
    )


@blueprint.get("/<int:year>/preview")
@allow(*READERS)
def preview(year: int) -> ResponseReturnValue:
    report = open_report(year).report
    shown = [
        (part.heading, part.paragraphs, prescribed(part.table) if part.table else None)
        for part in outline(report)
    ]
    return render_template(
        "annual_report/preview.html", report=report, preface=preface_of(report), parts=shown
    )
