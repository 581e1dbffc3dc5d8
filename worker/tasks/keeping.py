"""Nightly checks."""

from flask import current_app

from tracker.extensions import celery
from tracker.now import now
from tracker.queries.retention import all_retentions
from tracker.services import audit
from tracker.services.cases.verification import Verification
from tracker.services.drafts import sweeping
from tracker.services.keeping import planner
from tracker.services.retention.raw_files import take_away_raw_files
from tracker.unit_of_work import in_batches, writing
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


@celery.task(name="tracker.sweep_drafts", base=BoundedTask)  # type: ignore[untyped-decorator]
def sweep_drafts() -> None:
    """Erase drafts nobody took up again, then the files that wait for nothing."""
    at, settings = now(), current_app.config["SETTINGS"]
    for _ in in_batches(lambda: sweeping.sweep_drafts(days=settings.draft_days, at=at)):
        continue
    for _ in in_batches(lambda: sweeping.sweep_files(folder=settings.attachment_folder, at=at)):
        continue


@celery.task(name="tracker.sweep_raw_files", base=BoundedTask)  # type: ignore[untyped-decorator]
def sweep_raw_files() -> None:
    """Take away import files whose cases hold no personal data any more."""
    folder = current_app.config["SETTINGS"].instance_dir
    for rule in all_retentions():
        take_away_raw_files(rule, instance_dir=folder, at=now())


@celery.task(name="tracker.refresh_planner", base=BoundedTask)  # type: ignore[untyped-decorator]
def refresh_planner() -> None:
    """Let the database look at how its tables have grown."""
    with writing():
        planner.refresh()
