"""The artificial contents of the gallery, one function per page."""

from typing import Any

from tests.browser.gallery import cases, desk, fronts, register

PAGES: dict[str, Any] = {**fronts.PAGES, **desk.PAGES, **register.PAGES, **cases.PAGES}
