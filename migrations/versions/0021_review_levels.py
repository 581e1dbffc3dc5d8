"""Levels of approval and what makes a case weigh more; requests for more time to list; searches and splits; events by reason

Revision ID: 0021
Revises: 0020
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

BEFORE = (
    "clerk", "section_lead", "handler", "supervisor", "statistician", "system_admin", "security_admin", "audit_admin",
)
AFTER = (*BEFORE[:2], "deputy_chief", "chief", *BEFORE[2:])
WITH_A_REASON = (
    "type IN ('return_requested', 'extension_requested', 'rehandled', 'returned', 'merged', 'not_accepted', "
    "'terminated', 'withdrawn', 'undone')"
)
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EVENT = sa.table(
    "case_events",
    *(sa.column(name) for name in ("case_id", "seq", "type")),
    sa.column("payload", sa.JSON()),
)
CASE = sa.table("cases", sa.column("id"), sa.column("is_open", sa.Boolean()), sa.column("extension_pending"))
ASSISTANT = sa.table(
    "case_assistants", sa.column("case_id"), sa.column("section_id"), sa.column("opinion_due_on", sa.Date())
)
ANSWERING = ("extension_granted", "extension_refused", "return_approved", "rehandled")


EVENTS = (
    "registered", "assigned", "signed", "return_requested", "return_refused", "return_approved", "contacted",
    "extension_requested", "extension_refused", "extension_granted", "stage_reply", "assistance_asked",
    "assistance_given", "designated", "instructed", "accepted", "correction_requested", "correction_received",
    "consultation_started", "consultation_delivered", "consultation_ended", "fee_notice_sent", "fee_paid",
    "reasons_asked", "reasons_received", "reply_deferred", "reply_submitted", "review_passed", "review_sent_back",
    "replied", "called_back", "published", "petition_review_asked", "petition_review_decided", "closed", "rehandled",
    "withdrawn", "lapsed", "returned", "merged", "not_accepted", "terminated", "urged", "supervised", "amended",
    "imported", "undone", "archived",
)
EVENT_COLUMNS = "case_id, seq, type, happened_on, recorded_at, actor_id, payload"


def upgrade():
    _restrict_roles(AFTER)
    _restrict_events((*EVENTS, "searched", "split"))
    for name in ("is_important", "is_group"):
        op.add_column("cases", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("cases", sa.Column("extension_pending", sa.Integer(), nullable=True))
    op.add_column("case_assistants", sa.Column("opinion_due_on", sa.Date(), nullable=True))
    op.create_index(
        "ix_case_events_with_a_reason",
        "case_events",
        ["happened_on", "case_id", "seq"],
        sqlite_where=sa.text(WITH_A_REASON),
        postgresql_where=sa.text(WITH_A_REASON),
    )
    _fill_pending()


def downgrade():
    op.drop_index("ix_case_events_with_a_reason", table_name="case_events")
    op.drop_column("case_assistants", "opinion_due_on")
    for name in ("extension_pending", "is_group", "is_important"):
        op.drop_column("cases", name)
    _restrict_events(EVENTS)
    _restrict_roles(BEFORE)


def _restrict_events(codes):
    """Let the table hold these types alone; events of any other cannot be kept by the older schema."""
    bind = op.get_bind()
    known = sa.bindparam("codes", value=list(codes), expanding=True)
    if bind.dialect.name != "sqlite":
        op.execute("ALTER TABLE case_events DISABLE TRIGGER case_events_append_only")
        bind.execute(sa.text("DELETE FROM case_events WHERE type NOT IN :codes").bindparams(known))
        op.execute("ALTER TABLE case_events ENABLE TRIGGER case_events_append_only")
        op.drop_constraint(op.f("ck_case_events_event_type"), "case_events", type_="check")
        listed = ", ".join(f"'{code}'" for code in codes)
        op.create_check_constraint(op.f("ck_case_events_event_type"), "case_events", f"type IN ({listed})")
        return
    # SQLite cannot change a constraint: the table is made anew, with its triggers.
    op.create_table(
        "case_events_new",
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
    copied = f"INSERT INTO case_events_new SELECT {EVENT_COLUMNS} FROM case_events WHERE type IN :codes"
    bind.execute(sa.text(copied).bindparams(known))
    op.drop_table("case_events")
    op.rename_table("case_events_new", "case_events")
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER case_events_no_{verb.lower()} BEFORE {verb} ON case_events "
            "BEGIN SELECT RAISE(ABORT, 'case_events is append-only'); END"
        )


def _codes(codes, name):
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=40)


def _restrict_roles(codes):
    """Let an account hold these roles alone; one the older schema does not know is taken away."""
    bind = op.get_bind()
    known = sa.text("DELETE FROM user_roles WHERE role NOT IN :codes")
    bind.execute(known.bindparams(sa.bindparam("codes", value=list(codes), expanding=True)))
    if bind.dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_user_roles_user_role"), "user_roles", type_="check")
        listed = ", ".join(f"'{code}'" for code in codes)
        op.create_check_constraint(op.f("ck_user_roles_user_role"), "user_roles", f"role IN ({listed})")
        return
    # SQLite cannot change a constraint: the table is made anew.
    op.create_table(
        "user_roles_new",
        sa.Column("user_id", KEY, nullable=False),
        sa.Column(
            "role",
            _codes(codes, "user_role"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_user_roles_user_id_users")),
        sa.PrimaryKeyConstraint("user_id", "role", name=op.f("pk_user_roles")),
    )
    op.execute("INSERT INTO user_roles_new SELECT user_id, role FROM user_roles")
    op.drop_table("user_roles")
    op.rename_table("user_roles_new", "user_roles")


def _fill_pending():
    """What open cases wait for: the days of a request for more time, the opinions of sections asked to help."""
    asked = sa.select(EVENT.c.case_id).where(EVENT.c.type.in_(("extension_requested", "assistance_asked")))
    rows = op.get_bind().execute(
        sa.select(EVENT.c.case_id, EVENT.c.seq, EVENT.c.type, EVENT.c.payload)
        .join(CASE, CASE.c.id == EVENT.c.case_id)
        .where(CASE.c.is_open, EVENT.c.case_id.in_(asked))
        .order_by(EVENT.c.case_id, EVENT.c.seq)
    )
    happened = {}
    for case_id, *event in rows:
        happened.setdefault(case_id, []).append(event)
    for case_id, events in happened.items():
        undone = {payload["undoes"] for _, kind, payload in events if kind == "undone"}
        _fill(case_id, [each for each in events if each[1] != "undone" and each[0] not in undone])


def _fill(case_id, events):
    days, owed = None, {}
    for seq, kind, payload in events:
        if kind == "extension_requested":
            days = payload.get("working_days") or payload.get("days")
        elif kind in ANSWERING:
            days = None
        if kind == "assistance_asked":
            owed[seq] = (payload["assistant"], date.fromisoformat(payload["due_on"]))
        elif kind == "assistance_given":
            owed.pop(payload["answers"], None)
        elif kind == "rehandled":
            owed = {}
        elif "section" in payload:
            kept = set(payload.get("assistants", ()))
            owed = {asked: each for asked, each in owed.items() if each[0] in kept}
    bind = op.get_bind()
    if days is not None:
        bind.execute(CASE.update().where(CASE.c.id == case_id).values(extension_pending=days))
    for section_id, due_on in sorted(owed.values(), key=lambda each: each[1], reverse=True):
        row = sa.and_(ASSISTANT.c.case_id == case_id, ASSISTANT.c.section_id == section_id)
        bind.execute(ASSISTANT.update().where(row).values(opinion_due_on=due_on))
