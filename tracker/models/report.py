"""年报: what is written and entered for a year, its frozen versions, and the register behind section four."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import BaseModel
from tracker.models.columns import BigKey, Json, JsonObject, UtcInstant


class AnnualReport(BaseModel):
    """One year of one agency: entered figures of section two, written texts of one, five and six."""

    __tablename__ = "annual_reports"
    __table_args__ = (UniqueConstraint("agency_id", "year", name="uq_annual_reports_year"),)
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    year: Mapped[int] = mapped_column(Integer)
    edition: Mapped[str] = mapped_column(String(4))
    section_two: Mapped[JsonObject] = mapped_column(Json, default=dict)
    texts: Mapped[JsonObject] = mapped_column(Json, default=dict)
    version: Mapped[int] = mapped_column(Integer, default=1)


class AnnualReportVersion(BaseModel):
    """A frozen report: the snapshot, its SHA-256, who froze it when, and for a second version why."""

    __tablename__ = "annual_report_versions"
    __table_args__ = (
        UniqueConstraint("agency_id", "year", "number", name="uq_annual_report_versions_number"),
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    year: Mapped[int] = mapped_column(Integer)
    number: Mapped[int] = mapped_column(Integer)
    snapshot: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(400), default="")
    frozen_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    frozen_at: Mapped[datetime] = mapped_column(UtcInstant)


class ChildReportFile(BaseModel):
    """下级年报文件: the report of an agency below that was made elsewhere; the raw file lies under its SHA-256.

    ``number`` counts the accepted versions; a file that was only read and checked has none. ``snapshot`` is the
    report as it was read when it was accepted, with the place of each figure in the file.
    """

    __tablename__ = "child_report_files"
    __table_args__ = (
        UniqueConstraint("agency_id", "year", "number", name="uq_child_report_files_number"),
        CheckConstraint(
            "(number is null) = (accepted_at is null) and (number is null) = (snapshot is null)",
            name="child_report_file_accepted",
        ),
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    year: Mapped[int] = mapped_column(Integer)
    number: Mapped[int | None] = mapped_column(Integer)
    filename: Mapped[str] = mapped_column(String(140))
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    snapshot: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(400), default="")
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcInstant)
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    accepted_at: Mapped[datetime | None] = mapped_column(UtcInstant)


class RemedyCase(BaseModel):
    """复议、诉讼 against a disclosure answer; a row of section four once it has a result or the year ends."""

    __tablename__ = "remedy_cases"
    __table_args__ = (
        CheckConstraint(
            "route in ('reconsideration', 'litigation_direct', 'litigation_after_reconsideration')",
            name="remedy_route",
        ),
        CheckConstraint("result is null or result in ('upheld', 'corrected', 'other')", name="remedy_result"),
        CheckConstraint("(result is null) = (closed_on is null)", name="remedy_closed_with_result"),
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    route: Mapped[str] = mapped_column(String(40))
    authority: Mapped[str] = mapped_column(String(120))
    filed_on: Mapped[date] = mapped_column(Date)
    served_on: Mapped[date | None] = mapped_column(Date)
    answer_due_on: Mapped[date | None] = mapped_column(Date)
    answered_on: Mapped[date | None] = mapped_column(Date)
    is_simplified: Mapped[bool] = mapped_column(default=False)
    reviewer_is_codefendant: Mapped[bool] = mapped_column(default=False)
    result: Mapped[str | None] = mapped_column(String(20))
    closed_on: Mapped[date | None] = mapped_column(Date)
