"""年报 pages: open the year, check, correct, freeze, print; every cell opens its requests."""

import json
from datetime import date
from io import BytesIO

import pytest
from lxml import html
from openpyxl import load_workbook

from tests.queries.standing import put_case
from tracker.domain.annual_report.reading import READING_QUESTIONS
from tracker.domain.case_events import EventType
from tracker.domain.labels import ApplicantType, Role
from tracker.extensions import db
from tracker.imports.report_files import read_report
from tracker.models.agency import PolicyChoice
from tracker.models.case import Case, CaseCycle
from tracker.models.case_record import CaseEventRow
from tracker.models.report import AnnualReport, AnnualReportVersion, RemedyCase
from tracker.now import now, today
from tracker.web.annual_report import pages, parts

YEAR = 2024


@pytest.fixture
def requests(agency):
    for place, (applicant, outcome) in enumerate(
        [("natural_person", "G2"), ("natural_person", "D4"), ("business", "D4"), ("other", "O1")], 1
    ):
        put_case(
            agency,
            f"2024-03-{place:02}",
            channel="disclosure",
            closed_on=f"2024-03-{place + 12:02}",
            outcome=outcome,
            applicant=ApplicantType(applicant),
        )
    put_case(agency, "2024-12-20", channel="disclosure")
    return agency


@pytest.fixture
def statistician(client_as, requests):
    return client_as(Role.STATISTICIAN)


def page_of(client, address, code=200):
    answer = client.get(address)
    assert answer.status_code == code
    return html.fromstring(answer.get_data(as_text=True))


def post(client, address, code=302, **typed):
    answer = client.post(address, data=typed)
    assert answer.status_code == code, answer.get_data(as_text=True)
    return html.fromstring(answer.get_data(as_text=True))


def text_of(page):
    return " ".join(page.text_content().split())


def test_the_years_stand_with_their_state(statistician):
    page = page_of(statistician, "/annual-report/")
    lines = [
        [cell.text_content().strip() for cell in row] for row in page.xpath("//table[@id='years']/tbody/tr")
    ]
    assert ["2024 年", "2021年格式", "草稿", "5", "4", "—"] in lines
    links = page.xpath("//table[@id='years']//td[@class='num whole']/a")
    assert len(links) == 2
    for link in links:
        listed = page_of(statistician, link.get("href")).xpath("//ul[@class='linked-cases']/li")
        assert len(listed) == int(link.text_content())


def test_behind_every_cell_stand_as_many_requests(statistician):
    page = page_of(statistician, f"/annual-report/{YEAR}/three")
    links = [(int(link.text_content()), link.get("href")) for link in page.xpath("//table//td/a")]
    assert len(links) > 10
    for number, address in links:
        opened = page_of(statistician, address)
        assert len(opened.xpath("//ul[@class='linked-cases']/li")) == number, address
        (export,) = opened.xpath("//a[.='导出这些申请']/@href")
        sheet = load_workbook(BytesIO(statistician.get(export).data)).active
        assert sheet.max_row - 1 == number, export


def test_a_long_list_is_cut_and_says_so(statistician, monkeypatch):
    for module in (pages, parts):
        monkeypatch.setattr(module, "LISTED", 2)
    for _ in range(2):
        page = page_of(statistician, f"/annual-report/{YEAR}/three?row=T&column=total")
        assert len(page.xpath("//ul[@class='linked-cases']/li")) == 2
        assert "这里列出前 2 件" in text_of(page)
        assert "您不能查看" not in text_of(page)
        statistician.post(f"/annual-report/{YEAR}/freeze")


def test_the_checks_show_both_numbers(statistician):
    words = text_of(page_of(statistician, f"/annual-report/{YEAR}/three"))
    assert "七列都成立；总计 5＋0＝4＋1" in words
    assert "“其他处理”占 25.00%（1/4）" in words


def test_the_share_of_other_endings_is_shown_where_zeros_are_left_blank_too(statistician, requests):
    choose(requests, "zeros", "blank")
    words = text_of(page_of(statistician, f"/annual-report/{YEAR}/three"))
    assert "“其他处理”占 25.00%（1/4）；表中有" in words
    assert "没有空格" not in words


