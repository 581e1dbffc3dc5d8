"""What was imported, from which file, and how its columns were read."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.labels import Kind
from tracker.extensions import BaseModel
from tracker.models.columns import BigKey, Json, JsonObject, UtcInstant, stored
from tracker.sealing import SealedText


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


class ImportRow(BaseModel):
    """What a batch made of one case, and, sealed, the values an update replaced; ``version`` is the case's then."""

    __tablename__ = "import_rows"
    __table_args__ = (
        CheckConstraint("made in ('created', 'updated', 'unchanged')", name="import_row_made"),
        Index("ix_import_rows_case", "case_id"),
    )
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batches.id"), primary_key=True)
    row: Mapped[int] = mapped_column("row_number", Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    made: Mapped[str] = mapped_column(String(12))
    version: Mapped[int] = mapped_column(Integer)
    before_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    @property
    def place(self) -> str:
        return f"{self.batch_id}/{self.row}"

    before = SealedText(row_attribute="place")


class ImportUndo(BaseModel):
    """整批撤销 of a batch: who, when, how many cases, and which were left as they are with the reason."""

    __tablename__ = "import_undos"
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batches.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column("undone_at", UtcInstant)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    taken_back: Mapped[int] = mapped_column(Integer)
    reversed: Mapped[int] = mapped_column(Integer)
    kept: Mapped[JsonObject] = mapped_column(Json, default=dict)


class ImportMapping(BaseModel):
    """A remembered answer: which heading of this source is which field."""

    __tablename__ = "import_mappings"
    __table_args__ = (UniqueConstraint("agency_id", "name", name="uq_import_mappings_name"),)
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[Kind] = mapped_column(stored(Kind, "mapping_kind"))
    headings: Mapped[JsonObject] = mapped_column(Json, default=dict)
