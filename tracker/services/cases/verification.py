"""核对: replay every case from its events and compare what is stored; nothing is mended."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from tracker.domain.case_events import CaseEvent
from tracker.domain.errors import DomainError
from tracker.domain.lifecycle.standing import effective, fold
from tracker.extensions import db
from tracker.models.agency import Agency
from tracker.models.audit import AuditEntry
from tracker.models.case import Case
from tracker.models.case_record import CaseEventRow
from tracker.services.cases.projection import (
    assistants_of,
    case_columns,
    clock_columns,
    cycle_rows,
    deadline_of,
)
from tracker.services.rules import Rules, rules_for

BATCH = 200
SETTLED_WITH = frozenset({"due_on", "is_late", "days_used", "sign_by", "contact_by"})
RULE_CHANGES = ("calendar.loaded", "period.set", "policy.chosen")


@dataclass(frozen=True, slots=True)
class Drift:
    """A stored column that the events do not give; ``place`` is the column, with its cycle where it has one."""

    number: str
    place: str
    stored: Any
    replayed: Any


@dataclass(slots=True)
class Verification:
    """One walk over all cases in the order of their ids, ``checked`` so far.

    A changed calendar, period or reading of the law recomputes open cases only: what the clock said of a case
    that had ended before, or that ended on a provisional date, is left alone.
    """

    checked: int = 0
    _rules: dict[int, Rules] = field(default_factory=dict)

    def drifted(self) -> Iterator[Drift]:
        """Yield every drift; memory does not grow with the number of cases."""
        after_id = 0
        changed_at = _rules_changed_at()
        while cases := _next_cases(after_id):
            rows = _events_of([case.id for case in cases])
            for case in cases:
                settled = not case.is_open and (
                    case.is_provisional or _ended_before(rows[case.id], changed_at)
                )
                yield from self._compare(case, [row.as_event() for row in rows[case.id]], settled=settled)
            self.checked += len(cases)
            after_id = cases[-1].id
            db.session.expunge_all()

    def _compare(self, case: Case, events: Sequence[CaseEvent], *, settled: bool) -> Iterator[Drift]:
        if [event.seq for event in events] != list(range(1, len(events) + 1)):
            yield Drift(case.number, "events", [event.seq for event in events], "连续编号")
            return
        if case.taken_back_on is not None:
            yield from _left_behind(case, events)
            return
        try:
            replayed = _replayed(case, events, self._rules_of(case.agency_id), settled=settled)
        except (DomainError, ValueError) as refusal:
            yield Drift(case.number, "events", None, f"不能重放：{refusal}")
            return
        stored = _stored(case)
        for place, value in replayed.items():
            if place not in stored or stored[place] != value:
                yield Drift(case.number, place, stored.get(place), value)
        rounds = {place for place in stored if place.endswith(":cycle")}
        for place in sorted(rounds - replayed.keys()):
            yield Drift(case.number, place, stored[place], None)

    def _rules_of(self, agency_id: int) -> Rules:
        if agency_id not in self._rules:
            self._rules[agency_id] = rules_for(db.session.get_one(Agency, agency_id))
        return self._rules[agency_id]


def _left_behind(case: Case, events: Sequence[CaseEvent]) -> Iterator[Drift]:
    """A case taken back with its import has neither an event that counts nor a round."""
    for place, found in (("events", [event.seq for event in effective(events)]), ("cycles", case.cycles)):
        if found:
            yield Drift(case.number, place, len(found), 0)


def _replayed(case: Case, events: Sequence[CaseEvent], rules: Rules, *, settled: bool) -> dict[str, Any]:
    standing = fold(events)
    deadline = deadline_of(case, events, rules)
    columns = case_columns(case, standing, deadline, rules) | {"received_on": standing.received_on}
    if settled:
        for name in clock_columns(deadline, rules, upstream_due_at=None):
            columns.pop(name)
    for row in cycle_rows(case, events, rules, standing, deadline):
        kept = {name: value for name, value in row.items() if not (settled and name in SETTLED_WITH)}
        place = _place_of(row["cycle"], row["part"])
        columns |= {f"{place}:{name}": value for name, value in kept.items()}
    return columns | {"assistants": _helping(assistants_of(standing))}


def _stored(case: Case) -> dict[str, Any]:
    columns = {column.key: getattr(case, column.key) for column in case.__table__.columns}
    for row in case.cycles:
        place = _place_of(row.cycle, row.part)
        columns |= {f"{place}:{column.key}": getattr(row, column.key) for column in row.__table__.columns}
    stored = {row.section_id: row.opinion_due_on for row in case.assistants}
    return columns | {"assistants": _helping(stored)}


def _helping(assistants: Mapping[int, date | None]) -> list[str]:
    """Each assisting section, with the day by which it owes an opinion."""
    return [f"{section_id} {due_on or ''}".rstrip() for section_id, due_on in sorted(assistants.items())]


def _place_of(cycle: int, part: int) -> str:
    return str(cycle) if part == 1 else f"{cycle}.{part}"


def _rules_changed_at() -> datetime:
    changed = select(func.max(AuditEntry.at)).where(AuditEntry.action.in_(RULE_CHANGES))
    return db.session.execute(changed).scalar_one() or datetime.min.replace(tzinfo=UTC)


def _ended_before(rows: Sequence[CaseEventRow], instant: datetime) -> bool:
    return bool(rows) and rows[-1].at < instant


def _next_cases(after_id: int) -> Sequence[Case]:
    wanted = select(Case).where(Case.id > after_id).order_by(Case.id).limit(BATCH)
    belongings = (selectinload(Case.cycles), selectinload(Case.assistants))
    return db.session.execute(wanted.options(*belongings)).scalars().all()


def _events_of(case_ids: list[int]) -> dict[int, list[CaseEventRow]]:
    rows = db.session.execute(
        select(CaseEventRow)
        .where(CaseEventRow.case_id.in_(case_ids))
        .order_by(CaseEventRow.case_id, CaseEventRow.seq)
    ).scalars()
    by_case: defaultdict[int, list[CaseEventRow]] = defaultdict(list)
    for row in rows:
        by_case[row.case_id].append(row)
    return by_case
