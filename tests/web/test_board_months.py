"""督办: the months of the board add up to the cases of the year, and each opens its cases."""

from lxml import html

from tests.factories import registered
from tracker.domain.labels import Kind, Role
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


def test_the_trend_reaches_back_twelve_months(client_as, session):
    registered(Kind.HOTLINE)
    page = html.fromstring(client_as(Role.SUPERVISOR).get("/board/").get_data(as_text=True))
    months = page.xpath("//section[@aria-labelledby='months']//tbody/tr[not(@class)]/th")
    assert len(months) == 12


def test_a_bulletin_of_a_period_that_is_not_over_says_until_when(client_as, session):
    registered(Kind.HOTLINE)
    answer = client_as(Role.SUPERVISOR).get(f"/statistics/bulletin/?period={today():%Y-%m}")
    assert f"截至 {today()}" in answer.get_data(as_text=True)
