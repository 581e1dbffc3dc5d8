"""The working-day calendar as loaded: notices by layer and version, and what each says of single days."""

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.extensions import BaseModel
from tracker.models.columns import BigKey, UtcInstant


class CalendarNotice(BaseModel):
    """放假通知, one version. A later version of the same layer, place and year replaces the earlier one."""

    __tablename__ = "calendar_notices"
    __table_args__ = (
        CheckConstraint("layer in ('national', 'regional', 'agency')", name="calendar_layer"),
        Index("ix_calendar_notices_place", "layer", "region_code", "agency_id", "year", "version"),
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    layer: Mapped[str] = mapped_column(String(12))
    region_code: Mapped[str | None] = mapped_column(String(12))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    year: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer, default=1)
    notice_number: Mapped[str] = mapped_column(String(200))
    source_text: Mapped[str] = mapped_column(Text, default="")
    loaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    loaded_at: Mapped[datetime] = mapped_column(UtcInstant)
    days: Mapped[list["CalendarDay"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="CalendarDay.on_day"
    )


class CalendarDay(BaseModel):
    """One day that a notice makes off or worked against its weekday."""

    __tablename__ = "calendar_days"
    notice_id: Mapped[int] = mapped_column(ForeignKey("calendar_notices.id"), primary_key=True)
    on_day: Mapped[date] = mapped_column(Date, primary_key=True)
    is_workday: Mapped[bool] = mapped_column(Boolean)
    name: Mapped[str] = mapped_column(String(40))
    notice_number: Mapped[str] = mapped_column(String(80))


class PeriodVersion(BaseModel):
    """办理时限 set by the bureau: a new version of a local period, or a shorter statutory one."""

    __tablename__ = "period_versions"
    __table_args__ = (CheckConstraint("length > 0", name="period_length_positive"),)
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), index=True)
    code: Mapped[str] = mapped_column(String(60))
    length: Mapped[int] = mapped_column(Integer)
    basis: Mapped[str] = mapped_column(String(200))
    valid_from: Mapped[date] = mapped_column(Date)
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    set_at: Mapped[datetime] = mapped_column(UtcInstant)
