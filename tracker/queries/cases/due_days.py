"""What is due on which day, by light: the counts of a calendar, each with the list behind it."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import case, func, select

from tracker.domain.labels import Light
from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.models.case import Case
from tracker.queries.cases.filters import CaseFilter
from tracker.queries.cases.lights import Today, light_is
from tracker.queries.cases.visibility import visible_to

WITHOUT_DAY = date(9999, 12, 31)


def counts_by_day(
    actor: Actor, chosen: CaseFilter, today: Today, *, first: date, last: date
) -> Mapping[date, Mapping[Light, int]]:
    """Open cases of ``chosen`` by due day from ``first`` to ``last``, the undated ones under ``WITHOUT_DAY``.

    A case whose clock stands still counts on the day expected of it; ``falls_on`` lists the same cases.
    """
    light = case(*((light_is(each, today), each.value) for each in Light), else_=Light.GREEN.value)
    within = Case.sort_due_on.between(first, last) | (Case.sort_due_on == WITHOUT_DAY)
    statement = (
        select(Case.sort_due_on, light, func.count())
        .where(Case.is_open, visible_to(actor), within, *chosen.conditions(today, actor))
        .group_by(Case.sort_due_on, light)
        .order_by(Case.sort_due_on)
    )
    found: dict[date, dict[Light, int]] = {}
    for day, code, number in db.session.execute(statement).tuples():
        found.setdefault(day, {})[Light(code)] = number
    return found
