"""What an import made of each case, kept so that the whole batch can be undone."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, cast

from sqlalchemy import Date, Table, insert
from sqlalchemy import Enum as CodeColumn

from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.columns import UtcInstant
from tracker.models.imports import ImportBatch, ImportRow
from tracker.services.imports.changes import CaseUpdate
from tracker.services.imports.matching import in_chunks
from tracker.services.imports.planning import ImportPlan

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"


@dataclass(frozen=True, slots=True)
class Before:
    """A case as it was before an update: the columns and personal values that the update replaced.

    ``last_seq`` is its last event then, ``last_reply_id`` its last reply text, 0 for none.
    """

    columns: dict[str, Any]
    person: dict[str, str]
    missing_fields: list[str]
    last_seq: int
    last_reply_id: int

    def as_text(self) -> str:
        """The values as JSON, to be sealed."""
        columns = {name: _plain(value) for name, value in self.columns.items()}
        told = {name: getattr(self, name) for name in self.__slots__ if name != "columns"}
        return json.dumps({**told, "columns": columns}, ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> "Before":
        """Read what ``as_text`` wrote."""
        told = json.loads(text)
        columns = {name: _value(name, value) for name, value in told.pop("columns").items()}
        return cls(columns=columns, **told)


def before_update(update: CaseUpdate, last_seq: int) -> Before:
    """Take down what ``update`` is about to replace; call it while the case is still as it was."""
    case, person = update.case, update.case.person
    return Before(
        columns={name: getattr(case, name) for name in update.columns},
        person={name: (getattr(person, name) if person else None) or "" for name in update.person},
        missing_fields=list(case.missing_fields),
        last_seq=last_seq,
        last_reply_id=update.last_reply_id,
    )


def record_rows(plan: ImportPlan, batch: ImportBatch, created_ids: Sequence[int]) -> None:
    """Write a row for every case that the batch made, changed or found unchanged."""
    for chunk in in_chunks(list(_rows(plan, batch, created_ids))):
        db.session.execute(insert(cast("Table", ImportRow.__table__)), list(chunk))


def _rows(plan: ImportPlan, batch: ImportBatch, created_ids: Sequence[int]) -> Iterator[dict[str, Any]]:
    for new, case_id in zip(plan.created, created_ids, strict=True):
        yield _row(batch, new.wanted.row.row, case_id, CREATED, 1)
    for one in plan.updated:
        yield _row(batch, one.wanted.row.row, one.case_id, UPDATED, one.seen_version + 1, one.before)
    for number, case_id in plan.unchanged_ids.items():
        yield _row(batch, number, case_id, UNCHANGED, 0)


def _row(
    batch: ImportBatch, number: int, case_id: int, made: str, version: int, before: str | None = None
) -> dict[str, Any]:
    sealed = ImportRow(batch_id=batch.id, row=number)
    sealed.before = before
    return {
        "batch_id": batch.id,
        "row_number": number,
        "case_id": case_id,
        "made": made,
        "version": version,
        "before_sealed": sealed.before_sealed,
    }


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def _value(name: str, plain: Any) -> Any:
    kind = cast("Table", Case.__table__).c[name].type
    if plain is None:
        return None
    if isinstance(kind, UtcInstant):
        return datetime.fromisoformat(plain)
    if isinstance(kind, Date):
        return date.fromisoformat(plain)
    if isinstance(kind, CodeColumn) and kind.enum_class is not None:
        return kind.enum_class(plain)
    return plain
