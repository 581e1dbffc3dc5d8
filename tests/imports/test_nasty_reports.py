"""Report files as people really make them: whatever the form, the figures come out as printed."""

import re
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.imports.made_files import xlsx
from tests.imports.made_reports import consistent, flat, four, made_files, sheets, three, title, word
from tracker.domain.annual_report.checks import checks
from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.findings import Check
from tracker.domain.annual_report.report import AnnualReport
from tracker.domain.annual_report.section_four import PATHS, SectionFour
from tracker.domain.annual_report.section_three import COLUMNS, ROWS, SectionThree
from tracker.domain.annual_report.section_two import (
    ITEM_TABLES,
    SectionTwo,
    exact_number,
    section_two_columns,
)
from tracker.domain.annual_report.text_fields import DEFAULT_TEXTS, filled, table_figures
from tracker.domain.errors import DomainError
from tracker.exports.annual_report_file import ENDINGS, annual_report_file
from tracker.imports.report_files import read_report, read_reports

MADE = made_files()


@pytest.mark.parametrize("name", list(MADE))
def test_the_figures_come_out_as_printed(name):
    made = MADE[name]
    found = read_report(made.content, "年报")
    noughts = name.endswith("for nought")
    for code, numbers in made.report.three.rows.items():
        wanted = [
            None if column in made.without else number
            for column, number in zip(COLUMNS, numbers, strict=True)
        ]
        shown = (
            [number or 0 for number in found.three.rows[code]] if noughts else list(found.three.rows[code])
        )
        assert shown == wanted, code
    assert found.three.edition is made.report.three.edition
    if made.report.four is not None and not noughts:
        assert found.four == made.report.four
    assert found.unread == ()
    assert [finding for finding in checks(found) if finding.is_blocker] == []


def test_there_are_at_least_twenty_nasty_files():
    assert len(MADE) >= 20


def test_a_dash_is_a_blank_and_not_a_nought():
    found = read_report(MADE["a stroke for nought"].content, "年报")
    assert found.three.blanks()
    assert 0 not in [number for row in found.three.rows.values() for number in row]


def test_title_year_and_agency_are_read_in_the_ways_they_are_written():
    table = flat(consistent())
    for line, year, agency in (
        ("示例区自然资源局 2023 年政府信息公开工作年度报告", 2023, "示例区自然资源局"),
        ("示例镇2022年度政府信息公开年报", 2022, "示例镇"),
        ("示例局政府信息公开工作年度报告（2021年度）", 2021, "示例局"),
        ("示例局二〇二四年政府信息公开工作年度报告", 2024, "示例局"),
        ("本报告所列数据的统计期限自2020年1月1日起至2020年12月31日止。", 2020, ""),
    ):
        found = read_report(word(line, table), "年报")
        assert (found.year, found.agency) == (year, agency)


def test_several_reports_in_one_document_are_kept_apart():
    one, two = (
        consistent(seed=7, agency="示例甲局"),
        consistent(Edition.TRIAL, seed=8, year=2020, agency="示例乙局"),
    )
    content = word(
        title(one),
        three(one),
        four(one),
        "五、存在的主要问题及改进情况",
        "甲的文字。",
        title(two),
        three(two),
        four(two),
    )
    found = read_reports(content, "汇编.docx")
    assert [each.report.agency for each in found] == ["示例甲局", "示例乙局"]
    assert [each.report.three for each in found] == [one.three, two.three]
    assert [each.report.four for each in found] == [one.four, two.four]
    assert dict(found[0].report.texts) == {"five": "甲的文字。"}
    assert found[1].report.texts == {}


def test_two_years_stacked_on_one_sheet_or_on_two_are_two_reports():
    one, two = consistent(seed=7, year=2023), consistent(seed=8, year=2024)
    stacked = xlsx([title(one)], *three(one), [], [title(two)], *three(two))
    apart = sheets(甲=[[title(one)], *three(one)], 乙=[[title(two)], *three(two)])
    for content in (stacked, apart):
        found = read_reports(content, "两年.xlsx")
        assert [(each.report.year, each.report.three) for each in found] == [
            (2023, one.three),
            (2024, two.three),
        ]


