"""People keep views of a list, its columns and the rows of a page

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade():
    op.create_table(
        "saved_views",
        sa.Column("id", KEY, nullable=False),
        sa.Column("owner_id", KEY, nullable=False),
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("chosen", JSON, nullable=False),
        sa.Column("columns", JSON, nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("shared_section_id", KEY, nullable=True),
        sa.CheckConstraint("name <> ''", name=op.f("ck_saved_views_view_has_a_name")),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_saved_views_owner_id_users")),
        sa.ForeignKeyConstraint(
            ["shared_section_id"], ["sections.id"], name=op.f("fk_saved_views_shared_section_id_sections")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
        sa.UniqueConstraint("owner_id", "name", name=op.f("uq_saved_views_owner_id_name")),
    )
    op.create_index("ix_saved_views_shared", "saved_views", ["shared_section_id"])
    op.create_table(
        "list_choices",
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("columns", JSON, nullable=False),
        sa.Column("page_rows", sa.Integer(), nullable=True),
        sa.CheckConstraint("page_rows in (18, 25, 50)", name=op.f("ck_list_choices_rows_of_a_page")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_list_choices_user_id_users")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_list_choices")),
    )


def downgrade():
    op.drop_table("list_choices")
    op.drop_index("ix_saved_views_shared", table_name="saved_views")
    op.drop_table("saved_views")
