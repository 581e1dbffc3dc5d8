"""统计快照: figures as a page said them on a day, kept with their hash."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import BaseModel
from tracker.models.columns import BigKey, Json, JsonObject, UtcInstant


class StatisticsSnapshot(BaseModel):
    """One page of statistics under a name: what was asked, what it said, the SHA-256 of that, who kept it when."""

    __tablename__ = "statistics_snapshots"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    address: Mapped[JsonObject] = mapped_column(Json)
    content: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(UtcInstant)
