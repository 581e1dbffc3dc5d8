"""How migrations run: on the application's own engine, one transaction for each migration."""

from alembic import context
from flask import current_app

from tracker import unit_of_work

database = current_app.extensions["migrate"].db


def render(kind, item, autogen_context):
    """Write our instants as the plain type, so that migrations import no model."""
    if kind == "type" and type(item).__name__ == "UtcInstant":
        return "sa.DateTime(timezone=True)"
    if kind == "type" and "postgresql" in getattr(item, "_variant_mapping", {}):
        return "sa.JSON().with_variant(sa.dialects.postgresql.JSONB(), 'postgresql')"
    return False


def ours(name, kind, parent_names):
    """Leave the engines' search indexes out: they are made by hand in 0004 and 0018."""
    if kind == "column" and parent_names.get("table_name") == "case_words":
        return name != "vector"
    return not (name or "").startswith(("case_words_fts", "ix_case_words_vector"))


def run() -> None:
    token = unit_of_work.announce(writes=True)
    try:
        with database.engine.connect() as connection:
            context.configure(
                connection=connection,
                target_metadata=database.metadata,
                render_as_batch=connection.dialect.name == "sqlite",
                compare_type=True,
                render_item=render,
                include_name=ours,
                transaction_per_migration=True,
            )
            with context.begin_transaction():
                context.run_migrations()
    finally:
        unit_of_work.end(token)


if context.is_offline_mode():
    raise SystemExit("迁移须连接数据库运行，不支持离线生成。")
run()
