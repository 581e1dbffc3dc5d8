"""Days as people type them, and as the screens say them."""

from datetime import date

import pytest

from tracker.domain.errors import DomainError
from tracker.domain.labels import Light
from tracker.web import wording
from tracker.web.day_input import read_day, read_moment
from tracker.web.filters import whole_dates

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1120", date(2026, 11, 20)),
        ("11-20", date(2026, 11, 20)),
        ("11月20日", date(2026, 11, 20)),
        ("2026-11-20", date(2026, 11, 20)),
        ("20251231", date(2025, 12, 31)),
        ("今天", date(2026, 11, 20)),
        ("昨天", date(2026, 11, 19)),
        ("0105", date(2027, 1, 5)),
        ("１１２０", date(2026, 11, 20)),
        (" 11.9 ", date(2026, 11, 9)),
    ],
)
def test_a_day_is_understood(typed: str, meant: date) -> None:
    assert read_day(typed, today=TODAY) == meant


def test_in_january_december_is_last_year() -> None:
    assert read_day("1230", today=date(2027, 1, 4)) == date(2026, 12, 30)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1131", "没有 11 月 31 日"),
        ("下周三", "看不出是哪一天"),
        ("", "请填写收到日期"),
        ("2026-02-29", "没有 2 月 29 日"),
        ("0001-01-01", "应在 1949 年到 2199 年之间"),
        ("9999-12-31", "应在 1949 年到 2199 年之间"),
    ],
)
def test_what_is_no_day_is_refused_by_name(typed: str, sentence: str) -> None:
    with pytest.raises(DomainError, match=sentence):
        read_day(typed, today=TODAY, label="收到日期")


def test_a_moment_keeps_its_hour() -> None:
    day, instant = read_moment("11-25 18:00", today=TODAY)
    assert day == date(2026, 11, 25)
    assert instant is not None
    assert (instant.hour, instant.utcoffset().total_seconds()) == (18, 8 * 3600)


def test_a_moment_may_be_a_day_only() -> None:
    assert read_moment("昨天", today=TODAY) == (date(2026, 11, 19), None)


def test_an_impossible_hour_is_refused() -> None:
    with pytest.raises(DomainError, match="看不出是几点"):
        read_moment("11-25 25:00", today=TODAY)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (wording.day_with_weekday(TODAY), "11-20 周五"),
        (wording.day_with_weekday(date(2027, 1, 4), year=2026), "2027-01-04 周一"),
        (wording.official_day(date(2026, 9, 8)), "2026年9月8日"),
        (wording.relative_day(date(2026, 11, 19), today=TODAY), "昨天"),
        (wording.days_left(-2, "工作日"), "超期 2 个工作日"),
        (wording.days_left(3, "天"), "余 3 天"),
        (wording.light_words(Light.OVERDUE, left=-3, unit="天"), "超期 3 天"),
        (wording.light_words(Light.RED, left=0), "今天到期"),
        (wording.signed(-2), "−2"),
        (wording.masked_name("张测试"), "张**"),
        (wording.masked_phone("13800000000"), "138****0000"),
        (wording.short_number("示自然资热线〔2026〕305号"), "305号"),
    ],
)
def test_wording(said: str, expected: str) -> None:
    assert said == expected


def test_a_date_in_a_notice_is_not_broken_and_nothing_else_is_markup():
    assert whole_dates("<b>期限 2026-11-27") == '&lt;b&gt;期限 <span class="nowrap">2026-11-27</span>'
