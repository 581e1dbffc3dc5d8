"""Search words of cases, indexed by FTS5 on SQLite and as a tsvector on PostgreSQL

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
    op.create_table(
        "case_words",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_words_case_id_cases"),
        sa.PrimaryKeyConstraint("case_id", name="pk_case_words"),
    )
    if op.get_bind().dialect.name != "sqlite":
        op.execute("CREATE INDEX ix_case_words_vector ON case_words USING gin (to_tsvector('simple', words))")
        return
    op.execute(
        "CREATE VIRTUAL TABLE case_words_fts USING fts5("
        "words, content='case_words', content_rowid='case_id', tokenize='unicode61')"
    )
    remove = "INSERT INTO case_words_fts(case_words_fts, rowid, words) VALUES ('delete', old.case_id, old.words);"
    add = "INSERT INTO case_words_fts(rowid, words) VALUES (new.case_id, new.words);"
    op.execute(f"CREATE TRIGGER case_words_added AFTER INSERT ON case_words BEGIN {add} END")
    op.execute(f"CREATE TRIGGER case_words_removed AFTER DELETE ON case_words BEGIN {remove} END")
    op.execute(f"CREATE TRIGGER case_words_changed AFTER UPDATE ON case_words BEGIN {remove} {add} END")


def downgrade():
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE case_words_fts")
    op.drop_table("case_words")
