"""勾稽: every disagreement is listed with both its numbers, and only fully printed equations block."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.annual_report.checks import checks, other_share
from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.findings import Check, Severity
from tracker.domain.annual_report.report import AnnualReport, KnownFigures, report_as_json, report_from_json
from tracker.domain.annual_report.section_four import SectionFour
from tracker.domain.annual_report.section_three import COLUMNS, ROWS, SectionThree, result_codes, tally
from tracker.domain.annual_report.section_two import SectionTwo
from tracker.domain.errors import DomainError
from tracker.domain.labels import ApplicantType

COUNTS = {
    ("new", "natural_person"): 5,
    ("new", "business"): 2,
    ("carried", "natural_person"): 1,
    ("granted", "natural_person"): 3,
    ("d4", "business"): 1,
    ("u1", "natural_person"): 2,
    ("o3", "business"): 1,
    ("C", "natural_person"): 1,
}


def report(counts=COUNTS, edition=Edition.CURRENT, **sections):
    return AnnualReport(year=2024, edition=edition, three=tally(counts, edition), **sections)


def changed(table, row, column, number):
    rows = {code: list(numbers) for code, numbers in table.rows.items()}
    rows[row][COLUMNS.index(column)] = number
    return SectionThree(table.edition, {code: tuple(numbers) for code, numbers in rows.items()})


def found_in(table, **kwargs):
    return [
        (finding.check, finding.severity, finding.row, finding.column, finding.expected, finding.found)
        for finding in checks(AnnualReport(three=table), **kwargs)
    ]


def test_a_table_that_adds_up_has_no_findings():
    assert checks(report()) == []
    assert checks(report({}, Edition.TRIAL)) == []


def test_a_wrong_new_breaks_the_balance_of_its_column_and_its_row():
    table = changed(report().three, "new", "natural_person", 6)
    assert found_in(table) == [
        (Check.COLUMN_BALANCE, Severity.BLOCKER, None, "natural_person", 7, 6),
        (Check.ROW_TOTAL, Severity.BLOCKER, "new", "total", 8, 7),
    ]


def test_a_wrong_detail_breaks_its_column_and_its_row():
    table = changed(report().three, "d4", "business", 2)
    assert found_in(table) == [
        (Check.COLUMN_TOTAL, Severity.BLOCKER, "T", "business", 3, 2),
        (Check.ROW_TOTAL, Severity.BLOCKER, "d4", "total", 2, 1),
    ]


def test_an_equation_with_an_empty_cell_only_warns():
    table = changed(report().three, "d4", "business", None)
    found = found_in(table)
    assert [(check, severity) for check, severity, *_ in found] == [
        (Check.COLUMN_TOTAL, Severity.WARNING),
        (Check.ROW_TOTAL, Severity.WARNING),
    ]


def test_an_empty_cell_in_an_equation_that_holds_is_no_finding():
    table = changed(report().three, "d1", "research", None)
    assert found_in(table) == []


def test_all_failures_are_returned_blockers_first():
    table = changed(changed(report().three, "new", "total", 9), "d2", "other", None)
    table = changed(table, "T", "other", 1)
    severities = [severity for _, severity, *_ in found_in(table)]
    assert len(severities) >= 3
    assert severities == sorted(severities, key=[Severity.BLOCKER, Severity.WARNING].index)


@given(
    st.sampled_from([row.code for row in ROWS[Edition.CURRENT]]),
    st.sampled_from(COLUMNS),
    st.integers(1, 99),
)
def test_no_single_wrong_figure_goes_unseen(row, column, by):
    table = report().three
    assert checks(AnnualReport(three=changed(table, row, column, table.value(row, column) + by)))


@given(
    st.dictionaries(
        st.sampled_from([row.code for row in ROWS[Edition.TRIAL]]),
        st.tuples(*(st.none() | st.integers(-5, 50) for _ in COLUMNS)),
    )
)
def test_checks_never_raise_whatever_is_printed(rows):
    for finding in checks(AnnualReport(three=SectionThree(Edition.TRIAL, rows))):
        assert finding.message
        assert json.dumps(finding.as_json())


def test_carried_in_is_held_against_the_report_before():
    previous = report({("new", "natural_person"): 2, ("C", "natural_person"): 2}, Edition.TRIAL)
    assert [
        (finding.check, finding.severity, finding.row, finding.column, finding.expected, finding.found)
        for finding in checks(report(), previous)
    ] == [
        (Check.CARRIED_FROM_PREVIOUS, Severity.WARNING, "carried", "natural_person", 2, 1),
        (Check.CARRIED_FROM_PREVIOUS, Severity.WARNING, "carried", "total", 2, 1),
    ]


def test_section_four_totals():
    four = SectionFour(
        {
            "reconsideration": (1, 0, 0, 1, 3),
            "litigation_direct": (None, None, None, None, 0),
            "litigation_after_reconsideration": (1, None, 0, 0, 2),
        }
    )
    assert [
        (finding.severity, finding.row, finding.column, finding.expected, finding.found)
        for finding in checks(AnnualReport(four=four))
    ] == [
        (Severity.BLOCKER, "reconsideration", "total", 2, 3),
        (Severity.WARNING, "litigation_after_reconsideration", "total", 1, 2),
    ]


@pytest.mark.parametrize(
    ("text", "written", "expected"),
    [
        ("2024年，收到政府信息公开申请 7 件，答复6件。", [], []),
        ("2024年，收到政府信息公开申请８件。", [8], [7]),
        ("全年共受理依申请公开9件。", [9], [7]),
        ("其中予以公开3件，不予公开2件，无法提供2件。", [2], [1]),
        ("结转下年度继续办理 0 件", [0], [1]),
        ("2024年未收到政府信息公开申请。", [0], [7]),
        ("发生行政复议1件，行政诉讼 2 件。", [1], [0]),
        ("办理12345政府服务热线、区委书记信箱、区长信箱信访件共15件，办结15件，办结率100%。", [], []),
        ("办理信访件共15件，办结14件，办结率100%。", [Decimal(100)], [Decimal("93.33")]),
        ("共办理1128件，办结1124件，办结率99.64%。", [], []),
        ("共办理1128件，办结1124件，办结率99.7%。", [Decimal("99.7")], [Decimal("99.65")]),
        ("2023年收到政府信息公开申请3件，比上年增加。", [], []),
        ("上年收到政府信息公开申请3件，2024年收到政府信息公开申请8件。", [8], [7]),
        ("未发生行政复议、行政诉讼。", [0], [2]),
        ("提起2件行政诉讼", [], []),
        ("收到政府信息公开申请七件，答复六件。", [], []),
        ("收到政府信息公开申请十二件。", [12], [7]),
        ("收到政府信息公开申请拾贰件。", [12], [7]),
        ("收到政府信息公开申请１，２３４件。", [1234], [7]),
        ("其中予以公开三件，不予公开两件，无法提供二件。", [2], [1]),
        ("发生行政复议一件，行政诉讼二件。", [1], [0]),
        ("发生三起行政诉讼。", [3], [2]),
        ("办理信访件共十五件，办结十四件，办结率百分之百。", [Decimal(100)], [Decimal("93.33")]),
        ("共办理一千一百二十八件，办结一千一百二十四件，办结率百分之九十九点六四。", [], []),
        ("共办理十件，办结九件，办结率百分之九十。", [], []),
        ("共办理十件，办结九件，办结率为百分之九十五。", [95], [90]),
        ("二〇二三年收到政府信息公开申请三件。", [], []),
        ("二〇二四年收到政府信息公开申请八件。", [8], [7]),
        ("收到政府信息公开申请三十余件。", [], []),
        ("收到政府信息公开申请数十件，第一件已答复。", [], []),
        ("受理政府信息公开申请实行一个窗口、一条龙，一起办理。", [], []),
    ],
)
def test_numbers_in_the_text_are_held_against_the_table(text, written, expected):
    four = SectionFour({"reconsideration": (0,) * 5, "litigation_direct": (2, 0, 0, 0, 2)})
    found = checks(report(texts={"one": text}, four=four))
    assert [finding.found for finding in found] == written
    assert [finding.expected for finding in found] == expected
    assert all(finding.severity is Severity.WARNING for finding in found)


KNOWN = KnownFigures(fee_yuan=12800, handled=15, closed=15)


@pytest.mark.parametrize(
    ("part", "text", "written", "expected"),
    [
        ("six", "2024年，本机关收取信息处理费12800元。", [], []),
        ("six", "2024年，本机关收取信息处理费1.28万元。", [], []),
        ("six", "2024年，本机关收取信息处理费0元。", [0], [12800]),
        ("six", "本年度未收取信息处理费。", [0], [12800]),
        ("six", "2024年，本机关收取信息处理费一万二千八百元。", [], []),
        ("six", "2024年，本机关收取信息处理费一点二八万元。", [], []),
        ("six", "2024年，本机关收取信息处理费为零元。", [0], [12800]),
        ("five", "办理信访件共十六件，办结十五件，需要加快。", [16], [15]),
        ("five", "办理信访件共16件，办结15件，需要加快。", [16], [15]),
        ("five", "收到政府信息公开申请15件，人手不足。", [15], [7]),
        ("preface", "新收政府信息公开申请7件。", [], []),
    ],
)
def test_every_written_section_is_held_against_tables_and_register(part, text, written, expected):
    found = checks(report(texts={part: text}, known=KNOWN))
    assert [(finding.found, finding.expected) for finding in found] == list(
        zip(written, expected, strict=True)
    )
    assert {finding.part for finding in found} <= {part}


def test_an_own_draft_says_how_much_of_section_two_is_blank_and_a_foreign_file_is_let_be():
    rows = {"regulations": (0, 0, 0), "normative_documents": (12, None, 12), "licences": (498,)}
    two = SectionTwo(Edition.CURRENT, rows)
    assert checks(report(two=two)) == []
    [found] = checks(report(two=two, known=KNOWN))
    assert (found.check, found.found, found.expected) == (Check.ALL_ENTERED, 6, 10)
    assert "10 格只填了 6 格" in found.message
    whole = rows | {"normative_documents": (12, 0, 12)}
    whole |= dict.fromkeys(("penalties", "coercive_measures", "fees"), (0,))
    assert checks(report(two=SectionTwo(Edition.CURRENT, whole), known=KNOWN)) == []


def test_a_reading_that_counts_carried_requests_too_is_followed():
    known = KnownFigures(0, 0, 0, received_includes_carried=True)
    assert checks(report(texts={"one": "收到政府信息公开申请8件"}, known=known)) == []
    (finding,) = checks(report(texts={"one": "收到政府信息公开申请7件"}, known=known))
    assert "请写明口径" in finding.message


def test_section_one_has_its_length_and_section_five_is_new_each_year():
    found = checks(report(texts={"one": "字" * 1001}))
    assert [(finding.check, finding.found) for finding in found] == [(Check.TEXT_LENGTH, 1001)]
    late_trial = report(COUNTS | {("o3", "business"): 1}, Edition.TRIAL, texts={"one": "字" * 1001})
    assert [finding.check for finding in checks(late_trial)] == [Check.TEXT_LENGTH]
    assert checks(replace(late_trial, year=2020)) == []
    five = {"five": "主动公开的内容不够及时，解读形式单一。下一步将按月检查，增加图解和问答。"}
    again = checks(report(texts=five), AnnualReport(texts=five))
    assert [finding.check for finding in again] == [Check.TEXT_IS_NEW]


def test_a_text_that_counts_carried_requests_too_is_asked_to_say_so():
    (finding,) = checks(report(texts={"one": "收到申请前注明：收到政府信息公开申请8件"}))
    assert "加结转 8。请写明口径。" in finding.message


def test_documents_in_force_follow_from_last_year():
    def two(*numbers):
        return AnnualReport(two=SectionTwo(Edition.CURRENT, {"normative_documents": numbers}))

    assert checks(two(2, 1, 6), two(0, 0, 5)) == []
    (finding,) = checks(two(2, 1, 7), two(0, 0, 5))
    assert (finding.check, finding.severity, finding.expected, finding.found) == (
        Check.IN_FORCE,
        Severity.WARNING,
        6,
        7,
    )


def trial(**rows):
    return AnnualReport(two=SectionTwo(Edition.TRIAL, rows))


def test_projects_of_the_trial_format_follow_from_last_year():
    last = trial(licences=(20, -1, 498), penalties=(None, 3, 0), fees=(4, 1))
    assert checks(trial(licences=(19, 0, 400), penalties=(9, 0, 0), fees=(5, 0)), last) == []
    found = checks(trial(licences=(20, 0, 400), penalties=(None, 0, 0), fees=(4, 0)), last)
    assert [(one.check, one.severity, one.row, one.column, one.expected, one.found) for one in found] == [
        (Check.PROJECTS_FOLLOW, Severity.WARNING, "licences", "previous_items", 19, 20),
        (Check.PROJECTS_FOLLOW, Severity.WARNING, "fees", "previous_items", 5, 4),
    ]
    assert "上年年报的项目数量 20、增/减 -1，合 19，本表上一年项目数量写的是 20" in found[0].message


def test_section_two_of_two_formats_is_not_compared():
    current = AnnualReport(two=SectionTwo(Edition.CURRENT, {"normative_documents": (2, 1, 60)}))
    assert checks(current, trial(normative_documents=(0, 0, 5))) == []
    assert checks(trial(normative_documents=(0, 0, 5)), current) == []


@pytest.mark.parametrize(
    ("edition", "rows", "expected"),
    [
        (Edition.TRIAL, {"normative_documents": (9, 4, 3)}, (Check.ITEM_TOTALS, "published_total", 4, 3)),
        (Edition.TRIAL, {"normative_documents": (9, 4, None)}, None),
        (Edition.TRIAL, {"licences": (20, -21, 0)}, (Check.ITEM_TOTALS, "previous_items", 21, 20)),
        (Edition.TRIAL, {"licences": (20, -20, 0)}, None),
        (Edition.TRIAL, {"licences": (20, -1, -3)}, (Check.NOT_NEGATIVE, "decisions", None, -3)),
        (Edition.TRIAL, {"procurement": (3, Decimal("5656528.25"))}, None),
        (
            Edition.TRIAL,
            {"procurement": (Decimal("2.5"), 1)},
            (Check.WHOLE_COUNT, "purchases", None, Decimal("2.5")),
        ),
        (Edition.CURRENT, {"normative_documents": (5, 1, 3)}, (Check.ITEM_TOTALS, "in_force", 4, 3)),
        (Edition.CURRENT, {"normative_documents": (5, 2, 3)}, None),
        (Edition.CURRENT, {"normative_documents": (5, None, 3)}, None),
        (Edition.CURRENT, {"fees": (Decimal("12.345678"),)}, None),
        (
            Edition.CURRENT,
            {"fees": (Decimal("-0.5"),)},
            (Check.NOT_NEGATIVE, "fee_amount", None, Decimal("-0.5")),
        ),
    ],
)
def test_section_two_is_held_against_itself(edition, rows, expected):
    found = checks(AnnualReport(two=SectionTwo(edition, rows)))
    assert [(one.check, one.column, one.expected, one.found) for one in found] == (
        [expected] if expected else []
    )
    assert all(one.severity is Severity.WARNING for one in found)


def test_section_four_below_zero_is_told():
    four = SectionFour({"reconsideration": (-1, 1, 0, 0, 0)})
    assert [(one.check, one.row, one.column) for one in checks(AnnualReport(four=four))] == [
        (Check.NOT_NEGATIVE, "reconsideration", "upheld")
    ]


def test_the_share_of_other_handling():
    assert other_share(report().three) == (1, 7)


def test_json_round_trip_is_the_shape_of_the_contract():
    document = report_as_json(
        report(four=SectionFour({"reconsideration": (0, 0, 0, 0, 0)}), texts={"one": "一"})
    )
    assert document["section3"]["columns"] == [*[a.value for a in ApplicantType], "total"]
    assert list(document["section3"]["rows"]) == [row.code for row in ROWS[Edition.CURRENT]]
    again = report_from_json(json.loads(json.dumps(document)))
    assert report_as_json(again) == document


def test_a_table_is_read_in_the_format_it_shows_not_the_one_it_claims():
    rows = {row.code: [0] * 7 for row in ROWS[Edition.TRIAL]}
    taken = report_from_json({"year": 2024, "edition": "2021", "section3": {"rows": rows}})
    assert taken.edition is Edition.CURRENT
    assert taken.three.edition is Edition.TRIAL
    assert result_codes(taken.three.edition)[-1] == "other"


def test_columns_in_another_order_are_put_right():
    columns = ["total", *COLUMNS[:-1]]
    taken = report_from_json(
        {"year": 2024, "section3": {"columns": columns, "rows": {"new": [21, 1, 2, 3, 4, 5, 6]}}}
    )
    assert taken.three.rows["new"] == (1, 2, 3, 4, 5, 6, 21)


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({}, "不是年报文件"),
        ([], "不是年报文件"),
        ({"section3": {"rows": {"new": [1, 2]}}}, "应有 7 个数，现在是 2"),
        ({"section3": {"rows": {"new": [1, 2, 3, 4, 5, 6, "七"]}}}, "第 7 个数应为数字"),
        ({"section3": {"rows": {"new": [1, 2, 3, 4, 5, 6, 7.5]}}}, "应为整数"),
        ({"section3": {"rows": {"new": [1, 2, 3, 4, 5, 6, True]}}}, "应为数字"),
        ({"section3": {"rows": {"d9": [0] * 7}}}, "没有的行：d9"),
        ({"section3": {"columns": ["a"], "rows": {}}}, "应为这七列"),
        ({"section3": {}}, "section3.rows应为对象"),
        ({"edition": "2020", "section3": {"rows": {}}}, "应为 2019 或 2021"),
        ({"section4": {"appeal": [0] * 5}}, "不认识的项：appeal"),
    ],
)
def test_a_document_of_another_shape_is_refused_with_its_place(document, said):
    with pytest.raises(DomainError, match=said):
        report_from_json(document)
