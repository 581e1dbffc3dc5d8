"""The form of one step: as it opens now, as the request sent it, as a draft kept it."""

from typing import Any

from flask import request
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from tracker.domain.labels import Kind, State
from tracker.domain.lifecycle.actions import Action
from tracker.queries.reasons import offered
from tracker.queries.remedies import remedies_about
from tracker.services.documents.letter_fields import expected_method
from tracker.web.cases import kept_steps, step_page
from tracker.web.cases.amend_form import AmendForm
from tracker.web.cases.beside_forms import AskAssistanceForm, GiveAssistanceForm
from tracker.web.cases.ending_forms import AnswerAnewForm
from tracker.web.cases.opened import OpenedCase, handler_choices, names, reported_choices, section_choices
from tracker.web.cases.step_forms import (
    AskedForm,
    AssignForm,
    DraftForm,
    ExtensionForm,
    ListedForm,
    ReplyForm,
    SentForm,
    StepForm,
)
from tracker.web.cases.steps import form_for
from tracker.web.remedy_words import remedy_words

USUAL_ANSWER = {Kind.HOTLINE: "phone", Kind.MAILBOX: "platform"}
"""How an answer usually reaches the one who asked; a request says it itself."""
Typed = MultiDict[str, str]


def read(found: OpenedCase, action: Action, typed: Typed) -> Any:
    """The step's form as ``typed``."""
    form = form_for(action, found.case.kind, reviewed=found.standing.state is State.AWAITING_REPLY)(
        formdata=typed
    )
    return _offered(form, found, action)


def sent(found: OpenedCase, action: Action) -> Any:
    """The form as the request sent it; after a clash, with what is stored where the person preferred that."""
    preferred = [name for name in request.form if name.startswith("keep-") and request.form[name] == "now"]
    typed = MultiDict(request.form)
    if preferred:
        now = fresh(found, action)
        for name in (each.removeprefix("keep-") for each in preferred):
            if name in now.stored and name in now:
                typed.setlist(name, [kept_steps.words_in(now[name])])
    return read(found, action, typed)


def fresh(found: OpenedCase, action: Action) -> Any:
    """The form as it opens now, filled with what is stored."""
    form = _offered(
        form_for(action, found.case.kind, reviewed=found.standing.state is State.AWAITING_REPLY)(
            formdata=None
        ),
        found,
        action,
    )
    _fill(form, found)
    form.version.data = str(found.case.version)
    form.since.data = str(found.standing.last_seq)
    form.shown.data = kept_steps.as_shown(form)
    return form


def catch_up(form: Any, found: OpenedCase, action: Action) -> None:
    """Take a draft up where only its writer went on with the case meanwhile and nothing it began with changed."""
    since, now = kept_steps.events_since(found.file, form.since.data), fresh(found, action)
    is_own = bool(since) and all(line.row.actor_id == current_user.id for line in since)
    if is_own and form.shown.data == now.shown.data:
        form.version.data, form.since.data = now.version.data, now.since.data


def _offered(form: Any, found: OpenedCase, action: Action) -> Any:
    if isinstance(form, DraftForm):
        form.offer(found.case.kind)
    if isinstance(form, AssignForm):
        sections = section_choices("请选择")
        form.section.choices = sections
        form.assistants.choices = {key: name for key, name in sections.items() if key}
        form.handler.choices = handler_choices(sections)
    if isinstance(form, AskedForm):
        waiting = step_page.waiting_consultations(found.file, found.standing, action)
        form.offer(waiting, {each.seq: each.party for each in found.standing.consultations})
    if isinstance(form, ExtensionForm):
        form.offer(found.case)
    if isinstance(form, AmendForm):
        form.reported_section.choices = section_choices("没有", keeping=found.case.reported_section_id)
        form.reported_user.choices = reported_choices("没有")
        form.offer(found.case)
    if isinstance(form, ListedForm):
        form.offer_reasons(offered(found.reasons[form.listed_in], found.case.kind))
    if isinstance(form, AnswerAnewForm):
        filed = remedies_about(found.case.id) if found.case.kind is Kind.DISCLOSURE else ()
        form.offer({line.remedy.id: remedy_words(line.remedy) for line in filed})
    if isinstance(form, AskAssistanceForm):
        form.section.choices = section_choices("请选择")
    if isinstance(form, GiveAssistanceForm):
        form.offer(step_page.owed_assistance(found.standing, names().sections))
    return form


def _fill(form: StepForm, found: OpenedCase) -> None:
    """Begin a draft with the latest one, an assignment with the present one, a decision with what was asked for."""
    if isinstance(form, DraftForm) and found.file.replies:
        latest = found.file.replies[0]
        form.public_text.data, form.internal_text.data = latest.public_text, latest.internal_text
        form.ending.data = latest.outcome or latest.result or ""
    if isinstance(form, ReplyForm | SentForm):
        form.method.data = USUAL_ANSWER.get(found.case.kind) or expected_method(found.case).value
    if isinstance(form, AssignForm):
        form.section.data, form.handler.data = found.case.section_id, found.case.handler_id
        form.assistants.data = list(found.standing.assistant_ids)
    if isinstance(form, ExtensionForm):
        form.days.data = found.standing.extension_pending
    if isinstance(form, AmendForm):
        form.fill(found.case)
