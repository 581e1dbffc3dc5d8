"""期限规则: every open question and every period with its source; changes are audited and recomputed."""

from datetime import timedelta

import pytest

from tracker.domain.annual_report.reading import READING_QUESTIONS
from tracker.domain.deadline_clock.policy import QUESTIONS
from tracker.domain.labels import Role
from tracker.domain.periods import SHIPPED_PERIODS
from tracker.domain.setting_history import ALL_ACTIONS
from tracker.extensions import db
from tracker.models.agency import PolicyChoice
from tracker.models.audit import AuditEntry
from tracker.models.calendar import PeriodVersion
from tracker.models.reminder import Job
from tracker.now import today
from tracker.queries.audit import AuditFilter, lines
from tracker.queries.policies import report_reading
from tracker.services.rules import rules_for


@pytest.fixture
def admin(client_as):
    return client_as(Role.SYSTEM_ADMIN)


@pytest.mark.parametrize("role", Role)
def test_everybody_signed_in_may_read_all_of_them(client_as, role):
    page = client_as(role).get("/policies/")
    assert page.status_code == 200
    missing = [q.name for q in QUESTIONS if q.name not in page.text]
    missing += [p.name for p in SHIPPED_PERIODS if p.name not in page.text]
    assert missing == []


def test_the_form_of_a_period_shows_where_its_length_comes_from(client_as, agency):
    page = client_as(Role.SYSTEM_ADMIN).get("/policies/periods/mailbox").text
    shipped = SHIPPED_PERIODS["mailbox"]
    assert f"{shipped.source}（{shipped.mark.label}）" in page


@pytest.mark.parametrize("path", ["/policies/questions/fee_restart", "/policies/periods/mailbox"])
@pytest.mark.parametrize("role", [Role.CLERK, Role.SECTION_LEAD, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_only_the_system_administrator_sets_them(client_as, role, path):
    client = client_as(role)
    assert (client.get(path).status_code, client.post(path).status_code) == (403, 403)


def test_a_choice_is_kept_audited_and_recomputed(admin, agency):
    assert admin.get("/policies/questions/fee_restart").status_code == 200
    answer = admin.post(
        "/policies/questions/fee_restart", data={"value": "resume", "basis": "示例文件〔2026〕1号"}
    )
    assert answer.status_code == 302
    assert rules_for(agency).policy.fee_restart == "resume"
    line = db.session.query(AuditEntry).filter_by(action="policy.chosen").one()
    assert (line.subject, line.detail["from"], line.detail["to"]) == ("缴费后答复期限", "restart", "resume")
    assert db.session.query(Job).one().name == "recompute_open_cases"
    assert "示例文件〔2026〕1号" in admin.get("/policies/").text


def test_a_number_is_a_choice_like_any_other(admin, agency):
    admin.post("/policies/questions/hotline_extensions", data={"value": "2", "basis": "示例办法"})
    assert rules_for(agency).policy.hotline_extensions == 2


def test_choosing_what_is_chosen_already_changes_nothing(admin):
    admin.post("/policies/questions/fee_restart", data={"value": "restart"})
    assert db.session.query(PolicyChoice).count() == 0
    assert db.session.query(Job).count() == 0


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"value": "resume"}, "请写明依据"),
        ({"value": "sometimes", "basis": "示例"}, "的一种做法"),
        ({"basis": "示例"}, "请选择一种做法"),
        ({"value": "resume", "basis": "长" * 201}, "依据超过 200 个字"),
    ],
)
def test_a_choice_is_refused_by_its_field(admin, data, sentence):
    page = admin.post("/policies/questions/fee_restart", data=data)
    assert page.status_code == 422
    assert sentence in page.text
    assert db.session.query(PolicyChoice).count() == 0


def test_a_local_period_counts_for_cases_received_from_its_day_on(admin, agency):
    day = today() + timedelta(days=7)
    data = {"length": "7", "valid_from": day.isoformat(), "basis": "示例局办法"}
    assert admin.post("/policies/periods/mailbox", data=data).status_code == 302
    rules = rules_for(agency)
    assert rules.book(day)["mailbox"].length == 7
    assert rules.book(day - timedelta(days=1))["mailbox"].length == 5
    assert f"{day} 起改为 7" in admin.get("/policies/").text
    assert db.session.query(AuditEntry).filter_by(action="period.set").one().detail["from"] == 5


