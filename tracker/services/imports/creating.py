"""Write many new cases at once: one statement per table and batch, ids first because they are part of each seal."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import Table, insert, select

from tracker.domain.numbering import case_number
from tracker.extensions import BaseModel, db
from tracker.models.agency import Channel
from tracker.models.case import Case, CaseAssistant, CaseCycle
from tracker.models.case_record import CaseEventRow, CaseEventText, CasePerson, CaseReply
from tracker.models.search import CaseWords
from tracker.services.cases.projection import case_columns, cycle_rows
from tracker.services.cases.register import PersonFields, write_person
from tracker.services.cases.search_index import words_of
from tracker.services.imports.event_lines import event_line
from tracker.services.imports.planning import ImportPlan, NewCase
from tracker.services.numbers import next_serials
from tracker.services.timers import reminders

BATCH = 500
NO_TEXT = ("content", "place", "source_text", "delivery_route")


def create_cases(plan: ImportPlan, *, at: datetime, actor_id: int | None) -> list[int]:
    """Insert the plan's new cases in the order of the file and return their ids."""
    numbers = _numbers(plan)
    ids: list[int] = []
    for start in range(0, len(plan.created), BATCH):
        batch = plan.created[start : start + BATCH]
        rows = [
            _case_row(one, plan, number, at=at, actor_id=actor_id)
            for one, number in zip(batch, numbers[start : start + BATCH], strict=True)
        ]
        db.session.execute(insert(_table(Case)), rows)
        made = _ids(plan, rows)
        _insert_belongings(plan, batch, rows, made, at=at, actor_id=actor_id)
        ids += made
    return ids


def _shell(**columns: Any) -> Case:
    """A case as the projection reads it, without the cost of a mapped object."""
    return cast("Case", SimpleNamespace(**columns))


def _table(model: type[BaseModel]) -> Table:
    return cast("Table", model.__table__)


