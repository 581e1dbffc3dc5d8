"""重新推算: the deadlines of open cases anew from their events, after the calendar or a period changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tracker.domain.errors import ClockRefused
from tracker.extensions import db
from tracker.models.agency import Agency
from tracker.models.case import Case
from tracker.models.reminder import Notice
from tracker.queries.cases.open_cases import OpenCase, open_cases
from tracker.services import audit
from tracker.services.cases.projection import project
from tracker.services.deadlines.moves import replayed
from tracker.services.rules import Rules, rules_for
from tracker.services.timers import reminders
from tracker.services.timers.recipients import Recipients

BATCH = 200


@dataclass(frozen=True, slots=True)
class Moved:
    """One case whose due day is another now; None where a stopped clock knows none."""

    number: str
    before: date | None
    after: date | None


@dataclass(slots=True)
class Recomputation:
    """One run over the open cases in the order of their ids; ``batch`` is one short transaction.

    ``reason`` names the notice, period or choice that changed, for the audit lines and the notices.
    """

    at: datetime
    reason: str
    actor_id: int | None = None
    after_id: int = 0
    checked: int = 0
    moved: int = 0
    kept: dict[str, str] = field(default_factory=dict)
    _rules: dict[int, Rules] = field(default_factory=dict)

    def batch(self) -> list[Moved] | None:
        """Recompute the next cases and tell the handlers whose day came nearer; None when none is left."""
        cases = open_cases(after=self.after_id, most=BATCH)
        if not cases:
            return None
        rows = _locked([case.id for case in cases if self._differs(case)])
        told = [(row, moved) for row in rows if (moved := self._write(row)).before != moved.after]
        self.after_id = cases[-1].id
        self.checked += len(cases)
        self.moved += len(told)
        _tell_nearer(told, self.reason, self.at)
        self._audit_moves([moved for _, moved in told])
        db.session.flush()
        return [moved for _, moved in told]

    def _differs(self, case: OpenCase) -> bool:
        """Whether the rules give another answer than the columns; earlier rounds are looked at one by one."""
        try:
            found = replayed(case, self._rules_of(case.agency_id))
        except ClockRefused as refused:
            self.kept[case.number] = refused.message
            return False
        return case.cycle > 1 or not found.is_unchanged

    def _write(self, case: Case) -> Moved:
        rules, before = self._rules_of(case.agency_id), case.due_on
        _, deadline = project(case, [row.as_event() for row in case.events], rules)
        reminders.plan(
            case=case, deadline=deadline, rules=rules, at=self.at, existing=case.reminders, flush=False
        )
        return Moved(case.number, before, case.due_on)

    def _audit_moves(self, moved: Sequence[Moved]) -> None:
        if not moved:
            return
        lines = [{"number": each.number, "from": _iso(each.before), "to": _iso(each.after)} for each in moved]
        audit.record(
            action="deadlines.moved",
            at=self.at,
            actor_id=self.actor_id,
            subject=self.reason,
            detail={"moved": lines},
        )

    def finish(self) -> None:
        """Leave an audit line of the run: how many were checked and moved, and which kept their old day.

        A case keeps its day when the new rules do not accept an event that was recorded under the old ones.
        """
        audit.record(
            action="deadlines.recomputed",
            at=self.at,
            actor_id=self.actor_id,
            subject=self.reason,
            succeeded=not self.kept,
            detail={"checked": self.checked, "moved": self.moved, "kept": self.kept},
        )

    def _rules_of(self, agency_id: int) -> Rules:
        if agency_id not in self._rules:
            self._rules[agency_id] = rules_for(db.session.get_one(Agency, agency_id))
        return self._rules[agency_id]


def _locked(case_ids: Sequence[int]) -> Sequence[Case]:
    """The cases to be written, locked, with all that belongs to them, by id."""
    if not case_ids:
        return []
    return (
        db.session.execute(
            select(Case)
            .where(Case.id.in_(case_ids), Case.is_open)
            .options(
                selectinload(Case.cycles),
                selectinload(Case.assistants),
                selectinload(Case.events),
                selectinload(Case.reminders),
            )
            .order_by(Case.id)
            .with_for_update(of=Case)
            .execution_options(populate_existing=True)
        )
        .scalars()
        .all()
    )


def _tell_nearer(changed: list[tuple[Case, Moved]], reason: str, at: datetime) -> None:
    nearer = [
        (case, moved.before, moved.after)
        for case, moved in changed
        if moved.before and moved.after and moved.after < moved.before
    ]
    recipients = Recipients({case.id: case for case, _, _ in nearer})
    for case, before, after in nearer:
        text = f"期限提前：{case.number} 由 {before} 改为 {after}（{reason}）"
        key = f"moved:{case.id}:{before}:{after}:{at:%Y%m%d%H%M}"
        for user in recipients.of(case):
            db.session.add(Notice(user_id=user.id, case_id=case.id, key=key, text=text, created_at=at))


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
