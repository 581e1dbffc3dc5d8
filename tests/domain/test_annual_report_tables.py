"""The tables of both formats: labels, order, spans, totals."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.annual_report import section_three as three
from tracker.domain.annual_report.editions import Edition, edition_for
from tracker.domain.annual_report.section_four import SectionFour, tally_section_four
from tracker.domain.annual_report.section_three import SectionThree, result_codes, row_code, tally
from tracker.domain.annual_report.section_two import SectionTwo, section_two_row
from tracker.domain.labels import ApplicantType


@pytest.mark.parametrize(
    ("year", "edition"),
    [(2019, "2019"), (2020, "2019"), (2021, "2021"), (2022, "2021"), (2025, "2021"), (2030, "2021")],
)
def test_the_year_decides_the_format(year, edition):
    assert edition_for(year) == edition


def test_the_2021_format_has_25_data_rows_and_the_trial_format_23():
    assert len(three.ROWS[Edition.CURRENT]) == 25
    assert len(three.ROWS[Edition.TRIAL]) == 23
    codes = [row.code for row in three.ROWS[Edition.CURRENT]]
    assert codes == (
        [
            "new",
            "carried",
            "granted",
            "partial",
            "d1",
            "d2",
            "d3",
            "d4",
            "d5",
            "d6",
            "d7",
            "d8",
            "u1",
            "u2",
            "u3",
            "n1",
            "n2",
            "n3",
            "n4",
            "n5",
            "o1",
            "o2",
            "o3",
            "T",
            "C",
        ]
    )
    assert [row.code for row in three.ROWS[Edition.TRIAL]][20:] == ["other", "T", "C"]


@pytest.mark.parametrize("edition", list(Edition))
def test_every_grid_square_of_the_printed_tables_is_covered_once(edition):
    for table in (SectionThree(edition), SectionFour(), SectionTwo(edition)):
        printed = table.printed()
        squares = [
            (row + down, column + right)
            for row, column, cell in printed.placed()
            for down in range(cell.rowspan)
            for right in range(cell.colspan)
        ]
        assert len(squares) == len(set(squares))
        assert set(squares) == {
            (row, column) for row in range(len(printed.rows)) for column in range(len(printed.widths))
        }


def test_the_head_is_printed_as_in_the_notice():
    rows = SectionThree(Edition.CURRENT).printed().rows
    assert rows[0][0].text == "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    assert (rows[0][0].rowspan, rows[0][0].colspan) == (3, 3)
    assert [cell.text for cell in rows[1]] == ["自然人", "法人或其他组织", "总计"]
    assert [cell.text for cell in rows[2]] == ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]


@pytest.mark.parametrize(("edition", "span"), [(Edition.CURRENT, 22), (Edition.TRIAL, 20)])
def test_the_results_heading_spans_all_results_and_their_total(edition, span):
    cells = [cell for _, _, cell in SectionThree(edition).printed().placed() if cell.text == three.RESULTS]
    assert [cell.rowspan for cell in cells] == [span]


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("一、本年新收政府信息公开申请数量", "new"),
        ("(二) 部分公开 (区分处理的, 只计这一情形, 不计其他情形)", "partial"),
        ("(一) 予以公开", "granted"),
        ("3. 危及“三安全一稳定”", "d3"),
        ("３．危及＂三安全一稳定＂", "d3"),
        ("（六） 其 他 处 理", "other"),
        ("3.其他", "o3"),
        ("(七) 总计", "T"),
        ("四、结转下年度继续办理", "C"),
        ("三、本年度办理结果", None),
        ("不予公开", None),
    ],
)
def test_a_label_is_recognised_however_it_is_printed(label, code):
    assert row_code(label) == code


def test_section_two_rows_of_both_formats_are_recognised():
    assert section_two_row("规范性文件") == section_two_row("行政规范性文件") == "normative_documents"
    assert section_two_row("政府集中采购") == "procurement"


def test_blank_is_not_zero():
    table = SectionThree(Edition.TRIAL, {"new": (0, None, 0, 0, 0, 0, 0)})
    assert table.value("new", "natural_person") == 0
    assert table.value("new", "business") is None
    assert ("new", "business") in table.blanks()
    assert ("new", "natural_person") not in table.blanks()
    shown = {cell.key: cell.shown for _, _, cell in table.printed().placed() if cell.is_figure}
    assert shown[("new", "natural_person")] == "0"
    assert shown[("new", "business")] == ""


def test_amounts_keep_their_decimals_and_sign():
    table = SectionTwo(Edition.TRIAL, {"licences": (20, -1, 498), "procurement": (3, Decimal("5656528.25"))})
    shown = {cell.key: cell.shown for _, _, cell in table.printed().placed() if cell.is_figure}
    assert shown[("licences", "change")] == "-1"
    assert shown[("procurement", "purchase_amount")] == "5656528.25"
    assert shown[("penalties", "change")] == ""


counted = st.dictionaries(
    st.tuples(
        st.sampled_from(["new", "carried", "C", *result_codes(Edition.CURRENT)]),
        st.sampled_from([applicant.value for applicant in ApplicantType]),
    ),
    st.integers(0, 10_000),
)


@given(counted, st.sampled_from(list(Edition)))
def test_the_tally_adds_up_in_both_directions(counts, edition):
    table = tally(counts, edition)
    for column in three.COLUMNS:
        details = sum(table.value(code, column) for code in result_codes(edition))
        assert table.value("T", column) == details
    for row in three.ROWS[edition]:
        numbers = table.rows[row.code]
        assert numbers[-1] == sum(numbers[:-1])
        assert None not in numbers
    assert table.value("new", "total") == sum(n for (row, _), n in counts.items() if row == "new")
    assert table.value("T", "total") == sum(
        n for (row, _), n in counts.items() if row not in {"new", "carried", "C"}
    )


def test_the_trial_format_folds_other_handling_into_one_row():
    counts = {("o1", "business"): 2, ("o3", "business"): 1, ("o2", "other"): 4}
    assert tally(counts, Edition.TRIAL).rows["other"] == (0, 3, 0, 0, 0, 4, 7)
    assert tally(counts, Edition.CURRENT).rows["o2"] == (0, 0, 0, 0, 0, 4, 4)


@pytest.mark.parametrize("cell", [("T", "business"), ("x9", "business"), ("new", "total")])
def test_the_tally_refuses_cells_that_cannot_be_counted(cell):
    with pytest.raises(ValueError, match="no such cell"):
        tally({cell: 1}, Edition.CURRENT)


def test_section_four_totals_are_added_up_and_nothing_is_zero():
    table = tally_section_four({("reconsideration", "upheld"): 2, ("reconsideration", "pending"): 1})
    assert table.rows["reconsideration"] == (2, 0, 0, 1, 3)
    assert table.rows["litigation_direct"] == (0, 0, 0, 0, 0)
