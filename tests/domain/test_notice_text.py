"""Notices as pasted and as files; the wording is the official one, the doubts are made up."""

from datetime import date

import pytest

from tracker.domain.holiday_notices import shipped_notices
from tracker.domain.labels import CalendarLayer
from tracker.domain.notice_format import NoticeRefused, read_notice
from tracker.domain.notice_text import parse_notice_text

OF_2026 = """国务院办公厅关于2026年
部分节假日安排的通知
国办发明电〔2025〕7号

各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、
2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。
国务院办公厅
2025年11月4日
"""


def d(text: str) -> date:
    return date.fromisoformat(text)


def shipped(year: int, version: int = 1):
    return next(n for n in shipped_notices() if n.year == year and n.region is None and n.version == version)


def test_the_notice_of_2026_reads_as_the_one_that_ships():
    draft = parse_notice_text(OF_2026)
    assert draft.problems == ()
    assert (draft.year, draft.number, draft.issued_on) == (2026, "国办发明电〔2025〕7号", d("2025-11-04"))
    assert draft.layer is CalendarLayer.NATIONAL
    assert draft.holidays == shipped(2026).holidays
    assert any("值班" in sentence for sentence in draft.passed_over)


def test_spans_over_the_new_year_with_years_written():
    draft = parse_notice_text(
        "一、元旦：2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星期六）上班。", 2019
    )
    assert draft.problems == ()
    assert draft.holidays[0] == shipped(2019).holidays[0]


def test_days_off_and_makeup_days_in_one_sentence():
    draft = parse_notice_text(
        "二、春节：2月10日至17日放假调休，共8天，2月4日（周日）、2月18日（周日）上班。", 2024
    )
    assert draft.problems == ()
    assert draft.holidays[0] == shipped(2024).holidays[1]


def test_leave_that_is_only_encouraged_is_shown_and_not_counted():
    draft = parse_notice_text(
        "二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。"
        "鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。",
        2024,
    )
    assert draft.holidays[0] == shipped(2024).holidays[1]
    assert "除夕" in draft.problems[0].sentence


def test_an_amending_notice_names_its_holiday_in_the_title():
    draft = parse_notice_text(
        "国务院办公厅关于调整2019年劳动节假期安排的通知\n国办发明电〔2019〕3号\n"
        "2019年5月1日至4日放假调休，共4天。4月28日（星期日）、5月5日（星期日）上班。"
    )
    assert draft.holidays == shipped(2019, version=2).holidays
    assert "没有写在节日名下" in draft.problems[0].message


def test_spans_over_months():
    draft = parse_notice_text(
        "二、春节：1月31日至2月6日放假调休，共7天。1月29日（星期六）、1月30日（星期日）上班。", 2022
    )
    assert draft.problems == ()
    assert draft.holidays[0] == shipped(2022).holidays[1]


@pytest.mark.parametrize(
    ("text", "days_off"),
    [
        ("三、清明节：4月5日放假，共1天。", ["2023-04-05"]),
        ("四、端午节：6月10日放假，与周末连休。", ["2024-06-10"]),
        ("八、开斋节：4月10日（星期三）、11日（星期四）放假，共2天。", ["2024-04-10", "2024-04-11"]),
        ("九、古尔邦节：6月17日(周一)至18日(周二)放假，共2天。", ["2024-06-17", "2024-06-18"]),
        ("元旦：１月１日（周一）放假，共１天。", ["2024-01-01"]),
    ],
)
def test_other_wordings(text, days_off):
    draft = parse_notice_text(text, int(days_off[0][:4]))
    assert draft.problems == ()
    assert [day.isoformat() for day in draft.holidays[0].days_off] == days_off


def test_a_regional_notice_is_taken_for_one():
    draft = parse_notice_text(
        "宁政办发〔2023〕51号\n关于2024年部分节假日安排的通知\n一、开斋节：4月10日、11日放假，共2天。"
    )
    assert (draft.layer, draft.number) == (CalendarLayer.REGIONAL, "宁政办发〔2023〕51号")
    assert draft.as_notice(region="64").region == "64"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("一、元旦：1月1日（周五）至3日（周六）放假调休，共3天。", "2026-01-01 是周四"),
        ("一、元旦：1月1日（周四）至3日（周六）放假调休，共4天。", "写明共 4 天，读出 3 天"),
        ("一、元旦：1月1日放假。1月5日（周一）上班。", "本来就上班"),
        ("一、元旦：2月30日放假。", "不是存在的日期"),
        ("一、延长春节假期至2月2日（周一）。", "没有读懂"),
        ("二、春节：2月15日起放假若干天。", "没有读懂"),
        ("二、春节：鼓励各单位安排职工在除夕（2月16日）放假休息。", "没有读懂"),
        ("1月1日放假，共1天。", "没有写在节日名下"),
        ("一、元旦：12月31日至1月2日放假，共3天。", "跨年理解"),
        ("一、元旦：1月1日放假。\n二、春节：1月1日至3日放假。", "重复出现"),
    ],
)
def test_doubts_are_reported(text, message):
    draft = parse_notice_text(text, 2026)
    assert any(message in problem.message for problem in draft.problems), draft.problems


