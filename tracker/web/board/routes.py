"""督办看板."""

from dataclasses import replace
from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.domain.completion import Cohort, GroupBy
from tracker.domain.labels import Kind, Role
from tracker.domain.lifecycle.transitions import CHIEFS
from tracker.domain.permissions import Actor
from tracker.now import now, today
from tracker.queries import board
from tracker.queries.completion import completion_groups
from tracker.queries.figures import Scope
from tracker.web import wording
from tracker.web.access import allow, current_actor
from tracker.web.board.pages import board_page
from tracker.web.board.supervision_notice import sheets
from tracker.web.board.year_figures import Year
from tracker.web.cases.todays import my_rules, my_today
from tracker.web.remedy_words import owed_answer

DECEMBER = 12
blueprint = Blueprint("board", __name__, url_prefix="/board")


@blueprint.get("/")
@allow(Role.SUPERVISOR, *CHIEFS)
def show() -> ResponseReturnValue:
    actor, day = current_actor(), my_today()
    page = board_page(
        pressing=board.pressing(actor, day),
        loads=board.section_loads(actor, day),
        days=board.due_days(actor),
        year=_year(actor),
        week=board.lately(actor, day.on),
        owed=owed_answer(actor.agency_id, on=day.on),
        today=day,
    )
    return render_template("board/show.html", page=page)


@blueprint.get("/notice")
@allow(Role.SUPERVISOR, *CHIEFS)
def notice() -> ResponseReturnValue:
    actor, day = current_actor(), my_today()
    return render_template(
        "board/notice.html",
        sheets=sheets(board.pressing(actor, day, limit=None), day),
        day=wording.official_day(day.on),
        printed={"by": current_user.display_name, "at": now()},
    )


def _year(actor: Actor) -> Year:
    """The twelve months that end with this one, over all kinds."""
    end = today()
    start = date(end.year - 1, end.month + 1, 1) if end.month < DECEMBER else date(end.year, 1, 1)
    received = Scope(
        agency_id=actor.agency_id,
        start=start,
        end=end,
        as_of=end,
        cohort=Cohort.RECEIVED,
        kinds=tuple(Kind),
        viewer=actor,
    )
    closed = replace(received, cohort=Cohort.CLOSED)
    return Year(
        start,
        end,
        completion_groups(received, GroupBy.MONTH),
        completion_groups(closed, GroupBy.MONTH),
        completion_groups(closed, GroupBy.SECTION),
        completion_groups(received, GroupBy.TYPE),
        my_rules().reading.rounding,
    )
