"""What the sign-in page shows beside the form: today in the year of the office's calendar."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import current_app

from tracker.now import today
from tracker.queries import organisation
from tracker.services import accounts
from tracker.services.rules import rules_for
from tracker.web.year_grid import YearGrid, year_grid

LONGEST_WAIT = 15


@dataclass(frozen=True, slots=True)
class SignInFront:
    """See templates/layouts/sign_in.html."""

    agency: str
    channels: tuple[str, ...]
    today: date
    is_workday: bool
    workday_number: int
    next_day_off: date
    year: YearGrid
    lock_after: int
    lock_minutes: int
    idle_minutes: int
    help_phone: str


def sign_in_front() -> SignInFront:
    """Today as the installation's first agency counts it."""
    agency = organisation.only_agency()
    calendar, day = rules_for(agency).national, today()
    ahead = (day + timedelta(days=step) for step in range(1, LONGEST_WAIT))
    return SignInFront(
        agency=agency.name,
        channels=tuple(channel.name for channel in organisation.channels(agency.id)),
        today=day,
        is_workday=calendar.is_workday(day),
        workday_number=calendar.count(date(day.year - 1, 12, 31), day),
        next_day_off=next((one for one in ahead if not calendar.is_workday(one)), day),
        year=year_grid(day, calendar.is_workday),
        lock_after=accounts.FAILURES_BEFORE_LOCK,
        lock_minutes=int(accounts.LOCK.total_seconds() // 60),
        idle_minutes=current_app.config["SETTINGS"].idle_minutes,
        help_phone=agency.phone,
    )
