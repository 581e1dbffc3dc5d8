"""Documents that are made from the code stay equal to it, and what README promises exists."""

import re
from pathlib import Path

import pytest

from docs import commands, glossary
from tracker.domain.labels import Labelled

ROOT = Path(__file__).resolve().parents[2]


def test_the_glossary_equals_the_labels():
    written = glossary.GLOSSARY.read_text(encoding="utf-8")
    assert written == glossary.text(), "run: make documents"


def test_the_reference_of_commands_equals_the_commands():
    assert commands.REFERENCE.read_text(encoding="utf-8") == commands.text(), "run: make documents"


def test_every_command_says_in_chinese_what_it_does():
    for name, command in commands.commands():
        assert re.search(r"[一-鿿]", command.help or ""), name


@pytest.mark.parametrize("vocabulary", list(glossary.vocabularies()), ids=lambda each: each.__name__)
def test_within_one_vocabulary_a_term_means_one_thing(vocabulary: type[Labelled]):
    labels = [member.label for member in vocabulary]
    assert len(set(labels)) == len(labels)
    assert all(labels)


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/运维.md"])
def test_files_and_targets_named_in_documents_exist(document):
    text = (ROOT / document).read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z]+)", text))
    assert named <= targets, named - targets
    for link in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / document).parent.joinpath(link).exists(), link


def test_every_decision_has_a_number_of_its_own():
    files = sorted(path.name for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"))
    numbers = [name[:4] for name in files]
    assert len(set(numbers)) == len(numbers) > 0


def test_no_page_or_style_names_another_host():
    found = []
    for folder in ("templates", "tracker/static"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in {".html", ".css", ".js", ".svg"}:
                text = path.read_text(encoding="utf-8")
                hosts = re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", text)
                found += [f"{path.name}: {host}" for host in hosts if "www.w3.org" not in host]
    assert found == []
