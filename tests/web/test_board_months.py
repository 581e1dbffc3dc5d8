"""督办: the months of the board add up to the cases of the year, and each opens its cases."""

import re
from datetime import timedelta
from random import Random

import pytest
from lxml import html

from tests.factories import SectionFactory, registered
from tests.queries.standing import FAR, put_case
from tracker.domain.labels import ClockState, ItemType, Kind, Role, State
from tracker.extensions import db
from tracker.models.case import Case
from tracker.now import today


def test_the_months_count_what_was_received(client_as, session):
    registered(Kind.HOTLINE, title="样本村一")
    registered(Kind.MAILBOX, title="样本村二")
    client = client_as(Role.SUPERVISOR)
    text = client.get("/board/").get_data(as_text=True)
    assert f"收到最多：{today().month}月 2 件" in text
    address = next(
        part.split('"')[0].replace("&amp;", "&")
        for part in text.split('href="')
        if f"key={today():%Y-%m}&amp;" in part or f"key={today():%Y-%m}#" in part
    )
    listed = client.get(address.split("#")[0]).get_data(as_text=True)
    assert "样本村一" in listed
    assert "样本村二" in listed


def test_behind_every_figure_of_days_months_types_and_sections_stand_as_many_cases(client_as, session):
    for kind in (Kind.HOTLINE, Kind.MAILBOX, Kind.DISCLOSURE):
        registered(kind)
    client = client_as(Role.SUPERVISOR)
    page = html.fromstring(client.get("/board/").get_data(as_text=True))
    words = " ".join(page.xpath("//p[@id='week']")[0].text_content().split())
    assert words == "今天收到 3 件，办结 0 件；本周收到 3 件，办结 0 件（从周一起）。"
    links = {
        link.get("href"): int(link.text_content())
        for link in page.xpath("//main//a")
        if link.get("href").startswith("/statistics/?") and link.text_content().isdigit()
    }
    assert len(links) >= 6
    for address, number in links.items():
        listed = html.fromstring(client.get(address).get_data(as_text=True))
        assert len(listed.xpath("//section[@id='cases']//tbody/tr")) == number, address


def links_to_lists(page):
    """Every figure of the board that opens a list of cases, with its address."""
    links = {
        link.get("href"): int(re.sub(r"\D", "", link.text_content()))
        for link in page.xpath("//main//td//a | //main//p//a")
        if re.match(r"/cases/(\?|$)", link.get("href")) and re.match(r"\d", link.text_content().strip())
    }
    assert links
    return links


def number_in(heading):
    return int(re.sub(r"\D", "", heading) or 0)


@pytest.fixture
def lively(agency):
    """Open cases of every light, in two sections and in none; some stand still, some are answered, some undated."""
    sections = [SectionFactory(name="测试甲股").id, SectionFactory(name="测试乙股").id, None]
    chance = Random(29)  # noqa: S311 -- made-up cases
    for number in range(60):
        section = chance.choice(sections)
        due = today() + timedelta(days=chance.choice([-9, -1, 0, 1, 2, 3, 8, 12, 40]))
        case = put_case(
            agency,
            (today() - timedelta(days=20)).isoformat(),
            channel=chance.choice(["hotline_12345", "mailbox_secretary", "disclosure", "petition"]),
            section_id=section,
            due_on=due.isoformat(),
        )
        case.state = State.IN_HAND if section else chance.choice([State.AWAITING_ASSIGNMENT, State.IN_HAND])
        match number % 6:
            case 0:
                case.clock_state, case.due_on = ClockState.PAUSED, None
            case 1:
                case.clock_state, case.state = (
                    chance.choice([ClockState.MET, ClockState.MISSED]),
                    State.AWAITING_CALLBACK,
                )
            case 2:
                case.due_on, case.sort_due_on = None, FAR
    for days in range(15):
        received = today() - timedelta(days=days * 20 + 3)
        put_case(
            agency,
            received.isoformat(),
            closed_on=(received + timedelta(days=days % 10)).isoformat() if days else today().isoformat(),
            section_id=chance.choice(sections),
            item_type=chance.choice(list(ItemType)),
            outcome="G2",
        )
    db.session.commit()
    return agency


