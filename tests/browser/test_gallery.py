"""Every template with artificial contents: no fault for axe, nothing cut off at half the width."""

import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from tests.browser.gallery.app import PAGES, create_app
from tests.web.page_checks import page_faults


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    listening = make_server("127.0.0.1", 0, create_app(), threaded=True)
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.server_port}"
    listening.shutdown()
    thread.join()
    listening.server_close()


@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_and_narrows(browser: Browser, gallery: str, name: str) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.goto(f"{gallery}/{name}")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    for width in (1366, 640):
        page.set_viewport_size({"width": width, "height": 768})
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert overflow <= 0, f"{name} is {overflow} px wider than {width}"
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_page_is_whole(name: str) -> None:
    text = create_app().test_client().get(f"/{name}").get_data(as_text=True)
    assert page_faults(text) == []
