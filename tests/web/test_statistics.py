"""The statistics page: every figure is a link to exactly as many cases."""

from io import BytesIO
from random import Random

import pytest
from lxml import html
from openpyxl import load_workbook

from tests.factories import SectionFactory
from tests.queries.standing import put_case
from tracker.domain.labels import Role


@pytest.fixture
def year(agency):
    chance = Random(20)  # noqa: S311 -- made-up cases
    section = SectionFactory(name="测试耕地股")
    for number in range(45):
        month, day = chance.randrange(1, 10), chance.randrange(1, 20)
        fate = chance.choice(
            [
                {},
                {"closed_on": f"2025-{month:02}-{day + 5:02}"},
                {"closed_on": f"2025-{month:02}-{day + 9:02}"},
                {"removed_on": f"2025-{month:02}-{day + 1:02}"},
            ]
        )
        put_case(
            agency,
            f"2025-{month:02}-{day:02}",
            channel=chance.choice(["hotline_12345", "mailbox_secretary", "petition"]),
            section_id=section.id if number % 3 else None,
            **fate,
        )
    return agency


PERIOD = "start=2025-03-01&end=2025-06-30&as_of=2025-06-30"


def page_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return html.fromstring(answer.get_data(as_text=True))


def figures_on(page):
    """Every linked figure of the table: (number, address)."""
    table = page.xpath("//table[@id='figures']")[0]
    return [(int(link.text_content()), link.get("href")) for link in table.xpath(".//td//a")]


def rows_listed(page):
    return page.xpath("//section[@id='cases']//tbody/tr")


@pytest.mark.parametrize("cohort", ["received", "active", "closed", "due"])
@pytest.mark.parametrize("by", ["channel", "section"])
def test_behind_every_figure_of_the_page_stand_as_many_cases(client_as, year, cohort, by):
    client = client_as(Role.STATISTICIAN)
    figures = figures_on(page_of(client, f"/statistics/?{PERIOD}&cohort={cohort}&by={by}"))
    assert len(figures) > 10
    for number, address in dict.fromkeys(figures):
        listed = page_of(client, address)
        assert len(rows_listed(listed)) == number, address
        assert f"{number} 件，与上表同一查询" in listed.text_content()


def test_zero_is_no_link(client_as, agency):
    put_case(agency, "2025-04-01", closed_on="2025-04-02")
    page = page_of(client_as(Role.STATISTICIAN), f"/statistics/?{PERIOD}")
    assert [number for number, _ in figures_on(page) if number == 0] == []
    assert page.xpath("//td/span[@class='zero']")


def test_the_identities_are_printed_with_their_numbers(client_as, year):
    page = page_of(client_as(Role.SUPERVISOR), f"/statistics/?{PERIOD}&cohort=active")
    lines = [line.text_content().strip() for line in page.xpath("//ul[@class='identities']/li")]
    assert len(lines) == 3
    assert lines[0].startswith("上期结转")
    assert not any("不相等" in line for line in lines)


def test_the_sentence_can_be_split_by_channel(client_as, year):
    client = client_as(Role.STATISTICIAN)
    page = page_of(client, f"/statistics/?{PERIOD}&cohort=received")
    assert "办理12345政府服务热线、区委书记信箱信访件共" in page.text_content()
    split = page_of(client, f"/statistics/?{PERIOD}&cohort=received&sentence=split")
    assert "办理信访件：12345政府服务热线" in split.text_content()


def test_a_handler_counts_only_what_the_handler_may_open(client_as, year):
    section = SectionFactory()
    put_case(year, "2025-04-01", section_id=section.id)
    page = page_of(client_as(Role.HANDLER, section=section), f"/statistics/?{PERIOD}&cohort=received")
    assert {number for number, _ in figures_on(page)} == {1}


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("start=2025-13-45", "没有 13 月 45 日这一天"),
        ("start=2025-06-30&end=2025-03-01", "早于期间起"),
        ("start=abc", "看不出是哪一天"),
    ],
)
def test_an_address_that_cannot_be_used_is_mended_and_said(client_as, agency, address, said):
    assert said in page_of(client_as(Role.STATISTICIAN), f"/statistics/?{address}").text_content()


def test_unknown_words_in_the_address_fall_back(client_as, agency):
    page = page_of(client_as(Role.STATISTICIAN), "/statistics/?cohort=x&by=y&rounding=z")
    assert "这段时间没有办件" in page.text_content()


def test_a_figure_that_does_not_exist_is_no_page(client_as, agency):
    assert client_as(Role.STATISTICIAN).get("/statistics/?figure=unheard_of").status_code == 404


def test_the_table_and_the_cases_leave_as_workbooks(client_as, year):
    client = client_as(Role.STATISTICIAN)
    table = load_workbook(BytesIO(client.get(f"/statistics/table.xlsx?{PERIOD}&cohort=received").data)).active
    total = [cell.value for cell in table[table.max_row]]
    assert total[0] == "合计"
    cases = load_workbook(
        BytesIO(client.get(f"/statistics/cases.xlsx?{PERIOD}&cohort=received&figure=received").data)
    ).active
    assert cases.max_row - 1 == total[2] > 0
    assert cases["A1"].value == "编号"


@pytest.mark.parametrize("role", [Role.CLERK, Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN])
def test_who_has_no_business_with_figures_is_kept_out(client_as, agency, role):
    assert client_as(role).get("/statistics/").status_code == 403
