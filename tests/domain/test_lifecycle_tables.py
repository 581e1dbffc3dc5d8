"""Which step leads from where to where, and by whom: the tables of handling, cell by cell."""

from dataclasses import replace

import pytest

from tests.domain.lifecycle_desk import (
    ALL_ON,
    OTHER_SECTION,
    PAYLOADS,
    RECEIVED,
    person,
    standing_in,
    view,
)
from tracker.domain.errors import ActionRefused, PermissionRefused
from tracker.domain.labels import Kind, PetitionReviewLevel, PetitionReviewResult, Role, State
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.apply import apply, refusal
from tracker.domain.lifecycle.asides import Assistance, PetitionReview
from tracker.domain.lifecycle.standing import CycleStanding
from tracker.domain.lifecycle.transitions import TRANSITIONS, Switches, transition_for

# 步骤 | 起始状态 | 到达状态（同 = 状态不变） | 谁
EVERY_KIND = """
分办 | 待分办 待签收 | 待签收 | 登记员 科室负责人
分办 | 办理中 待补正 征求意见中 待缴费 待审核 待答复 待回访 | 同 | 登记员 科室负责人
签收 | 待签收 | 办理中 | 承办人 科室负责人
申请退单 | 待签收 办理中 | 退单待批 | 承办人 科室负责人
同意退单 | 退单待批 | 待分办 | 登记员 科室负责人
不同意退单 | 退单待批 | 办理中 | 登记员 科室负责人
登记联系情况 | 待签收 退单待批 办理中 待补正 征求意见中 待缴费 待审核 待答复 待回访 | 同 | 承办人 科室负责人
送审答复 | 办理中 待补正 | 待审核 | 承办人 科室负责人
审核通过 | 待审核 | 待答复 | 科室负责人 分管领导 主要领导
退回修改 | 待审核 | 办理中 | 科室负责人 分管领导 主要领导
更正登记内容 | 待分办 待签收 退单待批 办理中 待补正 征求意见中 待缴费 待审核 待答复 待回访 | 同 | 登记员 科室负责人
催办 | 待分办 待签收 退单待批 办理中 待补正 征求意见中 待缴费 待审核 待答复 待回访 | 同 | 督办员 科室负责人 分管领导 主要领导
督办 | 待分办 待签收 退单待批 办理中 待补正 征求意见中 待缴费 待审核 待答复 待回访 | 同 | 督办员 分管领导 主要领导
申请延期 | 办理中 征求意见中 | 同 | 承办人 科室负责人
批准延期 | 办理中 征求意见中 | 同 | 科室负责人 分管领导 主要领导
不同意延期 | 办理中 征求意见中 | 同 | 科室负责人 分管领导 主要领导
加派协办 | 待签收 办理中 待补正 征求意见中 待缴费 待审核 待答复 | 同 | 登记员 科室负责人 承办人
登记协办意见 | 待签收 办理中 待补正 征求意见中 待缴费 待审核 待答复 | 同 | 科室负责人 承办人
登记领导批示 | 待分办 待签收 退单待批 办理中 待补正 征求意见中 待缴费 待审核 待答复 待回访 | 同 | 登记员 科室负责人 分管领导 主要领导
归档 | 已办结 | 已归档 | 登记员 科室负责人
撤销上一步 | 待分办 待签收 退单待批 办理中 待补正 征求意见中 待缴费 待审核 待答复 待回访 已办结 退回来源 合并重复 不予受理 终止办理 | 同 | 科室负责人 督办员
"""
ITEMS = """
登记答复 | 待答复 | 待回访 | 承办人 科室负责人 登记员
阶段性答复 | 办理中 | 同 | 承办人 科室负责人
登记回访 | 待回访 | 已办结 | 督办员 登记员 科室负责人
重办 | 待回访 已办结 | 办理中 | 督办员 科室负责人
登记上级指定 | 待分办 待签收 退单待批 办理中 待补正 征求意见中 待缴费 待审核 待答复 | 同 | 登记员 科室负责人
退回来源 | 待分办 待签收 退单待批 办理中 | 退回来源 | 登记员 科室负责人
并入另一件 | 待分办 待签收 办理中 | 合并重复 | 登记员 科室负责人
不予受理 | 待分办 待签收 | 不予受理 | 登记员 科室负责人
终止办理 | 办理中 | 终止办理 | 督办员
登记撤回 | 待分办 | 终止办理 | 登记员 科室负责人
登记撤回 | 待签收 退单待批 办理中 待补正 征求意见中 待缴费 待审核 待答复 | 终止办理 | 承办人 科室负责人 登记员
"""
LETTERS = """
登记网上公开 | 待回访 已办结 | 同 | 登记员 科室负责人
"""
REQUESTS = """
登记答复 | 待答复 | 已办结 | 承办人 科室负责人 登记员
告知补正 | 办理中 | 待补正 | 承办人 科室负责人
登记补正 | 待补正 | 办理中 | 承办人 科室负责人 登记员
征求意见 | 办理中 征求意见中 | 征求意见中 | 承办人 科室负责人
登记对方签收 | 征求意见中 | 同 | 承办人 科室负责人
登记意见 | 征求意见中 | 办理中 | 承办人 科室负责人
发出收费通知 | 办理中 | 待缴费 | 承办人 科室负责人
登记缴费 | 待缴费 | 办理中 | 承办人 科室负责人 登记员
登记检索 | 办理中 待补正 征求意见中 待缴费 | 同 | 承办人 科室负责人
拆分申请 | 待分办 待签收 办理中 | 同 | 登记员 科室负责人
要求说明理由 | 办理中 | 同 | 承办人 科室负责人
登记说明的理由 | 办理中 | 同 | 承办人 科室负责人 登记员
重办 | 已办结 已归档 | 办理中 | 督办员 科室负责人
告知延迟答复 | 办理中 | 同 | 科室负责人
视为放弃 | 待补正 待缴费 | 已办结 | 科室负责人
登记撤回 | 待分办 | 已办结 | 登记员 科室负责人
登记撤回 | 待签收 退单待批 办理中 待补正 征求意见中 待缴费 待审核 待答复 | 已办结 | 承办人 科室负责人 登记员
"""
PETITIONS = """
登记答复 | 待答复 | 待回访 | 承办人 科室负责人 登记员
受理 | 办理中 | 同 | 承办人 科室负责人 登记员
登记上级指定 | 待分办 待签收 退单待批 办理中 待补正 征求意见中 待缴费 待审核 待答复 | 同 | 登记员 科室负责人
登记申请复查复核 | 待回访 已办结 已归档 | 同 | 登记员 科室负责人
登记复查复核意见 | 待回访 已办结 已归档 | 同 | 登记员 科室负责人
重办 | 已办结 已归档 | 办理中 | 督办员 科室负责人
撤销上一步 | 已归档 | 同 | 科室负责人 督办员
不予受理 | 待分办 待签收 办理中 | 不予受理 | 登记员 科室负责人
登记回访 | 待回访 | 已办结 | 督办员 登记员 科室负责人
退回来源 | 待分办 待签收 退单待批 办理中 | 退回来源 | 登记员 科室负责人
并入另一件 | 待分办 待签收 办理中 | 合并重复 | 登记员 科室负责人
终止办理 | 办理中 | 终止办理 | 督办员
登记撤回 | 待分办 | 终止办理 | 登记员 科室负责人
登记撤回 | 待签收 退单待批 办理中 待补正 征求意见中 待缴费 待审核 待答复 | 终止办理 | 承办人 科室负责人 登记员
"""
TABLES = {
    Kind.HOTLINE: EVERY_KIND + ITEMS,
    Kind.MAILBOX: EVERY_KIND + ITEMS + LETTERS,
    Kind.DISCLOSURE: EVERY_KIND + REQUESTS,
    Kind.PETITION: EVERY_KIND + PETITIONS,
}


