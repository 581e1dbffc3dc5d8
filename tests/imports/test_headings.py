"""Headings of real files, and the field each of them means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.errors import DomainError
from tracker.domain.labels import Kind
from tracker.imports.fields import DISCLOSURE_FIELDS, ImportField, fields_of
from tracker.imports.headings import Recognition, column_letter, map_headings, normalise, recognise

CANONICAL = [
    "来源渠道",
    "来源编号",
    "收到日期",
    "诉求类型",
    "标题",
    "内容",
    "姓名",
    "联系电话",
    "证件号码",
    "地址",
    "承办科室",
    "办理时限",
    "办结日期",
    "办理结果",
    "答复内容",
    "满意度",
]
MET = [
    *[
        (word, "来源渠道")
        for word in ("信息来源", "信息 来源", "工单来源", "12345工单来源", "办件来源", "受理渠道", "来源")
    ],
    *[
        (word, "来源编号")
        for word in (
            "工单编号",
            "12345工单编号",
            "办件编号",
            "流水号",
            "热线事项编号",
            "留言编号",
            "id",
            "ID",
            "编号",
        )
    ],
    *[
        (word, "收到日期")
        for word in (
            "受理时间",
            "12345受理\n时间",
            "来电时间",
            "诉求日期",
            "留言时间",
            "派单时间",
            "收到时间",
            "时间",
        )
    ],
    *[(word, "诉求类型") for word in ("工单类型", "性质", "诉求性质", "业务类型", "来信类型")],
    *[(word, "标题") for word in ("工单标题", "诉求主题", "留言主题", "＊标题", "标题（必填）")],
    *[(word, "内容") for word in ("诉求内容", "12345内容描述", "留言详情", "来信内容", "诉求 内容")],
    *[(word, "姓名") for word in ("诉求人", "诉求人姓名", "来电人", "信访人", "留言用户")],
    *[(word, "联系电话") for word in ("诉求人电话", "来电号码", "联系方式", "联系电话：")],
    *[(word, "承办科室") for word in ("承办单位", "主办单位", "主责部门", "办理科室")],
    *[(word, "办理时限") for word in ("处理时限", "办理截止时间", "承诺完成时间", "期限")],
    *[(word, "办结日期") for word in ("办结时间", "结案时间", "处理完成时间", "完成日期")],
    *[(word, "答复日期") for word in ("答复时间", "回复时间", "回复日期")],
    *[(word, "办理结果") for word in ("处理结果", "办理情况")],
    *[(word, "答复内容") for word in ("公开答复内容", "答复意见", "回复1", "受理意见")],
    *[(word, "满意度") for word in ("总体满意度", "最终满意度", "用户评价")],
    *[(word, "地点") for word in ("诉求地址", "12345诉求地址", "事发地", "街道")],
    ("匿名(1)/实名(0)", "是否匿名"),
    ("紧急程度", "是否紧急"),
    ("三级分类", "问题分类"),
    ("回访时间", "回访情况"),
]


@pytest.mark.parametrize("heading", CANONICAL)
@pytest.mark.parametrize("kind", list(Kind))
def test_canonical_headings_name_themselves_in_every_kind(heading, kind):
    assert recognise(heading, kind).label == heading


@pytest.mark.parametrize(("heading", "field"), MET)
def test_headings_met_in_real_files(heading, field):
    assert recognise(heading, Kind.HOTLINE).label == field


@pytest.mark.parametrize(
    ("heading", "field"),
    [("申请人类别", "申请人类别"), ("申请人类型", "申请人类别"), ("获取信息的方式", "获取方式"), ("答复时间", "答复日期"),
     ("申请人", "姓名"), ("申请时间", "收到日期"), ("所需政府信息", "内容"), ("答复结果", "办理结果")],
)  # fmt: skip
def test_disclosure_has_headings_of_its_own(heading, field):
    assert recognise(heading, Kind.DISCLOSURE).label == field


def test_disclosure_fields_are_unmapped_elsewhere():
    mapping = map_headings(["收到日期", "标题", "申请人类别", "获取方式"], Kind.HOTLINE)
    assert mapping.unmapped == ("申请人类别", "获取方式")
    assert DISCLOSURE_FIELDS.isdisjoint(fields_of(Kind.MAILBOX))


def test_what_matches_nothing_is_listed():
    mapping = map_headings(["收到日期", "标题", "领导批示", "序号"], Kind.HOTLINE)
    assert mapping.as_json() == {"收到日期": "收到日期", "标题": "标题"}
    assert mapping.unmapped == ("领导批示", "序号")


def test_empty_and_doubled_headings_are_accepted():
    mapping = map_headings(["标题", "", "标题", "收到日期", ""], Kind.HOTLINE, filled={0, 1, 2, 3})
    assert [column.label for column in mapping.columns] == [
        "标题",
        "（空表头，B 列）",
        "标题（C 列）",
        "收到日期",
    ]
    assert mapping.unmapped == ("（空表头，B 列）", "标题（C 列）")


def test_canonical_name_beats_an_earlier_synonym():
    mapping = map_headings(["诉求主题", "标题"], Kind.HOTLINE)
    assert mapping.as_json() == {"标题": "标题"}
    assert mapping.unmapped == ("诉求主题",)


def test_of_two_synonyms_the_first_is_taken():
    assert map_headings(["受理时间", "派单时间"], Kind.HOTLINE).unmapped == ("派单时间",)


@pytest.mark.parametrize(
    ("general", "exact"), [("编号", "工单编号"), ("时间", "受理时间"), ("首次满意度", "最终满意度")]
)
def test_general_word_yields_to_an_exact_one(general, exact):
    assert map_headings([general, exact], Kind.HOTLINE).unmapped == (general,)


def test_column_without_values_yields_to_one_with():
    mapping = map_headings(["标题", "诉求主题", "标题"], Kind.HOTLINE, filled={1, 2})
    assert mapping.column_of(ImportField.TITLE).index == 2
    assert (
        map_headings(["标题", "诉求主题"], Kind.HOTLINE, filled={1}).column_of(ImportField.TITLE).index == 1
    )


def test_several_categories_are_one_gathering_field():
    mapping = map_headings(["一级分类", "二级分类"], Kind.HOTLINE)
    assert mapping.as_json() == {"一级分类": "问题分类", "二级分类": "问题分类"}


def test_remembered_mapping_beats_synonyms_and_the_persons_choice_beats_both():
    headings = ["自编列", "标题"]
    remembered = map_headings(headings, Kind.HOTLINE, remembered={"自编列": "received"})
    assert remembered.columns[0].field is ImportField.RECEIVED
    assert remembered.columns[0].recognition is Recognition.REMEMBERED
    chosen = map_headings(
        headings, Kind.HOTLINE, remembered={"自编列": "received"}, chosen={"自编列": "内容", "标题": ""}
    )
    assert [column.field for column in chosen.columns] == [ImportField.CONTENT, None]


def test_two_columns_chosen_for_one_field_are_refused():
    with pytest.raises(DomainError, match="都对应到“标题”"):
        map_headings(["甲", "乙"], Kind.HOTLINE, chosen={"甲": "title", "乙": "标题"})


def test_unknown_field_name_is_refused():
    with pytest.raises(DomainError, match="不是热线工单可以对应的栏目"):
        map_headings(["甲"], Kind.HOTLINE, chosen={"甲": "没有这一栏"})


@given(
    st.sampled_from([heading for heading, _ in MET]),
    st.integers(0, 6),
    st.sampled_from([" ", "\n", "　", "\u200b"]),
)
def test_blanks_and_breaks_inside_a_heading_change_nothing(heading, place, blank):
    assert normalise(heading[:place] + blank + heading[place:]) == normalise(heading)


@given(st.integers(0, 16_383))
def test_column_letters_count_like_a_spreadsheet(index):
    number = 0
    for letter in column_letter(index):
        number = number * 26 + ord(letter) - 64
    assert number == index + 1
