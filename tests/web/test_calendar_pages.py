"""日历: everybody looks, the system administrator loads a notice in two steps."""

import io
from datetime import UTC, date, datetime

import pytest
from lxml import html

from tests.factories import SectionFactory, UserFactory, registered
from tracker.domain.labels import Kind, Role
from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.models.calendar import CalendarNotice
from tracker.models.reminder import Job
from tracker.services.rules import rules_for
from tracker.web import frame_context
from tracker.web.calendar.year_page import missing_notices

OFFICIAL = """国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕99号
一、元旦：1月1日（周五）至3日（周日）放假调休，共3天。
二、春节：2月6日（周六）至12日（周五）放假调休，共7天。2月14日（周日）上班。
"""


@pytest.fixture
def admin(client_as):
    return client_as(Role.SYSTEM_ADMIN)


@pytest.fixture
def case(session):
    handler = UserFactory(roles=(Role.HANDLER,), section=SectionFactory())
    at = datetime(2026, 12, 21, 2, tzinfo=UTC)
    return registered(Kind.DISCLOSURE, received_on=date(2026, 12, 21), handler=handler, at=at)


def fields(page):
    """The hidden fields of the confirmation, as a browser would send them."""
    form = html.document_fromstring(page.text).get_element_by_id("confirm")
    return {name: value for name, value in form.form_values() if name != "csrf_token"}


@pytest.mark.parametrize("role", Role)
def test_everybody_signed_in_may_look(client_as, role):
    page = client_as(role).get("/calendar/2026")
    assert page.status_code == 200
    assert "全国 248 个工作日" in page.text
    assert ("载入放假通知" in page.text) is (role is Role.SYSTEM_ADMIN)


def test_nobody_looks_without_signing_in(client):
    assert client.get("/calendar/").status_code == 302


def test_the_regional_days_are_marked_on_the_national_calendar(admin, agency):
    agency.region_code = "64"
    page = admin.get("/calendar/2026").text
    assert "宁夏另休 2 天，246 个" in page
    assert "古尔邦节（宁政办发〔2025〕36号）" in page


def test_a_year_without_its_notice_says_that_it_is_provisional(admin):
    assert "2027 年放假通知还没有载入，全年按周一至周五暂算" in admin.get("/calendar/2027").text


