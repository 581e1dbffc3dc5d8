"""A disclosure request carried through correction, consultation, extension, review and answer, with its letters.

Every date was counted by hand on the calendar of 2026: 4 to 6 April and 1 to 5 May are off, Saturday 9 May is worked.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from flask import Flask
from playwright.sync_api import expect

from tests.browser.conftest import Desk
from tests.factories import SectionFactory, UserFactory, registered
from tracker.domain.labels import Kind, Role
from tracker.extensions import db
from tracker.models.agency import Agency

ADDED = "咨询电话：0000-0000000。"


@pytest.fixture
def case_id(installation: Flask) -> int:
    """A request handed in on Monday 2 March 2026, assigned to a handler."""
    with installation.app_context():
        agency = db.session.query(Agency).one()
        agency.name, agency.number_prefix = "示例区自然资源局", "示自然资"
        agency.reviewing_agency, agency.court = "示例区人民政府", "示例区人民法院"
        section = SectionFactory(name="耕地保护股")
        UserFactory(username="zhengsh", name="郑审核", roles=(Role.SECTION_LEAD,), section=section)
        handler = UserFactory(username="zhoucb", name="周承办", roles=(Role.HANDLER,), section=section)
        case = registered(
            Kind.DISCLOSURE,
            handler=handler,
            received_on=date(2026, 3, 2),
            at=datetime(2026, 3, 2, 2, tzinfo=UTC),
            title="设施农业用地备案材料",
            content="样本村设施农业用地备案材料。",
        )
        return case.id


class Walk:
    """One case at one desk: steps, letters, the date shown."""

    def __init__(self, desk: Desk, case_id: int, folder: Path) -> None:
        self.desk, self.page, self.case_id, self.folder = desk, desk.page, case_id, folder

    def step(self, action: str, on: str, **fields: str) -> None:
        self.desk.open(f"/cases/{self.case_id}/steps/{action}")
        for label, words in {**fields, "发生日期": on}.items():
            field = self.page.get_by_label(label, exact=True)
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(label=words)
            elif field.get_attribute("type") == "radio":
                field.check()
            else:
                field.fill(words)
        self.send()
        assert self.page.url.endswith(f"/cases/{self.case_id}"), self.page.locator("main").inner_text()

    def send(self) -> None:
        with self.page.expect_navigation():
            self.page.locator("main button.button-main[type=submit]").click()

    def due(self, words: str) -> None:
        expect(self.page.locator(".deadline-head .deadline-date")).to_contain_text(words)

    def offered(self) -> list[str]:
        return self.page.locator(".case-letters .case-letter a").all_inner_texts()

    def letter(self, name: str, **fields: str) -> str:
        """Make the letter the case page offers under this name, take it out and give its text."""
        with self.page.expect_navigation():
            self.page.locator(".case-letters").get_by_role("link", name=name, exact=True).click()
        for label, words in fields.items():
            self.page.get_by_label(label, exact=True).fill(words)
        self.send()
        assert self.page.url.endswith("/documents"), self.page.locator("main").inner_text()
        with self.page.expect_download() as downloading:
            self.page.locator("main table").get_by_role("button", name="下载", exact=True).first.click()
        kept = self.folder / "letter.docx"
        downloading.value.save_as(kept)
        return "\n".join(each.text for each in Document(BytesIO(kept.read_bytes())).paragraphs)

    def served(self, number: str, **fields: str) -> None:
        """Record the delivery of the letter with this number."""
        self.delivery_of(number)
        for label, words in fields.items():
            self.page.get_by_label(label, exact=True).fill(words)
        self.send()

    def delivery_of(self, number: str) -> None:
        self.desk.open(f"/cases/{self.case_id}/documents")
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=f"{number}的送达").click()

    def back(self) -> None:
        self.desk.open(f"/cases/{self.case_id}")


def corrected(handler: Walk) -> None:
    asked = {"需要补正的事项": "一、写明年度；\n二、写明地块。", "补正期限": "2026-03-20"}
    handler.step("request_correction", "2026-03-05", **asked)
    expect(handler.page.locator(".banner-done").get_by_role("link")).to_have_text("制作补正告知书")
    assert handler.offered() == ["制作补正告知书"]
    handler.desk.accessible()
    text = handler.letter("制作补正告知书")
    assert "示自然资依申请补正〔2026〕1号" in text
    assert "一、写明年度；\n二、写明地块。" in text
    assert "2026年3月20日以前（含当日）" in text
    assert text.rstrip().endswith("2026年3月5日")
    handler.served("示自然资依申请补正〔2026〕1号", 邮件号码="XA00000001", 签收日期="2026-03-07")
    expect(handler.page.locator("main table")).to_contain_text("2026-03-07 周六 签收")
    handler.step("receive_correction", "2026-03-12")
    assert handler.offered() == []


def consulted(handler: Walk) -> None:
    handler.step("start_consultation", "2026-03-16", 名称="样本公司", 理由="可能涉及商业秘密")
    assert handler.offered() == ["制作征求第三方意见书", "制作征求意见告知书"]
    text = handler.letter("制作征求第三方意见书", 涉及的信息="用地协议中的投资概算。")
    assert text.startswith("政府信息公开征求第三方意见书\n示自然资依申请征询〔2026〕1号\n\n样本公司：")
    assert "15个工作日" in text
    assert "张测试" not in text
    handler.back()
    text = handler.letter("制作征求意见告知书")
    assert "因可能涉及商业秘密，本机关需要征求有关方面的意见" in text
    handler.delivery_of("示自然资依申请征询〔2026〕1号")
    expect(handler.page.locator("#delivery")).to_contain_text("登记对方签收")
    handler.step("deliver_consultation", "2026-03-18")
    handler.served("示自然资依申请征询〔2026〕1号", 邮件号码="XA00000002")
    expect(handler.page.locator("main table")).to_contain_text("2026-03-18 周三 签收")
    handler.step("end_consultation", "2026-03-26", 意见="不同意公开投资概算")


def extended(handler: Walk, lead: Walk) -> None:
    reason = "资料形成于不同年份，需逐卷核对"
    handler.step("request_extension", "2026-04-16", 延期天数="20", 理由=reason)
    lead.step("grant_extension", "2026-04-20", 延期天数="20", 理由="同意")
    handler.back()
    handler.due("2026-05-22")
    text = handler.letter("制作延期答复告知书", 延期的理由=reason)
    assert "答复期限延长至2026年5月22日（含当日）" in text


def answered(handler: Walk, lead: Walk) -> None:
    draft = "一、公开备案表；\n二、投资概算属于商业秘密，第三方不同意公开，不予公开。"
    handler.step("submit_reply", "2026-05-11", 办理结果="部分公开", 公开答复内容=draft)
    assert handler.offered() == []
    lead.step("pass_review", "2026-05-12")
    handler.back()
    assert handler.offered() == ["制作部分公开告知书", "制作决定告知书"]
    with handler.page.expect_navigation():
        handler.page.get_by_role("link", name="制作部分公开告知书").first.click()
    remedy = handler.page.get_by_label("救济途径")
    assert remedy.input_value().startswith("如对其中不予公开的部分不服，应当先自收到本告知书之日起60日内")
    handler.desk.accessible()
    remedy.fill("另行告知。")
    with handler.page.expect_navigation():
        handler.page.get_by_role("button", name="恢复建议的文字").click()
    remedy.fill(remedy.input_value() + ADDED)
    handler.page.get_by_label("文书日期").fill("2026-05-12")
    handler.send()


def posted(handler: Walk) -> None:
    handler.delivery_of("示自然资依申请答复〔2026〕1号")
    expect(handler.page.locator("main")).to_contain_text("登记答复")
    expect(handler.page.get_by_role("button", name="登记送达")).to_have_count(0)
    handler.step("reply", "2026-05-13", 凭证="XA00000003")
    handler.due("2026-05-22")
    expect(handler.page.locator(".deadline-head")).to_contain_text("已办结")
    handler.delivery_of("示自然资依申请答复〔2026〕1号")
    expect(handler.page.locator("#delivery")).to_contain_text("2026-05-13 周三，以经过里的“答复”为准")
    expect(handler.page.get_by_label("邮件号码")).to_have_value("XA00000003")
    handler.desk.accessible()
    handler.page.get_by_label("签收日期").fill("2026-05-16")
    handler.send()


def test_a_request_goes_its_whole_way_with_its_letters(
    case_id: int, sit_down: Callable[..., Desk], tmp_path: Path
) -> None:
    handler = Walk(sit_down("zhoucb"), case_id, tmp_path)
    lead = Walk(sit_down("zhengsh"), case_id, tmp_path)
    handler.step("sign", "2026-03-03")
    handler.due("2026-03-30")
    assert handler.offered() == ["制作登记回执"]
    corrected(handler)
    handler.due("2026-04-10")
    consulted(handler)
    handler.due("2026-04-22")
    extended(handler, lead)
    answered(handler, lead)
    posted(handler)
    handler.back()
    timeline = handler.page.locator(".timeline")
    for words in (
        "制作文书",
        "送出文书",
        "文书签收",
        "邮寄（XA00000003）",
        "→ 如对其中不予公开的部分不服",
        ADDED,
    ):
        expect(timeline).to_contain_text(words)
    handler.desk.accessible()
