"""One unit of work, one transaction; it says beforehand whether it will write.

SQLite must take its write lock at BEGIN: a transaction that reads first and writes later fails under load
whatever the busy timeout. Pages that only read begin deferred, or each of them would queue for that lock.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from typing import TypeVar

from tracker.extensions import db

Batch = TypeVar("Batch")

_writes: ContextVar[bool] = ContextVar("unit_of_work_writes", default=False)


def will_write() -> bool:
    """Whether the running unit of work has announced that it writes."""
    return _writes.get()


def announce(*, writes: bool) -> Token[bool]:
    """Say whether what follows writes; give the token to ``end`` afterwards."""
    return _writes.set(writes)


def end(token: Token[bool]) -> None:
    """Forget the announcement made with ``token``."""
    _writes.reset(token)


@contextmanager
def writing() -> Iterator[None]:
    """Run the block as one writing transaction: committed at its end, rolled back when it raises.

    For edges other than the web: commands and tasks. Any open read is ended first, so that the block begins
    with the write lock.
    """
    db.session.rollback()
    token = announce(writes=True)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        end(token)


@contextmanager
def looking() -> Iterator[None]:
    """Run the block as a transaction of its own that only reads, within a unit of work that writes afterwards.

    What takes long and writes nothing (planning an import) then keeps nobody from registering a case. Whoever
    writes by what was seen checks anew what may have changed since.
    """
    db.session.rollback()
    token = announce(writes=False)
    try:
        yield
    finally:
        db.session.rollback()
        end(token)


def in_batches(step: Callable[[], Batch | None]) -> Iterator[Batch]:
    """Call ``step`` in one short writing transaction after another until it gives None.

    Yields what each call gave, after its commit, so that a job over many rows neither holds the write lock
    nor grows in memory.
    """
    while True:
        with writing():
            result = step()
        if result is None:
            return
        yield result
