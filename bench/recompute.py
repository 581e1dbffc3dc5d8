"""Recompute every open case after a changed calendar: ``python -m bench.recompute``.

Runs on the database of the environment, filled by ``bench.fill N --open``. Every case is read and replayed as
after a loaded notice; processor time is printed for 100,000 cases beside the floor of 60 s, with the growth of
memory, which must not follow the number of cases. Exit code 1 when the floor is missed.
"""

import resource
import sys
import time

from tracker.app import create_app
from tracker.extensions import db
from tracker.models import Case
from tracker.queries import organisation
from tracker.queries.cases.open_cases import all_open_cases
from tracker.services.deadlines import moves
from tracker.services.rules import rules_for

FLOOR_SECONDS = 60
SCALE = 100_000


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> int:
    """Print one line; 0 when the floor is met."""
    with create_app().app_context():
        agency = organisation.only_agency()
        rules = rules_for(agency)
        count = db.session.query(db.func.count(Case.id)).filter(Case.is_open).scalar()
        memory, start = _peak(), time.process_time()
        moved = sum(1 for _ in moves.moves_under(rules, all_open_cases(agency.id)))
        taken = (time.process_time() - start) * SCALE / max(count, 1)
        print(
            f"{count} 件在办，{db.engine.dialect.name}：每 {SCALE} 件 {taken:.1f} 秒（上限 {FLOOR_SECONDS} 秒），"
            f"期限会变 {moved} 件，内存多用 {_peak() - memory} MB"
        )
    return 0 if taken <= FLOOR_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
