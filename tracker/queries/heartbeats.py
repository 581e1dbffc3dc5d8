"""Whether scheduled work is alive: the banner of every page and ``flask doctor`` ask here."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from tracker.extensions import db
from tracker.models.reminder import Heartbeat, Job

SWEEP = "tracker.sweep_reminders"
TASK_NAMES = {
    SWEEP: "到期提醒",
    "tracker.resend_jobs": "重新排队没有做完的任务",
    "tracker.verify_cases": "核对办件",
    "tracker.verify_audit": "核对审计记录",
    "tracker.sweep_drafts": "清除放弃的草稿",
    "tracker.sweep_raw_files": "清除导入原件",
    "tracker.refresh_planner": "更新查询统计",
}
"""What people call each scheduled job; a test compares with the schedule."""
LONGEST_SILENCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Silence:
    """The scheduler has not been heard for a while; ``last_beat_at`` is None when it never ran."""

    last_beat_at: datetime | None


@dataclass(frozen=True, slots=True)
class JobTrouble:
    """Jobs that were given up, and the last words of the latest of them."""

    given_up: int
    last_error: str


def scheduler_silence(*, at: datetime, name: str = SWEEP) -> Silence | None:
    """None while the scheduled job ``name`` beats; else since when it is silent. One look-up by key."""
    beat = db.session.execute(select(Heartbeat.beat_at).where(Heartbeat.name == name)).scalar_one_or_none()
    if beat is not None and at - beat <= LONGEST_SILENCE:
        return None
    return Silence(beat)


def all_beats() -> list[Heartbeat]:
    """Every scheduled job that ever ran or failed, by name."""
    return list(db.session.execute(select(Heartbeat).order_by(Heartbeat.name)).scalars())


def job_trouble() -> JobTrouble | None:
    """What became of jobs that ran out of attempts, or None."""
    count = db.session.execute(select(func.count(Job.id)).where(Job.failed_at.is_not(None))).scalar_one()
    if not count:
        return None
    latest = select(Job.last_error).where(Job.failed_at.is_not(None)).order_by(Job.failed_at.desc(), Job.id)
    return JobTrouble(count, db.session.execute(latest.limit(1)).scalar_one())
