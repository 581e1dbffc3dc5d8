"""Who sees a case and who may take a step: role, section, recusal and secrecy, person by person."""

from dataclasses import replace

import pytest

from tests.domain.lifecycle_desk import (
    ALL_OFF,
    COLLEAGUE_ID,
    DESK_SECTION,
    LEAD_ID,
    OTHER_SECTION,
    Desk,
    person,
    standing_in,
    view,
)
from tracker.domain.errors import PermissionRefused
from tracker.domain.labels import Kind, Role, State
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.apply import available_actions, refusal
from tracker.domain.permissions import is_recused, may_see, may_see_person

A = Action
IN_HAND = (A.ASSIGN, A.SIGN)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("reported", ["section", "person"])
def test_the_reported_see_nothing_and_may_do_nothing_whatever_their_role(role, reported):
    actor = person(role)
    facts = (
        {"reported_section_id": actor.section_id}
        if reported == "section"
        else {"reported_user_id": actor.user_id}
    )
    for state in State:
        case = view(Kind.HOTLINE, standing_in(state), **facts)
        assert is_recused(actor, case)
        assert not may_see(actor, case)
        assert not may_see_person(actor, case)
        assert available_actions(Kind.HOTLINE, ALL_OFF, standing_in(state), actor, case) == ()


@pytest.mark.parametrize(
    ("who", "sees", "sees_person", "sees_secret_person"),
    [
        ("named handler", True, True, True),
        ("lead of the section", True, True, False),
        ("handler beside the named one", True, False, False),
        ("lead of an assisting section", True, True, False),
        ("handler of another section", False, False, False),
        ("clerk", True, True, False),
        ("supervisor", True, False, False),
        ("office head", True, True, True),
        ("statistician", True, False, False),
        ("system administrator", False, False, False),
        ("clerk of another agency", False, False, False),
    ],
)
def test_what_each_person_sees_of_an_assigned_case(who, sees, sees_person, sees_secret_person):
    actor = {
        "named handler": person(Role.HANDLER),
        "lead of the section": person(Role.SECTION_LEAD),
        "handler beside the named one": person(Role.HANDLER, user_id=COLLEAGUE_ID),
        "lead of an assisting section": person(Role.SECTION_LEAD, section=OTHER_SECTION, user_id=7),
        "handler of another section": person(Role.HANDLER, section=DESK_SECTION, user_id=8),
        "clerk": person(Role.CLERK),
        "supervisor": person(Role.SUPERVISOR),
        "office head": person(Role.SECTION_LEAD, Role.CLERK, section=DESK_SECTION),
        "statistician": person(Role.STATISTICIAN),
        "system administrator": person(Role.SYSTEM_ADMIN),
        "clerk of another agency": replace(person(Role.CLERK), agency_id=2),
    }[who]
    standing = standing_in(State.IN_HAND, assistant_ids=(OTHER_SECTION,))
    plain = view(Kind.HOTLINE, standing)
    secret = view(Kind.HOTLINE, standing, is_secret=True)
    assert may_see(actor, plain) is may_see(actor, secret) is sees
    assert may_see_person(actor, plain) is sees_person
    assert may_see_person(actor, secret) is sees_secret_person


@pytest.mark.parametrize("action", [A.PASS_REVIEW, A.SEND_BACK])
def test_the_drafter_never_reviews_the_draft(action):
    desk = Desk().upto(*IN_HAND).do(A.SUBMIT_REPLY, by=person(Role.SECTION_LEAD), drafted_by=LEAD_ID)
    with pytest.raises(PermissionRefused, match="拟稿人不能审核"):
        desk.do(action, by=person(Role.SECTION_LEAD))
    desk.do(action, by=person(Role.SECTION_LEAD, Role.CLERK, section=DESK_SECTION, user_id=9))


@pytest.mark.parametrize(
    ("action", "state"),
    [
        (A.PASS_REVIEW, State.AWAITING_REVIEW),
        (A.GRANT_EXTENSION, State.IN_HAND),
        (A.ASSIGN, State.IN_HAND),
        (A.UNDO, State.IN_HAND),
        (A.REHANDLE, State.CLOSED),
    ],
)
def test_an_assisting_section_looks_and_its_lead_decides_nothing(action, state):
    standing = standing_in(state, assistant_ids=(OTHER_SECTION,))
    lead = person(Role.SECTION_LEAD, section=OTHER_SECTION, user_id=7)
    case = view(Kind.HOTLINE, standing)
    assert may_see(lead, case)
    assert isinstance(refusal(Kind.HOTLINE, ALL_OFF, standing, action, lead, case), PermissionRefused)


@pytest.mark.parametrize("action", [A.SIGN, A.CONTACT, A.REPLY, A.WITHDRAW])
def test_a_colleague_does_not_work_on_a_case_that_names_its_handler(action):
    state = State.AWAITING_SIGNATURE if action is A.SIGN else State.AWAITING_REPLY
    colleague = person(Role.HANDLER, user_id=COLLEAGUE_ID)
    named = standing_in(state)
    refused = refusal(Kind.HOTLINE, ALL_OFF, named, action, colleague, view(Kind.HOTLINE, named))
    assert isinstance(refused, PermissionRefused)
    unnamed = standing_in(state, handler_id=None)
    assert refusal(Kind.HOTLINE, ALL_OFF, unnamed, action, colleague, view(Kind.HOTLINE, unnamed)) is None


def test_a_supervisor_who_also_handles_elsewhere_does_not_answer_for_others():
    standing = standing_in(State.AWAITING_REPLY)
    actor = person(Role.SUPERVISOR, Role.HANDLER)
    refused = refusal(Kind.HOTLINE, ALL_OFF, standing, A.REPLY, actor, view(Kind.HOTLINE, standing))
    assert isinstance(refused, PermissionRefused)
