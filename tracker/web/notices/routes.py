"""All notices of the signed-in person."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.now import now, today
from tracker.queries import notices as reading
from tracker.services import notices as writing
from tracker.web.access import signed_in
from tracker.web.workbench.pages import shown_notice

blueprint = Blueprint("notices", __name__, url_prefix="/notices")


@blueprint.get("/")
@signed_in
def index() -> ResponseReturnValue:
    found = reading.latest(current_user.id, before=request.args.get("before", type=int))
    numbers = reading.case_numbers(found)
    page = {
        "notices": [shown_notice(notice, numbers, today()) for notice in found],
        "unread": reading.unread_count(current_user.id),
        "next_url": url_for("notices.index", before=found[-1].id) if len(found) == reading.PAGE_ROWS else "",
    }
    return render_template("notices/index.html", page=page)


@blueprint.post("/read")
@signed_in
def read() -> ResponseReturnValue:
    writing.mark_all_read(user_id=current_user.id, at=now())
    flash("通知已全部标为已读。", "done")
    return redirect(url_for("notices.index"))
