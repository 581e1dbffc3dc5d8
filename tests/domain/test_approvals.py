"""Who reviews a reply and who grants more time: by weight, setting, accounts and recusal."""

from dataclasses import replace

import pytest

from tests.domain.lifecycle_desk import (
    ALL_ON,
    DESK_SECTION,
    LEAD_ID,
    OUR_SECTION,
    PAYLOADS,
    RECEIVED,
    person,
    standing_in,
    view,
)
from tracker.domain.approvals import Approvals, chosen_levels
from tracker.domain.errors import PermissionRefused
from tracker.domain.labels import Kind, Role, State
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.apply import apply, available_actions, refusal
from tracker.domain.permissions import Actor, may_see, may_see_person

A = Action
CHIEF = person(Role.CHIEF, user_id=301)
DEPUTY = person(Role.DEPUTY_CHIEF, user_id=302)
LEAD = person(Role.SECTION_LEAD)
BOTH = Approvals(people=(CHIEF, DEPUTY))
WEIGHTS = [{}, {"is_important": True}, {"is_complex": True}, {"is_group": True}]


def case_of(kind=Kind.HOTLINE, state=State.AWAITING_REVIEW, approvals=BOTH, **facts):
    plain = view(kind, standing_in(state), **facts)
    return replace(plain, approvers=approvals.of_case(plain))


def why_not(actor, action, case):
    error = refusal(case.kind, ALL_ON, standing_in(case.state), action, actor, case)
    return error.message if error else None


@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize("kind", Kind)
def test_the_weightier_reply_goes_to_the_chief_and_the_ordinary_one_to_the_deputy(kind, weight):
    case = case_of(kind, **weight)
    assert case.approvers[A.PASS_REVIEW] is (Role.CHIEF if weight else Role.DEPUTY_CHIEF)


@pytest.mark.parametrize(
    ("weight", "sentence"),
    [
        ({}, "一般件的答复由分管领导审核。"),
        ({"is_important": True, "is_complex": True}, "重要件的答复由主要领导审核。"),
        ({"is_complex": True}, "复杂件的答复由主要领导审核。"),
        ({"is_group": True}, "集体件的答复由主要领导审核。"),
    ],
)
@pytest.mark.parametrize("action", [A.PASS_REVIEW, A.SEND_BACK])
def test_a_lower_level_is_told_who_reviews(action, weight, sentence):
    assert why_not(LEAD, action, case_of(**weight)) == sentence


def test_a_deputy_passes_the_ordinary_and_not_the_important_and_the_chief_both():
    assert why_not(DEPUTY, A.PASS_REVIEW, case_of()) is None
    assert why_not(DEPUTY, A.PASS_REVIEW, case_of(is_important=True)) == "重要件的答复由主要领导审核。"
    assert why_not(CHIEF, A.PASS_REVIEW, case_of()) is None
    assert why_not(CHIEF, A.PASS_REVIEW, case_of(is_important=True)) is None


@pytest.mark.parametrize("weight", WEIGHTS)
def test_nothing_changes_for_an_office_without_such_accounts(weight):
    alone = case_of(approvals=Approvals(), **weight)
    assert alone.approvers == {}
    assert why_not(LEAD, A.PASS_REVIEW, alone) is None


def test_the_next_lower_level_decides_where_nobody_holds_the_higher_one():
    assert case_of(approvals=Approvals(people=(DEPUTY,)), is_important=True).approvers[A.PASS_REVIEW] is (
        Role.DEPUTY_CHIEF
    )
    assert A.PASS_REVIEW not in case_of(approvals=Approvals(people=(CHIEF,))).approvers


@pytest.mark.parametrize(
    "facts",
    [
        {"reported_user_id": CHIEF.user_id},
        {"drafted_by": CHIEF.user_id},
    ],
)
def test_a_chief_who_is_reported_or_drafted_it_leaves_the_reply_to_the_deputy(facts):
    case = case_of(is_important=True, **facts)
    assert case.approvers[A.PASS_REVIEW] is Role.DEPUTY_CHIEF
    assert why_not(DEPUTY, A.PASS_REVIEW, case) is None
    assert why_not(CHIEF, A.PASS_REVIEW, case) is not None


