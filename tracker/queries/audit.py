"""审计: the lines of the log, newest first."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased

from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.models.user import User
from tracker.now import LOCAL_ZONE

PAGE_ROWS = 50


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What the list is narrowed to; both days are included, on the bureau's clock.

    ``agency_id`` leaves out what people of other agencies did.
    Lines about a subject in ``hidden`` are left out: cases that report the reader or the reader's section (回避).
    """

    action: str = ""
    username: str = ""
    subject: str = ""
    first: date | None = None
    last: date | None = None
    only_refused: bool = False
    actions: tuple[str, ...] = ()
    agency_id: int | None = None
    hidden: tuple[str, ...] = ()

    def conditions(self) -> list[ColumnElement[bool]]:
        """The filter as conditions on lines and their actors."""
        found: list[ColumnElement[bool]] = []
        if self.action:
            found.append(AuditEntry.action == self.action)
        if self.actions:
            found.append(AuditEntry.action.in_(self.actions))
        if self.agency_id is not None:
            ours = select(User.id).where(User.agency_id == self.agency_id)
            found.append(or_(AuditEntry.actor_id.is_(None), AuditEntry.actor_id.in_(ours)))
        if self.username.strip():
            named = select(User.id).where(User.username == self.username.strip().lower())
            found.append(AuditEntry.actor_id.in_(named))
        if self.subject.strip():
            found.append(AuditEntry.subject.contains(self.subject.strip(), autoescape=True))
        if self.first:
            found.append(AuditEntry.at >= _midnight(self.first))
        if self.last:
            found.append(AuditEntry.at < _midnight(self.last + timedelta(days=1)))
        if self.only_refused:
            found.append(AuditEntry.succeeded.is_(False))
        if self.hidden:
            found.append(AuditEntry.subject.not_in(self.hidden))
        return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL_ZONE)


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line with the name of who did it."""

    entry: AuditEntry
    actor_name: str
    username: str


@dataclass(frozen=True, slots=True)
class AuditLines:
    """A page of lines; ``next_before`` goes on with older ones."""

    lines: tuple[AuditLine, ...]
    next_before: int | None


def lines(chosen: AuditFilter, *, before: int | None = None, most: int = PAGE_ROWS) -> AuditLines:
    """The newest lines of the filter, or those older than the line ``before``."""
    who = aliased(User)
    statement = (
        select(AuditEntry, who.display_name, who.username)
        .outerjoin(who, who.id == AuditEntry.actor_id)
        .where(*chosen.conditions())
    )
    if before is not None:
        statement = statement.where(AuditEntry.id < before)
    rows = db.session.execute(statement.order_by(AuditEntry.id.desc()).limit(most + 1)).tuples().all()
    shown = rows[:most]
    return AuditLines(
        tuple(AuditLine(entry, name or "", username or "") for entry, name, username in shown),
        shown[-1][0].id if len(rows) > most else None,
    )


def count_all() -> int:
    """How many lines the log has."""
    return db.session.execute(select(func.count(AuditEntry.id))).scalar_one()
