"""What a list can be narrowed by; the same filter gives rows and count."""

from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import ColumnElement, or_, select

from tracker.domain.labels import Kind, Light, State
from tracker.domain.permissions import Actor
from tracker.models.case import Case
from tracker.models.imports import ImportRow
from tracker.queries.cases.lights import Awaited, Today, awaited_is, light_is
from tracker.queries.cases.search import text_found, text_matches


@dataclass(frozen=True, slots=True)
class FromImport:
    """The cases one import made (``created``), changed (``updated``) or found as they are (``unchanged``)."""

    batch_id: int
    made: str

    def condition(self) -> ColumnElement[bool]:
        """The condition on rows."""
        rows = select(ImportRow.case_id).where(
            ImportRow.batch_id == self.batch_id, ImportRow.made == self.made
        )
        return Case.id.in_(rows)


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Every field empty means every case the person may see.

    ``outcome`` is a code of either list of results; ``falls_on`` the due day or, while the clock stands still, the
    expected one; ``within`` a filter this one narrows further.
    """

    is_open: bool | None = None
    channel_id: int | None = None
    kind: Kind | None = None
    state: State | None = None
    section_id: int | None = None
    unassigned: bool = False
    handler_id: int | None = None
    received_from: date | None = None
    received_to: date | None = None
    due_from: date | None = None
    due_to: date | None = None
    closed_from: date | None = None
    closed_to: date | None = None
    falls_on: date | None = None
    light: Light | None = None
    awaited: Awaited | None = None
    is_supervised: bool = False
    outcome: str | None = None
    text: str = ""
    matching: ColumnElement[bool] | None = field(default=None, compare=False)
    from_import: FromImport | None = None
    within: "CaseFilter | None" = None

    @property
    def keeps_to_open(self) -> bool:
        """Whether this filter, or one around it, keeps to open cases."""
        return self.is_open is True or (self.within is not None and self.within.keeps_to_open)

    def looked_up(self, actor: Actor) -> "CaseFilter":
        """The same filter with its text looked up once, for a page that asks several statements by it."""
        within = self.within.looked_up(actor) if self.within else None
        matching, words = self.matching, self.text.strip()
        if matching is None and words:
            matching = text_found(words, actor, is_open=self.keeps_to_open)
        return replace(self, matching=matching, within=within)

    def conditions(self, today: Today, actor: Actor) -> list[ColumnElement[bool]]:
        """The conditions on rows; what a text finds depends on whose persons ``actor`` may know."""
        equal = {
            Case.is_open: self.is_open,
            Case.channel_id: self.channel_id,
            Case.kind: self.kind,
            Case.state: self.state,
            Case.section_id: self.section_id,
            Case.handler_id: self.handler_id,
            Case.sort_due_on: self.falls_on,
        }
        chosen: list[ColumnElement[bool]] = [
            column == value for column, value in equal.items() if value is not None
        ]
        if self.unassigned:
            chosen.append(Case.section_id.is_(None))
        chosen += [*self._from(), *self._to()]
        if self.outcome:
            chosen.append(or_(Case.outcome == self.outcome, Case.result == self.outcome))
        if self.is_supervised:
            chosen.append(Case.is_supervised.expression)
        if self.light:
            chosen.append(light_is(self.light, today))
        if self.awaited:
            chosen.append(awaited_is(self.awaited))
        if self.from_import:
            chosen.append(self.from_import.condition())
        if self.matching is not None:
            chosen.append(self.matching)
        elif self.text.strip():
            chosen.append(text_matches(self.text.strip(), actor))
        return [*chosen, *(self.within.conditions(today, actor) if self.within else ())]

    def _from(self) -> list[ColumnElement[bool]]:
        # The sorted column repeats a due day and is the one that is indexed.
        first = {
            Case.sort_due_on: self.due_from,
            Case.received_on: self.received_from,
            Case.due_on: self.due_from,
            Case.closed_on: self.closed_from,
        }
        return [column >= day for column, day in first.items() if day]

    def _to(self) -> list[ColumnElement[bool]]:
        last = {
            Case.sort_due_on: self.due_to,
            Case.received_on: self.received_to,
            Case.due_on: self.due_to,
            Case.closed_on: self.closed_to,
        }
        return [column <= day for column, day in last.items() if day]