def test_a_statutory_period_is_shortened_and_given_back_but_never_lengthened(admin, agency):
    for length, code in (("15", 302), ("20", 302), ("21", 422)):
        page = admin.post(
            "/policies/periods/reply", data={"length": length, "valid_from": "今天", "basis": "示例局承诺"}
        )
        assert page.status_code == code
    assert "只能缩短，不能改为 21" in page.text
    assert rules_for(agency).book(today())["reply"].length == 20
    assert db.session.query(PeriodVersion).count() == 2


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"length": "0", "basis": "示例"}, "应在 1 至 366 之间"),
        ({"length": "七", "basis": "示例"}, "有 1 处需要改"),
        ({"length": "7", "basis": ""}, "请写明依据"),
        ({"length": "7", "basis": "示例", "valid_from": "2020-01-01"}, "早于今天"),
    ],
)
def test_a_length_is_refused_by_its_field(admin, data, sentence):
    page = admin.post("/policies/periods/mailbox", data={"valid_from": "今天"} | data)
    assert page.status_code == 422
    assert sentence in page.text


@pytest.mark.parametrize("code", ["suit", "annual_report", "nothing"])
def test_what_is_not_ours_has_no_form(admin, code):
    assert admin.get(f"/policies/periods/{code}").status_code == 404


def test_the_statistician_sets_how_the_report_is_filled_in_and_nothing_else(client_as, agency):
    client = client_as(Role.STATISTICIAN)
    assert client.get("/policies/questions/fee_restart").status_code == 403
    assert client.post("/policies/questions/fee_restart", data={"value": "resume"}).status_code == 403
    page = client.get("/policies/questions/report_zeros")
    assert "计入" not in page.text
    assert "写 0" in page.text
    refused = client.post("/policies/questions/report_zeros", data={"value": "blank"})
    assert (refused.status_code, "请写明依据" in refused.text) == (422, True)
    client.post("/policies/questions/report_zeros", data={"value": "blank", "basis": "示例通知〔2026〕1号"})
    assert report_reading(agency_id=agency.id).leaves_zeros_blank
    assert db.session.query(AuditEntry).filter_by(action="setting.chosen").count() == 1
    assert db.session.query(Job).count() == 0


def test_every_reading_of_the_report_stands_with_its_source(client_as):
    page = client_as(Role.STATISTICIAN).get("/policies/")
    assert [
        each.name for each in READING_QUESTIONS if each.name not in page.text or each.source not in page.text
    ] == []


def test_the_history_of_settings_says_who_changed_what_before_and_after(client_as, agency):
    admin = client_as(Role.SYSTEM_ADMIN)
    admin.post("/policies/questions/report_zeros", data={"value": "blank", "basis": "示例通知〔2026〕1号"})
    page = admin.get("/policies/history").get_data(as_text=True)
    for words in ("没有发生的格子", "写 0", "留空", "示例通知〔2026〕1号", "改变设置"):
        assert words in page
    assert "没有发生的格子" not in admin.get("/policies/history?group=channels").get_data(as_text=True)
    assert "设置变更" in admin.get("/policies/").get_data(as_text=True)


def test_people_of_another_agency_see_none_of_our_changes(client_as, agency):
    client_as(Role.SYSTEM_ADMIN).post(
        "/policies/questions/report_zeros", data={"value": "blank", "basis": "示例通知〔2026〕1号"}
    )
    assert lines(AuditFilter(actions=ALL_ACTIONS, agency_id=agency.id)).lines
    assert not lines(AuditFilter(actions=ALL_ACTIONS, agency_id=agency.id + 1)).lines


def test_a_clerk_does_not_read_the_history(client_as, agency):
    assert client_as(Role.CLERK).get("/policies/history").status_code == 403
    assert "设置变更" not in client_as(Role.CLERK).get("/policies/").get_data(as_text=True)
