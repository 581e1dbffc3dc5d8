"""到期清除 as administrators press it, and what everybody else then reads."""

import json
from datetime import date

import pytest
import time_machine
from lxml import html

from tests.factories import SectionFactory, UserFactory
from tests.services.test_retention import closed_request
from tracker.domain.kept_records import KEPT_RECORDS
from tracker.domain.labels import Role
from tracker.models.agency import PolicyChoice
from tracker.models.case_record import CasePerson

BEFORE, LATER = "2026-06-10T02:00:00+00:00", "2062-01-10T02:00:00+00:00"


@pytest.fixture
def case(agency, session):
    with time_machine.travel(BEFORE, tick=False):
        handler = UserFactory(roles=(Role.HANDLER,), section=SectionFactory())
        return closed_request(agency, session, handler)


@pytest.fixture(autouse=True)
def _much_later():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def switched_on(agency, session):
    session.add(PolicyChoice(agency_id=agency.id, key="retention", value="on"))
    session.commit()


def test_switched_off_the_page_lists_and_erases_nothing(client_as, case, session):
    page = client_as(Role.SECURITY_ADMIN)
    shown = page.get("/retention/").text
    assert "没有开启，什么都不会清除" in shown
    assert case.number in shown
    assert "张测试" not in shown
    page.post("/retention/")
    assert session.query(CasePerson).count() == 1


def test_the_security_administrator_erases_and_the_case_says_so(client_as, case, session, switched_on):
    admin = client_as(Role.SECURITY_ADMIN)
    assert "清除 1 件的个人信息" in admin.get("/retention/").text
    assert admin.post("/retention/").status_code == 302
    assert "已清除 1 件的个人信息" in admin.get("/retention/").text
    assert session.query(CasePerson).count() == 0
    clerk = client_as(Role.CLERK)
    for address in (
        f"/cases/{case.id}",
        "/cases/?view=all",
        f"/cases/{case.id}/file",
        f"/cases/{case.id}/receipt",
    ):
        shown = clerk.get(address)
        assert shown.status_code == 200, address
        assert "个人信息已按期清除" in shown.text, address
        assert "13800000000" not in shown.text


def test_a_case_is_held_and_released_on_the_page(client_as, case, switched_on):
    admin = client_as(Role.SECURITY_ADMIN)
    refused = admin.post("/retention/holds", data={"number": "无此件", "reason": "审计"})
    assert (refused.status_code, "没有编号为" in refused.text, "无此件" in refused.text) == (422, True, True)
    admin.post("/retention/holds", data={"number": case.number, "reason": "示审〔2026〕1号"})
    shown = admin.get("/retention/").text
    assert "示审〔2026〕1号" in shown
    assert "现在没有期满的办件" in shown
    admin.post("/retention/holds/release", data={"number": case.number})
    assert "清除 1 件的个人信息" in admin.get("/retention/").text


def test_the_system_administrator_sees_and_sets_but_does_not_erase(client_as, case, switched_on):
    admin = client_as(Role.SYSTEM_ADMIN)
    assert "30" in admin.get("/retention/").text
    assert admin.post("/retention/").status_code == 403
    answers = {"value": "5", "basis": "示例区档案局通知"}
    assert admin.post("/policies/questions/retention_years_hotline", data=answers).status_code == 302
    assert client_as(Role.CLERK).get("/retention/").status_code == 403


def test_the_command_lists_and_erases(run_command, case, session, agency):
    told = json.loads(run_command("cases", "retention", "--dry-run", "--json").stdout)
    assert (told["is_on"], told["due"]["disclosure"], told["erased"]) == (False, 1, 0)
    refused = run_command("cases", "retention", "--commit")
    assert (refused.exit_code, "没有开启" in refused.stderr) == (1, True)
    session.add(PolicyChoice(agency_id=agency.id, key="retention", value="on"))
    told = json.loads(run_command("cases", "retention", "--commit", "--json").stdout)
    assert (told["erased"], session.query(CasePerson).count()) == (1, 0)
    assert "依申请公开：保存 30 年，期满 0 件" in run_command("cases", "retention", "--dry-run").stdout
    assert run_command("cases", "retention").exit_code == 2
    assert case.erased_on == date(2062, 1, 10)


def test_the_page_says_what_is_kept_how_long_from_when_and_on_what(client_as, case, session):
    session.add(
        PolicyChoice(
            agency_id=case.agency_id, key="retention_years_hotline", value="5", basis="示例档案办〔2026〕2号"
        )
    )
    session.flush()
    page = html.fromstring(client_as(Role.SYSTEM_ADMIN).get("/retention/").get_data(as_text=True))
    hotline = page.xpath("//section[@aria-labelledby='periods']//tbody/tr[1]")[0].text_content()
    assert "示例档案办〔2026〕2号" in hotline
    assert "本机关设定" in hotline
    kept = page.xpath("//section[@aria-labelledby='kept']//tbody/tr")
    assert len(kept) == len(KEPT_RECORDS)
    assert all(cell.text_content().strip() for row in kept for cell in row)
