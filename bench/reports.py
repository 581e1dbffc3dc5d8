"""The annual report of a year with many requests, and the statistics of as many items.

    python bench/reports.py [100000]

Opens the pages as a statistician does, on the database of the environment when DATABASE_URL is set (an empty one is
expected), else on a SQLite file of its own. Each time stands beside that of the bare grouped SQL over the same rows.
Exits 1 above the ceiling: 300 ms for the report on PostgreSQL, 600 ms on SQLite, 300 ms for the statistics, all for
100,000 rows.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from bench.browsing import opening, signed_in
from bench.fill import Writer
from tracker.app import create_app
from tracker.domain.labels import ApplicantType, ClockState, ItemType, Kind, Role, Satisfaction, State
from tracker.domain.outcomes import HandlingResult, Outcome
from tracker.extensions import db
from tracker.models import Agency, Case, CaseCycle, Channel
from tracker.now import now
from tracker.unit_of_work import writing

CHUNK, ROUNDS, FULL, RARE = 10_000, 5, 100_000, 0.05
YEAR = 2025
FIRST, LAST = date(YEAR, 1, 1), date(YEAR, 12, 31)
FIRST_ITEM, LAST_ITEM = date(YEAR - 1, 1, 1), date(YEAR - 1, 12, 31)
STATISTICS = f"/statistics/?start={FIRST_ITEM}&end={LAST_ITEM}&as_of={LAST_ITEM}&cohort=active&by={{by}}"
BARE_ANNUAL = text(
    "select outcome, applicant_type, count(*) from case_cycles "
    "where agency_id = :agency and kind = 'disclosure' and received_on <= :last group by outcome, applicant_type"
)
BARE_COMPLETION = text(
    "select channel_id, count(*), sum(case when closed_on <= :last then 1 else 0 end) from case_cycles "
    "where agency_id = :agency and kind in ('hotline', 'mailbox') and received_on between :first and :last "
    "group by channel_id"
)


def fill(number: int) -> int:
    """Write ``number`` requests of the year and as many hotline items of the one before; return the agency's id."""
    chance = random.Random(YEAR)
    agency = db.session.query(Agency).order_by(Agency.id).first()
    channels = {channel.kind: channel for channel in db.session.query(Channel).order_by(Channel.id.desc())}
    for start in range(0, 2 * number, CHUNK):
        kind = Kind.DISCLOSURE if start < number else Kind.HOTLINE
        rows = [_row(place, agency.id, channels[kind], chance) for place in range(start, start + CHUNK)]
        with writing():
            connection = db.session.connection()
            Writer(connection, Case.__table__).write([row[0] for row in rows])
            Writer(connection, CaseCycle.__table__).write([row[1] for row in rows])
    with writing():
        db.session.execute(text("ANALYZE"))
    return agency.id


def _row(
    place: int, agency_id: int, channel: Channel, chance: random.Random
) -> tuple[dict[str, Any], dict[str, Any]]:
    is_request = channel.kind is Kind.DISCLOSURE
    received = (FIRST if is_request else FIRST_ITEM) + timedelta(days=chance.randrange(365))
    closed = None if chance.random() < 0.05 else received + timedelta(days=chance.randrange(1, 30))
    is_item = not is_request and closed
    common = {
        "agency_id": agency_id,
        "channel_id": channel.id,
        "kind": channel.kind,
        "received_on": received,
        "due_on": received + timedelta(days=20),
        "replied_on": closed,
        "closed_on": closed,
        "applicant_type": chance.choice(list(ApplicantType)) if is_request else None,
        "item_type": None if is_request else chance.choice(list(ItemType)),
        "outcome": chance.choice(list(Outcome)).value if is_request and closed else None,
        "result": chance.choice(list(HandlingResult)).value if is_item else None,
        "satisfaction": chance.choice([None, None, *Satisfaction]) if is_item else None,
        "times_returned": int(chance.random() < RARE),
        "times_extended": int(chance.random() < RARE),
    }
    case = {
        "id": place + 1,
        "number": f"示例〔{YEAR}〕{place + 1}号",
        "title": f"反映样本村第{place + 1}件",
        "state": State.CLOSED if closed else State.IN_HAND,
        "is_open": closed is None,
        "clock_state": ClockState.RUNNING,
        "sort_due_on": common["due_on"],
        "created_at": now(),
    }
    cycle = {
        "case_id": place + 1,
        "cycle": 1,
        "started_on": received,
        "stands_from": received,
        "is_late": chance.random() < 0.1,
        "days_used": chance.randrange(1, 12),
        "sign_by": received + timedelta(days=1),
        "signed_on": received + timedelta(days=chance.randrange(3)),
        "contact_by": received + timedelta(days=1),
        "contacted_on": closed and received + timedelta(days=chance.randrange(3)),
    }
    return common | case, common | cycle


def milliseconds(run: Callable[[], Any]) -> float:
    times = []
    for _ in range(ROUNDS):
        db.session.rollback()
        began = time.perf_counter()
        run()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def _as_text(days: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in days.items()}


def measured(app: Flask, number: int) -> int:
    agency_id = fill(number)
    asked = {"agency": agency_id, "first": FIRST, "last": LAST}
    items = asked | {"first": FIRST_ITEM, "last": LAST_ITEM}
    if db.engine.dialect.name == "sqlite":
        asked, items = _as_text(asked), _as_text(items)
    client = signed_in(app, (Role.STATISTICIAN,), None)
    annual_ceiling = 300 if db.engine.dialect.name == "postgresql" else 600
    lines = (
        (
            "annual report, section three",
            annual_ceiling,
            opening(app, client, f"/annual-report/{YEAR}/three"),
            lambda: db.session.execute(BARE_ANNUAL, asked).all(),
        ),
        (
            "statistics by channel",
            300,
            opening(app, client, STATISTICS.format(by="channel")),
            lambda: db.session.execute(BARE_COMPLETION, items).all(),
        ),
        (
            "statistics by type",
            300,
            opening(app, client, STATISTICS.format(by="type")),
            lambda: db.session.execute(BARE_COMPLETION, items).all(),
        ),
    )
    slow = 0
    for name, ceiling, ours, bare in lines:
        took, bare_took = milliseconds(ours), milliseconds(bare)
        allowed = ceiling * max(1, number // FULL)
        print(f"{name}: {took:.0f} ms, bare SQL {bare_took:.0f} ms, ceiling {allowed} ms, {number} rows")
        slow += took > allowed
    return slow


def main() -> int:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else FULL
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("INSTANCE_DIR", folder)
        app = create_app()
        app.config.update(WTF_CSRF_ENABLED=False)
        with app.app_context():
            upgrade()
            slow = measured(app, number)
            db.session.remove()
            db.engine.dispose()
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
