"""Drafts of steps: the long forms of a case, kept for the one who writes until they are sent."""

import hashlib
import json
from collections.abc import Mapping

from flask import abort, request, url_for
from flask_login import current_user
from wtforms import Field, TextAreaField

from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.transitions import transition_for
from tracker.models.draft import Draft
from tracker.now import now
from tracker.queries.cases import one
from tracker.queries.cases.one import CaseFile, EventLine
from tracker.queries.drafts import find_draft
from tracker.services.cases.facts import case_view
from tracker.services.documents.access import may_keep
from tracker.services.drafts.keeping import FormPlace, step_place
from tracker.web import wording
from tracker.web.access import current_actor
from tracker.web.cases.opened import OpenedCase, opened
from tracker.web.cases.step_forms import StepForm
from tracker.web.cases.steps import step_action
from tracker.web.drafts.typed import KeptForm, keep_typed, kept_form, take_in

WITH_PROOF = frozenset(
    {
        Action.CONTACT,
        Action.REQUEST_RETURN,
        Action.STAGE_REPLY,
        Action.REQUEST_CORRECTION,
        Action.RECEIVE_CORRECTION,
        Action.START_CONSULTATION,
        Action.DELIVER_CONSULTATION,
        Action.END_CONSULTATION,
        Action.RECORD_PAYMENT,
        Action.RECORD_SEARCH,
        Action.SUBMIT_REPLY,
        Action.REPLY,
        Action.WITHDRAW,
    }
)
"""Steps that come with a paper: a proof of contact or posting, an opinion, a correction, a payment slip."""
LONG_WORDS = ("note", "reason", "plan", "items", "opinion", "public_text", "internal_text", "whom", "words")


def place_of(case_id: int, action: Action) -> FormPlace:
    return step_place(user_id=current_user.id, case_id=case_id, action=action)


def can_be_kept(form: StepForm, action: Action) -> bool:
    """Whether the form is long enough for a draft, or takes files."""
    return action in WITH_PROOF or any(isinstance(field, TextAreaField) for field in form)


def takes_files(found: OpenedCase, action: Action) -> bool:
    return action in WITH_PROOF and may_keep(current_actor(), case_view(found.case, found.standing))


def draft_of(found: OpenedCase, action: Action) -> Draft | None:
    return find_draft(current_user.id, place_of(found.case.id, action).key)


def kept_step(found: OpenedCase, action: Action, form: StepForm, refusals: list[str]) -> KeptForm | None:
    """What the page says of the draft and its files; None for a form that is sent with one press."""
    if not can_be_kept(form, action):
        return None
    case_id = found.case.id
    files_url = url_for("drafts.step_files", case_id=case_id, action=action.value)
    return kept_form(
        place_of(found.case.id, action),
        keep_url=url_for("drafts.keep_step", case_id=case_id, action=action.value),
        files_url=files_url if takes_files(found, action) else "",
        refusals=refusals,
    )


def keep_for_later(case_id: int, action: str) -> str:
    """Keep the form that came too late, and say where it is taken up again; nothing for a case not to be seen."""
    case, chosen = one.find(current_actor(), case_id), step_action(action)
    if case is None:
        return ""
    take_in(place_of(case_id, chosen))
    keep_typed(place_of(case_id, chosen))
    return url_for("steps.show", case_id=case_id, action=action)


def keep_quietly(case_id: int, name: str) -> str:
    """Keep what is being typed; says when, and whether somebody changed the case meanwhile."""
    found, action = opened(case_id), step_action(name)
    if sent_already(found.file, action):
        return ""
    keep_typed(place_of(case_id, action))
    moved = request.form.get("version") != str(found.case.version)
    more = "；别人刚改过这一件，交的时候请您核对" if moved else ""
    return f"已存 {wording.clock_time(now())}{more}"


def place_for_files(case_id: int, name: str) -> FormPlace:
    """Where files sent with a step wait; there is no such place for those who may not keep any."""
    found, action = opened(case_id), step_action(name)
    if not takes_files(found, action):
        abort(403)
    return place_of(case_id, action)


def events_since(file: CaseFile, since: str | None) -> list[EventLine]:
    """What happened after the event numbered ``since``, the last one there was when the form was opened."""
    seen = int(since) if since and since.isdecimal() else 0
    return [line for line in file.lines if line.row.seq > seen]


def sent_already(file: CaseFile, action: Action) -> bool:
    """Whether this person has taken this very step, with these very words, since the form was opened."""
    row, since = transition_for(file.case.kind, action), request.form.get("since")
    if row is None or not since:
        return False
    mine = [
        line
        for line in events_since(file, since)
        if line.row.type is row.event and line.row.actor_id == current_user.id
    ]
    return bool(mine) and _lines(*(request.form.get(name) for name in LONG_WORDS)) <= _recorded(file, mine)


def _recorded(file: CaseFile, lines: list[EventLine]) -> set[str]:
    replies = [text for reply in file.replies[:1] for text in (reply.public_text, reply.internal_text)]
    return _lines(*replies, *(words for line in lines for words in line.texts.values()))


def _lines(*texts: str | None) -> set[str]:
    return {line.strip() for text in texts if text for line in text.splitlines() if line.strip()}


def as_shown(form: StepForm) -> str:
    """The fields filled with what is stored, each by the hash of its words: what is unchanged was not typed."""
    return json.dumps({name: digest(words_in(form[name])) for name in form.stored if name in form})


def words_in(field: Field) -> str:
    """What the field would send as it stands."""
    return str(field._value() if hasattr(field, "_value") else field.data or "")  # noqa: SLF001


def digest(words: str) -> str:
    """A short hash of ``words``; line ends and blanks around count for nothing, as browsers change them."""
    return hashlib.sha256("\n".join(words.splitlines()).strip().encode()).hexdigest()[:12]


def untouched(form: StepForm) -> Mapping[str, bool]:
    """For each field filled beforehand, whether it still says what it said."""
    try:
        known = json.loads(form.shown.data or "{}")
    except ValueError:
        known = None
    if not isinstance(known, dict):
        return {}
    return {
        name: digest(str((form[name].raw_data or [""])[0])) == known[name]
        for name in form.stored
        if name in known and name in form
    }