def passed_in(page):
    """What the panel says has passed, by the words of the check."""
    lines = page.xpath("//ul[@class='checks']/li/div[span[.='通过：']]")
    return {line.xpath("span")[0].tail: "".join(line.xpath("p//text()")) for line in lines}


def test_a_passed_check_names_both_numbers_and_only_what_was_compared_passes(statistician):
    passed = passed_in(page_of(statistician, f"/annual-report/{YEAR + 1}/three"))
    assert passed["第二项＝上年年报第四项"] == "七列都成立；总计 1＝上年 1"
    assert passed["第四部分各结果之和＝总计"] == "3 项都成立；行政复议 0、未经复议直接起诉 0、复议后起诉 0"
    report = statistician.get(f"/annual-report/{YEAR}/file.json").data
    alone = json.dumps({name: json.loads(report)[name] for name in ("year", "edition", "section3")})
    answer = statistician.post(
        "/annual-report/check",
        data={"report": (BytesIO(alone.encode()), "别局.json")},
        content_type="multipart/form-data",
    )
    passed = passed_in(html.fromstring(answer.get_data(as_text=True)))
    assert set(passed) == {
        "第一项＋第二项＝第三项＋第四项",
        "各细项之和＝（七）总计",
        "六类申请人之和＝总计",
        "第三部分没有空格",
    }


def test_section_two_passes_against_last_year_only_where_both_are_in_one_format(statistician):
    follows = {
        2020: "上一年项目数量＝上年年报项目数量＋增/减",
        2022: "上年现行有效＋本年制发－本年废止＝现行有效",
    }
    for year in range(2019, 2023):
        post(statistician, f"/annual-report/{year}/two", version="1", **{"licences.decisions": "1"})
    for year in (2020, 2021, 2022):
        passed = set(passed_in(page_of(statistician, f"/annual-report/{year}/two")))
        wanted = {follows[year]} if year in follows else set()
        assert passed & set(follows.values()) == wanted


@pytest.mark.parametrize(
    "part", ["preface", "one", "two", "three", "four", "five", "six", "../preview", "../freeze"]
)
@pytest.mark.parametrize("year", [2020, YEAR])
def test_every_part_has_its_page(statistician, part, year):
    address = f"/annual-report/{year}/{part}".replace(f"{year}/../", f"{year}/")
    page_of(statistician, address)


@pytest.mark.parametrize(
    "address",
    [
        "2999/three",
        "1999/three",
        "2024/seven",
        "2024/three?row=x&column=total",
        "2024/cell.xlsx?row=x&column=total",
        "2024/changes",
        "2024/file.pdf",
    ],
)
def test_what_does_not_exist_is_no_page(statistician, address):
    assert statistician.get(f"/annual-report/{address}").status_code == 404


def test_a_text_is_saved_and_shown_as_it_will_be_printed(statistician, session):
    post(statistician, f"/annual-report/{YEAR}/text/one", text="新收{新收申请}件，{错的}。", version="1")
    page = page_of(statistician, f"/annual-report/{YEAR}/one")
    assert "新收5件，{错的}。" in text_of(page)
    assert "没有“错的”这个字段" in text_of(page)
    assert session.query(AnnualReport).one().texts["one"] == "新收{新收申请}件，{错的}。"


def test_a_text_that_contradicts_the_table_warns(statistician):
    post(statistician, f"/annual-report/{YEAR}/text/one", text="收到政府信息公开申请9件。", version="1")
    assert "第三部分“收到申请”是 5" in text_of(page_of(statistician, f"/annual-report/{YEAR}/three"))


def test_somebody_elses_saving_is_not_overwritten_and_nothing_typed_is_lost(statistician):
    post(statistician, f"/annual-report/{YEAR}/text/five", text="甲的文字", version="1")
    page = post(statistician, f"/annual-report/{YEAR}/text/five", 422, text="乙的文字", version="1")
    assert "有人改过" in text_of(page)
    assert page.xpath("//textarea")[0].text_content().strip() == "乙的文字"


