"""导入批次 from the upload to its end: kept, questioned, planned, carried out or given up."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from tracker.domain.errors import DomainError
from tracker.extensions import db
from tracker.imports.file_kinds import detect_format
from tracker.imports.headings import map_headings
from tracker.imports.parsing import missing_columns
from tracker.models.agency import Agency, Channel
from tracker.models.imports import ImportBatch
from tracker.services.imports.files import keep_raw, raw_path, read_raw
from tracker.services.imports.mappings import recall, remember, suited
from tracker.services.imports.planning import ImportPlan, plan_import
from tracker.services.imports.reading import Choices, Reading, read_file
from tracker.services.imports.sources import Sources, sources_of

LONGEST_FILENAME = 200


def begin(
    *,
    agency: Agency,
    channel: Channel,
    filename: str,
    content: bytes,
    year_default: int | None,
    instance_dir: Path,
    at: datetime,
    actor_id: int,
) -> ImportBatch:
    """Keep an uploaded file and open its batch; no case is touched. Raises DomainError for a wrong file type."""
    detect_format(content, filename)
    batch = ImportBatch(
        agency_id=agency.id,
        kind=channel.kind,
        filename=filename[-LONGEST_FILENAME:] or "未命名",
        sha256=keep_raw(instance_dir=instance_dir, content=content),
        options={"channel": channel.name, "year_default": year_default},
        created_by_id=actor_id,
        created_at=at,
    )
    db.session.add(batch)
    db.session.flush()
    return batch


def answer(batch: ImportBatch, **answers: Any) -> None:
    """Keep what the person said about the file: ``sheet``, ``columns``, ``orders``, ``mapping``."""
    if batch.committed_at is not None:
        raise DomainError("这次导入已经完成，不能再改对应关系。")
    batch.options = {**batch.options, **answers}
    db.session.flush()


def confirm(
    batch: ImportBatch,
    reading: Reading,
    *,
    columns: Mapping[str, str],
    orders: Mapping[str, str],
    name: str = "",
) -> None:
    """Keep the person's answers about the columns and, under ``name``, remember them for the source.

    Raises DomainError where two columns are meant for one field.
    """
    table = reading.table
    mapping = map_headings(table.headings, batch.kind, chosen=columns, filled=table.filled)
    answer(batch, sheet=table.sheet, columns=dict(columns), orders=dict(orders), mapping_name=name)
    if name.strip() and not missing_columns(mapping):
        remember(agency_id=batch.agency_id, name=name, mapping=mapping)


def read_batch(batch: ImportBatch, *, instance_dir: Path, today: date) -> Reading:
    """Read the kept file by the answers given so far, else by the mapping its source is remembered for."""
    return _read(batch, instance_dir=instance_dir, today=today)[0]


def plan_batch(batch: ImportBatch, *, instance_dir: Path, today: date) -> ImportPlan:
    """Plan the import of a batch; writes nothing."""
    reading, sources = _read(batch, instance_dir=instance_dir, today=today)
    return plan_import(reading=reading, sources=sources, today=today)


def _read(batch: ImportBatch, *, instance_dir: Path, today: date) -> tuple[Reading, Sources]:
    options = batch.options
    agency = db.session.get_one(Agency, batch.agency_id)
    sources = sources_of(agency=agency, kind=batch.kind, channel_name=options.get("channel"))
    content = read_raw(instance_dir=instance_dir, sha256=batch.sha256)
    choices = Choices(
        sheet=options.get("sheet") or None,
        year_default=options.get("year_default"),
        columns=options.get("columns") or {},
        orders=options.get("orders") or {},
    )
    reading = read_file(
        content=content, filename=batch.filename, sources=sources, today=today, choices=choices
    )
    if options.get("columns"):
        return reading, sources
    name = options.get("mapping")
    known = suited(agency_id=agency.id, kind=batch.kind, headings=reading.table.headings)
    headings = recall(agency_id=agency.id, name=name, kind=batch.kind) if name else known and known.headings
    if headings:
        choices = Choices(choices.sheet, choices.year_default, {}, choices.orders, headings)
        reading = read_file(
            content=content, filename=batch.filename, sources=sources, today=today, choices=choices
        )
    return reading, sources


def discard(batch: ImportBatch, *, instance_dir: Path) -> None:
    """放弃这次导入: the batch goes, and its file unless another batch holds the same one."""
    if batch.committed_at is not None:
        raise DomainError("这次导入已经完成，不能放弃。")
    others = db.session.execute(
        select(func.count()).where(ImportBatch.sha256 == batch.sha256, ImportBatch.id != batch.id)
    ).scalar_one()
    db.session.delete(batch)
    db.session.flush()
    if not others:
        raw_path(instance_dir=instance_dir, sha256=batch.sha256).unlink(missing_ok=True)
