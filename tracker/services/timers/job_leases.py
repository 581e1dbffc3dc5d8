"""后台任务: a job is claimed by a conditional update with a lease, and finished in the transaction of its work."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from tracker.extensions import db
from tracker.models.reminder import Job

LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 5
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_ERROR = 2000


def claim(*, job_id: int, at: datetime, lease: timedelta = LEASE) -> Job | None:
    """Take the job for ``lease``; None when it is finished, given up, not due yet or in other hands."""
    claimed = db.session.execute(
        update(Job)
        .where(
            Job.id == job_id,
            Job.finished_at.is_(None),
            Job.failed_at.is_(None),
            Job.run_after <= at,
            or_(Job.leased_until.is_(None), Job.leased_until <= at),
        )
        .values(leased_until=at + lease, attempts=Job.attempts + 1)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    return None if claimed is None else db.session.get(Job, job_id, populate_existing=True)


def finish(*, job_id: int, at: datetime) -> None:
    """Mark the job done; belongs into the same transaction as the last of its work."""
    job = db.session.get_one(Job, job_id)
    job.finished_at = at
    job.leased_until = None
    job.last_error = ""
    db.session.flush()


def fail(*, job_id: int, error: str, at: datetime) -> None:
    """Let the job wait longer after each failure; after the fifth it is given up and shown to administrators."""
    job = db.session.get_one(Job, job_id)
    job.last_error = error[:LONGEST_ERROR]
    job.leased_until = None
    if job.attempts >= MOST_ATTEMPTS:
        job.failed_at = at
    else:
        job.run_after = at + FIRST_PAUSE * 2 ** (job.attempts - 1)
    db.session.flush()


def due(*, at: datetime, most: int = 200) -> list[int]:
    """The ids of jobs that should run now and that nobody holds, the longest waiting first."""
    return list(
        db.session.execute(
            select(Job.id)
            .where(
                Job.finished_at.is_(None),
                Job.failed_at.is_(None),
                Job.run_after <= at,
                or_(Job.leased_until.is_(None), Job.leased_until <= at),
            )
            .order_by(Job.run_after, Job.id)
            .limit(most)
        ).scalars()
    )


def retry_given_up(*, at: datetime) -> int:
    """Let every job that was given up wait for its turn again, with all its attempts; returns how many."""
    retried = db.session.execute(
        update(Job)
        .where(Job.failed_at.is_not(None), Job.finished_at.is_(None))
        .values(failed_at=None, attempts=0, run_after=at, leased_until=None)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    ).scalars()
    return len(retried.all())