def _read(table):
    """``{(state, action): (state reached, roles)}`` of a printed table."""
    cells = {}
    for line in filter(None, table.splitlines()):
        action, sources, target, roles = (cell.strip() for cell in line.split("|"))
        for source in sources.split():
            state = State.by_label(source)
            reached = state if target == "同" else State.by_label(target)
            cells[state, Action.by_label(action)] = (reached, {Role.by_label(each) for each in roles.split()})
    return cells


CELLS = {kind: _read(table) for kind, table in TABLES.items()}
PRINTED = [(kind, *cell, *told) for kind, cells in CELLS.items() for cell, told in cells.items()]


def _standing(state, action):
    """A case in ``state`` that has what ``action`` needs besides."""
    return standing_in(state, **NEEDED.get(action, {}))


ASKED = PetitionReview(PetitionReviewLevel.REVIEW, RECEIVED)
CHANGED = replace(ASKED, decided_on=RECEIVED, result=PetitionReviewResult.CHANGED)
NEEDED = {
    Action.GRANT_EXTENSION: {"extension_pending": 5},
    Action.REFUSE_EXTENSION: {"extension_pending": 5},
    Action.GIVE_ASSISTANCE: {"assistances": (Assistance(7, OTHER_SECTION, RECEIVED, RECEIVED),)},
    Action.RECEIVE_REASONS: {"reasons_asked_on": RECEIVED, "awaits_reasons": True},
    Action.DECIDE_PETITION_REVIEW: {"petition_reviews": (ASKED,)},
    Action.REHANDLE: {"petition_reviews": (CHANGED,)},
}


