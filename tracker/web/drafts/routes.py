"""草稿 from scripts: kept quietly while somebody types, files taken in before the form is sent; and given up."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.now import now
from tracker.queries.drafts import my_draft
from tracker.services.drafts.keeping import FormPlace, erase
from tracker.web import wording
from tracker.web.access import allow, case_people, when_timed_out
from tracker.web.cases import kept_steps
from tracker.web.drafts.typed import keep_typed, kept_form, take_in
from tracker.web.register import sheet
from tracker.web.register.routes import REGISTERING, keep_for_later

blueprint = Blueprint("drafts", __name__, url_prefix="/drafts")


@blueprint.post("/register/<code>")
@allow(*REGISTERING)
@when_timed_out(keep_for_later)
def keep_registration(code: str) -> ResponseReturnValue:
    channel = sheet.open_channel(code)
    form = sheet.filled(channel)
    if sheet.registered_already(form):
        return _note("")
    keep_typed(sheet.place_of(channel, form))
    return _note(f"已存 {wording.clock_time(now())}")


@blueprint.post("/register/<code>/files")
@allow(*REGISTERING)
@when_timed_out(keep_for_later)
def registration_files(code: str) -> ResponseReturnValue:
    channel = sheet.open_channel(code)
    form = sheet.filled(channel)
    if sheet.registered_already(form):
        abort(409)
    return _file_list(sheet.place_of(channel, form))


@blueprint.post("/steps/<int:case_id>/<action>")
@case_people
@when_timed_out(kept_steps.keep_for_later)
def keep_step(case_id: int, action: str) -> ResponseReturnValue:
    return _note(kept_steps.keep_quietly(case_id, action))


@blueprint.post("/steps/<int:case_id>/<action>/files")
@case_people
@when_timed_out(kept_steps.keep_for_later)
def step_files(case_id: int, action: str) -> ResponseReturnValue:
    return _file_list(kept_steps.place_for_files(case_id, action))


@blueprint.post("/<int:draft_id>/give-up")
@case_people
def give_up(draft_id: int) -> ResponseReturnValue:
    draft = my_draft(current_user.id, draft_id)
    if draft is None:
        flash("这份草稿已经不在了。", "warning")
    else:
        erase(draft)
        flash("草稿已放弃，填写的内容已清除。", "done")
    return redirect(url_for("workbench.home"))


def _note(words: str) -> Response:
    """What the note beside 存草稿 says; nothing where the form was sent already."""
    return Response(words, mimetype="text/plain")


def _file_list(place: FormPlace) -> str:
    refusals = take_in(place)
    return render_template("drafts/file_list.html", kept=kept_form(place, keep_url="", refusals=refusals))
