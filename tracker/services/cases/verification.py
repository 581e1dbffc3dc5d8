"""核对: replay every case from its events and compare what is stored; nothing is mended."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tracker.domain.case_events import CaseEvent
from tracker.domain.lifecycle.standing import fold
from tracker.extensions import db
from tracker.models.agency import Agency
from tracker.models.case import Case
from tracker.models.case_record import CaseEventRow
from tracker.services.cases.projection import (
    case_columns,
    clock_columns,
    cycle_columns,
    cycle_deadlines,
    deadline_of,
)
from tracker.services.rules import Rules, rules_for

BATCH = 200
SETTLED_WITH = {"due_on", "is_late"}


@dataclass(frozen=True, slots=True)
class Drift:
    """A stored column that the events do not give; ``place`` is the column, with its cycle where it has one."""

    number: str
    place: str
    stored: Any
    replayed: Any


@dataclass(slots=True)
class Verification:
    """One walk over all cases in the order of their ids, ``checked`` so far."""

    checked: int = 0

    def drifted(self) -> Iterator[Drift]:
        """Yield every drift; memory does not grow with the number of cases."""
        after_id = 0
        rules: dict[int, Rules] = {}
        while cases := _next_cases(after_id):
            events = _events_of([case.id for case in cases])
            for case in cases:
                if case.agency_id not in rules:
                    rules[case.agency_id] = rules_for(db.session.get_one(Agency, case.agency_id))
                yield from _compare(case, events[case.id], rules[case.agency_id])
            self.checked += len(cases)
            after_id = cases[-1].id
            db.session.expunge_all()


def _next_cases(after_id: int) -> Sequence[Case]:
    wanted = select(Case).where(Case.id > after_id).order_by(Case.id).limit(BATCH)
    return db.session.execute(wanted.options(selectinload(Case.cycles))).scalars().all()


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


def _compare(case: Case, events: Sequence[CaseEvent], rules: Rules) -> Iterator[Drift]:
    standing = fold(events)
    deadline = deadline_of(case, events, rules)
    columns = case_columns(case, standing, deadline, rules)
    keeps_its_calendar = not case.is_open and case.is_provisional
    if keeps_its_calendar:
        # an ended case is not recomputed when a later notice settles the year
        for name in clock_columns(deadline, rules, upstream_due_at=None):
            columns.pop(name)
    for name, value in columns.items():
        if getattr(case, name) != value:
            yield Drift(case.number, name, getattr(case, name), value)
    stored = {cycle.cycle: cycle for cycle in case.cycles}
    for row in cycle_columns(case, standing, cycle_deadlines(case, events, rules, standing, deadline)):
        cycle = stored.pop(row["cycle"], None)
        for name, value in row.items():
            if keeps_its_calendar and name in SETTLED_WITH:
                continue
            if cycle is None or getattr(cycle, name) != value:
                yield Drift(case.number, f"{row['cycle']}:{name}", cycle and getattr(cycle, name), value)
    for superfluous in stored:
        yield Drift(case.number, f"{superfluous}:cycle", superfluous, None)
