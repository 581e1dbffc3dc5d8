"""Lists of cases, one case, and its steps."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.domain.deadline_clock import Deadline
from tracker.domain.errors import DomainError, VersionClash
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.apply import refusal
from tracker.domain.lifecycle.standing import Standing, fold
from tracker.domain.permissions import may_see_person
from tracker.models.case import Case
from tracker.now import now, today
from tracker.queries import organisation
from tracker.queries.cases import counts, one, pages
from tracker.queries.cases.one import CaseFile
from tracker.services import audit
from tracker.services.cases import facts
from tracker.services.cases.projection import deadline_of
from tracker.services.cases.work import case_work
from tracker.settings import Settings
from tracker.web.access import case_people, current_actor
from tracker.web.cases import list_page, step_page, timeline
from tracker.web.cases.case_page import case_page
from tracker.web.cases.forms import FilterForm, RevealForm
from tracker.web.cases.step_forms import AssignForm, DraftForm, StepForm
from tracker.web.cases.steps import STEPS, form_for
from tracker.web.cases.todays import my_rules, my_today

blueprint = Blueprint("cases", __name__, url_prefix="/cases")


@blueprint.get("/")
@case_people
def index() -> ResponseReturnValue:
    actor, day = current_actor(), my_today()
    view = request.args.get("view", list_page.OPEN)
    view = view if view in list_page.VIEWS else list_page.OPEN
    form = _filter_form()
    chosen = list_page.narrowed(form.case_filter(), view, actor)
    found = pages.page(
        actor=actor, chosen=chosen, today=day, rows=_settings().page_rows, cursor=request.args.get("cursor")
    )
    shown = list_page.tabs(view, counts.open_counts(actor, day), counts.closed_count(actor, day))
    page = list_page.list_page(
        page=found, view=view, query=form.query(), tabs_shown=shown, today=day, actor=actor, sections=()
    )
    return render_template("cases/index.html", page=page, form=form)


@blueprint.get("/<int:case_id>")
@case_people
def show(case_id: int) -> ResponseReturnValue:
    file, standing, deadline = _opened(case_id)
    page = case_page(
        file,
        standing=standing,
        deadline=deadline,
        actor=current_actor(),
        names=_names(),
        today=today(),
    )
    return render_template("cases/show.html", page=page)


@blueprint.get("/<int:case_id>/steps/<action>")
@case_people
def step(case_id: int, action: str) -> ResponseReturnValue:
    file, standing, deadline = _opened(case_id)
    chosen = _action(action)
    if error := _refused(file.case, standing, chosen):
        return _refused_page(file, chosen, error)
    form = _form(file, chosen)
    form.version.data = str(file.case.version)
    _fill(form, file)
    return _form_page(file, chosen, form, deadline)


@blueprint.post("/<int:case_id>/steps/<action>")
@case_people
def take_step(case_id: int, action: str) -> ResponseReturnValue:
    file, _, deadline = _opened(case_id)
    chosen = _action(action)
    form = _form(file, chosen)
    _keep_chosen(form, file)
    if form.seen_version != file.case.version:
        return _clash(file, chosen, form)
    if not form.validate():
        return _form_page(file, chosen, form, deadline), 422
    try:
        with case_work(case_id=case_id, version=form.seen_version, actor=current_actor(), at=now()) as work:
            STEPS[chosen].perform(work, form)
    except VersionClash:
        return _clash(file, chosen, form)
    except DomainError as refused:
        form.refuse(refused)
        return _form_page(file, chosen, form, deadline), 422
    flash(_done(file.case, chosen), "done")
    return redirect(url_for("cases.show", case_id=case_id))


@blueprint.route("/<int:case_id>/person", methods=["GET", "POST"])
@case_people
def reveal(case_id: int) -> ResponseReturnValue:
    file, standing, _ = _opened(case_id)
    case, form = file.case, RevealForm()
    if case.person is None or not may_see_person(current_actor(), facts.case_view(case, standing)):
        abort(403)
    shown: Sequence[tuple[str, str]] | None = None
    if form.validate_on_submit():
        audit.record(
            action="reveal_person",
            at=now(),
            actor_id=current_user.id,
            subject=case.number,
            detail={"reason_length": len(form.reason.data)},
        )
        shown = _person(case)
    page = {
        "number": case.number,
        "case_url": url_for("cases.show", case_id=case.id),
        "list_url": url_for("cases.index"),
        "shown": shown,
    }
    return render_template("cases/reveal.html", page=page, form=form)


def _person(case: Case) -> list[tuple[str, str]]:
    person = case.person
    if person is None:
        return []
    named = (
        ("姓名", person.name),
        ("联系电话", person.phone),
        (person.id_type or "证件号码", person.id_number),
        ("通信地址", person.address),
        ("邮编", person.postcode),
    )
    return [(label, words) for label, words in named if words]


def _settings() -> Settings:
    from flask import current_app

    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _filter_form() -> FilterForm:
    form = FilterForm(request.args)
    agency_id = current_user.agency_id
    form.offer(
        {channel.id: channel.name for channel in organisation.channels(agency_id, with_inactive=True)},
        {section.id: section.name for section in organisation.sections(agency_id)},
        {person.id: person.display_name for person in organisation.handlers(agency_id)},
    )
    return form


def _opened(case_id: int) -> tuple[CaseFile, Standing, Deadline]:
    case = one.find(current_actor(), case_id)
    if case is None:
        abort(404)
    file = one.case_file(case)
    deadline = deadline_of(case, file.events, my_rules(), as_of=today())
    return file, fold(file.events), deadline


def _names() -> timeline.Names:
    agency_id = current_user.agency_id
    return timeline.Names(
        sections={one.id: one.name for one in organisation.sections(agency_id, with_inactive=True)},
        people={one.id: one.display_name for one in organisation.handlers(agency_id)},
        case_address=lambda number: url_for("cases.show", case_id=number),
    )


def _action(name: str) -> Action:
    if name not in list(Action) or Action(name) not in STEPS:
        abort(404)
    return Action(name)


def _refused(case: Case, standing: Standing, action: Action) -> DomainError | None:
    view = facts.case_view(case, standing)
    return refusal(case.kind, facts.switches(case.channel), standing, action, current_actor(), view)


def _refused_page(file: CaseFile, action: Action, error: DomainError) -> ResponseReturnValue:
    page = step_page.refused_page(file.case, action, error)
    return render_template("cases/refused.html", page=page), 409


def _form(file: CaseFile, action: Action) -> Any:
    reviewed = any(line.row.type.value == "review_passed" for line in file.lines)
    form = form_for(action, reviewed=reviewed)()
    if isinstance(form, DraftForm):
        form.offer(file.case.kind)
    if isinstance(form, AssignForm):
        _offer_sections(form)
    return form


def _offer_sections(form: AssignForm) -> None:
    sections = organisation.sections(current_user.agency_id)
    names = {section.id: section.name for section in sections}
    form.section.choices = {"": "请选择", **names}
    form.assistants.choices = names
    form.handler.choices = {"": "由科室定"} | {
        person.id: f"{person.display_name}（{names.get(person.section_id or 0, '')}）"
        for person in organisation.handlers(current_user.agency_id)
    }


def _fill(form: StepForm, file: CaseFile) -> None:
    """Begin a draft with the latest one, an assignment with the present one."""
    if isinstance(form, DraftForm):
        for name, words in step_page.stored_words(file).items():
            if name in form:
                form[name].data = words
    if isinstance(form, AssignForm):
        form.section.data, form.handler.data = file.case.section_id, file.case.handler_id


def _keep_chosen(form: StepForm, file: CaseFile) -> None:
    """After a clash: take the stored words where the person preferred them."""
    for name, words in step_page.stored_words(file).items():
        if name in form and request.form.get(f"keep-{name}") == "now":
            form[name].data = words


def _form_page(file: CaseFile, action: Action, form: StepForm, deadline: Deadline) -> str:
    return render_template(
        "cases/act.html", page=step_page.step_page(file, action, form, deadline), form=form
    )


def _clash(file: CaseFile, action: Action, form: StepForm) -> ResponseReturnValue:
    seen = max(form.seen_version, 0)
    page = step_page.clash_page(file, action, form, seen=seen, names=_names(), today=today())
    return render_template("cases/clash.html", page=page), 409


def _done(case: Case, action: Action) -> str:
    due = case.due_on or case.expected_due_on
    if not case.is_open:
        return f"{case.number} 已{action.label}，现在是“{case.state.label}”。"
    return f"{case.number} 已{action.label}，现在是“{case.state.label}”，期限 {due or '待定'}。"
