"""通报: periods, ranks, tables, and what moved since the period before."""

from datetime import date

import pytest

from tracker.domain.bulletin_tables import printed_tables
from tracker.domain.bulletins import (
    Bulletin,
    BulletinLine,
    Unit,
    points,
    points_words,
    ranked,
    read_period,
    summary,
)
from tracker.domain.completion import Counts, Rate, Rounding
from tracker.domain.errors import DomainError

FAR = date(2999, 12, 31)


@pytest.mark.parametrize(
    ("code", "label", "start", "end", "before"),
    [
        ("2026-10", "2026年10月", "2026-10-01", "2026-10-31", "2026-09"),
        ("2026-01", "2026年1月", "2026-01-01", "2026-01-31", "2025-12"),
        ("2024-02", "2024年2月", "2024-02-01", "2024-02-29", "2024-01"),
        ("2026Q3", "2026年第三季度", "2026-07-01", "2026-09-30", "2026Q2"),
        ("2026Q1", "2026年第一季度", "2026-01-01", "2026-03-31", "2025Q4"),
    ],
)
def test_a_period_knows_its_days_and_the_one_before(code, label, start, end, before):
    period = read_period(code, on=FAR)
    assert (period.label, period.start.isoformat(), period.end.isoformat()) == (label, start, end)
    assert period.before == read_period(before, on=FAR)


@pytest.mark.parametrize("code", ["2026-13", "2026-00", "2026Q5", "0000-01", "十月", "2026-1", ""])
def test_what_is_no_period_is_refused_with_the_way_to_write_it(code):
    with pytest.raises(DomainError, match="应写成 2026-10 或 2026Q3"):
        read_period(code, on=FAR)


@pytest.mark.parametrize(
    ("code", "on", "begun"),
    [
        ("2026-11", "2026-11-01", True),
        ("2026-11", "2026-10-31", False),
        ("2026Q4", "2026-10-01", True),
        ("2026Q4", "2026-09-30", False),
    ],
)
def test_a_period_that_has_not_begun_has_no_bulletin(code, on, begun):
    if begun:
        assert read_period(code, on=date.fromisoformat(on)).code == code
        return
    with pytest.raises(DomainError, match=r"还没有开始.*最近的是2026年"):
        read_period(code, on=date.fromisoformat(on))


def unit(key, in_time=0, late=0, open_=0, **facts):
    counts = Counts(received=in_time + late + open_, closed_in_time=in_time, closed_late=late, open=open_)
    return Unit(key, f"测试{key}股", {"1": counts}, **facts)


def test_units_are_ranked_by_in_time_then_completion_then_number_and_equals_share_a_rank():
    units = [unit("a", 8, 2), unit("b", 9), unit("c", 9, open_=1), unit("d", open_=3), unit("e", 9)]
    assert [(line.unit.key, line.rank) for line in ranked(units)] == [
        ("b", 1),
        ("e", 1),
        ("c", 3),
        ("a", 4),
        ("d", None),
    ]


def test_who_closed_everything_late_stands_before_who_closed_nothing():
    lines = ranked([unit("a", open_=3), unit("b", late=1, open_=9)])
    assert [(line.unit.key, line.rank) for line in lines] == [("b", 1), ("a", None)]


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (Rate(3, 4), Rate(1, 2), "上升 25.00"),
        (Rate(1, 2), Rate(3, 4), "下降 25.00"),
        (Rate(1, 2), Rate(2, 4), "持平"),
        (Rate(1, 2), Rate(0, 0), "—"),
        (Rate(2, 3, Rounding.CUT), Rate(0, 3, Rounding.CUT), "上升 66.66"),
    ],
)
def test_a_rate_moves_by_percentage_points(now, before, words):
    assert points_words(points(now, before)) == words


def test_a_unit_that_had_cases_in_the_period_before_alone_stands_last():
    lines = ranked([unit("a", 2)], [unit("b", 4), unit("a", 1)])
    assert [(line.unit.key, line.rank, line.rank_before) for line in lines] == [("a", 1, 2), ("b", None, 1)]
    assert [line.before.total.received for line in lines] == [1, 4]
    assert lines[1].unit.label == "测试b股"


def test_each_unit_is_held_against_itself_a_period_ago():
    before = [unit("a", 2, open_=2), unit("b", 4)]
    up, new, _ = ranked([unit("a", 4), unit("c", 1, 1)], before)
    assert (up.rank, up.rank_before, up.before.total.received) == (1, 2, 4)
    assert (new.rank_before, new.before.total.received) == (None, 0)


def found(**facts):
    total = unit("", 3, 1, 2, rated=2, dissatisfied=1)
    return Bulletin(
        read_period("2026-10", on=FAR),
        date(2026, 10, 31),
        (("1", "12345热线"),),
        ranked([unit("a", 3, 1, 2, rated=2, dissatisfied=1)], [unit("a", 1, 1, 2)]),
        ranked([Unit("1", "12345热线", total.by_channel, 2, 1)]),
        BulletinLine(Unit("", "合计", total.by_channel, 2, 1), None, unit("", 1, 1, 2)),
        **facts,
    )


@pytest.mark.parametrize("which", range(3))
def test_a_printed_table_covers_its_grid(which):
    table = printed_tables(found())[which]
    squares = [
        (row + down, column + right)
        for row, column, cell in table.placed()
        for down in range(cell.rowspan)
        for right in range(cell.colspan)
    ]
    assert sorted(squares) == [
        (row, column) for row in range(len(table.rows)) for column in range(len(table.widths))
    ]


def test_the_tables_print_what_was_counted():
    sections, channels, trend = (
        [[cell.text for cell in row] for row in table.rows[2:]] for table in printed_tables(found())
    )
    counted = ["6", "3", "1", "2", "3", "1", "2", "66.67%", "75%", "1", "50%"]
    assert sections == [["1", "测试a股", *counted], ["—", "合计", *counted]]
    assert channels[0] == ["1", "12345热线", "6", "3", "1", "2", "66.67%", "75%", "1", "50%"]
    moved = ["6", "4", "增 2", "66.67%", "50%", "上升 16.67", "75%", "50%", "上升 25.00", "50%", "—", "—"]
    assert trend == [
        ["科室"],
        ["测试a股", "1", "1", *moved],
        ["渠道"],
        ["12345热线", "1", "—", "6", "0", "增 6", "66.67%", "—", "—", "75%", "—", "—", "50%", "—", "—"],
        ["合计", "—", "—", *moved],
    ]


def test_rates_are_cut_where_the_office_cuts_them():
    row = printed_tables(found(rounding=Rounding.CUT))[0].rows[2]
    assert row[9].text == "66.66%"


def test_the_summary_says_what_the_sums_say():
    taken, rates = summary(found())
    assert taken == (
        "2026年10月收到热线、信箱办件 6 件，上期结转 0 件，退回合并等 0 件；办结 4 件，其中按期 3 件、逾期 1 件；"
        "期末在办 2 件，其中超期 0 件。"
    )
    assert rates == (
        "办结率 66.67%（4/6），比2026年9月上升 16.67 个百分点；按期办结率 75%（3/4），比2026年9月上升 25.00 个百分点；"
        "不满意率 50%（1/2），2026年9月没有可比的件。"
    )
