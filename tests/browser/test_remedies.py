"""A review takes an answer away: it is registered, decided, answered anew, and each side leads to the other."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser.conftest import Desk
from tests.factories import SectionFactory, UserFactory, actor_of, registered
from tests.services.desk import Bureau
from tracker.domain.labels import Kind, Role
from tracker.extensions import db
from tracker.now import LOCAL_ZONE, today
from tracker.services.cases import assign, reply
from tracker.services.cases.work import case_work

ANSWERED = today() - timedelta(days=20)


def moment(day: date) -> datetime:
    """Ten in the morning of a day, by the bureau's clock."""
    return datetime.combine(day, time(10), LOCAL_ZONE)


@pytest.fixture
def refused(installation: Flask) -> tuple[int, str]:
    """A request that was refused three weeks ago; its id and number."""
    with installation.app_context():
        section = SectionFactory(name="耕地保护股")
        people = Bureau(
            section=section,
            clerk=UserFactory(username="sundj", name="孙登记", roles=(Role.CLERK,)),
            lead=UserFactory(username="zhengsh", name="郑审核", roles=(Role.SECTION_LEAD,), section=section),
            handler=UserFactory(username="zhoucb", name="周承办", roles=(Role.HANDLER,), section=section),
            supervisor=UserFactory(username="fengdb", name="冯督办", roles=(Role.SUPERVISOR,)),
        )
        UserFactory(username="qiantj", name="钱统计", roles=(Role.STATISTICIAN,))
        case = registered(
            Kind.DISCLOSURE,
            handler=people.handler,
            clerk=people.clerk,
            received_on=ANSWERED - timedelta(days=9),
            at=moment(ANSWERED - timedelta(days=9)),
            title="样本村征地批文",
        )

        for who, service, facts in (
            ("handler", assign.sign, {}),
            ("handler", reply.submit_reply, {"public_text": "不予公开。", "ending": "D4"}),
            ("lead", reply.pass_review, {}),
            ("handler", reply.reply, {"method": "post"}),
        ):
            actor = actor_of(getattr(people, who))
            with case_work(case_id=case.id, version=None, actor=actor, at=moment(ANSWERED)) as work:
                service(work, **facts)
            db.session.commit()
        found = case.id, case.number
        db.session.remove()
    return found


def press(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=words).first.click()


def test_a_review_and_the_new_answer_lead_to_each_other(
    refused: tuple[int, str], sit_down: Callable[[str], Desk]
) -> None:
    case_id, number = refused
    filed, closed = ANSWERED + timedelta(days=2), today() - timedelta(days=3)
    register = f"/annual-report/{filed.year}/four"
    statistician = sit_down("qiantj")
    page = statistician.page
    statistician.open(register)
    page.locator("input[name=route][value=reconsideration]").check()
    page.get_by_label("复议机关或法院").fill("示例区人民政府")
    page.get_by_label("提起日期").fill(filed.isoformat())
    page.get_by_label("收到副本日期").fill((filed + timedelta(days=1)).isoformat())
    page.get_by_label("针对的申请编号").fill(number)
    press(page, "登记复议、诉讼")
    assert number in page.locator("#remedies").inner_text()
    page.get_by_label("结果", exact=True).select_option("corrected")
    page.get_by_label("审结日期", exact=True).fill(closed.isoformat())
    press(page, "登记审结")
    assert "没有登记重新答复" in page.locator("#remedies").inner_text()
    statistician.accessible()

    supervisor = sit_down("fengdb")
    supervisor.open(f"/cases/{case_id}")
    panel = supervisor.page.locator("section[aria-labelledby=remedies]")
    assert "结果纠正" in panel.inner_text()
    supervisor.open(f"/cases/{case_id}/steps/rehandle")
    supervisor.page.locator("input[name=ground][value=review]").check()
    supervisor.page.get_by_label("文号").fill("复决〔2026〕1号")
    supervisor.page.get_by_label("对应的复议、诉讼登记").select_option(index=1)
    supervisor.accessible()
    press(supervisor.page, "重办")
    with supervisor.page.expect_navigation():
        supervisor.page.get_by_role("link", name="看登记").click()
    words = supervisor.page.locator("#remedies").inner_text()
    assert "第 2 轮" in words
    assert "还没有答复" in words
    supervisor.accessible()
