"""One request, one transaction: committed once, after a good response."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request

from tracker import unit_of_work
from tracker.extensions import db

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
FIRST_REFUSAL = 400


View = TypeVar("View", bound=Callable[..., Any])


def only_reads(view: View) -> View:
    """This route is posted to and yet writes nothing: it looks before somebody confirms."""
    view.only_reads = True  # type: ignore[attr-defined]
    return view


def keep() -> None:
    """Commit this request's rows although its answer is a refusal (a failed sign-in is counted)."""
    g.keeps_rows = True


def register(app: Flask) -> None:
    """Announce writing requests, commit after good answers, roll back everything else."""
    app.before_request(_announce)
    app.after_request(_commit)
    app.teardown_request(_end)


def _announce() -> None:
    g.unit_of_work = unit_of_work.announce(writes=_may_write())


def _may_write() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return request.method not in SAFE_METHODS and not getattr(view, "only_reads", False)


def _commit(response: Response) -> Response:
    if not unit_of_work.will_write():
        return response
    if response.status_code < FIRST_REFUSAL or g.get("keeps_rows"):
        db.session.commit()
    else:
        db.session.rollback()
    return response


def _end(error: BaseException | None) -> None:
    if error is not None:
        db.session.rollback()
    token = g.pop("unit_of_work", None)
    if token is not None:
        unit_of_work.end(token)
