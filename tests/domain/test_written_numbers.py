"""Numbers as reports write them, in figures and in words."""

from decimal import Decimal

import pytest

from tracker.domain.written_numbers import decimal_number, percentage, whole_number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("12", 12),
        ("1,234", 1234),
        ("零", 0),
        ("〇", 0),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("九十九", 99),
        ("一百", 100),
        ("一百零五", 105),
        ("一百一十", 110),
        ("一百二", 120),
        ("三千零四十", 3040),
        ("一千一百二十八", 1128),
        ("一万二", 12000),
        ("一万零二", 10002),
        ("一万二千八百", 12800),
        ("十二万", 120000),
        ("二亿零三十万", 200300000),
        ("贰拾伍", 25),
        ("壹佰零叁", 103),
        ("二〇二〇", 2020),
        ("二○二四", 2024),
        ("一五", 15),
    ],
)
def test_a_whole_number(words, number):
    assert whole_number(words) == number


@pytest.mark.parametrize("words", ["十百", "百千", "二三十", "万", "", "一十百", "十万百"])
def test_what_writes_no_number_is_none(words):
    assert whole_number(words) is None


@pytest.mark.parametrize(
    ("words", "number"),
    [("0.5", "0.5"), ("三点五", "3.5"), ("零点零八", "0.08"), ("一千二百", "1200"), ("1,234.50", "1234.50")],
)
def test_a_number_with_decimals(words, number):
    assert decimal_number(words) == Decimal(number)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("98.5%", "98.5"),
        ("百分之九十", "90"),
        ("百分之九十九点六四", "99.64"),
        ("百分之百", "100"),
        ("百分之一百", "100"),
    ],
)
def test_a_percentage(words, number):
    assert percentage(words) == Decimal(number)
