"""More steps of handling; the office's own reasons; letters published; channels without a fixed period

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BEFORE = (
    "registered", "assigned", "signed", "return_requested", "return_refused", "return_approved",
    "contacted", "extension_requested", "extension_refused", "extension_granted", "stage_reply", "accepted",
    "correction_requested", "correction_received", "consultation_started", "consultation_delivered",
    "consultation_ended", "fee_notice_sent", "fee_paid", "reply_deferred", "reply_submitted",
    "review_passed", "review_sent_back", "replied", "called_back", "closed", "rehandled", "withdrawn",
    "lapsed", "returned", "merged", "not_accepted", "terminated", "urged", "supervised", "amended",
    "imported", "undone", "archived",
)
ADDED = (
    "assistance_asked", "assistance_given", "designated", "instructed", "reasons_asked", "reasons_received",
    "published", "petition_review_asked", "petition_review_decided",
)
LISTS = (
    "not_accepted", "returned", "terminated", "merged", "return_requested", "extension", "unsolved",
    "rehandled", "undone",
)
KINDS = ("hotline", "mailbox", "disclosure", "petition")
COLUMNS = "case_id, seq, type, happened_on, recorded_at, actor_id, payload"


def upgrade():
    _restrict_event_types((*BEFORE, *ADDED))
    op.add_column("cases", sa.Column("published_on", sa.Date(), nullable=True))
    op.add_column("channels", sa.Column("has_period", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_table(
        "reasons",
        sa.Column("id", KEY, nullable=False),
        sa.Column("agency_id", KEY, nullable=False),
        sa.Column("listed_in", _codes(LISTS, "reason_list"), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("label", sa.String(80), nullable=False),
        sa.Column("kind", _codes(KINDS, "reason_kind"), nullable=True),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_reasons_agency_id_agencies")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reasons")),
        sa.UniqueConstraint("agency_id", "listed_in", "code", name=op.f("uq_reasons_agency_id_listed_in_code")),
    )


def downgrade():
    op.drop_table("reasons")
    op.drop_column("channels", "has_period")
    op.drop_column("cases", "published_on")
    _restrict_event_types(BEFORE)


def _codes(codes, name):
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=40)


def _restrict_event_types(codes):
    """Let the table hold these types alone; events of any other cannot be kept by the older schema."""
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        op.execute("ALTER TABLE case_events DISABLE TRIGGER case_events_append_only")
        bind.execute(sa.text("DELETE FROM case_events WHERE type NOT IN :codes").bindparams(_list(codes)))
        op.execute("ALTER TABLE case_events ENABLE TRIGGER case_events_append_only")
        op.drop_constraint(op.f("ck_case_events_event_type"), "case_events", type_="check")
        listed = ", ".join(f"'{code}'" for code in codes)
        op.create_check_constraint(op.f("ck_case_events_event_type"), "case_events", f"type IN ({listed})")
        return
    # SQLite cannot change a constraint: the table is made anew, with its triggers.
    _create_events("case_events_new", codes)
    statement = f"INSERT INTO case_events_new SELECT {COLUMNS} FROM case_events WHERE type IN :codes"
    bind.execute(sa.text(statement).bindparams(_list(codes)))
    op.drop_table("case_events")
    op.rename_table("case_events_new", "case_events")
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER case_events_no_{verb.lower()} BEFORE {verb} ON case_events "
            "BEGIN SELECT RAISE(ABORT, 'case_events is append-only'); END"
        )


def _list(codes):
    return sa.bindparam("codes", value=list(codes), expanding=True)


def _create_events(name, codes):
    op.create_table(
        name,
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("type", _codes(codes, "event_type"), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", KEY, nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_case_events_actor_id_users")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_events_case_id_cases")),
        sa.PrimaryKeyConstraint("case_id", "seq", name=op.f("pk_case_events")),
    )
