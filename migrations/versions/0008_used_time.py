"""Lists tell the time used without the days on which the clock stood still

The values follow from the events alone: a recomputation of the open cases is asked for, and fills them.

Revision ID: 0008
Revises: 0007
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

COLUMNS = {"days_limit": sa.Integer, "days_counted": sa.Integer, "counting_since": sa.Date}
JOB = "recompute_open_cases"
KEY = "recompute_open_cases:0008"


def upgrade():
    for name, kind in COLUMNS.items():
        op.add_column("cases", sa.Column(name, kind(), nullable=True))
    at = datetime.now(UTC)
    op.get_bind().execute(
        sa.text(
            "INSERT INTO jobs (name, key, arguments, created_at, run_after, attempts, last_error) "
            "SELECT :name, :key, '{\"reason\": \"升级补算用时\"}', :at, :at, 0, '' "
            "WHERE EXISTS (SELECT 1 FROM cases WHERE is_open)"
        ).bindparams(sa.bindparam("at", type_=sa.DateTime(timezone=True))),
        {"name": JOB, "key": KEY, "at": at},
    )


def downgrade():
    op.execute(sa.text("DELETE FROM jobs WHERE key = :key").bindparams(key=KEY))
    for name in COLUMNS:
        op.drop_column("cases", name)