def test_each_figure_knows_its_place_in_the_file():
    places = read_reports(MADE["a sheet per table"].content, "年报.xlsx")[0].places
    assert places["three", "new", "natural_person"] == "工作表“三” D4"
    assert places["four", "reconsideration", "upheld"] == "工作表“四” A4"
    places = read_reports(MADE["word as a dense grid"].content, "年报.docx")[0].places
    assert places["three", "new", "natural_person"] == "第 1 个表格第 4 行第 4 格"
    places = read_reports(MADE["turned on its side"].content, "年报.xlsx")[0].places
    assert places["three", "carried", "natural_person"] == "工作表“表” C2"


@pytest.mark.parametrize("text", ["1,2", "3\n4", "约5", "5+1", "1.5", "见附件", "#REF!"])
def test_a_cell_that_is_no_count_is_named_by_table_row_and_column(text):
    lines = flat(consistent())
    lines[5][2] = text
    (finding,) = [one for one in checks(read_report(word(lines), "年报")) if one.check is Check.CELL_READ]
    assert finding.row == "d1"
    assert finding.column == "business"
    assert "第三部分“1.属于国家秘密”行“商业企业”列" in finding.message
    assert text in finding.message


def test_an_unrelated_file_says_what_was_found():
    with pytest.raises(DomainError, match="只有 1 个别的表格，开头是“姓名、电话”。应为含"):
        read_report(xlsx(["姓名", "电话"], ["张测试", "0000"]), "名单.xlsx")
    with pytest.raises(DomainError, match="里面没有表格。应为含"):
        read_report(word("请假条"), "请假条.docx")
    with pytest.raises(DomainError, match="请另存为 docx"):
        read_report(b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "年报.xls")
    with pytest.raises(DomainError, match="请去掉密码"):
        read_report(b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "年报.xlsx")


editions = st.sampled_from(list(Edition))


@settings(max_examples=150, deadline=None)
@given(editions, st.integers(0, 10_000), st.data())
def test_any_changed_cell_of_section_three_blocks(edition, seed, data):
    table = consistent(edition, seed).three
    row = data.draw(st.sampled_from([row.code for row in ROWS[edition]]))
    column = data.draw(st.integers(0, 6))
    number = data.draw(st.integers(-5, 10**7).filter(lambda one: one != table.rows[row][column]))
    wrong = SectionThree(
        edition, table.rows | {row: (*table.rows[row][:column], number, *table.rows[row][column + 1 :])}
    )
    report = consistent(edition, seed)
    assert checks(report) == []
    found = checks(type(report)(year=report.year, edition=edition, three=wrong))
    assert any(finding.is_blocker and (row, COLUMNS[column]) in finding.cells for finding in found)


@settings(max_examples=100, deadline=None)
@given(editions, st.integers(0, 10_000), st.data())
def test_an_emptied_cell_warns_or_held_a_nought(edition, seed, data):
    report = consistent(edition, seed)
    row = data.draw(st.sampled_from([row.code for row in ROWS[edition]]))
    column = data.draw(st.integers(0, 6))
    numbers = report.three.rows[row]
    wrong = SectionThree(
        edition, report.three.rows | {row: (*numbers[:column], None, *numbers[column + 1 :])}
    )
    found = checks(type(report)(year=report.year, edition=edition, three=wrong))
    assert not any(finding.is_blocker for finding in found)
    # An empty cell that held a nought changes no sum: only the list of blanks can tell.
    assert bool(found) == (numbers[column] != 0)
    assert wrong.blanks() == ((row, COLUMNS[column]),)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(PATHS), st.integers(0, 4), st.integers(0, 10**6))
