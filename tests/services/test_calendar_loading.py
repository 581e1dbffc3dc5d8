"""Loading a notice: what it would change is shown first, then it counts, and people learn of it."""

from datetime import UTC, date, datetime

import pytest

from tests.factories import SectionFactory, UserFactory, actor_of, registered
from tracker.domain.errors import VersionClash
from tracker.domain.holiday_notices import Holiday, Notice
from tracker.domain.labels import CalendarLayer, Kind, Role
from tracker.domain.notice_format import NoticeRefused
from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.models.calendar import CalendarNotice
from tracker.models.case import Case
from tracker.models.reminder import Notice as PersonNotice
from tracker.queries.calendars import Place, standing_notices
from tracker.queries.organisation import only_agency
from tracker.services.calendars.loading import check_notice, load_notice
from tracker.services.calendars.own_days import own_holidays, withdraw
from tracker.services.calendars.reading import read_pasted
from tracker.services.cases import assign
from tracker.services.cases.verification import Verification
from tracker.services.cases.work import case_work
from tracker.services.deadlines.requests import request_recompute
from tracker.services.rules import rules_for
from tracker.services.timers.recompute import Recomputation
from tracker.unit_of_work import in_batches

AT = datetime(2026, 12, 21, 2, tzinfo=UTC)
OFFICIAL = """国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕99号
一、元旦：1月1日（周五）至3日（周日）放假调休，共3天。
二、春节：2月6日（周六）至12日（周五）放假调休，共7天。2月14日（周日）上班。
"""


@pytest.fixture
def handler(session):
    return UserFactory(roles=(Role.HANDLER,), section=SectionFactory())


@pytest.fixture
def case(handler):
    """Received on 2026-12-21: the 20th working day lies in 2027, whose notice is missing."""
    return registered(Kind.DISCLOSURE, received_on=date(2026, 12, 21), handler=handler, at=AT)


def loaded(notice, agency, **options):
    entry = load_notice(notice, agency=agency, actor_id=None, at=AT, **options)
    subject = entry.subject
    db.session.commit()
    return subject


@pytest.mark.parametrize("assignments", [1, 2])
def test_a_loaded_notice_moves_signing_and_first_contact_as_well(agency, handler, assignments):
    clerk = UserFactory(roles=(Role.CLERK,))
    at = datetime(2026, 12, 31, 2, tzinfo=UTC)
    case = registered(received_on=date(2026, 12, 31), handler=handler, clerk=clerk, at=at)
    for section_id in [SectionFactory().id for _ in range(assignments - 1)]:
        with case_work(case_id=case.id, version=None, actor=actor_of(clerk), at=at) as work:
            assign.assign(work, section_id=section_id, on=date(2026, 12, 31))
    db.session.commit()
    moved = date(2027, 1, 4)
    assert {(each.sign_by, each.contact_by) for each in case.cycles} == {(date(2027, 1, 1),) * 2}
    recomputed(loaded(read_pasted(OFFICIAL).notice, agency))
    db.session.refresh(case)
    assert {(each.sign_by, each.contact_by) for each in case.cycles} == {(moved, moved)}
    assert list(Verification().drifted()) == []


def recomputed(reason="测试"):
    run = Recomputation(at=AT, reason=reason)
    moved = [each for batch in in_batches(run.batch) for each in batch]
    run.finish()
    return run, moved


def test_the_check_names_the_case_that_would_move_and_writes_nothing(case, agency):
    assert (case.due_on, case.is_provisional) == (date(2027, 1, 18), True)
    check = check_notice(read_pasted(OFFICIAL).notice, agency=agency)
    assert [(m.number, m.was, m.becomes, m.is_provisional) for m in check.moves] == [
        (case.number, date(2027, 1, 18), date(2027, 1, 19), False)
    ]
    assert [(each.day, each.was_workday) for each in check.differences][:2] == [
        (date(2027, 1, 1), True),
        (date(2027, 2, 8), True),
    ]
    assert db.session.query(CalendarNotice).count() == 0


def test_a_loaded_notice_counts_and_moves_the_date_with_its_reason(case, agency):
    number = case.number
    _, moved = recomputed(loaded(read_pasted(OFFICIAL).notice, agency))
    case = db.session.query(Case).one()
    assert (case.due_on, case.is_provisional) == (date(2027, 1, 19), False)
    assert [(m.before, m.after) for m in moved] == [(date(2027, 1, 18), date(2027, 1, 19))]
    line = db.session.query(AuditEntry).filter_by(action="deadlines.moved").one()
    assert line.detail["moved"] == [{"number": number, "from": "2027-01-18", "to": "2027-01-19"}]
    assert line.subject == "2027年 国办发明电〔2026〕99号"


