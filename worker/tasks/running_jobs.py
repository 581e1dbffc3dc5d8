"""Jobs: run one, wake up those whose message or worker was lost."""

from tracker.extensions import celery
from tracker.jobs import RUN_JOB
from tracker.now import now
from tracker.services.timers import job_leases
from worker import job_runner
from worker.base_task import BoundedTask


class JobTask(BoundedTask):
    """Runs when there is a job, so its silence means nothing."""

    abstract = True
    beats = False


@celery.task(name=RUN_JOB, base=JobTask)  # type: ignore[untyped-decorator]
def run_job(job_id: int) -> None:
    """Do the job, unless somebody else has it or has done it."""
    job_runner.run(job_id=job_id)


@celery.task(name="tracker.resend_jobs", base=BoundedTask)  # type: ignore[untyped-decorator]
def resend_jobs() -> None:
    """Send a message for every job that is due and in nobody's hands."""
    for job_id in job_leases.due(at=now()):
        celery.send_task(RUN_JOB, args=[job_id])
