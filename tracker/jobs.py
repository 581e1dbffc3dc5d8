"""Background work: a row first, a message after the commit.

``tracker`` names a job and never imports ``worker``. The message only wakes a worker up; the row in ``jobs``
is the truth, and the sweep sends again whatever is due and has no live lease.
"""

import contextlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from tracker.extensions import celery, db
from tracker.models.reminder import Job
from tracker.settings import Settings

RUN_JOB = "tracker.run_job"
_WAITING = "jobs to send after commit"


def broker_settings(settings: Settings) -> dict[str, Any]:
    """Celery's configuration for this installation: Redis where given, else folders inside INSTANCE_DIR."""
    shared: dict[str, Any] = {
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        "task_ignore_result": True,
        "timezone": "Asia/Shanghai",
        "broker_connection_retry_on_startup": True,
        "worker_hijack_root_logger": False,
    }
    if settings.redis_url:
        return shared | {
            "broker_url": settings.redis_url,
            "broker_transport_options": {
                "visibility_timeout": 3600,
                "unacked_restore_interval": 2,
                "unacked_restore_throttle": 1,
            },
        }
    messages, control = settings.broker_folder / "messages", settings.broker_folder / "control"
    for folder in (messages, control):
        folder.mkdir(parents=True, exist_ok=True)
    return shared | {
        "broker_url": "filesystem://",
        "broker_transport_options": {
            "data_folder_in": str(messages),
            "data_folder_out": str(messages),
            "control_folder": str(control),
            "polling_interval": 0.2,
        },
    }


def enqueue(name: str, *, key: str, at: datetime, arguments: dict[str, Any] | None = None) -> Job:
    """Write down a job of this transaction; a second one with the same ``key`` is the first one.

    ``arguments`` are ids and ISO dates only.
    """
    existing = db.session.query(Job).filter_by(key=key).one_or_none()
    if existing:
        return existing
    job = Job(name=name, key=key, arguments=json.dumps(arguments or {}), created_at=at, run_after=at)
    db.session.add(job)
    db.session.flush()
    db.session.info.setdefault(_WAITING, []).append(job.id)
    return job


@event.listens_for(Session, "after_commit")
def _wake_worker(session: Session) -> None:
    for job_id in session.info.pop(_WAITING, []):
        # A broker that is down loses nothing: the sweep finds the row.
        with contextlib.suppress(Exception):
            celery.send_task(RUN_JOB, args=[job_id], retry=False)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_WAITING, None)
