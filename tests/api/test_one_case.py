"""One case as JSON, for a system with a token."""

from datetime import UTC, datetime

import pytest

from tests.factories import UserFactory, registered
from tracker.domain.errors import DomainError
from tracker.domain.labels import Role
from tracker.extensions import db
from tracker.models.api_token import ApiToken
from tracker.services import api_tokens

AT = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def token(agency):
    found = api_tokens.issue(agency=agency, name="市级平台", at=AT, actor_id=None)
    db.session.commit()
    return found


def _get(client, number, token):
    return client.get(f"/api/v1/cases/{number}", headers={"Authorization": f"Bearer {token}"})


def test_a_case_is_told_with_its_deadline_and_ledger(client, token):
    case = registered()
    answer = _get(client, case.number, token)
    assert answer.status_code == 200
    assert (answer.json["number"], answer.json["state"]) == (case.number, "awaiting_assignment")
    assert answer.json["deadline"]["due_on"] == case.due_on.isoformat()
    assert answer.json["ledger"][0]["event"] == "received"
    assert "13800000000" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic x"}])
def test_without_a_living_token_nothing_is_told(client, token, header):
    case = registered()
    answer = client.get(f"/api/v1/cases/{case.number}", headers=header)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_a_revoked_token_opens_nothing(client, agency, token):
    case = registered()
    api_tokens.revoke(agency=agency, name="市级平台", at=AT, actor_id=None)
    db.session.commit()
    assert _get(client, case.number, token).status_code == 401
    with pytest.raises(DomainError, match="没有在用的"):
        api_tokens.revoke(agency=agency, name="市级平台", at=AT, actor_id=None)


@pytest.mark.parametrize("facts", ["secret", "reported", "unknown"])
def test_secret_reported_and_unknown_cases_are_all_not_there(client, token, facts):
    person = UserFactory(roles=(Role.HANDLER,))
    told = {"secret": {"is_secret": True}, "reported": {"reported_user_id": person.id}, "unknown": {}}[facts]
    case = registered(**told)
    number = "本机关热线〔2026〕999号" if facts == "unknown" else case.number
    assert _get(client, number, token).status_code == 404


def test_only_the_hash_is_kept_and_a_name_is_given_once(agency, token):
    kept = db.session.query(ApiToken).one()
    assert token not in (kept.token_hash, kept.name)
    with pytest.raises(DomainError, match="已有名为"):
        api_tokens.issue(agency=agency, name="市级平台", at=AT, actor_id=None)


def test_the_command_prints_a_token_that_opens(client, run_command):
    case = registered()
    made = run_command("tokens", "create", "市级平台")
    assert made.exit_code == 0
    assert _get(client, case.number, made.stdout.strip()).status_code == 200
    assert run_command("tokens", "revoke", "市级平台").exit_code == 0
    assert run_command("tokens", "revoke", "市级平台").exit_code == 1
