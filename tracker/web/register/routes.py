"""登记: choose the channel, fill the form, see the deadline before saving."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.domain.errors import DomainError
from tracker.domain.labels import Role
from tracker.models.agency import Channel
from tracker.queries import organisation
from tracker.queries.drafts import find_draft
from tracker.web.access import allow, when_timed_out
from tracker.web.drafts.typed import as_typed, keep_typed, take_in
from tracker.web.register import sheet

blueprint = Blueprint("register", __name__, url_prefix="/register")
REGISTERING = (Role.CLERK, Role.SECTION_LEAD, Role.HANDLER)


def keep_for_later(code: str) -> str:
    """Keep the form that came too late, and say where it is taken up again."""
    channel = sheet.open_channel(code)
    form = sheet.filled(channel)
    if sheet.registered_already(form) is None:
        take_in(sheet.place_of(channel, form))
        keep_typed(sheet.place_of(channel, form))
    return url_for("register.new", code=code, draft=form.submission_key.data)


@blueprint.get("/")
@allow(*REGISTERING)
def choose() -> ResponseReturnValue:
    return redirect(url_for("register.new", code=organisation.channels(current_user.agency_id)[0].code))


@blueprint.get("/<code>")
@allow(*REGISTERING)
def new(code: str) -> ResponseReturnValue:
    channel = sheet.open_channel(code)
    if key := request.args.get("draft"):
        draft = find_draft(current_user.id, key)
        if draft is not None and draft.channel_id == channel.id:
            return sheet.form_page(channel, sheet.filled(channel, as_typed(draft)), looked_up=True)
        flash("这份草稿已经登记或者放弃了，下面是新的一张。", "warning")
    form = sheet.filled(channel)
    sheet.begin_alike(form)
    return sheet.form_page(channel, form)


@blueprint.post("/<code>")
@allow(*REGISTERING)
@when_timed_out(keep_for_later)
def submit(code: str) -> ResponseReturnValue:
    channel = sheet.open_channel(code)
    form = sheet.filled(channel)
    if earlier := sheet.registered_already(form):
        return sheet.after(earlier, channel, form)
    refusals = take_in(sheet.place_of(channel, form))
    if request.form.get("go") == "keep":
        return _kept(channel, form, refusals)
    looks = sheet.only_looks(form)
    if looks or not form.validate() or refusals:
        page = sheet.form_page(channel, form, looked_up=True, refusals=refusals)
        return page, 200 if looks else 422
    return _registered(channel, form)


def _registered(channel: Channel, form: sheet.AnyForm) -> ResponseReturnValue:
    try:
        return sheet.after(sheet.register(channel, form), channel, form)
    except DomainError as refused:
        form.refuse(refused)
        return sheet.form_page(channel, form, looked_up=True), 422


def _kept(channel: Channel, form: sheet.AnyForm, refusals: list[str]) -> ResponseReturnValue:
    """存草稿: the same form goes on, and waits on the workbench."""
    keep_typed(sheet.place_of(channel, form))
    flash("草稿已存，工作台的「接着做」里也能接着登。", "done")
    for sentence in refusals:
        flash(sentence, "warning")
    return redirect(url_for("register.new", code=channel.code, draft=form.submission_key.data))


@blueprint.post("/<code>/preview")
@allow(*REGISTERING)
def preview_deadline(code: str) -> ResponseReturnValue:
    channel = sheet.open_channel(code)
    form = sheet.filled(channel)
    page = sheet.page_around(channel, form, shown=sheet.deadline_preview(channel, form))
    return render_template("register/preview.html", page=page)


@blueprint.post("/<code>/similar")
@allow(*REGISTERING)
def similar_cases(code: str) -> ResponseReturnValue:
    channel = sheet.open_channel(code)
    form = sheet.filled(channel)
    page = sheet.page_around(channel, form, found=sheet.hints(channel, form))
    return render_template("register/similar.html", page=page)
