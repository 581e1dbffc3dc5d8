"""Supervising and recusal at a browser: an overdue item is found and urged; a reported section finds nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from tests.browser.conftest import Desk
from tests.browser.test_main_job import take_step
from tests.factories import SectionFactory, UserFactory, registered
from tracker.domain.labels import ItemType, Role
from tracker.extensions import db
from tracker.now import today
from tracker.services.cases.register import PersonFields

TITLE = "反映矿产股审批拖延半年"
REPORTER = "马示例"


@pytest.fixture
def late(installation: Flask) -> tuple[int, str]:
    """An item of a handler that is a month late; its id and number."""
    with installation.app_context():
        section = SectionFactory(name="耕地保护股")
        handler = UserFactory(username="zhoucb", name="周承办", roles=(Role.HANDLER,), section=section)
        UserFactory(username="zhengsh", name="郑审核", roles=(Role.SECTION_LEAD,), section=section)
        UserFactory(username="fengdb", name="冯督办", roles=(Role.SUPERVISOR,))
        case = registered(handler=handler, received_on=today() - timedelta(days=40), title="样本村路灯不亮")
        found = case.id, case.number
        db.session.remove()
    return found


def test_a_late_item_is_found_urged_and_answered(
    late: tuple[int, str], sit_down: Callable[[str], Desk]
) -> None:
    case_id, number = late
    supervisor = sit_down("fengdb")
    supervisor.open("/board/")
    supervisor.accessible()
    with supervisor.page.expect_navigation():
        supervisor.page.locator(f"main a[href$='/cases/{case_id}']").first.click()
    assert "超期" in supervisor.page.locator("main").inner_text()
    take_step(supervisor, case_id, "urge", 要求="请两日内报办理情况。")
    take_step(supervisor, case_id, "supervise", 要求="列入本周督办。")

    handler = sit_down("zhoucb")
    told = handler.page.locator("main").inner_text()
    assert f"催办：{number}" in told
    assert f"督办：{number}" in told
    assert "催办 1 次" in told
    handler.open(f"/cases/{case_id}")
    assert "请两日内报办理情况。" in handler.page.locator("main").inner_text()
    take_step(handler, case_id, "sign")
    take_step(handler, case_id, "submit_reply", 办理结果="已解决", 公开答复内容="路灯已经修好。")
    lead = sit_down("zhengsh")
    take_step(lead, case_id, "pass_review")
    take_step(handler, case_id, "reply")

    supervisor.open(f"/cases/?view=all&text={number}")
    assert "逾期办结" in supervisor.page.locator("main table").inner_text()
    supervisor.open("/cases/?view=supervised")
    assert number not in supervisor.page.locator("main").inner_text()
    supervisor.accessible()


@pytest.fixture
def reported(installation: Flask) -> tuple[int, str]:
    """A secret item that reports one section and is handled in another."""
    with installation.app_context():
        section = SectionFactory(name="矿产股")
        other = SectionFactory(name="执法监察股")
        UserFactory(username="wulead", name="吴股长", roles=(Role.SECTION_LEAD, Role.CLERK), section=section)
        UserFactory(
            username="shenji", name="审计员", roles=(Role.AUDIT_ADMIN, Role.SUPERVISOR), section=section
        )
        handler = UserFactory(username="caocb", name="曹经办", roles=(Role.HANDLER,), section=other)
        UserFactory(username="beside", name="唐经办", roles=(Role.HANDLER,), section=other)
        office = SectionFactory(name="办公室")
        UserFactory(username="zheng", name="郑主任", roles=(Role.SECTION_LEAD, Role.CLERK), section=office)
        case = registered(
            handler=handler,
            title=TITLE,
            content=f"{REPORTER}反映审批拖延。",
            item_type=ItemType.REPORT,
            person=PersonFields(name=REPORTER, phone="13912345678"),
            is_secret=True,
            reported_section_id=section.id,
        )
        found = case.id, case.number
        db.session.remove()
    return found


def test_the_reported_section_cannot_see_its_case(
    reported: tuple[int, str], sit_down: Callable[[str], Desk]
) -> None:
    case_id, number = reported
    year = f"start={today().year}-01-01&end={today()}"
    for username, more in (("wulead", []), ("shenji", ["/audit/", "/board/"])):
        desk = sit_down(username)
        pages = ["/", "/notices/", "/due", "/cases/", "/cases/?view=all", f"/statistics/?{year}&by=section"]
        for path in [*pages, f"/cases/?view=all&text={REPORTER}", *more]:
            desk.open(path)
            shown = desk.page.locator("main").inner_text()
            assert number not in shown, path
            assert TITLE not in shown, path
            assert "执法监察股 曹经办" not in shown, path
        for path in ("", "/file", "/receipt", "/documents", "/person", "/steps/assign"):
            answer = desk.page.request.get(f"{desk.base}/cases/{case_id}{path}")
            assert answer.status == 404, path
        sheet = desk.page.request.get(f"{desk.base}/cases/list.xlsx?view=all")
        assert sheet.ok


def test_a_secret_reporter_is_named_to_handler_and_office_head_alone(
    reported: tuple[int, str], sit_down: Callable[[str], Desk]
) -> None:
    case_id, number = reported
    for username, knows in (("caocb", True), ("zheng", True), ("beside", False)):
        desk = sit_down(username)
        desk.open(f"/cases/{case_id}")
        shown = desk.page.locator("main").inner_text()
        assert TITLE in shown
        assert (REPORTER in shown) is knows
        desk.open(f"/cases/?view=all&text={REPORTER}")
        assert (number in desk.page.locator("main").inner_text()) is knows
        desk.open(f"/cases/{case_id}/person")
        desk.page.get_by_label("理由").fill("回电核实")
        with desk.page.expect_navigation():
            desk.page.locator("main button[type=submit]").click()
        assert (REPORTER in desk.page.locator("main").inner_text()) is knows
