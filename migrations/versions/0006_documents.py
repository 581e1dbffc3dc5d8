"""Letters and attachments are kept with their case

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LETTER_KINDS = (
    "receipt", "correction", "reasons", "extension", "third_party_opinion", "opinion_notice", "co_maker_opinion",
    "agency_opinion", "third_party_notice", "fee_notice", "already_public", "granted", "partly_granted", "refused",
    "not_existing", "not_ours", "notice", "repeated", "not_handled", "no_longer_handled",
)


def upgrade():
    op.create_table(
        "case_documents",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("agency_id", KEY, nullable=False),
        sa.Column(
            "letter_kind",
            sa.Enum(*LETTER_KINDS, name="document_letter_kind", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("number", sa.String(60), nullable=True),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("filename", sa.String(140), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", KEY, nullable=False),
        sa.CheckConstraint(
            "(letter_kind is null) = (number is null) and (letter_kind is null) = (dated_on is null)",
            name=op.f("ck_case_documents_letter_has_number_and_day"),
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_case_documents_document_not_empty")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_documents_case_id_cases")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_case_documents_agency_id_agencies")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_case_documents_created_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_documents")),
    )
    op.create_index("ix_case_documents_case", "case_documents", ["case_id", "id"])
    op.create_index("ux_case_documents_number", "case_documents", ["agency_id", "number"], unique=True)
    op.create_index("ix_case_documents_content", "case_documents", ["sha256"])


def downgrade():
    op.drop_index("ix_case_documents_content", table_name="case_documents")
    op.drop_index("ux_case_documents_number", table_name="case_documents")
    op.drop_index("ix_case_documents_case", table_name="case_documents")
    op.drop_table("case_documents")
