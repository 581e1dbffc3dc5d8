"""文书: write a letter of a case, number it, keep it."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select

from tracker.domain.attachments import DOCX, safe_name
from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.deadline_clock import Deadline
from tracker.domain.errors import DomainError
from tracker.domain.labels import Kind, State
from tracker.domain.letter_texts import LETTER_RULES, LetterRule
from tracker.domain.letters import ON_THE_WAY, LetterKind, answers_for
from tracker.domain.lifecycle.standing import Standing, effective
from tracker.domain.numbering import case_number
from tracker.domain.outcomes import OUTCOME_RULES, Outcome
from tracker.domain.permissions import Actor
from tracker.domain.remedies import RemedyNames, remedy_paragraph
from tracker.extensions import db
from tracker.letters.rendering import fill, template_of
from tracker.models.case import Case
from tracker.models.document import CaseDocument
from tracker.now import local
from tracker.services import audit
from tracker.services.cases.facts import case_view
from tracker.services.documents import store
from tracker.services.documents.access import refuse_unless_may_keep
from tracker.services.numbers import next_serial

ACT = "《中华人民共和国政府信息公开条例》"
TO_BE_FILLED = "＿＿＿＿"


@dataclass(frozen=True, slots=True)
class LetterWords:
    """What the drafter gives: the body, the addressee where it is not the applicant, a day asked for."""

    details: str
    addressee: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class LetterCase:
    """The case a letter is written in."""

    case: Case
    standing: Standing
    events: tuple[CaseEvent, ...]
    deadline: Deadline


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


def write_letter(
    *,
    subject: LetterCase,
    kind: LetterKind,
    words: LetterWords,
    dated_on: date,
    actor: Actor,
    at: datetime,
    places: Places,
) -> CaseDocument:
    """Write the letter ``kind`` dated ``dated_on``, give it the next number of its series and keep it.

    Raises DomainError for a letter this case does not offer, words that are missing or a day in the future;
    then no number is used up.
    """
    case, rule = subject.case, LETTER_RULES[kind]
    refuse_unless_may_keep(actor, case_view(case, subject.standing))
    _refuse_mistakes(subject, rule, words, dated_on, today=local(at).date())
    with db.session.begin_nested():
        number = _next_number(case, rule, dated_on)
        fields = letter_fields(subject, kind, words, dated_on) | {"number": number}
        content = fill(template_of(kind, places.templates), fields)
        document = CaseDocument(
            case_id=case.id,
            agency_id=case.agency_id,
            letter_kind=kind,
            number=number,
            dated_on=dated_on,
            filename=safe_name(f"{number} {kind.label}.docx"),
            media_type=DOCX.media_type,
            size=len(content),
            sha256=store.keep(places.attachments, content),
            created_at=at,
            created_by_id=actor.user_id,
        )
        db.session.add(document)
        db.session.flush()
    audit.record(
        action="letter.written",
        at=at,
        actor_id=actor.user_id,
        subject=case.number,
        detail={"document": document.id, "kind": kind.value, "number": number},
    )
    return document


def _refuse_mistakes(
    subject: LetterCase, rule: LetterRule, words: LetterWords, dated_on: date, *, today: date
) -> None:
    case = subject.case
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
    if not case.received_on <= dated_on <= today:
        raise DomainError(f"文书日期应在收到日期 {case.received_on} 和今天之间。", field="dated_on")


def _next_number(case: Case, rule: LetterRule, dated_on: date) -> str:
    serial = next_serial(agency_id=case.agency_id, series=f"letter:{rule.word}", year=dated_on.year)
    return case_number(prefix=case.agency.number_prefix, word=rule.word, year=dated_on.year, serial=serial)


def letter_fields(
    subject: LetterCase, kind: LetterKind, words: LetterWords, dated_on: date
) -> dict[str, str]:
    """Every field a template may name, save the number."""
    case, agency = subject.case, subject.case.agency
    outcome = Outcome(subject.standing.cycle.outcome) if subject.standing.cycle.outcome else None
    name = (case.person.name if case.person else None) or "申请人"
    due = subject.deadline.due_on or subject.deadline.expected_due_on
    contact = "，".join(part for part in (agency.name, agency.address, agency.phone) if part)
    delivery = "，".join(part for part in (case.delivery_form, case.delivery_route) if part)
    return {
        "addressee": words.addressee.strip() or name,
        "applicant": name,
        "received": official_day(case.received_on),
        "receipt_method": case.receipt_method.label if case.receipt_method else case.channel.name,
        "case_number": case.number,
        "asked": (case.content or case.title).strip().rstrip("。"),
        "details": words.details.strip().rstrip("。") if kind in RUNS_ON else words.details.strip(),
        "until": official_day(words.until) if words.until else TO_BE_FILLED,
        "due": official_day(due) if due else TO_BE_FILLED,
        "contact": contact,
        "delivery": delivery or "申请时所选的方式",
        "outcome": outcome.label if outcome else "",
        "full_basis": _full_basis(outcome) if outcome else "",
        "remedy": _remedy(case, outcome, dated_on) if LETTER_RULES[kind].has_remedy else "",
        "agency": agency.name,
        "signed_on": official_day(dated_on),
        **_fee(subject.events),
    }


RUNS_ON = frozenset({LetterKind.EXTENSION, LetterKind.OPINION_NOTICE, LetterKind.FEE_NOTICE})
"""Letters whose details stand inside a sentence."""


def official_day(day: date) -> str:
    """``2026年3月2日``, as official documents write a date (GB/T 9704)."""
    return f"{day.year}年{day.month}月{day.day}日"


def _full_basis(outcome: Outcome) -> str:
    basis = OUTCOME_RULES[outcome].basis
    return ACT + basis.removeprefix("条例") if basis.startswith("条例") else basis


def _remedy(case: Case, outcome: Outcome | None, dated_on: date) -> str:
    """The paragraph of the outcome; a third party told of a decision may always go either way."""
    names = RemedyNames(
        case.agency.reviewing_agency or TO_BE_FILLED, case.agency.court or TO_BE_FILLED, case.agency.website
    )
    return remedy_paragraph(outcome or Outcome.GRANTED, dated_on, names)


def _fee(events: tuple[CaseEvent, ...]) -> dict[str, str]:
    notices = [event for event in effective(events) if event.type is EventType.FEE_NOTICE_SENT]
    if not notices:
        return {"yuan": TO_BE_FILLED, "fee_basis": TO_BE_FILLED}
    told = notices[-1].payload
    by = (
        f"按量计收，{told['pages']} 页"
        if told.get("pages")
        else f"按件计收，当月 {told.get('applications')} 件"
    )
    return {"yuan": str(told["yuan"]), "fee_basis": by}


def documents_of(case_id: int) -> list[CaseDocument]:
    """The case's letters and attachments, the newest first."""
    rows = select(CaseDocument).where(CaseDocument.case_id == case_id).order_by(CaseDocument.id.desc())
    return list(db.session.execute(rows).scalars())