def _ids(plan: ImportPlan, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Look up the ids by the numbers just given: a bulk insert gives none back on SQLite."""
    numbers = [row["number"] for row in rows]
    found = dict(
        db.session.execute(
            select(Case.number, Case.id).where(
                Case.agency_id == plan.sources.agency.id, Case.number.in_(numbers)
            )
        )
        .tuples()
        .all()
    )
    return [found[number] for number in numbers]


def _numbers(plan: ImportPlan) -> list[str]:
    """Take the serials of each channel and year at once and give them out in the order of the file."""
    series: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place, one in enumerate(plan.created):
        series[one.wanted.channel.id, one.wanted.row.received_on.year].append(place)
    numbers = [""] * len(plan.created)
    for (channel_id, year), places in sorted(series.items()):
        channel = plan.created[places[0]].wanted.channel
        serials = next_serials(
            agency_id=plan.sources.agency.id, series=f"case:{channel_id}", year=year, count=len(places)
        )
        for serial, place in zip(serials, places, strict=True):
            numbers[place] = _number(plan, channel, year, serial)
    return numbers


def _number(plan: ImportPlan, channel: Channel, year: int, serial: int) -> str:
    prefix = plan.sources.agency.number_prefix
    return case_number(prefix=prefix, word=channel.number_word, year=year, serial=serial)


def _case_row(
    one: NewCase, plan: ImportPlan, number: str, *, at: datetime, actor_id: int | None
) -> dict[str, Any]:
    wanted = one.wanted
    told: dict[str, Any] = dict.fromkeys(NO_TEXT, "") | wanted.columns
    fixed = {
        "agency_id": plan.sources.agency.id,
        "channel_id": wanted.channel.id,
        "kind": wanted.channel.kind,
        "number": number,
        "missing_fields": list(wanted.missing),
        "created_at": at,
        "created_by_id": actor_id,
        "version": 1,
    }
    for flag in ("is_urgent", "is_complex", "is_important", "is_group", "is_secret", "is_anonymous"):
        told.setdefault(flag, False)
    for name in OPTIONAL:
        told.setdefault(name, None)
    shell = _shell(**told)
    return fixed | told | case_columns(shell, one.standing, one.deadline, plan.rules)


NAMING = ("name", "phone", "address")
OPTIONAL = (
    "source_number",
    "received_at",
    "item_type",
    "applicant_type",
    "receipt_method",
    "upstream_due_on",
    "upstream_due_at",
)


def _insert_belongings(
    plan: ImportPlan,
    batch: Sequence[NewCase],
    rows: Sequence[dict[str, Any]],
    ids: Sequence[int],
    *,
    at: datetime,
    actor_id: int | None,
) -> None:
    tables: dict[type[BaseModel], list[dict[str, Any]]] = defaultdict(list)
    for one, row, case_id in zip(batch, rows, ids, strict=True):
        tables[CaseEventRow] += [event_line(case_id, event, at=at, actor_id=actor_id) for event in one.events]
        tables[CaseEventText].append(_origin_row(one, case_id, plan.reading.filename))
        tables[CasePerson].append(_person_row(one, case_id))
        shell = _shell(id=case_id, channel=one.wanted.channel, **{name: row[name] for name in COPIED})
        unnamed = [one.wanted.person.get(name, "") for name in NAMING] if row["is_secret"] else ()
        tables[CaseWords].append(
            {"case_id": case_id, "words": words_of(shell, one.wanted.public_text, unnamed=unnamed)}
        )
        tables[CaseCycle] += cycle_rows(shell, one.events, plan.rules, one.standing, one.deadline)
        tables[CaseAssistant] += [
            {"case_id": case_id, "section_id": section_id}
            for section_id in sorted(set(one.standing.assistant_ids))
        ]
        tables[CaseReply] += _reply_rows(one, case_id, at=at, actor_id=actor_id)
    for table, lines in tables.items():
        if lines:
            db.session.execute(insert(_table(table)), lines)
    standing = [
        _shell(id=case_id, kind=one.wanted.channel.kind, state=one.standing.state)
        for one, case_id in zip(batch, ids, strict=True)
    ]
    reminders.plan_all(
        [(shell, one.deadline, plan.rules) for shell, one in zip(standing, batch, strict=True)], at=at
    )


COPIED = (
    *("agency_id", "channel_id", "kind", "item_type", "applicant_type", "received_on"),
    *("number", "source_number", "title", "content"),
    *("is_urgent", "is_complex", "is_anonymous", "upstream_due_on", "upstream_due_at"),
)


def _origin_row(one: NewCase, case_id: int, filename: str) -> dict[str, Any]:
    """Which file and row the case was registered from, for its timeline."""
    text = CaseEventText(case_id=case_id, seq=1, field="receipt_note")
    text.text = f"导入自 {filename} 第 {one.wanted.row.row} 行。"
    return {"case_id": case_id, "seq": 1, "field": text.field, "text_sealed": text.text_sealed}


def _person_row(one: NewCase, case_id: int) -> dict[str, Any]:
    person = CasePerson(case_id=case_id)
    write_person(person, PersonFields(**one.wanted.person))
    return {column.key: getattr(person, column.key) for column in PERSON_COLUMNS} | {
        "id_type": "",
        "postcode": "",
    }


PERSON_COLUMNS = tuple(
    column for column in CasePerson.__table__.columns if column.key not in {"id_type", "postcode"}
)


def _reply_rows(one: NewCase, case_id: int, *, at: datetime, actor_id: int | None) -> list[dict[str, Any]]:
    wanted, ending = one.wanted, one.wanted.ending
    if not wanted.public_text and not wanted.internal_text:
        return []
    return [
        {
            "case_id": case_id,
            "cycle": 1,
            "public_text": wanted.public_text,
            "internal_text": wanted.internal_text,
            "outcome": ending.outcome if ending else None,
            "result": ending.result if ending else None,
            "drafted_by_id": actor_id,
            "drafted_at": at,
        }
    ]
