"""Files reach their case by dragging them onto the page, and without any script."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.conftest import Desk
from tests.factories import SectionFactory, UserFactory, registered
from tracker.domain.labels import Kind, Role
from tracker.extensions import db
from tracker.models.document import CaseDocument
from tracker.models.user import User

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(200))
PROGRAM = b"MZ\x90\x00" + bytes(60)


@pytest.fixture
def office(installation: Flask) -> Flask:
    with installation.app_context():
        section = SectionFactory(name="耕地保护股")
        UserFactory(username="sundj", name="孙登记", roles=(Role.CLERK,))
        UserFactory(username="zhou", name="周承办", roles=(Role.HANDLER,), section=section)
        db.session.commit()
    return installation


@pytest.fixture
def on_disk(tmp_path: Path) -> Callable[[str, bytes], str]:
    """Write a file that somebody has on the desktop; gives its path."""

    def written(name: str, content: bytes) -> str:
        (tmp_path / name).write_bytes(content)
        return str(tmp_path / name)

    return written


def kept(app: Flask) -> list[tuple[str, int | None]]:
    with app.app_context():
        rows = db.session.query(CaseDocument.filename, CaseDocument.about_seq).order_by(CaseDocument.id)
        found = [(name, step) for name, step in rows]
        db.session.remove()
    return found


def drag(desk: Desk, onto: str, *paths: str) -> None:
    """Drag files from outside the browser onto the element ``onto``, as the window system would."""
    box = desk.page.locator(onto).bounding_box()
    assert box is not None
    session = desk.page.context.new_cdp_session(desk.page)
    at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    carried = {"items": [], "files": list(paths), "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "data": carried, **at})


def fill_item(desk: Desk) -> None:
    page = desk.page
    page.get_by_label("来源编号").fill("ZW2026001")
    page.get_by_role("radio", name="3 投诉").check(force=True)
    page.get_by_label("标题", exact=True).fill("测试镇样本村道路破损")


def press(desk: Desk, name: str) -> None:
    with desk.page.expect_navigation():
        desk.page.get_by_role("button", name=name).first.click()


def test_files_are_dragged_onto_the_page(
    office: Flask, sit_down: Callable[..., Desk], on_disk: Callable[[str, bytes], str]
) -> None:
    desk = sit_down("sundj")
    desk.open("/register/hotline_12345")
    fill_item(desk)
    waiting = desk.page.locator("#waiting-files")
    drag(desk, "h1", on_disk("现场照片.png", PNG), on_disk("骗人.pdf", PNG))
    expect(waiting).to_contain_text("现场照片.png")
    expect(waiting).to_contain_text("「骗人.pdf」")
    drag(desk, "label[for=files]", on_disk("说明.txt", "来电人补充的说明。".encode()))
    expect(waiting).to_contain_text("说明.txt")
    expect(waiting.locator("li")).to_have_count(2)
    assert desk.page.get_by_label("标题", exact=True).input_value() == "测试镇样本村道路破损"
    desk.accessible()
    waiting.locator("li", has_text="说明.txt").get_by_role("button").click()
    expect(waiting.locator("li")).to_have_count(1)
    press(desk, "登记")
    assert kept(office) == [("现场照片.png", 1)]
    expect(desk.page.locator("ol.timeline")).to_contain_text("附件：现场照片.png")


def test_files_are_sent_without_any_script(
    office: Flask, sit_down: Callable[..., Desk], on_disk: Callable[[str, bytes], str]
) -> None:
    desk = sit_down("sundj", scripts=False)
    desk.open("/register/hotline_12345")
    fill_item(desk)
    chosen = [on_disk("现场照片.png", PNG), on_disk("程序.pdf", PROGRAM)]
    desk.page.get_by_label("附件").set_input_files(chosen)
    press(desk, "登记")
    assert "「程序.pdf」的类型不能作附件" in desk.page.locator("main").inner_text()
    expect(desk.page.locator("#waiting-files li")).to_have_count(1)
    assert desk.page.get_by_label("标题", exact=True).input_value() == "测试镇样本村道路破损"
    press(desk, "登记")
    assert kept(office) == [("现场照片.png", 1)]
    expect(desk.page.locator("ol.timeline")).to_contain_text("附件：现场照片.png")


def test_the_proof_of_a_step_comes_with_it_or_later_without_any_script(
    office: Flask, sit_down: Callable[..., Desk], on_disk: Callable[[str, bytes], str]
) -> None:
    with office.app_context():
        handler = db.session.query(User).filter_by(username="zhou").one()
        case_id = registered(Kind.DISCLOSURE, handler=handler).id
    desk = sit_down("zhou", scripts=False)
    desk.open(f"/cases/{case_id}/steps/contact")
    desk.page.get_by_label("附件").set_input_files(on_disk("通话截图.png", PNG))
    press(desk, "登记联系情况")
    desk.open(f"/cases/{case_id}/documents")
    desk.page.get_by_label("属于哪一步").select_option(index=1)
    desk.page.get_by_label("文件", exact=True).set_input_files(on_disk("录音.txt", "谈话记录。".encode()))
    press(desk, "存入本件")
    assert [name for name, _ in kept(office)] == ["通话截图.png", "录音.txt"]
    assert len({step for _, step in kept(office)}) == 1