def test_any_changed_cell_of_section_four_blocks(seed, path, place, number):
    report = consistent(seed=seed)
    numbers = report.four.rows[path]
    if number == numbers[place]:
        number += 1
    wrong = SectionFour(report.four.rows | {path: (*numbers[:place], number, *numbers[place + 1 :])})
    found = checks(type(report)(year=report.year, edition=report.edition, four=wrong))
    assert [(finding.check, finding.row) for finding in found if finding.is_blocker] == [
        (Check.SECTION_FOUR_TOTAL, path)
    ]


def any_report(seed):
    """Figures of any kind in either format, consistent or not, blanks among them, some tables quite empty."""
    chance = Random(seed)  # noqa: S311 -- invented figures
    edition = chance.choice(list(Edition))
    blanks = chance.choice([0, 0.3, 1])

    def counts(length):
        return tuple(None if chance.random() < blanks else chance.randint(-9, 10**9) for _ in range(length))

    def amounts(length):
        whole = counts(length)
        return tuple(
            number if number is None else exact_number(Decimal(number) / 10 ** chance.randint(0, 6))
            for number in whole
        )

    two = {
        row: amounts(len(section_two_columns(edition, row)))
        for table in ITEM_TABLES[edition]
        for row, _ in table.rows
    }
    return AnnualReport(
        year=chance.randint(2019, 2020) if edition is Edition.TRIAL else chance.randint(2021, 2030),
        edition=edition,
        agency="示例区自然资源局",
        two=SectionTwo(edition, two),
        three=SectionThree(edition, {row.code: counts(7) for row in ROWS[edition]}),
        four=SectionFour({path: counts(5) for path in PATHS}),
    )


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=8, deadline=None, phases=[Phase.generate])
@given(seed=st.integers(0, 10**6))
def test_any_report_written_out_is_read_back_cell_for_cell(ending, seed):
    report = any_report(seed)
    name = f"年报.{ending}"
    again = read_report(annual_report_file(report, name), name)
    assert (again.two, again.three, again.four) == (report.two, report.three, report.four)
    assert (again.year, again.agency, again.unread) == (report.year, report.agency, ())


def correct_year(edition, seed):
    """A year whose tables add up, with every text of the template filled in from them."""
    report = consistent(edition, seed, year=2020 if edition is Edition.TRIAL else 2024)
    chance = Random(seed)  # noqa: S311 -- invented figures
    two = {
        row: tuple(chance.randint(0, 9) for _ in section_two_columns(edition, row))
        for table in ITEM_TABLES[edition]
        for row, _ in table.rows
    }
    two["regulations"] = two["normative_documents"] = (4, 1, 7)
    two["fees"] = (Decimal("12.345678"),) if edition is Edition.CURRENT else (9, -1)
    words = table_figures(report.three, report.four) | {
        "年份": str(report.year),
        "机关名称": report.agency,
        "格式依据": edition.notice,
        "联系方式": "（地址：示例路1号；联系电话：0000-0000000）",
        "办结情况": "办理12345热线、区长信箱信访件共15件，办结15件，办结率100%。",
        "信息处理费": "0",
    }
    texts = {name: filled(text, words) for name, text in DEFAULT_TEXTS[edition].items()}
    return replace(report, two=SectionTwo(edition, two), texts=texts)


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=6, deadline=None, phases=[Phase.generate])
@given(edition=editions, seed=st.integers(0, 10**6))
def test_a_correct_year_comes_back_whole_and_without_a_finding(ending, edition, seed):
    report = correct_year(edition, seed)
    assert checks(report) == []
    name = f"年报.{ending}"
    again = read_report(annual_report_file(report, name), name)
    assert (again.two, again.three, again.four) == (report.two, report.three, report.four)
    assert {part: re.sub(r"\s", "", text) for part, text in again.texts.items()} == {
        part: re.sub(r"\s", "", text) for part, text in report.texts.items()
    }
    assert checks(again) == []
