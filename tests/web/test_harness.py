"""The harness itself: what it promises to every other test."""

import pytest
from flask import Flask

from tests.factories import SectionFactory, UserFactory
from tests.factories.people import PASSWORD
from tracker.domain.labels import Role
from tracker.extensions import db
from tracker.models.user import User
from tracker.services import accounts


@pytest.mark.parametrize("turn", [1, 2])
def test_what_one_test_commits_the_next_does_not_see(session, turn):
    assert session.query(User).count() == 0
    UserFactory(username="wang")
    assert session.query(User).count() == 1


def test_an_account_made_for_a_test_has_its_password_section_and_role(user_with):
    section = SectionFactory()
    user = user_with(Role.CLERK, section=section)
    assert accounts.check_password(user, PASSWORD)
    assert (user.section, user.roles) == (section, {Role.CLERK})


def test_a_request_that_leaves_rows_uncommitted_fails(app: Flask, client, session, monkeypatch):
    def forgetful():
        session.add(User(username="x"))
        return "saved"

    forgetful.access_rule = "public"
    monkeypatch.setitem(app.view_functions, "auth.sign_in", forgetful)
    with pytest.raises(AssertionError, match="uncommitted"):
        client.get("/sign-in")


def test_the_installation_commits_for_real(installation):
    with installation.app_context():
        UserFactory(username="zheng")
        db.session.remove()
        assert db.session.query(User).one().username == "zheng"
