"""经过 in words: each event with who, when and its particulars, newest first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from tracker.domain.case_events import EventType
from tracker.domain.deadline_clock.ledger import LedgerLine
from tracker.domain.labels import (
    NewRoundGround,
    Party,
    PetitionReviewLevel,
    PetitionReviewResult,
    ReceiptMethod,
    Satisfaction,
    ToldBy,
)
from tracker.domain.outcomes import HandlingResult, Outcome
from tracker.domain.reasons import shipped_label
from tracker.models.agency import Section
from tracker.now import local
from tracker.queries.cases.one import EventLine
from tracker.services.cases.handle import CONTACT_METHODS, CONTACT_RESULTS
from tracker.services.cases.reply import SENDING_METHODS
from tracker.web import wording

E = EventType
MOVING = frozenset(
    {
        E.REGISTERED,
        E.ACCEPTED,
        E.STAGE_REPLY,
        E.EXTENSION_GRANTED,
        E.CORRECTION_REQUESTED,
        E.CORRECTION_RECEIVED,
        E.CONSULTATION_STARTED,
        E.CONSULTATION_DELIVERED,
        E.CONSULTATION_ENDED,
        E.FEE_NOTICE_SENT,
        E.FEE_PAID,
        E.REPLY_DEFERRED,
        E.REPLIED,
        E.CLOSED,
        E.REHANDLED,
        E.WITHDRAWN,
        E.LAPSED,
        E.RETURNED,
        E.MERGED,
        E.NOT_ACCEPTED,
        E.TERMINATED,
    }
)


@dataclass(frozen=True, slots=True)
class Names:
    """What ids in payloads stand for. ``renamed`` are sections that once had another name."""

    sections: Mapping[int, str] = field(default_factory=dict)
    renamed: Sequence[Section] = ()
    people: Mapping[int, str] = field(default_factory=dict)
    case_address: Callable[[int], str] = str
    case_numbers: Mapping[int, str] = field(default_factory=dict)

    def as_of(self, at: datetime) -> "Names":
        """The same with the sections called as they were at that instant."""
        if not self.renamed:
            return self
        return replace(self, sections={**self.sections, **{one.id: one.name_at(at) for one in self.renamed}})


def section_names(sections: Sequence[Section], **more: Any) -> Names:
    """Names of ``sections``, with those that were renamed."""
    return Names(
        sections={section.id: section.name for section in sections},
        renamed=[section for section in sections if section.former_names],
        **more,
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the timeline; ``words`` is what the partial of its type prints."""

    type: str
    label: str
    on: date
    on_words: str
    who: str
    moves_clock: bool
    is_expected: bool = False
    recorded_words: str = ""
    words: Mapping[str, Any] = field(default_factory=dict)
    changes: Sequence[tuple[str, str, str]] = ()
    documents: Sequence[tuple[str, str]] = ()
    at: datetime | None = None
    seq: int | None = None


def entries(
    lines: Sequence[EventLine], names: Names, *, today: date, ahead: Sequence[LedgerLine] = ()
) -> list[Entry]:
    """The expected steps, then everything that happened, newest first."""
    labels = {line.row.seq: line.row.type.label for line in lines}
    happened = [_entry(line, names, labels, today) for line in reversed(lines)]
    expected = [_expected(line, today) for line in reversed(ahead)]
    return [*expected, *happened]


def _expected(line: LedgerLine, today: date) -> Entry:
    words = wording.day_with_weekday(line.on, year=today.year)
    label = line.label.removesuffix("（预计）")
    return Entry(
        line.event, label, line.on, words, "", moves_clock=False, is_expected=True, words={"note": line.note}
    )


def _entry(line: EventLine, names: Names, labels: Mapping[int, str], today: date) -> Entry:
    row = line.row
    recorded = local(row.at).date()
    return Entry(
        type=row.type.value,
        label=row.type.label,
        on=row.on,
        on_words=wording.day_with_weekday(row.on, year=today.year),
        who=row.actor.display_name if row.actor else "",
        moves_clock=row.type in MOVING,
        recorded_words=f"{wording.short_day(recorded, year=today.year)} 录入" if line.is_late_entry else "",
        words=_all_words(line, names, today) | {"step": labels.get(row.payload.get("undoes", 0), "")},
        changes=_changes(row.payload),
        at=row.at,
        seq=row.seq,
    )


