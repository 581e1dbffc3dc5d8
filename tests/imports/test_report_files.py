"""Other agencies' report files: taken as printed, however they were made."""

import json
from io import BytesIO

import pytest
import xlsxwriter
from docx import Document

from tracker.domain.annual_report.checks import checks
from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.findings import Check
from tracker.domain.annual_report.section_three import COLUMNS, ROWS
from tracker.domain.errors import DomainError
from tracker.imports.report_files import read_report
from tracker.imports.report_numbers import Unreadable, read_number

HEAD = [
    ["（本列数据的勾稽关系为：……）", "", "", "申请人情况", "", "", "", "", "", ""],
    ["", "", "", "自然人", "法人或其他组织", "", "", "", "", "总计"],
    ["", "", "", "商业 企业", "科研 机构", "社会 公益 组织", "法律 服务 机构", "其他", "", ""],
]


def docx_of(*tables, lines=()):
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    for rows in tables:
        table = document.add_table(rows=len(rows), cols=max(len(row) for row in rows))
        for row, texts in zip(table.rows, rows, strict=True):
            cells = list(row.cells)
            for cell, text in zip(cells, texts, strict=False):
                cell.text = text
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def xlsx_of(rows):
    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as workbook:
        sheet = workbook.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return stream.getvalue()


# Rows as a converter from PDF leaves them: a table broken over two pages in the middle of a group heading,
# a heading without its number, blanks inside labels, a last blank column.
FIRST_PAGE = [
    ["一、本年新收政府信息公开申请数量", "", "3", "0", "0", "0", "0", "0", "3", ""],
    ["二、上年结转政府信息公开申请数量", "", "０", "0", "0", "0", "0", "0", "0", ""],
    ["三、 本 年 度 办 理 结 果", "(一) 予以公开", "1", "0", "0", "0", "0", "0", "1", ""],
    ["", "(二) 部分公开 (区分处理的, 只计这一情形, 不计其他情形)", "0", "0", "0", "0", "0", "0", "0", ""],
    ["(三) 不 予 公 开", "1. 属于国家秘密", "0", "0", "0", "0", "0", "0", "0", ""],
    ["(四) 无 法", "1. 本机关不掌握相关政府信息", "１", "0", "0", "0", "0", "0", "1", ""],
]
SECOND_PAGE = [
    ["提供", "3. 补正后申请内容仍不明确", "", "", "", "", "", "", ""],
    ["不予处理", "1. 信访举报投诉类申请", "0", "0", "0", "0", "0", "0", "0"],
    ["", "(六) 其他处理", "0", "0", "0", "0", "0", "0", "0"],
    ["", "(七) 总计", "2", "0", "0", "0", "0", "0", "2"],
    ["四、结转下年度继续办理", "", "1", "0", "0", "0", "0", "0", "1"],
]


def test_a_table_split_over_two_pages_is_put_together():
    table = read_report(docx_of(FIRST_PAGE, SECOND_PAGE), "年报.docx").three
    assert table.edition is Edition.TRIAL
    assert table.rows["new"] == (3, 0, 0, 0, 0, 0, 3)
    assert table.rows["carried"] == (0,) * 7
    assert table.rows["granted"][0] == 1
    assert table.rows["u1"][0] == 1
    assert table.rows["u3"] == (None,) * 7
    assert table.rows["T"] == (2, 0, 0, 0, 0, 0, 2)
    assert "u2" not in table.rows


def test_a_workbook_with_merged_labels_is_read_by_its_column_heads():
    rows = [
        [],
        [
            "",
            "",
            "",
            "",
            "自然人",
            "商业企业",
            "科研机构",
            "社会公益组织",
            "法律服务机构",
            "其他",
            "总计",
            "备注",
        ],
        ["一、本年新收政府信息公开申请数量", "", "", "", 4, 1, 0, 0, 0, 0, 5, "含网上"],
        ["三、本年度办理结果", "（一）予以公开", "", "", 4, 1, None, 0, 0, 0, 5],
        ["", "（三）不予公开", "1.属于国家秘密", "", 0, 0, 0, 0, 0, 0, 0],
    ]
    table = read_report(xlsx_of(rows), "年报.xlsx").three
    assert table.rows["new"] == (4, 1, 0, 0, 0, 0, 5)
    assert table.rows["granted"] == (4, 1, None, 0, 0, 0, 5)
    assert table.rows["d1"] == (0,) * 7