def test_section_two_is_entered_and_a_wrong_figure_is_named(statistician):
    typed = {"licences.decisions": "498", "fees.fee_amount": "12.5", "penalties.decisions": "－1"}
    post(statistician, f"/annual-report/{YEAR}/two", version="1", **typed)
    page = page_of(statistician, f"/annual-report/{YEAR}/two")
    values = {field.get("name"): field.get("value") for field in page.xpath("//input")}
    assert values["licences.decisions"] == "498"
    assert values["fees.fee_amount"] == "12.5"
    assert values["penalties.decisions"] == "-1"
    assert values["coercive_measures.decisions"] == ""

    refused = post(
        statistician, f"/annual-report/{YEAR}/two", 422, version="2", **{"licences.decisions": "很多"}
    )
    assert "“很多”不是数字" in text_of(refused)
    assert refused.xpath("//input[@name='licences.decisions']")[0].get("value") == "很多"
    for name, text, said in (
        ("licences.decisions", "1.5", "1.5 不是整数"),
        ("licences.decisions", "3元", "“3元”不是数字"),
        ("fees.fee_amount", "1.2345678", "有 7 位小数，最多 6 位"),
    ):
        refused = post(statistician, f"/annual-report/{YEAR}/two", 422, version="2", **{name: text})
        assert said in text_of(refused)
    post(
        statistician,
        f"/annual-report/{YEAR}/two",
        version="2",
        **{"fees.fee_amount": "１，２３４．０００００１"},
    )
    page = page_of(statistician, f"/annual-report/{YEAR}/two")
    assert page.xpath("//input[@name='fees.fee_amount']")[0].get("value") == "1234.000001"


def test_last_years_figure_stands_beside(statistician):
    post(statistician, f"/annual-report/{YEAR - 1}/two", version="1", **{"licences.decisions": "77"})
    assert "上年 77" in text_of(page_of(statistician, f"/annual-report/{YEAR}/two"))


REMEDY = {"route": "reconsideration", "authority": "示例区人民政府", "filed_on": "2024-05-06"}


def test_a_review_is_registered_closed_and_counted(statistician, session):
    post(statistician, f"/annual-report/{YEAR}/remedies", **REMEDY, served_on="2024-05-10")
    page = page_of(statistician, f"/annual-report/{YEAR}/four")
    assert "2024-05-23 周四" in text_of(page)
    figures = [cell.text_content().strip() for cell in page.xpath("//table[@class='prescribed']//td")]
    assert figures[:5] == ["0", "0", "0", "1", "1"]
    remedy = session.query(RemedyCase).one()
    unchosen = statistician.post(
        f"/annual-report/{YEAR}/remedies/{remedy.id}", data={"closed_on": "2024-07-01"}, follow_redirects=True
    )
    assert "请选择审结的结果。" in unchosen.text
    assert session.get(RemedyCase, remedy.id).result is None
    post(
        statistician,
        f"/annual-report/{YEAR}/remedies/{remedy.id}",
        result="corrected",
        closed_on="2024-07-01",
    )
    page = page_of(statistician, f"/annual-report/{YEAR}/four")
    figures = [cell.text_content().strip() for cell in page.xpath("//table[@class='prescribed']//td")]
    assert figures[:5] == ["0", "1", "0", "0", "1"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"authority": ""}, "请填写复议机关或法院的名称"),
        ({"filed_on": ""}, "请填写提起日期"),
        ({"filed_on": f"{today().year + 1}-12-31"}, "不能在将来"),
        ({"case_number": "没有这一号"}, "没有编号为"),
    ],
)
def test_an_impossible_review_is_refused_beside_its_field(statistician, typed, said):
    page = post(statistician, f"/annual-report/{YEAR}/remedies", 422, **(REMEDY | typed))
    assert said in text_of(page)


