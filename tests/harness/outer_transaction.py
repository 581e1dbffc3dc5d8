"""One outer transaction per test: sessions join it with savepoints, and it is rolled back at the end."""

import contextlib
from collections.abc import Iterator

from flask import Flask

from tracker import unit_of_work
from tracker.extensions import db


@contextlib.contextmanager
def undone(app: Flask) -> Iterator[None]:
    """Run the block with ``db.session`` on one connection whose transaction never commits."""
    with app.app_context():
        engines = db.engines
        engine = engines[None]
        token = unit_of_work.announce(writes=True)
        connection = engine.connect()
        outer = connection.begin()
        unit_of_work.end(token)
        db.session.remove()
        db.session.configure(join_transaction_mode="create_savepoint")
        engines[None] = connection
        try:
            yield
        finally:
            db.session.remove()
            engines[None] = engine
            db.session.configure(join_transaction_mode="conditional_savepoint")
            if outer.is_active:
                outer.rollback()
            connection.close()
