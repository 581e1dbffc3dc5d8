"""What a request carries of a form, as a draft keeps it, and a draft as a form takes it up again."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_login import current_user
from werkzeug.datastructures import FileStorage, MultiDict

from tracker.domain.attachments import LARGEST
from tracker.domain.errors import DomainError
from tracker.models.draft import Draft
from tracker.now import now, today
from tracker.queries.drafts import find_draft
from tracker.services.drafts.keeping import FormPlace, add_file, keep_draft, let_go, words_of
from tracker.web import transaction, wording

FILES = "files"
NOT_TYPED = frozenset({"csrf_token", "go", "link", "merge", "remove_file", FILES})


@dataclass(frozen=True, slots=True)
class ShownFile:
    id: int
    name: str
    size_words: str


@dataclass(frozen=True, slots=True)
class KeptForm:
    """What templates/drafts/*.html show of a form that can be kept."""

    keep_url: str
    files_url: str = ""
    files: Sequence[ShownFile] = ()
    refusals: Sequence[str] = ()
    kept_words: str = ""
    give_up_url: str = ""
    largest: int = LARGEST


def typed() -> dict[str, list[str]]:
    """Every field of the request as it was typed."""
    return {
        name: values
        for name, values in request.form.lists()
        if name not in NOT_TYPED and not name.startswith("keep-")
    }


def as_typed(draft: Draft) -> MultiDict[str, str]:
    """The draft as a form reads what was sent."""
    return MultiDict([(name, each) for name, values in words_of(draft).items() for each in values])


def keep_typed(place: FormPlace) -> Draft:
    """Keep the request's form as it stands."""
    return keep_draft(place=place, words=typed(), at=now())


def take_in(place: FormPlace) -> list[str]:
    """Let the request's files wait with the form, or let one go; the sentences about files that were refused.

    What could be taken stays, whatever becomes of the rest of the form.
    """
    sent = [file for file in request.files.getlist(FILES) if file.filename]
    leaving = request.form.get("remove_file", type=int)
    if not sent and leaving is None:
        return []
    transaction.keep()
    draft = keep_typed(place)
    if leaving is not None:
        let_go(draft=draft, file_id=leaving)
    return [refusal for file in sent if (refusal := _taken(draft, file))]


def _taken(draft: Draft, file: FileStorage) -> str:
    folder = current_app.config["SETTINGS"].attachment_folder
    with file.stream as stream:
        content = stream.read(LARGEST + 1)
    try:
        add_file(draft=draft, name=file.filename or "", content=content, folder=folder, at=now())
    except DomainError as refused:
        return refused.message
    return ""


def kept_form(
    place: FormPlace, *, keep_url: str, files_url: str = "", refusals: Sequence[str] = ()
) -> KeptForm:
    """The form's draft, where there is one, in words."""
    draft = find_draft(current_user.id, place.key)
    if draft is None:
        return KeptForm(keep_url, files_url, refusals=refusals)
    return KeptForm(
        keep_url,
        files_url,
        files=[ShownFile(file.id, file.filename, wording.file_size(file.size)) for file in draft.files],
        refusals=refusals,
        kept_words=f"已存 {wording.since(draft.kept_at, today=today())}",
        give_up_url=url_for("drafts.give_up", draft_id=draft.id),
    )
