"""送达 of one letter."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.errors import DomainError
from tracker.models.document import CaseDocument
from tracker.now import now
from tracker.services.cases.facts import case_view
from tracker.services.documents.access import may_open
from tracker.services.documents.deliveries import record_delivery
from tracker.services.documents.letters import documents_of
from tracker.web.access import case_people, current_actor
from tracker.web.cases.opened import OpenedCase, opened
from tracker.web.documents.delivery_page import DeliveryPage, begin, delivery_page, held_for
from tracker.web.documents.forms import DeliveryForm

blueprint = Blueprint(
    "deliveries", __name__, url_prefix="/cases/<int:case_id>/documents/<int:document_id>/delivery"
)


@blueprint.get("")
@case_people
def show(case_id: int, document_id: int) -> ResponseReturnValue:
    found = opened(case_id)
    letter = letter_of(found, document_id)
    form = _form(found, letter)
    begin(form, letter, found)
    return _page(delivery_page(letter, found), form)


@blueprint.post("")
@case_people
def record(case_id: int, document_id: int) -> ResponseReturnValue:
    found = opened(case_id)
    letter = letter_of(found, document_id)
    form = _form(found, letter)
    try:
        if not form.validate():
            return _page(delivery_page(letter, found), form), 422
        _record(found, letter, form)
    except DomainError as refused:
        form.refuse(refused)
        return _page(delivery_page(letter, found), form), 422
    flash(f"已登记 {letter.number} 的送达。", "done")
    return redirect(url_for("documents.index", case_id=case_id))


def letter_of(found: OpenedCase, document_id: int) -> CaseDocument:
    """The letter of this case, for those who may take it out; for others there is none."""
    kept = next((each for each in documents_of(found.case.id) if each.id == document_id), None)
    may = may_open(current_actor(), case_view(found.case, found.standing))
    if kept is None or kept.letter_kind is None or not may:
        abort(404)
    return kept


def _record(found: OpenedCase, letter: CaseDocument, form: DeliveryForm) -> None:
    record_delivery(
        document=letter, events=found.file.events, facts=form.facts(), actor=current_actor(), at=now()
    )


def _form(found: OpenedCase, letter: CaseDocument) -> DeliveryForm:
    form = DeliveryForm(request.form if request.method == "POST" else None)
    form.offer(held_for(letter, found.file.events))
    return form


def _page(page: DeliveryPage, form: DeliveryForm) -> str:
    return render_template("documents/delivery.html", page=page, form=form)
