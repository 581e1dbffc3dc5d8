"""Replies and requests for more time go to the level that decides them: lists, notices, the step itself."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.factories import SectionFactory, UserFactory, actor_of, registered
from tests.services.desk import RECEIVED, at, bureau, drifted, signed
from tracker.domain.errors import DomainError, PermissionRefused
from tracker.domain.labels import Kind, Role, State
from tracker.domain.lifecycle.actions import Action
from tracker.domain.outcomes import HandlingResult
from tracker.domain.permissions import may_see
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.case_record import CaseReply
from tracker.models.reminder import Notice
from tracker.queries.approvals import approvals_of, awaits_extension_by, awaits_review_by
from tracker.queries.cases.visibility import visible_to
from tracker.services import policies
from tracker.services.cases import amend, assign, handle, oversee, reply
from tracker.services.cases.facts import case_view

DRAFT = {"public_text": "已修补路面。", "ending": HandlingResult.SOLVED.value}


@pytest.fixture
def people(session):
    return bureau()


@pytest.fixture
def chief(people):
    return UserFactory(roles=(Role.CHIEF,))


@pytest.fixture
def deputy(people):
    return UserFactory(roles=(Role.DEPUTY_CHIEF,))


def in_review(people, kind=Kind.HOTLINE, **facts):
    case = signed(people, registered(kind, received_on=RECEIVED, handler=people.handler, at=at(2), **facts))
    people.step(case, "handler", reply.submit_reply, **DRAFT)
    return case


def waiting(condition, user):
    approvals = approvals_of(user.agency_id)
    statement = select(Case.id).where(visible_to(actor_of(user)), condition(actor_of(user), approvals))
    return set(db.session.execute(statement).scalars())


def told(user):
    return [each.text.partition("：")[0] for each in db.session.query(Notice).filter_by(user_id=user.id)]


def test_an_important_reply_waits_for_the_chief_who_is_told_of_it(people, chief, deputy):
    case = in_review(people, is_important=True)
    assert waiting(awaits_review_by, chief) == {case.id}
    assert waiting(awaits_review_by, deputy) == waiting(awaits_review_by, people.lead) == set()
    assert told(chief) == ["答复稿待审核"]
    assert told(deputy) == told(people.lead) == []
    with pytest.raises(PermissionRefused, match="重要件的答复由主要领导审核。"):
        people.step(case, "lead", reply.pass_review)
    people.step(case, chief, reply.pass_review)
    assert case.state is State.AWAITING_REPLY


def test_an_ordinary_reply_waits_for_the_deputy_until_the_office_chooses_its_leads(people, deputy):
    case = in_review(people)
    assert waiting(awaits_review_by, deputy) == {case.id}
    policies.choose(
        agency_id=deputy.agency_id,
        key="review_ordinary",
        value="section_lead",
        basis="局长办公会 2026 年第 3 次",
        actor_id=people.supervisor.id,
        at=at(3),
    )
    assert waiting(awaits_review_by, deputy) == set()
    assert waiting(awaits_review_by, people.lead) == {case.id}
    people.step(case, "lead", reply.pass_review)


def test_without_leaders_the_section_reviews_as_it_always_did(people):
    case = in_review(people, is_important=True)
    assert waiting(awaits_review_by, people.lead) == {case.id}
    assert told(people.lead) == ["答复稿待审核"]
    people.step(case, "lead", reply.pass_review)


def test_a_disabled_account_holds_no_level(people, chief):
    case = in_review(people, is_important=True)
    chief.is_enabled = False
    db.session.commit()
    assert waiting(awaits_review_by, people.lead) == {case.id}


def test_a_correction_makes_a_case_important_and_says_so_in_its_course(people, chief):
    case = in_review(people)
    assert waiting(awaits_review_by, chief) == set()
    people.step(case, "lead", amend.amend, reason="局长批示关注", values={"is_important": True})
    assert waiting(awaits_review_by, chief) == {case.id}
    assert {"field": "is_important", "label": "重要", "before": "否", "after": "是"} in (
        case.events[-1].payload["changes"]
    )


def test_the_mark_is_not_taken_away_from_under_the_chiefs_review(people, chief):
    case = in_review(people, is_important=True)
    with pytest.raises(DomainError, match="答复稿已送主要领导审核，不能去掉“重要”"):
        people.step(case, "lead", amend.amend, reason="不重要", values={"is_important": False})
    people.step(case, chief, reply.send_back, reason="补充依据")
    people.step(case, "lead", amend.amend, reason="标错了", values={"is_important": False})
    assert case.is_important is False


def test_a_request_for_more_time_waits_for_its_level_and_is_told(people, chief, deputy):
    case = signed(people, registered(received_on=RECEIVED, handler=people.handler, at=at(2)))
    petition = signed(
        people, registered(Kind.PETITION, received_on=RECEIVED, handler=people.handler, at=at(2))
    )
    people.step(petition, "handler", handle.accept)
    for each in (case, petition):
        people.step(each, "handler", handle.request_extension, days=5, reason="等待检测结果")
    assert (case.extension_pending, petition.extension_pending) == (5, 5)
    assert waiting(awaits_extension_by, deputy) == {case.id}
    assert waiting(awaits_extension_by, chief) == {petition.id}
    assert waiting(awaits_extension_by, people.lead) == set()
    assert told(deputy) == told(chief) == ["申请延期，请审批"]
    with pytest.raises(PermissionRefused, match="信访的延期由主要领导批准。"):
        people.step(petition, deputy, handle.refuse_extension, reason="材料已齐")
    people.step(petition, chief, handle.refuse_extension, reason="材料已齐")
    people.step(case, deputy, handle.grant_extension, days=5)
    assert (case.extension_pending, petition.extension_pending) == (None, None)
    assert waiting(awaits_extension_by, deputy) == waiting(awaits_extension_by, chief) == set()
    assert drifted() == []


def test_an_undone_request_for_more_time_waits_for_nobody(people):
    case = signed(people, registered(received_on=RECEIVED, handler=people.handler, at=at(2)))
    people.step(case, "handler", handle.request_extension, days=5, reason="等待检测结果")
    assert waiting(awaits_extension_by, people.lead) == {case.id}
    people.step(case, "lead", oversee.undo, reason="点错")
    assert waiting(awaits_extension_by, people.lead) == set()


def test_what_the_only_lead_drafted_waits_for_the_head_of_the_office_and_not_for_the_lead(people):
    head = UserFactory(roles=(Role.SECTION_LEAD, Role.CLERK), section=SectionFactory())
    case = signed(people, registered(received_on=RECEIVED, handler=people.handler, at=at(2)))
    people.step(case, "lead", reply.submit_reply, **DRAFT)
    assert waiting(awaits_review_by, people.lead) == set()
    assert waiting(awaits_review_by, head) == {case.id}
    people.step(case, head, reply.pass_review)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"reported_user_id": 99999}, "被反映的人：请从列表中选"),
        ({"reported_section_id": 0}, "被反映的科室：请从列表中选"),
    ],
)
def test_whom_a_case_reports_is_somebody_who_does_not_hold_it(people, facts, sentence):
    case = signed(people, registered(received_on=RECEIVED, handler=people.handler, at=at(2)))
    known = {"handler": people.handler.id, "section": people.section.id}
    values = {name: known.get(value, value) for name, value in facts.items()}
    with pytest.raises(DomainError, match=sentence):
        people.step(case, "clerk", amend.amend, reason="来电补充", values=values)


def test_the_reported_person_is_kept_from_the_case_once_it_is_somebody_elses(people):
    other = UserFactory(roles=(Role.HANDLER,), section=people.section)
    case = signed(people, registered(received_on=RECEIVED, handler=people.handler, at=at(2)))
    people.step(case, "clerk", assign.assign, section_id=people.section.id, handler_id=other.id)
    people.step(case, "clerk", amend.amend, reason="来电补充", values={"reported_user_id": people.handler.id})
    shown = set(db.session.execute(select(Case.id).where(visible_to(actor_of(people.handler)))).scalars())
    assert case.id not in shown


CHOICE = st.integers(0, 5) | st.none()
ONE = st.tuples(
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.integers(0, 1),
    st.integers(0, 1) | st.none(),
    CHOICE,
    CHOICE,
)


@pytest.fixture
def office(session):
    """Two sections; a lead and the head of the office, two deputies, a chief and a handler; five replies in review."""
    ours, other = SectionFactory(), SectionFactory()
    staff = [
        UserFactory(roles=(Role.SECTION_LEAD,), section=ours),
        UserFactory(roles=(Role.SECTION_LEAD, Role.CLERK), section=other),
        UserFactory(roles=(Role.DEPUTY_CHIEF,), section=ours),
        UserFactory(roles=(Role.DEPUTY_CHIEF,)),
        UserFactory(roles=(Role.CHIEF,), section=other),
        UserFactory(roles=(Role.HANDLER,), section=ours),
    ]
    cases = [registered(received_on=RECEIVED, at=at(2)) for _ in range(5)]
    for case in cases:
        db.session.add(CaseReply(case_id=case.id, cycle=1, drafted_at=at(3)))
    db.session.commit()
    return (ours, other), staff, cases


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    dealt=st.lists(ONE, min_size=5, max_size=5),
    ordinary=st.sampled_from([None, "section_lead", "chief"]),
    disabled=st.sets(st.sampled_from([2, 3, 4])),
)
def test_the_list_of_what_waits_is_the_rule_itself(office, dealt, ordinary, disabled):
    sections, staff, cases = office
    with db.session.begin_nested() as undone:
        for place in disabled:
            staff[place].is_enabled = False
        if ordinary:
            policies.choose(
                agency_id=staff[0].agency_id,
                key="review_ordinary",
                value=ordinary,
                basis="试行",
                actor_id=staff[0].id,
                at=at(3),
            )
        for case, facts in zip(cases, dealt, strict=True):
            _deal(case, sections, staff, facts)
        db.session.flush()
        approvals = approvals_of(staff[0].agency_id)
        for user in (one for place, one in enumerate(staff) if place not in disabled):
            expected = {
                case.id
                for case, facts in zip(cases, dealt, strict=True)
                if _waits_for(user, case, _drafter(staff, facts), approvals)
            }
            assert waiting(awaits_review_by, user) == expected
        undone.rollback()


def _drafter(staff, facts):
    return None if facts[6] is None else staff[facts[6]]


def _deal(case, sections, staff, facts):
    case.is_important, case.is_group, case.is_complex, lead, reported, reported_person, _ = facts
    case.state, case.section_id = State.AWAITING_REVIEW, sections[lead].id
    case.reported_section_id = None if reported is None else sections[reported].id
    case.reported_user_id = None if reported_person is None else staff[reported_person].id
    drafter = _drafter(staff, facts)
    draft = db.session.query(CaseReply).filter_by(case_id=case.id).one()
    draft.drafted_by_id = drafter.id if drafter else None


def _waits_for(user, case, drafter, approvals):
    actor = actor_of(user)
    view = replace(case_view(case), drafted_by=drafter.id if drafter else None)
    level = approvals.approver(Action.PASS_REVIEW, view)
    if not may_see(actor, view) or not actor.has(level) or view.drafted_by == user.id:
        return False
    if level is not Role.SECTION_LEAD or case.section_id == user.section_id:
        return True
    return Role.CLERK in user.roles and drafter is not None and Role.SECTION_LEAD in drafter.roles
