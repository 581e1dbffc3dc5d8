"""Claim a job, do its work, finish it; or write down why not."""

import json

import structlog

from tracker.extensions import db
from tracker.now import now
from tracker.services.timers import job_leases
from tracker.unit_of_work import writing
from worker.job_kinds import WORK

log = structlog.get_logger()


def run(*, job_id: int) -> None:
    """Do the job's work once; a second call while it is leased, or after its end, does nothing."""
    with writing():
        job = job_leases.claim(job_id=job_id, at=now())
        claimed = (job.name, json.loads(job.arguments)) if job else None
    if claimed is None:
        return
    name, arguments = claimed
    try:
        WORK[name](**arguments)
        with writing():
            job_leases.finish(job_id=job_id, at=now())
    except Exception as error:
        db.session.rollback()
        log.exception("job failed", job_id=job_id, name=name)
        with writing():
            job_leases.fail(job_id=job_id, error=f"{type(error).__name__}: {error}", at=now())
