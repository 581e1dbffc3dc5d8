"""重新答复: which round a review or suit led to."""

from datetime import date

import pytest

from tracker.domain.new_rounds import Decided, NewRound, rounds_by_remedy

REVIEW, SUIT = "reconsideration", "litigation_after_reconsideration"


def decided(number, path, closed_on):
    return Decided(number, path, date.fromisoformat(closed_on))


def began(number, on, ground, remedy_id=None):
    return NewRound(number, date.fromisoformat(on), ground, remedy_id)


@pytest.mark.parametrize(
    ("remedies", "rounds", "expected"),
    [
        ([decided(1, REVIEW, "2026-05-01")], [], {}),
        ([decided(1, REVIEW, "2026-05-01")], [began(2, "2026-05-06", "review", 1)], {1: 2}),
        ([decided(1, REVIEW, "2026-05-01")], [began(2, "2026-05-06", "review")], {1: 2}),
        ([decided(1, REVIEW, "2026-05-01")], [began(2, "2026-04-30", "review")], {}),
        ([decided(1, REVIEW, "2026-05-01")], [began(2, "2026-05-06", "suit")], {}),
        ([decided(1, REVIEW, "2026-05-01")], [began(2, "2026-05-06", "own")], {}),
        ([decided(1, REVIEW, "2026-05-01")], [began(2, "2026-05-06", None)], {}),
        ([decided(1, REVIEW, "2026-05-01")], [began(2, "2026-05-06", "review", 9)], {}),
        (
            [decided(1, REVIEW, "2026-05-01"), decided(2, SUIT, "2026-09-01")],
            [began(2, "2026-05-06", "review"), began(3, "2026-09-10", "suit")],
            {1: 2, 2: 3},
        ),
        (
            [decided(1, REVIEW, "2026-05-01"), decided(2, REVIEW, "2026-09-01")],
            [began(2, "2026-05-06", "review"), began(3, "2026-09-10", "review")],
            {1: 2, 2: 3},
        ),
        (
            [decided(1, REVIEW, "2026-05-01"), decided(2, REVIEW, "2026-05-02")],
            [began(2, "2026-05-06", "review", 2), began(3, "2026-09-10", "review")],
            {1: 3, 2: 2},
        ),
    ],
)
def test_a_round_belongs_to_the_remedy_it_names_or_to_the_first_that_fits(remedies, rounds, expected):
    found = rounds_by_remedy(remedies, rounds)
    assert {remedy_id: each.number for remedy_id, each in found.items()} == expected
