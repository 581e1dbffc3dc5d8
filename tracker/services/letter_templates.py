"""文书模板: an office puts its own Word file in place of ours, and takes it back."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tracker.domain.attachments import DOCX, accepted, safe_name
from tracker.domain.errors import DomainError
from tracker.domain.letter_template_fields import TEMPLATE_FIELDS, refuse_unfit_template
from tracker.domain.letters import LetterKind
from tracker.domain.permissions import Actor
from tracker.letters.rendering import fields_named, fill, own_template, template_of
from tracker.letters.standard_template import standard_template
from tracker.services import audit

LARGEST_TEMPLATE = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """Whose template a kind of letter is written from; ``since`` is when the office's own was put there."""

    kind: LetterKind
    since: datetime | None = None

    @property
    def is_own(self) -> bool:
        return self.since is not None


def template_lines(folder: Path) -> list[TemplateLine]:
    """Every kind of letter with its template in use."""
    return [template_line(kind, folder) for kind in LetterKind]


def template_line(kind: LetterKind, folder: Path) -> TemplateLine:
    """The template in use of one kind."""
    path = own_template(kind, folder)
    if not path.is_file():
        return TemplateLine(kind)
    return TemplateLine(kind, datetime.fromtimestamp(path.stat().st_mtime, tz=UTC))


def replace_template(
    *, kind: LetterKind, name: str, content: bytes, folder: Path, actor: Actor, at: datetime
) -> None:
    """Write the letter ``kind`` from ``content`` from now on.

    Raises DomainError for what is no Word file, cannot be filled, names a field that does not exist, or leaves out
    what the letter must say; then the template in use stays.
    """
    if len(content) > LARGEST_TEMPLATE:
        most = LARGEST_TEMPLATE // 1024 // 1024
        raise DomainError(f"「{safe_name(name)}」超过 {most} MB，请去掉模板里的大图。", field="file")
    safe, found = accepted(name, content)
    if found is not DOCX:
        raise DomainError(f"「{safe}」不是 Word 文档（.docx）。", field="file")
    refuse_unfit_template(fields_named(content), fields_named(standard_template(kind)))
    fill(content, dict.fromkeys(TEMPLATE_FIELDS, "样本"))
    before = _digest(template_of(kind, folder))
    path = own_template(kind, folder)
    folder.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_bytes(content)
    beside.replace(path)
    _note("letter_template.replaced", kind, before, _digest(content), actor, at)


def restore_template(*, kind: LetterKind, folder: Path, actor: Actor, at: datetime) -> bool:
    """Write the letter ``kind`` from our own template again; False where it was so already."""
    path = own_template(kind, folder)
    if not path.is_file():
        return False
    before = _digest(path.read_bytes())
    path.unlink()
    _note("letter_template.restored", kind, before, _digest(standard_template(kind)), actor, at)
    return True


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _note(action: str, kind: LetterKind, before: str, after: str, actor: Actor, at: datetime) -> None:
    audit.record(
        action=action,
        at=at,
        actor_id=actor.user_id,
        subject=f"文书模板：{kind.label}",
        detail={"kind": kind.value, "from": before, "to": after},
    )