def test_the_year_is_frozen_corrected_and_frozen_again(statistician, session, requests):
    assert "冻结第 1 版" in text_of(page_of(statistician, f"/annual-report/{YEAR}/freeze"))
    post(statistician, f"/annual-report/{YEAR}/freeze")
    page = page_of(statistician, f"/annual-report/{YEAR}/changes")
    assert "已冻结第 1 版" in text_of(page)
    assert "一格不差" in text_of(page)
    refused = post(statistician, f"/annual-report/{YEAR}/text/one", 422, text="晚了", version="1")
    assert "已冻结，不能改" in text_of(refused)

    late = put_case(requests, "2024-06-01", channel="disclosure")
    page = page_of(statistician, f"/annual-report/{YEAR}/changes")
    (row,) = page.xpath("//section[@aria-labelledby='moved']//tbody/tr")
    assert row.xpath(".//a/@href") == [f"/cases/{late.id}"]
    assert "不计入本年" in text_of(row)
    assert "本年新收，四、结转下年度继续办理，自然人" in text_of(row)
    first = page.xpath("//section[@aria-labelledby='cells']//tbody[1]/tr")
    assert [cell.text_content().strip() for cell in first[0][:5]] == [
        "一、本年新收政府信息公开申请数量",
        "自然人",
        "3",
        "4",
        "+1",
    ]

    assert "请写明更正理由" in text_of(
        post(statistician, f"/annual-report/{YEAR}/correction", 422, reason="")
    )
    post(statistician, f"/annual-report/{YEAR}/correction", reason="补登一件")
    post(statistician, f"/annual-report/{YEAR}/freeze")
    kept = session.query(AnnualReportVersion).order_by(AnnualReportVersion.number).all()
    assert [(version.number, version.reason) for version in kept] == [(1, ""), (2, "补登一件")]
    first = json.loads(statistician.get(f"/annual-report/{YEAR}/file.json?version=1").data)
    assert first["section3"]["rows"]["new"][6] == 5
    assert (
        json.loads(statistician.get(f"/annual-report/{YEAR}/file.json").data)["section3"]["rows"]["new"][6]
        == 6
    )


def test_section_one_shows_how_long_it_is_as_the_notice_counts(statistician):
    post(statistician, f"/annual-report/{YEAR}/text/one", text="字 " * 1003, version="1")
    words = text_of(page_of(statistician, f"/annual-report/{YEAR}/one"))
    assert "1003 字，最多 1000 字，空白不计" in words
    assert "多 3 字" in words
    post(statistician, f"/annual-report/{YEAR}/text/one", text="字 " * 1000, version="2")
    assert "超过 1000 字（" not in text_of(page_of(statistician, f"/annual-report/{YEAR}/one"))
    post(statistician, "/annual-report/2020/text/one", text="字" * 1003, version="1")
    assert "1000 字" not in text_of(page_of(statistician, "/annual-report/2020/one"))


def prescribed_figures(page):
    return [cell.text_content().strip() for cell in page.xpath("//table[@class='prescribed']//td")]


def test_a_frozen_year_shows_and_hands_out_what_was_frozen_whatever_its_cases_say_now(
    statistician, session, requests
):
    post(statistician, f"/annual-report/{YEAR}/text/one", text="新收{新收申请}件。", version="1")
    post(statistician, f"/annual-report/{YEAR}/freeze")
    for part in ("one", "two", "three", "four"):
        words = text_of(page_of(statistician, f"/annual-report/{YEAR}/{part}"))
        assert "查的是冻结的数和文字。" in words
        assert "没有阻断项" not in words
    frozen = prescribed_figures(page_of(statistician, f"/annual-report/{YEAR}/three"))
    late = put_case(requests, "2024-06-01", channel="disclosure", closed_on="2024-06-10", outcome="U1")
    moved = session.query(CaseCycle).filter_by(outcome="O1").one()
    moved.outcome = "G2"
    session.commit()

    page = page_of(statistician, f"/annual-report/{YEAR}/three")
    assert prescribed_figures(page) == frozen
    assert "表中是冻结第 1 版的数，现在重算有 10 个数与此不同。" in text_of(page)
    links = [(int(link.text_content()), link.get("href")) for link in page.xpath("//table//td/a")]
    for number, address in links:
        listed = page_of(statistician, address).xpath("//ul[@class='linked-cases']/li")
        assert len(listed) == number, address
        assert not any(line.xpath(f"a[@href='/cases/{late.id}']") for line in listed)
    assert "新收5件。" in text_of(page_of(statistician, f"/annual-report/{YEAR}/one"))
    assert "新收5件。" in text_of(page_of(statistician, f"/annual-report/{YEAR}/preview"))
    assert json.loads(statistician.get(f"/annual-report/{YEAR}/file.json").data) == json.loads(
        statistician.get(f"/annual-report/{YEAR}/file.json?version=1").data
    )
    index = page_of(statistician, "/annual-report/")
    assert ["5", "4"] in [
        [cell.text_content().strip() for cell in row[3:5]]
        for row in index.xpath("//table[@id='years']/tbody/tr")
    ]

    post(statistician, f"/annual-report/{YEAR}/correction", reason="补登一件")
    page = page_of(statistician, f"/annual-report/{YEAR}/three")
    assert "表中是冻结" not in text_of(page)
    assert prescribed_figures(page) != frozen
    assert "新收6件。" in text_of(page_of(statistician, f"/annual-report/{YEAR}/one"))


