"""Date + 20 working days: ours against numpy, chinesecalendar and holidays, in one run.

    pip install -r requirements-bench.txt
    python bench/workdays.py

Exits 1 when ours is less than 5 times faster than the fastest other, or wrong on any start day the notices settle.
"""

import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import chinese_calendar
import holidays
import numpy as np

from tracker.domain.workdays import national_calendar

DAYS = 20
FLOOR = 5.0
FIRST = date(2019, 1, 1)
ROUNDS = 5
CALENDAR = national_calendar()
HOLIDAYS = holidays.country_holidays("CN", years=range(2018, 2028))


def settled_starts() -> list[date]:
    """Every start day from 2019 on whose answer the loaded notices settle."""
    starts, day = [], FIRST
    while not CALENDAR.is_provisional(day, CALENDAR.add(day, DAYS)):
        starts.append(day)
        day += timedelta(days=1)
    return starts


def walked(start: date) -> date:
    """The answer by the definition: day by day."""
    day, left = start, DAYS
    while left:
        day += timedelta(days=1)
        left -= chinese_calendar.is_workday(day)
    return day


def numpy_calendar() -> np.busdaycalendar:
    """A seven-day week with every closed day listed, which is what makes numpy exact here."""
    span = [FIRST + timedelta(days=n) for n in range((date(2027, 12, 31) - FIRST).days)]
    closed = [day for day in span if not CALENDAR.is_workday(day)]
    return np.busdaycalendar(weekmask="1111111", holidays=closed)


def nanoseconds(call: Callable[[date], date], starts: list[date]) -> float:
    """The best of several rounds, per call."""
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.perf_counter_ns()
        for start in starts:
            call(start)
        best = min(best, (time.perf_counter_ns() - begun) / len(starts))
    return best


def main() -> int:
    starts = settled_starts()
    expected = [walked(start) for start in starts]
    busdays = numpy_calendar()
    sample = starts[:: max(1, len(starts) // 200)]
    others: list[tuple[str, Callable[[date], date], list[date]]] = [
        (
            "numpy.busday_offset, 7-day mask",
            lambda start: np.busday_offset(start, DAYS, roll="backward", busdaycal=busdays),
            starts,
        ),
        ("holidays.get_nth_working_day", lambda start: HOLIDAYS.get_nth_working_day(start, DAYS), sample),
        (
            "chinesecalendar.find_workday",
            lambda start: chinese_calendar.find_workday(
                DAYS if chinese_calendar.is_workday(start) else DAYS - 1, start
            ),
            sample,
        ),
    ]
    ours = nanoseconds(lambda start: CALENDAR.add(start, DAYS), starts)
    wrong = sum(CALENDAR.add(start, DAYS) != due for start, due in zip(starts, expected, strict=True))
    print(f"{len(starts)} start days, {starts[0]} to {starts[-1]}; ns a call, best of {ROUNDS} rounds")
    print(f"{'ours':36}{ours:12.0f}   wrong {wrong}")
    ratios = []
    for name, call, days in others:
        taken = nanoseconds(call, days)
        due_of = dict(zip(starts, expected, strict=True))
        misses = sum(np.datetime64(call(start)) != np.datetime64(due_of[start]) for start in days)
        ratios.append(taken / ours)
        print(
            f"{name:36}{taken:12.0f}   wrong {misses} of {len(days)}   ours is {taken / ours:.1f} times faster"
        )
    passed = wrong == 0 and min(ratios) >= FLOOR
    print(f"floor {FLOOR:.0f}x, least {min(ratios):.1f}x, wrong {wrong}: {'passed' if passed else 'FAILED'}")
    return 0 if passed else 1


if __name__ == "__main__":
    raise SystemExit(main())
