"""A parent agency adds up its children's frozen reports, says who is missing, and opens each figure by agency."""

import pytest
from lxml import html

from tests.queries.standing import put_case
from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.rollup import rolled_up
from tracker.domain.annual_report.section_three import SectionThree, tally
from tracker.domain.labels import Role
from tracker.extensions import db
from tracker.models.agency import Agency, Channel
from tracker.now import now
from tracker.services.reports.freeze import freeze

YEAR = 2024


@pytest.fixture
def district(agency):
    """Three agencies below: two have frozen the year, the third has not."""
    for place, requests in enumerate((2, 1, 4), 1):
        child = Agency(
            parent_id=agency.id, code=f"child{place}", name=f"示例第{place}局", number_prefix=f"示{place}"
        )
        db.session.add(child)
        db.session.flush()
        db.session.add(
            Channel(
                agency_id=child.id,
                code="disclosure",
                name="依申请公开",
                kind="disclosure",
                number_word="依申请",
            )
        )
        db.session.flush()
        for day in range(1, requests + 1):
            put_case(
                child, f"{YEAR}-03-0{day}", channel="disclosure", closed_on=f"{YEAR}-03-20", outcome="D4"
            )
        if place < 3:
            freeze(agency=child, year=YEAR, at=now(), actor_id=None)
    return agency


def page_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return html.fromstring(answer.get_data(as_text=True))


def test_the_sum_is_that_of_the_frozen_reports_and_opens_by_agency(client_as, district):
    client = client_as(Role.STATISTICIAN)
    page = page_of(client, f"/annual-report/{YEAR}/children")
    words = " ".join(page.text_content().split())
    assert "3 个机关，1 个未冻结" in words
    row = next(row for row in page.xpath("//tr") if "4.保护第三方合法权益" in row.text_content())
    total = row.xpath("./td")[-1]
    assert total.text_content() == "3"
    opened = page_of(client, total.xpath("./a/@href")[0])
    parts = [" ".join(line.text_content().split()) for line in opened.xpath("//ul[@class='linked-cases']/li")]
    assert parts == ["示例第1局2", "示例第2局1"]


def test_the_index_leads_there_only_where_agencies_stand_below(client_as, agency):
    client = client_as(Role.STATISTICIAN)
    assert client.get(f"/annual-report/{YEAR}/children").status_code == 404
    assert not page_of(client, "/annual-report/").xpath("//a[contains(@href, '/children')]")
    db.session.add(Agency(parent_id=agency.id, code="child", name="示例局", number_prefix="示"))
    assert page_of(client, "/annual-report/").xpath("//a[contains(@href, '/children')]")


def test_a_blank_beside_figures_adds_nothing_and_blanks_alone_stay_blank():
    one = SectionThree(Edition.CURRENT, {"new": (None, 1, None, 0, 0, 0, 1)})
    two = tally({("new", "natural_person"): 2}, Edition.CURRENT)
    assert rolled_up([one, two], Edition.CURRENT).rows["new"] == (2, 1, 0, 0, 0, 0, 3)
    assert rolled_up([one], Edition.CURRENT).rows["T"] == (None,) * 7
