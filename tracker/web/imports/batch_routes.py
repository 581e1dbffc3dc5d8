"""Finished imports: the record of them, one with its counts, and undoing one whole."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.domain.errors import DomainError
from tracker.models.imports import ImportBatch
from tracker.now import now, today
from tracker.queries import imports as stored
from tracker.services.imports.surveying import refuse_unless_undoable, survey, undo_of
from tracker.services.imports.undoing import undo_import
from tracker.web.access import current_actor
from tracker.web.imports.batch_page import batch_lines, counts_of, named, undo_state
from tracker.web.imports.routes import IMPORTERS, blueprint, found_batch, importers_and_supervisors
from tracker.web.imports.steps import STEP_NAMES, head_of, steps

__all__ = ["blueprint"]


@blueprint.get("/records")
@importers_and_supervisors
def records() -> ResponseReturnValue:
    before = request.args.get("before", type=int)
    found = stored.recent_batches(agency_id=current_user.agency_id, before=before)
    older = found[-1].batch.id if len(found) == stored.RECENT else None
    return render_template(
        "imports/records.html", batches=batch_lines(found, viewer_id=current_user.id), older=older
    )


@blueprint.get("/<int:batch_id>")
@importers_and_supervisors
def done(batch_id: int) -> ResponseReturnValue:
    batch = found_batch(batch_id, is_open=False)
    if batch.committed_at is None:
        return redirect(url_for("imports.columns", batch_id=batch_id))
    return _done_page(batch)


def _done_page(batch: ImportBatch) -> str:
    undo = undo_of(batch)
    is_linked = undo is None and stored.names_cases(batch_id=batch.id)
    return render_template(
        "imports/done.html",
        batch=batch,
        counts=counts_of(batch, is_linked=is_linked),
        undo=undo,
        may_import=not IMPORTERS.isdisjoint(current_user.roles),
        undoing=undo_state(batch, actor=current_actor(), today=today()),
        head=head_of(batch),
        steps=steps(STEP_NAMES[3], batch),
    )


@blueprint.get("/<int:batch_id>/undo")
@importers_and_supervisors
def ask_undo(batch_id: int) -> ResponseReturnValue:
    batch = found_batch(batch_id, is_open=False)
    try:
        refuse_unless_undoable(batch, actor=current_actor(), today=today())
    except DomainError as refusal:
        flash(refusal.message, "fault")
        return redirect(url_for("imports.done", batch_id=batch_id))
    found = survey(batch)
    return render_template(
        "imports/undo.html", batch=batch, found=found, kept=named(found), head=head_of(batch)
    )


@blueprint.post("/<int:batch_id>/undo")
@importers_and_supervisors
def undo(batch_id: int) -> ResponseReturnValue:
    batch = found_batch(batch_id, is_open=False)
    try:
        undone = undo_import(batch, actor=current_actor(), at=now())
    except DomainError as refusal:
        flash(refusal.message, "fault")
        return redirect(url_for("imports.done", batch_id=batch_id))
    flash(f"已撤销第 {batch.id} 批导入：收回 {undone.taken_back} 件，还原 {undone.reversed} 件。", "done")
    return redirect(url_for("imports.done", batch_id=batch_id))
