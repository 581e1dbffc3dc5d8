"""One index holds all that statistics ask of a round; the key of a form just sent is found at once

A unique index over a column that is nearly always empty is passed over by SQLite: it counts the empty ones as equal.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

BEFORE = (
    "agency_id", "kind", "received_on", "stands_from", "stands_until", "replied_on", "closed_on", "removed_on",
    "due_on", "is_late", "channel_id", "section_id", "item_type", "applicant_type", "outcome", "cycle", "case_id",
)
ADDED = (
    "handler_id", "days_used", "times_extended", "times_returned", "removed_as", "result", "satisfaction",
)
SENT = sa.text("submission_key is not null")


def upgrade():
    op.drop_index("ix_case_cycles_counted", table_name="case_cycles")
    op.create_index("ix_case_cycles_counted", "case_cycles", [*BEFORE, *ADDED])
    op.create_index(
        "ix_cases_of_submission", "cases", ["submission_key"], sqlite_where=SENT, postgresql_where=SENT
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute("ANALYZE")


def downgrade():
    op.drop_index("ix_cases_of_submission", table_name="cases")
    op.drop_index("ix_case_cycles_counted", table_name="case_cycles")
    op.create_index("ix_case_cycles_counted", "case_cycles", [*BEFORE])
