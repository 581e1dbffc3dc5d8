"""An import remembers what it made, so that the whole of it can be undone

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
import sqlalchemy.dialects.postgresql
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(sa.dialects.postgresql.JSONB(), "postgresql")


def upgrade():
    op.execute(
        "ALTER TABLE cases ADD COLUMN taken_back_on DATE "
        "CONSTRAINT ck_cases_taken_back_is_ended CHECK (taken_back_on IS NULL OR NOT is_open)"
    )
    op.create_table(
        "import_rows",
        sa.Column("batch_id", KEY, nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("made", sa.String(12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("before_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "made in ('created', 'updated', 'unchanged')", name=op.f("ck_import_rows_import_row_made")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name=op.f("fk_import_rows_batch_id_import_batches")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_import_rows_case_id_cases")),
        sa.PrimaryKeyConstraint("batch_id", "row_number", name=op.f("pk_import_rows")),
    )
    op.create_index("ix_import_rows_case", "import_rows", ["case_id"])
    op.create_table(
        "import_undos",
        sa.Column("batch_id", KEY, nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("taken_back", sa.Integer(), nullable=False),
        sa.Column("reversed", sa.Integer(), nullable=False),
        sa.Column("kept", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name=op.f("fk_import_undos_batch_id_import_batches")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_import_undos_by_id_users")),
        sa.PrimaryKeyConstraint("batch_id", name=op.f("pk_import_undos")),
    )
    op.create_table(
        "released_numbers",
        sa.Column("agency_id", KEY, nullable=False),
        sa.Column("series", sa.String(40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_released_numbers_agency_id_agencies")
        ),
        sa.PrimaryKeyConstraint("agency_id", "series", "year", "serial", name=op.f("pk_released_numbers")),
    )


def downgrade():
    op.drop_table("released_numbers")
    op.drop_table("import_undos")
    op.drop_index("ix_import_rows_case", table_name="import_rows")
    op.drop_table("import_rows")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE cases DROP CONSTRAINT ck_cases_taken_back_is_ended")
    op.execute("ALTER TABLE cases DROP COLUMN taken_back_on")
