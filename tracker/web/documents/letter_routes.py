"""出文书: one letter drafted from its step, looked at, written."""

import uuid
from io import BytesIO

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.errors import DomainError
from tracker.domain.letter_findings import MUST_SAY
from tracker.domain.letter_texts import LETTER_RULES
from tracker.domain.letters import LetterKind, answers_for
from tracker.letters.pdf import as_pdf, program
from tracker.models.document import CaseDocument
from tracker.now import now, today
from tracker.services.documents.letter_fields import LetterCase, outcome_of, remedy_for
from tracker.services.documents.letters import documents_of, previewed_letter, write_letter
from tracker.web.access import case_people, current_actor
from tracker.web.cases.opened import OpenedCase, opened
from tracker.web.documents.forms import LetterForm
from tracker.web.documents.letter_page import begin, letter_case, step_of
from tracker.web.documents.places import places
from tracker.web.transaction import only_reads
from tracker.web.wording import full_day

NAMING_THE_DEADLINE = frozenset({LetterKind.RECEIPT, LetterKind.EXTENSION})
blueprint = Blueprint("letters", __name__, url_prefix="/cases/<int:case_id>/documents/letters/<kind>")


@blueprint.get("")
@case_people
def draft(case_id: int, kind: str) -> ResponseReturnValue:
    found, chosen = opened(case_id), _kind(kind)
    subject, form = _subject(found, chosen), _form(chosen)
    begin(form, found, chosen, subject, today())
    form.submission_key.data = uuid.uuid4().hex
    return _page(subject, chosen, form)


@blueprint.post("")
@case_people
def write(case_id: int, kind: str) -> ResponseReturnValue:
    found, chosen = opened(case_id), _kind(kind)
    subject, form = _subject(found, chosen), _form(chosen)
    if request.form.get("suggest") and "remedy" in form:
        return _suggested_again(subject, chosen, form)
    if not form.validate():
        return _page(subject, chosen, form), 422
    try:
        kept = _write(subject, chosen, form)
    except DomainError as refused:
        form.refuse(refused)
        return _page(subject, chosen, form), 422
    flash(f"已出「{chosen.label}」，文号 {kept.number}。", "done")
    return redirect(url_for("documents.index", case_id=case_id))


@blueprint.post("/preview")
@case_people
@only_reads
def preview(case_id: int, kind: str) -> ResponseReturnValue:
    found, chosen = opened(case_id), _kind(kind)
    subject, form = _subject(found, chosen), _form(chosen)
    if not form.validate():
        return _page(subject, chosen, form), 422
    try:
        content = as_pdf(_previewed(subject, chosen, form))
    except DomainError as refused:
        form.refuse(refused)
        return _page(subject, chosen, form), 422
    return send_file(
        BytesIO(content), mimetype="application/pdf", download_name=f"{chosen.label}（预览）.pdf"
    )


def _previewed(subject: LetterCase, kind: LetterKind, form: LetterForm) -> bytes:
    return previewed_letter(
        subject=subject,
        kind=kind,
        words=form.words(),
        dated_on=form.dated_on.data or today(),
        actor=current_actor(),
        today=today(),
        places=places(),
    )


def _suggested_again(subject: LetterCase, kind: LetterKind, form: LetterForm) -> str:
    """The same form with the paragraph that belongs to the outcome, the day and the way of service."""
    words = form.words()
    form.suggest(remedy_for(subject, kind, form.dated_on.data or today(), words.method).text)
    return _page(subject, kind, form)


def _write(subject: LetterCase, kind: LetterKind, form: LetterForm) -> CaseDocument:
    return write_letter(
        subject=subject,
        kind=kind,
        words=form.words(),
        dated_on=form.dated_on.data or today(),
        actor=current_actor(),
        at=now(),
        places=places(),
        key=form.submission_key.data or None,
    )


def _kind(name: str) -> LetterKind:
    if name not in list(LetterKind):
        abort(404)
    return LetterKind(name)


def _subject(found: OpenedCase, kind: LetterKind) -> LetterCase:
    about = request.args.get("about", type=int)
    return letter_case(found, step_of(found, kind, about, documents_of(found.case.id)))


def _form(kind: LetterKind) -> LetterForm:
    form = LetterForm()
    form.offer(LETTER_RULES[kind])
    return form


def _page(subject: LetterCase, kind: LetterKind, form: LetterForm) -> str:
    case, step = subject.case, subject.step
    due = subject.deadline.due_on or subject.deadline.expected_due_on
    facts = [
        ("编号", case.number),
        ("收到", full_day(case.received_on)),
        ("状态", case.state.label),
        ("所说的步骤", f"{step.type.label}，{full_day(step.on)}" if step else ""),
        ("答复期限", full_day(due) if due and kind in NAMING_THE_DEADLINE else ""),
        ("救济途径", _wording_words(subject, kind, form)),
    ]
    return render_template(
        "documents/letter.html",
        case=case,
        kind=kind,
        form=form,
        facts=facts,
        about=subject.about,
        hint=_must_say(subject, kind),
        may_preview=program() is not None,
    )


def _wording_words(subject: LetterCase, kind: LetterKind, form: LetterForm) -> str:
    """Whose words the suggested remedy paragraph is."""
    if "remedy" not in form:
        return ""
    own = remedy_for(subject, kind, form.dated_on.data or today()).wording
    return f"本机关 {own.valid_from} 起的文字（{own.basis}）" if own else "系统的文字"


def _must_say(subject: LetterCase, kind: LetterKind) -> str:
    """What the letter of this outcome must not forget."""
    outcome = outcome_of(subject)
    return MUST_SAY.get(outcome, "") if outcome and kind in answers_for(outcome) else ""
