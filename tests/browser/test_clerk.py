"""The clerk's day without a mouse: all four kinds, a draft, a pasted picture, a repeat; nothing twice, nothing lost."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from flask import Flask
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Desk
from tests.factories import SectionFactory, UserFactory
from tracker.domain.labels import Role, State
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.document import CaseDocument
from tracker.models.draft import Draft

SECONDS_A_KEY = 0.35
SECONDS_A_CHARACTER = 0.4
WATCH_THE_MOUSE = """
window.touched = Number(sessionStorage.touched || 0);
for (const kind of ["mousedown", "pointerdown", "touchstart"])
  addEventListener(kind, () => { sessionStorage.touched = ++window.touched; }, true);
"""
DISPATCH = (
    "工单编号：NX20261119000417　诉求类型：投诉类　标题：投诉样本小区绿地被圈占；联系电话：13900000000　"
    "诉求人：李示例　内容：来电人称绿地被圈占。"
)
PASTE = """([text, bytes]) => {
  const carried = new DataTransfer();
  if (text) carried.setData("text/plain", text);
  if (bytes) carried.items.add(new File([new Uint8Array(bytes)], "image.png", { type: "image/png" }));
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
}"""
PICTURE = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, *range(200)]


@dataclass
class Keys:
    """Somebody at the keyboard; counts what is pressed and typed."""

    desk: Desk
    pressed: int = 0
    typed: int = 0
    log: list[str] = field(default_factory=list)

    def press(self, key: str) -> None:
        self.pressed += key.count("+") + 1
        self.desk.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.typed += len(words)
        self.desk.page.keyboard.insert_text(words)

    def go_to(self, wanted: Locator) -> None:
        """By Tab, forwards, until ``wanted`` or something inside it has the focus."""
        for _ in range(60):
            if wanted.evaluate("place => place.contains(document.activeElement)"):
                return
            self.press("Tab")
        pytest.fail(f"Tab does not lead to {wanted}")

    def fill(self, label: str, words: str) -> None:
        self.go_to(self.desk.page.get_by_label(label, exact=True).first)
        self.type(words)

    def choose(self, group: str, digit: str) -> None:
        self.go_to(self.desk.page.get_by_role("radiogroup", name=group))
        self.press(digit)

    def paste(self, text: str = "", picture: list[int] | None = None) -> None:
        self.pressed += 2
        self.desk.page.evaluate(PASTE, [text, picture])

    def access(self, key: str) -> None:
        """Alt and a letter, as a keyboard sends them: the access key of the page."""
        self.pressed += 2
        facts = {"modifiers": 1, "key": key, "code": f"Key{key.upper()}", "text": key, "unmodifiedText": key}
        session = self.desk.page.context.new_cdp_session(self.desk.page)
        with self.desk.page.expect_navigation():
            session.send(
                "Input.dispatchKeyEvent",
                {"type": "keyDown", "windowsVirtualKeyCode": ord(key.upper()), **facts},
            )

    def send(self) -> None:
        with self.desk.page.expect_navigation():
            self.press("Control+Enter")

    def activate(self, name: str) -> None:
        self.go_to(self.desk.page.locator("main").get_by_role("button", name=name).first)
        with self.desk.page.expect_navigation():
            self.press("Enter")

    def within_a_minute(self) -> None:
        seconds = self.pressed * SECONDS_A_KEY + self.typed * SECONDS_A_CHARACTER
        assert seconds < 60, f"{self.pressed} keys and {self.typed} characters: {seconds:.0f} s"
        assert self.desk.page.evaluate("Number(sessionStorage.touched || 0)") == 0


@pytest.fixture
def office(installation: Flask) -> Flask:
    with installation.app_context():
        section = SectionFactory(name="耕地保护股")
        UserFactory(username="sundj", name="孙登记", roles=(Role.CLERK,))
        UserFactory(username="zheng", name="郑审核", roles=(Role.SECTION_LEAD,), section=section)
        UserFactory(username="zhou", name="周承办", roles=(Role.HANDLER,), section=section)
        db.session.commit()
    return installation


@pytest.fixture
def clerk(office: Flask, sit_down: Callable[..., Desk]) -> Desk:
    desk = sit_down("sundj")
    desk.page.context.add_init_script(WATCH_THE_MOUSE)
    return desk


def cases(app: Flask) -> list[Case]:
    with app.app_context():
        found = list(db.session.query(Case).order_by(Case.id))
        db.session.expunge_all()
        db.session.remove()
    return found


def count(app: Flask, table: type) -> int:
    with app.app_context():
        number = db.session.query(table).count()
        db.session.remove()
    return number


def test_all_four_kinds_without_a_mouse(office: Flask, clerk: Desk) -> None:
    clerk.open("/register/hotline_12345")
    keys = Keys(clerk)
    keys.paste(DISPATCH)
    expect(clerk.page.get_by_label("标题", exact=True)).to_have_value("投诉样本小区绿地被圈占")
    keys.send()
    keys.within_a_minute()

    clerk.open("/register/mailbox_secretary")
    keys = Keys(clerk)
    expect(clerk.page.get_by_label("来源编号")).to_be_focused()
    keys.type("SJ0001")
    keys.choose("诉求类型", "5")
    keys.fill("标题", "建议样本村增设垃圾收集点")
    keys.fill("内容", "村口没有垃圾箱，建议增设。")
    keys.fill("姓名", "王示例")
    keys.fill("联系电话", "13700000000")
    keys.send()
    keys.within_a_minute()

    clerk.open("/register/petition")
    keys = Keys(clerk)
    keys.type("XF0001")
    keys.choose("诉求类型", "2")
    keys.fill("标题", "请求核查样本村征地补偿")
    keys.fill("姓名", "赵示例")
    keys.fill("联系电话", "13600000000")
    keys.access("n")
    keys.within_a_minute()
    expect(clerk.page.get_by_label("来源编号")).to_be_focused()

    clerk.open("/register/disclosure")
    keys = Keys(clerk)
    keys.press("1")
    keys.fill("姓名", "张测试")
    keys.fill("联系电话", "13800000000")
    keys.fill("所需信息的描述", "样本村 2024 年度设施农业用地备案材料。")
    keys.paste(picture=PICTURE)
    expect(clerk.page.locator("#waiting-files")).to_contain_text("截图")
    keys.send()
    keys.within_a_minute()
    assert "登记回执" in clerk.page.content()

    kinds = [case.kind.value for case in cases(office)]
    assert kinds == ["hotline", "mailbox", "petition", "disclosure"]
    assert count(office, CaseDocument) == 1
    assert count(office, Draft) == 0


def test_a_draft_is_taken_up_again(office: Flask, clerk: Desk) -> None:
    clerk.open("/register/hotline_12345")
    keys = Keys(clerk)
    keys.fill("标题", "反映示例路路灯不亮")
    expect(clerk.page.locator("#draft-note")).to_contain_text("已存", timeout=8000)
    keys.fill("内容", "第三盏。")
    keys.access("g")
    clerk.accessible()
    clerk.open("/")
    keys.go_to(clerk.page.get_by_role("link", name="登记12345热线"))
    clerk.accessible()
    with clerk.page.expect_navigation():
        keys.press("Enter")
    assert clerk.page.get_by_label("标题", exact=True).input_value() == "反映示例路路灯不亮"
    assert clerk.page.get_by_label("内容", exact=True).input_value() == "第三盏。"
    keys.choose("诉求类型", "2")
    keys.send()
    keys.within_a_minute()
    assert [case.title for case in cases(office)] == ["反映示例路路灯不亮"]
    assert count(office, Draft) == 0


def test_a_repeat_is_merged_from_the_hint(office: Flask, clerk: Desk) -> None:
    clerk.open("/register/hotline_12345")
    first = Keys(clerk)
    first.paste(DISPATCH)
    first.send()
    clerk.open("/register/hotline_12345")
    keys = Keys(clerk)
    keys.paste(DISPATCH.replace("NX20261119000417", "NX20261120000001"))
    expect(clerk.page.locator("#duplicates-place")).to_contain_text("同一电话、标题相同")
    clerk.accessible()
    keys.activate("并入")
    keys.press("1")
    clerk.accessible()
    keys.send()
    keys.within_a_minute()
    states = [case.state for case in cases(office)]
    assert states == [State.AWAITING_ASSIGNMENT, State.MERGED]


def test_pressed_twice_or_sent_again_from_the_page_before_it_is_one_case(office: Flask, clerk: Desk) -> None:
    page = clerk.page
    clerk.open("/register/hotline_12345")
    keys = Keys(clerk)
    keys.paste(DISPATCH.replace("工单编号：NX20261119000417　", ""))
    expect(page.get_by_label("标题", exact=True)).to_have_value("投诉样本小区绿地被圈占")
    with page.expect_navigation():
        page.evaluate("""() => { const form = document.getElementById("register");
            const main = document.querySelector("button.button-main[form=register]");
            form.requestSubmit(main); form.requestSubmit(main); }""")
    page.wait_for_load_state()
    assert len(cases(office)) == 1
    page.go_back()
    page.wait_for_load_state()
    if not page.get_by_label("标题", exact=True).input_value():
        page.get_by_label("标题", exact=True).focus()
        keys.paste(DISPATCH.replace("工单编号：NX20261119000417　", ""))
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert len(cases(office)) == 1


def test_who_comes_second_sees_what_changed_and_loses_nothing(
    office: Flask, clerk: Desk, sit_down: Callable[..., Desk]
) -> None:
    clerk.open("/register/hotline_12345")
    keys = Keys(clerk)
    keys.paste(DISPATCH)
    expect(clerk.page.get_by_label("标题", exact=True)).to_have_value("投诉样本小区绿地被圈占")
    keys.send()
    number = cases(office)[0].id
    lead = sit_down("zheng")
    for desk in (lead, clerk):
        desk.open(f"/cases/{number}/steps/amend")
    lead.page.get_by_label("标题", exact=True).fill("投诉样本小区北侧绿地被圈占")
    lead.page.get_by_label("地点", exact=True).fill("样本小区北侧")
    lead.page.get_by_label("更正理由").fill("来电人补充")
    with lead.page.expect_navigation():
        lead.page.keyboard.press("Control+Enter")
    clerk.page.get_by_label("标题", exact=True).fill("投诉样本小区绿地被圈占堆料")
    clerk.page.get_by_label("更正理由").fill("补充堆料")
    with clerk.page.expect_navigation():
        clerk.page.keyboard.press("Control+Enter")
    table = clerk.page.locator("table.clash")
    expect(clerk.page.locator("h1")).to_contain_text("郑审核刚改过这一件")
    clerk.accessible()
    rows = {row.locator("th").inner_text(): row.inner_text() for row in table.locator("tbody tr").all()}
    assert "北侧绿地被圈占" in rows["标题"]
    assert "被圈占堆料" in rows["标题"]
    assert "样本小区北侧" in rows["地点"]
    assert "您没有改这一栏" in rows["地点"]
    assert "内容" not in rows
    with clerk.page.expect_navigation():
        clerk.page.get_by_role("button", name="按上面的选择提交").press("Enter")
    kept = cases(office)[0]
    assert (kept.title, kept.place) == ("投诉样本小区绿地被圈占堆料", "样本小区北侧")
