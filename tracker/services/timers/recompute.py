"""重新推算: the deadlines of open cases anew from their events, after the calendar or a period changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, bindparam, select, update
from sqlalchemy.orm import selectinload

from tracker.domain.errors import ClockRefused
from tracker.extensions import db
from tracker.models.agency import Agency
from tracker.models.case import Case, CaseCycle
from tracker.models.reminder import Notice
from tracker.queries.cases.open_cases import OpenCase, claimed, open_cases
from tracker.services import audit
from tracker.services.cases.projection import cycle_clock_columns, project
from tracker.services.deadlines.moves import Replayed, replayed
from tracker.services.rules import Rules, rules_for
from tracker.services.timers import reminders
from tracker.services.timers.recipients import Recipients

BATCH = 500


@dataclass(frozen=True, slots=True)
class Moved:
    """One case whose due day is another now; None where a stopped clock knows none."""

    number: str
    before: date | None
    after: date | None
    case_id: int


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
        ids = claimed(after=self.after_id, most=BATCH)
        if not ids:
            return None
        cases = open_cases(most=BATCH, narrowed_to=Case.id.in_(ids))
        plain = [found for case in cases if case.is_plain and (found := self._replayed(case))]
        others = [case.id for case in cases if not case.is_plain]
        told = [*self._write_plain(plain), *(self._write(row) for row in _loaded(others))]
        told = [moved for moved in told if moved.before != moved.after]
        self.after_id = ids[-1]
        self.checked += len(cases)
        self.moved += len(told)
        _tell_nearer(told, self.reason, self.at)
        self._audit_moves(told)
        db.session.flush()
        return told

    def _replayed(self, case: OpenCase) -> Replayed | None:
        """What the rules answer for a case, or None where the columns hold it already or they refuse."""
        try:
            found = replayed(case, self._rules_of(case.agency_id))
        except ClockRefused as refused:
            self.kept[case.number] = refused.message
            return None
        return None if found.is_unchanged else found

    def _write_plain(self, found: Sequence[Replayed]) -> list[Moved]:
        """Write cases whose columns follow from this one replay: in bulk."""
        if not found:
            return []
        _write_columns(Case, "id", [(each.case.id, each.columns) for each in found])
        shared = [
            (each.case.id, {"due_on": each.deadline.due_on, "contact_by": each.of_round["contact_by"]})
            for each in found
        ]
        _write_columns(CaseCycle, "case_id", shared)
        signing = [(each.case.id, {"sign_by": each.of_round["sign_by"]}) for each in found]
        _write_columns(CaseCycle, "case_id", signing, CaseCycle.sign_by.is_not(None))
        rounds = [(each.case.id, cycle_clock_columns(each.deadline)) for each in found]
        _write_columns(CaseCycle, "case_id", rounds, CaseCycle.stands_until.is_(None))
        reminders.plan_all(
            [(each.case, each.deadline, self._rules_of(each.case.agency_id)) for each in found], at=self.at
        )
        return [
            Moved(each.case.number, each.case.stored["due_on"], each.columns["due_on"], each.case.id)
            for each in found
        ]

    def _write(self, case: Case) -> Moved:
        """Write a case whose rounds, or their parts, have dates of their own."""
        rules, before = self._rules_of(case.agency_id), case.due_on
        try:
            _, deadline = project(case, [row.as_event() for row in case.events], rules)
        except ClockRefused as refused:
            self.kept[case.number] = refused.message
            return Moved(case.number, before, before, case.id)
        reminders.plan(case=case, deadline=deadline, rules=rules, at=self.at)
        return Moved(case.number, before, case.due_on, case.id)

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


def _write_columns(
    model: type[Case | CaseCycle],
    key: str,
    rows: Sequence[tuple[int, dict[str, Any]]],
    *narrowed_to: ColumnElement[bool],
) -> None:
    table = cast("Table", model.__table__)
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in rows[0][1]}
    statement = update(table).where(table.c[key] == bindparam("row_key"), *narrowed_to).values(values)
    parameters = [
        {"row_key": row_key} | {f"new_{name}": value for name, value in columns.items()}
        for row_key, columns in rows
    ]
    db.session.connection().execute(statement, parameters)


def _loaded(case_ids: Sequence[int]) -> Sequence[Case]:
    """The cases with all that belongs to them, by id; they are locked already."""
    if not case_ids:
        return []
    return (
        db.session.execute(
            select(Case)
            .where(Case.id.in_(case_ids))
            .options(selectinload(Case.cycles), selectinload(Case.assistants), selectinload(Case.events))
            .order_by(Case.id)
            .execution_options(populate_existing=True)
        )
        .scalars()
        .all()
    )


def _tell_nearer(changed: Sequence[Moved], reason: str, at: datetime) -> None:
    nearer = [each for each in changed if each.before and each.after and each.after < each.before]
    if not nearer:
        return
    statement = select(Case).where(Case.id.in_([each.case_id for each in nearer]))
    cases = {case.id: case for case in db.session.execute(statement).scalars()}
    recipients = Recipients(cases)
    for each in nearer:
        text = f"期限提前：{each.number} 由 {each.before} 改为 {each.after}（{reason}）"
        key = f"moved:{each.case_id}:{each.before}:{each.after}:{at:%Y%m%d%H%M}"
        for user in recipients.of(cases[each.case_id]):
            db.session.add(Notice(user_id=user.id, case_id=each.case_id, key=key, text=text, created_at=at))


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
