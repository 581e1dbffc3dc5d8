"""JSON for other systems, each with a token of its own (``flask tokens create``)."""

from flask import Flask

from tracker.api import cases


def register(app: Flask) -> None:
    """Bind the API to ``app``."""
    app.register_blueprint(cases.blueprint)
