"""办结情况: rates with both their numbers, identities, and the sentence of the annual report."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.completion import (
    FIGURES,
    Cohort,
    Completion,
    Counts,
    Group,
    Rate,
    Rounding,
    added_up,
    annual_sentence,
    identities,
    sentence_by_channel,
)

SEED_CHANNELS = ("12345政府服务热线", "区委书记信箱", "区长信箱")


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounding", "value", "trimmed"),
    [
        (15, 15, Rounding.HALF_UP, "100.00", "100%"),
        (1124, 1128, Rounding.HALF_UP, "99.65", "99.65%"),
        (1124, 1128, Rounding.CUT, "99.64", "99.64%"),
        (1, 2, Rounding.HALF_UP, "50.00", "50%"),
        (353, 368, Rounding.HALF_UP, "95.92", "95.92%"),
        (1, 8, Rounding.HALF_UP, "12.50", "12.5%"),
        (1, 3, Rounding.HALF_UP, "33.33", "33.33%"),
        (2, 3, Rounding.CUT, "66.66", "66.66%"),
        (0, 4, Rounding.HALF_UP, "0.00", "0%"),
    ],
)
def test_a_rate_is_rounded_as_told(numerator, denominator, rounding, value, trimmed):
    rate = Rate(numerator, denominator, rounding)
    assert rate.value == Decimal(value)
    assert rate.trimmed == trimmed
    assert rate.as_json() == {
        "numerator": numerator,
        "denominator": denominator,
        "value": float(value),
    }


def test_a_rate_over_nothing_has_no_value():
    assert Rate(0, 0).as_json() == {"numerator": 0, "denominator": 0, "value": None}


def test_the_sentence_of_the_seed_year():
    counts = Counts(received=15, closed_in_time=15)
    assert (
        annual_sentence(SEED_CHANNELS, counts)
        == "办理12345政府服务热线、区委书记信箱、区长信箱信访件共15件，办结15件，办结率100%。"
    )


def test_the_sentence_leaves_out_removed_items_and_agrees_with_itself():
    counts = Counts(received=10, removed=2, closed_in_time=6, closed_late=1, open=1)
    assert annual_sentence(("区长信箱",), counts) == "办理区长信箱信访件共8件，办结7件，办结率87.5%。"


def test_the_sentence_of_an_empty_period_has_no_rate():
    assert annual_sentence(("区长信箱",), Counts()) == "办理区长信箱信访件共0件。"


def test_the_sentence_by_channel_shows_the_split():
    split = {
        "12345政府服务热线": Counts(received=3, closed_in_time=3),
        "区委书记信箱": Counts(),
        "区长信箱": Counts(received=2, closed_in_time=1, open=1),
    }
    assert sentence_by_channel(split) == (
        "办理信访件：12345政府服务热线3件，办结3件，办结率100%；区长信箱2件，办结1件，办结率50%。"
    )


counts_that_hold = st.builds(
    lambda removed, in_time, late, open_, late_open: Counts(
        received=removed + in_time + late + open_,
        carried_in=0,
        removed=removed,
        closed_in_time=in_time,
        closed_late=late,
        open=open_,
        overdue=min(open_, late_open),
    ),
    *(st.integers(0, 500) for _ in range(5)),
)


@given(counts_that_hold)
def test_identities_hold_for_a_cohort_that_ends_somewhere(counts):
    assert all(identity.holds for identity in identities(counts))
    assert counts.valid == counts.closed + counts.open


@given(counts_that_hold, st.integers(1, 50))
def test_a_lost_case_breaks_the_first_identity(counts, lost):
    broken = counts + Counts(received=lost)
    assert not identities(broken)[0].holds


@given(st.lists(counts_that_hold, max_size=6))
def test_the_sum_row_adds_up_every_figure(parts):
    total = added_up(Group(str(index), str(index), counts) for index, counts in enumerate(parts))
    for figure in FIGURES:
        assert getattr(total, figure) == sum(getattr(counts, figure) for counts in parts)


def test_the_json_has_the_keys_of_the_contract():
    counts = Counts(received=15, closed_in_time=15)
    document = Completion(
        date(2020, 1, 1), date(2020, 12, 31), date(2020, 12, 31), Cohort.RECEIVED, counts, [], "…"
    ).as_json()
    assert {"from", "to", "as_of", "cohort", "total", "groups", "sentence"} <= set(document)
    assert set(FIGURES) <= set(document["total"])
    assert document["total"]["completion_rate"] == {"numerator": 15, "denominator": 15, "value": 100.0}
