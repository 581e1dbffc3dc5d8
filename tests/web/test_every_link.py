"""Every link that a person of the demonstration can see opens, and every form may be sent by who sees it."""

import re
from collections import Counter, deque
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

import pytest
from flask import current_app
from flask_login import login_user
from lxml import html as parser

from tracker.extensions import db
from tracker.models.user import User
from tracker.services.demo import loading
from tracker.web.access import may_call

ENOUGH_OF_A_SHAPE = 3
FEWEST_PLACES = 4
PEOPLE = ("sun", "zheng", "ma", "zhou", "feng", "chen", "xitong", "anquan", "shenji")


@contextmanager
def signed_in_as(client):
    with client.application.test_request_context():
        login_user(db.session.get(User, client.user.id))
        yield


@pytest.fixture
def demonstration(session):
    loading.load(at=datetime.now(UTC))
    session.commit()


def links(text: str, base: str) -> list[str]:
    found = (urljoin(base, link.get("href")) for link in parser.document_fromstring(text).xpath("//a[@href]"))
    return [each.partition("#")[0] for each in found if urlsplit(each).scheme in {"", "http"}]


def shape(address: str) -> str:
    """Two addresses of one shape differ in their numbers and in the values of their questions."""
    parts = urlsplit(address)
    names = ",".join(sorted(re.findall(r"(\w+)=", parts.query)))
    return re.sub(r"\d+", "0", parts.path) + "?" + names


def closed_forms(text: str, base: str) -> list[str]:
    """The forms on a page that the person looking at it may not send."""
    forms = parser.document_fromstring(text).xpath("//form[@method='post'][.//button]")
    sent_to = {urlsplit(urljoin(base, form.get("action") or base)).path for form in forms}
    places = current_app.url_map.bind("localhost")
    return [each for each in sent_to if not may_call(places.match(each, method="POST")[0])]


def refused(client, start: str) -> list[str]:
    """Follow every link from ``start``, a few of each shape; what did not answer or could not be sent."""
    waiting, seen, tried, bad = deque([start]), {start}, Counter(), []
    while waiting:
        address = waiting.popleft()
        if tried[shape(address)] == ENOUGH_OF_A_SHAPE:
            continue
        tried[shape(address)] += 1
        answer = client.get(address, follow_redirects=True)
        if answer.status_code != 200:
            bad.append(f"{answer.status_code} {address}")
        if answer.mimetype != "text/html":
            continue
        with signed_in_as(client):
            bad += [
                f"form {each} on {address}" for each in closed_forms(answer.get_data(as_text=True), address)
            ]
        for link in links(answer.get_data(as_text=True), address):
            if link not in seen and link.startswith("/") and "sign-out" not in link:
                seen.add(link)
                waiting.append(link)
    assert len(tried) >= FEWEST_PLACES
    return bad


@pytest.mark.slow
@pytest.mark.timeout(900)  # more than a thousand pages, one by one
def test_every_link_a_person_sees_opens(demonstration, client_as):
    bad = {}
    for username in PEOPLE:
        user = db.session.query(User).filter_by(username=username).one()
        bad[username] = refused(client_as(user=user), "/")
    assert {name: found for name, found in bad.items() if found} == {}
