"""The statistics page: every figure is a link to exactly as many cases."""

from datetime import date, timedelta
from io import BytesIO
from random import Random

import pytest
from lxml import html
from openpyxl import load_workbook

from tests.factories import SectionFactory
from tests.queries.standing import put_case
from tracker.domain.labels import Role
from tracker.extensions import db
from tracker.models.agency import PolicyChoice
from tracker.models.case import Case
from tracker.models.statistics import StatisticsSnapshot
from tracker.now import today


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


def all_figures(page):
    """Every linked figure anywhere on the page: table, rates, indicators, single counts."""
    links = page.xpath("//main//a[contains(@href, 'figure=')]")
    return {link.get("href"): int(link.text_content()) for link in links}


@pytest.mark.parametrize("cohort", ["received", "active", "closed", "due"])
@pytest.mark.parametrize("by", ["channel", "section", "handler", "type", "month"])
def test_behind_every_figure_of_the_page_stand_as_many_cases(client_as, year, cohort, by):
    client = client_as(Role.STATISTICIAN)
    page = page_of(client, f"/statistics/?{PERIOD}&cohort={cohort}&by={by}")
    figures = all_figures(page)
    shown = {
        cell
        for cell in page.xpath("//table[@id='figures' or @id='rates']//td//text()")
        if cell.strip().isdigit()
    }
    assert len(figures) > 10
    assert {str(number) for number in figures.values()} | {"0"} >= shown
    for address, number in figures.items():
        found = client.get(address.partition("#")[0].replace("/statistics/?", "/statistics/cases.xlsx?"))
        assert load_workbook(BytesIO(found.data), read_only=False).active.max_row - 1 == number, address
    listed = page_of(client, next(iter(figures)))
    assert f"{next(iter(figures.values()))} 件，与上表同一查询" in listed.text_content()
    assert len(rows_listed(listed)) == next(iter(figures.values()))


@pytest.mark.parametrize("cohort", ["received", "active", "closed", "due"])
def test_so_they_do_on_a_past_day_for_a_reader_who_is_kept_from_some(client_as, year, session, cohort):
    client = client_as(Role.STATISTICIAN)
    address = f"/statistics/?start=2025-03-01&end=2025-06-30&as_of=2025-05-12&cohort={cohort}&by=month"
    before = all_figures(page_of(client, address))
    for number, case in enumerate(session.query(Case).order_by(Case.id)):
        case.reported_user_id = client.user.id if number % 3 == 0 else None
    session.commit()
    figures = all_figures(page_of(client, address))
    assert len(figures) > 10
    assert sum(figures.values()) < sum(before.values())
    for link, number in figures.items():
        assert len(rows_listed(page_of(client, link))) == number, link


def test_the_list_says_how_long_a_case_took_and_how_late_it_is(client_as, agency):
    put_case(agency, "2025-06-02", closed_on="2025-06-05", days_used=3)
    put_case(agency, "2025-06-03", due_on="2025-06-10")
    put_case(agency, "2025-06-04", due_on="2025-06-11", closed_on="2025-06-16", days_used=8)
    put_case(
        agency, "2025-06-04", channel="petition", due_on="2025-06-11", closed_on="2025-06-16", days_used=12
    )
    client = client_as(Role.STATISTICIAN)
    for figure, expected in (
        ("closed_in_time", ["办理 3 个工作日"]),
        ("closed_late", ["办理 8 个工作日，逾期 3 个工作日", "办理 12 天，逾期 5 天"]),
        ("overdue", ["已超期 14 个工作日"]),
    ):
        page = page_of(client, f"/statistics/?{PERIOD}&cohort=received&figure={figure}&key=all")
        assert [row.xpath("td[last()]")[0].text_content() for row in rows_listed(page)] == expected


