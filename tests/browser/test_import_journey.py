"""A messy file at a browser: matched by hand, its faults taken home, imported, undone, and imported mended."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser.conftest import Desk
from tests.factories import SectionFactory, UserFactory
from tests.imports.made_files import csv_text
from tracker.domain.labels import Role
from tracker.extensions import db
from tracker.models.case import Case

TITLE = ["示例区热线工单导出（测试数据）", *[""] * 6]
MERGED = ["工单", "", "诉求", "", "诉求人", "", "办结"]
HEADS = ["流水", "来了的时间", "题目", "内容", "怎么称呼", "身份证号", "完成时间"]
GOOD = ["GD1", "2026-03-02 09:10", "路灯不亮", "样本村东头路灯不亮。", "张测试", "", "2026-03-04"]
ROWS = [
    GOOD,
    ["GD2", "2026-02-30", "水渠漏水", "测试镇样本村。", "李样本", "", ""],
    ["GD3", "2026-03-03", "占道经营", "样本街道。", "王样本", "6405001990010", ""],
    ["GD1", "2026-03-05", "路灯又不亮", "样本村西头。", "张测试", "", ""],
    ["GD5", "2026-03-06", "咨询确权", "宅基地确权。", "赵样本", "", "2026-03-01"],
]
FIELDS = {
    "A": "来源编号",
    "B": "收到日期",
    "C": "标题",
    "D": "内容",
    "E": "姓名",
    "F": "证件号码",
    "G": "办结日期",
}


@pytest.fixture
def office(installation: Flask) -> Flask:
    with installation.app_context():
        SectionFactory(name="测试股")
        UserFactory(username="sundj", name="孙登记", roles=(Role.CLERK,))
        db.session.commit()
    return installation


def press(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=words).click()


def follow(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=words).first.click()


def upload(desk: Desk, path: Path) -> None:
    desk.open("/imports/")
    desk.page.get_by_label("来源渠道").select_option(label="12345热线")
    desk.page.get_by_label("文件").set_input_files(path)
    press(desk.page, "下一步：对应列")


def numbers(office: Flask) -> list[str]:
    with office.app_context():
        rows = db.session.query(Case.number).filter(Case.taken_back_on.is_(None)).order_by(Case.id)
        found = [number for (number,) in rows]
        db.session.remove()
    return found


def test_a_messy_file_is_imported_undone_and_imported_mended(
    office: Flask, sit_down: Callable[..., Desk], tmp_path: Path
) -> None:
    messy = tmp_path / "派单导出.csv"
    messy.write_bytes(csv_text(TITLE, MERGED, HEADS, *ROWS).encode("gb18030"))
    desk = sit_down("sundj")
    page = desk.page

    upload(desk, messy)
    desk.accessible()
    assert "GB18030" in page.locator("main").inner_text()
    for letter, label in FIELDS.items():
        chosen = page.locator(f"select[aria-label^='{letter} 列']")
        wanted = chosen.locator("option").filter(has_text=label).first.get_attribute("value")
        chosen.select_option(value=wanted)
    press(page, "下一步：预览")
    desk.accessible()
    shown = page.locator("main").inner_text()
    assert "5 行：新增 1，更新 0，不变 0，4 行有问题，不会导入。" in shown
    for words in ("2026-02-30", "应为 18 位", "GD1", "早于收到日期"):
        assert words in shown, words

    with page.expect_download() as taken:
        page.get_by_role("link", name="下载这 4 行（带问题说明）").click()
    taken.value.save_as(tmp_path / "有问题的行.xlsx")
    lines = list(openpyxl.load_workbook(tmp_path / "有问题的行.xlsx").active.values)
    assert lines[0][:2] == ("文件行号", "问题和改法")
    assert len(lines) == 5
    assert all(line[1] for line in lines[1:])

    press(page, "导入 1 件，跳过 4 行")
    desk.accessible()
    assert "已导入：新增 1" in page.locator("main").inner_text()
    once = numbers(office)
    follow(page, "撤销这次导入")
    desk.accessible()
    press(page, "撤销 1 件")
    desk.accessible()
    assert "已撤销：收回 1 件" in page.locator("main").inner_text()
    assert numbers(office) == []

    mended = [GOOD, ["GD2", "2026-02-28", *ROWS[1][2:]], [*ROWS[2][:5], "640500199001010010", ""]]
    (tmp_path / "改好.csv").write_bytes(csv_text(TITLE, MERGED, HEADS, *mended).encode("gb18030"))
    upload(desk, tmp_path / "改好.csv")
    assert "已记住" in page.locator("main").inner_text()
    press(page, "下一步：预览")
    press(page, "导入 3 件")
    follow(page, "3")
    desk.accessible()
    assert "路灯不亮" in page.locator("main").inner_text()
    assert numbers(office)[0] == once[0]
    assert len(numbers(office)) == 3
    follow(page, "导入")
    follow(page, "全部")
    desk.accessible()
    assert "已撤销" in page.locator("main").inner_text()
