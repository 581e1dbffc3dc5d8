"""What the pages say of a date: by which day of the count, what is late, what is only provisional."""

from tests.domain.clock_cases import day, disclosure, hotline
from tracker.domain.labels import State
from tracker.web import deadline_words


def test_a_duty_that_was_missed_stays_in_sight():
    case = hotline("2026-11-17", "assigned 2026-11-17", as_of="2026-11-20")
    coming = deadline_words.coming(case, day("2026-11-20"))
    assert [words for _, words in coming if "已逾期" in words] == [
        "首次联系已逾期，还没有登记（本单位内部规定）",
        "签收已逾期，还没有登记（热线办理规定）",
    ]
    assert coming[0][0] == "11-18 周三"


def test_the_head_says_which_day_of_the_count_it_is():
    case = disclosure("2026-11-02", as_of="2026-11-20")
    assert deadline_words.head(case, State.IN_HAND).because.startswith("第 20 个工作日，条例第三十三条")


def test_no_holiday_is_denied_before_the_notice_is_known():
    case = disclosure("2026-12-30", as_of="2026-12-30")
    said = dict(deadline_words.preview(case, today=day("2026-12-30")).because)["跳过"]
    assert "放假通知尚未载入" in said
    assert "无节假日" not in said