@pytest.mark.parametrize(
    "path", ["/calendar/check", "/calendar/load", "/calendar/own-days", "/calendar/own-days/withdraw"]
)
@pytest.mark.parametrize("role", [Role.CLERK, Role.SUPERVISOR, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_only_the_system_administrator_changes_it(client_as, role, path):
    assert client_as(role).post(path).status_code == 403


def test_the_check_shows_days_differences_and_the_case_that_moves(admin, case):
    page = admin.post("/calendar/check", data={"text": OFFICIAL})
    assert page.status_code == 200
    assert case.number in page.text
    assert "2027-01-18 暂定" in page.text
    assert "2027-01-19" in page.text
    assert "2027-02-14 周日" in page.text
    assert db.session.query(CalendarNotice).count() == 0


def test_the_confirmation_loads_a_version_and_asks_for_one_recomputation(admin, case, sent_jobs):
    checked = admin.post("/calendar/check", data={"text": OFFICIAL})
    answer = admin.post("/calendar/load", data=fields(checked))
    assert answer.status_code == 302
    row = db.session.query(CalendarNotice).one()
    assert (row.year, row.version, row.loaded_by_id) == (2027, 1, admin.user.id)
    assert row.source_text.startswith("国务院办公厅")
    job = db.session.query(Job).one()
    assert (job.name, sent_jobs) == ("recompute_open_cases", [job.id])
    assert db.session.query(AuditEntry).filter_by(action="calendar.loaded").one().actor_id == admin.user.id
    assert "第 1 版" in admin.get("/calendar/2027").text


def test_a_second_confirmation_of_the_same_check_is_refused(admin):
    data = fields(admin.post("/calendar/check", data={"text": OFFICIAL}))
    admin.post("/calendar/load", data=data)
    again = admin.post("/calendar/load", data=data)
    assert again.status_code == 422
    assert "刚有人载入过新版本" in again.text
    assert db.session.query(CalendarNotice).count() == 1


def test_what_was_not_understood_must_be_ticked(admin):
    doubtful = OFFICIAL.replace("共3天", "共4天")
    checked = admin.post("/calendar/check", data={"text": doubtful})
    assert "写明共 4 天，读出 3 天" in checked.text
    data = fields(checked)
    refused = admin.post("/calendar/load", data=data)
    assert (refused.status_code, db.session.query(CalendarNotice).count()) == (422, 0)
    assert "请逐条核对没有读懂的句子" in refused.text
    admin.post("/calendar/load", data=data | {"is_checked": "y"})
    assert db.session.query(CalendarNotice).count() == 1


def test_a_file_is_read_like_a_pasted_text(admin):
    lines = "文号 国办发明电〔2026〕99号\n年份 2027\n元旦 休 01-01..01-03\n".encode()
    page = admin.post("/calendar/check", data={"upload": (io.BytesIO(lines), "2027.txt")})
    assert "核对 2027 年放假通知" in page.text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"text": ""}, "请粘贴放假通知原文"),
        ({"text": "一、元旦：1月1日放假，共1天。"}, "请填写年份"),
        ({"text": OFFICIAL, "year": "27"}, "年份应在 2008 至 2099 之间"),
    ],
)
def test_a_refused_text_is_kept_with_its_reason(admin, data, sentence):
    page = admin.post("/calendar/check", data=data)
    assert page.status_code == 422
    assert sentence in page.text
    assert (
        data["text"].strip() in html.document_fromstring(page.text).get_element_by_id("text").text_content()
    )


def test_a_file_that_is_no_text_is_refused_by_name(admin):
    page = admin.post("/calendar/check", data={"upload": (io.BytesIO(b"\xff\xfe\x00\x81"), "通知.doc")})
    assert "“通知.doc”不是文本文件" in page.text


def test_an_own_day_is_checked_loaded_and_taken_back(admin):
    form = {
        "name": "机关搬迁",
        "first": "2026-11-26",
        "last": "2026-11-27",
        "kind": "休",
        "basis": "示例局通知",
    }
    admin.post("/calendar/load", data=fields(admin.post("/calendar/own-days", data=form)))
    assert "11-26 休、11-27 休" in admin.get("/calendar/2026").text
    admin.post("/calendar/own-days/withdraw", data={"year": 2026, "name": "机关搬迁"})
    assert "11-26 休、11-27 休" not in admin.get("/calendar/2026").text


def test_own_days_over_the_new_year_are_refused(admin):
    form = {"name": "检修", "first": "2026-12-31", "last": "2027-01-01", "kind": "休", "basis": "示例局通知"}
    assert "请按年份分两次填写" in admin.post("/calendar/own-days", data=form).text


def test_forms_need_their_token(admin, real_csrf):
    assert admin.post("/calendar/check", data={"text": OFFICIAL}).status_code == 400


@pytest.mark.parametrize(
    ("day", "region", "missing"),
    [
        ("2026-10-31", None, []),
        ("2026-11-01", None, ["全国"]),
        ("2026-11-01", "64", ["全国", "宁夏"]),
        ("2025-11-01", "64", []),
    ],
)
def test_from_november_the_next_years_notice_is_missed(agency, day, region, missing):
    agency.region_code = region
    assert missing_notices(rules_for(agency), date.fromisoformat(day)) == missing


def test_the_administrator_reads_it_on_every_page(admin, client_as, case, monkeypatch):
    monkeypatch.setattr(frame_context, "today", lambda: date(2026, 11, 20))
    page = admin.get("/calendar/2026").text
    assert "2027 年放假通知还没有载入（全国）" in page
    assert "现有 1 件在办件受影响" in page
    assert "还没有载入（全国）" not in client_as(Role.CLERK).get("/calendar/2026").text
