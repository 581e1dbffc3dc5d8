"""One outer transaction per test: sessions join it with savepoints, and it is rolled back at the end."""

import contextlib
from collections.abc import Iterator
from types import SimpleNamespace

from flask import Flask

from tracker import unit_of_work
from tracker.extensions import db
from tracker.services import rules


@contextlib.contextmanager
def undone(app: Flask) -> Iterator[None]:
    """Run the block with ``db.session`` on one connection whose transaction never commits."""
    with app.app_context():
        token = unit_of_work.announce(writes=True)
        connection = db.engine.connect()
        outer = connection.begin()
        unit_of_work.end(token)
        db.session.remove()
        one_connection = SimpleNamespace(engines={None: connection})
        db.session.configure(db=one_connection, join_transaction_mode="create_savepoint")
        rules._built.clear()
        try:
            yield
        finally:
            db.session.remove()
            db.session.configure(db=db, join_transaction_mode="conditional_savepoint")
            if outer.is_active:
                outer.rollback()
            connection.close()
