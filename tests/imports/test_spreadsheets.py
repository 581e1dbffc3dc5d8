"""Reading a table out of the files offices really send."""

import io
import tracemalloc
import zipfile
from datetime import datetime

import pytest
import xlsxwriter

from tests.imports.made_files import HEADINGS, ROW, csv_text, with_part, xls, xlsx
from tracker.domain.errors import DomainError
from tracker.imports.file_kinds import FileFormat
from tracker.imports.spreadsheets import read_table


def refusal(content, filename="12345工单.xlsx", sheet=None):
    with pytest.raises(DomainError) as caught:
        read_table(content, filename, sheet)
    return caught.value.message


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (xlsx(HEADINGS, ROW), "a.xlsx", FileFormat.XLSX),
        (xlsx(HEADINGS, ROW), "名字是旧格式.xls", FileFormat.XLSX),
        (xlsx(HEADINGS, ROW), "名字是文本.csv", FileFormat.XLSX),
        (xls(HEADINGS, ROW), "a.xls", FileFormat.XLS),
        (xls(HEADINGS, ROW), "名字是新格式.xlsx", FileFormat.XLS),
        (csv_text(HEADINGS, ROW).encode(), "a.csv", FileFormat.CSV),
        (csv_text(HEADINGS, ROW).encode("gb18030"), "名字是表格.xls", FileFormat.CSV),
    ],
)
def test_content_decides_not_the_name(content, name, expected):
    table = read_table(content, name)
    assert table.format is expected
    assert table.headings == tuple(HEADINGS)
    assert [row.number for row in table.rows] == [2]
    assert table.rows[0].cells[3] == "咨询宅基地确权"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_csv_in_every_encoding_and_delimiter(encoding, delimiter, newline):
    text = csv_text(
        HEADINGS, [*ROW[:4], "第一行\n第二行，含逗号,和;分号", *ROW[5:]], delimiter=delimiter, newline=newline
    )
    table = read_table(text.encode(encoding), "信件.csv")
    assert table.headings == tuple(HEADINGS)
    assert table.rows[0].cells[4] == "第一行\n第二行，含逗号,和;分号"
    assert table.rows[0].cells[6] == "13800000000"


def test_csv_rows_are_numbered_as_excel_shows_them():
    text = csv_text(HEADINGS, [*ROW[:4], "两\n行", *ROW[5:]]) + "\r\n" + csv_text(["SL2", *ROW[1:]])
    assert [row.number for row in read_table(text.encode(), "a.csv").rows] == [2, 4]


def test_csv_separator_line_is_obeyed():
    text = "sep=;\r\n" + csv_text(HEADINGS, ROW, delimiter=";")
    table = read_table(text.encode(), "a.csv")
    assert table.headings == tuple(HEADINGS)
    assert table.header_row == 1


def test_csv_with_an_open_quotation_mark_is_refused():
    text = csv_text(HEADINGS, ROW) + 'SL2,2026-03-03,咨询,"没有关上的引号,内容\r\n' + csv_text(ROW, ROW)
    assert "第 3 行起有一个双引号没有配对" in refusal(text.encode(), "a.csv")


def test_title_line_and_blank_rows_above_the_heading():
    table = read_table(
        xlsx([], ["示例区自然资源局12345工单统计表"], [], HEADINGS, ROW, [], ["SL2", *ROW[1:]]), "a.xlsx"
    )
    assert table.header_row == 4
    assert [row.number for row in table.rows] == [5, 7]


def test_two_row_heading_with_merged_cells():
    table = read_table(
        xlsx(["来源编号", "收到日期", "标题", "诉求人信息", ""], ["", "", "", "姓名", "联系电话"], ROW[:3]),
        "a.xlsx",
    )
    assert table.headings == ("来源编号", "收到日期", "标题", "姓名", "联系电话")
    assert [row.number for row in table.rows] == [3]


def test_heading_row_repeated_between_pages_is_no_case():
    table = read_table(xlsx(HEADINGS, ROW, HEADINGS, ["SL2", *ROW[1:]]), "a.xlsx")
    assert [row.number for row in table.rows] == [2, 4]


def test_sheet_with_cases_is_chosen_among_summaries():
    content = xlsx(
        sheets={
            "汇总": [["渠道", "数量"], ["热线", 3], ["信箱", 2], ["合计", 5]],
            "明细": [HEADINGS, ROW],
            "说明": [["本表由示例平台导出"]],
        }
    )
    table = read_table(content, "a.xlsx")
    assert table.sheet == "明细"
    assert table.other_sheets == ()


def test_summary_that_names_more_fields_is_still_no_list_of_cases():
    summary = [
        ["来源渠道", "承办科室", "办理结果", "满意度"],
        ["热线", "测试股", 3, 2],
        ["信箱", "测试股", 2, 2],
    ]
    table = read_table(
        xlsx(sheets={"统计": summary, "明细": [["标题", "收到日期"], ["甲", "2026-03-02"]]}), "a.xlsx"
    )
    assert (table.sheet, table.other_sheets) == ("明细", ())


def test_sheets_that_hold_cases_too_are_listed():
    content = xlsx(
        sheets={
            "1月": [HEADINGS, ROW, ROW],
            "2月": [list(reversed(HEADINGS)), list(reversed(ROW))],
            "空表": [],
        }
    )
    table = read_table(content, "a.xlsx")
    assert table.sheet == "1月"
    assert table.other_sheets == (("2月", 1),)
    assert read_table(content, "a.xlsx", "2月").headings == tuple(reversed(HEADINGS))


