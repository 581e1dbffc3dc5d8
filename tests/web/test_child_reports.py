"""A parent agency adds up its children's frozen reports, says who is missing, and opens each figure by agency."""

import hashlib
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from lxml import html
from openpyxl import load_workbook
from sqlalchemy.exc import IntegrityError

from tests.imports.made_reports import consistent, four, three, title, word
from tests.queries.standing import put_case
from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.rollup import rolled_up, rolled_up_two
from tracker.domain.annual_report.section_three import SectionThree, tally
from tracker.domain.annual_report.section_two import SectionTwo
from tracker.domain.labels import Role
from tracker.extensions import db
from tracker.imports.report_files import read_report
from tracker.models.agency import Agency, Channel
from tracker.models.report import ChildReportFile
from tracker.now import now, today
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
    assert "3 个机关，1 个未报" in words
    row = next(row for row in page.xpath("//tr") if "4.保护第三方合法权益" in row.text_content())
    total = row.xpath("./td")[-1]
    assert total.text_content() == "3"
    opened = page_of(client, total.xpath("./a/@href")[0])
    assert shares(opened) == {
        "示例第1局": "2",
        "示例第2局": "1",
        "示例第3局": "未报",
        "下级合计": "3",
        "本机关（不计入）": "0",
    }


def test_the_sum_is_taken_away_as_a_sheet_that_says_who_is_in_it(client_as, district):
    client = client_as(Role.STATISTICIAN)
    page = page_of(client, f"/annual-report/{YEAR}/children")
    (address,) = page.xpath("//a[text()='导出 Excel']/@href")
    answer = client.get(address)
    assert "attachment" in answer.headers["Content-Disposition"]
    report = read_report(answer.data, "汇总.xlsx")
    assert report.three.value("d4", "total") == 3
    assert report.year == YEAR
    lines = [cell.value for (cell,) in load_workbook(BytesIO(answer.data))["正文"].iter_rows()]
    assert "未报：示例第3局。" in lines
    assert "示例第1局：在本系统冻结的第 1 版，检查通过" in lines
    assert client.get("/annual-report/1999/children/sums.xlsx").status_code == 404


def shares(page):
    """Who has how many of the chosen figure."""
    lines = page.xpath("//section[@aria-labelledby='cell']//tbody/tr")
    return {line.xpath("./th")[0].text_content(): line.xpath("./td")[0].text_content() for line in lines}


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


def test_a_sum_puts_the_single_row_of_the_old_format_into_its_rest_and_back():
    old = tally({("other", "natural_person"): 3, ("granted", "natural_person"): 1}, Edition.TRIAL)
    new = tally({("o1", "natural_person"): 1, ("o3", "natural_person"): 1}, Edition.CURRENT)
    assert rolled_up([old, new], Edition.CURRENT).value("o3", "total") == 4
    assert rolled_up([old, new], Edition.CURRENT).value("T", "total") == 6
    assert rolled_up([old, new], Edition.TRIAL).value("other", "total") == 5


def test_section_two_adds_up_decimals_exactly_and_leaves_out_the_other_format():
    one = SectionTwo(Edition.CURRENT, {"fees": (Decimal("0.1"),), "licences": (None,)})
    two = SectionTwo(Edition.CURRENT, {"fees": (Decimal("0.2"),), "licences": (None,)})
    old = SectionTwo(Edition.TRIAL, {"fees": (5, 1)})
    summed = rolled_up_two([one, two, old], Edition.CURRENT)
    assert summed.value("fees", "fee_amount") == Decimal("0.3")
    assert summed.value("licences", "decisions") is None


def child_named(name):
    return db.session.query(Agency).filter_by(name=name).one()


def send(client, child, content, filename="年报.docx", year=YEAR):
    return client.post(
        f"/annual-report/{year}/children/{child.id}",
        data={"report": (BytesIO(content), filename)},
        content_type="multipart/form-data",
    )


def made(agency="示例第3局", year=YEAR, **facts):
    return consistent(agency=agency, year=year, **facts)


def test_a_file_made_elsewhere_is_checked_accepted_summed_and_opened_to_its_cell(client_as, district):
    client, child, report = client_as(Role.STATISTICIAN), child_named("示例第3局"), made()
    sent = send(client, child, word(title(report), three(report), four(report)))
    assert sent.status_code == 302
    checked = page_of(client, sent.location)
    assert "示例第3局2024年年报，第三、四部分，2021年格式" in checked.text_content()
    assert "1 个未报" in page_of(client, f"/annual-report/{YEAR}/children").text_content()

    accepted = client.post(sent.location, data={"which": "0"}, follow_redirects=True)
    assert "已接受为示例第3局 2024 年年报第 1 版" in accepted.get_data(as_text=True)
    summary = page_of(client, f"/annual-report/{YEAR}/children?section=three&row=d4&column=total")
    assert "3 个机关，都已报" in summary.text_content()
    figure = report.three.value("d4", "total")
    assert shares(summary)["示例第3局"] == str(figure)
    assert shares(summary)["下级合计"] == str(figure + 3)
    address = next(
        link.get("href")
        for link in summary.xpath("//section[@aria-labelledby='cell']//a")
        if link.text == "示例第3局"
    )
    opened = page_of(client, address)
    assert opened.xpath("//td[@class='chosen']")[0].text_content() == str(figure)
    assert "在文件里：第 1 个表格第" in opened.text_content()
    raw = client.get(f"{sent.location}/raw")
    assert read_report(raw.data, "年报.docx").three == report.three
    kept = db.session.query(ChildReportFile).one()
    assert (kept.number, kept.accepted_by_id) == (1, client.user.id)
    assert kept.sha256 == hashlib.sha256(raw.data).hexdigest()


