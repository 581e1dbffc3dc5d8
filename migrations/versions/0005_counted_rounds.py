"""Counts of a period read one index; the few cases hidden from a reported person are found by theirs

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COUNTED = (
    "agency_id", "kind", "received_on", "started_on", "superseded_on", "replied_on", "closed_on", "removed_on",
    "due_on", "is_late", "channel_id", "section_id", "item_type", "applicant_type", "outcome", "cycle", "case_id",
)


def upgrade():
    op.drop_index("ix_case_cycles_received", table_name="case_cycles")
    op.create_index("ix_case_cycles_counted", "case_cycles", COUNTED)
    taken_up_again = sa.text("superseded_on is not null")
    op.create_index(
        "ix_case_cycles_superseded", "case_cycles", ["agency_id", "superseded_on"],
        sqlite_where=taken_up_again, postgresql_where=taken_up_again,
    )
    for column in ("reported_user_id", "reported_section_id"):
        is_reported = sa.text(f"{column} is not null")
        op.create_index(
            f"ix_cases_{column.removesuffix('_id')}", "cases", [column],
            sqlite_where=is_reported, postgresql_where=is_reported,
        )
    for owner in ("section", "handler", "channel"):
        op.create_index(f"ix_cases_{owner}_received", "cases", [f"{owner}_id", "received_on", "id"])


def downgrade():
    for owner in ("section", "handler", "channel"):
        op.drop_index(f"ix_cases_{owner}_received", table_name="cases")
    op.drop_index("ix_cases_reported_section", table_name="cases")
    op.drop_index("ix_cases_reported_user", table_name="cases")
    op.drop_index("ix_case_cycles_superseded", table_name="case_cycles")
    op.drop_index("ix_case_cycles_counted", table_name="case_cycles")
    op.create_index("ix_case_cycles_received", "case_cycles", ["agency_id", "kind", "received_on"])
