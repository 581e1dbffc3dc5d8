"""What SQLite knows about its tables. Without it, it chooses among indexes blindly once there are many rows."""

from sqlalchemy import text

from tracker.extensions import db

ROWS_LOOKED_AT = 1000


def refresh() -> None:
    """Let SQLite look at a sample of every index; PostgreSQL does so by itself."""
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text(f"PRAGMA analysis_limit = {ROWS_LOOKED_AT}"))
        db.session.execute(text("ANALYZE"))