def test_section_four_and_two_are_summed_and_open_too(client_as, district):
    client = client_as(Role.STATISTICIAN)
    accept(client, child_named("示例第3局"), made())
    page = page_of(client, f"/annual-report/{YEAR}/children?section=four&row=reconsideration&column=total")
    assert shares(page)["示例第3局"] == str(made().four.value("reconsideration", "total"))
    assert page.xpath("//td[@class='chosen']")


def accept(client, child, report, **answers):
    sent = send(client, child, word(title(report), three(report), four(report)))
    assert sent.status_code == 302, sent.get_data(as_text=True)
    return client.post(sent.location, data={"which": "0"} | answers, follow_redirects=True)


def test_every_linked_figure_of_the_sum_is_the_sum_of_its_shares(client_as, district):
    client = client_as(Role.SUPERVISOR)
    accept(client_as(Role.STATISTICIAN), child_named("示例第3局"), made(most=2))
    page = page_of(client, f"/annual-report/{YEAR}/children")
    links = [
        (cell.text_content(), cell.xpath("./a/@href")[0])
        for cell in page.xpath("//table[@class='prescribed']//td[a]")
    ]
    assert len(links) > 40
    for text, address in links[::7]:
        parts = shares(page_of(client, address))
        total = parts.pop("下级合计")
        parts.pop("本机关（不计入）")
        figures = [int(words) for words in parts.values() if words.isdigit()]
        assert total == text == str(sum(figures)), address


def test_a_second_version_needs_a_reason_and_the_first_stays(client_as, district):
    client, child = client_as(Role.STATISTICIAN), child_named("示例第3局")
    accept(client, child, made())
    refused = accept(client, child, made(seed=2))
    assert refused.status_code == 422
    assert "请写明理由" in refused.get_data(as_text=True)
    assert "第 2 版" in accept(client, child, made(seed=2), reason="它改过了").get_data(as_text=True)
    assert sorted(one.number for one in db.session.query(ChildReportFile) if one.number) == [1, 2]


@pytest.mark.parametrize(
    ("report", "answers", "said"),
    [
        (made(year=2023), {}, "文件写的是 2023 年，这里要的是 2024 年"),
        (made(agency="另外的局"), {}, "文件写的机关是“另外的局”"),
        (made(), {"which": "4"}, "文件里有 1 份年报"),
    ],
)
def test_what_is_not_its_report_of_the_year_is_not_accepted(client_as, district, report, answers, said):
    refused = accept(client_as(Role.STATISTICIAN), child_named("示例第3局"), report, **answers)
    assert refused.status_code == 422
    assert said in refused.get_data(as_text=True)
    assert db.session.query(ChildReportFile).filter(ChildReportFile.number.is_not(None)).count() == 0


def test_another_name_is_accepted_when_it_is_confirmed(client_as, district):
    answer = accept(
        client_as(Role.STATISTICIAN), child_named("示例第3局"), made(agency="旧名局"), is_confirmed="y"
    )
    assert "第 1 版" in answer.get_data(as_text=True)


def test_accepting_twice_makes_one_version_and_an_accepted_file_is_not_dropped(client_as, district):
    client, child, report = client_as(Role.STATISTICIAN), child_named("示例第3局"), made()
    address = send(client, child, word(title(report), three(report))).location
    for _ in range(2):
        client.post(address, data={"which": "0"})
    client.post(f"{address}/discard")
    assert [one.number for one in db.session.query(ChildReportFile)] == [1]


def test_a_file_can_be_dropped_before_it_counts(client_as, district):
    client, child, report = client_as(Role.STATISTICIAN), child_named("示例第3局"), made()
    address = send(client, child, word(title(report), three(report))).location
    client.post(f"{address}/discard")
    assert db.session.query(ChildReportFile).count() == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "请先选一个年报文件"), (b"%PDF-1.7", "是 PDF"), (word("请假条"), "里面没有表格")],
)
def test_an_unreadable_file_is_refused_with_what_was_expected(client_as, district, content, said):
    filename = "" if not content else "年报.docx"
    answer = send(client_as(Role.STATISTICIAN), child_named("示例第3局"), content, filename)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)


