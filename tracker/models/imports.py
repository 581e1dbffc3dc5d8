"""What was imported, from which file, and how its columns were read."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.labels import Kind
from tracker.extensions import BaseModel
from tracker.models.columns import BigKey, Json, JsonObject, UtcInstant, stored


class ImportBatch(BaseModel):
    """导入批次: one file, kept raw under its SHA-256, and what became of its rows."""

    __tablename__ = "import_batches"
    __table_args__ = (Index("ix_import_batches_agency", "agency_id", "id"),)
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    kind: Mapped[Kind] = mapped_column(stored(Kind, "import_kind"))
    filename: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    options: Mapped[JsonObject] = mapped_column(Json, default=dict)
    counts: Mapped[JsonObject] = mapped_column(Json, default=dict)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcInstant)
    committed_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    rows: Mapped[int] = mapped_column(Integer, default=0)


class ImportMapping(BaseModel):
    """A remembered answer: which heading of this source is which field."""

    __tablename__ = "import_mappings"
    __table_args__ = (UniqueConstraint("agency_id", "name", name="uq_import_mappings_name"),)
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[Kind] = mapped_column(stored(Kind, "mapping_kind"))
    headings: Mapped[JsonObject] = mapped_column(Json, default=dict)
