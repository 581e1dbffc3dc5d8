"""Today with the calendars of the signed-in person's agency."""

from flask import g, request
from flask_login import current_user

from tracker.domain.labels import Kind
from tracker.now import today
from tracker.queries.cases.lights import Today
from tracker.services.rules import Rules, rules_for
from tracker.web.transaction import SAFE_METHODS


def my_rules() -> Rules:
    """The rules of the signed-in person's agency; a page that only reads looks them up once."""
    if request.method not in SAFE_METHODS:
        return rules_for(current_user.agency)
    if "rules" not in g:
        g.rules = rules_for(current_user.agency)
    return g.rules  # type: ignore[no-any-return]


def my_today() -> Today:
    """This day as lists read it."""
    rules = my_rules()
    return Today(
        today(),
        {kind: rules.calendar(kind) for kind in Kind},
        counts_day_of_arrival=rules.policy.consultation_pause == "before_arrival",
    )
