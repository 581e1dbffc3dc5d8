"""先算后办: the date now and the date after a step not yet taken."""

import pytest

from tests.domain.clock_cases import NATIONAL, day, events
from tracker.domain.deadline_clock import ClockInput, what_if
from tracker.domain.errors import ClockRefused
from tracker.domain.labels import ClockState, Kind

FACTS = ClockInput(Kind.DISCLOSURE, day("2026-09-28"))
AS_OF = day("2026-10-27")


def suppose(*texts: str, happened: tuple[str, ...] = ()):
    return what_if(FACTS, events(*happened), NATIONAL, events(*texts), as_of=AS_OF)


def test_extend():
    both = suppose("extension_granted 2026-10-27 working_days=10")
    assert (both.now.due_on, both.then.due_on) == (day("2026-10-30"), day("2026-11-13"))


def test_consult_today_and_have_the_opinion_later():
    both = suppose(
        "consultation_started 2026-10-27 party=third_party party_received_on=2026-11-03",
        "consultation_ended 2026-11-24",
    )
    assert both.now.state is ClockState.RUNNING
    assert both.then.due_on == day("2026-11-27")


def test_consult_today_with_the_letter_signed_for():
    both = suppose("consultation_started 2026-10-27 party=third_party party_received_on=2026-10-27")
    assert (both.then.due_on, both.then.expected_due_on) == (None, day("2026-11-20"))


def test_ask_for_a_correction_too_late():
    both = suppose("correction_requested 2026-10-27")
    assert both.then.due_on == both.now.due_on
    assert both.then.warnings


def test_a_step_that_is_not_allowed():
    with pytest.raises(ClockRefused) as caught:
        suppose("extension_granted 2026-11-02 working_days=10", happened=("urged 2026-10-12",))
    assert caught.value.event == 1


def test_nothing_supposed_changes_nothing():
    both = suppose()
    assert both.now == both.then
