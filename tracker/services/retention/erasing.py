"""Erase what is personal in cases whose period is over; every row that figures or the clock read stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import selectinload

from tracker.domain.errors import DomainError
from tracker.domain.masking import masked_address, masked_name, masked_phone, masked_text
from tracker.domain.office_questions import EMPTIED, RETENTION_TEXTS
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.case_record import CaseEventText, CasePerson, CaseReply
from tracker.models.document import CaseDocument
from tracker.models.draft import Draft, DraftFile
from tracker.models.imports import ImportRow
from tracker.now import local
from tracker.queries.policies import office_choice
from tracker.queries.retention import Retention, is_due
from tracker.services import audit
from tracker.services.cases.notices import delete_notices
from tracker.services.cases.search_index import index_case
from tracker.services.drafts.keeping import erase

BATCH = 200
ERASED_NAME = "个人信息已清除"
TEXT_COLUMNS = ("content", "place")


@dataclass(frozen=True, slots=True)
class Cleaner:
    """What free text of one case becomes: names and numbers masked, or, when emptied, nothing."""

    masks: Mapping[str, str]
    empties: bool

    def masked(self, text: str) -> str:
        for word, mask in self.masks.items():
            text = text.replace(word, mask)
        return masked_text(text)

    def text(self, text: str) -> str:
        return "" if self.empties else self.masked(text)


def erase_batch(rule: Retention, *, at: datetime, actor_id: int | None, most: int = BATCH) -> int | None:
    """Erase up to ``most`` cases that are due, with one audit line; None when there are none left.

    Raises DomainError where the office has not switched erasing on.
    """
    if not rule.is_on:
        raise DomainError("本机关没有开启到期清除，请先由系统管理员在“期限规则”里开启。")
    on = local(at).date()
    cases = (
        db.session.execute(
            select(Case)
            .where(is_due(rule, on))
            .options(selectinload(Case.person))
            .order_by(Case.id)
            .limit(most)
            .with_for_update(of=Case, skip_locked=True)
        )
        .scalars()
        .all()
    )
    if not cases:
        return None
    empties = office_choice(agency_id=rule.agency_id, question=RETENTION_TEXTS) == EMPTIED
    _let_go([case.id for case in cases], at=at)
    for case in cases:
        _erase_case(case, on=on, empties=empties)
    _note([case.number for case in cases], empties=empties, at=at, actor_id=actor_id)
    db.session.flush()
    return len(cases)


def _erase_case(case: Case, *, on: date, empties: bool) -> None:
    person = case.person
    cleaner = Cleaner(_masks(person) if person else {}, empties)
    case.title = cleaner.masked(case.title)
    for name in TEXT_COLUMNS:
        setattr(case, name, cleaner.text(getattr(case, name)))
    for reply in db.session.execute(select(CaseReply).where(CaseReply.case_id == case.id)).scalars():
        reply.public_text = cleaner.text(reply.public_text)
        reply.internal_text = cleaner.text(reply.internal_text)
    if person is not None:
        db.session.delete(person)
    case.erased_on = on
    case.version += 1
    db.session.flush()
    db.session.expire(case, ["person"])
    index_case(case)


def _masks(person: CasePerson) -> dict[str, str]:
    told = (
        (person.name, masked_name),
        (person.phone, masked_phone),
        (person.id_number, masked_text),
        (person.address, masked_address),
    )
    return {word: mask(word) for word, mask in told if word and len(word) > 1}


def _let_go(ids: list[int], *, at: datetime) -> None:
    """Delete what hangs on the cases. Files are only named for the nightly sweep: rows first, bytes after."""
    texts = delete(CaseEventText).where(CaseEventText.case_id.in_(ids))
    db.session.execute(texts, execution_options={"synchronize_session": False})
    delete_notices(ids)
    for draft in db.session.execute(select(Draft).where(Draft.case_id.in_(ids))).scalars():
        erase(draft)
    db.session.execute(update(ImportRow).where(ImportRow.case_id.in_(ids)).values(before_sealed=None))
    documents = select(CaseDocument).where(CaseDocument.case_id.in_(ids), CaseDocument.erased_on.is_(None))
    for document in db.session.execute(documents).scalars():
        db.session.add(
            DraftFile(
                filename=ERASED_NAME,
                media_type=document.media_type,
                size=document.size,
                sha256=document.sha256,
                created_at=at,
            )
        )
        if document.letter_kind is None:
            db.session.delete(document)
        else:
            _empty_letter(document, local(at).date())
    db.session.flush()


def _empty_letter(letter: CaseDocument, on: date) -> None:
    """Leave of a letter what its series and its service need: kind, number and days."""
    letter.sha256, letter.erased_on = "", on
    letter.remedy_suggested = letter.remedy_written = None
    for delivery in letter.deliveries:
        delivery.item_number = delivery.return_reason = ""


def _note(numbers: list[str], *, empties: bool, at: datetime, actor_id: int | None) -> None:
    audit.record(
        action="personal.erased",
        at=at,
        actor_id=actor_id,
        subject=f"{len(numbers)} 件",
        detail={"numbers": numbers, "texts": "emptied" if empties else "masked"},
    )
