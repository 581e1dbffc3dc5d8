"""The case on the screens: received 2026-09-28, third party consulted on 10-27."""

from tests.domain.clock_cases import day, disclosure, hotline
from tracker.domain.labels import ClockState, Light
from tracker.domain.workdays import regional_calendar

CASE = (
    "consultation_started 2026-10-27 party=third_party",
    "consultation_delivered 2026-11-03",
)


def test_before_the_consultation():
    assert disclosure("2026-09-28").due_on == day("2026-10-30")


def test_while_the_third_party_thinks():
    now = disclosure("2026-09-28", *CASE, as_of="2026-11-20")
    assert (now.due_on, now.state, now.light) == (None, ClockState.PAUSED, Light.STOPPED)
    assert (now.days_used, now.days_left) == (17, 3)
    assert now.expected_due_on == day("2026-11-27")
    assert now.expected_strict_due_on == day("2026-11-26")
    party = next(clock for clock in now.side_clocks if clock.code == "third_party_opinion")
    assert party.due_on == day("2026-11-24")
    assert "10-01 至 10-07 国庆节放假，10-10 调休上班计入" in now.ledger[1].note
    assert now.ledger[-1].note == "已停 18 个工作日"


def test_after_the_opinion_arrived():
    then = disclosure("2026-09-28", *CASE, "consultation_ended 2026-11-24")
    assert then.due_on == day("2026-11-27")
    assert then.strict_due_on == day("2026-11-26")


def test_extension_on_the_workbench():
    now = disclosure("2026-11-09", "extension_granted 2026-11-18 working_days=15", as_of="2026-11-20")
    assert now.due_on == day("2026-12-28")
    assert now.days_left == 26
    assert now.is_provisional


def test_hotline_check_values_of_ningxia():
    both = hotline("2020-05-22", regional=regional_calendar("64"))
    assert (both.national_due_on, both.regional_due_on) == (day("2020-05-29"), day("2020-06-02"))
    assert both.due_on == both.regional_due_on
