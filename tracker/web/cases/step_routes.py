"""The steps of a case: their forms, what they would change, and what happens when somebody saved first."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.errors import DomainError, VersionClash
from tracker.domain.labels import State
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.apply import refusal
from tracker.models.case import Case
from tracker.now import now, today
from tracker.services.cases import facts
from tracker.services.cases.work import case_work
from tracker.web.access import case_people, current_actor
from tracker.web.cases import step_page
from tracker.web.cases.opened import OpenedCase, handler_choices, names, opened, section_choices
from tracker.web.cases.step_forms import AmendForm, AskedForm, AssignForm, DraftForm, StepForm
from tracker.web.cases.steps import STEPS, form_for
from tracker.web.cases.todays import my_rules
from tracker.web.cases.what_if import supposed, what_if_words

blueprint = Blueprint("steps", __name__, url_prefix="/cases/<int:case_id>/steps/<action>")


@blueprint.get("")
@case_people
def show(case_id: int, action: str) -> ResponseReturnValue:
    found, chosen = opened(case_id), _action(action)
    if error := _refused(found, chosen):
        return render_template(
            "cases/refused.html", page=step_page.refused_page(found.case, chosen, error)
        ), 409
    form = _form(found, chosen)
    form.version.data = str(found.case.version)
    _fill(form, found)
    return _form_page(found, chosen, form)


@blueprint.post("")
@case_people
def take(case_id: int, action: str) -> ResponseReturnValue:
    found, chosen = opened(case_id), _action(action)
    form = _form(found, chosen)
    _keep_chosen(form, found)
    if form.seen_version != found.case.version:
        return _clash(found, chosen, form)
    if not form.validate():
        return _form_page(found, chosen, form), 422
    return _perform(found, chosen, form)


@blueprint.post("/preview")
@case_people
def preview(case_id: int, action: str) -> ResponseReturnValue:
    found, chosen = opened(case_id), _action(action)
    return render_template("cases/what_if.html", what_if=_what_if(found, chosen, _form(found, chosen)))


def _perform(found: OpenedCase, action: Action, form: StepForm) -> ResponseReturnValue:
    case = found.case
    try:
        with case_work(case_id=case.id, version=form.seen_version, actor=current_actor(), at=now()) as work:
            STEPS[action].perform(work, form)
    except VersionClash:
        return _clash(found, action, form)
    except DomainError as refused:
        form.refuse(refused)
        return _form_page(found, action, form), 422
    flash(_done(case, action), "done")
    return redirect(url_for("cases.show", case_id=case.id))


def _action(name: str) -> Action:
    if name not in list(Action) or Action(name) not in STEPS:
        abort(404)
    return Action(name)


def _refused(found: OpenedCase, action: Action) -> DomainError | None:
    case = found.case
    view, switches = facts.case_view(case, found.standing), facts.switches(case.channel)
    return refusal(case.kind, switches, found.standing, action, current_actor(), view)


def _form(found: OpenedCase, action: Action) -> Any:
    form = form_for(action, reviewed=found.standing.state is State.AWAITING_REPLY)()
    if isinstance(form, DraftForm):
        form.offer(found.case.kind)
    if isinstance(form, AssignForm):
        form.section.choices = section_choices("请选择")
        form.assistants.choices = {key: name for key, name in section_choices("").items() if key}
        form.handler.choices = handler_choices()
    if isinstance(form, AskedForm):
        waiting = step_page.waiting_consultations(found.file, found.standing, action)
        form.offer(waiting, {each.seq: each.party for each in found.standing.consultations})
    if isinstance(form, AmendForm):
        form.reported_section.choices = section_choices("没有")
        form.offer(found.case)
    return form


def _fill(form: StepForm, found: OpenedCase) -> None:
    """Begin a draft with the latest one, an assignment with the present one."""
    if isinstance(form, DraftForm):
        for name, words in step_page.stored_words(found.file).items():
            if name in form:
                form[name].data = words
    if isinstance(form, AssignForm):
        form.section.data, form.handler.data = found.case.section_id, found.case.handler_id
    if isinstance(form, AmendForm):
        form.fill(found.case)


def _keep_chosen(form: StepForm, found: OpenedCase) -> None:
    """After a clash: take the stored words where the person preferred them."""
    for name, words in step_page.stored_words(found.file).items():
        if name in form and request.form.get(f"keep-{name}") == "now":
            form[name].data = words


def _what_if(found: OpenedCase, action: Action, form: StepForm) -> list[tuple[str, str]]:
    more = supposed(action, form, found.case, today=today())
    if not more:
        return []
    return what_if_words(found.case, found.file.events, more, my_rules(), today=today())


def _form_page(found: OpenedCase, action: Action, form: StepForm) -> str:
    page = step_page.step_page(
        found.file, action, form, found.deadline, what_if=_what_if(found, action, form)
    )
    return render_template("cases/act.html", page=page, form=form)


def _clash(found: OpenedCase, action: Action, form: StepForm) -> ResponseReturnValue:
    seen = max(form.seen_version, 0)
    page = step_page.clash_page(found.file, action, form, seen=seen, names=names(), today=today())
    return render_template("cases/clash.html", page=page), 409


def _done(case: Case, action: Action) -> str:
    told = f"{case.number} 已{action.label}，现在是“{case.state.label}”"
    due = case.due_on or case.expected_due_on
    return f"{told}，期限 {due or '待定'}。" if case.is_open else f"{told}。"
