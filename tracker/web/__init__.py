"""HTTP in, HTML out."""

from flask import Flask

from tracker.web import access, errors, frame_context, headers, transaction
from tracker.web.auth import routes as auth
from tracker.web.statistics import routes as statistics


def register(app: Flask) -> None:
    """Bind the pages to ``app``. The transaction comes first: it must know of a write before anything reads."""
    transaction.register(app)
    access.register(app)
    headers.register(app)
    errors.register(app)
    frame_context.register(app)
    for area in (auth, statistics):
        app.register_blueprint(area.blueprint)
