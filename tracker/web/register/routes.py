"""登记: choose the channel, fill the form, see the deadline before saving."""

import uuid

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.domain.errors import DomainError
from tracker.domain.labels import ReceiptMethod, Role
from tracker.models.agency import Channel
from tracker.models.case import Case
from tracker.now import now, today
from tracker.queries import organisation
from tracker.queries.cases import one, similar
from tracker.services.cases import preview
from tracker.services.cases.register import register_case
from tracker.web import deadline_words
from tracker.web.access import allow, current_actor
from tracker.web.deadline_words import Preview
from tracker.web.form_base import chosen
from tracker.web.register.forms import DisclosureForm, ItemForm, form_for
from tracker.web.register.pages import Hint, RegisterPage, hint, register_page

blueprint = Blueprint("register", __name__, url_prefix="/register")
REGISTERING = (Role.CLERK, Role.SECTION_LEAD, Role.HANDLER)
AnyForm = ItemForm | DisclosureForm


@blueprint.get("/")
@allow(*REGISTERING)
def choose() -> ResponseReturnValue:
    return redirect(url_for("register.new", code=organisation.channels(current_user.agency_id)[0].code))


@blueprint.get("/<code>")
@allow(*REGISTERING)
def new(code: str) -> ResponseReturnValue:
    channel = _channel(code)
    form = _prepared(channel)
    form.submission_key.data = uuid.uuid4().hex
    if received := request.args.get("received_on"):
        form.received_on.raw_data = [received]
    return _form_page(channel, form)


@blueprint.post("/<code>")
@allow(*REGISTERING)
def submit(code: str) -> ResponseReturnValue:
    channel = _channel(code)
    form = _prepared(channel)
    if _only_looks(form):
        return _form_page(channel, form, looked_up=True)
    if not form.validate():
        return _form_page(channel, form, looked_up=True), 422
    earlier = one.by_submission_key(current_user.agency_id, form.submission_key.data or "")
    if earlier:
        return _after(earlier, channel, form)
    try:
        case = _register(channel, form)
    except DomainError as refused:
        form.refuse(refused)
        return _form_page(channel, form, looked_up=True), 422
    return _after(case, channel, form)


@blueprint.post("/<code>/preview")
@allow(*REGISTERING)
def preview_deadline(code: str) -> ResponseReturnValue:
    channel = _channel(code)
    form = _prepared(channel)
    return render_template("register/preview.html", page=_page(channel, form, shown=_preview(channel, form)))


@blueprint.post("/<code>/similar")
@allow(*REGISTERING)
def similar_cases(code: str) -> ResponseReturnValue:
    channel = _channel(code)
    form = _prepared(channel)
    return render_template("register/similar.html", page=_page(channel, form, hints=_hints(channel, form)))


def _channel(code: str) -> Channel:
    found = organisation.channel(current_user.agency_id, code)
    if found is None or not found.is_active:
        abort(404)
    return found


def _prepared(channel: Channel) -> AnyForm:
    form = form_for(channel)
    sections = organisation.sections(current_user.agency_id)
    names = {section.id: section.name for section in sections}
    form.section.choices = {"": "待分办", **names}
    form.reported_section.choices = {"": "无", **names}
    form.handler.choices = {"": "由科室定"} | {
        person.id: f"{person.display_name}（{names.get(person.section_id or 0, '')}）"
        for person in organisation.handlers(current_user.agency_id)
    }
    return form


def _only_looks(form: AnyForm) -> bool:
    """算期限 and 关联 show the form again and save nothing."""
    linked = request.form.get("link")
    if linked:
        form.previous_case.data = linked
    return bool(linked) or request.form.get("go") == "preview"


def _register(channel: Channel, form: AnyForm) -> Case:
    if form.previous_id and one.find(current_actor(), form.previous_id) is None:
        raise DomainError("要关联的办件不存在，或者您不能查看它。请取消关联后再登记。")
    return register_case(
        channel=channel,
        fields=form.case_fields(),
        actor=current_actor(),
        at=now(),
        section_id=form.section.data,
        handler_id=form.handler.data,
        submission_key=form.submission_key.data or None,
    )


def _preview(channel: Channel, form: AnyForm) -> Preview | None:
    """The deadline of what is typed so far, or None while the receipt day is missing."""
    if form.day_received() is None:
        return None
    try:
        deadline = preview.deadline_for(channel, form.case_fields(), as_of=today())
    except DomainError as refused:
        return Preview(title=deadline_words.title_of(channel.kind), refusal=refused.message)
    return deadline_words.preview(deadline, today=today())


def _hints(channel: Channel, form: AnyForm) -> list[Hint]:
    day = form.day_received()
    if day is None:
        return []
    found = similar.similar_cases(
        actor=current_actor(),
        channel_id=channel.id,
        received_on=day,
        source_number=form.source_number.data or "" if isinstance(form, ItemForm) else "",
        phone=form.phone.data or "",
        title=form.title.data or "" if isinstance(form, ItemForm) else "",
    )
    return [hint(one_case, today=today(), linked_to=form.previous_id) for one_case in found]


def _page(
    channel: Channel, form: AnyForm, *, shown: Preview | None = None, hints: list[Hint] | None = None
) -> RegisterPage:
    method = chosen(ReceiptMethod, form.receipt_method) if isinstance(form, DisclosureForm) else None
    return register_page(
        channel,
        organisation.channels(current_user.agency_id),
        method=method,
        preview=shown,
        duplicates=hints or (),
        dispatch_text=request.form.get("dispatch", ""),
    )


def _form_page(channel: Channel, form: AnyForm, *, looked_up: bool = False) -> str:
    hints = _hints(channel, form) if looked_up else []
    page = _page(channel, form, shown=_preview(channel, form), hints=hints)
    return render_template("register/form.html", form=form, page=page)


def _after(case: Case, channel: Channel, form: AnyForm) -> ResponseReturnValue:
    """Where registering leads: the next empty form with its day kept, the receipt, or the case."""
    due = case.due_on.isoformat() if case.due_on else "待定"
    flash(f"已登记 {case.number}，{deadline_words.title_of(case.kind)} {due}。", "done")
    if request.form.get("go") == "again":
        kept = form.day_received()
        return redirect(url_for("register.new", code=channel.code, received_on=kept))
    if request.form.get("go") == "receipt":
        return redirect(url_for("papers.receipt", case_id=case.id))
    return redirect(url_for("cases.show", case_id=case.id))
