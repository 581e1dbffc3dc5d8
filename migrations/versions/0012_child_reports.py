"""Reports of agencies below that were made elsewhere are kept with their file; an agency below can be closed

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.add_column("agencies", sa.Column("closed_on", sa.Date(), nullable=True))
    op.create_table(
        "child_report_files",
        sa.Column("id", KEY, nullable=False),
        sa.Column("agency_id", KEY, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("filename", sa.String(140), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=True),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("uploaded_by_id", KEY, nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_by_id", KEY, nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(number is null) = (accepted_at is null) and (number is null) = (snapshot is null)",
            name=op.f("ck_child_report_files_child_report_file_accepted"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_child_report_files_agency_id_agencies")),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["users.id"], name=op.f("fk_child_report_files_uploaded_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"], ["users.id"], name=op.f("fk_child_report_files_accepted_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_child_report_files")),
        sa.UniqueConstraint("agency_id", "year", "number", name="uq_child_report_files_number"),
    )


def downgrade():
    op.drop_table("child_report_files")
    op.drop_column("agencies", "closed_on")