def test_where_the_section_of_all_chiefs_is_reported_the_lead_decides():
    case = case_of(is_important=True, reported_section_id=DESK_SECTION)
    assert A.PASS_REVIEW not in case.approvers
    assert not may_see(CHIEF, case)
    assert why_not(LEAD, A.PASS_REVIEW, case) is None


@pytest.mark.parametrize(
    ("kind", "level"),
    [(Kind.HOTLINE, Role.DEPUTY_CHIEF), (Kind.MAILBOX, Role.DEPUTY_CHIEF), (Kind.PETITION, Role.CHIEF)],
)
@pytest.mark.parametrize("action", [A.GRANT_EXTENSION, A.REFUSE_EXTENSION])
def test_more_time_is_granted_by_the_level_of_the_kind(kind, level, action):
    case = case_of(kind, State.IN_HAND)
    assert case.approvers[action] is level
    assert why_not(LEAD, action, case) == f"{kind.label}的延期由{level.label}批准。"


def test_more_time_for_a_disclosure_request_is_granted_by_the_head_of_its_office():
    """条例第三十三条: unless the office chose somebody higher."""
    case = case_of(Kind.DISCLOSURE, State.IN_HAND)
    higher = Approvals({"extension_of_request": Role.CHIEF}, (CHIEF,))
    assert case_of(Kind.DISCLOSURE, State.IN_HAND, higher).approvers[A.GRANT_EXTENSION] is Role.CHIEF
    assert A.GRANT_EXTENSION not in case.approvers
    assert why_not(LEAD, A.GRANT_EXTENSION, case) is None


def test_what_the_office_chose_counts_and_what_is_no_longer_offered_does_not():
    chosen = chosen_levels(
        {"review_ordinary": "section_lead", "review_weighty": "nobody", "import_undo": "off"}
    )
    approvals = Approvals(chosen, (CHIEF, DEPUTY))
    assert chosen == {"review_ordinary": Role.SECTION_LEAD}
    assert A.PASS_REVIEW not in case_of(approvals=approvals).approvers
    assert case_of(approvals=approvals, is_group=True).approvers[A.PASS_REVIEW] is Role.CHIEF


@pytest.mark.parametrize("role", [Role.DEPUTY_CHIEF, Role.CHIEF])
def test_a_leader_sees_every_case_and_works_on_none(role):
    leader = person(role, section=DESK_SECTION)
    for state in State:
        case = case_of(state=state)
        offered = available_actions(Kind.HOTLINE, ALL_ON, standing_in(state), leader, case)
        assert may_see(leader, case)
        assert set(offered) <= {
            A.PASS_REVIEW,
            A.SEND_BACK,
            A.GRANT_EXTENSION,
            A.REFUSE_EXTENSION,
            A.URGE,
            A.SUPERVISE,
            A.INSTRUCT,
        }


def test_a_leader_may_know_the_person_but_not_a_secret_one():
    assert may_see_person(CHIEF, case_of())
    assert not may_see_person(CHIEF, case_of(is_secret=True))


def test_the_server_says_the_same_as_the_buttons():
    case = case_of(is_important=True)
    asked = {
        "kind": Kind.HOTLINE,
        "switches": ALL_ON,
        "standing": standing_in(State.AWAITING_REVIEW),
        "action": A.PASS_REVIEW,
        "case": case,
        "on": RECEIVED,
        "as_of": RECEIVED,
        "payload": PAYLOADS.get(A.PASS_REVIEW),
    }
    with pytest.raises(PermissionRefused, match="由主要领导审核"):
        apply(actor=Actor(LEAD_ID, 1, OUR_SECTION, frozenset({Role.SECTION_LEAD})), **asked)
    assert apply(actor=CHIEF, **asked)[0].payload["to"] == State.AWAITING_REPLY.value
