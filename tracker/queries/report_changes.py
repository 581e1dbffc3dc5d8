"""冻结版与现在: what late changes of cases would alter in a frozen report, cell by cell, with the cases."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.reading import Reading
from tracker.domain.annual_report.section_three import (
    COLUMN_LABELS,
    COLUMNS,
    OTHERWISE_CODES,
    ROW_LABELS,
    ROWS,
    TOTAL,
    SectionThree,
)
from tracker.models.report import AnnualReportVersion
from tracker.queries.annual_assembly import frozen_report
from tracker.queries.annual_report import places_of_requests, section_three

Place = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MovedRequest:
    """A request that is counted elsewhere now; ``touches_carry`` when that changes what was carried over."""

    number: str
    before: str
    after: str
    touches_carry: bool = False


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """A cell whose figure differs, with the numbers of the requests that moved in or out of it."""

    row: str
    column: str
    frozen: int | None
    now: int | None
    requests: tuple[str, ...]

    @property
    def label(self) -> str:
        return f"{ROW_LABELS[self.row]}，{COLUMN_LABELS[self.column]}"


@dataclass(frozen=True, slots=True)
class Changes:
    cells: tuple[ChangedCell, ...]
    requests: tuple[MovedRequest, ...]


def changes_since(version: AnnualReportVersion) -> Changes:
    """Compare a frozen version with what its cases say now, filled in by the readings it was frozen with."""
    report = frozen_report(version)
    frozen, reading = report.three, Reading.chosen(report.reading)
    if frozen is None:
        return Changes((), ())
    now = section_three(version.agency_id, version.year, frozen.edition, reading)
    before = {number: tuple(place) for number, place in json.loads(version.snapshot)["requests"].items()}
    after = {
        number: tuple(place)
        for number, place in places_of_requests(version.agency_id, version.year, reading).items()
    }
    moved = [number for number in sorted({*before, *after}) if before.get(number) != after.get(number)]
    return Changes(
        cells=tuple(_cells(frozen, now, before, after, moved)),
        requests=tuple(
            MovedRequest(
                number,
                _words(before.get(number)),
                _words(after.get(number)),
                touches_carry=_carried(before.get(number)) != _carried(after.get(number)),
            )
            for number in moved
        ),
    )


def _cells(
    frozen: SectionThree,
    now: SectionThree,
    before: dict[str, Place],
    after: dict[str, Place],
    moved: Sequence[str],
) -> list[ChangedCell]:
    changed = []
    for row in ROWS[frozen.edition]:
        for column in COLUMNS:
            old, new = frozen.value(row.code, column), now.value(row.code, column)
            touching = tuple(
                number
                for number in moved
                if _counts(before.get(number), row.code, column, frozen.edition)
                != _counts(after.get(number), row.code, column, frozen.edition)
            )
            if old != new or touching:
                changed.append(ChangedCell(row.code, column, old, new, touching))
    return changed


def _counts(place: Place | None, row: str, column: str, edition: Edition) -> bool:
    if place is None or column not in (place[2], TOTAL):
        return False
    result = "other" if edition is Edition.TRIAL and place[1] in OTHERWISE_CODES else place[1]
    return row in {place[0], result} or (row == "T" and result != "C")


def _carried(place: Place | None) -> tuple[str, ...]:
    """Whether a request was carried over, and in which column."""
    return (place[2],) if place is not None and place[1] == "C" else ()


def _words(place: Place | None) -> str:
    if place is None:
        return "不在本年"
    origin, result, applicant = place
    return (
        f"{'本年新收' if origin == 'new' else '上年结转'}，{ROW_LABELS[result]}，{COLUMN_LABELS[applicant]}"
    )
