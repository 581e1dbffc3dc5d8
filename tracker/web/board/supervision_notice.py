"""督办通知单: what each section has overdue or due today, one sheet a section, to be handed out and signed for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from tracker.domain.labels import Light
from tracker.queries.board import LastStep
from tracker.queries.cases.lights import Today
from tracker.queries.cases.pages import CaseRow
from tracker.web import wording
from tracker.web.cases.rows import ShownRow, shown_row

NOT_ASSIGNED = "登记分办"
"""Whose sheet holds what no section has yet."""


@dataclass(frozen=True, slots=True)
class NoticeLine:
    row: ShownRow
    handler: str
    last: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One section's sheet; ``counted`` says how many are overdue and how many fall due today."""

    section: str
    counted: str
    lines: tuple[NoticeLine, ...]


def sheets(rows: Sequence[CaseRow], last: Mapping[int, LastStep], today: Today) -> list[Sheet]:
    """A sheet for every section with a pressing case, the busiest first."""
    by_section: dict[str, list[CaseRow]] = {}
    for row in rows:
        name = row.case.section.name if row.case.section else NOT_ASSIGNED
        by_section.setdefault(name, []).append(row)
    busiest = sorted(by_section.items(), key=lambda found: -len(found[1]))
    return [
        Sheet(name, _counted(found), tuple(_line(row, last, today) for row in found))
        for name, found in busiest
    ]


def _counted(rows: Sequence[CaseRow]) -> str:
    words = ((Light.OVERDUE, "超期"), (Light.RED, "今天到期"))
    numbers = [(sum(row.light is light for row in rows), word) for light, word in words]
    return "，".join(f"{word} {number} 件" for number, word in numbers if number)


def _line(row: CaseRow, last: Mapping[int, LastStep], today: Today) -> NoticeLine:
    case, step = row.case, last.get(row.case.id)
    return NoticeLine(
        shown_row(row, today, lambda one: url_for("cases.show", case_id=one.id)),
        case.handler.display_name if case.handler else "",
        f"{wording.short_day(step.on, year=today.on.year)} {step.type.label}" if step else "",
    )
