"""比冻结版 as the page shows it: which requests moved and why, which figures that alters."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import url_for

from tracker.domain.annual_report.printed_table import Number
from tracker.models.report import AnnualReportVersion
from tracker.queries.report_causes import KnownRequest, LateEvent
from tracker.queries.report_changes import ChangedCell, ChangedRemedies, Changes, MovedRequest
from tracker.web import wording

LISTED = 200
OUTSIDE = "不计入本年"
UNNAMED = "回避的一件"


@dataclass(frozen=True, slots=True)
class LinkedNumber:
    """A request by number; without an address for a reader who may not open it."""

    number: str
    url: str


@dataclass(frozen=True, slots=True)
class Aspect:
    """Origin, result or applicant of a request, before or now."""

    words: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class MovedLine:
    request: LinkedNumber
    title: str
    was: tuple[Aspect, ...]
    now: tuple[Aspect, ...]
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CellLine:
    column: str
    frozen: str
    now: str
    change: str
    requests: tuple[LinkedNumber, ...]


@dataclass(frozen=True, slots=True)
class RemedyLine:
    label: str
    frozen: str
    now: str
    change: str


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """``cells`` are grouped by the row of the table; ``unlisted`` is how many moved requests are left out."""

    summary: str
    requests: tuple[MovedLine, ...]
    unlisted: int
    cells: tuple[tuple[str, tuple[CellLine, ...]], ...]
    remedies: tuple[RemedyLine, ...]


def changes_page_of(
    changes: Changes,
    remedies: Sequence[ChangedRemedies],
    version: AnnualReportVersion,
    known: Mapping[str, KnownRequest],
    unnamed: Collection[str],
) -> ChangesPage:
    """Prepare the page of what differs from ``version``; the numbers in ``unnamed`` report the reader (回避)."""
    links = {moved.number: _link(moved.number, known, unnamed) for moved in changes.requests}
    return ChangesPage(
        summary=_summary(changes, remedies, version),
        requests=tuple(_moved(moved, links[moved.number], known) for moved in changes.requests[:LISTED]),
        unlisted=max(0, len(changes.requests) - LISTED),
        cells=tuple(
            (label, tuple(_cell(cell, links) for cell in cells))
            for label, cells in groupby(changes.cells, key=lambda cell: cell.row_label)
        ),
        remedies=tuple(
            RemedyLine(each.label, _figure(each.frozen), _figure(each.now), _change(each.frozen, each.now))
            for each in remedies
        ),
    )


def _summary(changes: Changes, remedies: Sequence[ChangedRemedies], version: AnnualReportVersion) -> str:
    frozen = f"第 {version.number} 版 {wording.moment(version.frozen_at)} 冻结"
    if not (changes.cells or changes.requests or remedies):
        return f"{frozen}。按那时的口径用现在的记录再算，一格不差。"
    figures = sum(cell.frozen != cell.now for cell in changes.cells)
    parts = []
    if changes.requests:
        parts.append(f" {len(changes.requests)} 件申请的记录变了，第三部分 {figures} 格的数因此不同")
    if remedies:
        parts.append(f"复议诉讼登记变了，第四部分 {len(remedies)} 格的数因此不同")
    return f"{frozen}。此后{'；'.join(parts)}。公布的仍是冻结的数，要按现在的数公布，先开始更正。"


def _link(number: str, known: Mapping[str, KnownRequest], unnamed: Collection[str]) -> LinkedNumber:
    if number in unnamed:
        return LinkedNumber(UNNAMED, "")
    found = known.get(number)
    return LinkedNumber(number, url_for("cases.show", case_id=found.id) if found else "")


def _moved(moved: MovedRequest, link: LinkedNumber, known: Mapping[str, KnownRequest]) -> MovedLine:
    found = known.get(moved.number)
    return MovedLine(
        link,
        found.title if found else "",
        _aspects(moved.was, moved.is_now),
        _aspects(moved.is_now, moved.was),
        tuple(_cause(event) for event in found.events) if found else (),
    )


def _aspects(mine: tuple[str, ...], other: tuple[str, ...]) -> tuple[Aspect, ...]:
    if not mine:
        return (Aspect(OUTSIDE, is_changed=True),)
    return tuple(Aspect(words, not other or words != other[place]) for place, words in enumerate(mine))


def _cause(event: LateEvent) -> str:
    return f"{wording.moment(event.at)} 记：{event.on} {event.type.label}"


def _cell(cell: ChangedCell, links: Mapping[str, LinkedNumber]) -> CellLine:
    return CellLine(
        cell.column_label,
        _figure(cell.frozen),
        _figure(cell.now),
        _change(cell.frozen, cell.now),
        tuple(links[number] for number in cell.requests),
    )


def _figure(number: Number) -> str:
    return "空格" if number is None else f"{number:,}"


def _change(frozen: int | None, now: int | None) -> str:
    difference = (now or 0) - (frozen or 0)
    return f"{difference:+,}" if difference else "数相同，换了申请" if frozen == now else "空格与 0"
