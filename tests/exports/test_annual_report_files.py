"""The report written out and read back: the same cells, in every format and either edition."""

import json
import re
from decimal import Decimal
from html.parser import HTMLParser
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Length, Mm
from openpyxl import load_workbook

from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.report import AnnualReport
from tracker.domain.annual_report.section_four import SectionFour, tally_section_four
from tracker.domain.annual_report.section_three import COLUMNS, ROWS, SectionThree, tally
from tracker.domain.annual_report.section_two import SectionTwo
from tracker.domain.errors import DomainError
from tracker.exports.annual_report_file import ENDINGS, annual_report_file
from tracker.exports.annual_report_html import annual_report_html
from tracker.imports.report_files import read_report


def numbered_table(edition):
    """A table in which no two cells are alike and some are blank, so that a shifted cell is seen."""
    rows = {}
    for place, row in enumerate(ROWS[edition]):
        numbers = [place * 10 + column for column in range(len(COLUMNS))]
        numbers[place % 7] = None if place % 3 == 0 else numbers[place % 7]
        rows[row.code] = tuple(numbers)
    return SectionThree(edition, rows)


SECTION_TWO = {
    Edition.TRIAL: SectionTwo(
        Edition.TRIAL,
        {
            "regulations": (0, 0, 0),
            "normative_documents": (1, None, 3),
            "licences": (20, -1, 498),
            "other_services": (32, 0, 16),
            "penalties": (0, 0, 0),
            "coercive_measures": (0, 0, None),
            "fees": (0, 2),
            "procurement": (3, Decimal("5656528.25")),
        },
    ),
    Edition.CURRENT: SectionTwo(
        Edition.CURRENT,
        {
            "regulations": (0, 0, 0),
            "normative_documents": (2, 1, 6),
            "licences": (498,),
            "penalties": (None,),
            "coercive_measures": (0,),
            "fees": (Decimal("12.345678"),),
        },
    ),
}


def whole_report(edition):
    return AnnualReport(
        year=2020 if edition is Edition.TRIAL else 2024,
        edition=edition,
        agency="示例区自然资源局",
        two=SECTION_TWO[edition],
        three=numbered_table(edition),
        four=SectionFour(
            {
                "reconsideration": (None, None, None, None, None),
                "litigation_direct": (1, 0, 2, 0, 3),
                "litigation_after_reconsideration": (0, 4, 0, 0, 4),
            }
        ),
        texts={"one": "（一）主动公开\n主动公开政府信息92条。", "five": "一是加强培训。", "six": "无"},
    )


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("edition", list(Edition))
def test_what_is_written_is_read_back_cell_for_cell(edition, ending):
    report = whole_report(edition)
    again = read_report(annual_report_file(report, f"年报.{ending}"), f"年报.{ending}")
    assert again.three == report.three
    assert again.four == report.four
    assert again.two == report.two
    assert again.unread == ()
    assert (again.year, again.edition, again.agency) == (report.year, edition, report.agency)
    assert dict(again.texts) == dict(report.texts)


def test_an_absent_section_is_printed_as_its_empty_form():
    report = AnnualReport(year=2024, edition=Edition.CURRENT, three=tally({}, Edition.CURRENT))
    again = read_report(annual_report_file(report, "a.docx"), "a.docx")
    assert set(again.four.rows["litigation_direct"]) == {None}
    assert again.three == report.three


def test_an_unknown_ending_is_refused_with_the_ones_there_are():
    with pytest.raises(DomainError, match=r"\.docx、\.xlsx、\.html、\.json"):
        annual_report_file(whole_report(Edition.CURRENT), "年报.pdf")


def document_of(edition=Edition.CURRENT):
    return Document(BytesIO(annual_report_file(whole_report(edition), "a.docx")))


def test_the_word_file_is_an_official_document():
    section = document_of().sections[0]
    assert [round(length.mm) for length in (section.page_width, section.page_height)] == [210, 297]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]


def fonts_of(paragraph):
    run = paragraph.runs[0]._element.rPr
    return run.find(qn("w:rFonts")).get(qn("w:eastAsia")), int(run.find(qn("w:sz")).get(qn("w:val"))) / 2


def test_title_headings_and_body_have_their_fonts():
    paragraphs = {paragraph.text: paragraph for paragraph in document_of().paragraphs}
    assert fonts_of(paragraphs["示例区自然资源局\n2024年政府信息公开工作年度报告"]) == ("方正小标宋简体", 22)
    assert fonts_of(paragraphs["三、收到和处理政府信息公开申请情况"]) == ("黑体", 16)
    assert fonts_of(paragraphs["（一）主动公开"]) == ("楷体_GB2312", 16)
    assert fonts_of(paragraphs["主动公开政府信息92条。"]) == ("仿宋_GB2312", 16)


