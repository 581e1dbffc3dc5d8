"""January at a browser: open the year, follow a figure to its requests, write, enter, freeze, take the file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser.conftest import Desk
from tests.factories import UserFactory
from tests.queries.standing import put_case
from tracker.domain.labels import Role
from tracker.extensions import db
from tracker.imports.report_files import read_report
from tracker.models.agency import Agency

YEAR = 2025


@pytest.fixture
def january(installation: Flask) -> Flask:
    """A year with five requests, two of them withheld, and four hotline items."""
    with installation.app_context():
        agency = db.session.query(Agency).order_by(Agency.id).first()
        UserFactory(username="qiantj", name="钱统计", roles=(Role.STATISTICIAN,))
        for day, outcome in ((3, "G2"), (4, "D4"), (5, "D4"), (6, "U1")):
            closed = f"{YEAR}-03-{day + 15}"
            put_case(agency, f"{YEAR}-03-0{day}", channel="disclosure", closed_on=closed, outcome=outcome)
        put_case(agency, f"{YEAR}-12-22", channel="disclosure")
        for day in range(1, 5):
            put_case(agency, f"{YEAR}-05-0{day}", closed_on=f"{YEAR}-05-0{day + 2}")
        db.session.commit()
    return installation


def press(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=words).click()


def follow(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=words).first.click()


def test_from_open_to_frozen_and_printed(
    january: Flask, sit_down: Callable[..., Desk], tmp_path: Path
) -> None:
    desk = sit_down("qiantj")
    page = desk.page
    desk.open("/annual-report/")
    desk.accessible()
    follow(page, f"{YEAR} 年")
    desk.accessible()

    withheld = page.get_by_role("row").filter(has_text="4.保护第三方合法权益").get_by_role("link").last
    assert withheld.inner_text() == "2"
    withheld.click()
    page.wait_for_url("**row=d4**")
    assert page.locator(".linked-cases li").count() == 2

    follow(page, "一、总体情况")
    text = page.get_by_label("正文")
    assert "{办结情况}" in text.input_value()
    text.fill("全年{办结情况}新收政府信息公开申请{新收申请}件。")
    press(page, "保存一、总体情况")
    assert (
        "信访件共4件，办结4件，办结率100%。新收政府信息公开申请5件。"
        in page.locator(".official").inner_text()
    )
    desk.accessible()

    follow(page, "二、主动公开")
    page.get_by_label("行政许可，本年处理决定数量").fill("498")
    press(page, "保存第二部分")
    assert page.get_by_label("行政许可，本年处理决定数量").input_value() == "498"
    desk.accessible()

    follow(page, "冻结第 1 版")
    desk.accessible()
    press(page, "冻结第 1 版")
    assert "已冻结第 1 版" in page.locator(".page-head").inner_text()
    assert "一格不差" in page.locator("main").inner_text()
    desk.accessible()

    with page.expect_download() as downloading:
        page.get_by_role("link", name="第 1 版 Word").click()
    kept = tmp_path / "年报.docx"
    downloading.value.save_as(kept)
    report = read_report(kept.read_bytes(), kept.name)
    assert report.three.rows["d4"] == (2, 0, 0, 0, 0, 0, 2)
    assert report.two.value("licences", "decisions") == 498
    assert "新收政府信息公开申请5件。" in report.texts["one"]

    follow(page, "预览")
    assert "2025年政府信息公开工作年度报告" in desk.heading()
    desk.accessible()