def test_a_second_pass_moves_nothing(case, agency):
    loaded(read_pasted(OFFICIAL).notice, agency)
    recomputed()
    run, moved = recomputed()
    assert (run.checked, moved) == (1, [])


def test_the_handler_is_told_only_when_the_date_comes_nearer(case, handler, agency):
    number, handler_id = case.number, handler.id
    loaded(read_pasted(OFFICIAL).notice, agency)
    recomputed("后移")
    assert db.session.query(PersonNotice).filter(PersonNotice.key.startswith("moved:")).count() == 0
    worked = Notice(
        2027, "示例局〔2027〕1号", (Holiday("加班", (), (date(2027, 1, 2),)),), layer=CalendarLayer.AGENCY
    )
    loaded(worked, only_agency())
    recomputed("前移")
    told = db.session.query(PersonNotice).filter(PersonNotice.key.startswith("moved:")).one()
    assert told.user_id == handler_id
    assert told.text == f"期限提前：{number} 由 2027-01-19 改为 2027-01-18（前移）"


def test_an_amending_notice_keeps_the_other_holidays_under_their_own_number(agency):
    change = Notice(2026, "示例〔2026〕5号", (Holiday("国庆节", (date(2026, 10, 1),)),), amends=True)
    load_notice(change, agency=agency, actor_id=None, at=AT)
    calendar = rules_for(agency).national
    assert calendar.entry(date(2026, 5, 1)).notice == "国办发明电〔2025〕7号"
    assert calendar.entry(date(2026, 10, 1)).notice == "示例〔2026〕5号"
    assert calendar.is_workday(date(2026, 10, 2))
    assert not calendar.is_workday(date(2026, 10, 10))


def test_a_version_loaded_meanwhile_is_a_clash(agency):
    notice = read_pasted(OFFICIAL).notice
    seen = check_notice(notice, agency=agency).version
    load_notice(notice, agency=agency, actor_id=None, at=AT, seen_version=seen)
    with pytest.raises(VersionClash, match="请重新核对"):
        load_notice(notice, agency=agency, actor_id=None, at=AT, seen_version=seen)
    assert load_notice(notice, agency=agency, actor_id=None, at=AT, seen_version=2).detail["version"] == 2


def test_the_recomputation_is_asked_for_once(agency, sent_jobs):
    entry = load_notice(read_pasted(OFFICIAL).notice, agency=agency, actor_id=None, at=AT)
    job = request_recompute(because_of=entry, at=AT)
    assert request_recompute(because_of=entry, at=AT).id == job.id
    db.session.commit()
    assert sent_jobs == [job.id]


def test_an_own_day_is_taken_back(agency):
    text = "文号 示例局搬迁\n年份 2026\n范围 本机关\n修改 是\n搬迁 休 11-26..11-27"
    load_notice(read_pasted(text).notice, agency=agency, actor_id=None, at=AT)
    assert own_holidays(agency, 2026) == [("搬迁", "示例局搬迁")]
    assert not rules_for(agency).national.is_workday(date(2026, 11, 26))
    withdraw(agency=agency, year=2026, name="搬迁", actor_id=None, at=AT)
    assert own_holidays(agency, 2026) == []
    assert rules_for(agency).national.is_workday(date(2026, 11, 26))


def test_the_shipped_notice_stands_until_another_is_loaded(agency):
    place = Place(CalendarLayer.NATIONAL)
    assert [each.number for each in standing_notices(place, 2026)] == ["国办发明电〔2025〕7号"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "请粘贴放假通知原文"),
        ("一、元旦：1月1日放假，共1天。", "请填写年份"),
        ("2027年元旦放假\n宁政办发〔2026〕1号\n一、元旦：1月1日放假，共1天。", "所在地区"),
        ("2027年部分节假日安排\n一、元旦：1月1日放假，共1天。", "缺少文号"),
    ],
)
def test_what_nobody_can_decide_away_is_refused(text, sentence):
    with pytest.raises(NoticeRefused, match=sentence):
        read_pasted(text)


def test_doubts_are_kept_for_a_person_to_decide():
    doubtful = OFFICIAL.replace("共3天", "共4天")
    assert [each.message for each in read_pasted(doubtful).problems] == ["写明共 4 天，读出 3 天。"]
