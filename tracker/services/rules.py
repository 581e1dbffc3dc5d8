"""The rules an agency works under: its calendars, its choices on open legal questions, its own periods."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select

from tracker.domain.annual_report.reading import Reading
from tracker.domain.case_events import CaseEvent
from tracker.domain.deadline_clock import ClockInput, ClockPolicy, Deadline, replay
from tracker.domain.holiday_notices import Notice
from tracker.domain.labels import Kind
from tracker.domain.periods import SHIPPED_PERIODS, PeriodBook, period_end
from tracker.domain.workdays import WorkdayCalendar
from tracker.extensions import db
from tracker.models.agency import Agency, PolicyChoice
from tracker.models.calendar import CalendarNotice, PeriodVersion
from tracker.queries import calendars, policies


@dataclass(frozen=True)
class Rules:
    """What a deadline of one agency is computed with. ``regional`` is None where no region is set.

    ``books`` holds the periods in force from a day on, newest first: a case keeps those of its receipt day;
    ``reading`` the choices on what the formats of the annual report leave open.
    """

    agency_id: int
    national: WorkdayCalendar
    regional: WorkdayCalendar | None
    policy: ClockPolicy
    books: tuple[tuple[date, PeriodBook], ...]
    reading: Reading

    def counts_regional(self, kind: Kind) -> bool:
        """Whether the regional calendar decides for ``kind``; the national one is then shown beside it."""
        return self.regional is not None and self.policy.uses_regional(kind)

    def calendar(self, kind: Kind) -> WorkdayCalendar:
        """The calendar that decides for ``kind``."""
        return self.regional if self.regional and self.counts_regional(kind) else self.national

    def book(self, received_on: date) -> PeriodBook:
        """The periods in force on the receipt day."""
        return next((book for since, book in self.books if since <= received_on), SHIPPED_PERIODS)

    def deadline(self, facts: ClockInput, events: Sequence[CaseEvent], *, as_of: date) -> Deadline:
        """Replay the clock of a case; raises ClockRefused for an event it cannot accept."""
        return replay(
            facts,
            events,
            self.national,
            as_of=as_of,
            policy=self.policy,
            regional=self.regional,
            periods=self.book(facts.received_on),
        )

    def period_day(self, code: str, facts: ClockInput, since: date) -> date:
        """The last day of a side period of the case of ``facts`` that runs from ``since``."""
        book = self.book(facts.received_on)
        return period_end(code, since, self.calendar(facts.kind), book=book).due_on

    def other_due_on(self, deadline: Deadline) -> date | None:
        """What the calendar that does not decide would say, where there are two."""
        if self.regional is None:
            return None
        return deadline.national_due_on if self.counts_regional(deadline.kind) else deadline.regional_due_on


def with_notices(agency: Agency, notices: Sequence[Notice]) -> Rules:
    """The agency's rules as they would be with ``notices`` loaded; nothing is kept."""
    return replace(
        rules_for(agency),
        national=calendars.national(agency_id=agency.id, candidate=notices),
        regional=calendars.regional(agency_id=agency.id, region=agency.region_code, candidate=notices),
    )


_built: dict[tuple[object, ...], Rules] = {}
KEPT_RULES = 64


def _stamp(agency: Agency) -> tuple[object, ...]:
    """What the agency's rules are made of, in one statement: the last notices and periods, and every choice."""
    rows = db.session.execute(
        select(
            select(func.max(CalendarNotice.id)).scalar_subquery(),
            select(func.max(CalendarNotice.loaded_at)).scalar_subquery(),
            select(func.max(PeriodVersion.id)).scalar_subquery(),
            select(func.max(PeriodVersion.set_at)).scalar_subquery(),
            PolicyChoice.key,
            PolicyChoice.value,
        )
        .select_from(Agency)
        .outerjoin(PolicyChoice, PolicyChoice.agency_id == Agency.id)
        .where(Agency.id == agency.id)
        .order_by(PolicyChoice.key)
    ).tuples()
    return (agency.id, agency.region_code, *rows)


def rules_for(agency: Agency) -> Rules:
    """The agency's rules, rebuilt when a notice, a period or a choice was added since."""
    stamp = _stamp(agency)
    if stamp not in _built:
        if len(_built) >= KEPT_RULES:
            _built.clear()
        _built[stamp] = Rules(
            agency_id=agency.id,
            national=calendars.national(agency_id=agency.id),
            regional=calendars.regional(agency_id=agency.id, region=agency.region_code),
            policy=policies.clock_policy(agency_id=agency.id),
            books=policies.period_books(agency_id=agency.id),
            reading=policies.report_reading(agency_id=agency.id),
        )
    return _built[stamp]
