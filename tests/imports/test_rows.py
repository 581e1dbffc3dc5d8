"""Whole tables: what becomes a case, what is refused, and how it is said."""

from datetime import date, datetime

import pytest

from tests.imports.made_files import HEADINGS, ROW, csv_text, xls, xlsx
from tracker.domain.labels import ApplicantType, ItemType, Kind, Satisfaction
from tracker.domain.outcomes import HandlingResult, Outcome
from tracker.imports.dates import DayOrder
from tracker.imports.headings import map_headings
from tracker.imports.parsing import parse_rows, unclear_columns
from tracker.imports.rows import ImportOptions, Note
from tracker.imports.spreadsheets import read_table

TODAY = date(2026, 11, 20)
REQUEST = ["收到日期", "标题", "申请人类别", "获取方式", "答复日期", "办理结果"]


def parse(content, kind=Kind.HOTLINE, name="a.xlsx", **options):
    table = read_table(content, name)
    mapping = map_headings(table.headings, kind, filled=table.filled)
    return parse_rows(table, mapping, ImportOptions(kind, options.pop("today", TODAY), **options))


def one(headings, values, kind=Kind.HOTLINE, **options):
    rows, rejections = parse(xlsx(headings, values), kind, **options)
    assert rejections == []
    return rows[0]


def refused(headings, *lines, kind=Kind.HOTLINE, **options):
    return [(r.row, r.field, r.reason) for r in parse(xlsx(headings, *lines), kind, **options)[1]]


def test_open_hotline_item():
    row = one([*HEADINGS, "承办科室", "来源渠道"], [*ROW, "办公室", "12345热线"])
    assert (row.received_on, row.title, row.item_type) == (
        date(2026, 3, 2),
        "咨询宅基地确权",
        ItemType.CONSULTATION,
    )
    assert (row.source_number, row.phone, row.channel) == ("SL2026001", "13800000000", "12345热线")
    assert not row.is_closed
    assert row.missing == ()


@pytest.mark.parametrize("make", [xlsx, xls, lambda *rows: csv_text(*rows).encode("gb18030")])
def test_every_format_gives_the_same_row(make):
    rows, rejections = parse(make(HEADINGS, ROW))
    assert rejections == []
    assert rows == parse(xlsx(HEADINGS, ROW))[0]


def test_row_with_a_closing_date_is_a_closed_case_with_its_true_dates():
    row = one([*HEADINGS, "答复时间", "办结时间", "满意度", "处理结果"],
              [*ROW, "2026-03-05 10:00", "2026-03-06", "满意", "已解决"])  # fmt: skip
    assert row.is_closed
    assert (row.replied_on, row.closed_on) == (date(2026, 3, 5), date(2026, 3, 6))
    assert (row.satisfaction, row.handling_result) == (Satisfaction.SATISFIED, HandlingResult.SOLVED)


def test_answer_date_alone_closes():
    row = one([*HEADINGS, "答复时间"], [*ROW, "2026-03-05"])
    assert (row.replied_on, row.closed_on) == (date(2026, 3, 5), date(2026, 3, 5))


def test_answer_later_than_closing_is_kept_as_a_note():
    row = one([*HEADINGS, "答复时间", "办结时间"], [*ROW, "2026-03-09", "2026-03-06"])
    assert (row.replied_on, row.closed_on) == (date(2026, 3, 6), date(2026, 3, 6))
    assert Note("答复时间", "2026-03-09") in row.notes


def test_content_serves_where_there_is_no_title():
    row = one(["受理时间", "诉求内容"], ["2026-03-02", "\n\t来电人称，测试街道路灯不亮。请尽快修复。"])
    assert row.title == "来电人称，测试街道路灯不亮"
    assert row.content == "来电人称，测试街道路灯不亮。请尽快修复。"


def test_long_title_is_cut_and_kept_whole_as_a_note():
    row = one(["收到日期", "标题"], ["2026-03-02", "长" * 300])
    assert len(row.title) == 200
    assert row.notes == (Note("标题", "长" * 300),)


def test_what_is_missing_is_marked():
    assert one(["收到日期", "标题"], ["2026-03-02", "咨询"]).missing == (
        "来源编号", "内容", "姓名", "诉求类型", "联系电话", "承办科室",
    )  # fmt: skip


def test_unmapped_columns_become_notes():
    row = one([*HEADINGS, "领导批示", "", "回访时间", "序号"], [*ROW, "请办公室阅处", "是", "2026-03-09", 1])
    assert row.notes == (
        Note("领导批示", "请办公室阅处"),
        Note("（空表头，I 列）", "是"),
        Note("回访时间", "2026-03-09"),
        Note("序号", "1"),
    )


def test_words_that_are_no_choice_of_ours_become_notes():
    row = one(
        [*HEADINGS[:2], "诉求类型", "标题", "紧急程度", "办理时限"],
        ["1", "2026-03-02", "其他类", "咨询", "不详", "尽快"],
    )
    assert (row.item_type, row.urgent, row.upstream_due) == (None, None, None)
    assert [note.heading for note in row.notes] == ["诉求类型", "紧急程度", "办理时限"]


