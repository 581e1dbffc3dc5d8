"""运行状况: what the administrators see of the machine, and jobs that are tried once more."""

import pytest

from tracker.domain.labels import Role
from tracker.extensions import db
from tracker.models.reminder import Heartbeat, Job
from tracker.now import now
from tracker.queries.heartbeats import SWEEP

ADMINISTRATORS = [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN]


@pytest.fixture
def given_up(session):
    job = Job(name="recompute_open_cases", key="测试", created_at=now(), run_after=now(), attempts=5)
    job.failed_at, job.last_error = now(), "OperationalError: 测试"
    session.add(job)
    session.commit()
    return job


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_administrators_see_scheduler_jobs_calendar_and_disk(client_as, given_up, role):
    page = client_as(role).get("/status/").text
    for words in ("定时服务没有响应", "OperationalError: 测试", "放假通知", "磁盘剩余"):
        assert words in page
    assert ("重试这些任务" in page) is (role is Role.SYSTEM_ADMIN)


def test_a_scheduled_job_is_called_by_its_chinese_name(client_as, session):
    session.add(Heartbeat(name=SWEEP, beat_at=now()))
    session.commit()
    page = client_as(Role.SYSTEM_ADMIN).get("/status/").text
    assert "到期提醒" in page
    assert SWEEP not in page


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_a_whole_examination_lists_every_check(client_as, role):
    page = client_as(role).post("/status/examine").text
    for words in ("全面体检", "数据库结构", "审计"):
        assert words in page


def test_a_given_up_job_is_tried_again(client_as, given_up):
    assert client_as(Role.SYSTEM_ADMIN).post("/status/jobs/retry").status_code == 302
    db.session.expire_all()
    job = db.session.get(Job, given_up.id)
    assert (job.failed_at, job.attempts) == (None, 0)


@pytest.mark.parametrize("role", [Role.CLERK, Role.HANDLER, Role.SUPERVISOR])
def test_others_do_not_look_behind_the_desk(client_as, role):
    client = client_as(role)
    assert [client.get("/status/").status_code, client.post("/status/examine").status_code] == [403, 403]


@pytest.mark.parametrize("role", [Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_only_the_system_administrator_retries(client_as, role):
    assert client_as(role).post("/status/jobs/retry").status_code == 403
