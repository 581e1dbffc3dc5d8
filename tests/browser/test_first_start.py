"""An empty installation at a browser: set up by its first administrator, it takes its first case."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.browser.conftest import Desk
from tests.browser.test_main_job import register_item
from tests.factories import UserFactory
from tracker.domain.labels import Role
from tracker.extensions import db
from tracker.models.case import Case
from tracker.services import setup_code

NOTICE = """国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕99号
一、元旦：1月1日（周五）至3日（周日）放假调休，共4天。
"""


@pytest.fixture
def visitor(browser: Browser, server: str) -> Iterator[Desk]:
    """Somebody who opens the address for the first time."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    context.set_default_timeout(8000)
    desk = Desk(context.new_page(), server)
    desk.page.on("request", lambda request: desk.asked.append(request.url))
    yield desk
    desk.quiet()
    context.close()


def press(desk: Desk, name: str) -> None:
    with desk.page.expect_navigation():
        desk.page.get_by_role("button", name=name).first.click()


def set_up(desk: Desk, code: str) -> None:
    desk.open("/")
    assert desk.heading() == "初始设置"
    desk.accessible()
    desk.page.get_by_label("一次性代码").fill(code)
    press(desk, "继续设置")
    desk.accessible()
    for label, words in {
        "机关全称": "示例区测试局",
        "编号字头": "示测",
        "用户名": "admin",
        "姓名": "张测试",
        "密码": "ceshi-mima-1",
        "再输一次密码": "ceshi-mima-1",
        "科室": "测试股",
    }.items():
        desk.page.get_by_label(label, exact=True).fill(words)
    press(desk, "完成初始设置")


def made_account(desk: Desk) -> str:
    """The administrator makes the front desk's account; returns the password shown once."""
    desk.open("/accounts/new")
    desk.page.get_by_label("用户名").fill("sundj")
    desk.page.get_by_label("姓名").fill("孙登记")
    desk.page.get_by_label("承办人").uncheck()
    desk.page.get_by_label("登记员").check()
    press(desk, "新建账号")
    desk.accessible()
    return desk.page.locator("code").inner_text()


def test_an_empty_installation_takes_its_first_case(
    installation: Flask, visitor: Desk, sit_down: Callable[..., Desk]
) -> None:
    set_up(visitor, setup_code.issue(installation.config["SETTINGS"].instance_dir))
    password = made_account(sit_down("admin", "ceshi-mima-1"))
    clerk = sit_down("sundj", password)
    clerk.page.get_by_label("现在的密码").fill(password)
    clerk.page.get_by_label("新密码", exact=True).fill("ceshi-mima-2")
    clerk.page.get_by_label("再输一次新密码").fill("ceshi-mima-2")
    press(clerk, "更改密码")
    register_item(clerk, "hotline_12345", "ZW2026001", "测试镇样本村道路破损")
    with installation.app_context():
        assert db.session.query(Case.number).scalar().startswith("示测热线〔")


def test_a_notice_is_pasted_checked_and_loaded(installation: Flask, sit_down: Callable[..., Desk]) -> None:
    with installation.app_context():
        UserFactory(username="wangxt", roles=(Role.SYSTEM_ADMIN,))
    desk = sit_down("wangxt")
    desk.open("/calendar/2026")
    desk.accessible()
    desk.page.get_by_label("通知原文").fill(NOTICE)
    press(desk, "核对")
    assert desk.heading() == "核对 2027 年放假通知"
    desk.accessible()
    desk.page.get_by_label("以上各处已对照原文逐条核对").check()
    press(desk, "载入第 1 版")
    assert desk.heading() == "2027 年工作日历"


ADMINISTRATORS_PAGES = (
    "/policies/",
    "/policies/questions/fee_restart",
    "/policies/periods/mailbox",
    "/policies/remedies/",
    "/policies/remedies/N2",
    "/policies/letters/",
    "/policies/letters/granted",
    "/accounts/",
    "/accounts/1",
    "/accounts/sections",
    "/accounts/channels",
    "/accounts/channels/new",
    "/accounts/agency",
    "/status/",
)


def test_the_administrators_pages_are_accessible(installation: Flask, sit_down: Callable[..., Desk]) -> None:
    with installation.app_context():
        UserFactory(username="wangxt", roles=(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN))
        UserFactory(username="lisj", roles=(Role.AUDIT_ADMIN,))
    desk = sit_down("wangxt")
    for path in ADMINISTRATORS_PAGES:
        desk.open(path)
        desk.accessible()
    auditor = sit_down("lisj")
    auditor.open("/audit/")
    auditor.accessible()