@pytest.mark.parametrize("is_recused", [False, True])
def test_behind_every_figure_of_lights_sections_and_days_stand_as_many_cases(client_as, lively, is_recused):
    client = client_as(Role.SUPERVISOR)
    if is_recused:
        hidden = db.session.query(Case).filter(Case.due_on < today()).first()
        hidden.reported_user_id = client.user.id
        db.session.commit()
    page = html.fromstring(client.get("/board/").get_data(as_text=True))
    links = links_to_lists(page)
    assert len(links) > 25
    for address, number in links.items():
        listed = html.fromstring(client.get(address).get_data(as_text=True))
        assert number_in(listed.findtext(".//h1")) == number, address
    counted = {
        link.get("href"): int(link.text_content())
        for link in page.xpath("//main//a[starts-with(@href, '/statistics/?')]")
        if link.text_content().isdigit()
    }
    assert len(counted) > 20
    for address, number in counted.items():
        listed = html.fromstring(client.get(address).get_data(as_text=True))
        assert len(listed.xpath("//section[@id='cases']//tbody/tr")) == number, address


def test_what_falls_due_when_adds_up_to_what_is_open(client_as, lively):
    page = html.fromstring(client_as(Role.SUPERVISOR).get("/board/").get_data(as_text=True))
    table = page.xpath("//section[@aria-labelledby='due']//table")[0]
    *lines, total = [number_in(row.xpath("td[1]")[0].text_content()) for row in table.xpath(".//tbody/tr")]
    assert sum(lines) == total == 60
    words = [row.findtext("th") for row in table.xpath(".//tbody/tr")]
    assert words[-4:-1] == ["停止计时", "不设期限", "已答复，未办结"]


def test_the_supervision_notice_has_a_sheet_for_every_section_that_is_late(client_as, lively):
    client = client_as(Role.SUPERVISOR)
    page = html.fromstring(client.get("/board/").get_data(as_text=True))
    assert page.xpath("//a[.='印督办通知单']/@href") == ["/board/notice"]
    late = {
        row.findtext("th"): sum(number_in(cell.text_content()) for cell in row.xpath("td[position() < 3]"))
        for row in page.xpath("//section[@aria-labelledby='loads']//tbody/tr[not(@class)]")
    }
    paper = html.fromstring(client.get("/board/notice").get_data(as_text=True))
    sheets = {
        sheet.xpath("p")[0].text.rstrip("："): len(sheet.xpath(".//tbody/tr"))
        for sheet in paper.xpath("//section[@class='sheet']")
    }
    assert sheets == {name.replace("未分办", "分办人员"): number for name, number in late.items() if number}
    assert len(sheets) == 3
    told = {
        sheet.xpath("p")[0].text.rstrip("："): sheet.xpath("p")[1].text for sheet in paper.xpath("//section")
    }
    for name, words in told.items():
        assert ("还没有分办" in words) is (name == "分办人员")
        assert ("你科室承办" in words) is (name != "分办人员")
    assert client_as(Role.STATISTICIAN).get("/board/notice").status_code == 403


def test_a_notice_without_a_late_case_says_so(client_as, session):
    words = client_as(Role.SUPERVISOR).get("/board/notice").get_data(as_text=True)
    assert "没有超期的，也没有今天到期的办件" in words


def test_the_trend_reaches_back_twelve_months(client_as, session):
    registered(Kind.HOTLINE)
    page = html.fromstring(client_as(Role.SUPERVISOR).get("/board/").get_data(as_text=True))
    months = page.xpath("//section[@aria-labelledby='months']//tbody/tr[not(@class)]/th")
    assert len(months) == 12


def test_a_bulletin_of_a_period_that_is_not_over_says_until_when(client_as, session):
    registered(Kind.HOTLINE)
    answer = client_as(Role.SUPERVISOR).get(f"/statistics/bulletin/?period={today():%Y-%m}")
    assert f"截至 {today()}" in answer.get_data(as_text=True)