def test_columns_in_another_order_are_put_right():
    rows = [
        ["", "总计", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
        ["本年新收政府信息公开申请数量", 21, 1, 2, 3, 4, 5, 6],
    ]
    assert read_report(xlsx_of(rows), "年报.xlsx").three.rows["new"] == (1, 2, 3, 4, 5, 6, 21)


def test_a_2024_report_in_the_old_layout_is_taken_in_the_layout_it_shows():
    rows = [["", *["0"] * 7]] * 2 + [[row.label, *["0"] * 7] for row in ROWS[Edition.TRIAL]]
    report = read_report(docx_of(rows, lines=["示例区2024年政府信息公开工作年度报告"]), "年报.docx")
    assert report.year == 2024
    assert report.three.edition is Edition.TRIAL
    assert checks(report) == []


def test_words_in_a_number_cell_are_reported_and_not_guessed():
    rows = [[row.label, *["0"] * 6, "若干" if row.code == "d1" else "0"] for row in ROWS[Edition.CURRENT]]
    report = read_report(docx_of(rows), "年报.docx")
    assert report.three.value("d1", "total") is None
    assert [(finding.check, finding.row, finding.column, finding.found) for finding in checks(report)] == [
        (Check.CELL_READ, "d1", "total", "若干")
    ]


SECTION_FOUR = [
    ["行政复议", "", "", "", "", "行政诉讼", *[""] * 9],
    [
        "结果 维持",
        "结果 纠正",
        "其他 结果",
        "尚未 审结",
        "总计",
        "未经复议直接起诉",
        *[""] * 4,
        "复议后起诉",
        *[""] * 4,
    ],
    ["", "", "", "", "", *["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 2],
    ["", "", "", "", "", *"0000010203"],
]


@pytest.mark.parametrize("make", [docx_of, xlsx_of])
def test_section_four_keeps_its_blanks(make):
    four = read_report(make(SECTION_FOUR), "年报").four
    assert four.rows["reconsideration"] == (None,) * 5
    assert four.rows["litigation_direct"] == (0, 0, 0, 0, 0)
    assert four.rows["litigation_after_reconsideration"] == (1, 0, 2, 0, 3)


def test_section_two_of_the_trial_layout():
    rows = [
        ["第二十条第（五）项", "", "", ""],
        ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
        ["行政许可", "20", "-1", "498"],
        ["其他对外管理服务事项", "32", "＋2", "1,016"],
        ["第二十条第（九）项", "", "", ""],
        ["信息内容", "采购项目数量", "采购总金额", ""],
        ["政府集中采购", "3", "5656528元", ""],
    ]
    two = read_report(docx_of(rows), "年报.docx").two
    assert two.edition is Edition.TRIAL
    assert two.rows == {
        "licences": (20, -1, 498),
        "other_services": (32, 2, 1016),
        "procurement": (3, 5656528),
    }


def test_texts_are_taken_by_their_headings():
    rows = [[row.label, *["0"] * 7] for row in ROWS[Edition.CURRENT]]
    lines = [
        "示例局 ２０２４ 年政府信息公开工作年度报告",
        "一、总体情况",
        "收到政府信息公开申请5件。",
        "五、存在的主要问题及改进情况",
        "无。",
    ]
    report = read_report(docx_of(rows, lines=lines), "年报.docx")
    assert dict(report.texts) == {"one": "收到政府信息公开申请5件。", "five": "无。"}
    assert [finding.check for finding in checks(report)] == [Check.TEXT_AGREES]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        (" １２ ", 12),
        ("1,234", 1234),
        ("3件", 3),
        ("-1", -1),
        ("−1", -1),
        ("3.0", 3),
        ("", None),
        ("—", None),
        ("/", None),
        ("若干", Unreadable("若干")),
        ("1/2", Unreadable("1/2")),
    ],
)
def test_a_number_is_read_as_people_write_it(text, number):
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("content", "filename", "said"),
    [
        (b"", "a.docx", "是空文件"),
        (b"%PDF-1.7", "a.pdf", "是 PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", "请另存为 docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", "内容已损坏，读不出表格"),
        (b"plain words", "a.docx", "不是能读的格式"),
        (b"{", "a.json", "不是完整的 JSON"),
        (b"[" * 100_000, "a.json", "不是完整的 JSON"),
        ('{"名": 1}'.encode("gb18030"), "a.json", "不是 UTF-8"),
        (b"{}", "a.json", "不是年报文件"),
        (xlsx_of([["姓名", "电话"], ["张测试", "0000"]]), "a.xlsx", "没有找到年报的表格"),
        (docx_of([["其他", "1", "2"], ["总计", "1", "2"]]), "a.docx", "没有找到年报的表格"),
        (b"<html><p>1</p></html>", "a.html", "没有找到年报的表格"),
    ],
)
def test_an_unrelated_file_is_refused_with_what_was_expected(content, filename, said):
    with pytest.raises(DomainError, match=said):
        read_report(content, filename)


def test_a_damaged_word_file_is_refused():
    content = docx_of([["1"]])
    with pytest.raises(DomainError):
        read_report(content[: len(content) // 2], "a.docx")


def test_the_json_of_another_system_is_read():
    rows = {row.code: [0] * len(COLUMNS) for row in ROWS[Edition.CURRENT]}
    report = read_report(
        json.dumps({"year": 2024, "edition": "2021", "section3": {"rows": rows}}).encode(), "x"
    )
    assert checks(report) == []
