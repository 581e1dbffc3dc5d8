"""Fill a Word template. A template file is code, so it runs in a sandbox and everything put into it is escaped."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from docxtpl import DocxTemplate
from jinja2 import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from tracker.domain.errors import DomainError
from tracker.domain.letters import LetterKind
from tracker.letters.standard_template import standard_template

NEW_PARAGRAPH = "\a"


def template_of(kind: LetterKind, folder: Path) -> bytes:
    """The office's own template of ``kind``, ``<folder>/<title>.docx``, or ours where it has none."""
    own = folder / f"{kind.label}.docx"
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
    except (TemplateError, KeyError, ValueError, OSError) as error:
        raise DomainError(f"文书模板不能使用，请检查模板文件：{error}", field="template") from error
    return stream.getvalue()
