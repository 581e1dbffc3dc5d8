"""编号: the next number of a series, counted inside the caller's transaction."""

from sqlalchemy import delete, literal_column, select
from sqlalchemy.dialects import postgresql, sqlite

from tracker.extensions import db
from tracker.models.numbers import NumberCounter, ReleasedNumber

AT_ONCE = 500


def next_serial(*, agency_id: int, series: str, year: int) -> int:
    """Take the next serial of ``series`` in ``year``: no gap after a rollback, no double under load."""
    return next_serials(agency_id=agency_id, series=series, year=year, count=1)[0]


def next_serials(*, agency_id: int, series: str, year: int, count: int) -> list[int]:
    """Take ``count`` serials at once, in ascending order: released ones first, so that no gap stays."""
    serials = _released(agency_id, series, year, count)
    fresh = count - len(serials)
    if fresh:
        last = _count_on(agency_id, series, year, fresh)
        serials += range(last - fresh + 1, last + 1)
    return serials


def release(*, agency_id: int, series: str, year: int, serials: list[int]) -> None:
    """Give serials back for the next cases of the series; their holders must bear other numbers by then."""
    db.session.add_all(
        ReleasedNumber(agency_id=agency_id, series=series, year=year, serial=serial) for serial in serials
    )


def _released(agency_id: int, series: str, year: int, count: int) -> list[int]:
    of_series = (
        ReleasedNumber.agency_id == agency_id,
        ReleasedNumber.series == series,
        ReleasedNumber.year == year,
    )
    free = (
        select(ReleasedNumber.serial)
        .where(*of_series)
        .order_by(ReleasedNumber.serial)
        .limit(count)
        .with_for_update(skip_locked=True)
    )
    serials = list(db.session.execute(free).scalars())
    for start in range(0, len(serials), AT_ONCE):
        taken = ReleasedNumber.serial.in_(serials[start : start + AT_ONCE])
        db.session.execute(
            delete(ReleasedNumber).where(*of_series, taken),
            execution_options={"synchronize_session": False},
        )
    return serials


def _count_on(agency_id: int, series: str, year: int, count: int) -> int:
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
