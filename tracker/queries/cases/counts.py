"""件数 beside the views of a list: open cases by light and state in one statement."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, select

from tracker.domain.labels import Light, State
from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.models.case import Case
from tracker.queries.cases.filters import CaseFilter
from tracker.queries.cases.lights import Today, light_is
from tracker.queries.cases.pages import count
from tracker.queries.cases.visibility import visible_to

COUNTED_BESIDE_FILTERS = 1000


@dataclass(frozen=True, slots=True)
class OpenCounts:
    """What a person may see of the open cases."""

    total: int
    lights: Mapping[Light, int]
    unassigned: int
    in_review: int
    mine: int


def open_counts(actor: Actor, today: Today) -> OpenCounts:
    """Counts of the open cases ``actor`` may see, by today's lights; as exact as the lists behind them."""
    sums = [_how_many(light_is(light, today)) for light in Light]
    sums += [
        _how_many(Case.state == State.AWAITING_ASSIGNMENT),
        _how_many(Case.state == State.AWAITING_REVIEW),
        _how_many(Case.handler_id == actor.user_id),
    ]
    statement = select(func.count(), *sums).select_from(Case).where(and_(Case.is_open, visible_to(actor)))
    total, *numbers = (int(number or 0) for number in db.session.execute(statement).one())
    lights = dict(zip(Light, numbers, strict=False))
    return OpenCounts(total, lights, *numbers[len(lights) :])


def closed_count(actor: Actor, today: Today) -> int:
    """How many ended cases ``actor`` may see, counted up to one more than ``COUNTED_BESIDE_FILTERS``."""
    return count(actor, CaseFilter(is_open=False), today, ceiling=COUNTED_BESIDE_FILTERS)


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
