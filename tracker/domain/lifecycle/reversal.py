"""整批撤销 of an import: the events that leave a case as if the events of that import had not been recorded."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.errors import DomainError


def reversal(
    events: Sequence[CaseEvent], *, after: int, on: date, marks: Mapping[str, Any]
) -> list[CaseEvent]:
    """What to append so that everything recorded after seq ``after`` counts no more; ``marks`` go into each.

    Events which those had undone are appended anew, with what followed them, in their order. Raises DomainError
    where a step recorded here would have to be repeated. An undone registration leaves no event that counts.
    """
    undone_before = _undone(events[:after])
    standing = [
        event
        for event in events[:after]
        if event.type is not EventType.UNDONE and event.seq not in undone_before
    ]
    undone_after = _undone(events[after:])
    again: list[CaseEvent] = []
    if undone_after:
        again = [event for event in standing if event.seq >= min(undone_after)]
    if any(not event.payload.get("imported") for event in again):
        raise DomainError("导入改动的步骤之后有本机登记的步骤，请在办件页逐步更正")
    leaving = [event.seq for event in again if event.seq not in undone_after]
    leaving += [event.seq for event in events[after:] if event.type is not EventType.UNDONE]
    return list(_numbered(leaving, again, last=len(events), on=on, marks=marks))


def _undone(events: Sequence[CaseEvent]) -> set[int]:
    return {event.payload["undoes"] for event in events if event.type is EventType.UNDONE}


def _numbered(
    leaving: Sequence[int], again: Sequence[CaseEvent], *, last: int, on: date, marks: Mapping[str, Any]
) -> Iterator[CaseEvent]:
    for place, seq in enumerate(sorted(leaving, reverse=True), start=1):
        yield CaseEvent(EventType.UNDONE, on, last + place, {"undoes": seq, "imported": True, **marks})
    for place, event in enumerate(again, start=last + len(leaving) + 1):
        yield replace(event, seq=place, payload={**event.payload, **marks})
