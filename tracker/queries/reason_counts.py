"""按理由统计: how often each reason of the lists was given in a period, and the cases behind each count."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    text,
    union_all,
)
from sqlalchemy.orm import aliased

from tracker.domain.case_events import EventType
from tracker.domain.labels import Kind
from tracker.domain.outcomes import HandlingResult
from tracker.domain.permissions import Actor
from tracker.domain.reasons import GIVEN_AT, ReasonList
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.case_record import WITH_A_REASON, CaseEventRow
from tracker.queries.cases.pages import SHOWN_WITH
from tracker.queries.cases.visibility import visible_to

UNSOLVED = (HandlingResult.UNSOLVED.value, HandlingResult.UNSOLVED_OUTSIDE.value)
WITHOUT = ""
"""The code of a step whose reason was only put into words."""
E = EventType


@dataclass(frozen=True, slots=True)
class ReasonScope:
    """Which steps are counted: those of a period, in cases the viewer may open."""

    viewer: Actor
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class ReasonedStep:
    """A step with its reason, as it was worded then."""

    case: Case
    on: date
    words: str


def reason_counts(scope: ReasonScope) -> Mapping[tuple[ReasonList, str], int]:
    """How many steps gave each reason, by list and code, in one statement."""
    steps = _steps(scope)
    statement = select(steps.c.listed_in, steps.c.code, func.count()).group_by(
        steps.c.listed_in, steps.c.code
    )
    return {
        (ReasonList(listed), code): number for listed, code, number in db.session.execute(statement).tuples()
    }


def steps_behind(
    scope: ReasonScope, listed_in: ReasonList, code: str | None, *, limit: int
) -> list[ReasonedStep]:
    """The steps that ``reason_counts`` counts under a code, or under the whole list; the newest first."""
    steps = _steps(scope)
    wanted = [steps.c.listed_in == listed_in.value, *([] if code is None else [steps.c.code == code])]
    statement = (
        select(Case, steps.c.on_day, steps.c.words)
        .join(steps, steps.c.case_id == Case.id)
        .where(*wanted)
        .options(*SHOWN_WITH)
        .order_by(steps.c.on_day.desc(), Case.id.desc(), steps.c.seq.desc())
        .limit(limit)
    )
    return [ReasonedStep(found, on, words) for found, on, words in db.session.execute(statement).tuples()]


def _steps(scope: ReasonScope) -> Subquery:
    # Gathered first by their own small index; a planner that begins with the cases reads every event of theirs.
    of_the_period = (
        select(CaseEventRow)
        .where(text(WITH_A_REASON), CaseEventRow.on.between(scope.start, scope.end))
        .cte("reasoned")
        .prefix_with("MATERIALIZED")
    )
    given = aliased(CaseEventRow, of_the_period)
    listed = case(*((given.type == step, literal(where.value)) for step, where in GIVEN_AT.items()))
    asked = _standing_steps(scope, given, listed).where(not_(_is_no_step(given)))
    answered = aliased(CaseEventRow)
    unsolved = _standing_steps(scope, answered, literal(ReasonList.UNSOLVED.value)).where(
        answered.type == E.REPLIED,
        answered.on.between(scope.start, scope.end),
        Case.agency_id == scope.viewer.agency_id,
        Case.result.is_not(None),
        Case.result.in_(UNSOLVED),
        answered.on == Case.replied_on,
    )
    return union_all(asked, unsolved).subquery()


def _standing_steps(scope: ReasonScope, step: type[CaseEventRow], listed: ColumnElement[Any]) -> Select[Any]:
    """The steps of cases the viewer may open that were not undone."""
    undoing = aliased(CaseEventRow)
    undone = select(undoing.seq).where(
        undoing.case_id == step.case_id,
        undoing.type == E.UNDONE,
        undoing.payload["undoes"].as_integer() == step.seq,
    )
    return (
        select(
            step.case_id,
            step.seq,
            step.on.label("on_day"),
            listed.label("listed_in"),
            func.coalesce(step.payload["reason"].as_string(), WITHOUT).label("code"),
            func.coalesce(step.payload["reason_words"].as_string(), "").label("words"),
        )
        .join(Case, Case.id == step.case_id)
        .where(visible_to(scope.viewer), not_(undone.exists()))
    )


def _is_no_step(step: type[CaseEventRow]) -> ColumnElement[bool]:
    """What nobody chose a reason for: 撤回 of a request, a closing undone with its answer, an undone import."""
    closing = aliased(CaseEventRow)
    with_its_answer = select(closing.seq).where(
        closing.case_id == step.case_id,
        closing.seq == step.payload["undoes"].as_integer(),
        closing.type == E.CLOSED,
    )
    by_import = func.coalesce(step.payload["imported"].as_boolean(), false())
    return or_(
        and_(step.type == E.WITHDRAWN, Case.kind == Kind.DISCLOSURE),
        and_(step.type == E.UNDONE, or_(by_import, with_its_answer.exists())),
    )
