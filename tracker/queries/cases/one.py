"""One case with all that belongs to it."""

from collections import defaultdict
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.domain.case_events import CaseEvent
from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.case_record import CaseEventRow, CaseEventText, CaseReply
from tracker.queries.cases.free_text import masked_words
from tracker.queries.cases.visibility import reports, visible_to

LARGEST_ID = 2**62


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event with the words that came with it."""

    row: CaseEventRow
    texts: dict[str, str]

    @property
    def is_late_entry(self) -> bool:
        """补录: recorded on a later day than it happened."""
        from tracker.now import local

        return local(self.row.at).date() > self.row.on


@dataclass(frozen=True, slots=True)
class CaseFile:
    """卷宗: the case, its events in order of recording, and its reply drafts, newest first."""

    case: Case
    lines: tuple[EventLine, ...]
    replies: tuple[CaseReply, ...]
    knows_person: bool = True

    def masked(self) -> "CaseFile":
        """The same for a reader who may not know the person: numbers inside the words of the steps are hidden."""
        return replace(self, knows_person=False, lines=tuple(map(self._masked_line, self.lines)))

    def said(self, words: str) -> str:
        """Free text about the case as its reader may see it; a secret reporter is not named in it either."""
        return words if self.knows_person else masked_words(self.case, words)

    def _masked_line(self, line: EventLine) -> EventLine:
        return replace(
            line, texts={name: masked_words(self.case, words) for name, words in line.texts.items()}
        )

    @property
    def events(self) -> list[CaseEvent]:
        return [line.row.as_event() for line in self.lines]


def find(actor: Actor, case_id: int) -> Case | None:
    """The case if ``actor`` may see it; None for every other number, however large."""
    if not 0 < case_id < LARGEST_ID:
        return None
    statement = (
        select(Case)
        .where(Case.id == case_id, visible_to(actor))
        .options(joinedload(Case.section), joinedload(Case.handler), joinedload(Case.person))
    )
    return db.session.execute(statement).unique().scalar_one_or_none()


def recused_numbers(actor: Actor) -> tuple[str, ...]:
    """The numbers of the cases that report ``actor`` or the person's section (回避), which no page may name."""
    statement = select(Case.number).where(Case.agency_id == actor.agency_id, reports(actor))
    return tuple(db.session.execute(statement.order_by(Case.id)).scalars())


def by_number(agency_id: int, number: str) -> Case | None:
    """The agency's case of that number, whoever asks: for commands, never for pages."""
    return db.session.execute(
        select(Case).where(
            Case.agency_id == agency_id, Case.number == number.strip(), Case.taken_back_on.is_(None)
        )
    ).scalar_one_or_none()


def by_submission_key(agency_id: int, key: str) -> Case | None:
    """The case that this very form already registered (a double click, a reload)."""
    if not key:
        return None
    return db.session.execute(
        select(Case).where(Case.agency_id == agency_id, Case.submission_key == key)
    ).scalar_one_or_none()


def case_file(case: Case) -> CaseFile:
    """Everything recorded about ``case``."""
    texts: dict[int, dict[str, str]] = defaultdict(dict)
    for text in db.session.execute(select(CaseEventText).where(CaseEventText.case_id == case.id)).scalars():
        texts[text.seq][text.field] = text.text or ""
    rows = db.session.execute(
        select(CaseEventRow)
        .where(CaseEventRow.case_id == case.id)
        .options(joinedload(CaseEventRow.actor))
        .order_by(CaseEventRow.seq)
    ).scalars()
    replies = db.session.execute(
        select(CaseReply).where(CaseReply.case_id == case.id).order_by(CaseReply.id.desc())
    ).scalars()
    return CaseFile(
        case=case,
        lines=tuple(EventLine(row, texts.get(row.seq, {})) for row in rows),
        replies=tuple(replies),
    )
