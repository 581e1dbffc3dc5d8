"""统计快照: everything a page of statistics says, with the fate of each case, and how a kept one differs from now."""

import json
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, select
from sqlalchemy.orm import defer

from tracker.domain.completion import FIGURES, GroupBy, Rounding
from tracker.domain.labels import Kind
from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.models.case import Case, CaseCycle
from tracker.models.statistics import StatisticsSnapshot
from tracker.queries.cases.visibility import reports, visible_to
from tracker.queries.completion import overview
from tracker.queries.figures import Scope, figure_condition, in_scope

FATES = ("closed_in_time", "closed_late", "removed", "overdue", "open")
NOT_COUNTED = ""
AT_ONCE = 500


def contents(
    scope: Scope, by: GroupBy, rounding: Rounding, *, told: Container[Kind] = frozenset(Kind)
) -> dict[str, Any]:
    """Return the figures of a scope, its indicators, and the fate of every case it counts, by number."""
    found = overview(scope, by, rounding, told=told)
    return {
        "completion": found.completion.as_json(),
        "indicators": dict(found.indicator_figures),
        "cases": _fates(scope),
    }


def _fates(scope: Scope) -> dict[str, str]:
    fate = case(*((figure_condition(each, scope), each) for each in FATES))
    statement = select(Case.number, fate).join(CaseCycle, CaseCycle.case_id == Case.id).where(in_scope(scope))
    return dict(db.session.execute(statement.order_by(Case.id)).tuples().all())


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """A figure of one line of the table that is another now."""

    line: str
    figure: str
    then: int
    now: int


@dataclass(frozen=True, slots=True)
class MovedCase:
    """A case whose fate is another now; an empty word where it was not, or is no longer, counted.

    ``id`` is None where nobody in particular looks.
    """

    number: str
    id: int | None
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class SnapshotChanges:
    figures: tuple[ChangedFigure, ...]
    cases: tuple[MovedCase, ...]


def changes_since(kept: Mapping[str, Any], now: Mapping[str, Any], scope: Scope) -> SnapshotChanges:
    """Compare kept contents with those of the same scope now, naming only cases the viewer may open."""
    before, after = kept["cases"], now["cases"]
    moved = [
        number
        for number in sorted({*before, *after})
        if before.get(number, NOT_COUNTED) != after.get(number, NOT_COUNTED)
    ]
    shown = _visible(moved, scope)
    return SnapshotChanges(
        tuple(_changed(kept["completion"], now["completion"])),
        tuple(
            MovedCase(number, shown[number], before.get(number, NOT_COUNTED), after.get(number, NOT_COUNTED))
            for number in moved
            if number in shown
        ),
    )


def _visible(numbers: Sequence[str], scope: Scope) -> dict[str, int | None]:
    if scope.viewer is None:
        return dict.fromkeys(numbers)
    found: dict[str, int | None] = {}
    for start in range(0, len(numbers), AT_ONCE):
        batch = numbers[start : start + AT_ONCE]
        statement = select(Case.number, Case.id).where(visible_to(scope.viewer), Case.number.in_(batch))
        found.update(db.session.execute(statement).tuples().all())
    return found


def _changed(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[ChangedFigure]:
    lines = {line["key"]: line for line in then["groups"]}, {line["key"]: line for line in now["groups"]}
    pairs = [(lines[0].get(key), lines[1].get(key)) for key in dict.fromkeys((*lines[0], *lines[1]))] + [
        ({"label": "合计", **then["total"]}, {"label": "合计", **now["total"]})
    ]
    return [
        ChangedFigure(
            (old or new or {})["label"], figure, (old or {}).get(figure, 0), (new or {}).get(figure, 0)
        )
        for old, new in pairs
        for figure in FIGURES
        if (old or {}).get(figure, 0) != (new or {}).get(figure, 0)
    ]


def snapshots(agency_id: int) -> list[StatisticsSnapshot]:
    """The kept pages, the newest first, without what they say."""
    statement = (
        select(StatisticsSnapshot)
        .where(StatisticsSnapshot.agency_id == agency_id)
        .options(defer(StatisticsSnapshot.content))
        .order_by(StatisticsSnapshot.id.desc())
    )
    return list(db.session.execute(statement).scalars())


def snapshot_of(agency_id: int, snapshot_id: int) -> StatisticsSnapshot | None:
    """One kept page, if it is the agency's."""
    statement = select(StatisticsSnapshot).where(
        StatisticsSnapshot.agency_id == agency_id, StatisticsSnapshot.id == snapshot_id
    )
    return db.session.execute(statement).scalar_one_or_none()


def is_open_to(viewer: Actor, kept: Mapping[str, Any]) -> bool:
    """Whether kept figures count nothing that ``viewer`` may not see: a case that reports the reader (回避)."""
    reporting = select(Case.number).where(Case.agency_id == viewer.agency_id, reports(viewer))
    counted: Mapping[str, str] = kept["cases"]
    return all(number not in counted for number in db.session.execute(reporting).scalars())


def kept_contents(snapshot: StatisticsSnapshot) -> dict[str, Any]:
    """What the page said when it was kept."""
    found: dict[str, Any] = json.loads(snapshot.content)
    return found
