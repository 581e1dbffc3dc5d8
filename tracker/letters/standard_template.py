"""Our own templates: each letter as a Word document in official style (GB/T 9704), with fields for docxtpl.

An office that wants other words puts its own file under ``INSTANCE_DIR/letters``; ``flask letters templates``
writes ours there to begin with.
"""

from functools import cache
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from tracker.domain.letter_texts import LETTER_RULES, LetterRule
from tracker.domain.letters import LetterKind
from tracker.exports.official_docx import (
    LINE,
    SIZE_3,
    add_body,
    add_run,
    add_title,
    as_bytes,
    new_document,
)

SIGNED_INDENT = Pt(SIZE_3.pt * 4)
"""署名 and date stand four characters from the right edge."""


@cache
def standard_template(kind: LetterKind) -> bytes:
    """The template of ``kind`` as docx."""
    rule = LETTER_RULES[kind]
    document = new_document()
    document.core_properties.title = kind.label
    add_title(document, kind.label)
    _line(document, "{{ number }}", centred=True)
    _line(document, "")
    _line(document, "{{ addressee }}：")
    for paragraph in rule.paragraphs:
        add_body(document, paragraph)
    if rule.has_remedy:
        add_body(document, "{%p if remedy %}")
        add_body(document, "{{ remedy }}")
        add_body(document, "{%p endif %}")
    if rule.to_applicant and not rule.has_remedy and kind is not LetterKind.RECEIPT:
        add_body(document, "特此告知。")
    _signature(document)
    if rule.reply_slip:
        _reply_slip(document, rule)
    return as_bytes(document)


def _line(document: Any, text: str, *, centred: bool = False, signed: bool = False) -> Any:
    paragraph = document.add_paragraph()
    spacing = paragraph.paragraph_format
    spacing.space_before = spacing.space_after = Pt(0)
    spacing.line_spacing = LINE
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if signed:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        spacing.right_indent = SIGNED_INDENT
        spacing.keep_together = spacing.keep_with_next = True
    add_run(paragraph, text)
    return paragraph


def _signature(document: Any) -> None:
    _line(document, "").paragraph_format.keep_with_next = True
    _line(document, "{{ agency }}", signed=True)
    _line(document, "{{ signed_on }}", signed=True).paragraph_format.keep_with_next = False


def _reply_slip(document: Any, rule: LetterRule) -> None:
    """回执 on the same sheet: the other side fills it in and sends it back."""
    _line(document, "")
    _line(document, "（回执）", centred=True).paragraph_format.keep_with_next = True
    add_body(document, "关于{{ number }}，我（单位）的意见：")
    for line in rule.reply_slip:
        add_body(document, line)
