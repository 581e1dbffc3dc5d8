"""The main job at a browser: register by keyboard, assign, answer, review, close; the year counts it."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser.conftest import Desk
from tests.factories import SectionFactory, UserFactory
from tracker.domain.labels import Role
from tracker.extensions import db
from tracker.models.case import Case
from tracker.now import today


@pytest.fixture
def office(installation: Flask) -> Flask:
    """An agency with one section and a person for every part of the job."""
    with installation.app_context():
        section = SectionFactory(name="耕地保护股")
        UserFactory(username="sundj", name="孙登记", roles=(Role.CLERK,))
        UserFactory(username="zhengsh", name="郑审核", roles=(Role.SECTION_LEAD,), section=section)
        UserFactory(username="zhoucb", name="周承办", roles=(Role.HANDLER,), section=section)
        UserFactory(username="qiantj", name="钱统计", roles=(Role.STATISTICIAN,))
        db.session.commit()
    return installation


def type_into(page: Page, label: str, words: str) -> None:
    """Go to a field by Tab, as somebody without a mouse does, and type."""
    wanted = page.get_by_label(label, exact=True).first
    for _ in range(40):
        if wanted.evaluate("field => field === document.activeElement"):
            page.keyboard.insert_text(words)
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab 到不了「{label}」")


def choose(page: Page, group: str, digit: str) -> None:
    """Go to joined radio buttons by Tab and press a digit."""
    radios = page.get_by_role("radiogroup", name=group)
    for _ in range(40):
        if radios.evaluate("group => group.contains(document.activeElement)"):
            page.keyboard.press(digit)
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab 到不了「{group}」")


def register_item(desk: Desk, channel: str, source: str, title: str) -> None:
    desk.open(f"/register/{channel}")
    type_into(desk.page, "来源编号", source)
    choose(desk.page, "诉求类型", "3")
    type_into(desk.page, "标题", title)
    type_into(desk.page, "内容", f"{title}，请核查。")
    type_into(desk.page, "姓名", "张测试")
    type_into(desk.page, "联系电话", "13800000000")
    with desk.page.expect_navigation():
        desk.page.keyboard.press("Control+Enter")


def register_request(desk: Desk) -> None:
    desk.open("/register/disclosure")
    choose(desk.page, "收到方式", "1")
    choose(desk.page, "申请人类别", "1")
    type_into(desk.page, "姓名", "李示例")
    type_into(desk.page, "联系电话", "13900000000")
    type_into(desk.page, "所需信息的描述", "样本村 2024 年度设施农业用地备案材料。")
    with desk.page.expect_navigation():
        desk.page.keyboard.press("Control+Enter")


def take_step(desk: Desk, case_id: int, action: str, **fields: str) -> None:
    desk.open(f"/cases/{case_id}/steps/{action}")
    for label, words in fields.items():
        field = desk.page.get_by_label(label, exact=True)
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=words)
        else:
            field.fill(words)
    with desk.page.expect_navigation():
        desk.page.locator("main button.button-main[type=submit]").click()
    assert desk.page.url.endswith(f"/cases/{case_id}"), desk.page.locator("main").inner_text()


def case_ids(app: Flask) -> list[int]:
    with app.app_context():
        found = [case.id for case in db.session.query(Case).order_by(Case.id)]
        db.session.remove()
    return found


def test_from_the_desk_to_the_year(office: Flask, sit_down: Callable[[str], Desk]) -> None:
    clerk = sit_down("sundj")
    register_item(clerk, "hotline_12345", "NX20260001", "反映测试镇样本村耕地堆放渣土")
    assert "〔" in clerk.page.locator("main").inner_text()
    register_item(clerk, "mailbox_secretary", "SJ20260001", "建议样本村增设垃圾收集点")
    register_item(clerk, "mailbox_district_head", "QZ20260001", "反映示例路路灯不亮")
    register_request(clerk)
    ids = case_ids(office)
    assert len(ids) == 4

    lead = sit_down("zhengsh")
    for case_id in ids:
        take_step(lead, case_id, "assign", 承办科室="耕地保护股", 承办人="周承办（耕地保护股）")

    handler = sit_down("zhoucb")
    assert "4 件" in handler.page.locator("main").inner_text()
    handler.accessible()
    item, request = ids[0], ids[3]
    handler.open(f"/cases/{item}")
    assert "期限怎么来的" in handler.page.locator("main").inner_text()
    handler.accessible()
    for case_id, ending in ((item, "已解决"), (request, "予以公开")):
        take_step(handler, case_id, "sign")
        take_step(handler, case_id, "submit_reply", 办理结果=ending, 公开答复内容="经核查，已经办理。")
        take_step(lead, case_id, "pass_review")
        take_step(handler, case_id, "reply")
        handler.open(f"/cases/{case_id}")
        assert "已办结" in handler.page.locator("main").inner_text()

    statistician = sit_down("qiantj")
    statistician.open(f"/statistics/?start={today().year}-01-01&end={today()}")
    statistician.accessible()
    assert "3" in statistician.page.locator("main table").first.inner_text()


def test_a_refused_form_keeps_what_was_typed(office: Flask, sit_down: Callable[[str], Desk]) -> None:
    clerk = sit_down("sundj")
    clerk.open("/register/disclosure")
    clerk.page.get_by_label("姓名", exact=True).fill("张测试")
    clerk.page.get_by_label("证件号码", exact=True).fill("12345")
    clerk.page.evaluate("document.getElementById('register').noValidate = true")
    with clerk.page.expect_navigation():
        clerk.page.locator("main button.button-main[type=submit]").click()
    summary = clerk.page.locator("[data-error-summary]")
    assert "申请人类别" in summary.inner_text()
    assert "应为 18 位，现在是 5 位" in summary.inner_text()
    assert clerk.page.get_by_label("姓名", exact=True).input_value() == "张测试"
    clerk.accessible()
    assert case_ids(office) == []


@pytest.mark.usefixtures("office")
def test_sign_in_page_is_accessible(installation: Flask, sit_down: Callable[[str], Desk]) -> None:
    with installation.app_context():
        UserFactory()
    stranger = sit_down("nobody", "wrong")  # type: ignore[call-arg]
    assert "用户名或密码不对" in stranger.page.content()
    stranger.accessible()
