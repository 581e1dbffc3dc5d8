"""What a list shows and what a page opens are one rule, asked of random cases and people."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.factories import SectionFactory, UserFactory, actor_of, registered
from tracker.domain.labels import Kind, Role
from tracker.domain.permissions import Actor, may_see
from tracker.extensions import db
from tracker.models.case import Case, CaseAssistant
from tracker.queries.cases.one import find
from tracker.queries.cases.visibility import visible_to
from tracker.services.cases.facts import case_view
from tracker.services.cases.projection import project
from tracker.services.rules import rules_for


@pytest.fixture
def place(agency):
    """Three sections with two people each, and eight cases to be dealt among them."""
    sections = [SectionFactory() for _ in range(3)]
    people = [UserFactory(section=section, roles=(Role.HANDLER,)) for section in sections for _ in range(2)]
    clerk = UserFactory(roles=(Role.CLERK,))
    cases = [registered(Kind.HOTLINE, clerk=clerk) for _ in range(8)]
    return agency, [section.id for section in sections], [user.id for user in people], cases


CHOICE = st.integers(0, 2) | st.none()
DEALT = st.lists(
    st.tuples(
        CHOICE,
        st.integers(0, 5) | st.none(),
        st.sets(st.integers(0, 2)),
        CHOICE,
        st.integers(0, 5) | st.none(),
    ),
    min_size=8,
    max_size=8,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    dealt=DEALT,
    roles=st.frozensets(st.sampled_from(Role), max_size=3),
    who=st.integers(0, 5),
    section=CHOICE,
    elsewhere=st.booleans(),
)
def test_a_list_shows_exactly_what_the_person_may_open(place, dealt, roles, who, section, elsewhere):
    agency, sections, people, cases = place
    actor = Actor(
        user_id=people[who],
        agency_id=agency.id + elsewhere,
        section_id=None if section is None else sections[section],
        roles=roles,
    )
    with db.session.begin_nested() as undone:
        expected = set()
        for case, (lead, handler, assisting, reported, reported_person) in zip(cases, dealt, strict=True):
            case.section_id = None if lead is None else sections[lead]
            case.handler_id = None if handler is None else people[handler]
            case.reported_section_id = None if reported is None else sections[reported]
            case.reported_user_id = None if reported_person is None else people[reported_person]
            assistants = sorted(sections[one] for one in assisting)
            case.assistants = [CaseAssistant(case_id=case.id, section_id=one) for one in assistants]
            view = case_view(case)
            if may_see(actor, _with(view, assistants)):
                expected.add(case.id)
        db.session.flush()
        shown = set(db.session.execute(select(Case.id).where(visible_to(actor))).scalars())
        assert shown == expected
        assert {case.id for case in cases if find(actor, case.id)} == expected
        undone.rollback()


def _with(view, assistants):
    from dataclasses import replace

    return replace(view, assistant_ids=tuple(assistants))


@pytest.mark.parametrize("reported", ["section", "person"])
def test_the_reported_section_and_person_find_the_case_nowhere(agency, reported):
    section = SectionFactory()
    lead = UserFactory(section=section, roles=(Role.SECTION_LEAD, Role.CLERK, Role.SUPERVISOR))
    facts = {"reported_section_id": section.id} if reported == "section" else {"reported_user_id": lead.id}
    case = registered(Kind.MAILBOX, **facts)
    other = registered(Kind.MAILBOX)
    actor = actor_of(lead)
    assert find(actor, case.id) is None
    assert find(actor, other.id) is not None
    shown = db.session.execute(select(Case.id).where(visible_to(actor))).scalars().all()
    assert case.id not in shown
    project(case, [row.as_event() for row in case.events], rules_for(agency))
    assert find(actor, case.id) is None
