"""Plan an import: what would be created, updated, left as it is. Reads only; dry run and commit share the plan."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import exists, select

from tracker.domain.case_events import CaseEvent
from tracker.domain.deadline_clock import ClockInput, Deadline
from tracker.domain.errors import DomainError
from tracker.domain.lifecycle.standing import Standing, fold
from tracker.extensions import db
from tracker.imports.fields import ImportField
from tracker.imports.rows import Rejection
from tracker.models.imports import ImportBatch
from tracker.services.imports.changes import CaseUpdate, ChunkEvents
from tracker.services.imports.comparing import compare
from tracker.services.imports.matching import Matcher, in_chunks, latest_replies
from tracker.services.imports.reading import Reading
from tracker.services.imports.sources import Sources
from tracker.services.imports.wanted import Wanted, beginning_events, ending_events, wanted_of
from tracker.services.rules import Rules, rules_for


@dataclass(slots=True)
class NewCase:
    """A row that becomes a case, with its events and the deadline they give."""

    wanted: Wanted
    events: list[CaseEvent]
    standing: Standing
    deadline: Deadline
    facts: ClockInput


@dataclass(slots=True)
class ImportPlan:
    """What an import would do. ``rejections`` holds the file's own faults and those found against our cases."""

    reading: Reading
    sources: Sources
    rules: Rules
    today: date
    created: list[NewCase] = field(default_factory=list)
    updated: list[CaseUpdate] = field(default_factory=list)
    unchanged: list[tuple[int, str]] = field(default_factory=list)
    unchanged_ids: dict[int, int] = field(default_factory=dict)
    rejections: list[Rejection] = field(default_factory=list)

    @property
    def rejected_rows(self) -> int:
        """The number of rows that cannot be taken; one row may have several faults."""
        return len({one.row for one in self.rejections})

    def as_json(self) -> dict[str, Any]:
        """Return the document of the command line: counts, rejections, mapping and unmapped headings."""
        return {
            "rows": self.reading.row_count,
            "created": len(self.created),
            "updated": len(self.updated),
            "unchanged": len(self.unchanged),
            "rejected": [one.as_json() for one in self.rejections],
            "mapping": self.reading.mapping.as_json(),
            "unmapped": list(self.reading.mapping.unmapped),
            "sheet": self.reading.table.sheet,
            "header_row": self.reading.table.header_row,
            "format": self.reading.table.format.value,
            "warnings": list(self.reading.warnings),
        }


def plan_import(*, reading: Reading, sources: Sources, today: date) -> ImportPlan:
    """Sort the rows of a file into new, changed and equal cases, and into rejections. Writes nothing."""
    rules = rules_for(sources.agency)
    plan = ImportPlan(reading, sources, rules, today, rejections=list(reading.rejections))
    wanted = []
    for row in reading.rows:
        try:
            wanted.append(wanted_of(row, sources, rules))
        except DomainError as refusal:
            plan.rejections.append(_rejection(row.row, refusal))
    matcher = Matcher(sources.agency.id, is_known_file=_was_imported(reading, sources))
    for chunk in in_chunks(wanted):
        _plan_chunk(plan, list(chunk), matcher)
    plan.rejections.sort(key=lambda one: one.row)
    return plan


def _was_imported(reading: Reading, sources: Sources) -> bool:
    """Whether this very file has been imported before for the same kind."""
    return db.session.execute(
        select(
            exists().where(
                ImportBatch.agency_id == sources.agency.id,
                ImportBatch.kind == sources.kind,
                ImportBatch.sha256 == reading.sha256,
                ImportBatch.committed_at.is_not(None),
            )
        )
    ).scalar_one()


def _plan_chunk(plan: ImportPlan, chunk: list[Wanted], matcher: Matcher) -> None:
    found = matcher.match(chunk)
    ids = [case.id for case in found.values()]
    replies, events = latest_replies(ids), ChunkEvents(ids)
    for one in chunk:
        case = found.get(one.row.row)
        try:
            if case is None:
                plan.created.append(new_case(one, plan.rules))
                continue
            update = compare(case, one, replies.get(case.id), events, plan.rules, plan.today)
        except DomainError as refusal:
            plan.rejections.append(_rejection(one.row.row, refusal))
            continue
        if update is None:
            plan.unchanged.append((one.row.row, case.number))
            plan.unchanged_ids[one.row.row] = case.id
            db.session.expunge(case)
        else:
            plan.updated.append(update)


def new_case(wanted: Wanted, rules: Rules) -> NewCase:
    """Give a row its events and deadline; raises ClockRefused where the clock cannot accept its dates."""
    if wanted.row.own_number:
        raise DomainError(
            f"本局编号“{wanted.row.own_number}”在台账里没有。新办件请把这一格留空，由系统编号。",
            field="本局编号",
        )
    events = beginning_events(wanted)
    if wanted.ending is not None:
        events += ending_events(wanted.ending, events[-1].seq)
    columns = wanted.columns
    facts = ClockInput(
        kind=wanted.channel.kind,
        received_on=columns["received_on"],
        item_type=columns.get("item_type"),
        urgent=bool(columns.get("is_urgent")),
        is_anonymous=bool(columns.get("is_anonymous")),
        upstream_due_on=columns.get("upstream_due_on"),
        upstream_due_at=columns.get("upstream_due_at"),
        has_period=wanted.channel.has_period,
    )
    deadline = rules.deadline(facts, events, as_of=max(event.on for event in events))
    return NewCase(wanted, events, fold(events), deadline, facts)


def _rejection(row: int, refusal: DomainError) -> Rejection:
    known = {one.label for one in ImportField}
    named = refusal.field if refusal.field in known else ImportField.RECEIVED.label
    return Rejection(row, named or "", refusal.message)
