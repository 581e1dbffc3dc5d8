"""Home: what waits for me."""

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.permissions import CASE_ROLES, Actor
from tracker.queries import drafts, notices
from tracker.queries.approvals import approvals_of
from tracker.queries.cases import desk
from tracker.queries.cases.due_days import counts_by_day
from tracker.web.access import case_people, current_actor, signed_in
from tracker.web.cases.todays import my_today
from tracker.web.register.routes import REGISTERING
from tracker.web.workbench.due_page import Span, due_page, filter_of, scope_of
from tracker.web.workbench.pages import WorkbenchPage, workbench_page

blueprint = Blueprint("workbench", __name__)
YEARS_AROUND = 50
SHOWN_NOTICES = 6
SHOWN_DRAFTS = 5


@blueprint.get("/")
@signed_in
def home() -> ResponseReturnValue:
    actor = current_actor()
    if actor.roles.isdisjoint(CASE_ROLES):
        return redirect(url_for("status.show"))
    return render_template("workbench/show.html", page=_page(actor))


def _page(actor: Actor) -> WorkbenchPage:
    day, latest = my_today(), notices.latest(actor.user_id, limit=SHOWN_NOTICES)
    approvals = approvals_of(actor.agency_id)
    return workbench_page(
        actor=actor,
        mine=desk.waiting_for_me(actor, day, approvals),
        others=desk.i_wait_for(actor, day, approvals),
        approvals=approvals,
        notices=latest,
        unread=notices.unread_count(actor.user_id),
        numbers=notices.case_numbers(latest),
        today=day,
        drafts=drafts.my_drafts(actor, limit=SHOWN_DRAFTS),
        may_register=actor.has(*REGISTERING),
    )


@blueprint.get("/due")
@case_people
def due() -> ResponseReturnValue:
    actor, day = current_actor(), my_today()
    scope = scope_of(request.args.get("whose", ""), actor)
    span = Span.around(_asked_day(day.on), is_week=request.args.get("span") == "week")
    chosen = filter_of(scope, actor)
    found = counts_by_day(actor, chosen, day, first=span.first, last=span.last)
    rows = [] if span.month else desk.due_between(actor, chosen, day, first=span.first, last=span.last)
    page = due_page(span=span, scope=scope, counts=found, rows=rows, today=day, actor=actor)
    return render_template("workbench/due.html", page=page)


def _asked_day(today: date) -> date:
    """The day in the address; today where it names none the calendar can hold."""
    try:
        asked = date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return today
    return asked if abs(asked.year - today.year) <= YEARS_AROUND else today
