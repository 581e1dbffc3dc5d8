"""The bureau and its parts: agencies form a tree, sections do the work, channels bring it."""

from datetime import date, datetime

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain.labels import Kind
from tracker.domain.reasons import ReasonList
from tracker.extensions import BaseModel
from tracker.models.columns import BigKey, stored


class Agency(BaseModel):
    """机关. ``number_prefix`` begins every case number; ``region_code`` picks the regional holidays.

    ``founded_on`` and ``closed_on`` bound the years of which an agency below owes a report; None is unbounded. The
    reports of one that was dissolved or merged stay.
    """

    __tablename__ = "agencies"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"), index=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    number_prefix: Mapped[str] = mapped_column(String(20))
    region_code: Mapped[str | None] = mapped_column(String(12))
    address: Mapped[str] = mapped_column(String(200), default="")
    postcode: Mapped[str] = mapped_column(String(10), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(120), default="")
    website: Mapped[str] = mapped_column(String(200), default="")
    office_hours: Mapped[str] = mapped_column(String(80), default="")
    reviewing_agency: Mapped[str] = mapped_column(String(120), default="")
    court: Mapped[str] = mapped_column(String(120), default="")
    online_review: Mapped[str] = mapped_column(String(200), default="")
    is_demonstration: Mapped[bool] = mapped_column(Boolean, default=False)
    founded_on: Mapped[date | None] = mapped_column(Date)
    closed_on: Mapped[date | None] = mapped_column(Date)


class Section(BaseModel):
    """科室. An inactive one keeps its history; ``former_names`` are pairs of a name and the instant it ended."""

    __tablename__ = "sections"
    __table_args__ = (UniqueConstraint("agency_id", "name"),)
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    name: Mapped[str] = mapped_column(String(60))
    duty: Mapped[str] = mapped_column(String(400), default="")
    sort: Mapped[int] = mapped_column(Integer, default=0)
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)
    former_names: Mapped[list[list[str]]] = mapped_column(JSON, default=list)

    def name_at(self, at: datetime) -> str:
        """What the section was called at that instant."""
        return next(
            (name for name, until in self.former_names if at < datetime.fromisoformat(until)), self.name
        )


class Channel(BaseModel):
    """来源渠道. Its kind fixes lifecycle and fields; the switches skip steps, they never fork the table."""

    __tablename__ = "channels"
    __table_args__ = (UniqueConstraint("agency_id", "name"), UniqueConstraint("agency_id", "code"))
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(60))
    report_name: Mapped[str] = mapped_column(String(60), default="")
    aliases: Mapped[list[str]] = mapped_column(JSON, default=list)
    kind: Mapped[Kind] = mapped_column(stored(Kind, "channel_kind"))
    number_word: Mapped[str] = mapped_column(String(20))
    needs_signature: Mapped[bool] = mapped_column(Boolean, default=True)
    needs_review: Mapped[bool] = mapped_column(Boolean, default=True)
    needs_callback: Mapped[bool] = mapped_column(Boolean, default=False)
    has_period: Mapped[bool] = mapped_column(Boolean, default=True)
    sort: Mapped[int] = mapped_column(Integer, default=0)
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)
    agency: Mapped[Agency] = relationship()


class PolicyChoice(BaseModel):
    """One setting of an agency that differs from the shipped default; the default's source is in the domain."""

    __tablename__ = "policy_choices"
    __table_args__ = (UniqueConstraint("agency_id", "key"),)
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    key: Mapped[str] = mapped_column(String(60))
    value: Mapped[str] = mapped_column(String(200))
    basis: Mapped[str] = mapped_column(String(200), default="")


class ReasonRow(BaseModel):
    """理由清单: what an agency changed of a shipped reason, or a reason of its own (code ``own_…``).

    ``kind`` None fits every kind. A renamed reason keeps its code; events keep the words of their day.
    """

    __tablename__ = "reasons"
    __table_args__ = (UniqueConstraint("agency_id", "listed_in", "code"),)
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    listed_in: Mapped[ReasonList] = mapped_column(stored(ReasonList, "reason_list"))
    code: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(80))
    kind: Mapped[Kind | None] = mapped_column(stored(Kind, "reason_kind"))
    sort: Mapped[int] = mapped_column(Integer)
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)
