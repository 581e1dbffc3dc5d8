"""巡查: claim due reminders in batches and tell the people they concern, each occasion exactly once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from tracker.domain.labels import Role
from tracker.domain.permissions import Actor, CaseView, may_see
from tracker.domain.reminder_rules import MAIN, ReminderRule, reminder_text
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.reminder import Notice, Reminder
from tracker.models.user import User, UserRole

BATCH = 200


@dataclass(frozen=True, slots=True)
class Swept:
    """What one batch did. ``skipped`` counts due reminders that no longer concern anybody."""

    due: int = 0
    notified: int = 0
    skipped: int = 0

    def __bool__(self) -> bool:
        return self.due > 0

    def __add__(self, other: "Swept") -> "Swept":
        return Swept(self.due + other.due, self.notified + other.notified, self.skipped + other.skipped)


def fire_batch(*, at: datetime, most: int = BATCH) -> Swept:
    """Fire up to ``most`` reminders due at ``at``; false when none was left.

    On PostgreSQL rows that another sweep holds are passed over; on SQLite the write lock keeps sweeps apart.
    Marking the reminder and writing its notices are one transaction.
    """
    rows = (
        db.session.execute(
            select(Reminder)
            .where(Reminder.fired_at.is_(None), Reminder.fire_at <= at)
            .order_by(Reminder.fire_at, Reminder.id)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        .scalars()
        .all()
    )
    if not rows:
        return Swept()
    people = _People(_cases(row.case_id for row in rows))
    notified = skipped = 0
    for row in rows:
        row.fired_at = at
        told = _tell(row, people, at)
        notified += told
        skipped += not told
    db.session.flush()
    return Swept(due=len(rows), notified=notified, skipped=skipped)


def _cases(ids: Iterable[int]) -> dict[int, Case]:
    found = db.session.execute(select(Case).where(Case.id.in_(set(ids)))).scalars()
    return {case.id: case for case in found}


def _tell(row: Reminder, people: "_People", at: datetime) -> int:
    case = people.cases[row.case_id]
    if not case.is_open or _has_moved(row, case):
        return 0
    rule = ReminderRule(row.rule)
    text = reminder_text(rule, number=case.number, title=case.title, due_on=row.due_on)
    key = f"reminder:{case.id}:{row.clock}:{row.rule}:{row.due_key}"
    recipients = people.of(case, rule)
    db.session.add_all(
        Notice(user_id=user.id, case_id=case.id, key=key, text=text, created_at=at) for user in recipients
    )
    return len(recipients)


def _has_moved(row: Reminder, case: Case) -> bool:
    """Whether the main deadline is another one by now; its own reminders are planned already."""
    return row.clock == MAIN and case.due_on != row.due_on


class _People:
    """Whom to tell, looked up once for a batch."""

    def __init__(self, cases: dict[int, Case]) -> None:
        self.cases = cases
        self._by_role: defaultdict[tuple[int, Role], list[User]] = defaultdict(list)
        agencies = {case.agency_id for case in cases.values()}
        handlers = {case.handler_id for case in cases.values()}
        wanted = (Role.SECTION_LEAD, Role.CLERK, Role.SUPERVISOR)
        rows = db.session.execute(
            select(User, UserRole.role)
            .join(UserRole, UserRole.user_id == User.id)
            .where(User.agency_id.in_(agencies), User.is_enabled, UserRole.role.in_(wanted))
            .order_by(User.id)
        ).tuples()
        for user, role in rows:
            self._by_role[user.agency_id, role].append(user)
        found = db.session.execute(select(User).where(User.id.in_(handlers), User.is_enabled)).scalars()
        self._handlers = {user.id: user for user in found}

    def of(self, case: Case, rule: ReminderRule) -> list[User]:
        """The handler, else the leads of the section, else who assigns; the supervisor when it is overdue."""
        told = self._responsible(case)
        if rule.tells_supervisor:
            told = [*told, *self._by_role[case.agency_id, Role.SUPERVISOR]]
        unique = {user.id: user for user in told if _may_know(user, case)}
        return list(unique.values())

    def _responsible(self, case: Case) -> list[User]:
        if case.handler_id in self._handlers:
            return [self._handlers[case.handler_id]]
        if case.section_id is not None:
            leads = self._by_role[case.agency_id, Role.SECTION_LEAD]
            own = [user for user in leads if user.section_id == case.section_id]
            if own:
                return own
        return self._by_role[case.agency_id, Role.CLERK]


def _may_know(user: User, case: Case) -> bool:
    actor = Actor(user.id, user.agency_id, user.section_id, user.roles)
    view = CaseView(
        agency_id=case.agency_id,
        kind=case.kind,
        state=case.state,
        section_id=case.section_id,
        handler_id=case.handler_id,
        reported_section_id=case.reported_section_id,
        reported_user_id=case.reported_user_id,
    )
    return may_see(actor, view)
