"""巡查: claim due reminders in batches and tell the people they concern, each occasion exactly once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from tracker.domain.reminder_rules import MAIN, ReminderRule, reminder_text
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.reminder import Notice, Reminder
from tracker.services.timers.recipients import Recipients

BATCH = 200


@dataclass(frozen=True, slots=True)
class Swept:
    """What one batch did. ``skipped`` counts due reminders that no longer concern anybody."""

    due: int = 0
    notified: int = 0
    skipped: int = 0

    def __add__(self, other: "Swept") -> "Swept":
        return Swept(self.due + other.due, self.notified + other.notified, self.skipped + other.skipped)


def fire_batch(*, at: datetime, most: int = BATCH) -> Swept | None:
    """Fire up to ``most`` reminders due at ``at``; None when none was left.

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
        return None
    recipients = Recipients(_cases(row.case_id for row in rows))
    notified = skipped = 0
    for row in rows:
        row.fired_at = at
        told = _tell(row, recipients, at)
        notified += told
        skipped += not told
    db.session.flush()
    return Swept(due=len(rows), notified=notified, skipped=skipped)


def _cases(ids: Iterable[int]) -> dict[int, Case]:
    found = db.session.execute(select(Case).where(Case.id.in_(set(ids)))).scalars()
    return {case.id: case for case in found}


def _tell(row: Reminder, recipients: Recipients, at: datetime) -> int:
    case = recipients.cases[row.case_id]
    if not case.is_open or _has_moved(row, case):
        return 0
    rule = ReminderRule(row.rule)
    text = reminder_text(rule, number=case.number, title=case.title, due_on=row.due_on)
    key = f"reminder:{case.id}:{row.clock}:{row.rule}:{row.due_key}"
    people = recipients.of(case, with_supervisor=rule.tells_supervisor)
    db.session.add_all(
        Notice(user_id=user.id, case_id=case.id, key=key, text=text, created_at=at) for user in people
    )
    return len(people)


def _has_moved(row: Reminder, case: Case) -> bool:
    """Whether the main deadline is another one by now; its own reminders are planned already."""
    return row.clock == MAIN and case.due_on != row.due_on
