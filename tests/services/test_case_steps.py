"""Every step through its service: what it writes, what it refuses and that a refusal leaves nothing behind."""

from datetime import date

import pytest
from sqlalchemy import func, select

from tests.factories import SectionFactory, UserFactory, registered
from tests.services.desk import RECEIVED, at, bureau, drifted, signed, types_of
from tracker.domain.case_events import EventType as E
from tracker.domain.errors import ClockRefused, DomainError, VersionClash
from tracker.domain.labels import ClockState, ItemType, Kind, Role, State
from tracker.extensions import db
from tracker.models.case import CaseCycle
from tracker.models.case_record import CaseEventRow, CaseEventText, CaseReply
from tracker.models.reminder import Reminder
from tracker.services.cases import assign, disclosure, ending, handle, oversee, reply

DRAFT = {"public_text": "已安排检修，三日内恢复照明。", "ending": "solved"}
ANSWER = {"public_text": "现将有关信息提供给您。", "ending": "G2"}


@pytest.fixture
def people(agency):
    return bureau()


@pytest.fixture
def item(people):
    return registered(handler=people.handler, clerk=people.clerk, received_on=RECEIVED, at=at(2))


def _texts(case):
    return [
        (row.seq, row.field, row.text)
        for row in db.session.query(CaseEventText).filter_by(case_id=case.id).order_by(CaseEventText.seq)
    ]


def _rows_of(case):
    models = (CaseEventRow, CaseEventText, CaseReply, CaseCycle, Reminder)
    return [
        db.session.execute(select(func.count()).where(model.case_id == case.id)).scalar_one()
        for model in models
    ]


def test_an_item_goes_from_desk_to_archive(people, item):
    signed(people, item)
    people.step(item, "handler", handle.contact, method="phone", result="reached", note="约定上门时间")
    people.step(item, "handler", reply.submit_reply, internal_text="已派工", day=4, **DRAFT)
    people.step(item, "lead", reply.pass_review, note="同意", day=4)
    people.step(item, "handler", reply.reply, method="phone", evidence="通话记录", day=5)
    assert (item.state, item.result, item.replied_on, item.closed_on) == (
        State.CLOSED,
        "solved",
        date(2026, 3, 5),
        date(2026, 3, 5),
    )
    assert item.clock_state is ClockState.MET
    people.step(item, "clerk", ending.archive, day=6)
    assert item.state is State.ARCHIVED
    assert types_of(item) == [
        E.REGISTERED, E.ASSIGNED, E.SIGNED, E.CONTACTED, E.REPLY_SUBMITTED, E.REVIEW_PASSED,
        E.REPLIED, E.CLOSED, E.ARCHIVED,
    ]  # fmt: skip
    assert _texts(item) == [(4, "note", "约定上门时间"), (6, "note", "同意"), (7, "evidence", "通话记录")]
    assert reply.latest_reply(item.id).public_text == DRAFT["public_text"]
    assert drifted() == []


def test_what_a_call_came_to_is_not_the_result_of_the_item(people, item):
    signed(people, item)
    people.step(item, "handler", handle.contact, method="phone", result="reached", note="")
    assert item.result is None
    assert db.session.query(CaseCycle).filter_by(case_id=item.id).one().result is None


def test_words_are_sealed_and_no_payload_holds_them(people, item):
    signed(people, item)
    people.step(item, "handler", handle.contact, method="phone", result="reached", note="电话13800000000")
    stored = db.session.query(CaseEventText).filter_by(case_id=item.id).one()
    assert b"13800000000" not in bytes(stored.text_sealed)
    assert all("13800000000" not in str(row.payload) for row in item.events)


