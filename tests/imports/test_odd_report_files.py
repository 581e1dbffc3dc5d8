"""What programs put into files beside what people see, and files that are not what they are called."""

import io
import json
import struct
import tracemalloc
import zipfile
import zlib
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from tests.imports.made_files import with_part, xls, xlsx
from tests.imports.made_reports import consistent, flat, four, saved, sheets, three, title, web_page, word
from tracker.domain.annual_report.checks import checks
from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.findings import Check
from tracker.domain.annual_report.section_three import ROWS
from tracker.domain.errors import DomainError
from tracker.exports.annual_report_file import annual_report_file
from tracker.imports.report_files import read_report, read_reports

REPORT = consistent()
WORD = word(title(REPORT), three(REPORT), four(REPORT))
DOCUMENT = "word/document.xml"
SPACES = (
    f"{nsdecls('w')} "
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def refusal(content, filename="年报.docx"):
    with pytest.raises(DomainError) as caught:
        read_reports(content, filename)
    assert caught.value.field
    return caught.value.message


def edited(change):
    """The Word file with its body changed by ``change(tables)``."""
    document = Document(io.BytesIO(WORD))
    change(document.tables)
    return saved(document)


def first_cell(tables):
    """The cell 本年新收, 自然人."""
    return tables[0].rows[3].cells[3]._tc


def test_what_a_continued_cell_still_holds_is_not_read():
    def merge(tables):
        for number, mark in ((3, "restart"), (4, "continue")):
            cell = tables[0].rows[number].cells[0]._tc
            cell.get_or_add_tcPr().append(parse_xml(f'<w:vMerge {nsdecls("w")} w:val="{mark}"/>'))
        stale = tables[0].rows[7].cells[0]._tc
        stale.get_or_add_tcPr().append(parse_xml(f"<w:vMerge {nsdecls('w')}/>"))
        tables[0].rows[7].cells[0].text = "（一）予以公开"

    assert read_report(edited(merge), "年报").three.rows["d1"] == REPORT.three.rows["d1"]


@pytest.mark.parametrize(
    "taken_out",
    [
        "<w:del><w:r><w:t>8</w:t></w:r></w:del>",
        "<w:moveFrom><w:r><w:t>8</w:t></w:r></w:moveFrom>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>8</w:t></w:r>",
        "<w:r><w:delText>8</w:delText></w:r>",
    ],
)
def test_deleted_moved_and_hidden_figures_are_not_read(taken_out):
    def add(tables):
        paragraph = first_cell(tables).find(qn("w:p"))
        paragraph.extend(parse_xml(f"<w:p {nsdecls('w')}>{taken_out}</w:p>"))

    assert read_report(edited(add), "年报").three == REPORT.three


def test_a_deleted_row_is_no_row():
    def delete(tables):
        row = tables[0].rows[3]._tr
        copy = parse_xml(f"<w:tr {nsdecls('w')}><w:trPr><w:del/></w:trPr></w:tr>")
        for cell in list(row.iter(qn("w:tc"))):
            copy.append(cell.__copy__())
        row.addprevious(copy)

    assert read_report(edited(delete), "年报").three == REPORT.three


def test_a_minus_that_must_not_break_is_a_minus():
    lines = [
        ["第二十条第（五）项", "", "", ""],
        ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
        ["行政许可", "20", "", "498"],
    ]
    document = Document(io.BytesIO(word(lines)))
    cell = document.tables[0].rows[2].cells[2]._tc.find(qn("w:p"))
    cell.append(parse_xml(f"<w:r {nsdecls('w')}><w:noBreakHyphen/><w:t>1</w:t></w:r>"))
    assert read_report(saved(document), "年报").two.rows["licences"] == (20, -1, 498)


def test_a_table_in_a_text_box_is_read_once():
    document = Document(io.BytesIO(WORD))
    for table in document.tables:
        inner = table._tbl
        box = parse_xml(
            f"<w:p {SPACES}><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:txbxContent/></mc:Choice>"
            "<mc:Fallback><w:txbxContent/></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        )
        inner.addprevious(box)
        for place in box.iter(qn("w:txbxContent")):
            place.append(inner.__deepcopy__({}))
        inner.getparent().remove(inner)
    (found,) = read_reports(saved(document), "年报")
    assert (found.report.three, found.report.four) == (REPORT.three, REPORT.four)


def without(content, *parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w") as target:
        for member in source.namelist():
            if member not in parts:
                target.writestr(member, source.read(member))
    return stream.getvalue()


USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.mark.parametrize(
    "content",
    [
        with_part(WORD, DOCUMENT, USUAL, b"http://purl.oclc.org/ooxml/wordprocessingml/main"),
        with_part(
            WORD,
            "[Content_Types].xml",
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
        without(WORD, "_rels/.rels", "word/_rels/document.xml.rels"),
        with_part(WORD, DOCUMENT, b'<w:gridCol w:w="', b'<w:gridCol w:w="x'),
        with_part(WORD, DOCUMENT, b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="-4"/>'),
        with_part(WORD, DOCUMENT, b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="x"/>'),
    ],
    ids=["strict", "macros", "no relations", "odd grid", "negative span", "no number as span"],
)
def test_word_files_of_other_programs_are_read(content):
    assert read_report(content, "年报").three == REPORT.three


def test_a_page_saved_as_one_file_is_read():
    page = web_page(REPORT).decode("gb18030").encode("utf-8")
    mail = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + page
        + b"\r\n--b--"
    )
    assert read_report(mail, "年报.doc").three == REPORT.three


def test_a_hidden_sheet_is_left_out_and_named():
    last_year = consistent(seed=9, year=2023)
    content = xlsx(
        sheets={"今年": [[title(REPORT)], *three(REPORT)], "去年": [[title(last_year)], *three(last_year)]},
        hidden="去年",
    )
    (found,) = read_reports(content, "年报.xlsx")
    assert found.report.three == REPORT.three
    assert "隐藏的工作表“去年”没有读" in found.told
    (only,) = read_reports(xlsx(sheets={"表": three(REPORT), "空": []}, hidden="表"), "年报.xlsx")
    assert only.report.three == REPORT.three


def test_a_formula_that_was_never_calculated_is_told_and_not_taken_for_a_blank():
    lines = flat(REPORT)
    lines[1][7] = "=SUM(B2:G2)"
    findings = checks(read_report(xlsx(*lines), "年报.xlsx"))
    assert [(one.row, one.column, one.found) for one in findings if one.check is Check.CELL_READ] == [
        ("new", "total", "#未计算")
    ]


def test_a_cell_strayed_into_the_last_corner_does_not_take_all_memory():
    book = openpyxl.load_workbook(io.BytesIO(xlsx(*flat(REPORT))))
    book.active["XFD1048576"] = "."
    stream = io.BytesIO()
    book.save(stream)
    tracemalloc.start()
    assert "多半是误点留下的空格" in refusal(stream.getvalue(), "年报.xlsx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 200 * 1024 * 1024


def test_a_sheet_of_many_rows_beside_the_report_is_named():
    rows = [[number] * 10 for number in range(21_000)]
    assert "工作表“明细”有 21000 行、10 列" in refusal(sheets(三=three(REPORT), 明细=rows), "年报.xlsx")


def zipped(name, content):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def test_files_that_unpack_beyond_reason_are_not_unpacked():
    assert "正文有 41 MB" in refusal(zipped(DOCUMENT, b" " * (41 * 1024 * 1024)))
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(5):
            archive.writestr(f"word/media/{number}.bin", b"\0" * (45 * 1024 * 1024))
        archive.writestr(DOCUMENT, b"<a/>")
    assert "解压后超过 200 MB" in refusal(many.getvalue())
    assert "有 51 MB" in refusal(b"<p>" + b" " * (51 * 1024 * 1024), "年报.html")


def picture():
    """The smallest picture there is."""

    def part(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    pixels = zlib.compress(b"\0\0")
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", pixels) + part(b"IEND", b"")


def test_a_scanned_report_is_told_to_be_pictures():
    document = Document()
    document.add_paragraph(title(REPORT))
    document.add_picture(io.BytesIO(picture()), width=Mm(100))
    assert "里面没有表格，只有 1 张图片" in refusal(saved(document))
    assert "是 PNG 图片，表格读不出来" in refusal(picture(), "年报.docx")


ENCRYPTED = bytearray(WORD)
for _at in (index for index in range(len(WORD)) if WORD.startswith((b"PK\x03\x04", b"PK\x01\x02"), index)):
    ENCRYPTED[_at + (6 if WORD.startswith(b"PK\x03\x04", _at) else 8)] |= 1


@pytest.mark.parametrize(
    ("content", "filename", "said"),
    [
        (rb"{\rtf1\ansi abc}", "年报.doc", "是 RTF 文档，请用 Word 打开后另存为 docx"),
        (b"%PDF-1.7 ...", "年报.docx", "是 PDF 文档，表格读不出来，请用它的 Word 或 Excel 原件"),
        (bytes(ENCRYPTED), "年报.docx", "已损坏或设了密码"),
        (WORD[: len(WORD) * 2 // 3], "年报.docx", "已损坏，解不开"),
        (
            zipped("mimetype", "application/vnd.oasis.opendocument.text"),
            "年报.odt",
            "OpenDocument 文档，请另存为 docx",
        ),
        (zipped("OFD.xml", "<a/>"), "年报.ofd", "OFD 版式文件"),
        (zipped("年报.doc", b"1"), "年报.zip", "是压缩包，但不是 Word 或 Excel 文件"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "年报.xls",
            "Excel 2003 的 XML 表格，请另存为 xlsx",
        ),
        (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "年报.docx", "是旧版 Word 文档"),
        (json.dumps({"year": 2024, "section3": {"rows": {"new": [1] * 6 + [10**16]}}}).encode(), "a", "太长"),
        (b'{"year":2024,"section3":{"rows":{"new":[1,1,1,1,1,1,"1e999999999"]}}}', "a", "太长"),
        (
            b'{"year":2024,"section3":{"rows":{"new":[1,1,1,1,1,1,' + b"9" * 5000 + b"]}}}",
            "a",
            "不是完整的 JSON",
        ),
        (b'{"year":2024,"section3":{"rows":{"new":[1,1,1,1,1,1,NaN]}}}', "a", "应为数字"),
    ],
)
def test_a_file_that_is_something_else_says_what_it_is(content, filename, said):
    assert said in refusal(content, filename)


def test_an_excel_file_called_doc_is_read():
    assert read_report(xls(*flat(REPORT)), "年报.doc").three == REPORT.three
    assert read_report(xlsx(*flat(REPORT)), "年报.docx").three == REPORT.three


@pytest.mark.parametrize(
    ("head", "cell", "amount"),
    [
        ("本年收费金额（单位：万元）", "18.8710", Decimal("18.8710")),
        ("本年收费金额（单位：万元）", "188710元", Decimal("18.871")),
        ("本年收费金额（单位：万元）", "18.871万元", Decimal("18.871")),
        ("本年收费金额（单位：元）", "188710", Decimal("18.871")),
        ("本年收费金额", "0.000001", Decimal("0.000001")),
        ("本年收费金额", "", None),
    ],
)
def test_an_amount_is_read_in_the_unit_of_its_column(head, cell, amount):
    lines = [
        ["第二十条第（五）项", ""],
        ["信息内容", "本年处理决定数量"],
        ["行政许可", "498"],
        ["第二十条第（八）项", ""],
        ["信息内容", head],
        ["行政事业性收费", cell],
    ]
    assert read_report(word(lines), "年报").two.value("fees", "fee_amount") == amount


def test_ten_thousands_of_yuan_are_not_taken_for_yuan():
    lines = [
        ["信息内容", "采购项目数量", "采购总金额"],
        ["政府集中采购", "3", "565.6528万元"],
    ]
    assert read_report(word(lines), "年报").two.rows["procurement"] == (3, 5656528)
    (finding,) = checks(read_report(word([lines[0], ["政府集中采购", "3元", "1"]]), "年报"))
    assert (finding.row, finding.column, finding.found) == ("procurement", "purchases", "3元")


def test_section_two_in_the_new_layout_beside_section_three_in_the_old_one():
    trial = consistent(Edition.TRIAL, seed=2, year=2024)
    two = [
        ["第二十条第（一）项", "", "", ""],
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["行政规范性文件", "2", "1", "6"],
    ]
    report = read_report(word(title(trial), two, three(trial), four(trial)), "年报")
    assert (report.two.edition, report.three) == (Edition.CURRENT, trial.three)
    assert checks(report) == []


@pytest.mark.parametrize("ending", ["docx", "xlsx", "html", "json"])
@pytest.mark.parametrize("before", ["docx", "xlsx", "html", "json"])
def test_the_year_before_may_be_in_another_format_and_another_kind_of_file(ending, before):
    old = consistent(Edition.TRIAL, seed=4, year=2020)
    previous = read_report(annual_report_file(old, f"a.{before}"), f"a.{before}")
    report = read_report(annual_report_file(REPORT, f"b.{ending}"), f"b.{ending}")
    told = {(one.row, one.column, one.expected, one.found) for one in checks(report, previous)}
    assert told == {
        ("carried", column, expected, found)
        for column, expected, found in zip(
            ("natural_person", "business", "research", "public_welfare", "legal_service", "other", "total"),
            old.three.rows["C"],
            REPORT.three.rows["carried"],
            strict=True,
        )
        if expected != found
    }


def one_column(report, *values):
    return [
        ["项目", *values],
        *(
            [row.label, *(str(report.three.value(row.code, "total") + more) for more in range(len(values)))]
            for row in ROWS[report.three.edition]
        ),
    ]


def test_a_single_column_is_the_sum_of_all_applicants():
    table = read_report(word(one_column(REPORT, "数量")), "年报").three
    assert [table.value(row.code, "total") for row in ROWS[Edition.CURRENT]] == [
        REPORT.three.value(row.code, "total") for row in ROWS[Edition.CURRENT]
    ]
    assert {number for row in table.rows.values() for number in row[:6]} == {None}


def test_columns_of_years_are_not_taken_for_applicants():
    assert "没有找到年报的表格" in refusal(word(one_column(REPORT, "2023年", "2024年")))


def test_rows_cut_short_are_read_by_their_heads():
    lines = [line[: len(line) - 3] if place % 4 == 3 else line for place, line in enumerate(flat(REPORT))]
    rows = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in line)}</tr>" for line in lines)
    table = read_report(f"<table>{rows}</table>".encode(), "年报").three
    for place, row in enumerate(ROWS[Edition.CURRENT], 1):
        printed = REPORT.three.rows[row.code]
        assert table.rows[row.code] == ((*printed[:4], None, None, None) if place % 4 == 3 else printed)


def test_a_finding_says_where_in_the_file_its_cell_stands():
    lines = flat(REPORT)
    lines[5][2] = "约5"
    (found,) = read_reports(xlsx(*lines), "年报.xlsx")
    findings = found.located(checks(found.report))
    (unread,) = [one for one in findings if one.check is Check.CELL_READ]
    assert unread.message.endswith("按空格处理。（在工作表“Sheet1” C6）")
    assert all("（在" not in one.message for one in findings if one.row is None)
    (text,) = [
        one
        for one in found.located(checks(replace(REPORT, texts={"one": "收到政府信息公开申请99999件。"})))
        if one.part
    ]
    assert "（在" not in text.message


def test_a_title_in_the_first_row_of_a_table_is_the_title():
    report = read_report(word([[title(REPORT)], *three(REPORT)]), "年报")
    assert (report.year, report.agency, report.three) == (REPORT.year, REPORT.agency, REPORT.three)


def test_a_row_without_figures_is_no_heading_of_the_text():
    lines = three(REPORT)
    lines[3] = ["一、本年新收政府信息公开申请数量"]
    report = read_report(xlsx([title(REPORT)], *lines, ["六、其他需要报告的事项"], ["无"]), "年报.xlsx")
    assert dict(report.texts) == {"six": "无"}
    assert report.three.rows["new"] == (None,) * 7
