"""文书: write a letter of a case, number it, keep it."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload, selectinload

from tracker.domain.attachments import DOCX, safe_name
from tracker.domain.case_events import EventType
from tracker.domain.errors import DomainError
from tracker.domain.labels import Kind, State
from tracker.domain.letter_texts import LETTER_RULES, LetterRule
from tracker.domain.letters import ON_THE_WAY, LetterKind, answers_for
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.standing import Standing, effective
from tracker.domain.numbering import case_number
from tracker.domain.outcomes import Outcome
from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.letters.rendering import fill, template_of
from tracker.models.case import Case
from tracker.models.document import CaseDocument, LetterDelivery
from tracker.now import local
from tracker.services import audit
from tracker.services.cases.facts import case_view
from tracker.services.documents import store
from tracker.services.documents.access import refuse_unless_may_keep
from tracker.services.documents.letter_fields import (
    TO_BE_FILLED,
    LetterCase,
    LetterWords,
    letter_fields,
    remedy_for,
)
from tracker.services.documents.letter_remedies import SuggestedRemedy
from tracker.services.numbers import next_serial


@dataclass(frozen=True, slots=True)
class Places:
    """``attachments`` is where documents lie, ``templates`` where an office keeps its own."""

    attachments: Path
    templates: Path


def letters_offered(case: Case, standing: Standing) -> tuple[LetterKind, ...]:
    """The letters a case may need: those on the way, and those of its answer once one is drafted."""
    if case.kind is not Kind.DISCLOSURE:
        return ()
    drafted = standing.cycle.outcome
    return ON_THE_WAY + (answers_for(Outcome(drafted)) if drafted else ())


NOT_NUMBERED = "（预览，出文书时编号）"


def write_letter(
    *,
    subject: LetterCase,
    kind: LetterKind,
    words: LetterWords,
    dated_on: date,
    actor: Actor,
    at: datetime,
    places: Places,
    key: str | None = None,
) -> CaseDocument:
    """Write the letter ``kind`` dated ``dated_on``, give it the next number of its series and keep it.

    The same ``key`` again gives the letter it already made. Raises DomainError for a letter this case does not
    offer, words that are missing or a day in the future; then no number is used up.
    """
    case, rule = subject.case, LETTER_RULES[kind]
    refuse_unless_may_keep(actor, case_view(case, subject.standing))
    if earlier := _by_key(case.id, key):
        return earlier
    refuse_mistakes(subject, rule, words, dated_on, today=local(at).date())
    document = CaseDocument(
        case_id=case.id,
        agency_id=case.agency_id,
        letter_kind=kind,
        dated_on=dated_on,
        about_seq=subject.about,
        submission_key=key or None,
        media_type=DOCX.media_type,
        created_at=at,
        created_by_id=actor.user_id,
    )
    suggested = remedy_for(subject, kind, dated_on, words.method)
    _note_remedy(document, words, suggested)
    try:
        with db.session.begin_nested():
            _number_and_keep(document, subject, words, places)
    except IntegrityError:
        if earlier := _by_key(case.id, key):
            return earlier
        raise
    _audit(document, words, suggested, actor, at)
    return document


def previewed_letter(
    *,
    subject: LetterCase,
    kind: LetterKind,
    words: LetterWords,
    dated_on: date,
    actor: Actor,
    today: date,
    places: Places,
) -> bytes:
    """The letter as it would be written, as a Word file: nothing is kept and no number used up.

    Refuses what ``write_letter`` refuses.
    """
    refuse_unless_may_keep(actor, case_view(subject.case, subject.standing))
    refuse_mistakes(subject, LETTER_RULES[kind], words, dated_on, today=today)
    return _filled(subject, kind, words, dated_on, NOT_NUMBERED, places)


def _filled(
    subject: LetterCase, kind: LetterKind, words: LetterWords, dated_on: date, number: str, places: Places
) -> bytes:
    fields = letter_fields(subject, kind, words, dated_on) | {"number": number}
    return fill(template_of(kind, places.templates), fields)


def _note_remedy(document: CaseDocument, words: LetterWords, suggested: SuggestedRemedy) -> None:
    """Keep what ships beside what the letter says, where the office or the drafter worded it otherwise."""
    if words.remedy is None:
        document.remedy_wording = suggested.wording
    written = suggested.text if words.remedy is None else words.remedy.strip()
    if written != suggested.shipped:
        document.remedy_suggested, document.remedy_written = suggested.shipped, written


def _number_and_keep(document: CaseDocument, subject: LetterCase, words: LetterWords, places: Places) -> None:
    kind, dated_on = document.letter_kind, document.dated_on
    assert kind is not None  # noqa: S101 - write_letter sets both
    assert dated_on is not None  # noqa: S101
    document.number = _next_number(subject.case, LETTER_RULES[kind], dated_on)
    content = _filled(subject, kind, words, dated_on, document.number, places)
    document.filename = safe_name(f"{document.number} {kind.label}.docx")
    document.size, document.sha256 = len(content), store.keep(places.attachments, content)
    db.session.add(document)
    db.session.flush()


def _audit(
    document: CaseDocument, words: LetterWords, suggested: SuggestedRemedy, actor: Actor, at: datetime
) -> None:
    number = document.case.number
    kind = document.letter_kind.value if document.letter_kind else ""
    audit.record(
        action="letter.written",
        at=at,
        actor_id=actor.user_id,
        subject=number,
        detail={"document": document.id, "kind": kind, "number": document.number},
    )
    if words.remedy is not None and words.remedy.strip() != suggested.text:
        audit.record(
            action="letter.remedy_changed",
            at=at,
            actor_id=actor.user_id,
            subject=number,
            detail={"number": document.number, "before": suggested.text, "after": words.remedy.strip()},
        )


def _by_key(case_id: int, key: str | None) -> CaseDocument | None:
    """The letter that this very form already made (a double click, a reload)."""
    if not key:
        return None
    return db.session.execute(
        select(CaseDocument).where(CaseDocument.case_id == case_id, CaseDocument.submission_key == key)
    ).scalar_one_or_none()


def refuse_mistakes(
    subject: LetterCase, rule: LetterRule, words: LetterWords, dated_on: date, *, today: date
) -> None:
    """Raise DomainError naming the field of a letter that cannot be written so."""
    case = subject.case
    if subject.about is not None and subject.step is None:
        raise DomainError("这份文书所说的步骤已经撤销，请从办件页重新选。", field="kind")
    if rule.kind not in letters_offered(case, subject.standing):
        raise DomainError(
            f"{case.number} 现在不用「{rule.kind.label}」。答复类文书要先拟好答复。", field="kind"
        )
    if case.state is State.ARCHIVED:
        raise DomainError(f"{case.number} 已归档，不能再出文书。", field="kind")
    if rule.details and not words.details.strip():
        raise DomainError(f"请填写{rule.details}。", field="details")
    if not rule.to_applicant and not words.addressee.strip():
        raise DomainError("请写明文书发给谁。", field="addressee")
    if rule.needs_until and words.until is None:
        raise DomainError(f"请填写{rule.needs_until}。", field="until")
    if words.until is not None and words.until <= dated_on:
        raise DomainError(
            f"{rule.needs_until or '期限'} {words.until} 应晚于文书日期 {dated_on}。", field="until"
        )
    _refuse_other_day(subject, words)
    _refuse_without_step(subject, rule)
    _refuse_open_remedy(subject, rule, words, dated_on)
    if not case.received_on <= dated_on <= today:
        raise DomainError(f"文书日期应在收到日期 {case.received_on} 和今天之间。", field="dated_on")


FROM_THE_STEP = {
    LetterKind.EXTENSION: (EventType.EXTENSION_GRANTED, Action.GRANT_EXTENSION),
    LetterKind.DEFERRAL: (EventType.REPLY_DEFERRED, Action.DEFER_REPLY),
    LetterKind.FEE_NOTICE: (EventType.FEE_NOTICE_SENT, Action.SEND_FEE_NOTICE),
}
"""Letters that name a day or a sum which the step fixes."""


def _refuse_without_step(subject: LetterCase, rule: LetterRule) -> None:
    kind, action = FROM_THE_STEP.get(rule.kind, (None, None))
    if action and not any(event.type is kind for event in effective(subject.events)):
        raise DomainError(f"「{rule.kind.label}」的内容出自「{action.label}」，请先办那一步。", field="kind")


def _refuse_other_day(subject: LetterCase, words: LetterWords) -> None:
    """A day that the step already told stands in the clock; the letter may not say another one."""
    told = subject.step.payload if subject.step else {}
    day = told.get("respond_by") or told.get("until")
    if day and words.until is not None and words.until.isoformat() != day:
        raise DomainError(f"经过里登记的期限是 {day}，文书不能写另一天；要改请先撤销那一步。", field="until")


def _refuse_open_remedy(subject: LetterCase, rule: LetterRule, words: LetterWords, dated_on: date) -> None:
    """An answer never goes out without its remedies, nor with a blank for the reviewer or the court."""
    if not rule.has_remedy:
        return
    remedy = words.remedy
    if remedy is None:
        remedy = remedy_for(subject, rule.kind, dated_on, words.method).text
    elif not remedy.strip():
        raise DomainError("救济途径不能空着；要用原来的文字，按「恢复建议的文字」。", field="remedy")
    if TO_BE_FILLED in remedy:
        raise DomainError(
            "救济途径里还有空着的：请系统管理员在本机关资料里填写行政复议机关、管辖法院和在线复议渠道，或者在这里写上。",
            field="remedy",
        )


def _next_number(case: Case, rule: LetterRule, dated_on: date) -> str:
    serial = next_serial(agency_id=case.agency_id, series=f"letter:{rule.word}", year=dated_on.year)
    return case_number(prefix=case.agency.number_prefix, word=rule.word, year=dated_on.year, serial=serial)


def documents_of(case_id: int) -> list[CaseDocument]:
    """The case's letters and attachments, the newest first."""
    rows = (
        select(CaseDocument)
        .where(CaseDocument.case_id == case_id)
        .order_by(CaseDocument.id.desc())
        .options(
            joinedload(CaseDocument.created_by),
            selectinload(CaseDocument.deliveries).options(
                joinedload(LetterDelivery.created_by), joinedload(LetterDelivery.ended_by)
            ),
        )
    )
    return list(db.session.execute(rows).scalars())
