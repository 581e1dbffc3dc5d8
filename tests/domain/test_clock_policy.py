"""Open questions as settings: each has a name, choices, a default and a source to print."""

import pytest

from tracker.domain.deadline_clock import DEFAULT_POLICY, QUESTIONS, ClockPolicy
from tracker.domain.labels import Kind, Mark

KEYS = [question.key for question in QUESTIONS]


def test_every_setting_is_a_question_and_every_question_a_setting():
    assert sorted(KEYS) == sorted(ClockPolicy.__dataclass_fields__)


@pytest.mark.parametrize("question", QUESTIONS, ids=KEYS)
def test_a_page_can_print_it(question):
    assert question.name
    assert question.source
    assert question.mark is not Mark.CONFIRMED
    assert question.default == getattr(DEFAULT_POLICY, question.key)
    assert question.default in question.choices
    assert len(question.choices) > 1


@pytest.mark.parametrize("question", QUESTIONS, ids=KEYS)
def test_every_choice_can_be_set(question):
    for choice in question.choices:
        assert getattr(ClockPolicy.from_settings({question.key: choice}), question.key) == choice


def test_which_calendar_decides():
    assert [DEFAULT_POLICY.uses_regional(kind) for kind in Kind] == [True, True, False, False]