@pytest.mark.parametrize(
    ("cell", "due", "limit"),
    [
        ("2026-03-09 18:00", datetime(2026, 3, 9, 18), None),
        (datetime(2026, 3, 9), None, None),
        ("5个工作日", None, 5),
    ],
)
def test_limit_that_came_with_the_item(cell, due, limit):
    row = one([*HEADINGS, "办理时限"], [*ROW, cell])
    assert (row.upstream_due.local if row.upstream_due else None) == due
    assert (row.upstream_limit.length if row.upstream_limit else None) == limit


def test_disclosure_request_answered():
    row = one(
        REQUEST,
        ["2026-03-02", "申请征地文件", "自然人", "邮寄", "2026-03-20", "（三）不予公开 1.属于国家秘密"],
        Kind.DISCLOSURE,
    )
    assert (row.applicant_type, row.outcome) == (ApplicantType.NATURAL_PERSON, Outcome.STATE_SECRET)
    assert (row.obtain_method, row.replied_on) == ("邮寄", date(2026, 3, 20))


@pytest.mark.parametrize(
    ("result", "outcome"),
    [("予以公开", Outcome.GRANTED), ("部分公开", Outcome.PARTLY_GRANTED), ("1.属于国家秘密", Outcome.STATE_SECRET),
     ("属于国家秘密", Outcome.STATE_SECRET), ("3.其他", Outcome.OTHERWISE), ("U1", Outcome.NOT_HELD), ("n2", Outcome.REPEATED)],
)  # fmt: skip
def test_outcomes_by_row_label_and_code(result, outcome):
    row = one(REQUEST, ["2026-03-02", "申请", "商业企业", "邮寄", "2026-03-20", result], Kind.DISCLOSURE)
    assert row.outcome is outcome


def test_disclosure_without_outcome_is_taken_and_marked():
    row = one(REQUEST, ["2026-03-02", "申请", "其他", "邮寄", "2026-03-20", ""], Kind.DISCLOSURE)
    assert row.outcome is None
    assert "办理结果" in row.missing


def test_disclosure_counts_from_the_answer_and_keeps_a_later_closing_as_a_note():
    headings = [*REQUEST, "办结日期"]
    row = one(
        headings,
        ["2026-03-02", "申请", "其他", "邮寄", "2026-03-20", "予以公开", "2026-03-25"],
        Kind.DISCLOSURE,
    )
    assert row.replied_on == date(2026, 3, 20)
    assert Note("办结日期", "2026-03-25") in row.notes


GOOD = ["2026-03-02", "咨询", "2026-03-06"]
CLOSING = ["收到日期", "标题", "办结日期"]
REFUSED = [
    (CLOSING, ["2026-11-31", *GOOD[1:]], "收到日期", "没有 11 月 31 日"),
    (CLOSING, ["", *GOOD[1:]], "收到日期", "缺收到日期"),
    (CLOSING, ["不详", *GOOD[1:]], "收到日期", "不是日期"),
    (
        CLOSING,
        ["2026-12-06", "咨询", ""],
        "收到日期",
        "2026-12-06 晚于今天（2026-11-20）。收到日期不能在将来",
    ),
    (CLOSING, [GOOD[0], "", GOOD[2]], "标题", "缺标题"),
    (CLOSING, [*GOOD[:2], "2026-03-01"], "办结日期", "早于收到日期 2026-03-02"),
    (CLOSING, [*GOOD[:2], "2026-12-01"], "办结日期", "晚于今天"),
    (CLOSING, [*GOOD[:2], "2026-02-30"], "办结日期", "没有 2 月 30 日"),
    (CLOSING, [*GOOD[:2], "#REF!"], "办结日期", "公式错误 #REF!"),
    (["收到日期", "标题", "答复时间"], [*GOOD[:2], "2026-03-01"], "答复日期", "早于收到日期"),
    (["收到日期", "标题", "工单编号"], [*GOOD[:2], "2.02611E+15"], "来源编号", "科学记数"),
    (["收到日期", "标题", "电话"], [*GOOD[:2], "1.38E+10"], "联系电话", "科学记数"),
    (["收到日期", "标题", "工单编号"], [*GOOD[:2], "编" * 81], "来源编号", "最长 80 字，这里有 81 字"),
    (["收到日期", "标题", "期限"], [*GOOD[:2], "2026-02-30"], "办理时限", "没有 2 月 30 日"),
    (["收到日期", "标题", "期限"], [*GOOD[:2], "2026-03-01"], "办理时限", "早于收到日期"),
]


