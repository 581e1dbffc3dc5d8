"""One pass over a scope: all its figures by group, kind and channel, from the conditions their lists use.

A round of handling answers each figure with yes or no. Those answers are packed into one number and the rounds
counted by it, which costs less than a sum for each figure and serves every table and sentence of a page.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import ColumnElement, case, extract, func, literal, select

from tracker.domain.completion import Cohort, Counts, GroupBy
from tracker.domain.labels import Kind
from tracker.extensions import db
from tracker.models.case import CaseCycle
from tracker.queries.figures import Scope, figure_condition, in_scope

COUNTED = ("received", "carried_in", "removed", "closed_in_time", "closed_late", "open", "overdue")
HUNDRED = 100
NO_DAYS = -1


@dataclass(frozen=True, slots=True)
class Cell:
    """What is counted together: a group, and within it a kind and a channel."""

    key: Any
    kind: Kind
    channel_id: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rounds of each cell answer to each figure; ``days`` says how many closed ones took how long."""

    cells: Mapping[Cell, Mapping[str, int]]
    days: Mapping[int, int]

    def counts(self, cell: Cell) -> Counts:
        """The figures of the completion table."""
        return Counts(**{figure: self.cells[cell][figure] for figure in COUNTED})

    def total(self, figure: str) -> int:
        """One figure over all cells."""
        return sum(figures[figure] for figures in self.cells.values())


def key_column(by: GroupBy, cohort: Cohort) -> ColumnElement[Any]:
    """The column a grouping goes by; months go by the day that puts a case into the cohort."""
    match by:
        case GroupBy.CHANNEL:
            return CaseCycle.channel_id.expression
        case GroupBy.SECTION:
            return CaseCycle.section_id.expression
        case GroupBy.HANDLER:
            return CaseCycle.handler_id.expression
        case GroupBy.TYPE:
            return CaseCycle.item_type.expression
        case GroupBy.MONTH:
            day = {Cohort.CLOSED: CaseCycle.closed_on, Cohort.DUE: CaseCycle.due_on}.get(
                cohort, CaseCycle.received_on
            )
            return extract("year", day) * HUNDRED + extract("month", day)


def tally(scope: Scope, by: GroupBy, figures: Sequence[str] = COUNTED, *, with_days: bool = False) -> Tally:
    """Count ``figures`` of a scope in one statement."""
    cells: dict[Cell, Counter[str]] = {}
    days: Counter[int] = Counter()
    for row in db.session.execute(_statement(scope, by, figures, with_days=with_days)).tuples():
        key, kind, channel_id, answers, took, number = row
        cell = cells.setdefault(Cell(key, kind, channel_id), Counter())
        for figure in _answered(figures, answers):
            cell[figure] += number
        if took != NO_DAYS:
            days[took] += number
    return Tally(cells, days)


def _statement(scope: Scope, by: GroupBy, figures: Sequence[str], *, with_days: bool) -> Any:
    answers = reduce(
        add,
        (case((figure_condition(each, scope), 2**place), else_=0) for place, each in enumerate(figures)),
    )
    took: ColumnElement[int] = literal(NO_DAYS)
    if with_days:
        took = case((figure_condition("closed", scope), CaseCycle.days_used), else_=NO_DAYS)
    return (
        select(
            key_column(by, scope.cohort).label("group_key"),
            CaseCycle.kind.label("group_kind"),
            CaseCycle.channel_id.label("group_channel"),
            answers.label("answers"),
            took.label("took"),
            func.count(),
        )
        .where(in_scope(scope))
        .group_by("group_key", "group_kind", "group_channel", "answers", "took")
    )


def _answered(figures: Sequence[str], answers: int) -> Iterator[str]:
    return (figure for place, figure in enumerate(figures) if answers >> place & 1)
