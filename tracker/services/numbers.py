"""编号: the next number of a series, counted inside the caller's transaction."""

from sqlalchemy import literal_column
from sqlalchemy.dialects import postgresql, sqlite

from tracker.extensions import db
from tracker.models.case import NumberCounter


def next_serial(*, agency_id: int, series: str, year: int) -> int:
    """Take the next serial of ``series`` in ``year``: no gap after a rollback, no double under load."""
    return last_of(agency_id=agency_id, series=series, year=year, count=1)


def last_of(*, agency_id: int, series: str, year: int, count: int) -> int:
    """Take ``count`` serials at once and return the last of them."""
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    statement = (
        insert(NumberCounter)
        .values(agency_id=agency_id, series=series, year=year, last=count)
        .on_conflict_do_update(
            index_elements=["agency_id", "series", "year"],
            set_={"last": literal_column("number_counters.last") + count},
        )
        .returning(NumberCounter.last)
    )
    return db.session.execute(statement).scalar_one()
