"""通报: periods, ranks, and the change against the period before."""

from datetime import date
from decimal import Decimal

import pytest

from tracker.domain.bulletins import Bulletin, SectionCounts, change_words, printed, ranked, read_period
from tracker.domain.completion import Counts
from tracker.domain.errors import DomainError


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
    period = read_period(code)
    assert (period.label, period.start.isoformat(), period.end.isoformat()) == (label, start, end)
    assert period.before == read_period(before)


@pytest.mark.parametrize("code", ["2026-13", "2026-00", "2026Q5", "0000-01", "十月", "2026-1", ""])
def test_what_is_no_period_is_refused_with_the_way_to_write_it(code):
    with pytest.raises(DomainError, match="应写成 2026-10 或 2026Q3"):
        read_period(code)


def section(key, in_time=0, late=0, open_=0, **facts):
    counts = Counts(received=in_time + late + open_, closed_in_time=in_time, closed_late=late, open=open_)
    return SectionCounts(key, f"测试{key}股", {"1": counts}, **facts)


def test_sections_are_ranked_by_in_time_then_completion_then_number_and_equals_share_a_rank():
    sections = [
        section("a", 8, 2),
        section("b", 9),
        section("c", 9, open_=1),
        section("d", open_=3),
        section("e", 9),
    ]
    assert [(line.section.key, line.rank) for line in ranked(sections, {})] == [
        ("b", 1),
        ("e", 1),
        ("c", 3),
        ("a", 4),
        ("d", None),
    ]


def test_the_change_is_in_points_of_the_completion_rate():
    before = {"a": Counts(received=4, closed_in_time=2, open=2)}
    up, new = ranked([section("a", 3, open_=1), section("b", 0, 1)], before)
    assert (up.change, change_words(up.change)) == (Decimal("25.00"), "上升 25.00")
    assert (new.change, change_words(new.change)) == (None, "—")
    assert change_words(Decimal("-0.50")) == "下降 0.50"
    assert change_words(Decimal("0.00")) == "持平"


def test_the_printed_table_covers_its_grid_and_adds_up():
    lines = ranked([section("a", 3, 1, 2, rated=2, dissatisfied=1)], {})
    found = Bulletin(
        read_period("2026-10"), date(2026, 10, 31), (("1", "12345热线"),), lines, section("合计", 3, 1, 2)
    )
    table = printed(found)
    squares = {
        (row + down, column + right)
        for row, column, cell in table.placed()
        for down in range(cell.rowspan)
        for right in range(cell.colspan)
    }
    assert squares == {(row, column) for row in range(len(table.rows)) for column in range(len(table.widths))}
    texts = [cell.text for cell in table.rows[2]]
    assert texts == ["1", "测试a股", "6", "3", "1", "2", "3", "1", "2", "66.67%", "75%", "—", "1", "50%"]
