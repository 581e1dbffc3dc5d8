"""补记各日情况: write how every round of handling stood on each past day, for cases recorded before that was kept."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tracker.domain.lifecycle.standing import fold
from tracker.extensions import db
from tracker.jobs import enqueue
from tracker.models.agency import Agency
from tracker.models.case import Case
from tracker.models.reminder import Job
from tracker.services.cases.projection import cycle_rows, deadline_of, write_cycles
from tracker.services.rules import rules_for

BATCH = 200
REBUILD = "rebuild_rounds"
KEPT = ("due_on", "is_late", "days_used")


@dataclass(slots=True)
class Rebuilding:
    """One walk over all cases in the order of their ids; ``batch`` is one short transaction."""

    after_id: int = 0
    rebuilt: int = 0

    def batch(self) -> int | None:
        """Write the next cases and return how many; None when none is left.

        How a round stands now is left as it is: only its earlier days are written.
        """
        wanted = select(Case).where(Case.id > self.after_id).order_by(Case.id).limit(BATCH)
        belongings = (selectinload(Case.cycles), selectinload(Case.events))
        cases = db.session.execute(wanted.options(*belongings)).scalars().all()
        if not cases:
            return None
        for case in cases:
            _rebuild(case)
        self.after_id = cases[-1].id
        self.rebuilt += len(cases)
        db.session.flush()
        db.session.expunge_all()
        return len(cases)


def request_rest(*, because_of: str, after_id: int, at: datetime) -> Job:
    """Enqueue the rebuilding of the cases behind ``after_id`` that the migration ``because_of`` asked for."""
    return enqueue(
        REBUILD,
        key=f"{REBUILD}:{because_of}:{after_id}",
        at=at,
        arguments={"because_of": because_of, "after_id": after_id},
    )


def _rebuild(case: Case) -> None:
    events = [row.as_event() for row in case.events]
    rules = rules_for(db.session.get_one(Agency, case.agency_id))
    now = {row.cycle: {name: getattr(row, name) for name in KEPT} for row in case.rounds}
    rows = cycle_rows(case, events, rules, fold(events), deadline_of(case, events, rules))
    last = {row["cycle"]: row["part"] for row in rows}
    write_cycles(
        case,
        [row | now.get(row["cycle"], {}) if row["part"] == last[row["cycle"]] else row for row in rows],
    )
