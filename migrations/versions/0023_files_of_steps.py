"""An attachment knows its step, an office words the remedy paragraph, a renamed section keeps its old names

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DELIVERIES = (
    "id, document_id, method, item_number, sent_on, signed_on, returned_on, return_reason, created_at, created_by_id, "
    "ended_at, ended_by_id"
)
STEP_OF_LETTER = "ck_case_documents_step_is_of_a_letter"
REMEDY_OF_LETTER = "ck_case_documents_remedy_is_of_a_letter"
WORDING = "fk_case_documents_remedy_wording_id_remedy_wordings"


def upgrade():
    op.add_column("sections", sa.Column("former_names", sa.JSON(), nullable=False, server_default="[]"))
    create_wordings()
    set_deliveries_aside()
    with op.batch_alter_table("case_documents") as table:
        table.drop_constraint(op.f(STEP_OF_LETTER), type_="check")
        table.add_column(sa.Column("remedy_wording_id", KEY, nullable=True))
        table.create_foreign_key(op.f(WORDING), "remedy_wordings", ["remedy_wording_id"], ["id"])
        table.create_check_constraint(op.f(REMEDY_OF_LETTER), "letter_kind is not null or remedy_wording_id is null")
    put_deliveries_back()


def create_wordings():
    op.create_table(
        "remedy_wordings",
        sa.Column("id", KEY, nullable=False),
        sa.Column("agency_id", KEY, nullable=False),
        sa.Column("scope", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("basis", sa.String(200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("set_by_id", KEY, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_remedy_wordings_agency_id_agencies")),
        sa.ForeignKeyConstraint(["set_by_id"], ["users.id"], name=op.f("fk_remedy_wordings_set_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remedy_wordings")),
    )
    op.create_index("ix_remedy_wordings_scope", "remedy_wordings", ["agency_id", "scope", "valid_from"])


def downgrade():
    """Attachments lose their step: the older schema has no place for it."""
    set_deliveries_aside()
    op.execute("update case_documents set about_seq = null where letter_kind is null")
    with op.batch_alter_table("case_documents") as table:
        table.drop_constraint(op.f(REMEDY_OF_LETTER), type_="check")
        table.drop_constraint(op.f(WORDING), type_="foreignkey")
        table.drop_column("remedy_wording_id")
        table.create_check_constraint(op.f(STEP_OF_LETTER), "letter_kind is not null or about_seq is null")
    put_deliveries_back()
    op.drop_table("remedy_wordings")
    op.drop_column("sections", "former_names")


def set_deliveries_aside():
    """SQLite makes the table of documents anew, and refuses to drop one that rows still point to."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("create temporary table deliveries_aside as select * from letter_deliveries")
        op.execute("delete from letter_deliveries")


def put_deliveries_back():
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"insert into letter_deliveries ({DELIVERIES}) select {DELIVERIES} from deliveries_aside"  # noqa: S608
        )
        op.execute("drop table deliveries_aside")
