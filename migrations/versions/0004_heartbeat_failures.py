"""A heartbeat keeps the last failure of its job

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("heartbeats") as table:
        table.alter_column("beat_at", existing_type=sa.DateTime(timezone=True), nullable=True)
        table.add_column(sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("last_error", sa.Text(), nullable=False, server_default=""))


def downgrade():
    op.execute("DELETE FROM heartbeats WHERE beat_at IS NULL")
    with op.batch_alter_table("heartbeats") as table:
        table.drop_column("last_error")
        table.drop_column("failed_at")
        table.alter_column("beat_at", existing_type=sa.DateTime(timezone=True), nullable=False)
