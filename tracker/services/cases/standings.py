"""The parts of a round of handling: how it stood on each day, so that figures as of a past day are that day's.

A day is judged by what had happened by its end, not by what had been entered then: a step recorded late belongs
to the day it happened, and what was corrected or undone never was.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from tracker.domain.case_events import CaseEvent

Row = dict[str, Any]
Standing = tuple[date, Row]
HELD = ("section_id", "handler_id", "due_on", "sign_by", "times_extended", "times_returned")
"""What a figure may ask of a round on any day: another value begins another part."""
ENDINGS = ("replied_on", "closed_on", "removed_on")
DATED = (*ENDINGS, "signed_on", "contacted_on", "published_on")
"""What carries its own day: one row tells of the days before it and after."""
ENDED_WITH = ("outcome", "result", "satisfaction", "is_late", "days_used", "removed_as")
"""What a figure asks of an ended round only."""
OF_AN_ENDED_ROUND = {"is_late": False, "days_used": 0}


def parts_of_rounds(
    rounds: Sequence[Row], kept: Sequence[CaseEvent], row_after: Callable[[Sequence[CaseEvent]], Row]
) -> list[Row]:
    """The rows of ``case_cycles``: ``rounds`` as they stand in the end, and as they stood before where they differed.

    ``kept`` are the events that count; ``row_after`` tells how the round stood that ran when only the given ones
    had happened.
    """
    days = sorted({event.on for event in kept})
    stood = [(day, row_after([event for event in kept if event.on <= day])) for day in days[:-1]]
    return [
        part
        for last in rounds
        for part in _parts([each for each in stood if each[1]["cycle"] == last["cycle"]], last, days[-1])
    ]


def _parts(stood: Sequence[Standing], last: Row, last_day: date) -> list[Row]:
    found: list[Standing] = []
    for day, row in [*stood, (last["superseded_on"] or last_day, last)]:
        since = day
        if found and _stands_alike(found[-1][1], row):
            since, _ = found.pop()
        found.append((since, row))
    found[0] = (last["started_on"], found[0][1])
    ends = [*(since for since, _ in found[1:]), last["superseded_on"]]
    return [
        (row if row is last or _has_ended(row) else row | OF_AN_ENDED_ROUND)
        | {
            "superseded_on": last["superseded_on"],
            "part": place,
            "stands_from": since,
            "stands_until": until,
        }
        for place, ((since, row), until) in enumerate(zip(found, ends, strict=True), 1)
    ]


def _stands_alike(earlier: Row, later: Row) -> bool:
    """Whether one row can serve both days."""
    held = HELD + ENDED_WITH if _has_ended(earlier) else HELD
    return all(earlier[name] == later[name] for name in held) and all(
        earlier[name] in (None, later[name]) for name in DATED
    )


def _has_ended(row: Row) -> bool:
    return any(row[name] for name in ENDINGS)
