"""Today with the calendars of the signed-in person's agency."""

from flask_login import current_user

from tracker.domain.labels import Kind
from tracker.now import today
from tracker.queries.cases.lights import Today
from tracker.services.rules import Rules, rules_for


def my_rules() -> Rules:
    return rules_for(current_user.agency)


def my_today() -> Today:
    """This day as lists read it."""
    rules = my_rules()
    return Today(
        today(),
        {kind: rules.calendar(kind) for kind in Kind},
        counts_day_of_arrival=rules.policy.consultation_pause == "before_arrival",
    )