def test_a_page_holds_22_lines_of_28_characters():
    document = document_of()
    section = document.sections[0]
    body = next(each for each in document.paragraphs if each.text.startswith("主动公开政府信息"))
    closer = int(document.styles["Normal"].element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    width = Length(section.page_width - section.left_margin - section.right_margin).pt
    height = Length(section.page_height - section.top_margin - section.bottom_margin).pt
    assert width // (body.runs[0].font.size.pt + closer) == 28
    assert height // body.paragraph_format.line_spacing.pt == 22


@pytest.mark.parametrize(
    ("agency", "lines"),
    [
        ("沙坡头区自然资源局", ["沙坡头区自然资源局", "2024年政府信息公开工作年度报告"]),
        ("示例局", ["示例局2024年政府信息公开工作年度报告"]),
    ],
)
def test_a_long_title_breaks_between_its_words(agency, lines):
    content = annual_report_file(AnnualReport(2024, Edition.CURRENT, agency), "a.docx")
    assert Document(BytesIO(content)).paragraphs[0].text.splitlines() == lines


def test_narrow_headings_break_as_the_notice_sets_them():
    table = document_of().tables[1]
    assert [cell.text for cell in table.rows[2].cells[4:8]] == [
        "商业\n企业",
        "科研\n机构",
        "社会公\n益组织",
        "法律服\n务机构",
    ]
    assert table.cell(7, 1).text == "（三）\n不予\n公开"


def test_a_long_figure_is_set_smaller_so_that_it_stands_in_one_line():
    three = SectionThree(Edition.CURRENT, {"new": (1, 12, 123, 12345, 1234567, 123456789012, None)})
    content = annual_report_file(AnnualReport(2024, Edition.CURRENT, three=three), "a.docx")
    cells = Document(BytesIO(content)).tables[1].rows[3].cells[3:9]
    sizes = [cell.paragraphs[0].runs[0].font.size.pt for cell in cells]
    assert sizes[:4] == [9] * 4
    assert 6 <= sizes[4] < 9
    room = cells[5].width.pt - Mm(2).pt
    assert 12 * sizes[5] * 0.64 <= room


def test_head_rows_repeat_and_no_row_splits():
    table = document_of().tables[1]
    repeats = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert repeats == [True] * 3 + [False] * 25
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_the_merged_cells_of_the_workbook_are_those_of_the_notice():
    sheet = load_workbook(BytesIO(annual_report_file(whole_report(Edition.CURRENT), "a.xlsx")))[
        "三、收到和处理申请"
    ]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A2:C4", "D2:J2", "E3:I3", "A7:A28", "B9:B16", "B17:B19", "B20:B24", "B25:B27"} <= merged
    assert sheet["A2"].value == "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


def test_a_paragraph_in_the_workbook_is_seen_whole():
    report = AnnualReport(year=2024, texts={"one": "字" * 100})
    sheet = load_workbook(BytesIO(annual_report_file(report, "a.xlsx")))["正文"]
    heights = {cell.value: sheet.row_dimensions[cell.row].height for (cell,) in sheet.iter_rows()}
    assert heights["一、总体情况"] == 18
    assert heights["字" * 100] == 3 * 18


def test_text_that_looks_like_a_formula_stays_text():
    report = AnnualReport(year=2024, edition=Edition.CURRENT, texts={"six": "=1+1"})
    sheet = load_workbook(BytesIO(annual_report_file(report, "a.xlsx")))["正文"]
    assert [cell.data_type for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"] == ["s"]


class Balance(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.addresses = [], []

    def handle_starttag(self, tag, attrs):
        self.addresses += [value for name, value in attrs if name in {"src", "href"}]
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_is_whole_and_refers_to_nothing_outside():
    page = annual_report_html(whole_report(Edition.CURRENT))
    reader = Balance()
    reader.feed(page)
    assert reader.open == []
    assert reader.addresses == []
    assert re.search(r"https?:|url\(|@import", page) is None
    assert page.count("<h1>") == 1


def test_words_of_the_report_are_escaped_in_the_page():
    page = annual_report_html(AnnualReport(year=2024, texts={"one": "<script>alert(1)</script>"}))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_the_json_is_that_of_the_contract():
    document = json.loads(annual_report_file(whole_report(Edition.TRIAL), "a.json"))
    assert document["year"] == 2020
    assert document["edition"] == "2019"
    assert list(document["section3"]["rows"])[-3:] == ["other", "T", "C"]
    assert document["section4"]["litigation_direct"] == [1, 0, 2, 0, 3]


def test_section_four_of_an_agency_without_suits_prints_noughts():
    report = AnnualReport(year=2024, four=tally_section_four({}))
    assert "<td>0</td>" in annual_report_html(report)
