"""The steps of a case: their forms, what they would change, and what happens when somebody saved first."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.domain.errors import DomainError, VersionClash
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.apply import refusal
from tracker.models.case import Case
from tracker.now import now, today
from tracker.services.cases import facts
from tracker.services.cases.work import case_work
from tracker.services.drafts.keeping import hand_over
from tracker.web import transaction
from tracker.web.access import case_people, current_actor, when_timed_out
from tracker.web.cases import clash_page, kept_steps, step_page, step_sheet
from tracker.web.cases.opened import OpenedCase, is_hidden_now, names, opened
from tracker.web.cases.step_forms import StepForm
from tracker.web.cases.step_notes import note_of
from tracker.web.cases.steps import STEPS, step_action
from tracker.web.cases.todays import my_rules
from tracker.web.cases.what_if import supposed, what_if_words
from tracker.web.documents.letter_page import archive_warning, letters_after_step
from tracker.web.drafts.typed import as_typed, keep_typed, take_in

blueprint = Blueprint("steps", __name__, url_prefix="/cases/<int:case_id>/steps/<action>")


@blueprint.get("")
@case_people
def show(case_id: int, action: str) -> ResponseReturnValue:
    found, chosen = opened(case_id), step_action(action)
    draft = kept_steps.draft_of(found, chosen)
    form = step_sheet.read(found, chosen, as_typed(draft)) if draft else step_sheet.fresh(found, chosen)
    if error := _refused(found, chosen):
        return _refused_page(found, chosen, error, form if draft else None), 409
    step_sheet.catch_up(form, found, chosen)
    if form.seen_version != found.case.version:
        return _clash_page(found, chosen, form)
    return _form_page(found, chosen, form)


@blueprint.post("")
@case_people
@when_timed_out(kept_steps.keep_for_later)
def take(case_id: int, action: str) -> ResponseReturnValue:
    found, chosen = opened(case_id), step_action(action)
    form, wish = step_sheet.sent(found, chosen), request.form.get("go")
    refusals = take_in(kept_steps.place_of(case_id, chosen)) if kept_steps.takes_files(found, chosen) else []
    if wish == "keep":
        return _kept(found, chosen, refusals)
    if form.seen_version != found.case.version:
        return _overtaken(found, chosen, form)
    if wish == "look" or "remove_file" in request.form:
        return _form_page(found, chosen, form, refusals)
    if not form.validate() or refusals:
        return _form_page(found, chosen, form, refusals), 422
    return _perform(found, chosen, form)


@blueprint.post("/preview")
@case_people
def preview(case_id: int, action: str) -> ResponseReturnValue:
    found, chosen = opened(case_id), step_action(action)
    form = step_sheet.sent(found, chosen)
    return render_template("cases/what_if.html", what_if=_what_if(found, chosen, form))


def _kept(found: OpenedCase, action: Action, refusals: list[str]) -> ResponseReturnValue:
    """存草稿: the form goes on, and waits on the workbench."""
    keep_typed(kept_steps.place_of(found.case.id, action))
    flash("草稿已存，工作台的「接着做」里也能接着写。", "done")
    for sentence in refusals:
        flash(sentence, "warning")
    return redirect(url_for("steps.show", case_id=found.case.id, action=action.value))


def _perform(found: OpenedCase, action: Action, form: StepForm) -> ResponseReturnValue:
    case, at = found.case, now()
    try:
        with case_work(case_id=case.id, version=form.seen_version, actor=current_actor(), at=at) as work:
            STEPS[action].perform(work, form)
    except VersionClash:
        return _overtaken(found, action, form)
    except DomainError as refused:
        form.refuse(refused)
        return _form_page(found, action, form), 422
    place = kept_steps.place_of(case.id, action)
    hand_over(user_id=current_user.id, key=place.key, case=case, step=work.fresh[0].seq, at=at)
    if is_hidden_now(case):
        flash(
            f"{case.number} 已{action.label}。本件反映您或者您所在的科室，此后由其他人办理（回避）。", "done"
        )
        return redirect(url_for("cases.index"))
    told = {"fact": _done(case, action), "links": letters_after_step(case, current_actor())}
    flash(told, "done")  # type: ignore[arg-type] # any JSON value is kept
    return redirect(url_for("cases.show", case_id=case.id))


def _overtaken(found: OpenedCase, action: Action, form: StepForm) -> ResponseReturnValue:
    """The case is no longer as it was shown: by this very form sent twice, or by somebody else."""
    if kept_steps.sent_already(found.file, action):
        flash(f"您刚才已经办了“{action.label}”，没有再办一次。", "done")
        return redirect(url_for("cases.show", case_id=found.case.id))
    if kept_steps.can_be_kept(form, action):
        transaction.keep()
        keep_typed(kept_steps.place_of(found.case.id, action))
    return _clash_page(found, action, form), 409


def _refused(found: OpenedCase, action: Action) -> DomainError | None:
    case = found.case
    view, switches = facts.acting_view(case, found.standing, action), facts.switches(case.channel)
    return refusal(case.kind, switches, found.standing, action, current_actor(), view)


def _refused_page(found: OpenedCase, action: Action, error: DomainError, kept: Any) -> str:
    """Why not, and what a draft of the step says, so that it can be copied from there."""
    draft = kept_steps.draft_of(found, action)
    page = step_page.refused_page(
        found.case,
        action,
        error,
        written=step_page.written(kept) if kept else (),
        give_up_url=url_for("drafts.give_up", draft_id=draft.id) if draft else "",
    )
    return render_template("cases/refused.html", page=page)


def _what_if(found: OpenedCase, action: Action, form: StepForm) -> list[tuple[str, str]]:
    more = supposed(action, form, found.case, today=today())
    if not more:
        return []
    return what_if_words(found.case, found.file.events, more, my_rules(), today=today())


def _form_page(found: OpenedCase, action: Action, form: StepForm, refusals: list[str] | None = None) -> str:
    page = step_page.step_page(
        found.file,
        action,
        form,
        found.deadline,
        what_if=_what_if(found, action, form),
        warning=archive_warning(found.file, action),
        note=note_of(found, action),
    )
    kept = kept_steps.kept_step(found, action, form, refusals or [])
    return render_template("cases/act.html", page=page, form=form, kept=kept)


def _clash_page(found: OpenedCase, action: Action, form: StepForm) -> str:
    kept = kept_steps.kept_step(found, action, form, [])
    page = clash_page.clash_page(
        found.file,
        action,
        form,
        step_sheet.fresh(found, action),
        names=names(),
        today=today(),
        kept_words=kept.kept_words if kept else "",
        give_up_url=kept.give_up_url if kept else "",
        refusal=error.message if (error := _refused(found, action)) else "",
    )
    return render_template("cases/clash.html", page=page)


def _done(case: Case, action: Action) -> str:
    told = f"{case.number} 已{action.label}，现在是“{case.state.label}”"
    due = case.due_on or case.expected_due_on
    return f"{told}，期限{f' {due}' if due else '待定'}。" if case.is_open else f"{told}。"
