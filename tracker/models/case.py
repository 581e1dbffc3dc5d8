"""A case: its standing as lists need it, a projection of its events and never their source."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain.labels import (
    ApplicantType,
    ClockState,
    ItemType,
    Kind,
    ReceiptMethod,
    Satisfaction,
    State,
)
from tracker.extensions import BaseModel
from tracker.models.agency import Agency, Channel, Section
from tracker.models.columns import BigKey, UtcInstant, stored
from tracker.models.user import User

if TYPE_CHECKING:
    from tracker.models.case_record import CaseEventRow, CasePerson


class Case(BaseModel):
    """办件. The columns below ``state`` are projected from events; ``flask cases verify`` compares them."""

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint("closed_on is null or closed_on >= received_on", name="closed_after_receipt"),
        CheckConstraint("replied_on is null or replied_on >= received_on", name="replied_after_receipt"),
        CheckConstraint(
            "state not in ('closed', 'archived') or closed_on is not null", name="closed_has_its_day"
        ),
        CheckConstraint(
            "state not in ('returned', 'merged', 'not_accepted', 'terminated') or removed_on is not null",
            name="removed_has_its_day",
        ),
        CheckConstraint(
            "kind <> 'disclosure' or applicant_type is not null", name="disclosure_has_applicant"
        ),
        CheckConstraint(
            "kind <> 'disclosure' or closed_on is null or outcome is not null",
            name="disclosure_closed_has_outcome",
        ),
        CheckConstraint("taken_back_on is null or not is_open", name="taken_back_is_ended"),
        Index("ux_cases_number", "agency_id", "number", unique=True),
        Index("ux_cases_source", "channel_id", "source_number", unique=True),
        Index("ix_cases_open_due", "agency_id", "is_open", "sort_due_on", "id"),
        Index("ix_cases_received", "agency_id", "received_on", "id"),
        Index("ix_cases_closed", "agency_id", "is_open", "closed_on", "id"),
        Index("ix_cases_section_due", "section_id", "is_open", "sort_due_on", "id"),
        Index("ix_cases_handler_due", "handler_id", "is_open", "sort_due_on", "id"),
        Index("ix_cases_state_due", "agency_id", "state", "sort_due_on", "id"),
        Index("ix_cases_section_received", "section_id", "received_on", "id"),
        Index("ix_cases_handler_received", "handler_id", "received_on", "id"),
        Index("ix_cases_channel_received", "channel_id", "received_on", "id"),
        # 可能重复: the same title within a month, asked for while somebody types.
        Index("ix_cases_title", "title", "received_on"),
        Index("ix_cases_sort_due", "agency_id", "sort_due_on", "id"),
        *(
            Index(
                f"ix_cases_of_{name}",
                "agency_id",
                *columns,
                "id",
                # a partial index is used where a query repeats its condition, as each engine writes it
                sqlite_where=text("is_supervised = 1" if condition == "is_supervised" else condition),
                postgresql_where=text(condition),
            )
            for name, columns, condition in (
                ("supervised", ("received_on",), "is_supervised"),
                ("closing", ("closed_on",), "closed_on is not null"),
                ("outcome", ("outcome", "received_on"), "outcome is not null"),
                ("result", ("result", "received_on"), "result is not null"),
            )
        ),
        Index(
            "ix_cases_of_submission",
            "submission_key",
            sqlite_where=text("submission_key is not null"),
            postgresql_where=text("submission_key is not null"),
        ),
        # Nearly every case reports nobody; a full index would hold nothing but that, and be passed over.
        *(
            Index(
                f"ix_cases_{column.removesuffix('_id')}",
                column,
                sqlite_where=text(f"{column} is not null"),
                postgresql_where=text(f"{column} is not null"),
            )
            for column in ("reported_user_id", "reported_section_id")
        ),
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"))
    kind: Mapped[Kind] = mapped_column(stored(Kind, "case_kind"))
    number: Mapped[str] = mapped_column(String(60))
    source_number: Mapped[str | None] = mapped_column(String(80))
    source_text: Mapped[str] = mapped_column(String(80), default="")
    title: Mapped[str] = mapped_column(String(200))
    content: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    item_type: Mapped[ItemType | None] = mapped_column(stored(ItemType, "case_item_type"))
    applicant_type: Mapped[ApplicantType | None] = mapped_column(stored(ApplicantType, "case_applicant_type"))
    receipt_method: Mapped[ReceiptMethod | None] = mapped_column(stored(ReceiptMethod, "case_receipt_method"))
    delivery_form: Mapped[str] = mapped_column(String(60), default="")
    delivery_route: Mapped[str] = mapped_column(String(60), default="")
    needs_assistance: Mapped[bool] = mapped_column(Boolean, default=False)
    is_urgent: Mapped[bool] = mapped_column(Boolean, default=False)
    is_complex: Mapped[bool] = mapped_column(Boolean, default=False)
    is_important: Mapped[bool] = mapped_column(Boolean, default=False)
    is_group: Mapped[bool] = mapped_column(Boolean, default=False)
    is_secret: Mapped[bool] = mapped_column(Boolean, default=False)
    is_anonymous: Mapped[bool] = mapped_column(Boolean, default=False)
    wants_reply: Mapped[bool] = mapped_column(Boolean, default=True)
    received_on: Mapped[date] = mapped_column(Date)
    received_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    upstream_due_on: Mapped[date | None] = mapped_column(Date)
    upstream_due_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    reported_section_id: Mapped[int | None] = mapped_column(ForeignKey("sections.id"))
    reported_user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    previous_case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    missing_fields: Mapped[list[str]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(UtcInstant)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    submission_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    taken_back_on: Mapped[date | None] = mapped_column(Date)
    erased_on: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int] = mapped_column(Integer, default=1)

    state: Mapped[State] = mapped_column(stored(State, "case_state"))
    is_open: Mapped[bool] = mapped_column(Boolean, default=True)
    section_id: Mapped[int | None] = mapped_column(ForeignKey("sections.id"))
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    clock_state: Mapped[ClockState] = mapped_column(stored(ClockState, "case_clock_state"))
    due_on: Mapped[date | None] = mapped_column(Date)
    due_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    expected_due_on: Mapped[date | None] = mapped_column(Date)
    other_due_on: Mapped[date | None] = mapped_column(Date)
    sort_due_on: Mapped[date] = mapped_column(Date)
    is_provisional: Mapped[bool] = mapped_column(Boolean, default=False)
    days_limit: Mapped[int | None] = mapped_column(Integer)
    days_counted: Mapped[int | None] = mapped_column(Integer)
    counting_since: Mapped[date | None] = mapped_column(Date)
    cycle: Mapped[int] = mapped_column(Integer, default=1)
    replied_on: Mapped[date | None] = mapped_column(Date)
    closed_on: Mapped[date | None] = mapped_column(Date)
    removed_on: Mapped[date | None] = mapped_column(Date)
    published_on: Mapped[date | None] = mapped_column(Date)
    outcome: Mapped[str | None] = mapped_column(String(8))
    result: Mapped[str | None] = mapped_column(String(40))
    removal_reason: Mapped[str | None] = mapped_column(String(40))
    satisfaction: Mapped[Satisfaction | None] = mapped_column(stored(Satisfaction, "case_satisfaction"))
    is_supervised: Mapped[bool] = mapped_column(Boolean, default=False)
    extension_pending: Mapped[int | None] = mapped_column(Integer)
    times_urged: Mapped[int] = mapped_column(Integer, default=0)
    times_extended: Mapped[int] = mapped_column(Integer, default=0)
    times_returned: Mapped[int] = mapped_column(Integer, default=0)
    times_sent_back: Mapped[int] = mapped_column(Integer, default=0)

    agency: Mapped[Agency] = relationship()
    channel: Mapped[Channel] = relationship(lazy="joined", innerjoin=True)
    section: Mapped[Section | None] = relationship(foreign_keys=[section_id])
    handler: Mapped[User | None] = relationship(foreign_keys=[handler_id])
    reported_section: Mapped[Section | None] = relationship(foreign_keys=[reported_section_id])
    reported_user: Mapped[User | None] = relationship(foreign_keys=[reported_user_id])
    cycles: Mapped[list["CaseCycle"]] = relationship(
        order_by="[CaseCycle.cycle, CaseCycle.part]", cascade="all, delete-orphan"
    )
    assistants: Mapped[list["CaseAssistant"]] = relationship(cascade="all, delete-orphan")
    person: Mapped["CasePerson | None"] = relationship(back_populates="case", uselist=False)
    events: Mapped[list["CaseEventRow"]] = relationship(
        order_by="CaseEventRow.seq", back_populates="case", viewonly=True
    )

    @property
    def rounds(self) -> list["CaseCycle"]:
        """Each round of handling as it stands, or last stood."""
        return list({row.cycle: row for row in self.cycles}.values())

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012


class CaseCycle(BaseModel):
    """A round of handling, from receipt or re-handling to its end, as it stood for a while: what statistics count.

    A round whose section, handler or deadline changes has a ``part`` for each standing. Exactly one row of a case
    stands at the end of any day from its receipt on: ``stands_from`` by then, and not yet ``stands_until``. The
    columns that describe the case are copies, so that a count touches this table alone.
    """

    __tablename__ = "case_cycles"
    __table_args__ = (
        # Counts of a period read this index alone; its tail holds what they ask of each round.
        Index(
            "ix_case_cycles_counted",
            "agency_id",
            "kind",
            "received_on",
            "stands_from",
            "stands_until",
            "replied_on",
            "closed_on",
            "removed_on",
            "due_on",
            "is_late",
            "channel_id",
            "section_id",
            "item_type",
            "applicant_type",
            "outcome",
            "cycle",
            "case_id",
            "handler_id",
            "days_used",
            "times_extended",
            "times_returned",
            "removed_as",
            "result",
            "satisfaction",
            "sign_by",
            "signed_on",
            "contact_by",
            "contacted_on",
            "published_on",
        ),
        Index(
            "ix_case_cycles_superseded",
            "agency_id",
            "superseded_on",
            sqlite_where=text("superseded_on is not null"),
            postgresql_where=text("superseded_on is not null"),
        ),
        Index("ix_case_cycles_closed", "agency_id", "kind", "closed_on"),
        Index("ix_case_cycles_due", "agency_id", "kind", "due_on"),
    )
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    cycle: Mapped[int] = mapped_column(Integer, primary_key=True)
    part: Mapped[int] = mapped_column(Integer, primary_key=True, default=1)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"))
    kind: Mapped[Kind] = mapped_column(stored(Kind, "cycle_kind"))
    section_id: Mapped[int | None] = mapped_column(ForeignKey("sections.id"))
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    item_type: Mapped[ItemType | None] = mapped_column(stored(ItemType, "cycle_item_type"))
    applicant_type: Mapped[ApplicantType | None] = mapped_column(
        stored(ApplicantType, "cycle_applicant_type")
    )
    received_on: Mapped[date] = mapped_column(Date)
    started_on: Mapped[date] = mapped_column(Date)
    superseded_on: Mapped[date | None] = mapped_column(Date)
    stands_from: Mapped[date] = mapped_column(Date)
    stands_until: Mapped[date | None] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    replied_on: Mapped[date | None] = mapped_column(Date)
    closed_on: Mapped[date | None] = mapped_column(Date)
    removed_on: Mapped[date | None] = mapped_column(Date)
    removed_as: Mapped[State | None] = mapped_column(stored(State, "cycle_removed_as"))
    sign_by: Mapped[date | None] = mapped_column(Date)
    signed_on: Mapped[date | None] = mapped_column(Date)
    contact_by: Mapped[date | None] = mapped_column(Date)
    contacted_on: Mapped[date | None] = mapped_column(Date)
    published_on: Mapped[date | None] = mapped_column(Date)
    is_late: Mapped[bool] = mapped_column(Boolean, default=False)
    days_used: Mapped[int] = mapped_column(Integer, default=0)
    outcome: Mapped[str | None] = mapped_column(String(8))
    result: Mapped[str | None] = mapped_column(String(40))
    satisfaction: Mapped[Satisfaction | None] = mapped_column(stored(Satisfaction, "cycle_satisfaction"))
    times_extended: Mapped[int] = mapped_column(Integer, default=0)
    times_returned: Mapped[int] = mapped_column(Integer, default=0)


class CaseAssistant(BaseModel):
    """协办科室 of a case, as its last assignment named them; ``opinion_due_on`` while one owes its opinion."""

    __tablename__ = "case_assistants"
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("sections.id"), primary_key=True, index=True)
    opinion_due_on: Mapped[date | None] = mapped_column(Date)
