"""Every page template with artificial contents, for looking at them without a database.

Run ``python -m tests.browser.gallery.shoot FOLDER`` for pictures, or ``flask --app tests.browser.gallery.app run``.
"""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

from flask import Flask, render_template

from tests.browser.gallery import samples
from tracker.web import filters

PAGES: dict[str, Callable[[], tuple[str, dict[str, Any]]]] = samples.PAGES


def areas(current: str, words: str) -> list[SimpleNamespace]:
    return [
        SimpleNamespace(label=word, url=f"#{word}", key=key, is_current=word == current)
        for key, word in enumerate(words.split(), start=1)
    ]


def frame(
    current: str = "工作台", words: str = "工作台 办件 登记 统计", person: str = "周承办", **more: Any
) -> SimpleNamespace:
    facts = {
        "agency": "示例区自然资源局",
        "today": date(2026, 11, 20),
        "is_workday": True,
        "person": person,
        "place": "耕地保护股",
        "areas": areas(current, words),
        "banners": (),
        "idle_minutes": 30,
        "home_url": "/",
        "search_url": "/search",
        "sign_out_url": "/out",
        "account_url": "",
        "keep_alive_url": "/alive",
    }
    return SimpleNamespace(**(facts | more))


def create_app() -> Flask:
    app = Flask("tracker", template_folder="../templates", static_folder="static")
    app.config["SECRET_KEY"] = "gallery"
    filters.register(app)
    app.jinja_env.globals["csrf_token"] = lambda: "token"
    app.url_build_error_handlers.append(lambda _error, endpoint, _values: f"#{endpoint}")

    @app.get("/")
    def index() -> str:
        return "".join(f'<p><a href="/{name}">{name}</a></p>' for name in PAGES)

    @app.get("/<name>")
    def page(name: str) -> str:
        template, context = PAGES[name]()
        shown = {"frame": frame(**context.pop("frame", {})), **context}
        return render_template(template, **shown)

    return app
