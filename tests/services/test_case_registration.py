"""登记: what is refused, what a double click does, and what a refusal leaves behind: nothing."""

from datetime import date

import pytest
from sqlalchemy import func, select

from tests.factories import SectionFactory, UserFactory, actor_of, channel_of, registered
from tests.services.desk import RECEIVED, at, bureau
from tracker.domain.case_events import EventType
from tracker.domain.errors import DomainError
from tracker.domain.labels import ApplicantType, ItemType, Kind, Role, State
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.case_record import CaseEventRow, CasePerson
from tracker.models.numbers import NumberCounter
from tracker.services.cases.register import CaseFields, PersonFields, register_case, title_from


def _count(model):
    return db.session.execute(select(func.count()).select_from(model)).scalar_one()


def _register(actor, kind=Kind.HOTLINE, *, key=None, section=None, handler=None, **facts):
    fields = CaseFields(**{"title": "测试镇样本村路灯不亮", "received_on": RECEIVED} | facts)
    return register_case(
        channel=channel_of(kind),
        fields=fields,
        actor=actor_of(actor),
        at=at(3),
        submission_key=key,
        section_id=section,
        handler_id=handler,
    )


@pytest.fixture
def clerk(agency):
    return UserFactory(roles=(Role.CLERK,))


def test_a_case_gets_number_deadline_first_event_and_sealed_person(clerk):
    case = _register(
        clerk,
        item_type=ItemType.COMPLAINT,
        person=PersonFields(name="张测试", phone="13800000000", address="测试镇样本村1号"),
    )
    assert case.number == "本机关热线〔2026〕1号"
    assert (case.state, case.due_on, case.version) == (State.AWAITING_ASSIGNMENT, date(2026, 3, 9), 2)
    assert [row.type for row in case.events] == [EventType.REGISTERED]
    assert case.person.phone == "13800000000"
    assert b"13800000000" not in bytes(case.person.phone_sealed)
    assert [cycle.due_on for cycle in case.cycles] == [case.due_on]


@pytest.mark.parametrize(
    ("kind", "facts", "field", "because"),
    [
        (Kind.HOTLINE, {"title": "  "}, "title", "请填写标题"),
        (Kind.HOTLINE, {"title": "长" * 201}, "title", "标题最长 200 字"),
        (Kind.HOTLINE, {"received_on": date(2026, 3, 4)}, "received_on", "不能在将来"),
        (Kind.DISCLOSURE, {}, "applicant_type", "申请人类别"),
        (Kind.MAILBOX, {"upstream_due_on": date(2026, 3, 1)}, "upstream_due_on", "早于收到日期"),
    ],
)
def test_a_mistake_is_named_by_field_and_nothing_is_kept(clerk, kind, facts, field, because):
    with pytest.raises(DomainError, match=because) as refused:
        _register(clerk, kind, **facts)
    assert refused.value.field == field
    assert [_count(model) for model in (Case, CaseEventRow, CasePerson, NumberCounter)] == [0, 0, 0, 0]


def test_a_source_number_is_registered_once_per_channel(clerk):
    first = _register(clerk, source_number="GD-1")
    with pytest.raises(DomainError, match=f"来源编号 GD-1 已登记为 {first.number}") as refused:
        _register(clerk, source_number=" GD-1 ")
    assert refused.value.context == {"case_id": first.id, "number": first.number}
    assert _register(clerk, Kind.MAILBOX, source_number="GD-1").id != first.id


def test_the_same_form_twice_is_one_case(clerk):
    first = _register(clerk, key="form-1")
    assert _register(clerk, key="form-1").id == first.id
    assert _register(clerk, key="form-2").number.endswith("2号")
    assert _count(Case) == 2


def test_a_refused_assignment_gives_the_number_back(clerk):
    closed = SectionFactory(is_active=False)
    with pytest.raises(DomainError, match="在用的承办科室"):
        _register(clerk, section=closed.id)
    assert _count(Case) == 0
    assert _register(clerk).number.endswith("〔2026〕1号")


def test_numbers_run_per_channel_and_year_of_receipt(clerk):
    numbers = [
        _register(clerk, kind, received_on=received_on, **facts).number
        for kind, received_on, facts in (
            (Kind.HOTLINE, date(2025, 12, 31), {}),
            (Kind.HOTLINE, date(2026, 1, 4), {}),
            (Kind.DISCLOSURE, date(2026, 1, 4), {"applicant_type": ApplicantType.BUSINESS}),
            (Kind.HOTLINE, date(2025, 12, 31), {}),
        )
    ]
    assert numbers == [
        "本机关热线〔2025〕1号",
        "本机关热线〔2026〕1号",
        "本机关依申请〔2026〕1号",
        "本机关热线〔2025〕2号",
    ]


@pytest.mark.parametrize("reported", ["section", "handler", "clerk"])
def test_the_reported_are_not_given_the_case_while_registering(agency, reported):
    people = bureau()
    facts = {
        "section": {"reported_section_id": people.section.id},
        "handler": {"reported_user_id": people.handler.id},
        "clerk": {"reported_user_id": people.clerk.id},
    }[reported]
    with pytest.raises(DomainError, match="回避"):
        _register(people.clerk, section=people.section.id, handler=people.handler.id, **facts)
    assert _count(Case) == 0
    assert _register(people.clerk, **facts).state is State.AWAITING_ASSIGNMENT


def test_a_case_registered_with_its_section_is_assigned_at_once(agency):
    people = bureau()
    case = registered(handler=people.handler, clerk=people.clerk, received_on=RECEIVED, at=at(3))
    assert (case.state, case.section_id, case.handler_id) == (
        State.AWAITING_SIGNATURE,
        people.section.id,
        people.handler.id,
    )


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ("路灯不亮，三天了。请尽快修复", "路灯不亮，三天了"),
        ("\n  样本村缺水\n第二行", "样本村缺水"),
        ("长" * 80, "长" * 59 + "…"),
        ("", ""),
    ],
)
def test_a_title_comes_from_the_beginning_of_the_content(content, title):
    assert title_from(content) == title
