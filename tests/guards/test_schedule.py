"""The schedule: each entry names a registered task, sweeps expire, tasks are named, limited and retried within bounds."""

import pytest

from tracker.extensions import celery
from worker.base_task import BoundedTask
from worker.schedule import SCHEDULE


@pytest.fixture(scope="module")
def tasks(databases):
    import os

    settings = databases.settings("schedule")
    before = dict(os.environ)
    os.environ.update(
        INSTANCE_DIR=str(settings.instance_dir), DATABASE_URL=settings.database_url,
        SECRET_KEY=settings.secret_key, DATA_KEY=settings.data_key.hex(),
    )  # fmt: skip
    try:
        import worker.celery_app  # noqa: F401 - registers the tasks
    finally:
        os.environ.clear()
        os.environ.update(before)
    return {name: task for name, task in celery.tasks.items() if not name.startswith("celery.")}


def test_every_scheduled_entry_names_a_registered_task(tasks):
    assert {entry["task"] for entry in SCHEDULE.values()} <= set(tasks)


def test_every_task_is_named_explicitly_and_bounded(tasks):
    assert tasks
    for name, task in tasks.items():
        assert name.startswith("tracker."), name
        assert isinstance(task, BoundedTask), name
        assert task.time_limit > task.soft_time_limit > 0, name
        assert 0 < task.max_retries <= 5, name


def test_what_runs_often_expires_before_the_next_one():
    for name, entry in SCHEDULE.items():
        expires = entry["options"]["expires"]
        if isinstance(entry["schedule"], float):
            assert expires < entry["schedule"], name
        assert expires > 0, name
