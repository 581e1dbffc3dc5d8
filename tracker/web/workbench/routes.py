"""Home: what waits for me."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.domain.permissions import CASE_ROLES
from tracker.queries import drafts, notices
from tracker.queries.cases import desk
from tracker.web.access import current_actor, signed_in
from tracker.web.cases.todays import my_today
from tracker.web.register.routes import REGISTERING
from tracker.web.workbench.pages import workbench_page

blueprint = Blueprint("workbench", __name__)
SHOWN_NOTICES = 6
SHOWN_DRAFTS = 8


@blueprint.get("/")
@signed_in
def home() -> ResponseReturnValue:
    actor = current_actor()
    if actor.roles.isdisjoint(CASE_ROLES):
        return redirect(url_for("status.show"))
    day, latest = my_today(), notices.latest(current_user.id, limit=SHOWN_NOTICES)
    page = workbench_page(
        mine=desk.waiting_for_me(actor, day),
        others=desk.i_wait_for(actor, day),
        notices=latest,
        unread=notices.unread_count(current_user.id),
        numbers=notices.case_numbers(latest),
        today=day,
        drafts=drafts.my_drafts(actor, limit=SHOWN_DRAFTS),
        may_register=actor.has(*REGISTERING),
    )
    return render_template("workbench/show.html", page=page)
