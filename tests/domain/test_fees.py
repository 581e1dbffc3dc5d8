"""国办函〔2020〕109号: the fee by case and by volume, band by band."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.fees import FeeRefused, fee_for_cases, fee_for_pages


@pytest.mark.parametrize(
    ("cases", "yuan"),
    [
        (0, 0),
        (1, 0),
        (10, 0),
        (11, 100),
        (30, 2000),
        (31, 2200),
        (40, 4000),
        (41, 4300),
        (50, 7000),
        (51, 7400),
    ],
)
def test_by_case(cases, yuan):
    assert fee_for_cases(cases).yuan == yuan


@pytest.mark.parametrize(
    ("pages", "yuan"),
    [(0, 0), (30, 0), (31, 10), (100, 700), (101, 720), (200, 2700), (201, 2740), (300, 6700)],
)
def test_by_volume(pages, yuan):
    assert fee_for_pages(pages).yuan == yuan


@given(st.integers(0, 500), st.sampled_from([fee_for_cases, fee_for_pages]))
def test_the_bands_cover_every_unit_once_and_add_up(number, fee_for):
    fee = fee_for(number)
    assert sum(step.count for step in fee.steps) == number
    assert sum(step.yuan for step in fee.steps) == fee.yuan
    assert fee.yuan <= fee_for(number + 1).yuan


@pytest.mark.parametrize("fee_for", [fee_for_cases, fee_for_pages])
def test_a_number_that_is_a_slip_of_the_keys(fee_for):
    with pytest.raises(FeeRefused, match="以内"):
        fee_for(1_000_001)


@pytest.mark.parametrize("fee_for", [fee_for_cases, fee_for_pages])
def test_negative_numbers(fee_for):
    with pytest.raises(FeeRefused, match="负数"):
        fee_for(-1)
