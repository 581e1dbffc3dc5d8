"""An agency below may say since when it exists: no report of an earlier year is missing

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("agencies", sa.Column("founded_on", sa.Date(), nullable=True))


def downgrade():
    op.drop_column("agencies", "founded_on")
