"""What an agency chose on the open legal questions."""

from datetime import date

from sqlalchemy import select

from tracker.domain.annual_report.reading import PREFIX, Reading
from tracker.domain.deadline_clock import ClockPolicy
from tracker.domain.deadline_clock.policy import QUESTION_BY_KEY
from tracker.domain.office_questions import OfficeQuestion
from tracker.domain.periods import SHIPPED_PERIODS, PeriodBook
from tracker.extensions import db
from tracker.models.agency import PolicyChoice
from tracker.models.calendar import PeriodVersion


def clock_policy(*, agency_id: int) -> ClockPolicy:
    """The agency's readings; a question it did not answer keeps the shipped default."""
    rows = db.session.execute(
        select(PolicyChoice.key, PolicyChoice.value).where(PolicyChoice.agency_id == agency_id)
    ).tuples()
    chosen = {}
    for key, value in rows:
        question = QUESTION_BY_KEY.get(key)
        if question is not None:
            chosen[key] = next(
                (choice for choice in question.choices if str(choice) == value), question.default
            )
    return ClockPolicy.from_settings(chosen)


def office_choice(*, agency_id: int, question: OfficeQuestion) -> str:
    """What the office chose for one of its settings, else the default."""
    value = db.session.execute(
        select(PolicyChoice.value).where(
            PolicyChoice.agency_id == agency_id, PolicyChoice.key == question.key
        )
    ).scalar_one_or_none()
    return question.default if value is None or value not in question.choices else value


def report_reading(*, agency_id: int) -> Reading:
    """The agency's readings where the formats of the annual report leave the filling in open."""
    rows = db.session.execute(
        select(PolicyChoice.key, PolicyChoice.value).where(
            PolicyChoice.agency_id == agency_id, PolicyChoice.key.startswith(PREFIX)
        )
    ).tuples()
    return Reading.chosen({key.removeprefix(PREFIX): value for key, value in rows})


def period_books(*, agency_id: int) -> tuple[tuple[date, PeriodBook], ...]:
    """The agency's periods as they stood from each day on which it changed one, newest first."""
    rows = db.session.execute(
        select(PeriodVersion)
        .where(PeriodVersion.agency_id == agency_id)
        .order_by(PeriodVersion.valid_from, PeriodVersion.id)
    ).scalars()
    books: dict[date, PeriodBook] = {}
    book = SHIPPED_PERIODS
    for row in rows:
        book = book.with_length(row.code, row.length)
        books[row.valid_from] = book
    return tuple(sorted(books.items(), reverse=True))


def choices(*, agency_id: int) -> dict[str, PolicyChoice]:
    """The questions the agency answered itself, by key."""
    rows = db.session.execute(
        select(PolicyChoice).where(PolicyChoice.agency_id == agency_id).order_by(PolicyChoice.key)
    ).scalars()
    return {row.key: row for row in rows}


def period_versions(*, agency_id: int) -> list[PeriodVersion]:
    """Every length the agency set, by the day it counts from."""
    return list(
        db.session.execute(
            select(PeriodVersion)
            .where(PeriodVersion.agency_id == agency_id)
            .order_by(PeriodVersion.valid_from, PeriodVersion.id)
        ).scalars()
    )
