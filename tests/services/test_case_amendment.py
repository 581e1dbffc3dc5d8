"""更正登记内容: before and after stay on record, nothing personal in clear, and the deadline follows."""

from datetime import date

import pytest

from tests.factories import actor_of, registered
from tests.services.desk import RECEIVED, at, bureau, drifted
from tracker.domain.errors import ClockRefused, DomainError, PermissionRefused
from tracker.domain.labels import ItemType, Kind, State
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.case_record import CaseEventText
from tracker.queries.cases.filters import text_matches
from tracker.services.cases import assign, disclosure, oversee
from tracker.services.cases.amend import amend


@pytest.fixture
def people(agency):
    return bureau()


@pytest.fixture
def item(people):
    return registered(
        handler=people.handler, clerk=people.clerk, received_on=RECEIVED, at=at(2), content="来电反映路灯"
    )


def _payload(case):
    return max(case.events, key=lambda row: row.seq).payload


@pytest.mark.parametrize(
    ("values", "due_on", "said"),
    [
        ({"received_on": date(2026, 2, 27)}, date(2026, 3, 5), ("2026-03-09", "2026-03-05")),
        ({"item_type": ItemType.CONSULTATION}, date(2026, 3, 5), ("2026-03-09", "2026-03-05")),
        ({"upstream_due_on": date(2026, 3, 20)}, date(2026, 3, 20), ("2026-03-09", "2026-03-20")),
        ({"item_type": ItemType.PRAISE}, None, ("2026-03-09", "")),
    ],
)
def test_what_the_clock_depends_on_moves_the_deadline_and_says_so(people, item, values, due_on, said):
    people.step(item, "clerk", amend, reason="登记有误", values=values)
    assert item.due_on == due_on
    [moved] = [line for line in _payload(item)["changes"] if line["field"] == "due_on"]
    assert (moved["before"], moved["after"]) == said
    assert drifted() == []


def test_a_corrected_receipt_day_is_every_rounds_and_every_readers(people, item):
    people.step(item, "clerk", amend, reason="登记有误", values={"received_on": date(2026, 2, 26)})
    assert item.cycles[0].received_on == item.cycles[0].started_on == date(2026, 2, 26)
    people.step(item, "handler", assign.sign, day=4)
    assert drifted() == []


def test_a_receipt_day_is_corrected_a_second_time_to_a_later_day(people):
    """What happened in between is judged by the day as it was corrected last."""
    case = registered(
        Kind.DISCLOSURE, handler=people.handler, clerk=people.clerk, received_on=RECEIVED, at=at(2)
    )
    people.step(case, "clerk", amend, reason="登记有误", values={"received_on": date(2026, 2, 26)}, day=3)
    people.step(case, "handler", assign.sign, day=3)
    asked = {"items": "年度", "respond_by": date(2026, 3, 31)}
    people.step(case, "handler", disclosure.request_correction, day=4, **asked)
    people.step(case, "clerk", disclosure.receive_correction, day=5)
    people.step(case, "clerk", amend, reason="又核对了", values={"received_on": RECEIVED}, day=6)
    assert {(row.received_on, row.started_on) for row in case.cycles} == {(RECEIVED, RECEIVED)}
    assert drifted() == []


def test_a_receipt_day_after_what_happened_is_refused_and_nothing_is_kept(people, item):
    people.step(item, "handler", assign.sign, day=3)
    with pytest.raises(ClockRefused, match="早于收到日期"):
        people.step(item, "clerk", amend, reason="登记有误", values={"received_on": date(2026, 3, 5)}, day=6)
    db.session.commit()
    assert (item.received_on, len(item.events)) == (RECEIVED, 3)


def test_words_and_people_are_corrected_without_leaving_them_in_the_event(people, item):
    people.step(
        item,
        "clerk",
        amend,
        reason="听错了",
        values={"title": "测试镇样本村水管漏水", "content": "漏水三天"},
        person={"name": "李示例", "phone": "13900000000", "address": ""},
    )
    assert (item.title, item.person.name, item.person.phone) == (
        "测试镇样本村水管漏水",
        "李示例",
        "13900000000",
    )
    assert [line["label"] for line in _payload(item)["changes"]] == ["标题", "内容", "姓名", "联系电话"]
    assert not any(
        word in str(_payload(item)) for word in ("漏水", "路破损", "张测试", "李示例", "139", "138")
    )
    kept = {row.field: row.text for row in db.session.query(CaseEventText).filter_by(case_id=item.id)}
    assert kept == {
        "before_title": "测试镇样本村道路破损",
        "before_content": "来电反映路灯",
        "before_name": "张测试",
        "before_phone": "13800000000",
        "reason": "听错了",
    }


@pytest.mark.parametrize("words", ["漏水", "13900000000", "0000", "李示例"])
def test_what_was_corrected_is_found_by_its_new_words(people, item, words):
    people.step(
        item,
        "clerk",
        amend,
        reason="听错了",
        values={"title": "水管漏水"},
        person={"name": "李示例", "phone": "13900000000"},
    )
    seen_by = actor_of(people.clerk)
    assert [case.id for case in db.session.query(Case).filter(text_matches(words, seen_by))] == [item.id]


@pytest.mark.parametrize(
    ("values", "reason", "because"),
    [
        ({}, "有误", "没有改动任何内容"),
        ({"received_on": RECEIVED}, "有误", "没有改动任何内容"),
        ({"title": "新标题"}, " ", "请写明更正的理由"),
        ({"title": " "}, "有误", "标题应为"),
        ({"received_on": date(2026, 3, 9)}, "有误", "不能在将来"),
        ({"upstream_due_on": date(2026, 3, 1)}, "有误", "早于收到日期"),
        ({"number": "自拟编号"}, "有误", "number 不能更正"),
        ({"state": State.CLOSED}, "有误", "state 不能更正"),
    ],
)
def test_a_refused_amendment_says_why(people, item, values, reason, because):
    with pytest.raises(DomainError, match=because):
        people.step(item, "clerk", amend, reason=reason, values=values)
    assert len(item.events) == 2


def test_the_desk_amends_the_handler_does_not(people, item):
    with pytest.raises(PermissionRefused):
        people.step(item, "handler", amend, reason="有误", values={"title": "新标题"})


def test_a_source_number_of_another_case_is_refused_ones_own_is_kept(people, item):
    other = registered(clerk=people.clerk, received_on=RECEIVED, at=at(2), source_number="GD-9")
    with pytest.raises(DomainError, match=f"已登记为 {other.number}"):
        people.step(item, "clerk", amend, reason="补录", values={"source_number": "GD-9"})
    people.step(other, "clerk", amend, reason="补录", values={"source_number": "GD-9", "place": "样本村"})
    assert (other.source_number, other.place) == ("GD-9", "样本村")


def test_a_disclosure_request_keeps_an_applicant_type(people):
    case = registered(Kind.DISCLOSURE, clerk=people.clerk, received_on=RECEIVED, at=at(2))
    with pytest.raises(DomainError, match="申请人类别"):
        people.step(case, "clerk", amend, reason="有误", values={"applicant_type": None})


def test_naming_the_reported_section_takes_the_case_out_of_its_sight(people, item):
    people.step(item, "clerk", amend, reason="来电补充", values={"reported_section_id": people.section.id})
    with pytest.raises(DomainError, match=r"^没有这一件。$"):
        people.step(item, "lead", oversee.urge, words="请抓紧")
    assert _payload(item)["changes"][0]["after"] == people.section.name
