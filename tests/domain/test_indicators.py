"""用时 and 考核指标."""

from fractions import Fraction
from statistics import mean, median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.completion import Rounding
from tracker.domain.indicators import INDICATORS, DaysUsed, one_decimal


@given(st.lists(st.integers(0, 60), min_size=1, max_size=40))
def test_mean_and_median_are_those_of_the_single_cases(days):
    used = DaysUsed({day: days.count(day) for day in days})
    assert used.mean == mean(map(Fraction, days))
    assert used.median == median(map(Fraction, days))


def test_no_case_has_no_mean():
    assert (DaysUsed({}).mean, DaysUsed({}).median) == (None, None)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (Fraction(7, 2), "3.5"),
        (Fraction(4), "4.0"),
        (Fraction(1, 20), "0.1"),
        (Fraction(10, 3), "3.3"),
        (None, ""),
    ],
)
def test_days_are_printed_with_one_decimal(number, words):
    assert one_decimal(number) == words


def test_an_indicator_divides_the_figures_it_names():
    figures = {each.numerator: 1 for each in INDICATORS} | {each.denominator: 4 for each in INDICATORS}
    for each in INDICATORS:
        rate = each.rate(figures, Rounding.HALF_UP)
        assert (rate.numerator, rate.denominator) == (1, 4)
