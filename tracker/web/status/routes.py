"""运行状况: scheduled work, given-up jobs, the calendar's coverage, room on disk, a whole examination."""

from collections.abc import Sequence

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.domain.labels import Role
from tracker.now import now, today
from tracker.queries import heartbeats
from tracker.queries.readiness import readiness
from tracker.services import audit
from tracker.services.keeping import doctor
from tracker.services.rules import rules_for
from tracker.services.timers import job_leases
from tracker.settings import Settings
from tracker.web import wording
from tracker.web.access import allow, signed_in
from tracker.web.status.first_steps import first_steps
from tracker.web.transaction import only_reads

blueprint = Blueprint("status", __name__, url_prefix="/status")
ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
SIGNS = {doctor.Health.WELL: "ok", doctor.Health.WARNING: "warning", doctor.Health.FAULT: "blocker"}


@blueprint.get("/")
@allow(*ADMINISTRATORS)
def show() -> ResponseReturnValue:
    return _page()


@blueprint.post("/examine")
@allow(*ADMINISTRATORS)
@only_reads
def examine() -> ResponseReturnValue:
    return _page(doctor.examine(settings=_settings(), at=now()))


@blueprint.post("/jobs/retry")
@allow(Role.SYSTEM_ADMIN)
def retry_jobs() -> ResponseReturnValue:
    at = now()
    retried = job_leases.retry_given_up(at=at)
    audit.record(action="jobs.retried", at=at, actor_id=current_user.id, detail={"jobs": retried})
    flash(f"{retried} 项任务重新排队，一分钟内开始。", "done")
    return redirect(url_for("status.show"))


def _page(findings: Sequence[doctor.Finding] = ()) -> str:
    year = today().year
    national = rules_for(current_user.agency).national
    page = {
        "silence": heartbeats.scheduler_silence(at=now()),
        "beats": [
            (
                heartbeats.TASK_NAMES.get(beat.name, beat.name),
                wording.moment(beat.beat_at) if beat.beat_at else "没有成功过",
            )
            for beat in heartbeats.all_beats()
        ],
        "trouble": heartbeats.job_trouble(),
        "first_steps": _first_steps(),
        "may_retry": Role.SYSTEM_ADMIN in current_user.roles,
        "years": [(one, national.is_settled(one)) for one in (year - 1, year, year + 1)],
        "disk": _seen(doctor.disk(_settings())),
        "findings": [_seen(finding) for finding in findings],
        "checked_at": wording.moment(now()),
    }
    return render_template("status/show.html", page=page)


def _first_steps() -> list[tuple[str, str, str]]:
    """What the system administrator has still to set up; the other administrators cannot."""
    if Role.SYSTEM_ADMIN not in current_user.roles:
        return []
    return first_steps(readiness(current_user.agency))


def _seen(finding: doctor.Finding) -> tuple[str, str]:
    return SIGNS[finding.health], finding.message


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


@blueprint.get("/alive")
@signed_in
def alive() -> ResponseReturnValue:
    """继续使用: asked by the time-out warning, keeps the session."""
    return "", 204
