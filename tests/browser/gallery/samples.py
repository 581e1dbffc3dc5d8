"""The artificial contents of the gallery, one function per page."""

from typing import Any

from tests.browser.gallery import desk, fronts

PAGES: dict[str, Any] = {**fronts.PAGES, **desk.PAGES}