def test_a_cell_says_how_many_of_its_requests_the_reader_may_not_open(statistician, session, requests):
    hidden = session.query(Case).filter(Case.outcome == "O1").one()
    hidden.reported_user_id = statistician.user.id
    session.commit()
    for _ in range(2):
        page = page_of(statistician, f"/annual-report/{YEAR}/three?row=T&column=total")
        panel = page.xpath("//ul[@class='linked-cases']")[0]
        assert len(panel.xpath("li")) == 3
        assert hidden.number.rpartition("〕")[2] not in text_of(panel)
        assert "另有 1 件您不能查看" in text_of(page)
        only = page_of(statistician, f"/annual-report/{YEAR}/three?row=o1&column=total")
        assert "这 1 件您不能查看" in text_of(only)
        statistician.post(f"/annual-report/{YEAR}/freeze")


def test_a_year_that_is_not_over_says_from_when_it_can_be_frozen(statistician):
    year = today().year
    page = page_of(statistician, f"/annual-report/{year}/freeze")
    assert f"{year + 1}-01-01 起可以冻结" in text_of(page)
    assert not page.xpath(f"//form[@action='/annual-report/{year}/freeze']")
    post(statistician, f"/annual-report/{year}/freeze")
    assert "草稿" in text_of(page_of(statistician, f"/annual-report/{year}/three"))


def choose(agency, name, value):
    key = f"report_{name}"
    db.session.add(PolicyChoice(agency_id=agency.id, key=key, value=value, basis="示例通知〔2026〕1号"))
    db.session.commit()


def test_a_frozen_year_keeps_the_readings_it_was_frozen_with(statistician, requests):
    cells = "//table[@class='prescribed']//td"
    post(statistician, f"/annual-report/{YEAR}/freeze")
    for name, value in (
        ("zeros", "blank"),
        ("new_day", "registered"),
        ("corrected", "complete"),
        ("repeated", "once"),
    ):
        choose(requests, name, value)
    page = page_of(statistician, f"/annual-report/{YEAR}/three")
    assert "" not in [cell.text_content().strip() for cell in page.xpath(cells)]
    assert f"（{len(READING_QUESTIONS)} 项，冻结时定下）" in text_of(page)
    assert "一格不差" in text_of(page_of(statistician, f"/annual-report/{YEAR}/changes"))
    post(statistician, f"/annual-report/{YEAR}/correction", reason="按新口径")
    page = page_of(statistician, f"/annual-report/{YEAR}/three")
    assert "" in [cell.text_content().strip() for cell in page.xpath(cells)]
    assert "留空" in text_of(page)


def test_what_was_recorded_after_the_freezing_is_told_and_what_changed_is_marked(statistician, requests):
    case = put_case(requests, "2024-11-01", channel="disclosure")
    post(statistician, f"/annual-report/{YEAR}/freeze")
    cycle = db.session.get(CaseCycle, (case.id, 1, 1))
    cycle.replied_on, cycle.outcome = date(2024, 12, 20), "D4"
    late = CaseEventRow(
        case_id=case.id, seq=2, type=EventType.REPLIED, on=date(2024, 12, 20), at=now(), payload={}
    )
    db.session.add(late)
    db.session.commit()
    page = page_of(statistician, f"/annual-report/{YEAR}/changes")
    (row,) = page.xpath("//section[@aria-labelledby='moved']//tbody/tr")
    assert [part.text_content() for part in row.xpath(".//b")] == [
        "四、结转下年度继续办理",
        "4.保护第三方合法权益",
    ]
    assert "2024-12-20 答复" in text_of(row)
    assert "1 件申请的记录变了" in text_of(page)


def test_a_review_registered_after_the_freezing_changes_section_four(statistician, requests):
    post(statistician, f"/annual-report/{YEAR}/freeze")
    db.session.add(
        RemedyCase(
            agency_id=requests.id,
            route="reconsideration",
            filed_on=date(2024, 11, 1),
            authority="示例区人民政府",
        )
    )
    db.session.commit()
    page = page_of(statistician, f"/annual-report/{YEAR}/changes")
    rows = page.xpath("//section[@aria-labelledby='remedies']//tbody/tr")
    assert [text_of(row) for row in rows] == ["行政复议，尚未审结01+1", "行政复议，总计01+1"]


