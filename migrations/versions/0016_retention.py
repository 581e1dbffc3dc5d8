"""Personal data ends with its retention period; a case can be held back from that

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.add_column("cases", sa.Column("erased_on", sa.Date(), nullable=True))
    op.add_column("case_documents", sa.Column("erased_on", sa.Date(), nullable=True))
    op.create_table(
        "retention_holds",
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("held_by_id", KEY, nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_retention_holds_case_id_cases")),
        sa.ForeignKeyConstraint(["held_by_id"], ["users.id"], name=op.f("fk_retention_holds_held_by_id_users")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_retention_holds")),
    )


def downgrade():
    op.drop_table("retention_holds")
    op.drop_column("case_documents", "erased_on")
    op.drop_column("cases", "erased_on")
