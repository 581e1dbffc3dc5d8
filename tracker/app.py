"""The application factory: the one place that knows every part."""

from flask import Flask

from tracker import api, cli, database, sealing, web
from tracker.extensions import celery, csrf, db, login_manager, migrate
from tracker.jobs import broker_settings
from tracker.settings import PROJECT_ROOT, Settings, from_environment


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application for ``settings``, or for the environment's when none are given."""
    chosen = settings or from_environment()
    app = Flask(
        "tracker",
        template_folder=str(PROJECT_ROOT / "templates"),
        static_folder=str(PROJECT_ROOT / "tracker" / "static"),
    )
    app.config.from_mapping(
        SETTINGS=chosen,
        SECRET_KEY=chosen.secret_key,
        SQLALCHEMY_DATABASE_URI=chosen.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(chosen),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=chosen.secure_cookies,
        MAX_CONTENT_LENGTH=64 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_I18N_ENABLED=False,  # else Flask-WTF waits for Babel, and says everything in English
        TEMPLATES_AUTO_RELOAD=False,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    sealing.install(chosen.data_key)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(PROJECT_ROOT / "migrations"), render_as_batch=True)
    login_manager.init_app(app)
    csrf.init_app(app)
    with app.app_context():
        database.prepare(db.engine)
    celery.conf.update(broker_settings(chosen))
    web.register(app)
    api.register(app)
    cli.register(app)
    return app


def _engine_options(settings: Settings) -> dict[str, object]:
    if settings.is_server:
        return {"pool_pre_ping": True}
    return {"connect_args": {"check_same_thread": False}}
