"""One case as a document for programs: standing, deadline with its ledger, events; personal data masked."""

from datetime import date
from typing import Any

from tracker.domain.lifecycle.standing import fold
from tracker.domain.masking import HIDDEN, masked_address, masked_name, masked_phone, masked_text
from tracker.models.case import Case, CaseCycle
from tracker.queries.cases.free_text import masked_words
from tracker.queries.cases.one import CaseFile, EventLine, case_file
from tracker.services.cases.projection import deadline_of
from tracker.services.rules import rules_for


def case_document(case: Case, *, as_of: date) -> dict[str, Any]:
    """The case with its events, its deadline as of that day, and the ledger that explains it.

    Codes come with their Chinese words; dates are ISO. Names, phones and addresses are masked, also inside free
    text; a reporter who asked for secrecy is hidden wholly.
    """
    file = case_file(case)
    events = file.events
    deadline = deadline_of(case, events, rules_for(case.agency), as_of=max(as_of, case.received_on)).as_json()
    standing = fold(events)
    return {
        "number": case.number,
        "channel": case.channel.name,
        "kind": case.kind.value,
        "source_number": case.source_number,
        "title": masked_words(case, case.title),
        "state": case.state.value,
        "state_label": case.state.label,
        "is_open": case.is_open,
        "received_on": case.received_on.isoformat(),
        "section": case.section.name if case.section else None,
        "handler": case.handler.display_name if case.handler else None,
        "item_type": case.item_type.value if case.item_type else None,
        "applicant_type": case.applicant_type.value if case.applicant_type else None,
        "outcome": case.outcome,
        "result": case.result,
        "replied_on": _iso(case.replied_on),
        "closed_on": _iso(case.closed_on),
        "removed_on": _iso(case.removed_on),
        "is_supervised": standing.is_supervised,
        "times_urged": standing.times_urged,
        "times_extended": standing.times_extended,
        "times_returned": standing.times_returned,
        "person": _person(case),
        "cycles": [_cycle(cycle) for cycle in case.rounds],
        "deadline": deadline,
        "ledger": deadline["ledger"],
        "events": _events(file),
    }


def _person(case: Case) -> dict[str, str]:
    person = case.person
    if case.is_secret:
        return {"name": HIDDEN, "phone": HIDDEN, "address": HIDDEN}
    if person is None:
        return {"name": "", "phone": "", "address": ""}
    return {
        "name": masked_name(person.name or ""),
        "phone": masked_phone(person.phone or ""),
        "address": masked_address(person.address or ""),
    }


def _cycle(cycle: CaseCycle) -> dict[str, Any]:
    return {
        "cycle": cycle.cycle,
        "started_on": _iso(cycle.started_on),
        "due_on": _iso(cycle.due_on),
        "replied_on": _iso(cycle.replied_on),
        "closed_on": _iso(cycle.closed_on),
        "is_late": cycle.is_late,
        "satisfaction": cycle.satisfaction.value if cycle.satisfaction else None,
    }


def _events(file: CaseFile) -> list[dict[str, Any]]:
    return [_event(line, is_secret=file.case.is_secret) for line in file.lines]


def _event(line: EventLine, *, is_secret: bool) -> dict[str, Any]:
    row = line.row
    return {
        "seq": row.seq,
        "type": row.type.value,
        "label": row.type.label,
        "on": row.on.isoformat(),
        "recorded_at": row.at.isoformat(),
        "actor": row.actor.display_name if row.actor else None,
        "payload": row.payload,
        "texts": {name: HIDDEN if is_secret else masked_text(words) for name, words in line.texts.items()},
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
