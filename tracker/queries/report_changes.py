"""冻结版与现在: what late changes of cases would alter in a frozen report, cell by cell, with the cases."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.reading import Reading
from tracker.domain.annual_report.section_four import (
    PATH_LABELS,
    PATHS,
    RESULT_LABELS,
    RESULTS,
    SectionFour,
)
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
from tracker.queries.annual_report import places_of_requests, section_four, section_three

Place = tuple[str, ...]
OUTSIDE = "不在本年"


@dataclass(frozen=True, slots=True)
class MovedRequest:
    """A request that is counted elsewhere now; ``touches_carry`` when that changes what was carried over.

    ``was`` and ``is_now`` name its origin, its result and its applicant; both are empty outside the year.
    """

    number: str
    was: tuple[str, ...]
    is_now: tuple[str, ...]
    touches_carry: bool = False

    @property
    def before(self) -> str:
        return "，".join(self.was) or OUTSIDE

    @property
    def after(self) -> str:
        return "，".join(self.is_now) or OUTSIDE


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """A cell whose figure differs, with the numbers of the requests that moved in or out of it."""

    row: str
    column: str
    frozen: int | None
    now: int | None
    requests: tuple[str, ...]

    @property
    def row_label(self) -> str:
        return ROW_LABELS[self.row]

    @property
    def column_label(self) -> str:
        return COLUMN_LABELS[self.column]


@dataclass(frozen=True, slots=True)
class ChangedRemedies:
    """A figure of section four that the register of reviews and suits gives otherwise now."""

    label: str
    frozen: int | None
    now: int | None


@dataclass(frozen=True, slots=True)
class Changes:
    cells: tuple[ChangedCell, ...]
    requests: tuple[MovedRequest, ...]


def changes_since(version: AnnualReportVersion, by: Reading | None = None) -> Changes:
    """Compare a frozen version with what its cases say now, filled in by the readings it was frozen with.

    With ``by`` its requests are placed by those readings now: so another year that uses them is explained.
    """
    report = frozen_report(version)
    frozen, reading = report.three, by or Reading.chosen(report.reading)
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


def rows_frozen_in(version: AnnualReportVersion, row: str, column: str) -> dict[str, str]:
    """The requests a cell of a frozen version counts, by number, each with the row of its result."""
    kept = json.loads(version.snapshot)
    edition = frozen_report(version).edition or Edition.CURRENT
    return {
        number: place[1]
        for number, place in kept["requests"].items()
        if _counts(tuple(place), row, column, edition)
    }


def differing_cells(version: AnnualReportVersion) -> int:
    """How many figures of sections three and four the cases and the register give otherwise now."""
    report = frozen_report(version)
    frozen, reading = report.three, Reading.chosen(report.reading)
    if frozen is None:
        return 0
    now = section_three(version.agency_id, version.year, frozen.edition, reading)
    moved = sum(
        frozen.value(row.code, column) != now.value(row.code, column)
        for row in ROWS[frozen.edition]
        for column in COLUMNS
    )
    return moved + len(tuple(changed_remedies(version)))


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


def _words(place: Place | None) -> tuple[str, ...]:
    if place is None:
        return ()
    origin, result, applicant = place
    return ("本年新收" if origin == "new" else "上年结转", ROW_LABELS[result], COLUMN_LABELS[applicant])


def changed_remedies(version: AnnualReportVersion) -> Iterator[ChangedRemedies]:
    """Yield the figures of section four that the register of reviews and suits would give otherwise now."""
    report = frozen_report(version)
    frozen = report.four or SectionFour()
    now = section_four(version.agency_id, version.year, Reading.chosen(report.reading))
    for path in PATHS:
        for result in RESULTS:
            before, after = frozen.value(path, result), now.value(path, result)
            if before != after:
                yield ChangedRemedies(f"{PATH_LABELS[path]}，{RESULT_LABELS[result]}", before, after)
