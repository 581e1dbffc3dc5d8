"""Forms not yet sent are kept for their account, files wait with them; a title is found at once

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "drafts",
        sa.Column("id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("channel_id", KEY, nullable=True),
        sa.Column("case_id", KEY, nullable=True),
        sa.Column("action", sa.String(40), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(channel_id is null) <> (case_id is null)", name=op.f("ck_drafts_draft_of_one_thing")),
        sa.CheckConstraint("(case_id is null) = (action is null)", name=op.f("ck_drafts_draft_of_case_names_step")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_drafts_user_id_users")),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name=op.f("fk_drafts_channel_id_channels")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_drafts_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
    )
    op.create_index("ux_drafts_key", "drafts", ["user_id", "key"], unique=True)
    op.create_index("ix_drafts_kept", "drafts", ["kept_at"])
    op.create_table(
        "draft_files",
        sa.Column("id", KEY, nullable=False),
        sa.Column("draft_id", KEY, nullable=True),
        sa.Column("filename", sa.String(140), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_draft_files_draft_file_not_empty")),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_draft_files_draft_id_drafts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_files")),
    )
    op.create_index("ix_draft_files_draft", "draft_files", ["draft_id", "id"])
    op.create_index("ix_draft_files_content", "draft_files", ["sha256"])
    op.create_index("ix_cases_title", "cases", ["title", "received_on"])


def downgrade():
    op.drop_index("ix_cases_title", table_name="cases")
    op.drop_index("ix_draft_files_content", table_name="draft_files")
    op.drop_index("ix_draft_files_draft", table_name="draft_files")
    op.drop_table("draft_files")
    op.drop_index("ix_drafts_kept", table_name="drafts")
    op.drop_index("ux_drafts_key", table_name="drafts")
    op.drop_table("drafts")
