"""Single cells: texts, numbers that are names, words of choice."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.labels import ApplicantType, ItemType, Satisfaction
from tracker.imports.cells import (
    CellUnreadable,
    LimitLength,
    applicant_type,
    check_error,
    clean_text,
    identity_fault,
    is_nothing,
    item_type,
    limit_length,
    number_text,
    one_line,
    satisfaction,
    yes_or_no,
)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("\n\t\t\t\n\t\t您好，测试镇。\n\t\t第二段\t\n\t", "您好，测试镇。\n\t\t第二段"),
        ("甲\r\n乙\r丙", "甲\n乙\n丙"),
        ("甲_x000D_\n乙", "甲\n乙"),
        ("　标题　", "标题"),
        ("甲\x00乙\x07", "甲乙"),
        (3797.0, "3797"),
        (1.5, "1.5"),
        (True, "是"),
        (datetime(2026, 3, 2, 9, 5), "2026-03-02 09:05:00"),
        (date(2026, 3, 2), "2026-03-02"),
        (None, ""),
    ],
)
def test_text_keeps_inner_breaks_and_loses_the_rest(cell, text):
    assert clean_text(cell) == text


def test_one_line_has_no_break():
    assert one_line("\t甲\n乙  丙") == "甲 乙 丙"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (13800000000.0, "13800000000"),
        (13800000000, "13800000000"),
        ("13800000000.0", "13800000000"),
        ("\t13800000000", "13800000000"),
        ("'13800000000", "13800000000"),
        ('="0955-7000000"', "0955-7000000"),
        ("１３８００００００００", "13800000000"),
        ("13800000000、13900000000", "13800000000、13900000000"),
        ("NX20261102000113", "NX20261102000113"),
        ("〔2026〕36号", "〔2026〕36号"),
        ("64050219900101001X", "64050219900101001X"),
        ("0012", "0012"),
        ("/", ""),
        ("无", ""),
        ("", ""),
    ],
)
def test_numbers_are_kept_as_text(cell, text):
    assert number_text(cell, "联系电话") == text


@pytest.mark.parametrize("cell", ["1.38E+10", "1.38e+10", "2.02611E+15", "NX2.02611E+15", "6.40502E17"])
def test_scientific_notation_is_refused_with_the_way_out(cell):
    with pytest.raises(
        CellUnreadable, match="科学记数，后几位已丢失。请从原平台重新导出，并把来源编号这一列设为文本"
    ):
        number_text(cell, "来源编号")


def test_number_of_more_than_fifteen_digits_is_refused():
    with pytest.raises(CellUnreadable, match="超过 15 位又存成了数值"):
        number_text(640502199001010000.0, "证件号码")


@given(st.integers(10_000, 10**15 - 1))
def test_every_number_a_spreadsheet_holds_exactly_is_read_exactly(number):
    assert number_text(float(number), "联系电话") == number_text(f"{number}.0", "联系电话") == str(number)


@pytest.mark.parametrize("code", ["#REF!", "#N/A", "#VALUE!", "#DIV/0!", " #NAME? "])
def test_error_cells_are_refused_by_their_code(code):
    with pytest.raises(CellUnreadable, match=code.strip().replace("?", r"\?")):
        check_error(code)


def test_uncalculated_formula_says_what_to_do():
    with pytest.raises(CellUnreadable, match="保存一次，再导入"):
        check_error("#未计算")


@pytest.mark.parametrize("cell", ["", " ", "/", "-", "——", "无", "NULL", "nan", None])
def test_words_for_nothing(cell):
    assert is_nothing(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("咨询", ItemType.CONSULTATION), ("咨询类", ItemType.CONSULTATION), ("求助类", ItemType.HELP),
        ("求决类", ItemType.HELP), ("投诉", ItemType.COMPLAINT), ("投诉举报类", ItemType.COMPLAINT),
        ("投诉、举报", ItemType.COMPLAINT), ("举报类", ItemType.REPORT), ("谏言", ItemType.SUGGESTION),
        ("建议类", ItemType.SUGGESTION), ("意见建议", ItemType.SUGGESTION), ("表扬", ItemType.PRAISE),
        ("感谢类", ItemType.PRAISE), ("complaint", ItemType.COMPLAINT), ("其他", None), ("", None),
    ],
)  # fmt: skip
def test_types_with_and_without_their_suffix(cell, expected):
    assert item_type(cell) is expected


@pytest.mark.parametrize("member", list(ApplicantType))
def test_applicant_types_by_the_six_column_labels(member):
    assert applicant_type(member.label) is member
    assert applicant_type(f" {member.label}\n") is member


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("公民", ApplicantType.NATURAL_PERSON), ("法人或其他组织（商业企业）", ApplicantType.BUSINESS),
     ("法人或其他组织-其他", ApplicantType.OTHER), ("律师事务所", ApplicantType.LEGAL_SERVICE)],
)  # fmt: skip
def test_applicant_types_in_other_words(cell, expected):
    assert applicant_type(cell) is expected


@pytest.mark.parametrize("cell", ["法人或其他组织", "外星人"])
def test_applicant_type_outside_the_table_is_refused_with_the_choices(cell):
    with pytest.raises(CellUnreadable, match="自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他"):
        applicant_type(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("满意", Satisfaction.SATISFIED), ("非常满意", Satisfaction.VERY_SATISFIED), ("不满意", Satisfaction.DISSATISFIED),
     ("基本满意", Satisfaction.SATISFIED), ("理解", Satisfaction.UNDERSTANDING), ("是", Satisfaction.SATISFIED),
     ("五星", None)],
)  # fmt: skip
def test_satisfaction(cell, expected):
    assert satisfaction(cell) is expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("是", True), ("1", True), (1.0, True), ("匿名", True), ("紧急", True), (True, True),
     ("否", False), ("0", False), (0.0, False), ("实名", False), ("一般", False), (False, False), ("或许", None)],
)  # fmt: skip
def test_yes_or_no_in_its_spellings(cell, expected):
    assert yes_or_no(cell) is expected


@pytest.mark.parametrize(
    ("cell", "unit", "expected"),
    [
        ("5个工作日", "", LimitLength(5, "working_day")), ("5", "", LimitLength(5, "working_day")),
        (5.0, "", LimitLength(5, "working_day")), ("24小时", "", LimitLength(24, "hour")),
        ("60日", "", LimitLength(60, "calendar_day")), ("3", "天", LimitLength(3, "calendar_day")),
        ("2", "小时", LimitLength(2, "hour")), ("2026-11-09", "", None), ("尽快", "", None),
    ],
)  # fmt: skip
def test_limits_written_as_a_length(cell, unit, expected):
    assert limit_length(cell, unit) == expected


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("640502199001010010", ""),
        ("64050219900101001X", ""),
        ("640502900101001", ""),
        ("E12345678", ""),
        ("91640500MA12345678", ""),
        ("6405**********001X", ""),
        ("", ""),
        ("6405001990010", "现在是 13 位"),
        ("64050219900101001", "现在是 17 位"),
        ("6405021990010100100", "现在是 19 位"),
    ],
)
def test_a_short_or_long_identity_number_is_named(number, words):
    fault = identity_fault(number)
    assert bool(fault) == bool(words)
    assert words in fault
