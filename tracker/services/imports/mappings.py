"""对应关系 remembered per source: which heading is which field, as a person confirmed it."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from tracker.domain.errors import DomainError
from tracker.domain.labels import Kind
from tracker.extensions import db
from tracker.imports.headings import ColumnMapping, normalise
from tracker.models.imports import ImportMapping

LONGEST_NAME = 80


def recall(*, agency_id: int, name: str, kind: Kind) -> Mapping[str, str]:
    """Return the mapping called ``name``; raises DomainError naming the known ones when there is none."""
    rows = _of_kind(agency_id, kind)
    found = next((row for row in rows if row.name == name.strip()), None)
    if found is None:
        known = "、".join(row.name for row in rows) or "还没有"
        raise DomainError(f"没有名为“{name}”的{kind.label}对应关系，现有：{known}。", field="对应关系")
    return found.headings


def suited(*, agency_id: int, kind: Kind, headings: Sequence[str]) -> ImportMapping | None:
    """Return the remembered mapping all of whose headings stand in the file, the largest first; or None."""
    present = {normalise(heading) for heading in headings if heading.strip()}
    fitting = [row for row in _of_kind(agency_id, kind) if row.headings and present >= row.headings.keys()]
    return max(fitting, key=lambda row: len(row.headings), default=None)


def remember(*, agency_id: int, name: str, mapping: ColumnMapping) -> None:
    """Keep ``mapping`` under ``name``; an earlier one of the same name and kind is replaced.

    Raises DomainError where the name is empty, too long, or taken by another kind.
    """
    title = name.strip()
    if not title or len(title) > LONGEST_NAME:
        raise DomainError(f"请给对应关系起个名字，最长 {LONGEST_NAME} 字。", field="对应关系")
    headings = {
        normalise(column.heading): column.field.value if column.field else ""
        for column in mapping.columns
        if column.heading.strip()
    }
    row = db.session.execute(
        select(ImportMapping).where(ImportMapping.agency_id == agency_id, ImportMapping.name == title)
    ).scalar_one_or_none()
    if row is None:
        row = ImportMapping(agency_id=agency_id, name=title, kind=mapping.kind, headings=headings)
        db.session.add(row)
    elif row.kind is not mapping.kind:
        raise DomainError(f"“{title}”已用于{row.kind.label}，请换一个名字。", field="对应关系")
    else:
        row.headings = headings
    db.session.flush()


def _of_kind(agency_id: int, kind: Kind) -> Sequence[ImportMapping]:
    return (
        db.session.execute(
            select(ImportMapping)
            .where(ImportMapping.agency_id == agency_id, ImportMapping.kind == kind)
            .order_by(ImportMapping.name)
        )
        .scalars()
        .all()
    )
