"""运行状况: scheduled work, given-up jobs, the calendar's coverage."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.domain.labels import Role
from tracker.now import now, today
from tracker.queries import heartbeats
from tracker.services.rules import rules_for
from tracker.web import wording
from tracker.web.access import allow, signed_in

blueprint = Blueprint("status", __name__, url_prefix="/status")


@blueprint.get("/")
@allow(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
def show() -> ResponseReturnValue:
    year = today().year
    national = rules_for(current_user.agency).national
    page = {
        "silence": heartbeats.scheduler_silence(at=now()),
        "beats": [
            (beat.name, wording.moment(beat.beat_at) if beat.beat_at else "没有成功过")
            for beat in heartbeats.all_beats()
        ],
        "trouble": heartbeats.job_trouble(),
        "years": [(one, national.is_settled(one)) for one in (year - 1, year, year + 1)],
        "checked_at": wording.moment(now()),
    }
    return render_template("status/show.html", page=page)


@blueprint.get("/alive")
@signed_in
def alive() -> ResponseReturnValue:
    """继续使用: asked by the time-out warning, keeps the session."""
    return "", 204
