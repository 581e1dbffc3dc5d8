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

NOT_ASSIGNED = "分办人员"
"""Who is asked for what no section has yet."""


@dataclass(frozen=True, slots=True)
class NoticeLine:
    row: ShownRow
    handler: str
    last: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One section's sheet; ``asks`` says how many are overdue or fall due today, and what is to be done."""

    section: str
    asks: str
    lines: tuple[NoticeLine, ...]


def sheets(pressing: Sequence[PressingCase], today: Today) -> list[Sheet]:
    """A sheet for every section with a pressing case, the busiest first."""
    by_section: dict[str, list[PressingCase]] = {}
    for each in pressing:
        section = each.row.case.section
        by_section.setdefault(section.name if section else NOT_ASSIGNED, []).append(each)
    busiest = sorted(by_section.items(), key=lambda found: -len(found[1]))
    return [
        Sheet(
            name,
            _asks(name, _counted([each.row for each in found])),
            tuple(_line(each, today) for each in found),
        )
        for name, found in busiest
    ]


def _asks(section: str, counted: str) -> str:
    if section == NOT_ASSIGNED:
        return f"下列办件还没有分办，{counted}。请立即分办，并将没有按时分办的原因报督办人员。"
    return (
        f"你科室承办的下列办件{counted}。请抓紧办理，依法答复，并将办理情况和没有按期办结的原因报督办人员。"
    )


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
