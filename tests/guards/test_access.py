"""Every route says who may call it, and the server keeps to it."""

import pytest

from tracker.domain.labels import Role
from tracker.web.access import PUBLIC, SIGNED_IN, rule_of

# what a person without an account may see; everything else needs one
OPEN_TO_ALL = {"static", "auth.sign_in", "auth.sign_in_submit"}
MAY_BE_OPEN = OPEN_TO_ALL | {
    "api.case",
    "setup.begin",
    "setup.check_code",
    "setup.office",
    "setup.set_up_office",
}


def test_every_route_has_an_access_rule(app):
    with app.app_context():
        forgotten = [rule.endpoint for rule in app.url_map.iter_rules() if rule_of(rule.endpoint) is None]
    assert forgotten == []


def test_only_the_ways_in_are_open_to_all(app):
    with app.app_context():
        opened = {rule.endpoint for rule in app.url_map.iter_rules() if rule_of(rule.endpoint) == PUBLIC}
    assert opened >= OPEN_TO_ALL
    assert opened - MAY_BE_OPEN == set()


def test_every_rule_is_signed_in_or_a_set_of_roles(app):
    with app.app_context():
        for rule in app.url_map.iter_rules():
            found = rule_of(rule.endpoint)
            assert found in {PUBLIC, SIGNED_IN} or set(found) <= set(Role), rule.endpoint


def test_routes_that_change_something_are_not_reached_by_a_link(app):
    for rule in app.url_map.iter_rules():
        writes = {"submit", "create", "delete", "save"} & set(rule.endpoint.replace(".", "_").split("_"))
        assert not (writes and "GET" in rule.methods), rule.endpoint


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role.value if role else "nobody")
def test_the_server_refuses_whom_the_rule_does_not_name(app, client, client_as, role):
    visitor = client if role is None else client_as(role)
    with app.app_context():
        plain = [
            (rule.rule, rule_of(rule.endpoint))
            for rule in app.url_map.iter_rules()
            if "GET" in rule.methods and not rule.arguments and rule_of(rule.endpoint) != PUBLIC
        ]
    for address, rule in plain:
        if role is None:
            assert visitor.get(address).status_code == 302, address
        elif rule != SIGNED_IN and role not in rule:
            assert visitor.get(address).status_code == 403, address