def test_the_page_prints_with_its_identities_and_definitions(client_as, year):
    words = page_of(client_as(Role.HANDLER), f"/statistics/print?{PERIOD}").text_content()
    assert "截至 2025-06-30" in words
    page = page_of(client_as(Role.STATISTICIAN), f"/statistics/print?{PERIOD}&by=section")
    assert "上期结转" in page.text_content()
    assert "满意和非常满意的件数 ÷ 有评价的件数" in page.text_content()
    assert "打印于" in page.text_content()
    assert "合并重复 " in page.text_content()


KEEP = f"/statistics/snapshots/?{PERIOD}&cohort=received&by=section"


def test_a_page_is_kept_with_its_hash_and_compared_with_now(client_as, year, session):
    client = client_as(Role.STATISTICIAN)
    answer = client.post(KEEP, data={"name": "六月通报用"})
    address = answer.headers["Location"]
    page = page_of(client, address)
    kept = session.query(StatisticsSnapshot).one()
    assert kept.sha256 in page.text_content()
    assert "与校验值一致" in page.text_content()
    assert "一个数都没有变" in page.text_content()
    assert "六月通报用" in page_of(client, "/statistics/snapshots/").text_content()

    late = put_case(year, "2025-06-05", closed_on="2025-06-06")
    page = page_of(client, address)
    assert late.number in page.text_content()
    rows = [
        [cell.text_content().strip() for cell in row]
        for row in page.xpath("//section[@aria-labelledby='moved']//tbody/tr")
    ]
    assert rows == [[late.number, "不在其中", "按期办结"]]
    assert page.xpath("//section[@aria-labelledby='moved']//tbody//a/@href") == [f"/cases/{late.id}"]
    changed = {row[1].text_content() for row in page.xpath("//section[@aria-labelledby='changes']//tbody/tr")}
    assert changed == {"收到", "有效件", "办结", "其中按期"}
    kept.content = kept.content.replace('"overdue":', '"overdue": ', 1)
    session.commit()
    assert "与校验值不符" in client.get(address).text


def test_a_snapshot_needs_a_name_and_somebody_who_may_keep_one(client_as, year):
    client = client_as(Role.STATISTICIAN)
    assert "请给快照起个名字" in client.post(KEEP, data={"name": " "}, follow_redirects=True).text
    assert client_as(Role.HANDLER).post(KEEP, data={"name": "甲"}).status_code == 403
    assert client.get("/statistics/snapshots/999").status_code == 404


def test_a_case_the_person_is_kept_from_is_not_named_in_a_comparison(client_as, year):
    client = client_as(Role.STATISTICIAN)
    address = client.post(KEEP, data={"name": "六月"}).headers["Location"]
    late = put_case(year, "2025-06-05", closed_on="2025-06-06")
    late.reported_user_id = client.user.id
    assert late.number not in client.get(address).text


def test_a_snapshot_that_counts_a_case_about_the_reader_is_not_opened(client_as, year, session):
    address = client_as(Role.STATISTICIAN).post(KEEP, data={"name": "六月"}).headers["Location"]
    client = client_as(Role.STATISTICIAN)
    assert "与校验值一致" in client.get(address).text
    counted = (
        session.query(Case).filter(Case.received_on.between(date(2025, 3, 1), date(2025, 6, 30))).first()
    )
    counted.reported_user_id = client.user.id
    session.commit()
    answer = client.get(address, follow_redirects=True).text
    assert "这份快照的统计范围与您的不同" in answer
    assert "与校验值一致" not in answer


def test_percentages_are_rounded_as_the_office_chose_unless_the_address_says_otherwise(client_as, agency):
    for closed_on in ("2025-04-03", "2025-04-04", "2025-04-30"):
        put_case(agency, "2025-04-01", closed_on=closed_on)
    choice = PolicyChoice(agency_id=agency.id, key="report_sentence_rounding", value="cut", basis="示例办法")
    client = client_as(Role.STATISTICIAN)
    assert "66.67%" in page_of(client, f"/statistics/?{PERIOD}").text_content()
    db.session.add(choice)
    db.session.commit()
    assert "66.66%" in page_of(client, f"/statistics/?{PERIOD}").text_content()
    assert "66.67%" in page_of(client, f"/statistics/?{PERIOD}&rounding=half_up").text_content()


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


