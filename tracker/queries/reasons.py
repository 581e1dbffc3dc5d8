"""理由清单 of an agency: what ships, with what the agency changed over it and added to it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select

from tracker.domain.labels import Kind
from tracker.domain.reasons import EVERY_KIND, SHIPPED_REASONS, ReasonList
from tracker.extensions import db
from tracker.models.agency import ReasonRow

OWN_SOURCE = "本机关自定"


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One reason as the agency has it; ``shipped_as`` is empty for one of its own."""

    listed_in: ReasonList
    code: str
    label: str
    kinds: frozenset[Kind]
    sort: int
    is_active: bool
    shipped_as: str
    source: str
    mark: str


def reasons(agency_id: int) -> dict[ReasonList, list[ReasonLine]]:
    """Every list in the agency's order, switched-off reasons included."""
    found: dict[ReasonList, list[ReasonLine]] = defaultdict(list)
    for line in _lines(agency_id):
        found[line.listed_in].append(line)
    return {each: sorted(found[each], key=_place) for each in ReasonList}


def offered(lines: Iterable[ReasonLine], kind: Kind) -> dict[str, str]:
    """Code and label of what a step on a case of ``kind`` may give as its reason, of the ``lines`` of a list."""
    return {line.code: line.label for line in lines if line.is_active and kind in line.kinds}


def _place(line: ReasonLine) -> tuple[int, str]:
    return line.sort, line.code


def _lines(agency_id: int) -> Iterator[ReasonLine]:
    statement = select(ReasonRow).where(ReasonRow.agency_id == agency_id).order_by(ReasonRow.id)
    rows = {(row.listed_in, row.code): row for row in db.session.execute(statement).scalars()}
    for sort, each in enumerate(SHIPPED_REASONS):
        row = rows.pop((each.listed_in, each.code), None)
        yield ReasonLine(
            listed_in=each.listed_in,
            code=each.code,
            label=row.label if row else each.label,
            kinds=each.kinds,
            sort=row.sort if row else sort,
            is_active=row.is_active if row else True,
            shipped_as=each.label,
            source=each.source,
            mark=each.mark.label,
        )
    for row in rows.values():
        kinds = frozenset({row.kind}) if row.kind else EVERY_KIND
        yield ReasonLine(
            row.listed_in, row.code, row.label, kinds, row.sort, row.is_active, "", OWN_SOURCE, ""
        )
