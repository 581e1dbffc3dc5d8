"""A letter knows its step and its remedy texts, and its delivery is recorded

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KINDS_BEFORE = (
    "receipt", "correction", "reasons", "extension", "third_party_opinion", "opinion_notice", "co_maker_opinion",
    "agency_opinion", "third_party_notice", "fee_notice", "already_public", "granted", "partly_granted", "refused",
    "not_existing", "not_ours", "notice", "repeated", "not_handled", "no_longer_handled",
)
KINDS = (*KINDS_BEFORE, "deferral")
METHODS = ("post", "in_person", "email", "platform")


def listed(kinds):
    return "letter_kind in ({})".format(", ".join(f"'{kind}'" for kind in kinds))


def upgrade():
    op.add_column("agencies", sa.Column("online_review", sa.String(200), nullable=False, server_default=""))
    with op.batch_alter_table("case_documents") as table:
        table.add_column(sa.Column("about_seq", sa.Integer(), nullable=True))
        table.add_column(sa.Column("remedy_suggested", sa.Text(), nullable=True))
        table.add_column(sa.Column("remedy_written", sa.Text(), nullable=True))
        table.add_column(sa.Column("submission_key", sa.String(40), nullable=True))
        table.drop_constraint(op.f("ck_case_documents_document_letter_kind"), type_="check")
        table.create_check_constraint(op.f("ck_case_documents_document_letter_kind"), listed(KINDS))
        table.create_check_constraint(
            op.f("ck_case_documents_step_is_of_a_letter"), "letter_kind is not null or about_seq is null"
        )
        table.create_check_constraint(
            op.f("ck_case_documents_edited_remedy_has_both_texts"),
            "(remedy_suggested is null) = (remedy_written is null)",
        )
        table.create_index("ux_case_documents_submission", ["case_id", "submission_key"], unique=True)
    create_deliveries()


def create_deliveries():
    op.create_table(
        "letter_deliveries",
        sa.Column("id", KEY, nullable=False),
        sa.Column("document_id", KEY, nullable=False),
        sa.Column(
            "method",
            sa.Enum(*METHODS, name="delivery_method", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("item_number", sa.String(60), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("return_reason", sa.String(200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", KEY, nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", KEY, nullable=True),
        sa.CheckConstraint(
            "signed_on is null or returned_on is null", name=op.f("ck_letter_deliveries_signed_or_returned")
        ),
        sa.CheckConstraint(
            "sent_on is null or signed_on is null or signed_on >= sent_on",
            name=op.f("ck_letter_deliveries_signed_after_sent"),
        ),
        sa.CheckConstraint(
            "sent_on is null or returned_on is null or returned_on >= sent_on",
            name=op.f("ck_letter_deliveries_returned_after_sent"),
        ),
        sa.CheckConstraint(
            "(ended_at is null) = (ended_by_id is null)",
            name=op.f("ck_letter_deliveries_end_is_recorded_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["case_documents.id"], name=op.f("fk_letter_deliveries_document_id_case_documents")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_letter_deliveries_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(["ended_by_id"], ["users.id"], name=op.f("fk_letter_deliveries_ended_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_deliveries")),
    )
    op.create_index("ix_letter_deliveries_document", "letter_deliveries", ["document_id", "id"])


def downgrade():
    """A letter of the new kind becomes an attachment: the older schema has no name for it."""
    op.drop_table("letter_deliveries")
    op.execute(
        "update case_documents set letter_kind = null, number = null, dated_on = null, about_seq = null, "
        "remedy_suggested = null, remedy_written = null where letter_kind = 'deferral'"
    )
    op.drop_index("ux_case_documents_submission", table_name="case_documents")
    with op.batch_alter_table("case_documents") as table:
        table.drop_constraint(op.f("ck_case_documents_edited_remedy_has_both_texts"), type_="check")
        table.drop_constraint(op.f("ck_case_documents_step_is_of_a_letter"), type_="check")
        table.drop_constraint(op.f("ck_case_documents_document_letter_kind"), type_="check")
        table.create_check_constraint(op.f("ck_case_documents_document_letter_kind"), listed(KINDS_BEFORE))
        for column in ("submission_key", "remedy_written", "remedy_suggested", "about_seq"):
            table.drop_column(column)
    op.drop_column("agencies", "online_review")
