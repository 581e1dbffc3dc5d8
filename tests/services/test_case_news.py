"""Who learns of a step that somebody else took, and in which words."""

from datetime import UTC, date, datetime

import pytest

from tests.factories import SectionFactory, UserFactory, actor_of, registered
from tracker.domain.case_events import EventType
from tracker.domain.labels import Kind, Role
from tracker.extensions import db
from tracker.models.reminder import Notice
from tracker.notifications.case_news import NEWS
from tracker.services.cases import assign, handle, oversee
from tracker.services.cases.work import case_work

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def section(session):
    return SectionFactory()


@pytest.fixture
def handler(section):
    return UserFactory(roles=(Role.HANDLER,), section=section)


@pytest.fixture
def lead(section):
    return UserFactory(roles=(Role.SECTION_LEAD,), section=section)


@pytest.fixture
def case(handler):
    return registered(received_on=date(2026, 3, 2), handler=handler, at=AT)


def told(user):
    return [notice.text for notice in db.session.query(Notice).filter_by(user_id=user.id).order_by(Notice.id)]


def step(case, user):
    return case_work(case_id=case.id, version=None, actor=actor_of(user), at=AT)


def test_the_handler_learns_of_the_assignment(case, handler):
    assert told(handler) == [f"分办给您：{case.number}「测试镇样本村道路破损」，期限 2026-03-09"]


def test_without_a_handler_the_lead_of_the_section_learns_of_it(section, lead):
    clerk = UserFactory(roles=(Role.CLERK,))
    case = registered(received_on=date(2026, 3, 2), at=AT)
    with step(case, clerk) as work:
        assign.assign(work, section_id=section.id)
    assert told(lead) == [f"分办给您：{case.number}「测试镇样本村道路破损」，期限 2026-03-09"]


def test_a_request_for_extension_goes_to_the_lead_and_its_answer_back(case, handler, lead):
    with step(case, handler) as work:
        assign.sign(work)
        handle.request_extension(work, days=3, reason="等待检测结果")
    with step(case, lead) as work:
        handle.grant_extension(work, days=3)
    assert told(lead) == [f"申请延期，请审批：{case.number}「测试镇样本村道路破损」，期限 2026-03-09"]
    assert told(handler)[-1] == f"延期已批准：{case.number}「测试镇样本村道路破损」，期限 2026-03-12"


def test_supervision_reaches_handler_and_lead_but_not_the_supervisor(case, handler, lead):
    supervisor = UserFactory(roles=(Role.SUPERVISOR,))
    with step(case, supervisor) as work:
        oversee.urge(work, words="请今天联系")
    assert told(handler)[-1].startswith("催办：")
    assert told(lead)[-1].startswith("催办：")
    assert told(supervisor) == []


def test_nobody_is_told_of_his_own_step(section):
    both = UserFactory(roles=(Role.CLERK, Role.HANDLER), section=section)
    registered(received_on=date(2026, 3, 2), handler=both, clerk=both, at=AT)
    assert told(both) == []


def test_the_reported_person_learns_nothing(section, lead):
    clerk = UserFactory(roles=(Role.CLERK,))
    case = registered(received_on=date(2026, 3, 2), reported_user_id=lead.id, at=AT)
    with step(case, clerk) as work:
        assign.assign(work, section_id=section.id)
    assert told(lead) == []


def test_a_line_holds_no_personal_data(handler):
    registered(Kind.DISCLOSURE, received_on=date(2026, 3, 2), handler=handler, at=AT)
    assert all("张测试" not in text and "138" not in text for text in told(handler))


def test_what_moves_nobody_else_is_no_news():
    assert {EventType.REGISTERED, EventType.CONTACTED, EventType.SIGNED}.isdisjoint(NEWS)