def test_what_is_carried_in_otherwise_than_last_year_carried_out_is_explained_case_by_case(
    statistician, requests
):
    put_case(requests, "2024-12-22", channel="disclosure", closed_on="2024-12-30", outcome="G2")
    post(statistician, f"/annual-report/{YEAR}/freeze")
    assert "上年结转为什么不同" not in text_of(page_of(statistician, f"/annual-report/{YEAR + 1}/three"))
    late = put_case(requests, "2024-12-21", channel="disclosure")
    words = text_of(page_of(statistician, f"/annual-report/{YEAR + 1}/three"))
    assert "上年结转为什么不同 1 件" in words
    assert late.number.rpartition("〕")[2] in words


def test_who_is_kept_from_a_request_is_told_that_one_moved_and_not_which(statistician, session, requests):
    post(statistician, f"/annual-report/{YEAR}/freeze")
    late = put_case(requests, "2024-12-21", channel="disclosure")
    late.reported_user_id = statistician.user.id
    session.commit()
    for address in (f"{YEAR}/changes", f"{YEAR + 1}/three"):
        words = text_of(page_of(statistician, f"/annual-report/{address}"))
        assert "回避的一件" in words
        assert late.number not in words
        assert late.number.rpartition("〕")[2] not in words


def test_a_changed_reading_explains_the_difference_case_by_case_too(statistician, requests):
    case = put_case(requests, "2024-12-20", channel="disclosure", closed_on="2025-01-15", outcome="G2")
    asked = CaseEventRow(
        case_id=case.id,
        seq=2,
        type=EventType.CORRECTION_REQUESTED,
        on=date(2024, 12, 25),
        at=now(),
        payload={},
    )
    db.session.add(asked)
    post(statistician, f"/annual-report/{YEAR}/freeze")
    choose(requests, "corrected", "complete")
    page = page_of(statistician, f"/annual-report/{YEAR + 1}/three")
    assert "与上年结转不一致" in text_of(page)
    (panel,) = page.xpath("//section[@aria-labelledby='moved']")
    (row,) = panel.xpath(".//tbody/tr")
    assert row.xpath(".//a/@href") == [f"/cases/{case.id}"]
    assert "不在本年" in text_of(row)


@pytest.mark.parametrize("ending", ["docx", "xlsx", "html", "json"])
def test_the_report_leaves_in_every_format(statistician, ending):
    answer = statistician.get(f"/annual-report/{YEAR}/file.{ending}")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    assert read_report(answer.data, f"a.{ending}").three.rows["new"][6] == 5


def test_another_agencys_file_is_checked_as_printed(statistician):
    document = json.loads(statistician.get(f"/annual-report/{YEAR}/file.json").data)
    document["section3"]["rows"]["new"][0] += 1
    files = {"report": (BytesIO(json.dumps(document).encode()), "别局.json")}
    answer = statistician.post("/annual-report/check", data=files, content_type="multipart/form-data")
    page = html.fromstring(answer.get_data(as_text=True))
    assert answer.status_code == 200
    assert "2 项阻断" in text_of(page)
    assert page.xpath("//td[@class='blocked']")


@pytest.mark.parametrize(
    ("files", "said"),
    [({}, "请先选一个年报文件"), ({"report": (BytesIO(b"plain"), "a.txt")}, "不是能读的格式")],
)
def test_a_file_that_is_no_report_is_refused(statistician, files, said):
    answer = statistician.post("/annual-report/check", data=files, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)


def test_a_supervisor_reads_but_does_not_write(client_as, requests):
    client = client_as(Role.SUPERVISOR)
    page_of(client, f"/annual-report/{YEAR}/three")
    assert client.post(f"/annual-report/{YEAR}/freeze").status_code == 403
    assert client.post(f"/annual-report/{YEAR}/two").status_code == 403


@pytest.mark.parametrize("role", [Role.CLERK, Role.HANDLER, Role.SYSTEM_ADMIN])
def test_others_are_kept_out(client_as, agency, role):
    assert client_as(role).get("/annual-report/").status_code == 403
