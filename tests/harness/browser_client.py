"""A test client that behaves like a person's browser and checks every page it opens."""

import importlib
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.harness.watch import LEFT_OPEN, MOST_STATEMENTS, SENT
from tracker.extensions import db
from tracker.models.user import User
from tracker.now import now


class PageClient(FlaskClient):
    """Each request has an application context and a session of its own; each HTML answer is checked.

    A page that is looked at may send 15 statements. One that sends more is opened again, because the first
    page of a process also reads its calendars and periods.

    ``user`` is the account signed in, or None.
    """

    user: User | None = None

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = self._opened(*args, **kwargs)
        if _is_page(response) and len(SENT) > MOST_STATEMENTS:
            self._opened(response.request.full_path.rstrip("?"))
            sent = "\n".join(SENT)
            assert len(SENT) <= MOST_STATEMENTS, f"{response.request.path}: {len(SENT)} statements\n{sent}"
        if response.mimetype == "text/html" and not 300 <= response.status_code < 400:
            _check(response)
        return response

    def _opened(self, *args: Any, **kwargs: Any) -> TestResponse:
        db.session.commit()
        LEFT_OPEN.clear()
        SENT.clear()
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        assert not LEFT_OPEN, f"{response.request.path} left uncommitted changes: {LEFT_OPEN}"
        return response


def _is_page(response: TestResponse) -> bool:
    return (
        response.request.method == "GET" and response.status_code == 200 and response.mimetype == "text/html"
    )


def _check(response: TestResponse) -> None:
    try:
        checks = importlib.import_module("tests.web.page_checks")
    except ModuleNotFoundError:
        return
    checks.check_page(response.get_data(as_text=True), path=response.request.path)


def sign_in(client: FlaskClient, user: User) -> FlaskClient:
    """Open a session for ``user`` as the sign-in page would."""
    db.session.commit()
    moment = now().timestamp()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = user.get_id()
        cookie["_fresh"] = True
        cookie["signed_in_at"] = moment
        cookie["seen_at"] = moment
    client.user = user
    return client