@pytest.mark.parametrize(
    ("kind", "state", "action", "reached", "roles"),
    PRINTED,
    ids=[f"{kind.label}-{state.label}-{action.label}" for kind, state, action, *_ in PRINTED],
)
def test_a_printed_step_leads_where_it_says_and_only_for_those_it_names(kind, state, action, reached, roles):
    standing = _standing(state, action)
    for role in Role:
        told = {
            "kind": kind,
            "switches": ALL_ON,
            "standing": standing,
            "action": action,
            "actor": person(role),
            "case": view(kind, standing),
            "on": RECEIVED,
            "as_of": RECEIVED,
            "payload": PAYLOADS.get(action),
        }
        if role not in roles:
            with pytest.raises(PermissionRefused):
                apply(**told)
            continue
        last = apply(**told)[-1]
        assert last.payload.get("to", state) == reached, role


@pytest.mark.parametrize("kind", Kind, ids=lambda kind: kind.label)
def test_every_step_that_is_not_printed_is_refused(kind):
    for state in State:
        for action in Action:
            if (state, action) in CELLS[kind]:
                continue
            standing = _standing(state, action)
            for role in Role:
                error = refusal(kind, ALL_ON, standing, action, person(role), view(kind, standing))
                assert isinstance(error, ActionRefused), (state, action, role)


@pytest.mark.parametrize("kind", Kind, ids=lambda kind: kind.label)
def test_the_printed_table_names_every_action_of_the_kind(kind):
    assert {action for _, action in CELLS[kind]} == {row.action for row in TRANSITIONS[kind]}