@pytest.mark.parametrize(
    ("who", "service", "facts", "because"),
    [
        ("clerk", assign.assign, {"section_id": 0}, "请选择一个在用的承办科室"),
        ("handler", assign.request_return, {"reason": " "}, "请写明退单理由"),
        ("handler", handle.contact, {"method": "dove", "result": "reached", "note": ""}, "请选择联系方式"),
        ("handler", handle.request_extension, {"days": 0, "reason": "等候"}, "延期天数至少为 1"),
        ("handler", handle.request_extension, {"days": 3, "reason": ""}, "请写明延期理由"),
        ("handler", handle.request_extension, {"days": 40, "reason": "等候"}, "延期应为 1 至"),
        ("lead", handle.grant_extension, {"days": 90}, "延期应为 1 至"),
        ("handler", handle.stage_reply, {"promised_on": date(2026, 3, 3), "plan": "x"}, "应晚于答复当日"),
        ("handler", handle.stage_reply, {"promised_on": date(2026, 3, 9), "plan": ""}, "请写明办理计划"),
        ("handler", reply.submit_reply, DRAFT | {"public_text": " "}, "请填写答复内容"),
        ("handler", reply.submit_reply, DRAFT | {"ending": "G2"}, "请从办理结果中选一项"),
        ("handler", reply.submit_reply, DRAFT | {"ending": "unsolved_outside"}, "阶段性答复"),
        ("handler", reply.reply, {"method": "post"}, "请选择办理结果"),
        ("handler", reply.reply, DRAFT | {"method": "post"}, "现在不能「登记答复」"),
        ("handler", reply.pass_review, {}, "由科室负责人办理"),
        ("clerk", ending.return_to_source, {"reason_code": "not_our_duty", "reason": ""}, "退回的理由"),
        ("clerk", ending.return_to_source, {"reason_code": "x", "reason": "y"}, "请从列表中选一个理由"),
        ("clerk", ending.merge, {"into_number": "没有这个"}, "没有编号为"),
        ("supervisor", ending.terminate, {"reason_code": "no_cooperation", "reason": "拒绝"}, "书面同意"),
        ("supervisor", oversee.supervise, {"words": ""}, "请写明督办要求"),
        ("lead", oversee.undo, {"reason": ""}, "请写明撤销的理由"),
        ("supervisor", ending.rehandle, {"reason": "不满意"}, "现在不能「重办」"),
        ("clerk", disclosure.lapse, {"reason": "逾期"}, "没有「视为放弃」"),
    ],
)  # fmt: skip
def test_a_refused_step_says_why_and_leaves_nothing_half_written(people, item, who, service, facts, because):
    signed(people, item)
    before, version = _rows_of(item), item.version
    with pytest.raises(DomainError, match=because):
        people.step(item, who, service, **facts)
    db.session.commit()
    db.session.expire_all()
    assert (_rows_of(item), item.version, item.state) == (before, version, State.IN_HAND)


def test_what_the_clock_refuses_is_not_kept_either(people, item):
    signed(people, item)
    before = _rows_of(item)
    with pytest.raises(ClockRefused, match="已过期限"):
        people.step(item, "lead", handle.grant_extension, days=3, day=20)
    db.session.commit()
    assert _rows_of(item) == before


def test_the_second_of_two_people_is_told_and_changes_nothing(people, item):
    seen = item.version
    people.step(item, "handler", assign.sign, version=seen)
    with pytest.raises(VersionClash, match="别人刚改过") as clash:
        people.step(item, "lead", handle.grant_extension, version=seen, days=2)
    assert clash.value.context["since"] == seen
    assert types_of(item)[-1] is E.SIGNED


def test_a_case_that_may_not_be_seen_is_not_there(people, item):
    stranger = UserFactory(roles=(Role.HANDLER,), section=SectionFactory())
    for who in (stranger, UserFactory(roles=(Role.SYSTEM_ADMIN,))):
        with pytest.raises(DomainError, match=r"^没有这一件。$"):
            people.step(item, who, assign.sign)


# --- assigning


def test_assistants_are_kept_and_checked(people, item):
    second, third = SectionFactory(), SectionFactory()
    closed = SectionFactory(is_active=False)
    give = {"section_id": people.section.id, "handler_id": people.handler.id}
    people.step(item, "clerk", assign.assign, assistant_ids=(third.id, second.id, people.section.id), **give)
    assert sorted(row.section_id for row in item.assistants) == [second.id, third.id]
    with pytest.raises(DomainError, match="协办科室里有"):
        people.step(item, "clerk", assign.assign, assistant_ids=(closed.id,), **give)
    with pytest.raises(DomainError, match="承办人不在"):
        people.step(item, "clerk", assign.assign, section_id=second.id, handler_id=people.handler.id)


def test_the_reported_section_neither_handles_nor_assists(people):
    reported = SectionFactory()
    case = registered(clerk=people.clerk, received_on=RECEIVED, at=at(2), reported_section_id=reported.id)
    for facts in (
        {"section_id": reported.id},
        {"section_id": people.section.id, "assistant_ids": (reported.id,)},
    ):
        with pytest.raises(DomainError, match="回避"):
            people.step(case, "clerk", assign.assign, **facts)


def test_who_signs_an_unnamed_case_becomes_its_handler(people):
    case = registered(clerk=people.clerk, received_on=RECEIVED, at=at(2))
    people.step(case, "clerk", assign.assign, section_id=people.section.id)
    people.step(case, "handler", assign.sign)
    assert case.handler_id == people.handler.id


