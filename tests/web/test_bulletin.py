"""The bulletin page: each figure opens as many cases; docx and xlsx hold the same tables."""

from io import BytesIO
from random import Random

import pytest
from docx import Document
from lxml import html
from openpyxl import load_workbook

from tests.factories import SectionFactory
from tests.queries.standing import put_case
from tracker.domain.labels import Role
from tracker.models.case import Case


@pytest.fixture
def october(agency):
    chance = Random(10)  # noqa: S311 -- made-up cases
    sections = [SectionFactory(name="测试甲股"), SectionFactory(name="测试乙股"), None]
    for _ in range(30):
        day = chance.randrange(1, 16)
        fate = chance.choice(
            [{}, {"closed_on": f"2025-10-{day + 5:02}"}, {"closed_on": f"2025-10-{day + 9:02}"}]
        )
        section = chance.choice(sections)
        put_case(
            agency,
            f"2025-{chance.choice(['09', '10'])}-{day:02}",
            channel=chance.choice(["hotline_12345", "mailbox_secretary", "disclosure"]),
            section_id=section and section.id,
            **({"outcome": "G2"} | fate),
        )
    return agency


def page_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return html.fromstring(answer.get_data(as_text=True))


@pytest.mark.parametrize("is_kept_from_some", [False, True])
@pytest.mark.parametrize(
    ("period", "before"), [("2025-10", "2025-09"), ("2025Q4", "2025Q3"), ("2026Q1", "2025Q4")]
)
def test_behind_every_figure_stand_as_many_cases(
    client_as, october, session, period, before, is_kept_from_some
):
    client = client_as(Role.SUPERVISOR)
    if is_kept_from_some:
        for number, case in enumerate(session.query(Case).order_by(Case.id)):
            case.reported_user_id = client.user.id if number % 3 == 0 else None
        session.commit()
    page = page_of(client, f"/statistics/bulletin/?period={period}")
    links = {
        link.get("href"): int(link.text_content())
        for link in page.xpath("//main//a[contains(@href, 'figure=')]")
    }
    assert len(links) > 20
    assert any(f"period={before}" in address for address in links)
    for address, number in links.items():
        listed = page_of(client, address)
        assert len(listed.xpath("//section[@id='cases']//tbody/tr")) == number, address


def test_the_list_behind_a_figure_says_whose_it_is(client_as, october):
    client = client_as(Role.SUPERVISOR)
    page = page_of(client, "/statistics/bulletin/?period=2025-10")
    address = page.xpath("//table[@id='bulletin']//a[contains(@href, 'figure=received')]/@href")[0]
    section = page.xpath("//table[@id='bulletin']//tbody/tr[.//a[contains(@href, 'figure=received')]]/th")[0]
    listed = page_of(client, address)
    assert listed.xpath("//section[@id='cases']//h2")[0].text_content() == f"{section.text_content()} · 收到"


def test_only_hotline_and_mailbox_items_are_reported(client_as, october):
    page = page_of(client_as(Role.SUPERVISOR), "/statistics/bulletin/?period=2025Q4")
    heads = [head.text_content() for head in page.xpath("//table[@id='bulletin']//th[@scope='colgroup']")]
    assert heads == ["12345热线", "区委书记信箱", "合计"]


def test_the_files_hold_the_same_tables(client_as, october):
    client = client_as(Role.STATISTICIAN)
    document = Document(BytesIO(client.get("/statistics/bulletin/file.docx?period=2025-10").data))
    book = load_workbook(BytesIO(client.get("/statistics/bulletin/file.xlsx?period=2025-10").data))
    assert book.sheetnames == ["各科室办理情况", "各渠道办理情况", "与上期相比"]
    for table, sheet in zip(document.tables, book.worksheets, strict=True):
        in_word = [[cell.text for cell in row.cells] for row in table.rows][2:]
        in_excel = [
            ["" if value is None else str(value) for value in row]
            for row in sheet.iter_rows(min_row=4, max_row=3 + len(in_word), values_only=True)
        ]
        assert [row for row in in_word if len(set(row)) > 1] == [row for row in in_excel if row[1]]
        assert "合计" in in_word[-1][:2]


def test_sections_and_channels_add_up_to_the_same_sum(client_as, october):
    page = page_of(client_as(Role.SUPERVISOR), "/statistics/bulletin/?period=2025-10")
    received = {}
    for name in ("bulletin", "channels"):
        lines = [
            row.xpath("td[2]")[0].text_content() for row in page.xpath(f"//table[@id='{name}']//tbody/tr")
        ]
        *parts, total = map(int, lines)
        assert sum(parts) == total
        received[name] = total
    assert received["bulletin"] == received["channels"] > 0


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("file.pdf?period=2025-10", 404),
        ("file.docx?period=x", 404),
        ("?period=2025-10&figure=x", 404),
        ("?period=abc", 200),
    ],
)
def test_what_cannot_be_shown(client_as, agency, address, code):
    answer = client_as(Role.SUPERVISOR).get(f"/statistics/bulletin/{address}")
    assert answer.status_code == code


def test_a_period_to_come_is_refused_and_the_last_month_shown(client_as, october):
    client = client_as(Role.SUPERVISOR)
    page = page_of(client, "/statistics/bulletin/?period=2999-01")
    assert "2999年1月还没有开始" in page.text_content()
    assert page.get_element_by_id("period").get("value") == "2999-01"
    assert client.get("/statistics/bulletin/file.docx?period=2999Q1").status_code == 404


def test_a_handler_has_no_bulletin(client_as, agency):
    assert client_as(Role.HANDLER).get("/statistics/bulletin/").status_code == 403
