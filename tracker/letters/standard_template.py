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
    add_outer_page_numbers,
    add_run,
    add_title,
    as_bytes,
    new_document,
)

SIGNED_INDENT = Pt(SIZE_3.pt * 4)
"""成文日期 stands four characters from the right edge."""
SIGNED_LEFT = Pt(190)
"""From here to the right edge 署名 is centred, which is over the date."""
LONGEST_CENTRED = 15


@cache
def standard_template(kind: LetterKind) -> bytes:
    """The template of ``kind`` as docx."""
    rule = LETTER_RULES[kind]
    document = new_document()
    add_outer_page_numbers(document)
    document.core_properties.title = kind.label
    document.core_properties.author = ""
    add_title(document, kind.label)
    _line(document, "{{ number }}", centred=True)
    _line(document, "")
    _line(document, "{{ addressee }}：")
    paragraphs = [_body(document, paragraph) for paragraph in rule.paragraphs]
    if rule.has_remedy:
        _body(document, "{%p if remedy %}")
        paragraphs.append(_body(document, "{{ remedy }}"))
        _body(document, "{%p endif %}")
        kept = 1
    elif closing := CLOSINGS.get(kind, "特此告知。" if rule.to_applicant else ""):
        paragraphs.append(_body(document, closing))
        kept = 2
    else:
        kept = 1
    # 此页无正文 is not allowed: the signature takes the words before it along.
    for paragraph in paragraphs[-kept:]:
        paragraph.paragraph_format.keep_with_next = True
    _signature(document)
    if rule.reply_slip:
        _reply_slip(document, rule)
    return as_bytes(document)


CLOSINGS = {
    LetterKind.RECEIPT: "",
    LetterKind.FEE_NOTICE: "特此通知。",
    LetterKind.AGENCY_OPINION: "特此函达。",
}


def _body(document: Any, text: str) -> Any:
    """Not justified: LibreOffice then loses the comma that hangs over the edge of a line."""
    add_body(document, text)
    return document.paragraphs[-1]


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
    """署名 centred over 成文日期; one that is too long for that ends at the right edge."""
    _line(document, "").paragraph_format.keep_with_next = True
    _line(document, f"{{%p if agency|length <= {LONGEST_CENTRED} %}}")
    short = _line(document, "{{ agency }}", centred=True)
    short.paragraph_format.left_indent = SIGNED_LEFT
    _line(document, "{%p else %}")
    _line(document, "{{ agency }}", signed=True).paragraph_format.right_indent = Pt(SIZE_3.pt)
    _line(document, "{%p endif %}")
    short.paragraph_format.keep_with_next = True
    _line(document, "{{ signed_on }}", signed=True).paragraph_format.keep_with_next = False


def _reply_slip(document: Any, rule: LetterRule) -> None:
    """回执 on a sheet of its own: the other side fills it in and sends it back."""
    heading = _line(document, "回　　执", centred=True)
    heading.paragraph_format.page_break_before = heading.paragraph_format.keep_with_next = True
    _line(document, "")
    _line(document, "{{ agency }}：")
    _body(document, "你单位的{{ number }}收悉。我（单位）的意见如下：")
    for line in rule.reply_slip:
        _body(document, line)
    _body(document, "请填好后寄送：{{ contact }}。")
