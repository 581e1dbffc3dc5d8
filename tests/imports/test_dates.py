"""Dates as they stand in cells: what each means, and what is said of those that mean nothing."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.imports.dates import DateUnreadable, DayOrder, ambiguous, day_order, read_date

DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))
WRITTEN = [
    ("2026-11-05", date(2026, 11, 5), None),
    ("2019/4/25 9:32:09", date(2019, 4, 25), time(9, 32, 9)),
    ("2020-09-03 00:00:00", date(2020, 9, 3), None),
    ("2020-09-03 08:00:00.0", date(2020, 9, 3), time(8)),
    ("2020-9-1 12:05", date(2020, 9, 1), time(12, 5)),
    ("2020年9月3日", date(2020, 9, 3), None),
    ("2020年9月3日12:05", date(2020, 9, 3), time(12, 5)),
    ("2020年9月3日 下午3点20分", date(2020, 9, 3), time(15, 20)),
    ("2020-9-3 星期四", date(2020, 9, 3), None),
    ("２０２０－０９－０３", date(2020, 9, 3), None),
    ("\t2020.9.3\n", date(2020, 9, 3), None),
    ("20200903", date(2020, 9, 3), None),
    ("20200903123005", date(2020, 9, 3), time(12, 30, 5)),
    (20200903.0, date(2020, 9, 3), None),
    ("43831", date(2020, 1, 1), None),
    ("43831.5", date(2020, 1, 1), time(12)),
    (43831.25, date(2020, 1, 1), time(6)),
    ("12/16/2016", date(2016, 12, 16), None),
    ("16/12/2016", date(2016, 12, 16), None),
    ("12/16/2016 3:05:00 PM", date(2016, 12, 16), time(15, 5)),
    ("05/05/2016", date(2016, 5, 5), None),
    ("2020-09-03T08:00:00Z", date(2020, 9, 3), time(16)),
    (datetime(2026, 3, 2, 9, 14), date(2026, 3, 2), time(9, 14)),
    (datetime(2026, 3, 2), date(2026, 3, 2), None),
    (date(2026, 3, 2), date(2026, 3, 2), None),
]
FAULTY = [
    ("2026-11-31", "没有 11 月 31 日"),
    ("2026年2月30日", "没有 2 月 30 日"),
    ("2023-02-29", "2023 年没有 2 月 29 日"),
    ("31/11/2026", "没有 11 月 31 日"),
    ("2026-13-01", "没有 13 月"),
    ("13/14/2016", "没有 13 月"),
    ("20260231", "没有 2 月 31 日"),
    ("2026-03-02 25:00", "时刻不存在"),
    ("05/11/2026", "分不清是 5 月 11 日还是 11 月 5 日"),
    ("20/9/3", "年份只有两位"),
    ("2020年9月", "没有写明哪一日"),
    ("9月3日", "没有年份"),
    ("1026-11-05", "年份不像办件的日期"),
    (9.3, "“9.3”不是日期"),
    ("待定", "“待定”不是日期"),
    (True, "不是日期"),
]


@pytest.mark.parametrize(("cell", "on", "at"), WRITTEN)
def test_dates_as_people_and_platforms_write_them(cell, on, at):
    moment = read_date(cell)
    assert (moment.on, moment.at) == (on, at)


@pytest.mark.parametrize(("cell", "reason"), FAULTY)
def test_what_is_wrong_is_named(cell, reason):
    with pytest.raises(DateUnreadable, match=reason):
        read_date(cell)


@pytest.mark.parametrize("cell", ["9月3日", "9-3", "09/03", "9.3"])
def test_year_default_completes_a_date_without_year(cell):
    assert read_date(cell, year_default=2026).on == date(2026, 9, 3)


def test_year_default_does_not_make_a_leap_day():
    with pytest.raises(DateUnreadable, match="没有 2 月 29 日"):
        read_date("2月29日", year_default=2026)


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["05/11/2026", "12/16/2026"], DayOrder.MONTH_FIRST),
        (["05/11/2026", "16/12/2026"], DayOrder.DAY_FIRST),
        (["05/11/2026", "09/11/2026"], DayOrder.UNKNOWN),
        (["16/12/2026", "12/16/2026"], DayOrder.MIXED),
        ([datetime(2026, 3, 2), "12/16/2026", "", 43831.0], DayOrder.MONTH_FIRST),
    ],
)
def test_clear_cells_settle_a_column(cells, order):
    assert day_order(cells) is order


def test_settled_order_reads_the_unclear_cells():
    assert read_date("05/11/2026", order=DayOrder.MONTH_FIRST).on == date(2026, 5, 11)
    assert read_date("05/11/2026", order=DayOrder.DAY_FIRST).on == date(2026, 11, 5)


def test_mixed_column_rejects_only_the_unclear_cells():
    assert read_date("16/12/2026", order=DayOrder.MIXED).on == date(2026, 12, 16)
    with pytest.raises(DateUnreadable, match="同一列里两种顺序都有"):
        read_date("05/11/2026", order=DayOrder.MIXED)


@given(DAYS, st.times().map(lambda at: at.replace(microsecond=0)))
def test_every_written_form_gives_back_its_day_and_time(day, at):
    clock = at if at != time() else None
    shapes = [
        f"{day.year}-{day.month}-{day.day} {at:%H:%M:%S}",
        f"{day.year}/{day.month:02}/{day.day:02} {at.hour}:{at:%M:%S}",
        f"{day.year}年{day.month}月{day.day}日{at:%H:%M:%S}",
        f"{day:%Y%m%d}{at:%H%M%S}",
    ]
    for shape in shapes:
        moment = read_date(shape)
        assert (moment.on, moment.at) == (day, clock), shape


@given(DAYS)
def test_serial_numbers_give_back_their_day(day):
    serial = (day - date(1899, 12, 30)).days
    assert read_date(float(serial)).on == read_date(str(serial)).on == day


@given(DAYS)
def test_year_last_is_ambiguous_exactly_when_two_readings_differ(day):
    text = f"{day.day:02}/{day.month:02}/{day.year}"
    assert ambiguous(text) is (day.day <= 12 and day.day != day.month)


@given(DAYS, st.sampled_from([DayOrder.DAY_FIRST, DayOrder.MONTH_FIRST]))
def test_settled_column_reads_every_day_it_wrote(day, order):
    text = f"{day:%d/%m/%Y}" if order is DayOrder.DAY_FIRST else f"{day:%m/%d/%Y}"
    assert read_date(text, order=order).on == day


@given(
    st.one_of(st.text(max_size=30), st.floats(allow_nan=True), st.integers(), st.booleans(), st.timedeltas())
)
def test_any_cell_is_a_day_of_the_office_or_a_named_fault(cell):
    said, moment = "", None
    try:
        moment = read_date(cell, year_default=2026)
    except DateUnreadable as fault:
        said = str(fault)
    assert said.endswith("。") if moment is None else date(1990, 1, 1) <= moment.on <= date(2099, 12, 31)
