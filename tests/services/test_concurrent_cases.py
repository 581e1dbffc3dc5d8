"""Many hands at once: numbers without gaps or doubles, one winner per version, one case per form."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from tests.factories import SectionFactory, UserFactory, actor_of, registered
from tracker.domain.errors import DomainError, VersionClash
from tracker.domain.labels import Role
from tracker.extensions import db
from tracker.models.agency import Channel
from tracker.models.case import Case
from tracker.services.cases import oversee
from tracker.services.cases.register import CaseFields, register_case
from tracker.services.cases.work import case_work
from tracker.unit_of_work import writing

AT = datetime(2026, 3, 3, 2, tzinfo=UTC)
pytestmark = pytest.mark.server


@pytest.fixture
def clerk(installation):
    with installation.app_context():
        return actor_of(UserFactory(roles=(Role.CLERK,)))


def _at_once(installation, task, count):
    """Run ``task(number)`` in ``count`` threads that start together; its results or what it raised."""
    start = threading.Barrier(count)

    def run(number):
        with installation.app_context():
            start.wait(timeout=20)
            try:
                with writing():
                    return task(number)
            except (DomainError, ZeroDivisionError) as error:
                return error
            finally:
                db.session.remove()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def _register(clerk, **facts):
    channel = db.session.execute(select(Channel).where(Channel.code == "hotline_12345")).scalar_one()
    fields = CaseFields(title="测试镇样本村路灯不亮", received_on=date(2026, 3, 2), **{
        name: value for name, value in facts.items() if name != "key"
    })  # fmt: skip
    return register_case(
        channel=channel, fields=fields, actor=clerk, at=AT, submission_key=facts.get("key")
    ).number


def _numbers(installation):
    with installation.app_context():
        return sorted(int(number.split("〕")[1].rstrip("号")) for (number,) in db.session.query(Case.number))


def test_numbers_have_no_gap_and_no_double_though_some_registrations_fail(installation, clerk):
    def task(number):
        found = _register(clerk)
        return 1 // 0 if number % 3 == 0 else found

    results = _at_once(installation, task, 9)
    assert sum(isinstance(each, ZeroDivisionError) for each in results) == 3
    assert _numbers(installation) == list(range(1, 7))
    assert _at_once(installation, lambda _: _register(clerk), 1) == ["本机关热线〔2026〕7号"]


def test_one_form_sent_by_several_clicks_is_one_case(installation, clerk):
    results = _at_once(installation, lambda _: _register(clerk, key="form-1"), 6)
    assert set(results) == {"本机关热线〔2026〕1号"}
    assert _numbers(installation) == [1]


def test_one_source_number_is_registered_once(installation, clerk):
    results = _at_once(installation, lambda _: _register(clerk, source_number="GD-1"), 6)
    refused = [each for each in results if isinstance(each, DomainError)]
    assert len(refused) == 5
    assert all("来源编号 GD-1 已登记为" in each.message for each in refused)
    assert _numbers(installation) == [1]


def test_of_two_people_who_saw_the_same_version_one_wins_and_the_other_is_told(installation):
    with installation.app_context():
        section = SectionFactory()
        handler = UserFactory(roles=(Role.HANDLER,), section=section)
        supervisor = actor_of(UserFactory(roles=(Role.SUPERVISOR,)))
        case = registered(handler=handler, received_on=date(2026, 3, 2), at=AT)
        case_id, seen = case.id, case.version

    def task(number):
        with case_work(case_id=case_id, version=seen, actor=supervisor, at=AT) as work:
            oversee.urge(work, words=f"第{number}人")
        return "done"

    results = _at_once(installation, task, 5)
    assert results.count("done") == 1
    assert sum(isinstance(each, VersionClash) for each in results) == 4
    with installation.app_context():
        case = db.session.get(Case, case_id)
        assert (case.times_urged, case.version) == (1, seen + 1)
        assert [row.seq for row in case.events] == [1, 2, 3]


def test_without_a_version_every_step_counts_once(installation):
    with installation.app_context():
        supervisor = actor_of(UserFactory(roles=(Role.SUPERVISOR,)))
        case_id = registered(received_on=date(2026, 3, 2), at=AT).id

    def task(number):
        with case_work(case_id=case_id, version=None, actor=supervisor, at=AT) as work:
            oversee.urge(work, words=f"第{number}人")

    _at_once(installation, task, 5)
    with installation.app_context():
        case = db.session.get(Case, case_id)
        assert (case.times_urged, [row.seq for row in case.events]) == (5, [1, 2, 3, 4, 5, 6])