# 签收 审核 回访（○ 开 × 关） | 状态 | 步骤 | 到达（— = 没有这一步）
SWITCHED = """
○○○ | 待分办 | 分办 | 待签收
○○× | 待分办 | 分办 | 待签收
○×○ | 待分办 | 分办 | 待签收
○×× | 待分办 | 分办 | 待签收
×○○ | 待分办 | 分办 | 办理中
×○× | 待分办 | 分办 | 办理中
××○ | 待分办 | 分办 | 办理中
××× | 待分办 | 分办 | 办理中
○○○ | 办理中 | 送审答复 | 待审核
×○× | 办理中 | 送审答复 | 待审核
○×○ | 办理中 | 送审答复 | —
××× | 办理中 | 送审答复 | —
○○○ | 办理中 | 登记答复 | —
×○× | 办理中 | 登记答复 | —
○×○ | 办理中 | 登记答复 | 待回访
○×× | 办理中 | 登记答复 | 已办结
××○ | 办理中 | 登记答复 | 待回访
××× | 办理中 | 登记答复 | 已办结
○○○ | 待答复 | 登记答复 | 待回访
○○× | 待答复 | 登记答复 | 已办结
×○○ | 待答复 | 登记答复 | 待回访
×○× | 待答复 | 登记答复 | 已办结
○×× | 待分办 | 登记答复 | —
○×× | 待签收 | 登记答复 | —
×○× | 待分办 | 登记答复 | —
××○ | 待分办 | 登记答复 | 待回访
××× | 待分办 | 登记答复 | 已办结
××× | 待签收 | 登记答复 | 已办结
××× | 待审核 | 登记答复 | 已办结
○○× | 待审核 | 登记答复 | —
××× | 待审核 | 审核通过 | 待答复
××× | 待签收 | 签收 | 办理中
××× | 待回访 | 登记回访 | 已办结
"""


def _switched():
    for line in filter(None, SWITCHED.splitlines()):
        marks, state, action, reached = (cell.strip() for cell in line.split("|"))
        yield pytest.param(
            Switches(*(mark == "○" for mark in marks)),
            State.by_label(state),
            Action.by_label(action),
            State.by_label(reached),
            id=f"{marks}-{state}-{action}",
        )


@pytest.mark.parametrize("kind", [Kind.HOTLINE, Kind.MAILBOX], ids=lambda kind: kind.label)
@pytest.mark.parametrize(("switches", "state", "action", "reached"), list(_switched()))
def test_a_switch_skips_states_and_never_forks_the_table(kind, switches, state, action, reached):
    standing = standing_in(state)
    office_head = person(Role.SECTION_LEAD, Role.CLERK)
    told = {
        "kind": kind,
        "switches": switches,
        "standing": standing,
        "action": action,
        "actor": office_head,
        "case": view(kind, standing),
        "on": RECEIVED,
        "as_of": RECEIVED,
        "payload": PAYLOADS.get(action),
    }
    if reached is None:
        with pytest.raises(ActionRefused):
            apply(**told)
        return
    assert apply(**told)[-1].payload["to"] == reached


@pytest.mark.parametrize("needs_callback", [True, False])
def test_a_disclosure_request_is_closed_by_its_answer_whatever_the_channel_says(needs_callback):
    standing = standing_in(State.AWAITING_REPLY)
    made = apply(
        kind=Kind.DISCLOSURE,
        switches=Switches(needs_callback=needs_callback),
        standing=standing,
        action=Action.REPLY,
        actor=person(Role.HANDLER),
        case=view(Kind.DISCLOSURE, standing),
        on=RECEIVED,
        as_of=RECEIVED,
        payload={"outcome": "G2"},
    )
    assert [event.type.label for event in made] == ["答复", "办结"]


def test_no_kind_has_two_rows_for_one_action():
    for kind in Kind:
        for row in TRANSITIONS[kind]:
            assert transition_for(kind, row.action) is row


def test_a_round_handled_before_its_section_was_known_goes_back_to_be_assigned():
    standing = standing_in(
        State.CLOSED,
        section_id=None,
        handler_id=None,
        cycles=[CycleStanding(1, RECEIVED, RECEIVED, RECEIVED)],
    )
    made = apply(
        kind=Kind.HOTLINE,
        switches=ALL_ON,
        standing=standing,
        action=Action.REHANDLE,
        actor=person(Role.SUPERVISOR),
        case=view(Kind.HOTLINE, standing),
        on=RECEIVED,
        as_of=RECEIVED,
    )
    assert made[0].payload["to"] == State.AWAITING_ASSIGNMENT