def test_a_return_goes_through_the_desk(people, item):
    people.step(item, "handler", assign.request_return, reason="职责清单第3项")
    people.step(item, "clerk", assign.refuse_return, reason="属本科室")
    assert (item.state, item.times_returned) == (State.AWAITING_SIGNATURE, 0)
    people.step(item, "handler", assign.request_return, reason="职责清单第3项")
    people.step(item, "clerk", assign.approve_return)
    assert (item.state, item.times_returned, item.section_id) == (State.AWAITING_ASSIGNMENT, 1, None)


# --- the days of an item


def test_a_plan_with_a_date_moves_the_deadline_and_is_asked_of_what_cannot_be_solved(people, item):
    signed(people, item)
    people.step(item, "handler", handle.stage_reply, promised_on=date(2026, 3, 30), plan="列入下月计划")
    assert item.due_on == date(2026, 3, 30)
    people.step(item, "handler", reply.submit_reply, **DRAFT | {"ending": "unsolved_outside"})
    assert item.state is State.AWAITING_REVIEW


def test_an_extension_is_asked_and_granted(people, item):
    signed(people, item)
    before = item.due_on
    people.step(item, "handler", handle.request_extension, days=3, reason="等候现场勘查")
    assert item.due_on == before
    people.step(item, "lead", handle.grant_extension, days=3)
    assert (before, item.due_on, item.times_extended) == (date(2026, 3, 9), date(2026, 3, 12), 1)


def test_urging_counts_and_never_moves_the_deadline(people, item):
    before = item.due_on
    people.step(item, "supervisor", oversee.urge, words="请抓紧")
    people.step(item, "lead", oversee.urge, words="再催")
    people.step(item, "supervisor", oversee.supervise, words="三日内报结果")
    assert (item.due_on, item.times_urged, item.is_supervised) == (before, 2, True)


def test_after_the_review_text_and_result_stand(people, item):
    signed(people, item)
    people.step(item, "handler", reply.submit_reply, **DRAFT)
    people.step(item, "lead", reply.pass_review)
    for change in ({"public_text": "另一个答复"}, {"ending": "explained"}):
        with pytest.raises(DomainError, match="审核通过后不能改"):
            people.step(item, "handler", reply.reply, method="phone", **change)
    people.step(item, "handler", reply.reply, method="phone", ending="solved")
    assert item.result == "solved"


def test_a_draft_sent_back_is_drafted_again(people, item):
    signed(people, item)
    people.step(item, "handler", reply.submit_reply, **DRAFT)
    people.step(item, "lead", reply.send_back, reason="写明完成时间")
    assert (item.state, item.times_sent_back) == (State.IN_HAND, 1)
    people.step(item, "handler", reply.submit_reply, **DRAFT | {"ending": "explained"})
    assert [draft.result for draft in db.session.query(CaseReply).order_by(CaseReply.id)] == [
        "solved",
        "explained",
    ]


# --- petition and the small office


def test_a_petition_is_accepted_then_has_sixty_days(people):
    case = registered(
        Kind.PETITION, handler=people.handler, clerk=people.clerk, received_on=RECEIVED, at=at(2)
    )
    signed(people, case)
    people.step(case, "handler", handle.accept, day=10)
    assert case.due_on == date(2026, 5, 9)
    people.step(case, "lead", handle.grant_extension, days=30, day=11)
    assert case.due_on == date(2026, 6, 8)


@pytest.mark.parametrize("kind", [Kind.HOTLINE, Kind.MAILBOX, Kind.DISCLOSURE])
def test_with_every_switch_off_a_clerk_registers_and_closes_in_two_forms(people, kind):
    answer = ANSWER if kind is Kind.DISCLOSURE else DRAFT
    case = registered(kind, clerk=people.clerk, received_on=RECEIVED, at=at(2))
    for switch in ("needs_signature", "needs_review", "needs_callback"):
        setattr(case.channel, switch, False)
    db.session.commit()
    people.step(case, "clerk", reply.reply, method="phone", **answer)
    assert (case.state, case.closed_on, case.clock_state) == (State.CLOSED, date(2026, 3, 3), ClockState.MET)
    assert types_of(case) == [E.REGISTERED, E.REPLIED, E.CLOSED]
    assert reply.latest_reply(case.id).public_text == answer["public_text"]


def test_praise_is_closed_by_reading(people):
    case = registered(clerk=people.clerk, received_on=RECEIVED, at=at(2), item_type=ItemType.PRAISE)
    case.channel.needs_signature = case.channel.needs_review = False
    db.session.commit()
    people.step(case, "clerk", reply.reply, method="phone", public_text="感谢来电。", ending="noted")
    assert (case.state, case.clock_state) == (State.CLOSED, ClockState.MET)
