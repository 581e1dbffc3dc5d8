"""文书模板: an office's own file takes the place of ours only where a letter can be written from it."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document

from tests.factories import UserFactory, actor_of
from tests.services.desk import at
from tests.services.letter_desk import signed_application, subject_of, writing_bureau
from tracker.domain.errors import DomainError
from tracker.domain.labels import Role
from tracker.domain.letter_template_fields import TEMPLATE_FIELDS
from tracker.domain.letter_texts import LETTER_RULES
from tracker.domain.letters import LetterKind
from tracker.letters.rendering import fields_named, template_of
from tracker.letters.standard_template import standard_template
from tracker.models.audit import AuditEntry
from tracker.services.documents.letter_fields import LetterWords, letter_fields
from tracker.services.letter_templates import replace_template, restore_template, template_line
from tracker.settings import PROJECT_ROOT

K = LetterKind
GOOD = "{{ addressee }}：{{ asked }}。{{ details }}{{ remedy }}{{ agency }}，{{ signed_on }}，{{ number }}"


@pytest.fixture
def admin(session):
    return actor_of(UserFactory(roles=(Role.SYSTEM_ADMIN,)))


def word_file(*lines):
    document, stream = Document(), BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(stream)
    return stream.getvalue()


def put(admin, folder, content, name="本局模板.docx", kind=K.GRANTED):
    replace_template(kind=kind, name=name, content=content, folder=folder, actor=admin, at=at(5))


def test_the_fields_told_are_those_a_letter_fills(agency):
    people = writing_bureau(agency)
    case = signed_application(people, "样本村备案材料")
    filled = letter_fields(subject_of(case), K.NOTICE, LetterWords("说明"), date(2026, 3, 20))
    assert {"number", *filled} == set(TEMPLATE_FIELDS)


def test_the_manual_names_every_field():
    manual = (PROJECT_ROOT / "docs" / "手册" / "文书模板.md").read_text(encoding="utf-8")
    assert [name for name in TEMPLATE_FIELDS if f"`{name}`" not in manual] == []


@pytest.mark.parametrize("kind", LetterKind)
def test_ours_changed_a_little_is_accepted_and_given_back(admin, tmp_path, kind, session):
    ours = Document(BytesIO(standard_template(kind)))
    ours.add_paragraph("本机关另附送达回证。")
    stream = BytesIO()
    ours.save(stream)
    folder = tmp_path / "letters"
    put(admin, folder, stream.getvalue(), kind=kind)
    assert template_of(kind, folder) == stream.getvalue()
    assert template_line(kind, folder).is_own
    assert restore_template(kind=kind, folder=folder, actor=admin, at=at(6))
    assert not restore_template(kind=kind, folder=folder, actor=admin, at=at(6))
    assert template_of(kind, folder) == standard_template(kind)
    actions = [line.action for line in session.query(AuditEntry).order_by(AuditEntry.id)]
    assert actions[-2:] == ["letter_template.replaced", "letter_template.restored"]


def test_ours_name_every_field_that_must_not_be_lost():
    for kind, rule in LETTER_RULES.items():
        named = fields_named(standard_template(kind))
        assert {"number", "addressee", "agency", "signed_on"} <= named
        assert ("remedy" in named) is rule.has_remedy
        assert ("details" in named) is bool(rule.details)


@pytest.mark.parametrize(
    ("name", "content", "because"),
    [
        ("空.docx", b"", "是空文件"),
        ("模板.pdf", b"%PDF-1.7\n", "不是 Word 文档"),
        ("模板.docx", word_file(GOOD.replace("{{ remedy }}", "")), r"没有 \{\{ remedy \}\}"),
        ("模板.docx", word_file(GOOD.replace("details", "detail")), r"\{\{ detail \}\} 不认得"),
        ("模板.docx", word_file(GOOD.replace("addressee", "agency")), r"没有 \{\{ addressee \}\}"),
        ("模板.docx", word_file(GOOD, "{% if %}"), "模板不能使用"),
        ("模板.docx", word_file(GOOD, "{{ 1 // 0 }}"), "模板不能使用"),
        ("模板.docx", word_file(GOOD, "{{ number.__class__.__mro__ }}"), "模板不能使用"),
        ("模板.docx", word_file(GOOD) + b"x" * 2 * 1024 * 1024, "超过 2 MB"),
    ],
)
def test_a_template_that_would_spoil_letters_is_refused(admin, tmp_path, name, content, because):
    with pytest.raises(DomainError, match=because) as refused:
        put(admin, tmp_path, content, name)
    assert refused.value.field == "file"
    assert not template_line(K.GRANTED, tmp_path).is_own


def test_a_file_damaged_inside_is_refused_not_a_fault(admin, tmp_path):
    from zipfile import ZipFile

    stream = BytesIO()
    with ZipFile(BytesIO(word_file(GOOD))) as source, ZipFile(stream, "w") as target:
        for part in source.namelist():
            content = source.read(part)
            target.writestr(part, content[:-20] if part == "word/document.xml" else content)
    with pytest.raises(DomainError, match="模板不能使用"):
        put(admin, tmp_path, stream.getvalue())
