"""存草稿: a form as it stands, kept for the account that typed it until it is sent or given up."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tracker.domain.attachments import accepted
from tracker.domain.errors import DomainError
from tracker.domain.lifecycle.actions import Action
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.document import CaseDocument
from tracker.models.draft import Draft, DraftFile
from tracker.queries.drafts import find_draft
from tracker.services.documents import store
from tracker.services.documents.attach import put_into

MOST_FILES = 20
Words = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class FormPlace:
    """Which form of which account: one draft each."""

    user_id: int
    key: str
    channel_id: int | None = None
    case_id: int | None = None
    action: str | None = None


def registration_place(*, user_id: int, channel_id: int, submission_key: str) -> FormPlace:
    """A registration form; ``submission_key`` tells several of them apart."""
    return FormPlace(user_id, submission_key, channel_id=channel_id)


def step_place(*, user_id: int, case_id: int, action: Action) -> FormPlace:
    """The form of one step of one case."""
    return FormPlace(user_id, f"{case_id}/{action.value}", case_id=case_id, action=action.value)


def keep_draft(*, place: FormPlace, words: Words, at: datetime) -> Draft:
    """Keep ``words`` (field name to what was typed) as the draft of the form, in place of what it was."""
    draft = find_draft(place.user_id, place.key)
    if draft is None:
        draft = Draft(
            user_id=place.user_id,
            key=place.key,
            channel_id=place.channel_id,
            case_id=place.case_id,
            action=place.action,
            files=[],
        )
        db.session.add(draft)
    draft.words = json.dumps({name: list(typed) for name, typed in words.items()}, ensure_ascii=False)
    draft.kept_at = at
    db.session.flush()
    return draft


def words_of(draft: Draft) -> dict[str, list[str]]:
    """What was typed, as ``keep_draft`` was given it."""
    kept: dict[str, list[str]] = json.loads(draft.words or "{}")
    return kept


def add_file(*, draft: Draft, name: str, content: bytes, folder: Path, at: datetime) -> DraftFile:
    """Let a file wait with the draft; the same one again changes nothing. Raises DomainError naming the file."""
    safe, kind = accepted(name, content)
    digest = store.keep(folder, content)
    for waiting in draft.files:
        if (waiting.sha256, waiting.filename) == (digest, safe):
            return waiting
    if len(draft.files) >= MOST_FILES:
        raise DomainError(
            f"「{safe}」没有加上：一次最多 {MOST_FILES} 个附件，其余请在登记后补加。", field="files"
        )
    file = DraftFile(
        filename=safe, media_type=kind.media_type, size=len(content), sha256=digest, created_at=at
    )
    draft.files.append(file)
    db.session.flush()
    return file


def let_go(*, draft: Draft, file_id: int) -> DraftFile | None:
    """移去 one file; None when it does not wait with this draft."""
    file = next((waiting for waiting in draft.files if waiting.id == file_id), None)
    if file is not None:
        draft.files.remove(file)
        db.session.flush()
    return file


def hand_over(*, user_id: int, key: str, case: Case, step: int, at: datetime) -> int:
    """The form was sent: its files go into the case with the step it made, the draft is erased.

    ``step`` is the number of that step; a step that made several carries them with its first. Returns the number
    of files.
    """
    draft = find_draft(user_id, key)
    if draft is None:
        return 0
    files = list(draft.files)
    for file in files:
        document = CaseDocument(
            filename=file.filename,
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
            created_at=at,
            created_by_id=user_id,
            about_seq=step,
        )
        put_into(case, document)
    erase(draft)
    return len(files)


def erase(draft: Draft) -> None:
    """Erase what was typed; its files are let go."""
    draft.files.clear()
    db.session.flush()
    db.session.delete(draft)
    db.session.flush()
