"""到期清除: whose personal data has reached the end of its period, and what stands against erasing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from tracker.domain.labels import Kind
from tracker.domain.office_questions import ON, RETENTION, RETENTION_YEARS
from tracker.extensions import db
from tracker.models.agency import Agency
from tracker.models.case import Case
from tracker.models.case_record import RetentionHold
from tracker.models.imports import ImportBatch, ImportRow
from tracker.models.report import RemedyCase
from tracker.now import LOCAL_ZONE
from tracker.queries.policies import office_choice

LEAP_DAY = (2, 29)


@dataclass(frozen=True, slots=True)
class Retention:
    """What the office decided: whether erasing is switched on, and the years by kind."""

    agency_id: int
    is_on: bool
    years: Mapping[Kind, int]

    def last_day(self, kind: Kind, on: date) -> date:
        """The latest end of handling whose period is over on the day ``on``."""
        return years_before(on, self.years[kind])


@dataclass(frozen=True, slots=True)
class DueCase:
    """A case whose period is over."""

    number: str
    kind: Kind
    ended_on: date


def years_before(day: date, years: int) -> date:
    """The same day of an earlier year; 29 February becomes 28 February."""
    if (day.month, day.day) == LEAP_DAY:
        return date(day.year - years, 2, 28)
    return day.replace(year=day.year - years)


def retention_of(agency_id: int) -> Retention:
    """The office's decision as it stands."""
    years = {
        kind: int(office_choice(agency_id=agency_id, question=question))
        for kind, question in RETENTION_YEARS.items()
    }
    return Retention(agency_id, office_choice(agency_id=agency_id, question=RETENTION) == ON, years)


def all_retentions() -> list[Retention]:
    """The decisions of all agencies."""
    return [
        retention_of(agency_id)
        for agency_id in db.session.execute(select(Agency.id).order_by(Agency.id)).scalars()
    ]


def is_over(rule: Retention, on: date) -> ColumnElement[bool]:
    """The condition on cases whose period is over and whose personal data is still there.

    A case taken up again after it was erased counts anew from its new end.
    """
    ended = func.coalesce(Case.closed_on, Case.removed_on)
    by_kind = (and_(Case.kind == kind, ended <= rule.last_day(kind, on)) for kind in Kind)
    not_erased = or_(Case.erased_on.is_(None), ended > Case.erased_on)
    ours = and_(Case.agency_id == rule.agency_id, Case.is_open.is_(False), Case.taken_back_on.is_(None))
    return and_(ours, not_erased, or_(*by_kind))


def is_held() -> ColumnElement[bool]:
    """暂缓清除: somebody gave a reason."""
    return exists().where(RetentionHold.case_id == Case.id)


def is_disputed(rule: Retention, on: date) -> ColumnElement[bool]:
    """A review or suit is open, or ended so lately that its own period is not over."""
    last = rule.last_day(Kind.DISCLOSURE, on)
    remedy = RemedyCase
    return exists().where(remedy.case_id == Case.id, or_(remedy.closed_on.is_(None), remedy.closed_on > last))


def is_due(rule: Retention, on: date) -> ColumnElement[bool]:
    """The cases whose personal data is to be erased: over, not held, not disputed."""
    return and_(is_over(rule, on), ~is_held(), ~is_disputed(rule, on))


def due_counts(rule: Retention, on: date) -> dict[Kind, int]:
    """How many cases of each kind are due."""
    statement = select(Case.kind, func.count()).where(is_due(rule, on)).group_by(Case.kind)
    found = dict(db.session.execute(statement).tuples().all())
    return {kind: found.get(kind, 0) for kind in Kind}


def kept_back(rule: Retention, on: date) -> dict[str, int]:
    """How many cases are over and yet kept: held with a reason, or under review or suit."""
    held = select(func.count(Case.id)).where(is_over(rule, on), is_held())
    disputed = select(func.count(Case.id)).where(is_over(rule, on), ~is_held(), is_disputed(rule, on))
    return {
        "held": db.session.execute(held).scalar_one(),
        "disputed": db.session.execute(disputed).scalar_one(),
    }


def due_cases(rule: Retention, on: date, *, limit: int) -> list[DueCase]:
    """The first of those due, by number of registration."""
    ended = func.coalesce(Case.closed_on, Case.removed_on)
    statement = select(Case.number, Case.kind, ended).where(is_due(rule, on)).order_by(Case.id).limit(limit)
    return [DueCase(*row) for row in db.session.execute(statement).tuples()]


def holds(agency_id: int) -> Sequence[RetentionHold]:
    """What is held, the latest first."""
    return (
        db.session.execute(
            select(RetentionHold)
            .join(Case, Case.id == RetentionHold.case_id)
            .where(Case.agency_id == agency_id)
            .options(joinedload(RetentionHold.case), joinedload(RetentionHold.held_by))
            .order_by(RetentionHold.held_at.desc(), RetentionHold.case_id)
        )
        .scalars()
        .all()
    )


def files_kept_for_nothing(rule: Retention, on: date) -> list[str]:
    """The hashes of import files no batch has a use for: every case erased, or older than the longest period."""
    oldest = datetime.combine(years_before(on, max(rule.years.values())), time.min, LOCAL_ZONE)
    cases = exists().where(ImportRow.batch_id == ImportBatch.id, ImportRow.case_id == Case.id)
    is_needed = cases.where(Case.erased_on.is_(None), Case.taken_back_on.is_(None))
    is_spent = and_(cases.where(Case.erased_on.is_not(None)), ~is_needed)
    is_retired = and_(ImportBatch.committed_at.is_not(None), or_(ImportBatch.committed_at < oldest, is_spent))
    retired = select(ImportBatch.sha256).where(is_retired)
    used = select(ImportBatch.sha256).where(~is_retired)
    statement = retired.where(ImportBatch.agency_id == rule.agency_id, ImportBatch.sha256.not_in(used))
    return sorted(set(db.session.execute(statement).scalars()))
