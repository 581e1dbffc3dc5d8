"""灯号 of lists: the same answer from the row and from the condition, for every standing of a clock."""

from datetime import date

import pytest

from tracker.domain.labels import ClockState, Kind, Light
from tracker.domain.workdays import national_calendar
from tracker.queries.cases.lights import Today

FRIDAY = date(2026, 11, 20)
TODAY = Today(FRIDAY, dict.fromkeys(Kind, national_calendar()))


@pytest.mark.parametrize(
    ("clock", "due", "light"),
    [
        (ClockState.RUNNING, date(2026, 11, 19), Light.OVERDUE),
        (ClockState.RUNNING, FRIDAY, Light.RED),
        (ClockState.RUNNING, date(2026, 11, 24), Light.YELLOW),
        (ClockState.RUNNING, date(2026, 11, 25), Light.GREEN),
        (ClockState.RUNNING, None, Light.GREEN),
        (ClockState.PAUSED, None, Light.STOPPED),
        (ClockState.PAUSED, date(2026, 11, 19), Light.STOPPED),
        (ClockState.MET, date(2026, 11, 19), Light.GREEN),
        (ClockState.MISSED, date(2026, 11, 19), Light.GREEN),
    ],
)
def test_the_light_of_a_hotline_item(clock, due, light):
    assert TODAY.light(Kind.HOTLINE, clock, due) is light


def test_a_petition_counts_calendar_days():
    assert TODAY.light(Kind.PETITION, ClockState.RUNNING, date(2026, 11, 22)) is Light.YELLOW
    assert TODAY.light(Kind.PETITION, ClockState.RUNNING, date(2026, 11, 23)) is Light.GREEN
