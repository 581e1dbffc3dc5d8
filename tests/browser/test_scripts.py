"""The small scripts help where they are; nothing here is needed for the main job."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.conftest import Desk
from tests.factories import UserFactory
from tracker.domain.labels import Role
from tracker.extensions import db
from tracker.models.agency import Channel

DISPATCH = "工单编号：NX20261119000417　诉求类型：投诉类　标题：投诉绿地被圈占；联系电话：13900000000 内容：来电人称绿地被圈占。"


@pytest.fixture
def clerk(installation: Flask, sit_down: Callable[..., Desk]) -> Desk:
    with installation.app_context():
        UserFactory(username="sundj", name="孙登记", roles=(Role.CLERK,))
        db.session.commit()
    return sit_down("sundj")


def code_of(installation: Flask, kind: str) -> str:
    with installation.app_context():
        return next(channel.code for channel in db.session.query(Channel) if channel.kind.value == kind)


def test_a_digit_chooses(clerk: Desk, installation: Flask) -> None:
    clerk.open(f"/register/{code_of(installation, 'disclosure')}")
    page = clerk.page
    page.get_by_role("radio", name="1 当面提交").focus()
    page.keyboard.press("4")
    expect(page.get_by_role("radio", name="4 网上")).to_be_checked()


def test_the_deadline_follows_the_typing(clerk: Desk, installation: Flask) -> None:
    clerk.open(f"/register/{code_of(installation, 'disclosure')}")
    page = clerk.page
    page.get_by_label("收到日期").fill("2026-09-28")
    expect(page.locator("#preview")).to_contain_text("2026-10-30")
    page.get_by_label("收到日期").fill("下周三")
    expect(page.locator("#preview")).to_contain_text("填好收到日期后显示")


def test_a_pasted_dispatch_fills_the_fields(clerk: Desk, installation: Flask) -> None:
    clerk.open(f"/register/{code_of(installation, 'hotline')}")
    page = clerk.page
    page.get_by_label("粘贴派单文本").fill(DISPATCH)
    expect(page.get_by_label("来源编号")).to_have_value("NX20261119000417")
    expect(page.get_by_role("radio", name="3 投诉")).to_be_checked()
    expect(page.get_by_label("标题", exact=True)).to_have_value("投诉绿地被圈占")
    expect(page.get_by_label("联系电话")).to_have_value("13900000000")
    expect(page.locator("#dispatch-note")).to_contain_text("已由粘贴填入 5 栏")


def test_enter_does_not_register_but_control_enter_does(clerk: Desk, installation: Flask) -> None:
    clerk.open(f"/register/{code_of(installation, 'hotline')}")
    page = clerk.page
    page.get_by_label("粘贴派单文本").fill(DISPATCH)
    page.get_by_label("标题", exact=True).focus()
    page.keyboard.press("Enter")
    assert "/register/" in page.url
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert "/cases/" in page.url


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(clerk: Desk, installation: Flask) -> None:
    clerk.open(f"/register/{code_of(installation, 'disclosure')}")
    page = clerk.page
    page.evaluate("document.querySelectorAll('form').forEach(form => { form.noValidate = true })")
    with page.expect_navigation():
        page.get_by_role("button", name="登记并打印回执").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.get_by_role("link", name="所需信息的描述：").click()
    expect(page.get_by_label("所需信息的描述")).to_be_focused()


def test_registering_works_without_scripts(clerk: Desk, installation: Flask) -> None:
    browser = clerk.page.context.browser
    assert browser is not None
    state = clerk.page.context.storage_state()
    plain = browser.new_context(java_script_enabled=False, storage_state=state)
    page = plain.new_page()
    page.goto(f"{clerk.base}/register/{code_of(installation, 'hotline')}")
    page.get_by_label("标题", exact=True).fill("投诉绿地被圈占")
    page.get_by_label("3 投诉").check()
    page.get_by_role("button", name="算期限").click()
    expect(page.locator("#preview")).to_contain_text("第 5 个工作日")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("h1")).to_have_text("投诉绿地被圈占")
    plain.close()
