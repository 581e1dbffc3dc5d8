"""People of a benchmark, signed in, and the pages they open."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from tracker.domain.labels import Role
from tracker.extensions import db
from tracker.models import Section, User
from tracker.now import now
from tracker.queries import organisation
from tracker.services import accounts
from tracker.unit_of_work import writing


def signed_in(app: Flask, roles: tuple[Role, ...], section: Section | None) -> FlaskClient:
    """A client of a person with ``roles``, who is made where missing."""
    name = "bench-" + "-".join(roles)
    with writing():
        if not db.session.query(User).filter_by(username=name).count():
            accounts.create_user(
                username=name,
                display_name="测速",
                roles=frozenset(roles),
                password="only-for-benches-1",  # noqa: S106
                at=now(),
                actor_id=None,
                agency=organisation.only_agency(),
                section=section,
            )
    client = app.test_client()
    with app.app_context():
        client.post("/sign-in", data={"username": name, "password": "only-for-benches-1"})
    return client


def opening(app: Flask, client: FlaskClient, path: str) -> Callable[[], Any]:
    """Each request in a context of its own, as a server gives it: who is signed in is asked every time."""

    def opened() -> Any:
        with app.app_context():
            answer = client.get(path)
            if answer.status_code != HTTPStatus.OK:
                raise RuntimeError(f"{path}：{answer.status} {answer.location}")
            return answer

    return opened
