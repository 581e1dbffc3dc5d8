"""文书与附件 of one case: kept, listed, taken out. Nothing is ever shown inside the page."""

from io import BytesIO

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.attachments import LARGEST
from tracker.domain.errors import DomainError
from tracker.letters.pdf import as_pdf, program
from tracker.models.document import CaseDocument
from tracker.now import now
from tracker.services.cases.facts import case_view
from tracker.services.documents import store
from tracker.services.documents.access import may_open, note_opening
from tracker.services.documents.attach import attach
from tracker.services.documents.letters import documents_of, letters_offered
from tracker.unit_of_work import looking
from tracker.web.access import case_people, current_actor
from tracker.web.cases.opened import OpenedCase, opened
from tracker.web.documents.delivery_page import standing_words
from tracker.web.documents.forms import AttachmentForm
from tracker.web.documents.letter_page import offered_letters
from tracker.web.documents.places import places
from tracker.web.documents.steps import step_names

blueprint = Blueprint("documents", __name__, url_prefix="/cases/<int:case_id>/documents")
PDF = "application/pdf"


@blueprint.get("")
@case_people
def index(case_id: int) -> ResponseReturnValue:
    return _index(opened(case_id), AttachmentForm(formdata=None))


@blueprint.post("")
@case_people
def add(case_id: int) -> ResponseReturnValue:
    found, form = opened(case_id), AttachmentForm()
    try:
        kept = _attach(found, form)
    except DomainError as refused:
        form.refuse(refused)
        return _index(found, form), 422
    flash(f"已存「{kept.filename}」。", "done")
    return redirect(url_for("documents.index", case_id=case_id))


@blueprint.post("/<int:document_id>/file")
@case_people
def take_out(case_id: int, document_id: int) -> ResponseReturnValue:
    document = _document(opened(case_id), document_id)
    content = store.read(places().attachments, document.sha256)
    return _download(document, content, document.filename, "application/octet-stream")


@blueprint.post("/<int:document_id>/pdf")
@case_people
def as_pdf_file(case_id: int, document_id: int) -> ResponseReturnValue:
    try:
        with looking():
            document = _document(opened(case_id), document_id)
            if document.letter_kind is None:
                abort(404)
            content = as_pdf(store.read(places().attachments, document.sha256))
    except DomainError as refused:
        flash(refused.message, "fault")
        return redirect(url_for("documents.index", case_id=case_id))
    return _download(document, content, document.filename.removesuffix(".docx") + ".pdf", PDF)


def _download(document: CaseDocument, content: bytes, name: str, media_type: str) -> ResponseReturnValue:
    note_opening(document, actor=current_actor(), at=now(), address=request.remote_addr or "")
    return send_file(BytesIO(content), mimetype=media_type, as_attachment=True, download_name=name)


def _attach(found: OpenedCase, form: AttachmentForm) -> CaseDocument:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise DomainError("请先选择要存的文件。", field="file")
    return attach(
        case=found.case,
        events=found.file.events,
        step=form.step.data,
        name=sent.filename,
        content=sent.read(LARGEST + 1),
        folder=places().attachments,
        actor=current_actor(),
        at=now(),
    )


def _document(found: OpenedCase, document_id: int) -> CaseDocument:
    """The document of this case, for those who may take it out; for others there is none."""
    kept = next(
        (each for each in documents_of(found.case.id) if each.id == document_id and each.erased_on is None),
        None,
    )
    if kept is None or not may_open(current_actor(), case_view(found.case, found.standing)):
        abort(404)
    return kept


def _index(found: OpenedCase, form: AttachmentForm) -> str:
    documents = documents_of(found.case.id)
    steps = step_names(found.file)
    form.step.choices = {"": "不属于某一步"} | dict(reversed(steps.items()))
    return render_template(
        "documents/index.html",
        case=found.case,
        form=form,
        documents=[(each, standing_words(each, found.file.events)) for each in documents],
        steps=steps,
        offered=offered_letters(found.file, documents),
        letters=letters_offered(found.case, found.standing),
        may_open=may_open(current_actor(), case_view(found.case, found.standing)),
        has_pdf=program() is not None,
    )
