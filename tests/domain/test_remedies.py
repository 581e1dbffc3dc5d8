"""The remedy paragraph by outcome and day of decision."""

from datetime import date

import pytest

from tracker.domain.outcomes import Outcome
from tracker.domain.remedies import RemedyNames, RemedyWay, remedy_paragraph, remedy_way

NAMES = RemedyNames("示例区人民政府", "示例区人民法院", online="示例区行政复议网上平台")
OLD, BETWEEN, NOW = date(2023, 12, 31), date(2024, 1, 1), date(2025, 6, 1)
FIRST, EITHER, NONE = RemedyWay.REVIEW_FIRST, RemedyWay.REVIEW_OR_SUIT, RemedyWay.NONE


@pytest.mark.parametrize(
    ("outcomes", "to_2023", "from_2024", "from_june_2025"),
    [
        ("D1 D2 D3 D4 D5 D6 D7", EITHER, FIRST, FIRST),
        ("P", EITHER, FIRST, FIRST),
        ("G1 G2", EITHER, EITHER, EITHER),
        ("D8", EITHER, EITHER, EITHER),
        ("U1 U2 U3", EITHER, EITHER, EITHER),
        ("N1 N2 N3 N4 N5", EITHER, EITHER, EITHER),
        ("O1 O2", EITHER, EITHER, EITHER),
        ("O3", NONE, NONE, NONE),
    ],
)
def test_the_way_follows_outcome_and_day(outcomes, to_2023, from_2024, from_june_2025):
    for code in outcomes.split():
        ways = [remedy_way(Outcome(code), day) for day in (OLD, BETWEEN, NOW)]
        assert ways == [to_2023, from_2024, from_june_2025], code


def test_every_outcome_has_its_way_on_every_day():
    for outcome in Outcome:
        for day in (OLD, BETWEEN, NOW):
            assert (remedy_paragraph(outcome, day, NAMES) == "") is (remedy_way(outcome, day) is NONE)


@pytest.mark.parametrize(
    ("code", "day", "paragraph"),
    [
        (
            "D1",
            NOW,
            "如对本告知书不服，应当先自收到本告知书之日起60日内向示例区人民政府申请行政复议；对行政复议决定不服的，可以自收到行政复议决定书之日起15日内向示例区人民法院提起行政诉讼。",
        ),
        (
            "D1",
            OLD,
            "如对本告知书不服，可以自收到本告知书之日起60日内向示例区人民政府申请行政复议，或者自收到本告知书之日起六个月内向示例区人民法院提起行政诉讼。",
        ),
    ],
)
def test_the_words_name_both_bodies_and_their_periods(code, day, paragraph):
    assert remedy_paragraph(Outcome(code), day, NAMES) == paragraph


def test_a_part_withheld_is_reviewed_first_the_rest_either_way():
    words = remedy_paragraph(Outcome.PARTLY_GRANTED, NOW, NAMES)
    assert (
        words.index("不予公开的部分")
        < words.index("应当先")
        < words.index("其余部分")
        < words.index("六个月")
    )


def test_an_answer_served_online_names_the_online_way():
    assert "网上平台在线提交" in remedy_paragraph(Outcome.GRANTED, NOW, NAMES, served_online=True)
    assert "在线" not in remedy_paragraph(Outcome.GRANTED, NOW, NAMES)