def _all_words(line: EventLine, names: Names, today: date) -> dict[str, Any]:
    """What the payload says and what was written beside it; a listed reason stands before the written one."""
    coded = _words(line.row.payload, names.as_of(line.row.at), today)
    written = _texts(line.texts)
    reasons = [each["reason"] for each in (coded, written) if each.get("reason")]
    return coded | written | ({"reason": "：".join(reasons)} if reasons else {})


def _texts(texts: Mapping[str, str]) -> dict[str, str]:
    """The sealed words under the names the partials use."""
    same = dict.fromkeys(("words", "plan", "items", "whom", "what", "found"), "note")
    same |= {"decision": "decision_number"}
    said = {same.get(name, name): words for name, words in texts.items()}
    if "number" in said:
        said["number"] = wording.masked_phone(said["number"])
    return said


def _words(payload: Mapping[str, Any], names: Names, today: date) -> dict[str, Any]:
    words: dict[str, Any] = _case_link(payload["into"], names) if "into" in payload else {}
    for key, value in payload.items():
        if value is not None and key in _SAY:
            name, say = _SAY[key]
            words[name] = say(value, names, today)
    return words


def _day(value: Any, _names: Names, today: date) -> str:
    return wording.day_with_weekday(date.fromisoformat(value), year=today.year)


def _case_link(number: int, names: Names) -> dict[str, str]:
    """The case merged into, linked where the reader may open it."""
    known = names.case_numbers.get(number)
    return {"main_number": known, "main_url": names.case_address(number)} if known else {}


def _part(part: Sequence[Any], names: Names) -> dict[str, str]:
    case_id, number = part
    return {"number": number, "url": names.case_address(case_id)}


def ending_label(code: str) -> str:
    """The word of an outcome or handling result; empty for none."""
    for listed in (Outcome, HandlingResult):
        if code in list(listed):
            return listed(code).label
    return code


def _ending(value: Any, _names: Names, _today: date) -> str:
    return ending_label(str(value))


def _plain(value: Any, _names: Names, _today: date) -> Any:
    return value


_SAY: dict[str, tuple[str, Callable[[Any, Names, date], Any]]] = {
    "section": ("section", lambda value, names, _: names.sections.get(value, "")),
    "handler": ("handler", lambda value, names, _: names.people.get(value, "")),
    "assistants": (
        "assistants",
        lambda value, names, _: "、".join(names.sections.get(one, "") for one in value),
    ),
    "working_days": ("days", lambda value, *_: wording.days(value, wording.WORKING_DAY)),
    "days": ("days", lambda value, *_: wording.days(value, wording.CALENDAR_DAY)),
    "respond_by": ("respond_by", _day),
    "promised_on": ("promised", _day),
    "until": ("until", _day),
    "party": ("party", lambda value, *_: Party(value).label),
    "yuan": ("amount", _plain),
    "cycle": ("cycle", _plain),
    "file": ("file", _plain),
    "row": ("row", _plain),
    "outcome": ("outcome", _ending),
    "also": ("also", lambda value, *_: "、".join(Outcome(one).label for one in value)),
    "result": (
        "outcome",
        lambda value, names, today: CONTACT_RESULTS.get(value) or _ending(value, names, today),
    ),
    "method": ("method", lambda value, *_: CONTACT_METHODS.get(value) or SENDING_METHODS.get(value, value)),
    "satisfaction": ("satisfaction", lambda value, *_: Satisfaction(value).label),
    "reason": ("reason", lambda value, *_: shipped_label(str(value))),
    "reason_words": ("reason", _plain),
    "told_by": ("told_by", lambda value, *_: ToldBy(value).label),
    "receipt_method": ("receipt_method", lambda value, *_: ReceiptMethod(value).label),
    "arrived_on": ("arrived", _day),
    "time": ("time", _plain),
    "assistant": ("assistant", lambda value, names, _: names.sections.get(value, "")),
    "due_on": ("due", _day),
    "upstream_due_on": ("upstream_due", _day),
    "level": ("level", lambda value, *_: PetitionReviewLevel(value).label),
    "decision": ("decision", lambda value, *_: PetitionReviewResult(value).label),
    "parts": ("parts", lambda value, names, _: [_part(part, names) for part in value]),
    "part_of": ("whole", lambda value, names, _: _part(value, names)),
    "ground": ("ground", lambda value, *_: NewRoundGround(value).label),
}


def _changes(payload: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """Before and after of an amendment, where the payload holds them."""
    return tuple(
        (str(change.get("label", "")), str(change.get("before") or ""), str(change.get("after") or ""))
        for change in payload.get("changes", ())
        if isinstance(change, Mapping)
    )