def test_hidden_sheet_is_not_chosen():
    content = xlsx(sheets={"旧": [HEADINGS, ROW, ROW], "新": [HEADINGS, ROW]}, hidden="旧")
    assert read_table(content, "a.xlsx").sheet == "新"


def test_unknown_sheet_is_refused_with_the_names():
    message = refusal(xlsx(sheets={"一月": [HEADINGS, ROW], "二月": [HEADINGS, ROW]}), sheet="三月")
    assert "三月" in message
    assert "一月、二月" in message


def test_sheet_name_means_nothing_for_csv():
    assert "CSV 文件没有工作表" in refusal(csv_text(HEADINGS, ROW).encode(), "a.csv", sheet="Sheet1")


def test_error_cells_and_uncalculated_formulas_are_not_taken_for_empty():
    content = xlsx(HEADINGS, ["SL1", "=TODAY()", "#REF!", "标题", "=A1&B1", "", ""])
    cells = read_table(content, "a.xlsx").rows[0].cells
    assert cells[1] == "#未计算"
    assert cells[2] == "#REF!"
    assert cells[4] == "#未计算"


def test_formula_is_read_by_its_cached_value():
    content = with_part(
        xlsx(HEADINGS, ["SL1", "2026-03-02", "咨询", "=A1", "", "", ""]),
        "xl/worksheets/sheet1.xml",
        b'<c r="D2"><f>A1</f><v></v></c>',
        '<c r="D2" t="str"><f>A1</f><v>算出的标题</v></c>'.encode(),
    )
    assert read_table(content, "a.xlsx").rows[0].cells[3] == "算出的标题"


def test_cached_error_of_a_formula_is_found():
    content = with_part(
        xlsx(HEADINGS, ["SL1", "2026-03-02", "咨询", "=A1", "", "", ""]),
        "xl/worksheets/sheet1.xml",
        b'<c r="D2"><f>A1</f><v></v></c>',
        b'<c r="D2" s="0" t="e"><f>VLOOKUP(A1,B:C,2,0)</f><v>#N/A</v></c>',
    )
    assert read_table(content, "a.xlsx").rows[0].cells[3] == "#N/A"


def test_true_dates_stay_dates():
    moment = datetime(2026, 3, 2, 9, 14)
    assert read_table(xlsx(HEADINGS, ["SL1", moment, *ROW[2:]]), "a.xlsx").rows[0].cells[1] == moment


def zipped(**members: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "空文件"),
        (b"\r\n\r\n", "空文件"),
        (b"%PDF-1.7 ...", "PDF 文档"),
        (b"\x89PNG\r\n\x1a\n....", "PNG 图片"),
        (b"\xff\xd8\xff\xe0 JFIF", "JPEG 图片"),
        (zipped(word__document_xml="<w/>"), "Word 文档（docx）"),
        (zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "ods 表格"),
        (zipped(readme="text"), "压缩包（zip）"),
        (b"PK\x03\x04 cut off", "已损坏的 xlsx 或压缩包"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "网页（HTML 或 XML）"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "Word 文档（doc）"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "设了打开密码的文件"),
        (b"\x00\x01\x02\x03binary", "无法识别的二进制文件"),
    ],
)
def test_wrong_file_type_says_what_was_expected_and_found(content, found):
    message = refusal(content, "年度报告.xlsx")
    assert "年度报告.xlsx" in message
    assert "应为 xlsx、xls 或 csv 表格" in message
    assert f"实际是{found}" in message


def test_text_in_no_known_encoding_is_refused():
    assert "既不是 UTF-8 也不是 GB18030" in refusal(b"\xff\xff\xff\x80,\x81\xff\n", "a.csv")


def test_damaged_xlsx_is_refused():
    whole = xlsx(HEADINGS, ROW)
    start = whole.index(b"xl/worksheets/sheet1.xml") + 40
    broken = whole[:start] + b"\x00" * 40 + whole[start + 40 :]
    assert "已损坏" in refusal(broken)


def test_damaged_xls_is_refused():
    whole = xls(HEADINGS, ROW)
    assert "内容已损坏" in refusal(whole[:2048], "a.xls")


def test_archive_that_unpacks_to_too_much_is_refused():
    stream = io.BytesIO(xlsx(HEADINGS, ROW))
    with (
        zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/a.bin", "w") as part,
    ):
        for _ in range(700):
            part.write(bytes(1024 * 1024))
    assert "超过 600 MB" in refusal(stream.getvalue())


def test_stray_cell_in_the_last_corner_is_refused():
    content = with_part(
        xlsx(HEADINGS, ROW),
        "xl/worksheets/sheet1.xml",
        b"</sheetData>",
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
    )
    assert "第 1048576 行、第 16384 列" in refusal(content)


def test_workbook_without_a_word_is_refused():
    assert "没有任何内容" in refusal(xlsx([]))


@pytest.mark.slow
def test_fifty_thousand_rows_in_bounded_memory():
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADINGS)
    for i in range(50_000):
        sheet.write_row(
            i + 1, 0, [f"SL{i:08d}", "2026/3/2 9:05:01", "投诉类", f"第{i}件", "测试内容" * 20, "", ""]
        )
    book.close()
    tracemalloc.start()
    table = read_table(stream.getvalue(), "a.xlsx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(table.rows) == 50_000
    assert peak < 400 * 1024 * 1024
