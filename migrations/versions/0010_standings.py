"""A round of handling keeps how it stood on each day, for figures as of a past day

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

OF_A_PERIOD = ("agency_id", "kind", "received_on")
OF_A_ROUND = (
    "replied_on", "closed_on", "removed_on", "due_on", "is_late", "channel_id", "section_id", "item_type",
    "applicant_type", "outcome", "cycle", "case_id",
)
TAKEN_UP_AGAIN = sa.text("superseded_on is not null")


def upgrade():
    drop_indexes()
    with op.batch_alter_table("case_cycles") as batch:
        batch.add_column(sa.Column("part", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("stands_from", sa.Date(), nullable=True))
        batch.add_column(sa.Column("stands_until", sa.Date(), nullable=True))
    op.execute("update case_cycles set stands_from = started_on, stands_until = superseded_on")
    with op.batch_alter_table("case_cycles") as batch:
        batch.alter_column("stands_from", existing_type=sa.Date(), nullable=False)
        batch.alter_column("part", existing_type=sa.Integer(), existing_nullable=False, server_default=None)
        batch.drop_constraint("pk_case_cycles", type_="primary")
        batch.create_primary_key("pk_case_cycles", ["case_id", "cycle", "part"])
    create_indexes("stands_from", "stands_until")


def downgrade():
    drop_indexes()
    op.execute(
        "delete from case_cycles where part < (select max(other.part) from case_cycles other "
        "where other.case_id = case_cycles.case_id and other.cycle = case_cycles.cycle)"
    )
    with op.batch_alter_table("case_cycles") as batch:
        batch.drop_constraint("pk_case_cycles", type_="primary")
        batch.create_primary_key("pk_case_cycles", ["case_id", "cycle"])
        batch.drop_column("stands_until")
        batch.drop_column("stands_from")
        batch.drop_column("part")
    create_indexes("started_on", "superseded_on")


def drop_indexes():
    for name in ("counted", "superseded", "closed", "due"):
        op.drop_index(f"ix_case_cycles_{name}", table_name="case_cycles")


def create_indexes(*standing):
    op.create_index("ix_case_cycles_counted", "case_cycles", [*OF_A_PERIOD, *standing, *OF_A_ROUND])
    op.create_index(
        "ix_case_cycles_superseded", "case_cycles", ["agency_id", "superseded_on"],
        sqlite_where=TAKEN_UP_AGAIN, postgresql_where=TAKEN_UP_AGAIN,
    )
    op.create_index("ix_case_cycles_closed", "case_cycles", ["agency_id", "kind", "closed_on"])
    op.create_index("ix_case_cycles_due", "case_cycles", ["agency_id", "kind", "due_on"])
