"""Timers that tell people."""

from tracker.extensions import celery
from tracker.now import now
from tracker.services.timers import sweep
from tracker.unit_of_work import in_batches
from worker.base_task import BoundedTask


@celery.task(name="tracker.sweep_reminders", base=BoundedTask)  # type: ignore[untyped-decorator]
def sweep_reminders() -> None:
    """Fire everything due by now, batch by batch."""
    at = now()
    for _ in in_batches(lambda: sweep.fire_batch(at=at)):
        continue
