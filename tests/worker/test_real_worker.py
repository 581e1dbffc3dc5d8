"""The broker is not trusted: kill the worker, delete the broker, and nothing is lost and nothing doubled."""

import dataclasses
import shutil
import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from celery import Celery

from tests.factories import SectionFactory, UserFactory, registered
from tests.harness.databases import redis_url, unavailable
from tests.worker.real_worker import RealWorker
from tracker import jobs
from tracker.domain.labels import Kind, Role
from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.models.case import CaseCycle
from tracker.models.reminder import Heartbeat, Job, Notice, Reminder
from tracker.now import now
from tracker.services.timers import sweep
from tracker.unit_of_work import in_batches, writing

pytestmark = pytest.mark.worker
REMINDERS_OF_A_CASE = 5
MORNING = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture(params=["embedded", "redis"])
def settings(request, installation, worker_id):
    chosen = installation.config["SETTINGS"]
    if request.param == "embedded":
        yield chosen
        return
    url = redis_url(worker_id)
    if url is None and chosen.is_server:
        unavailable("TEST_REDIS_URL is not set")
    if url is None:
        pytest.skip("the embedded mode has no Redis; TEST_REDIS_URL is not set")
    import redis

    client = redis.Redis.from_url(url)
    client.flushdb()
    yield dataclasses.replace(chosen, redis_url=url)
    client.flushdb()


def overdue_cases(count):
    handler = UserFactory(roles=(Role.HANDLER,), section=SectionFactory())
    return [registered(received_on=date(2026, 3, 2), handler=handler, at=MORNING).id for _ in range(count)]


def send(settings, name, *args):
    sender = Celery("sender")
    sender.conf.update(jobs.broker_settings(settings))
    sender.send_task(name, args=args)
    sender.close()


def each_told_once(case_ids):
    db.session.rollback()
    told = [(row.case_id, row.key, row.user_id) for row in reminded()]
    return len(set(told)) == len(told) == len(case_ids) * REMINDERS_OF_A_CASE


def reminded():
    return db.session.query(Notice).filter(Notice.key.startswith("reminder:"))


def test_a_killed_worker_and_a_deleted_broker_lose_nothing_and_double_nothing(installation, settings):
    with installation.app_context():
        case_ids = overdue_cases(8)
        with writing():
            jobs.enqueue("recompute_open_cases", key="test", at=now(), arguments={"reason": "测试"})
        job_id = db.session.query(Job.id).scalar()
        db.session.rollback()
        first = RealWorker(settings)
        first.start()
        send(settings, "tracker.sweep_reminders")
        send(settings, "tracker.run_job", job_id)
        first.until(lambda: "ready." in first.words(), "the worker is up")
        first.kill()
        shutil.rmtree(settings.broker_folder, ignore_errors=True)
        jobs.broker_settings(settings)
        expire_leases()
        with RealWorker(settings) as second:
            send(settings, "tracker.resend_jobs")
            second.until(lambda: is_finished(job_id), "the job is finished")
            second.until(lambda: each_told_once(case_ids), "everybody is told")
            second.until(lambda: beats("tracker.sweep_reminders"), "the sweep beats")
        assert each_told_once(case_ids)
        assert db.session.query(Reminder).filter_by(fired_at=None).count() == 0
        assert db.session.query(AuditEntry).filter_by(action="deadlines.recomputed").count() >= 1


def expire_leases():
    """As if the lease of the killed worker had run out."""
    with writing():
        for job in db.session.query(Job).filter(Job.finished_at.is_(None)):
            job.leased_until = None


def is_finished(job_id):
    db.session.rollback()
    return db.session.get(Job, job_id).finished_at


def beats(name):
    db.session.rollback()
    return db.session.get(Heartbeat, name)


def test_two_sweeps_at_once_tell_everybody_once(installation):
    with installation.app_context():
        case_ids = overdue_cases(30)
    results, failures = [], []

    def sweep_all():
        try:
            with installation.app_context():
                at = now() + timedelta(seconds=1)
                batches = in_batches(lambda: sweep.fire_batch(at=at, most=3))
                results.append(sum(batch.notified for batch in batches))
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            failures.append(error)

    threads = [threading.Thread(target=sweep_all) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with installation.app_context():
        assert sum(results) == reminded().count() == len(case_ids) * REMINDERS_OF_A_CASE
        assert each_told_once(case_ids)


def test_a_job_fails_visibly_after_five_attempts_and_is_not_sent_again(installation, monkeypatch):
    from tracker.services.timers import job_leases
    from worker import job_kinds, job_runner

    def broken(**_):
        raise ValueError("坏数据")

    monkeypatch.setitem(job_kinds.WORK, "broken", broken)
    with installation.app_context():
        with writing():
            job_id = jobs.enqueue("broken", key="broken", at=now()).id
        for _ in range(7):
            with writing():
                db.session.get(Job, job_id).run_after = now()
            job_runner.run(job_id=job_id)
        job = db.session.get(Job, job_id)
        assert (job.attempts, job.failed_at is not None, job.last_error) == (5, True, "ValueError: 坏数据")
        assert job_leases.due(at=now() + timedelta(days=9)) == []
        db.session.rollback()


def test_rounds_are_rebuilt_by_jobs_that_hand_on(installation, monkeypatch):
    from tracker.services.cases import rebuilding
    from worker import job_kinds, job_runner

    monkeypatch.setattr(rebuilding, "BATCH", 2)
    monkeypatch.setattr(job_kinds, "BATCHES_A_JOB", 1)
    with installation.app_context():
        with writing():
            handler = UserFactory(roles=(Role.HANDLER,), section=SectionFactory())
            for _ in range(5):
                registered(Kind.HOTLINE, handler=handler)
            db.session.query(CaseCycle).update({"contact_by": None})
            rebuilding.request_rest(because_of="0020", after_id=0, at=now())
        for _ in range(4):
            waiting = db.session.query(Job.id).filter_by(finished_at=None).scalar()
            db.session.rollback()
            job_runner.run(job_id=waiting)
        assert db.session.query(Job).filter_by(finished_at=None).count() == 0
        assert db.session.query(CaseCycle).filter_by(contact_by=None).count() == 0
        db.session.rollback()


def test_a_leased_job_is_left_alone_until_the_lease_ends(installation):
    from tracker.services.timers import job_leases

    at = now()
    with installation.app_context():
        with writing():
            job_id = jobs.enqueue("recompute_open_cases", key="leased", at=at).id
        with writing():
            assert job_leases.claim(job_id=job_id, at=at)
        with writing():
            assert job_leases.claim(job_id=job_id, at=at + timedelta(minutes=9)) is None
            assert job_leases.due(at=at + timedelta(minutes=9)) == []
            assert job_leases.due(at=at + timedelta(minutes=11)) == [job_id]
            assert job_leases.claim(job_id=job_id, at=at + timedelta(minutes=11))
