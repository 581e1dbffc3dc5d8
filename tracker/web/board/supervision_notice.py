"""督办通知单: what each section has overdue or due today, one sheet a section, to be handed out and signed for."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from tracker.domain.labels import Light
from tracker.queries.board import PressingCase
from tracker.queries.cases.lights import Today
from tracker.queries.cases.pages import CaseRow
from tracker.web.board.pages import last_words
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


def sheets(pressing: Sequence[PressingCase], today: Today) -> list[Sheet]:
    """A sheet for every section with a pressing case, the busiest first."""
    by_section: dict[str, list[PressingCase]] = {}
    for each in pressing:
        section = each.row.case.section
        by_section.setdefault(section.name if section else NOT_ASSIGNED, []).append(each)
    busiest = sorted(by_section.items(), key=lambda found: -len(found[1]))
    return [
        Sheet(name, _counted([each.row for each in found]), tuple(_line(each, today) for each in found))
        for name, found in busiest
    ]


def _counted(rows: Sequence[CaseRow]) -> str:
    words = ((Light.OVERDUE, "超期"), (Light.RED, "今天到期"))
    numbers = [(sum(row.light is light for row in rows), word) for light, word in words]
    return "，".join(f"{word} {number} 件" for number, word in numbers if number)


def _line(found: PressingCase, today: Today) -> NoticeLine:
    handler = found.row.case.handler
    return NoticeLine(
        shown_row(found.row, today, lambda one: url_for("cases.show", case_id=one.id)),
        handler.display_name if handler else "",
        last_words(found.last, today),
    )
