"""Reminders: planned with the deadline, fired once, told to the right people."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories import SectionFactory, UserFactory, actor_of, registered
from tracker.domain.labels import Kind, Party, Role
from tracker.extensions import db
from tracker.models.reminder import Notice, Reminder
from tracker.now import local
from tracker.services.cases import assign, disclosure, ending, handle
from tracker.services.cases.work import case_work
from tracker.services.timers import sweep
from tracker.unit_of_work import in_batches

RECEIVED = date(2026, 3, 2)
MORNING = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def handler(session):
    return UserFactory(roles=(Role.HANDLER,), section=SectionFactory())


@pytest.fixture
def case(handler):
    return registered(received_on=RECEIVED, handler=handler, at=MORNING)


def swept(at):
    total = sweep.Swept()
    for batch in in_batches(lambda: sweep.fire_batch(at=at, most=2)):
        total += batch
    return total


def reminded(user):
    return db.session.query(Notice).filter(Notice.user_id == user.id, Notice.key.startswith("reminder:"))


def rules_planned(case):
    rows = db.session.query(Reminder).filter_by(case_id=case.id, fired_at=None).order_by(Reminder.fire_at)
    return [(row.rule, local(row.fire_at).strftime("%m-%d %H:%M")) for row in rows]


def test_a_complaint_received_on_monday_is_due_next_monday_and_reminds_on_four_mornings(case):
    assert case.due_on == date(2026, 3, 9)
    assert rules_planned(case) == [
        ("sign", "03-03 08:30"),
        ("due_soon", "03-05 08:30"),
        ("internal_target", "03-06 08:30"),
        ("due_today", "03-09 08:30"),
        ("overdue", "03-10 08:30"),
    ]


def test_the_handler_is_told_once_however_often_the_sweep_runs(case, handler):
    at = datetime(2026, 3, 5, 1, tzinfo=UTC)
    assert swept(at) == sweep.Swept(due=2, notified=2, skipped=0)
    assert swept(at) == sweep.Swept()
    texts = [notice.text for notice in reminded(handler)]
    assert texts == [
        f"尚未签收：{case.number}「测试镇样本村道路破损」，期限 2026-03-03",
        f"即将到期：{case.number}「测试镇样本村道路破损」，期限 2026-03-09",
    ]


def test_the_supervisor_learns_of_an_overdue_case_and_of_nothing_earlier(case, handler):
    supervisor = UserFactory(roles=(Role.SUPERVISOR,))
    swept(datetime(2026, 3, 9, 1, tzinfo=UTC))
    assert reminded(supervisor).count() == 0
    swept(datetime(2026, 3, 10, 1, tzinfo=UTC))
    assert db.session.query(Notice).filter_by(user_id=supervisor.id).one().text.startswith("已超期")


def test_a_machine_asleep_over_the_weekend_catches_up(case, handler):
    assert swept(datetime(2026, 3, 16, 1, tzinfo=UTC)).due == 5
    assert reminded(handler).count() == 5


def test_without_a_handler_the_lead_of_the_section_is_told_and_without_a_section_the_clerk(session):
    section = SectionFactory()
    lead = UserFactory(roles=(Role.SECTION_LEAD,), section=section)
    other_lead = UserFactory(roles=(Role.SECTION_LEAD,), section=SectionFactory())
    clerk = UserFactory(roles=(Role.CLERK,))
    unassigned = registered(received_on=RECEIVED, at=MORNING, clerk=clerk)
    assigned = registered(received_on=RECEIVED, at=MORNING, clerk=clerk)
    with case_work(case_id=assigned.id, version=None, actor=actor_of(lead), at=MORNING) as work:
        assign.assign(work, section_id=section.id)
    db.session.commit()
    swept(datetime(2026, 3, 5, 1, tzinfo=UTC))
    told = db.session.query(Notice.user_id, Notice.case_id).filter(Notice.text.like("即将到期%")).all()
    assert {tuple(row) for row in told} == {(clerk.id, unassigned.id), (lead.id, assigned.id)}
    assert other_lead.id not in {user for user, _ in told}


def test_the_reported_section_is_never_told(session):
    section = SectionFactory()
    clerk_of_it = UserFactory(roles=(Role.CLERK,), section=section)
    registered(received_on=RECEIVED, at=MORNING, clerk=clerk_of_it, reported_section_id=section.id)
    assert swept(datetime(2026, 3, 5, 1, tzinfo=UTC)) == sweep.Swept(due=1, notified=0, skipped=1)


def test_an_answered_case_has_no_reminder_left(case, handler):
    lead = UserFactory(roles=(Role.SECTION_LEAD, Role.CLERK), section=handler.section)
    later = MORNING + timedelta(days=1)
    main = registered(received_on=RECEIVED, at=MORNING)
    with case_work(case_id=case.id, version=None, actor=actor_of(lead), at=later) as work:
        ending.merge(work, into_number=main.number)
    db.session.commit()
    assert rules_planned(case) == []


def test_an_item_registered_after_its_due_day_reminds_once_that_it_is_overdue(handler):
    late = registered(received_on=RECEIVED, handler=handler, at=datetime(2026, 4, 1, 1, tzinfo=UTC))
    assert [rule for rule, _ in rules_planned(late) if rule != "sign"][-1] == "overdue"
    assert "due_soon" not in dict(rules_planned(late))


def test_an_extension_moves_the_reminders(case, handler):
    lead = UserFactory(roles=(Role.SECTION_LEAD,), section=handler.section)
    at = datetime(2026, 3, 5, 2, tzinfo=UTC)
    swept(at)
    with case_work(case_id=case.id, version=None, actor=actor_of(handler), at=at) as work:
        assign.sign(work)
    with case_work(case_id=case.id, version=None, actor=actor_of(handler), at=at) as work:
        handle.request_extension(work, days=5, reason="等待现场测量")
    with case_work(case_id=case.id, version=None, actor=actor_of(lead), at=at) as work:
        handle.grant_extension(work, days=5)
    db.session.commit()
    assert case.due_on == date(2026, 3, 16)
    assert rules_planned(case) == [
        ("due_soon", "03-12 08:30"),
        ("internal_target", "03-13 08:30"),
        ("due_today", "03-16 08:30"),
        ("overdue", "03-17 08:30"),
    ]


def test_a_third_party_that_stays_silent_is_reported_the_day_after_its_period(handler):
    request = registered(Kind.DISCLOSURE, received_on=RECEIVED, handler=handler, at=MORNING)
    at = datetime(2026, 3, 5, 2, tzinfo=UTC)
    with case_work(case_id=request.id, version=None, actor=actor_of(handler), at=at) as work:
        assign.sign(work)
        disclosure.start_consultation(work, party=Party.THIRD_PARTY, whom="样本公司", reason="商业秘密")
        disclosure.deliver_consultation(work)
    db.session.commit()
    assert ("opinion_lapsed", "03-27 08:30") in rules_planned(request)
    assert "due_soon" not in dict(rules_planned(request))


def test_a_second_section_is_reminded_to_sign_from_its_own_assignment(handler):
    """退回以后分给另一个科室: the time to sign runs anew, and the other section is told."""
    case = registered(received_on=RECEIVED, handler=handler, at=MORNING)
    swept(datetime(2026, 3, 3, 1, tzinfo=UTC))
    assert [notice.text[:4] for notice in reminded(handler)] == ["尚未签收"]
    second = UserFactory(roles=(Role.SECTION_LEAD,), section=SectionFactory())
    head = UserFactory(roles=(Role.SECTION_LEAD, Role.CLERK))
    at = datetime(2026, 3, 3, 6, tzinfo=UTC)
    for actor, service, facts in (
        (handler, assign.request_return, {"reason": "属规划股"}),
        (head, assign.approve_return, {}),
        (head, assign.assign, {"section_id": second.section_id}),
    ):
        with case_work(case_id=case.id, version=None, actor=actor_of(actor), at=at) as work:
            service(work, **facts)
    db.session.commit()
    assert ("sign", "03-04 08:30") in rules_planned(case)
    swept(datetime(2026, 3, 4, 1, tzinfo=UTC))
    assert f"尚未签收：{case.number}「测试镇样本村道路破损」，期限 2026-03-04" in [
        notice.text for notice in reminded(second)
    ]
    assert reminded(handler).count() == 1
