"""What every task has: the application's context, limits, bounded retries for named errors, a visible end."""

from typing import Any, ClassVar

from celery import Task
from flask import Flask
from sqlalchemy.exc import OperationalError

from tracker.now import now
from tracker.services.timers import heartbeats
from tracker.unit_of_work import writing

SOFT_LIMIT_SECONDS = 240
HARD_LIMIT_SECONDS = 300


class BoundedTask(Task):  # type: ignore[misc]
    """A task in the application's context. It takes ids and ISO dates only.

    Each call of a service inside is one transaction of ``tracker.unit_of_work``. A busy database is tried
    again three times; any other error ends the task, and its last words stay in the heartbeat's row.
    """

    abstract = True
    flask_app: ClassVar[Flask]
    soft_time_limit = SOFT_LIMIT_SECONDS
    time_limit = HARD_LIMIT_SECONDS
    autoretry_for = (OperationalError,)
    max_retries = 3
    retry_backoff = 2
    beats = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with self.flask_app.app_context():
            result = super().__call__(*args, **kwargs)
            if self.beats:
                with writing():
                    heartbeats.beat(name=self.name, at=now())
            return result

    def on_failure(self, exc: BaseException, task_id: str, args: Any, kwargs: Any, einfo: Any) -> None:
        """Leave the failure where the status page and ``flask doctor`` see it."""
        super().on_failure(exc, task_id, args, kwargs, einfo)
        with self.flask_app.app_context(), writing():
            heartbeats.note_failure(name=self.name, error=f"{type(exc).__name__}: {exc}", at=now())
