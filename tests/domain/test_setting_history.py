"""What audit lines about settings say was before and is now, and what the system says it keeps."""

import pytest

from tracker.domain.audit_actions import ACTIONS
from tracker.domain.kept_records import KEPT_RECORDS, kept_records
from tracker.domain.setting_history import ALL_ACTIONS, changes_in

CHOSEN = {"key": "report_zeros", "from": "zero", "to": "blank", "basis": "示例通知〔2026〕1号"}
PERIOD = {"code": "hotline_close", "from": 7, "to": 5, "valid_from": "2026-12-01", "basis": "示例办法"}


@pytest.mark.parametrize(
    ("action", "subject", "detail", "lines"),
    [
        (
            "setting.chosen",
            "没有发生的格子",
            CHOSEN,
            [("没有发生的格子", "写 0", "留空", "示例通知〔2026〕1号")],
        ),
        (
            "policy.chosen",
            "旧的口径",
            {"key": "gone", "from": "a", "to": "b", "basis": ""},
            [("旧的口径", "a", "b", "")],
        ),
        (
            "channel.changed",
            "12345热线",
            {"changed": {"needs_callback": [False, True], "aliases": [["热线"], []]}},
            [("12345热线：办结前要回访", "否", "是", ""), ("12345热线：导入时也认作", "热线", "—", "")],
        ),
        (
            "agency.changed",
            "示例局",
            {"changed": {"phone": ["", "0000-0000000"], "region_code": [None, "64"]}},
            [("示例局：电话", "—", "0000-0000000", ""), ("示例局：地区放假日", "—", "宁夏", "")],
        ),
        (
            "agency.changed",
            "示例局",
            {"changed": ["phone", "court"]},
            [("示例局：电话、管辖法院", "—", "已改（那时没有记下改前改后）", "")],
        ),
        ("section.changed", "测试乙股", {"from": "测试甲股"}, [("测试乙股", "测试甲股", "测试乙股", "")]),
        (
            "section.merged",
            "测试甲股",
            {"into": "测试乙股", "cases": 3},
            [("测试甲股", "在用", "并入测试乙股", "")],
        ),
        (
            "reason.renamed",
            "退单的理由",
            {"code": "x", "from": "旧话", "to": "新话"},
            [("退单的理由", "旧话", "新话", "")],
        ),
        (
            "reason.switched_off",
            "退单的理由",
            {"code": "x", "label": "旧话"},
            [("退单的理由：旧话", "在用", "停用", "")],
        ),
        ("reason.moved", "退单的理由", {"code": "x", "place": 2}, [("退单的理由", "第 3 位", "第 2 位", "")]),
        ("channel.created", "新渠道", {}, [("新渠道", "—", "新建", "")]),
        (
            "calendar.loaded",
            "2027年 国办发明电〔2026〕1号",
            {"version": 1, "days": 33},
            [("2027年 国办发明电〔2026〕1号", "—", "第 1 版，33 天", "")],
        ),
    ],
)
def test_a_line_says_before_and_after(action, subject, detail, lines):
    found = changes_in(action, subject, detail)
    assert [(each.what, each.before, each.after, each.basis) for each in found] == lines


def test_a_period_is_told_with_its_unit_and_from_when():
    (found,) = changes_in("period.set", "补正期限", PERIOD | {"code": "correction_reply"})
    assert found.after.endswith("2026-12-01 起收到的件")
    assert found.basis == "示例办法"


@pytest.mark.parametrize("action", ALL_ACTIONS)
def test_every_setting_action_has_its_name_and_any_detail_is_told(action):
    assert action in ACTIONS
    assert changes_in(action, "对象", {})[0].what == "对象"


def test_every_record_says_how_long_from_when_and_on_what():
    facts = {"texts": "遮盖", "longest": 30, "draft_days": 7, "idle_minutes": 30, "session_hours": 10}
    told = kept_records(facts)
    assert len(told) == len(KEPT_RECORDS)
    for one in told:
        for words in (one.what, one.how_long, one.since, one.how_it_goes, one.source):
            assert words
            assert "{" not in words
    assert "7 天" in [one.how_long for one in told]
