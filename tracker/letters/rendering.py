"""Fill a Word template. A template file is code, so it runs in a sandbox and everything put into it is escaped."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2 import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from tracker.domain.errors import DomainError
from tracker.domain.letters import LetterKind
from tracker.letters.standard_template import standard_template

NEW_PARAGRAPH = "\a"
BROKEN = (
    TemplateError,
    OpcError,
    BadZipFile,
    SyntaxError,
    LookupError,
    TypeError,
    ValueError,
    ArithmeticError,
    AttributeError,
    OSError,
)
"""What a template that is no Word file, no template, or computes nonsense ends in; XML errors are SyntaxErrors."""


def own_template(kind: LetterKind, folder: Path) -> Path:
    """Where an office's own template of ``kind`` lies, if it has one."""
    return folder / f"{kind.label}.docx"


def template_of(kind: LetterKind, folder: Path) -> bytes:
    """The office's own template of ``kind``, or ours where it has none."""
    own = own_template(kind, folder)
    return own.read_bytes() if own.is_file() else standard_template(kind)


def fill(template: bytes, fields: Mapping[str, str]) -> bytes:
    """The finished letter as docx; a line break in a field begins a new paragraph.

    Raises DomainError where an office's own template cannot be read or filled.
    """
    told = {name: "\n".join(text.splitlines()).replace("\n", NEW_PARAGRAPH) for name, text in fields.items()}
    stream = BytesIO()
    try:
        document = DocxTemplate(BytesIO(template))
        document.render(told, jinja_env=SandboxedEnvironment(autoescape=True), autoescape=True)
        document.save(stream)
    except BROKEN as error:
        raise _refusal(error) from error
    return stream.getvalue()


def fields_named(template: bytes) -> set[str]:
    """The fields that ``template`` names; raises DomainError where it cannot be read."""
    try:
        document = DocxTemplate(BytesIO(template))
        return set(document.get_undeclared_template_variables(SandboxedEnvironment(autoescape=True)))
    except BROKEN as error:
        raise _refusal(error) from error


def _refusal(error: Exception) -> DomainError:
    return DomainError(f"文书模板不能使用，请检查模板文件：{error}", field="file")
