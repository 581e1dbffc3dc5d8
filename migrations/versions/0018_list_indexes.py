"""Search keeps its vectors, and lists by due day, closing day, result or supervision have an index

A vector made anew for every row that is looked at cost more than all the rest of a search. SQLite is told about
the new indexes at once: one it knows nothing about it takes for a good one.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

PARTIAL = {
    "ix_cases_of_supervised": (("received_on",), "is_supervised"),
    "ix_cases_of_closing": (("closed_on",), "closed_on is not null"),
    "ix_cases_of_outcome": (("outcome", "received_on"), "outcome is not null"),
    "ix_cases_of_result": (("result", "received_on"), "result is not null"),
}


def upgrade():
    op.create_index("ix_cases_sort_due", "cases", ["agency_id", "sort_due_on", "id"])
    for name, (columns, condition) in PARTIAL.items():
        chosen = sa.text(condition)
        op.create_index(
            name,
            "cases",
            ["agency_id", *columns, "id"],
            sqlite_where=sa.text("is_supervised = 1") if condition == "is_supervised" else chosen,
            postgresql_where=chosen,
        )
    if op.get_bind().dialect.name == "sqlite":
        op.execute("ANALYZE")
        return
    op.execute("DROP INDEX ix_case_words_vector")
    op.execute(
        "ALTER TABLE case_words ADD COLUMN vector tsvector GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED"
    )
    op.execute("CREATE INDEX ix_case_words_vector ON case_words USING gin (vector)")
    op.execute("ANALYZE cases, case_words")


def downgrade():
    for name in ("ix_cases_sort_due", *PARTIAL):
        op.drop_index(name, table_name="cases")
    if op.get_bind().dialect.name == "sqlite":
        return
    op.execute("ALTER TABLE case_words DROP COLUMN vector")
    op.execute("CREATE INDEX ix_case_words_vector ON case_words USING gin (to_tsvector('simple', words))")
