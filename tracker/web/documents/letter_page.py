"""文书 on the page: which of them the case waits for, and how one is begun from the step it tells of."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import url_for

from tracker.domain.case_events import EventType
from tracker.domain.labels import Kind, State
from tracker.domain.letter_delivery import is_answer
from tracker.domain.letter_needs import (
    LetterNeed,
    answer_event,
    letters_after,
    letters_needed,
    not_made,
    offered_now,
)
from tracker.domain.letter_texts import LETTER_RULES
from tracker.domain.letters import LetterKind, short_label
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.standing import effective, fold
from tracker.domain.permissions import Actor, CaseView
from tracker.models.case import Case
from tracker.models.document import CaseDocument
from tracker.queries.cases import one
from tracker.queries.cases.one import CaseFile
from tracker.services.cases.facts import case_view
from tracker.services.cases.projection import deadline_of
from tracker.services.documents.access import may_keep
from tracker.services.documents.letter_fields import LetterCase, expected_method, remedy_for
from tracker.services.documents.letters import documents_of
from tracker.web.cases.opened import OpenedCase
from tracker.web.cases.todays import my_rules
from tracker.web.documents.forms import LetterForm

E, K = EventType, LetterKind
WORDS_OF = {
    K.CORRECTION: "items",
    K.REASONS: "found",
    K.EXTENSION: "reason",
    K.DEFERRAL: "reason",
    K.OPINION_NOTICE: "reason",
}


@dataclass(frozen=True, slots=True)
class OfferedLetter:
    """A letter to be made next. ``note`` says for which step and on what ground."""

    label: str
    url: str
    note: str
    is_required: bool


def may_write(case: Case, view: CaseView, actor: Actor) -> bool:
    """Whether ``actor`` may still write letters in the case."""
    return case.state is not State.ARCHIVED and may_keep(actor, view)


def open_needs(file: CaseFile, documents: Sequence[CaseDocument]) -> tuple[LetterNeed, ...]:
    """The letters that the steps so far call for and that were not made."""
    if file.case.kind is not Kind.DISCLOSURE:
        return ()
    made = [(each.letter_kind, each.about_seq) for each in documents if each.letter_kind]
    return not_made(letters_needed(file.events), made)


def offered_letters(file: CaseFile, documents: Sequence[CaseDocument]) -> list[OfferedLetter]:
    """What the case page offers, in the order of the steps; a choice of two letters gives two."""
    needs = offered_now(open_needs(file, documents), file.events)
    return [_offered(file, need, kind) for need in needs for kind in need.kinds]


def missing_words(file: CaseFile, documents: Sequence[CaseDocument]) -> str:
    """The letters that law demands and that are missing, as a warning before the file is put away."""
    missing = [need for need in open_needs(file, documents) if need.is_required]
    if not missing:
        return ""
    named = "；".join(_named(need) for need in missing)
    return f"还没有制作：{named}。可以归档，但归档后不能再出文书。"


def archive_warning(file: CaseFile, action: Action) -> str:
    """``missing_words`` before a file is put away, nothing before other steps."""
    return missing_words(file, documents_of(file.case.id)) if action is Action.ARCHIVE else ""


def letters_after_step(case: Case, actor: Actor) -> list[tuple[str, str]]:
    """The letters that the steps so far call for, for those who write them."""
    if case.kind is not Kind.DISCLOSURE:
        return []
    file = one.case_file(case)
    if not may_write(case, case_view(case, fold(file.events)), actor):
        return []
    return next_letters(file, documents_of(case.id))


def _named(need: LetterNeed) -> str:
    titles = "或者".join(short_label(kind) for kind in need.kinds)
    condition = f"，{need.rule.condition}" if need.rule.condition else ""
    return f"{titles}（{need.rule.article}{condition}）"


def _offered(file: CaseFile, need: LetterNeed, kind: LetterKind) -> OfferedLetter:
    reason = need.rule.condition or (need.rule.article if need.is_required else "可以不做")
    address = url_for("letters.draft", case_id=file.case.id, kind=kind.value, about=need.about)
    return OfferedLetter(
        f"制作{short_label(kind)}", address, f"{need.step.label}，{reason}", need.is_required
    )


def next_letters(file: CaseFile, documents: Sequence[CaseDocument]) -> list[tuple[str, str]]:
    """What the banner after a step offers: the letters that law demands and that are not made yet."""
    return [(each.label, each.url) for each in offered_letters(file, documents) if each.is_required]


def step_of(
    found: OpenedCase, kind: LetterKind, about: int | None, documents: Sequence[CaseDocument]
) -> int | None:
    """The step the letter tells of: the one named, else the first that waits for such a letter."""
    if about is not None:
        return about
    waiting = [need.about for need in open_needs(found.file, documents) if kind in need.kinds]
    if waiting:
        return waiting[0]
    kept = effective(found.file.events)
    told = [event.seq for event in kept if any(kind in rule.kinds for rule in letters_after(event))]
    answer = answer_event(kept) if is_answer(kind) else None
    return answer.seq if answer else told[-1] if told else None


def letter_case(found: OpenedCase, about: int | None) -> LetterCase:
    """The case as of the step: a notice of an extension names the day of that extension, not a later one."""
    events = tuple(found.file.events)
    subject = LetterCase(found.case, found.standing, events, found.deadline, about)
    step = subject.step
    if step is None:
        return subject
    until_then = [event for event in events if event.seq <= step.seq]
    deadline = deadline_of(found.case, until_then, my_rules(), as_of=step.on)
    return replace(subject, deadline=deadline)


def begin(form: LetterForm, found: OpenedCase, kind: LetterKind, subject: LetterCase, today: date) -> None:
    """Fill the form from the step: what was asked for, whom it was asked of, the answer as it passed."""
    texts = next((line.texts for line in found.file.lines if line.row.seq == subject.about), {})
    step, rule = subject.step, LETTER_RULES[kind]
    if "addressee" in form:
        form.addressee.data = found.file.said(texts.get("whom", ""))
    if "details" in form:
        form.details.data = found.file.said(_details(found, kind, texts))
    told = (step.payload.get("respond_by") or step.payload.get("until")) if step else None
    if "until" in form and told:
        form.until.data = date.fromisoformat(told)
    form.dated_on.data = step.on if step and step.type in DATED_BY_STEP else today
    if rule.has_remedy:
        form.method.data = expected_method(found.case).value
        form.suggest(remedy_for(subject, kind, form.dated_on.data, expected_method(found.case)).text)


DATED_BY_STEP = frozenset(
    {
        E.CORRECTION_REQUESTED,
        E.REASONS_ASKED,
        E.EXTENSION_GRANTED,
        E.CONSULTATION_STARTED,
        E.FEE_NOTICE_SENT,
        E.REPLY_DEFERRED,
    }
)


def _details(found: OpenedCase, kind: LetterKind, texts: dict[str, str]) -> str:
    if is_answer(kind) and found.file.replies:
        return found.file.replies[0].public_text
    if kind is K.EXTENSION:
        asked = [line.texts for line in found.file.lines if line.row.type is E.EXTENSION_REQUESTED]
        texts = asked[-1] if asked else texts
    return texts.get(WORDS_OF.get(kind, ""), "")
