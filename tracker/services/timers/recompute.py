"""重新推算: the deadlines of open cases anew from their events, after the calendar or a period changed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select

from tracker.domain.case_events import CaseEvent
from tracker.domain.lifecycle.standing import fold
from tracker.extensions import db
from tracker.models.agency import Agency
from tracker.models.case import Case
from tracker.models.case_record import CaseEventRow
from tracker.models.reminder import Notice
from tracker.services import audit
from tracker.services.cases.projection import case_columns, deadline_of, project
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
    """One run over the open cases in the order of their ids; ``batch`` is one short transaction."""

    at: datetime
    after_id: int = 0
    checked: int = 0
    moved: int = 0
    _rules: dict[int, Rules] = field(default_factory=dict)

    def batch(self) -> list[Moved] | None:
        """Recompute the next cases and tell the handlers whose day came nearer; None when none is left."""
        cases = _next_open(self.after_id)
        if not cases:
            return None
        events = _events_of([case.id for case in cases])
        changed = [moved for case in cases if (moved := self._recompute(case, events[case.id])) is not None]
        self.after_id = cases[-1].id
        self.checked += len(cases)
        told = [(case, moved) for case, moved in changed if moved.before != moved.after]
        self.moved += len(told)
        _tell_nearer(told, self.at)
        db.session.flush()
        return [moved for _, moved in told]

    def _recompute(self, case: Case, events: Sequence[CaseEvent]) -> tuple[Case, Moved] | None:
        rules = self._rules_of(case.agency_id)
        columns = case_columns(case, fold(events), deadline_of(case, events, rules), rules)
        if all(getattr(case, name) == value for name, value in columns.items()):
            return None
        before = case.due_on
        _, deadline = project(case, events, rules)
        reminders.plan(case=case, deadline=deadline, rules=rules, at=self.at)
        return case, Moved(case.number, before, case.due_on)

    def _rules_of(self, agency_id: int) -> Rules:
        if agency_id not in self._rules:
            self._rules[agency_id] = rules_for(db.session.get_one(Agency, agency_id))
        return self._rules[agency_id]


def _next_open(after_id: int) -> Sequence[Case]:
    return (
        db.session.execute(
            select(Case)
            .where(Case.is_open, Case.id > after_id)
            .order_by(Case.id)
            .limit(BATCH)
            .with_for_update(of=Case)
        )
        .scalars()
        .all()
    )


def _events_of(case_ids: list[int]) -> dict[int, list[CaseEvent]]:
    rows = db.session.execute(
        select(CaseEventRow)
        .where(CaseEventRow.case_id.in_(case_ids))
        .order_by(CaseEventRow.case_id, CaseEventRow.seq)
    ).scalars()
    by_case: defaultdict[int, list[CaseEvent]] = defaultdict(list)
    for row in rows:
        by_case[row.case_id].append(row.as_event())
    return by_case


def _tell_nearer(changed: list[tuple[Case, Moved]], at: datetime) -> None:
    nearer = [
        (case, moved.before, moved.after)
        for case, moved in changed
        if moved.before and moved.after and moved.after < moved.before
    ]
    recipients = Recipients({case.id: case for case, _, _ in nearer})
    for case, before, after in nearer:
        text = f"期限提前：{case.number} 由 {before} 改为 {after}，日历或期限规则有变动"
        key = f"moved:{case.id}:{before}:{after}:{at:%Y%m%d%H%M}"
        for user in recipients.of(case):
            db.session.add(Notice(user_id=user.id, case_id=case.id, key=key, text=text, created_at=at))


def write_down(*, run: Recomputation, reason: str, actor_id: int | None) -> None:
    """Leave an audit line of a finished run: why, how many were checked, how many moved."""
    audit.record(
        action="deadlines.recomputed",
        at=run.at,
        actor_id=actor_id,
        detail={"reason": reason, "checked": run.checked, "moved": run.moved},
    )
