"""docs/states.md says what the tables say."""

from tracker.domain.labels import Kind
from tracker.domain.lifecycle.states_page import PAGE, page
from tracker.domain.lifecycle.transitions import TRANSITIONS


def test_the_states_page_is_the_tables():
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tracker.domain.lifecycle.states_page"


def test_every_kind_and_every_step_is_on_it():
    sections = page().split("## ")[1:]
    assert [section.splitlines()[0] for section in sections] == [kind.label for kind in Kind]
    for kind, section in zip(Kind, sections, strict=True):
        for row in TRANSITIONS[kind]:
            assert f"| {row.action.label} |" in section
