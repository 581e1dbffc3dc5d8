"""Nightly checks."""

from tracker.extensions import celery
from tracker.services import audit
from tracker.services.cases.verification import Verification
from worker.base_task import BoundedTask


class CasesDrifted(RuntimeError):
    """Stored columns of a case do not follow from its events."""


class ChainBroken(RuntimeError):
    """A line of the audit log does not follow from the lines before it."""


@celery.task(name="tracker.verify_audit", base=BoundedTask)  # type: ignore[untyped-decorator]
def verify_audit() -> None:
    """Walk the chain of audit lines; a broken one fails the task, which people see."""
    broken = audit.first_broken_line()
    if broken is not None:
        raise ChainBroken(f"审计记录第 {broken} 行被改动")


@celery.task(name="tracker.verify_cases", base=BoundedTask)  # type: ignore[untyped-decorator]
def verify_cases() -> None:
    """Replay every case; a drifted one fails the task, which people see."""
    drift = next(Verification().drifted(), None)
    if drift is not None:
        raise CasesDrifted(f"{drift.number} 的 {drift.place} 与事件不一致，请运行 flask cases verify")
