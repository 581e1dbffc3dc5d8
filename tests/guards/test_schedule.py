"""The schedule: each entry names a registered task, sweeps expire, tasks are named, limited and retried within bounds."""

import ast
from pathlib import Path

import pytest

from tracker.extensions import celery
from tracker.queries.heartbeats import TASK_NAMES
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


def test_every_scheduled_task_has_a_name_for_people():
    assert {entry["task"] for entry in SCHEDULE.values()} == set(TASK_NAMES)


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


def names_of_jobs():
    """The first argument of every ``enqueue(…)`` in the tracker, constants looked up in their module."""
    root = Path(__file__).resolve().parents[2]
    for path in root.glob("tracker/**/*.py"):
        text = path.read_text(encoding="utf-8")
        if "enqueue(" not in text or path.name == "jobs.py":
            continue
        tree = ast.parse(text)
        constants = {
            node.targets[0].id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", getattr(node.func, "attr", "")) == "enqueue"
            ):
                first = node.args[0]
                yield first.value if isinstance(first, ast.Constant) else constants[first.id]


def test_every_job_that_is_named_is_one_the_worker_can_do():
    from worker.job_kinds import WORK

    assert set(names_of_jobs()) == set(WORK)