def test_what_an_agency_froze_here_goes_before_a_file(client_as, district):
    report = made(agency="示例第1局")
    refused = send(client_as(Role.STATISTICIAN), child_named("示例第1局"), word(title(report), three(report)))
    assert refused.status_code == 422
    assert "以冻结的版本为准" in refused.get_data(as_text=True)


def test_nobody_but_the_statistician_of_the_parent_takes_files_in(client_as, district):
    report, child = made(), child_named("示例第3局")
    content = word(title(report), three(report))
    assert send(client_as(Role.SUPERVISOR), child, content).status_code == 403
    elsewhere = Agency(code="elsewhere", name="别处的局", number_prefix="别")
    db.session.add(elsewhere)
    db.session.flush()
    assert send(client_as(Role.STATISTICIAN), elsewhere, content).status_code == 404
    assert client_as(Role.SUPERVISOR).get(f"/annual-report/{YEAR}/children/{child.id}").status_code == 200


def test_an_accepted_file_has_number_day_and_figures_or_none_of_them(district):
    facts = {"agency_id": district.id, "year": YEAR, "filename": "年报", "size": 1, "sha256": "0" * 64}
    db.session.add(ChildReportFile(**facts, number=1, uploaded_at=now()))
    with pytest.raises(IntegrityError, match="child_report_file_accepted"):
        db.session.flush()


def test_agencies_below_are_registered_renamed_and_closed(client_as, agency):
    client = client_as(Role.SYSTEM_ADMIN)
    client.post("/accounts/agencies", data={"name": "示例街道", "code": ""})
    child = child_named("示例街道")
    assert child.parent_id == agency.id
    again = client.post("/accounts/agencies", data={"name": "示例街道", "code": ""})
    assert again.status_code == 422
    assert "已登记过“示例街道”" in again.get_data(as_text=True)
    taken = client.post("/accounts/agencies", data={"name": "示例镇", "code": agency.code})
    assert "已是" in taken.get_data(as_text=True)
    client.post(f"/accounts/agencies/{child.id}", data={"name": "示例街道办事处", "code": child.code})
    assert child.name == "示例街道办事处"
    client.post(f"/accounts/agencies/{child.id}/close", data={"closed_on": today().isoformat()})
    assert child.closed_on == today()
    statistician = client_as(Role.STATISTICIAN)
    this_year = child.closed_on.year
    page = page_of(statistician, f"/annual-report/{this_year}/children")
    assert "这一年没有应报的下级机关" in page.text_content()
    assert "1 个未报" in page_of(statistician, f"/annual-report/{this_year - 1}/children").text_content()
    client.post(f"/accounts/agencies/{child.id}/reopen")
    assert child.closed_on is None
    assert client.get(f"/accounts/agencies/{agency.id}").status_code == 404


def test_no_report_is_missing_of_years_before_an_agency_was_founded_and_after_it_was_closed(
    client_as, agency
):
    admin = client_as(Role.SYSTEM_ADMIN)
    admin.post("/accounts/agencies", data={"name": "示例园区", "code": "", "founded_on": "2022-07-01"})
    admin.post("/accounts/agencies", data={"name": "示例镇", "code": "", "founded_on": ""})
    park = child_named("示例园区")
    address = f"/accounts/agencies/{park.id}"
    refused = admin.post(f"{address}/close", data={"closed_on": "2022-06-30"})
    assert refused.status_code == 422
    assert "撤销日期 2022-06-30 早于成立日期 2022-07-01。" in refused.get_data(as_text=True)
    admin.post(f"{address}/close", data={"closed_on": "2024-05-01"})
    facts = {"name": "示例园区", "code": park.code}
    refused = admin.post(address, data={**facts, "founded_on": "2024-05-02"})
    assert "成立日期 2024-05-02 晚于撤销日期 2024-05-01。" in refused.get_data(as_text=True)
    statistician = client_as(Role.STATISTICIAN)

    def owing(year):
        page = page_of(statistician, f"/annual-report/{year}/children")
        return page.xpath("//section[@aria-labelledby='agencies']//tbody//th//text()")

    assert [year for year in range(2020, 2026) if "示例园区" in owing(year)] == [2022, 2023]
    assert all("示例镇" in owing(year) for year in range(2020, 2026))
    admin.post(address, data={**facts, "founded_on": "2021-12-31"})
    assert "示例园区" in owing(2021)
    history = page_of(admin, "/policies/history?group=agencies").text_content()
    assert "2022-07-01" in history


def test_a_report_that_was_given_stays_whatever_the_founding_says(client_as, district):
    child = child_named("示例第1局")
    child.founded_on = date(YEAR + 1, 1, 1)
    page = page_of(client_as(Role.STATISTICIAN), f"/annual-report/{YEAR}/children")
    assert "示例第1局" in page.xpath("//section[@aria-labelledby='agencies']")[0].text_content()
