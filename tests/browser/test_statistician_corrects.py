"""After freezing: a wrong case is found from its figure and corrected, a new version frozen; a parent adds up a file."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser.conftest import Desk
from tests.factories import UserFactory, registered
from tests.imports.made_reports import consistent, four, three, title, word
from tracker.domain.labels import Kind, Role
from tracker.extensions import db
from tracker.imports.report_files import read_report

YEAR = 2025


@pytest.fixture
def office(installation: Flask) -> Flask:
    """A request of December 2025, still in hand, put down to the wrong kind of applicant."""
    with installation.app_context():
        UserFactory(username="qiantj", name="钱统计", roles=(Role.STATISTICIAN,))
        UserFactory(username="xtgly", name="系统管理员", roles=(Role.SYSTEM_ADMIN,))
        clerk = UserFactory(username="sundj", name="孙登记", roles=(Role.CLERK,))
        registered(Kind.DISCLOSURE, clerk=clerk, received_on=date(YEAR, 12, 22), title="样本村征地批文")
        db.session.commit()
    return installation


def press(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=words).first.click()


def follow(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=words).first.click()


def taken(page: Page, link: str, path: Path) -> bytes:
    with page.expect_download() as downloading:
        page.get_by_role("link", name=link, exact=True).click()
    downloading.value.save_as(path)
    return path.read_bytes()


def test_a_wrong_case_is_found_corrected_and_frozen_again(
    office: Flask, sit_down: Callable[..., Desk], tmp_path: Path
) -> None:
    desk = sit_down("qiantj")
    page = desk.page
    desk.open(f"/annual-report/{YEAR}/three")
    follow(page, "冻结第 1 版")
    press(page, "冻结第 1 版")

    desk.open(f"/annual-report/{YEAR}/three")
    carried = page.get_by_role("row").filter(has_text="四、结转下年度继续办理").get_by_role("link").first
    assert carried.inner_text() == "1"
    carried.click()
    page.wait_for_url("**row=C**")
    assert page.locator(".linked-cases li").count() == 1
    with page.expect_navigation():
        page.locator(".linked-cases a").first.click()
    assert "样本村征地批文" in page.locator("main").inner_text()
    address = page.url

    clerk = sit_down("sundj")
    clerk.page.goto(address + "/steps/amend")
    clerk.page.get_by_label("申请人类别").select_option("business")
    clerk.page.get_by_label("更正理由").fill("核对营业执照，是企业")
    press(clerk.page, "更正登记内容")

    desk.open(f"/annual-report/{YEAR}/changes")
    words = page.locator("main").inner_text()
    assert "自然人" in words
    assert "商业企业" in words
    desk.accessible()
    follow(page, "开始更正")
    page.get_by_label("更正理由").fill("一件申请的申请人类别登记错了")
    press(page, "开始更正")
    follow(page, "冻结第 2 版")
    press(page, "冻结第 2 版")
    assert "一件申请的申请人类别登记错了" in page.locator("main").inner_text()
    assert "一格不差" in page.locator("main").inner_text()

    for label, ending in (
        ("导出 Word", "docx"),
        ("导出 Excel", "xlsx"),
        ("导出 网页", "html"),
        ("导出 JSON", "json"),
    ):
        path = tmp_path / f"年报.{ending}"
        report = read_report(taken(page, label, path), path.name)
        assert report.three.rows["C"] == (0, 1, 0, 0, 0, 0, 1)
    earlier = tmp_path / "第一版.docx"
    report = read_report(taken(page, "第 1 版 Word", earlier), earlier.name)
    assert report.three.rows["C"] == (1, 0, 0, 0, 0, 0, 1)


def test_a_parent_adds_up_the_file_of_an_agency_that_does_not_use_the_system(
    office: Flask, sit_down: Callable[..., Desk], tmp_path: Path
) -> None:
    keeper = sit_down("xtgly")
    keeper.open("/accounts/agencies")
    keeper.page.get_by_label("机关全称").fill("示例镇人民政府")
    press(keeper.page, "登记下级机关")
    keeper.accessible()

    report = consistent(year=YEAR, agency="示例镇人民政府")
    file = tmp_path / "示例镇年报.docx"
    file.write_bytes(word(title(report), three(report), four(report)))
    desk = sit_down("qiantj")
    page = desk.page
    desk.open("/annual-report/")
    follow(page, f"{YEAR} 年下级汇总")
    assert "1 个未报" in page.locator(".page-head").inner_text()
    desk.accessible()
    follow(page, "示例镇人民政府")
    page.locator("input[type=file]").set_input_files(file)
    press(page, "读取并检查")
    assert "第三、四部分" in page.locator("main").inner_text()
    desk.accessible()
    press(page, f"接受为 {YEAR} 年年报")
    assert "取自文件，第 1 版" in page.locator(".page-head").inner_text()
    desk.accessible()

    desk.open(f"/annual-report/{YEAR}/children")
    figure = page.get_by_role("row").filter(has_text="4.保护第三方合法权益").get_by_role("link").last
    assert figure.inner_text() == str(report.three.value("d4", "total"))
    figure.click()
    page.wait_for_url("**row=d4**")
    desk.accessible()
    with page.expect_navigation():
        page.locator("section[aria-labelledby=cell] a").first.click()
    assert page.locator("td.chosen").inner_text() == str(report.three.value("d4", "total"))
    assert "在文件里：第 1 个表格第" in page.locator("main").inner_text()
    desk.accessible()
