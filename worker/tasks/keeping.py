"""Nightly checks."""

from tracker.extensions import celery
from tracker.services import audit
from worker.base_task import BoundedTask


class ChainBroken(RuntimeError):
    """A line of the audit log does not follow from the lines before it."""


@celery.task(name="tracker.verify_audit", base=BoundedTask)  # type: ignore[untyped-decorator]
def verify_audit() -> None:
    """Walk the chain of audit lines; a broken one fails the task, which people see."""
    broken = audit.first_broken_line()
    if broken is not None:
        raise ChainBroken(f"审计记录第 {broken} 行被改动")
