"""What a changed calendar, period or reading would move, before anything is saved."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.domain.deadline_clock import Deadline
from tracker.domain.errors import DomainError
from tracker.domain.lifecycle.standing import fold
from tracker.queries.cases.open_cases import OpenCase
from tracker.services.cases.projection import clock_columns, first_step_columns
from tracker.services.rules import Rules


@dataclass(frozen=True, slots=True)
class Move:
    """One open case whose date would become another one, or only stop or start being provisional (暂定)."""

    case_id: int
    number: str
    title: str
    handler_id: int | None
    was: date | None
    becomes: date | None
    was_provisional: bool
    is_provisional: bool

    @property
    def has_moved(self) -> bool:
        return self.was != self.becomes

    @property
    def is_nearer(self) -> bool:
        return self.was is not None and self.becomes is not None and self.becomes < self.was


@dataclass(frozen=True, slots=True)
class Unreplayed:
    """A case whose recorded events the new rules do not accept; it keeps the date it has."""

    case_id: int
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """One case replayed: the columns as they should be, and whether they are."""

    case: OpenCase
    columns: dict[str, Any]
    of_round: dict[str, Any]
    deadline: Deadline

    @property
    def is_unchanged(self) -> bool:
        return self.columns == self.case.stored and self.of_round == self.case.stored_of_round

    @property
    def move(self) -> Move | None:
        """What people see change, or None."""
        stored, columns = self.case.stored, self.columns
        found = Move(
            case_id=self.case.id,
            number=self.case.number,
            title=self.case.title,
            handler_id=self.case.handler_id,
            was=stored["due_on"] or stored["expected_due_on"],
            becomes=columns["due_on"] or columns["expected_due_on"],
            was_provisional=stored["is_provisional"],
            is_provisional=columns["is_provisional"],
        )
        settled = found.was_provisional != found.is_provisional
        return found if found.has_moved or settled else None


def replayed(case: OpenCase, rules: Rules) -> Replayed:
    """Replay ``case`` as of its last event; raises DomainError where the rules refuse what was recorded."""
    day = max(event.on for event in case.events)
    deadline = rules.deadline(case.facts, case.events, as_of=day)
    columns = clock_columns(deadline, rules, upstream_due_at=case.upstream_due_at)
    first = first_step_columns(case.facts, fold(case.events).cycle, rules)
    of_round = {"days_used": deadline.days_used} | {name: first[name] for name in ("sign_by", "contact_by")}
    return Replayed(case, columns, of_round, deadline)


def moves_under(rules: Rules, cases: Iterable[OpenCase]) -> Iterator[Move | Unreplayed]:
    """What ``rules`` would change for ``cases``, in their order; nothing is written."""
    for case in cases:
        try:
            found = replayed(case, rules).move
        except DomainError as refused:
            yield Unreplayed(case.id, case.number, refused.message)
            continue
        if found is not None:
            yield found
