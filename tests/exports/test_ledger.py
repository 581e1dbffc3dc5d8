"""台账 out: true dates, never a formula, one row at a time."""

import csv
from datetime import date, datetime
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from tracker.exports.ledger_csv import ledger_csv_lines
from tracker.exports.ledger_xlsx import write_ledger_xlsx

HEADINGS = ("编号", "收到日期", "登记时间", "件数", "标题")
ROW = (
    "示例热线〔2026〕1号",
    date(2026, 11, 20),
    datetime.fromisoformat("2026-11-20T09:30"),
    3,
    "反映测试街道路灯",
)


def sheet_of(rows):
    stream = BytesIO()
    assert write_ledger_xlsx(stream, HEADINGS, rows) == len(rows)
    return load_workbook(stream)["台账"]


def test_dates_are_dates_and_numbers_numbers():
    sheet = sheet_of([ROW])
    assert [cell.value for cell in sheet[1]] == list(HEADINGS)
    assert sheet["A2"].value == ROW[0]
    assert sheet["B2"].value == datetime.fromisoformat("2026-11-20")
    assert sheet["B2"].number_format == "yyyy-mm-dd"
    assert sheet["C2"].value == datetime.fromisoformat("2026-11-20T09:30")
    assert sheet["D2"].value == 3


DANGEROUS = ["=HYPERLINK(1)", "+86 000", "-1+2", "@SUM(A1)", "\t=1", " =1"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_workbook_cell_is_never_a_formula(text):
    cell = sheet_of([(text, None, None, None, "")])["A2"]
    assert cell.data_type == "s"
    assert cell.value == text


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_csv_cell_is_never_a_formula(text):
    lines = list(ledger_csv_lines(("标题",), [(text,)]))
    assert next(csv.reader(StringIO(lines[1]))) == [f"'{text}"]


def test_csv_opens_in_a_spreadsheet_program_as_it_is():
    lines = list(ledger_csv_lines(HEADINGS, [ROW, (None, None, None, -2, "两行\n“引号”,逗号")]))
    assert lines[0] == "\ufeff编号,收到日期,登记时间,件数,标题\r\n"
    assert lines[1] == "示例热线〔2026〕1号,2026-11-20,2026-11-20 09:30,3,反映测试街道路灯\r\n"
    assert next(csv.reader(StringIO(lines[2]))) == ["", "", "", "-2", "两行\n“引号”,逗号"]


def test_a_text_too_long_for_a_cell_is_cut_visibly():
    value = sheet_of([("长" * 40_000, None, None, None, None)])["A2"].value
    assert len(value) == 32_767
    assert value.endswith("…")


def test_rows_are_taken_one_by_one():
    taken = []

    def rows():
        for number in range(3):
            taken.append(number)
            yield (str(number),)

    lines = ledger_csv_lines(("编号",), rows())
    next(lines)
    assert taken == []
    next(lines)
    assert taken == [0]