def test_a_year_named_before_the_days_off_is_read():
    draft = parse_notice_text("2027年放假安排：\n一、元旦：1月1日（周五）至3日（周日）放假，共3天。")
    assert (draft.year, draft.problems) == (2027, ())


def test_a_text_without_a_year_asks_for_it():
    draft = parse_notice_text("一、元旦：1月1日放假，共1天。")
    assert "年份" in draft.problems[0].message
    assert draft.holidays == ()


LINES = """# 示例
文号 国办发明电〔2025〕7号
年份 2026
范围 全国
印发 2025-11-04
元旦 休 01-01..01-03 班 01-04
春节 休 02-15..02-23 班 02-14 02-28
"""

AS_JSON = """{"number": "国办发明电〔2025〕7号", "year": 2026, "issued_on": "2025-11-04", "holidays": [
 {"name": "元旦", "off": ["01-01..01-03"], "work": ["2026-01-04"]},
 {"name": "春节", "off": ["02-15..02-23"], "work": ["02-14", "02-28"]}]}"""


@pytest.mark.parametrize("text", [LINES, AS_JSON, "\ufeff" + AS_JSON])
def test_file_formats(text):
    notice = read_notice(text)
    assert (notice.year, notice.number, notice.issued_on) == (2026, "国办发明电〔2025〕7号", d("2025-11-04"))
    assert notice.holidays == shipped(2026).holidays[:2]


def test_a_file_may_hold_the_official_text():
    assert read_notice(OF_2026).holidays == shipped(2026).holidays


def test_a_regional_file_names_its_place():
    notice = read_notice("文号 测试〔2026〕1号\n年份 2027\n范围 地区 64\n开斋节 休 03-10..03-11")
    assert (notice.layer, notice.region) == (CalendarLayer.REGIONAL, "64")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "空的"),
        ("文号 测试1号\n元旦 休 01-01", "年份"),
        ("文号 测试1号\n年份 27\n元旦 休 01-01", "年份"),
        ("年份 2027\n元旦 休 01-01", "文号"),
        ("文号 测试1号\n年份 2027", "没有任何"),
        ("文号 测试1号\n年份 2027\n元旦 01-01", "第 3 行"),
        ("文号 测试1号\n年份 2027\n元旦 休 01-32", "第 3 行"),
        ("文号 测试1号\n年份 2027\n元旦 休 01-03..01-01", "第 3 行"),
        ("文号 测试1号\n年份 2027\n范围 全球\n元旦 休 01-01", "范围"),
        ("文号 测试1号\n年份 2027\n范围 地区\n元旦 休 01-01", "地区代码"),
        ("文号 测试1号\n年份 2027\n元旦 休 01-01 班 01-04", "不是周末"),
        ("文号 测试1号\n年份 2027\n元旦 休 2025-01-01", "不属于"),
        ("文号 测试1号\n年份 2027\n元旦 休 01-01\n春节 休 01-01", "重复"),
        ("文号 测试1号\n年份 2027\n印发 昨天\n元旦 休 01-01", "印发"),
        ("{", "JSON"),
        ('{"year": 2027, "number": "测试1号"}', "holidays"),
        ('{"year": 2027, "number": "测试1号", "layer": "world", "holidays": []}', "layer"),
        ('{"year": 2027, "number": "测试1号", "holidays": [{"off": ["01-01"]}]}', "第 1 项"),
        ("一、元旦：1月1日（周一）放假，共1天。", "年份"),
        ("2027年部分节假日安排\n国办发明电〔2026〕1号\n一、元旦：1月1日（周一）放假，共1天。", "人工核对"),
        ("2027年部分节假日安排\n宁政办发〔2026〕1号\n一、元旦：1月1日放假，共1天。", "地区代码"),
    ],
)
def test_files_are_refused_with_the_reason(text, message):
    with pytest.raises(NoticeRefused, match=message):
        read_notice(text)
