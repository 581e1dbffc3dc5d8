"""件数 beside the views of a list: open cases by light and state in one statement."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

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
CHOSEN_BY = ("channel_id", "kind", "state", "section_id", "handler_id", "light")


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


def view_counts(actor: Actor, today: Today, views: Mapping[str, CaseFilter]) -> dict[str, int]:
    """How many cases each of ``views`` shows ``actor``, in one statement.

    Views of open cases are counted in one pass over those; the others one by one, up to one more than
    ``COUNTED_BESIDE_FILTERS``.
    """
    columns: list[ColumnElement[int]] = []
    for chosen in views.values():
        conditions = chosen.conditions(today, actor)
        if chosen.keeps_to_open:
            columns.append(func.coalesce(_how_many(and_(*conditions)), 0))
        else:
            inner = select(Case.id).where(visible_to(actor), *conditions)
            bounded = inner.limit(COUNTED_BESIDE_FILTERS + 1).subquery()
            columns.append(select(func.count()).select_from(bounded).scalar_subquery())
    statement = select(*columns).select_from(Case).where(and_(Case.is_open, visible_to(actor)))
    return dict(zip(views, map(int, db.session.execute(statement).one()), strict=True))


@dataclass(frozen=True, slots=True)
class Choices:
    """件数 beside the choices of the filters: by field, then by what may be chosen."""

    by_field: Mapping[str, Mapping[object, int]]

    def of(self, field: str, value: object) -> int:
        return self.by_field[field].get(value, 0)


def counted_choices(actor: Actor, chosen: CaseFilter, today: Today) -> Choices | None:
    """How many open cases each choice of a filter would leave, with every other filter as it is; one statement.

    None for lists that hold ended cases as well: those are not counted one by one.
    """
    if not chosen.keeps_to_open:
        return None
    free = replace(
        chosen, channel_id=None, kind=None, state=None, section_id=None, handler_id=None, light=None
    )
    light = case(*((light_is(each, today), each.value) for each in Light), else_="")
    columns = (Case.channel_id, Case.kind, Case.state, Case.section_id, Case.handler_id, light)
    statement = select(*columns, func.count()).where(visible_to(actor), *free.conditions(today, actor))
    picked = [getattr(chosen, field) for field in CHOSEN_BY]
    found: dict[str, dict[object, int]] = {field: {} for field in CHOSEN_BY}
    for *values, number in db.session.execute(statement.group_by(*columns)):
        misses = [at for at, want in enumerate(picked) if want is not None and values[at] != want]
        for at, field in enumerate(CHOSEN_BY):
            if not misses or misses == [at]:
                found[field][values[at]] = found[field].get(values[at], 0) + number
    return Choices(found)


def closed_count(actor: Actor, today: Today) -> int:
    """How many ended cases ``actor`` may see, counted up to one more than ``COUNTED_BESIDE_FILTERS``."""
    return count(actor, CaseFilter(is_open=False), today, ceiling=COUNTED_BESIDE_FILTERS)


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
