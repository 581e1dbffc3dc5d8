"""What ``celery --app worker.celery_app`` finds: the application's Celery with every task and the schedule."""

from importlib import import_module
from typing import Any

from celery.signals import worker_process_init, worker_ready

from tracker.app import create_app
from tracker.extensions import celery, db
from worker.base_task import BoundedTask
from worker.schedule import BEFORE_THE_NEXT, SCHEDULE

TASK_MODULES = ("keeping", "reminders", "running_jobs")

app = celery
flask_app = create_app()
BoundedTask.flask_app = flask_app
celery.conf.beat_schedule = SCHEDULE
for name in TASK_MODULES:
    import_module(f"worker.tasks.{name}")


@worker_process_init.connect  # type: ignore[untyped-decorator]
def _open_own_connections(**_: Any) -> None:
    """A forked child must not use its parent's connections."""
    with flask_app.app_context():
        db.engine.dispose(close=False)


@worker_ready.connect  # type: ignore[untyped-decorator]
def _catch_up(**_: Any) -> None:
    """Sweep at once when the worker comes up: the machine may have slept."""
    celery.send_task("tracker.sweep_reminders", expires=BEFORE_THE_NEXT["expires"])
