"""Photograph the gallery and check every page with axe: ``python -m tests.browser.gallery.shoot FOLDER [PAGE …]``."""

import logging
import sys
import threading
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from tests.browser.gallery.app import PAGES, create_app

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"1366": (1366, 768), "1920": (1920, 1080)}


def main(folder: Path, names: list[str], sizes: list[str]) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, create_app(), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    faults = 0
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        for size in sizes:
            width, height = SIZES[size]
            page = browser.new_page(viewport={"width": width, "height": height})
            page.on("console", lambda line: print("console:", line.text))  # noqa: T201
            for name in names:
                page.goto(f"http://127.0.0.1:{server.port}/{name}")
                page.screenshot(path=folder / f"{name}-{size}.png", full_page=True)
                if size == "1366":
                    found = Axe().run(page)
                    faults += found.violations_count
                    if found.violations_count:
                        print(name, found.generate_report())  # noqa: T201
        browser.close()
    server.shutdown()
    return faults


if __name__ == "__main__":
    wanted = sys.argv[2:] or list(PAGES)
    chosen = [size for size in SIZES if f"--{size}" in wanted] or ["1366"]
    sys.exit(
        1
        if main(
            Path(sys.argv[1]), [name for name in wanted if not name.startswith("--")] or list(PAGES), chosen
        )
        else 0
    )
