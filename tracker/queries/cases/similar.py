"""可能重复: cases that look like the one being registered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, not_, select

from tracker.domain.labels import Kind
from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.case_record import CasePerson
from tracker.queries.cases.visibility import person_known_to, visible_to
from tracker.sealing import sealer

LOOK_BACK = timedelta(days=30)
# 条例第三十六条第六项: a repeated request is one already answered, however long ago; two years are shown.
LOOK_BACK_REQUESTS = timedelta(days=730)
ALIKE = 0.5
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is known of the new case. ``received_on`` is where looking back begins."""

    channel_id: int
    kind: Kind
    received_on: date
    source_number: str = ""
    phone: str = ""
    id_number: str = ""
    title: str = ""
    place: str = ""

    @property
    def since(self) -> date:
        return self.received_on - (LOOK_BACK_REQUESTS if self.kind is Kind.DISCLOSURE else LOOK_BACK)


@dataclass(frozen=True, slots=True)
class Similar:
    """A case and what it has in common with the new one."""

    case: Case
    because: str
    is_same_source: bool = False


def similar_cases(*, actor: Actor, wanted: Wanted) -> list[Similar]:
    """What ``actor`` may see: the same source number, the same caller or title within the time looked back."""
    visible = visible_to(actor)
    return _similar(wanted, visible, and_(visible, person_known_to(actor)))


def hidden_similar(*, actor: Actor, wanted: Wanted) -> list[Similar]:
    """The same among the cases of the agency that ``actor`` may not find: for telling others, never for ``actor``."""
    ours = and_(Case.agency_id == actor.agency_id, Case.taken_back_on.is_(None))
    visible = visible_to(actor)
    return _similar(
        wanted, and_(ours, not_(visible)), and_(ours, not_(and_(visible, person_known_to(actor))))
    )


def just_registered(
    *, actor: Actor, channel_id: int, words: tuple[str, str, str], phone: str, since: datetime
) -> Case | None:
    """A case this person registered since then with the very same title, content, source number and caller."""
    title, content, source_number = words
    phone_hash = sealer().look_up("phone", phone) if phone.strip() else None
    return db.session.execute(
        select(Case)
        .join(CasePerson, CasePerson.case_id == Case.id)
        .where(
            Case.title == title,
            Case.content == content,
            Case.channel_id == channel_id,
            Case.created_by_id == actor.user_id,
            Case.created_at >= since,
            Case.source_number.is_(None) if not source_number else Case.source_number == source_number,
            CasePerson.phone_hash.is_(None) if phone_hash is None else CasePerson.phone_hash == phone_hash,
        )
        .order_by(Case.id.desc())
        .limit(1)
    ).scalar_one_or_none()


def _similar(wanted: Wanted, reach: ColumnElement[bool], by_person: ColumnElement[bool]) -> list[Similar]:
    """``by_person`` is the reach of a search by phone or document number."""
    found: dict[int, list[str]] = {}
    cases: dict[int, Case] = {}
    same_source: set[int] = set()
    for because, statement in _questions(wanted):
        for case in _cases(statement, by_person if because in BY_PERSON else reach):
            cases[case.id] = case
            found.setdefault(case.id, []).append(because)
            if because == SAME_SOURCE:
                same_source.add(case.id)
    shown = [
        Similar(
            case,
            "、".join([*found[case.id], *_besides(case, found[case.id], wanted)]),
            case.id in same_source,
        )
        for case in cases.values()
    ]
    return shown[:SHOWN]


SAME_SOURCE = "同一来源编号"
SAME_TITLE = "标题相同"
SAME_PHONE = "同一电话"
SAME_DOCUMENT = "同一证件"
BY_PERSON = frozenset({SAME_PHONE, SAME_DOCUMENT})


def _questions(wanted: Wanted) -> Iterable[tuple[str, Select[tuple[Case]]]]:
    """Each answered by one index: source number, phone, document number, title."""
    recent = Case.received_on >= wanted.since
    if number := wanted.source_number.strip():
        yield (
            SAME_SOURCE,
            select(Case).where(Case.channel_id == wanted.channel_id, Case.source_number == number),
        )
    caller = select(Case).join(CasePerson, CasePerson.case_id == Case.id).where(recent)
    if wanted.phone.strip():
        yield SAME_PHONE, caller.where(CasePerson.phone_hash == sealer().look_up("phone", wanted.phone))
    if wanted.id_number.strip():
        same = CasePerson.id_number_hash == sealer().look_up("id_number", wanted.id_number)
        yield SAME_DOCUMENT, caller.where(same)
    if title := wanted.title.strip():
        yield SAME_TITLE, select(Case).where(Case.title == title, recent)


def _cases(statement: Select[tuple[Case]], reach: ColumnElement[bool]) -> list[Case]:
    latest = statement.where(reach).order_by(Case.received_on.desc(), Case.id.desc()).limit(SHOWN)
    return list(db.session.execute(latest).scalars())


def _besides(case: Case, said: list[str], wanted: Wanted) -> list[str]:
    """What else is the same of a case found by its caller or number."""
    more = []
    if SAME_TITLE not in said and alike(case.title, wanted.title):
        more.append("标题相近")
    if wanted.place.strip() and case.place.strip() == wanted.place.strip():
        more.append("同一地点")
    return more


def alike(one: str, other: str) -> bool:
    """Whether two titles share at least half of their pairs of neighbouring characters."""
    first, second = _pairs(one), _pairs(other)
    return bool(first and second) and len(first & second) / min(len(first), len(second)) >= ALIKE


def _pairs(words: str) -> set[str]:
    plain = "".join(char for char in words if char.isalnum())
    return {plain[at : at + 2] for at in range(len(plain) - 1)}
