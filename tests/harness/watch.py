"""What a request does to the database: rows left uncommitted have lost somebody's work and fail their test,
and so does a page that sends more statements than any page may.
"""

from typing import Any

from flask import Flask
from sqlalchemy import Engine, event
from sqlalchemy.orm import ORMExecuteState, Session

from tracker.extensions import db

MOST_STATEMENTS = 15
LEFT_OPEN: list[str] = []
SENT: list[str] = []
_WROTE = "rows written since the last commit"


def watch_requests(app: Flask) -> None:
    """Note in LEFT_OPEN what a request leaves uncommitted, in SENT the statements it sends."""
    event.listen(Session, "after_flush", _flushed)
    event.listen(Session, "do_orm_execute", _executed)
    event.listen(Session, "after_commit", _ended)
    event.listen(Session, "after_rollback", _ended)
    event.listen(Engine, "before_cursor_execute", _sent)
    app.teardown_request(_look)


def _sent(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
    if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
        SENT.append(statement)


def _flushed(session: Session, _context: Any) -> None:
    session.info.setdefault(_WROTE, []).extend(type(row).__name__ for row in (*session.new, *session.dirty))


def _executed(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        state.session.info.setdefault(_WROTE, []).append(str(state.statement)[:80])


def _ended(session: Session) -> None:
    session.info.pop(_WROTE, None)


def _look(error: BaseException | None) -> None:
    if error is None:
        LEFT_OPEN.extend(db.session.info.get(_WROTE, []))
        LEFT_OPEN.extend(type(row).__name__ for row in (*db.session.new, *db.session.deleted))
        LEFT_OPEN.extend(type(row).__name__ for row in db.session.dirty if db.session.is_modified(row))
