"""Each round of handling keeps by when it was to be signed and the caller reached, and when that was done

The values follow from the events alone: a job is asked for that fills them for the cases recorded before.

Revision ID: 0020
Revises: 0019
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

BEFORE = (
    "agency_id", "kind", "received_on", "stands_from", "stands_until", "replied_on", "closed_on", "removed_on",
    "due_on", "is_late", "channel_id", "section_id", "item_type", "applicant_type", "outcome", "cycle", "case_id",
    "handler_id", "days_used", "times_extended", "times_returned", "removed_as", "result", "satisfaction",
)
JOB, KEY = "rebuild_rounds", "rebuild_rounds:0020:0"
ADDED = ("sign_by", "signed_on", "contact_by", "contacted_on", "published_on")


def upgrade():
    op.drop_index("ix_case_cycles_counted", table_name="case_cycles")
    for name in ADDED:
        op.add_column("case_cycles", sa.Column(name, sa.Date(), nullable=True))
    op.create_index("ix_case_cycles_counted", "case_cycles", [*BEFORE, *ADDED])
    if op.get_bind().dialect.name == "sqlite":
        op.execute("ANALYZE")
    op.get_bind().execute(
        sa.text(
            "INSERT INTO jobs (name, key, arguments, created_at, run_after, attempts, last_error) "
            "SELECT :name, :key, '{\"because_of\": \"0020\"}', :at, :at, 0, '' WHERE EXISTS (SELECT 1 FROM cases)"
        ).bindparams(sa.bindparam("at", type_=sa.DateTime(timezone=True))),
        {"name": JOB, "key": KEY, "at": datetime.now(UTC)},
    )


def downgrade():
    op.execute(sa.text("DELETE FROM jobs WHERE name = :name").bindparams(name=JOB))
    op.drop_index("ix_case_cycles_counted", table_name="case_cycles")
    for name in reversed(ADDED):
        op.drop_column("case_cycles", name)
    op.create_index("ix_case_cycles_counted", "case_cycles", [*BEFORE])
