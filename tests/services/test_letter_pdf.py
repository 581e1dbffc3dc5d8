"""The PDF of a letter is set in what comes nearest to the official fonts, where the machine lacks them."""

import subprocess
from pathlib import Path

import pytest
from lxml import etree

from tracker.domain.errors import DomainError
from tracker.exports import official_docx as style
from tracker.letters import pdf


@pytest.fixture
def asked(monkeypatch):
    """What LibreOffice is run with; it writes a file as it would."""
    seen = {}

    def run(command, **options):
        seen.update(options)
        Path(command[-1]).with_suffix(".pdf").write_bytes(b"%PDF-1.7")

    monkeypatch.setattr(pdf, "program", lambda: "soffice")
    monkeypatch.setattr(subprocess, "run", run)
    return seen


def test_every_official_font_has_what_stands_in_for_it():
    named = {alias.findtext("family") for alias in etree.parse(str(pdf.FONTS)).iter("alias")}
    assert {
        style.BODY_FONT,
        style.TITLE_FONT,
        style.HEADING_FONT,
        style.SUBHEADING_FONT,
        "宋体",
    } == named


def test_libreoffice_is_told_of_them(asked, monkeypatch):
    monkeypatch.delenv("FONTCONFIG_FILE", raising=False)
    assert pdf.as_pdf(b"letter") == b"%PDF-1.7"
    assert asked["env"]["FONTCONFIG_FILE"] == str(pdf.FONTS)
    assert "PATH" in asked["env"]


def test_an_administrators_own_fonts_go_before(asked, monkeypatch):
    monkeypatch.setenv("FONTCONFIG_FILE", "/etc/fonts/ours.conf")
    pdf.as_pdf(b"letter")
    assert asked["env"]["FONTCONFIG_FILE"] == "/etc/fonts/ours.conf"


def test_without_libreoffice_the_word_file_is_named(monkeypatch):
    monkeypatch.setattr(pdf, "program", lambda: None)
    with pytest.raises(DomainError, match="请下载 Word 文件"):
        pdf.as_pdf(b"letter")
