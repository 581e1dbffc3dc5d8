"""台账: the cases of an agency as rows of a sheet, under headings that an import reads back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.domain.errors import DomainError
from tracker.domain.labels import ENDED_STATES, ItemType, Kind, Labelled, State
from tracker.domain.masking import HIDDEN, masked_address, masked_name, masked_phone
from tracker.domain.outcomes import HandlingResult, Outcome
from tracker.exports.ledger_cells import CellValue
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.case_record import CaseReply
from tracker.now import local
from tracker.queries.cases.free_text import masked_words

CHUNK = 500
_ALL = (
    *("本局编号", "来源渠道", "来源编号", "收到日期", "诉求类型", "标题", "内容", "姓名", "联系电话"),
    *("证件号码", "地址", "地点", "承办科室", "办理时限", "办结日期", "办理结果", "答复内容", "满意度"),
    *("是否紧急", "是否匿名", "是否保密", "申请人类别", "获取方式", "收到方式", "答复日期"),
    *("附注", "本局状态", "本局期限"),
)
DISCLOSURE_ONLY = frozenset({"申请人类别", "获取方式", "收到方式"})


def ledger_headings(kind: Kind | None = None) -> tuple[str, ...]:
    """Return the headings of a ledger of one kind, or of all kinds.

    Those beginning with 本局 are ours; an import finds the case by the number and takes no value from the others.
    """
    return tuple(
        heading for heading in _ALL if kind in {None, Kind.DISCLOSURE} or heading not in DISCLOSURE_ONLY
    )


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """Which cases of an agency; None is every one. ``visible`` is a condition on what the person may see."""

    agency_id: int
    kind: Kind | None = None
    received_from: date | None = None
    received_to: date | None = None
    states: frozenset[State] | None = None
    visible: ColumnElement[bool] | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the conditions on rows."""
        chosen: list[ColumnElement[bool]] = [Case.agency_id == self.agency_id, Case.taken_back_on.is_(None)]
        if self.kind is not None:
            chosen.append(Case.kind == self.kind)
        if self.received_from is not None:
            chosen.append(Case.received_on >= self.received_from)
        if self.received_to is not None:
            chosen.append(Case.received_on <= self.received_to)
        if self.states is not None:
            chosen.append(Case.state.in_(sorted(self.states)))
        if self.visible is not None:
            chosen.append(self.visible)
        return chosen


def states_named(word: str) -> frozenset[State]:
    """Read a state by code or label, or ``open`` and ``closed`` for all of a sort; raises DomainError otherwise."""
    if word == "open":
        return frozenset(State) - ENDED_STATES
    if word == "closed":
        return frozenset({State.CLOSED, State.ARCHIVED})
    found = next((state for state in State if word in {state.value, state.label}), None)
    if found is None:
        known = "、".join(state.label for state in State)
        raise DomainError(f"没有“{word}”这个状态。可用：{known}，或 open、closed。", field="status")
    return frozenset({found})


def ledger_rows(chosen: LedgerFilter, *, unmasked: bool = False) -> Iterator[tuple[CellValue, ...]]:
    """Yield the rows in the order of registration, a few hundred held at a time.

    Masked, names, phones, addresses and numbers inside free text are hidden, document numbers and notes left out.
    """
    last = 0
    headings = ledger_headings(chosen.kind)
    while True:
        cases = (
            db.session.execute(
                select(Case)
                .where(Case.id > last, *chosen.conditions())
                .order_by(Case.id)
                .limit(CHUNK)
                .options(selectinload(Case.person), joinedload(Case.section))
            )
            .scalars()
            .all()
        )
        if not cases:
            return
        replies = _replies(cases)
        for case in cases:
            cells = dict(zip(_ALL, _row(case, replies.get(case.id), unmasked=unmasked), strict=True))
            yield tuple(cells[heading] for heading in headings)
        last = cases[-1].id
        db.session.expunge_all()


def _replies(cases: Sequence[Case]) -> dict[int, CaseReply]:
    rows = db.session.execute(
        select(CaseReply).where(CaseReply.case_id.in_([case.id for case in cases])).order_by(CaseReply.id)
    ).scalars()
    return {reply.case_id: reply for reply in rows}


def _row(case: Case, reply: CaseReply | None, *, unmasked: bool) -> tuple[CellValue, ...]:
    name, phone, id_number, address, notes = _person(case, unmasked=unmasked)
    text = str if unmasked else partial(masked_words, case)
    return (
        case.number,
        case.source_text or case.channel.name,
        case.source_number,
        _moment(case.received_at) or case.received_on,
        _label(case.item_type),
        text(case.title),
        text(case.content),
        name,
        phone,
        id_number,
        address,
        case.place,
        case.section.name if case.section else None,
        _moment(case.upstream_due_at) or case.upstream_due_on,
        case.closed_on,
        text(_result(case, reply)),
        text(reply.public_text) if reply else None,
        _label(case.satisfaction),
        _yes(case.is_urgent),
        _yes(case.is_anonymous),
        _yes(case.is_secret),
        _label(case.applicant_type),
        case.delivery_route,
        _label(case.receipt_method),
        case.replied_on,
        notes,
        case.state.label,
        _moment(case.due_at) or case.due_on,
    )


def _person(case: Case, *, unmasked: bool) -> tuple[str | None, ...]:
    person = case.person
    if person is None:
        return (None,) * 5
    if unmasked:
        return (person.name, person.phone, person.id_number, person.address, person.import_notes)
    if case.is_secret or case.item_type is ItemType.REPORT:
        return (HIDDEN, None, None, None, None)
    return (
        masked_name(person.name or ""),
        masked_phone(person.phone or ""),
        None,
        masked_address(person.address or ""),
        None,
    )


def _result(case: Case, reply: CaseReply | None) -> str:
    if case.outcome:
        return Outcome(case.outcome).label
    if reply and reply.internal_text:
        return reply.internal_text
    return HandlingResult(case.result).label if case.result else ""


def _moment(instant: datetime | None) -> datetime | None:
    return None if instant is None else local(instant).replace(tzinfo=None)


def _label(member: Labelled | None) -> str | None:
    return None if member is None else member.label


def _yes(value: bool) -> str | None:  # noqa: FBT001  one cell of the sheet
    return "是" if value else None
