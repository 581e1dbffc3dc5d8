"""逐日: the strip of the screens, day by day."""

from itertools import pairwise

from tests.domain.clock_cases import day, disclosure, hotline
from tracker.domain.day_strip import StripDay, day_strip
from tracker.domain.labels import DaySign

ON_SCREEN = disclosure(
    "2026-09-28",
    "consultation_started 2026-10-27 party=third_party",
    "consultation_delivered 2026-11-03",
    as_of="2026-11-20",
)


def cells(deadline) -> dict[str, StripDay]:
    return {f"{cell.day:%m-%d}": cell for cell in day_strip(deadline)}


def test_whole_weeks_without_a_gap():
    strip = day_strip(ON_SCREEN)
    assert len(strip) == 63
    assert (strip[0].day, strip[-1].day) == (day("2026-09-28"), day("2026-11-29"))
    assert all((later.day - earlier.day).days == 1 for earlier, later in pairwise(strip))


def test_the_signs_of_the_screen():
    strip = cells(ON_SCREEN)
    assert strip["09-28"].sign is DaySign.RECEIPT
    assert (strip["09-29"].sign, strip["09-29"].number) == (DaySign.COUNTED, 1)
    assert (strip["10-01"].sign, strip["10-01"].holiday) == (DaySign.OFF, "国庆节")
    assert (strip["10-10"].number, strip["10-10"].is_makeup) == (5, True)
    assert (strip["10-27"].number, strip["10-28"].sign) == (17, DaySign.STOPPED)
    assert strip["10-28"].reason == "征求意见，不计"
    assert (strip["11-20"].sign, strip["11-20"].is_today) == (DaySign.STOPPED, True)
    assert [strip[at].sign for at in ("11-23", "11-24")] == [DaySign.STOPPED_AHEAD] * 2
    assert [(strip[at].sign, strip[at].number) for at in ("11-25", "11-26", "11-27")] == [
        (DaySign.AHEAD, 18),
        (DaySign.AHEAD, 19),
        (DaySign.DEADLINE, 20),
    ]


def test_the_signs_add_up_to_the_ledger():
    strip = day_strip(ON_SCREEN)
    counted = [cell for cell in strip if cell.sign is DaySign.COUNTED]
    stopped = [cell for cell in strip if cell.sign is DaySign.STOPPED]
    assert len(counted) == sum(line.days_counted for line in ON_SCREEN.ledger) == 17
    assert len(stopped) == sum(line.days_stopped for line in ON_SCREEN.ledger) == 18


def test_a_restart_keeps_the_old_run_struck():
    restarted = disclosure(
        "2020-01-17", "correction_requested 2020-01-20", "correction_received 2020-02-18", as_of="2020-02-19"
    )
    strip = cells(restarted)
    assert strip["01-20"].is_voided
    assert strip["01-20"].number == 2
    assert strip["02-17"].reason == "等待补正，不计"
    assert (strip["02-18"].sign, strip["02-18"].is_voided) == (DaySign.RECEIPT, False)
    assert (strip["02-19"].number, strip["02-19"].is_voided) == (1, False)


def test_late_days_go_on_counting():
    strip = cells(hotline("2026-11-02", as_of="2026-11-11"))
    assert (strip["11-09"].sign, strip["11-09"].number) == (DaySign.DEADLINE, 5)
    assert [(strip[at].sign, strip[at].number) for at in ("11-10", "11-11")] == [
        (DaySign.LATE, 6),
        (DaySign.LATE, 7),
    ]


def test_a_closed_case_shows_its_deadline_and_counts_no_further():
    strip = cells(hotline("2026-11-02", "replied 2026-11-04"))
    assert (strip["11-04"].sign, strip["11-04"].number) == (DaySign.COUNTED, 2)
    assert strip["11-05"].sign is DaySign.OUTSIDE
    assert strip["11-09"].sign is DaySign.DEADLINE