@pytest.mark.parametrize(("headings", "values", "field", "reason"), REFUSED)
def test_each_fault_is_named_once_by_row_and_field(headings, values, field, reason):
    [(row, named, said)] = refused(
        [], headings, GOOD[: len(headings)] if headings is CLOSING else GOOD[:2], values
    )[-1:]
    assert (row, named) == (4, field)
    assert reason in said


def test_one_row_may_have_several_faults():
    found = refused(["收到日期", "标题", "办结日期", "电话"], ["2026-11-31", "", "2026-02-30", "1.38E+10"])
    assert {field for _, field, _ in found} == {"收到日期", "标题", "办结日期", "联系电话"}


@pytest.mark.parametrize(
    ("applicant", "result", "field", "reason"),
    [("", "予以公开", "申请人类别", "缺申请人类别"), ("外星人", "予以公开", "申请人类别", "六栏之一"),
     ("自然人", "不予公开", "办理结果", "没有写明是哪一种情形"), ("自然人", "办好了", "办理结果", "不是年报表格中的任何一行")],
)  # fmt: skip
def test_disclosure_faults(applicant, result, field, reason):
    [(_, named, said)] = refused(
        REQUEST, ["2026-03-02", "申请", applicant, "邮寄", "2026-03-20", result], kind=Kind.DISCLOSURE
    )
    assert named == field
    assert reason in said


def test_doubled_number_names_the_earlier_row():
    assert refused(HEADINGS, ROW, ["SL2", *ROW[1:]], ROW) == [
        (4, "来源编号", "来源编号“SL2026001”与第 2 行重复。请核对后只留一行，或改正编号。")
    ]


def test_equal_numbers_of_different_channels_are_no_doubles():
    headings = [*HEADINGS, "来源渠道"]
    lines = ([*ROW, "区长信箱"], [*ROW, "12345热线"], [*ROW, "热线"])
    assert refused(headings, *lines[:2]) == []
    known = {"12345热线": "hotline", "热线": "hotline"}
    assert [row for row, *_ in refused(headings, *lines, channel_key=lambda word: known.get(word, word))] == [
        4
    ]


def test_total_row_is_pointed_out():
    [(row, field, reason)] = refused(CLOSING, GOOD, ["合计", "1 件", ""])
    assert (row, field) == (3, "收到日期")
    assert "合计行" in reason


@pytest.mark.parametrize(
    ("headings", "kind", "fields"),
    [
        (["标题", "姓名"], Kind.HOTLINE, ["收到日期"]),
        (["收到日期", "姓名"], Kind.MAILBOX, ["标题"]),
        (["甲", "乙"], Kind.MAILBOX, ["收到日期", "标题"]),
        (["收到日期", "标题"], Kind.DISCLOSURE, ["申请人类别"]),
    ],
)
def test_file_without_a_required_column_is_refused_at_its_heading_row(headings, kind, fields):
    found = refused(["示例区台账"], headings, ["x", "y"], kind=kind)
    assert [(row, field) for row, field, _ in found] == [(2, field) for field in fields]
    assert all(f"文件的表头是：{'、'.join(headings)}" in reason for *_, reason in found)


def test_month_first_column_is_inferred_from_its_clear_cells():
    rows, rejections = parse(
        xlsx(["收到日期", "标题"], ["05/11/2026", "甲"], ["10/16/2026", "乙"], [datetime(2026, 3, 2), "丙"])
    )
    assert rejections == []
    assert [row.received_on for row in rows] == [date(2026, 5, 11), date(2026, 10, 16), date(2026, 3, 2)]


def test_column_without_clear_cells_rejects_those_rows_by_name():
    content = xlsx(["收到日期", "标题"], ["05/11/2026", "甲"], ["06/06/2026", "乙"], ["2026-03-02", "丙"])
    rows, rejections = parse(content)
    assert [row.row for row in rows] == [3, 4]
    assert [(r.row, r.field) for r in rejections] == [(2, "收到日期")]
    rows, rejections = parse(content, day_orders={"收到日期": DayOrder.MONTH_FIRST})
    assert rejections == []
    assert rows[0].received_on == date(2026, 5, 11)


def test_unclear_columns_are_counted_for_the_question_on_the_page():
    table = read_table(xlsx(["收到日期", "标题"], ["05/11/2026", "甲"], ["09/11/2026", "乙"]), "a.xlsx")
    mapping = map_headings(table.headings, Kind.HOTLINE)
    assert unclear_columns(table, mapping, ImportOptions(Kind.HOTLINE, TODAY)) == {"收到日期": 2}


def test_year_default_completes_dates():
    row = one(["收到日期", "标题"], ["9月3日", "甲"], year_default=2026)
    assert row.received_on == date(2026, 9, 3)
    assert "没有年份" in refused(["收到日期", "标题"], ["9月3日", "甲"])[0][2]


def test_rejection_json_has_exactly_the_agreed_keys():
    rejection = parse(xlsx(CLOSING, ["", *GOOD[1:]]))[1][0]
    assert set(rejection.as_json()) == {"row", "field", "reason"}
