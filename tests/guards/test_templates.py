"""Templates stay inside the content policy, and every event type can be shown."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from tracker.domain.case_events import EventType
from tracker.domain.letter_delivery import LetterStep
from tracker.web import filters

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
NAMES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
FORBIDDEN = {
    "an inline style": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE),
    "an inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "an address outside": re.compile(r"(?:href|src|action)\s*=\s*[\"']?(?:https?:)?//", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
}


def environment() -> Environment:
    made = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    made.filters.update(filters.FILTERS, paragraphs=filters.paragraphs, whole_dates=filters.whole_dates)
    return made


@pytest.mark.parametrize("name", NAMES)
def test_template_parses(name: str) -> None:
    environment().get_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_template_keeps_to_the_content_policy(name: str) -> None:
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    found = [what for what, pattern in FORBIDDEN.items() if pattern.search(text)]
    assert found == [], f"{name} holds {found}"


@pytest.mark.parametrize("event_type", [*EventType, *LetterStep])
def test_every_event_type_has_its_timeline_partial(event_type: EventType | LetterStep) -> None:
    assert f"timeline/{event_type.value}.html" in NAMES


def test_no_timeline_partial_is_left_over() -> None:
    assert {name for name in NAMES if name.startswith("timeline/")} == {
        f"timeline/{event_type.value}.html" for event_type in [*EventType, *LetterStep]
    }


@pytest.mark.parametrize(
    "path", sorted((ROOT / "tracker" / "static").rglob("*.css")), ids=lambda path: path.name
)
def test_stylesheet_asks_no_other_host(path: Path) -> None:
    assert not re.search(r"url\(\s*[\"']?(?:https?:)?//|@import", path.read_text(encoding="utf-8"))
