"""Uploading a file, confirming its columns, looking at what it would do, and doing it."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.domain.errors import DomainError
from tracker.domain.labels import Role
from tracker.exports.ledger_xlsx import write_ledger_xlsx
from tracker.models.imports import ImportBatch
from tracker.now import now, today
from tracker.queries import imports as stored
from tracker.services.imports import batches
from tracker.services.imports.committing import commit_import
from tracker.services.imports.reading import Reading
from tracker.unit_of_work import looking
from tracker.web.access import allow
from tracker.web.imports.batch_page import batch_lines, undo_words
from tracker.web.imports.column_page import column_page
from tracker.web.imports.forms import RememberForm, UploadForm
from tracker.web.imports.preview_page import default_view, preview_page
from tracker.web.imports.steps import STEP_NAMES, fault_sheet, head_of, said_columns, steps, tabs

blueprint = Blueprint("imports", __name__, url_prefix="/imports")
IMPORTERS = frozenset({Role.CLERK, Role.STATISTICIAN})
importers = allow(*IMPORTERS)
importers_and_supervisors = allow(*IMPORTERS, Role.SUPERVISOR)


def _folder() -> Path:
    return Path(current_app.config["SETTINGS"].instance_dir)


def found_batch(batch_id: int, *, is_open: bool = True) -> ImportBatch:
    """A batch of this agency; an unfinished one is seen only by whoever uploaded it."""
    batch = stored.batch_of(batch_id=batch_id, agency_id=current_user.agency_id) if batch_id < 2**31 else None
    if batch is None or (batch.committed_at is None and batch.created_by_id != current_user.id):
        abort(404)
    if is_open and batch.committed_at is not None:
        abort(redirect(url_for("imports.done", batch_id=batch.id)))
    return batch


def _upload_form() -> UploadForm:
    form = UploadForm()
    form.channel.choices = [(one.id, one.name) for one in stored.channels(agency_id=current_user.agency_id)]
    return form


@blueprint.get("/")
@importers
def index() -> ResponseReturnValue:
    return _start(_upload_form())


def _start(form: UploadForm) -> str:
    return render_template(
        "imports/index.html",
        form=form,
        steps=steps(STEP_NAMES[0], None),
        batches=batch_lines(
            stored.recent_batches(agency_id=current_user.agency_id), viewer_id=current_user.id
        ),
    )


@blueprint.post("/")
@importers
def upload() -> ResponseReturnValue:
    form = _upload_form()
    if not form.validate():
        return _start(form), 422
    try:
        batch = _begun(form)
    except DomainError as refusal:
        form.file.errors = [*form.file.errors, refusal.message]
        return _start(form), 422
    return redirect(url_for("imports.columns", batch_id=batch.id))


def _begun(form: UploadForm) -> ImportBatch:
    chosen = {one.id: one for one in stored.channels(agency_id=current_user.agency_id)}
    return batches.begin(
        agency=current_user.agency,
        channel=chosen[form.channel.data],
        filename=Path(form.file.data.filename or "").name,
        content=form.file.data.read(),
        year_default=form.year,
        instance_dir=_folder(),
        at=now(),
        actor_id=current_user.id,
    )


@blueprint.get("/<int:batch_id>/columns")
@importers
def columns(batch_id: int) -> ResponseReturnValue:
    batch = found_batch(batch_id)
    try:
        reading = batches.read_batch(batch, instance_dir=_folder(), today=today())
    except DomainError as refusal:
        return render_template(
            "imports/refused.html", batch=batch, reason=refusal.message, head=head_of(batch)
        ), 422
    return _columns_page(batch, reading)


def _columns_page(
    batch: ImportBatch, reading: Reading, error: str = "", chosen: Mapping[str, str] | None = None
) -> str:
    form = RememberForm(
        formdata=None,
        sheet=reading.table.sheet,
        mapping_name=batch.options.get("mapping_name") or f"{batch.options['channel']}导出",
    )
    form.sheet.choices = [(name, name) for name in reading.sheets]
    return render_template(
        "imports/columns.html",
        page=column_page(reading, batch.options["channel"], chosen),
        form=form,
        batch=batch,
        error=error,
        head=head_of(batch),
        steps=steps(STEP_NAMES[1], batch),
    )


@blueprint.post("/<int:batch_id>/columns")
@importers
def confirm_columns(batch_id: int) -> ResponseReturnValue:
    batch = found_batch(batch_id)
    reading = batches.read_batch(batch, instance_dir=_folder(), today=today())
    sheet = request.form.get("sheet") or reading.table.sheet
    if sheet != reading.table.sheet:
        batches.answer(batch, sheet=sheet, columns={}, orders={})
        return redirect(url_for("imports.columns", batch_id=batch_id))
    answers = said_columns(reading, request.form)
    name = request.form.get("mapping_name", "") if request.form.get("remember") else ""
    try:
        batches.confirm(batch, reading, name=name, **answers)
    except DomainError as refusal:
        return _columns_page(batch, reading, refusal.message, answers["columns"]), 422
    return redirect(url_for("imports.preview", batch_id=batch_id))


@blueprint.get("/<int:batch_id>/preview")
@importers
def preview(batch_id: int) -> ResponseReturnValue:
    batch = found_batch(batch_id)
    try:
        plan = batches.plan_batch(batch, instance_dir=_folder(), today=today())
    except DomainError as refusal:
        refused = {"batch": batch, "reason": refusal.message, "head": head_of(batch)}
        return render_template("imports/refused.html", **refused), 422
    page = preview_page(plan, request.args.get("view") or default_view(plan))
    shown = {"page": page, "tabs": tabs(page, batch), "undo_words": undo_words(batch.agency_id)}
    return render_template(
        "imports/preview.html", **shown, batch=batch, head=head_of(batch), steps=steps(STEP_NAMES[2], batch)
    )


@blueprint.get("/<int:batch_id>/faults.xlsx")
@importers
def faults(batch_id: int) -> ResponseReturnValue:
    batch = found_batch(batch_id)
    plan = batches.plan_batch(batch, instance_dir=_folder(), today=today())
    stream = BytesIO()
    write_ledger_xlsx(stream, *fault_sheet(plan), sheet_name="有问题的行")
    stream.seek(0)
    return send_file(
        stream,
        mimetype="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        as_attachment=True,
        download_name=f"{Path(batch.filename).stem}-有问题的行.xlsx",
    )


@blueprint.post("/<int:batch_id>/commit")
@importers
def commit(batch_id: int) -> ResponseReturnValue:
    try:
        with looking():
            plan = batches.plan_batch(found_batch(batch_id), instance_dir=_folder(), today=today())
        batch = found_batch(batch_id)
        commit_import(plan, at=now(), actor_id=current_user.id, skip_rejected=True, batch=batch)
    except DomainError as refusal:
        flash(refusal.message, "fault")
        return redirect(url_for("imports.preview", batch_id=batch_id))
    return redirect(url_for("imports.done", batch_id=batch_id))


@blueprint.post("/<int:batch_id>/discard")
@importers
def discard(batch_id: int) -> ResponseReturnValue:
    batches.discard(found_batch(batch_id), instance_dir=_folder())
    flash("已放弃这次导入，没有保存任何办件。", "done")
    return redirect(url_for("imports.index"))
