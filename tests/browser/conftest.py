"""A real Chromium against a running server; no page may ask another host, none may break its own policy."""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.factories.people import PASSWORD
from tests.harness.databases import unavailable

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    if CHROMIUM is None:
        unavailable("没有找到 chromium，浏览器测试不能运行")
    return {"executable_path": CHROMIUM, "args": ARGUMENTS}


@dataclass
class Desk:
    """One person's browser: signed in, with everything the pages asked for and complained of."""

    page: Page
    base: str
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        response = self.page.goto(self.base + path)
        assert response is not None
        assert response.ok, f"{path}: {response.status}"

    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    def accessible(self) -> None:
        """Fail on anything axe finds wrong on the page as it stands."""
        found = Axe().run(self.page)
        assert found.violations_count == 0, found.generate_report()

    def quiet(self) -> None:
        """Fail if a page asked another host or broke the content policy."""
        strangers = [url for url in self.asked if not url.startswith((self.base, "data:"))]
        assert strangers == []
        assert self.complaints == []


@pytest.fixture
def server(installation: Flask) -> Iterator[str]:
    """The address of the application, served on loopback with real commits and real CSRF."""
    installation.config["WTF_CSRF_ENABLED"] = True
    listening = make_server("127.0.0.1", 0, installation, threaded=True)
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.server_port}"
    listening.shutdown()
    thread.join()
    listening.server_close()


@pytest.fixture
def sit_down(browser: Browser, server: str) -> Iterator[Callable[..., Desk]]:
    """Sign somebody in at a browser of their own: ``sit_down("sundj")``; ``scripts=False`` switches them off."""
    desks: list[Desk] = []

    def signed_in(username: str, password: str = PASSWORD, *, scripts: bool = True) -> Desk:
        context = browser.new_context(
            viewport={"width": 1366, "height": 768}, locale="zh-CN", java_script_enabled=scripts
        )
        context.set_default_timeout(8000)
        desk = Desk(context.new_page(), server)
        desk.page.on("request", lambda request: desk.asked.append(request.url))
        desk.page.on(
            "console",
            lambda message: (
                desk.complaints.append(message.text) if "Content Security" in message.text else None
            ),
        )
        desk.open("/sign-in")
        desk.page.get_by_label("用户名").fill(username)
        desk.page.get_by_label("密码").fill(password)
        with desk.page.expect_navigation():
            desk.page.keyboard.press("Enter")
        desks.append(desk)
        return desk

    yield signed_in
    for desk in desks:
        desk.quiet()
        desk.page.context.close()