def test_a_day_that_cannot_be_read_stays_in_its_field_with_what_is_counted_instead(client_as, agency):
    page = page_of(client_as(Role.STATISTICIAN), "/statistics/?start=7月&end=2025-06-30")
    field = page.get_element_by_id("start")
    assert (field.get("value"), field.get("aria-invalid")) == ("7月", "true")
    assert "先按 2025-01-01 数" in page.get_element_by_id("start-error").text_content()
    assert page.get_element_by_id("end").get("value") == "2025-06-30"


def test_the_list_behind_a_figure_tells_the_answer_that_was_in_time(client_as, agency):
    put_case(agency, "2025-03-03", due_on="2025-03-10", replied_on="2025-03-07", closed_on="2025-03-12")
    page = page_of(client_as(Role.STATISTICIAN), f"/statistics/?{PERIOD}&figure=closed_in_time&key=all")
    cells = [cell.text_content() for cell in page.xpath("//section[@id='cases']//td")]
    assert cells[3:7] == ["03-10", "03-07", "03-12", "按期办结"]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("start={year}-01-01&end={year}-12-31", ""),
        ("start={year}-01-01&end={year}-12-31&as_of={year}-12-31", "还没有到，已改为今天"),
    ],
)
def test_nothing_is_overdue_as_of_a_day_to_come(client_as, agency, address, said):
    put_case(agency, f"{today().year}-01-01", due_on=(today() + timedelta(days=1)).isoformat())
    year = today().year
    page = page_of(client_as(Role.STATISTICIAN), f"/statistics/?cohort=received&{address.format(year=year)}")
    assert said in page.text_content()
    if today() < date(year, 12, 31):
        assert f"截至 {today()}" in page.text_content()
    assert not [address for _, address in figures_on(page) if "figure=overdue" in address]


def test_unknown_words_in_the_address_fall_back(client_as, agency):
    page = page_of(client_as(Role.STATISTICIAN), "/statistics/?cohort=x&by=y&rounding=z")
    assert "这段时间没有办件" in page.text_content()


def test_a_figure_that_does_not_exist_is_no_page(client_as, agency):
    assert client_as(Role.STATISTICIAN).get("/statistics/?figure=unheard_of").status_code == 404


def test_the_table_and_the_cases_leave_as_workbooks(client_as, year):
    client = client_as(Role.STATISTICIAN)
    table = load_workbook(BytesIO(client.get(f"/statistics/table.xlsx?{PERIOD}&cohort=received").data)).active
    rows = [[value for value in row if value is not None] for row in table.values]
    (total,) = [row for row in rows if row[:1] == ["合计"]]
    words = "\n".join(str(value) for row in rows for value in row)
    assert "2025-03-01 至 2025-06-30，截至 2025-06-30，期间收到的办件，按渠道" in words
    assert "办结率分母：上期结转 ＋ 收到 － 退回合并等" in words
    assert "百分比四舍五入，两位小数" in words
    assert ["满意率", 0, 0, "满意和非常满意的件数 ÷ 有评价的件数；未接通、未评价的另列，不计入"] in rows
    assert ["不满意", 0] in rows
    cases = load_workbook(
        BytesIO(client.get(f"/statistics/cases.xlsx?{PERIOD}&cohort=received&figure=received").data)
    ).active
    assert cases.max_row - 1 == total[2] > 0
    assert cases["A1"].value == "编号"


@pytest.mark.parametrize("role", [Role.CLERK, Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN])
def test_who_has_no_business_with_figures_is_kept_out(client_as, agency, role):
    assert client_as(role).get("/statistics/").status_code == 403
