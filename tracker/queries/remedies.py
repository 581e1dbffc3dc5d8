"""复议、诉讼登记 with the answers it is about and the new answers it led to."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select

from tracker.domain.annual_report.reading import SHIPPED, Reading
from tracker.domain.annual_report.section_three import TOTAL
from tracker.domain.case_events import EventType
from tracker.domain.new_rounds import Decided, NewRound, rounds_by_remedy
from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.models.case import Case, CaseCycle
from tracker.models.case_record import CaseEventRow
from tracker.models.report import RemedyCase
from tracker.queries.annual_report import counted_remedies
from tracker.queries.cases.visibility import visible_to
from tracker.queries.event_facts import still_counts


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A row of the register; ``case`` (id and number) is None without one, or where the reader may not open it."""

    remedy: RemedyCase
    case: tuple[int, str] | None
    round: NewRound | None


def register_of(
    agency_id: int, year: int, *, viewer: Actor, reading: Reading = SHIPPED, path: str = "", result: str = ""
) -> list[RegisterLine]:
    """The register of a year by the day they were filed; ``path`` and ``result`` name one cell of section four."""
    about = and_(Case.id == RemedyCase.case_id, visible_to(viewer))
    statement = (
        select(RemedyCase, Case.id, Case.number)
        .outerjoin(Case, about)
        .where(counted_remedies(agency_id, year, reading), _in_cell(year, path, result))
        .order_by(RemedyCase.filed_on, RemedyCase.id)
    )
    found = db.session.execute(statement).tuples().all()
    rounds = _rounds([remedy for remedy, case_id, _ in found if case_id is not None])
    return [
        RegisterLine(remedy, None if case_id is None else (case_id, number), rounds.get(remedy.id))
        for remedy, case_id, number in found
    ]


def _in_cell(year: int, path: str, result: str) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [RemedyCase.id.is_not(None)]
    if path:
        conditions.append(RemedyCase.route == path)
    last = date(year, 12, 31)
    if result == "pending":
        conditions.append(or_(RemedyCase.closed_on.is_(None), RemedyCase.closed_on > last))
    elif result not in {"", TOTAL}:
        conditions += [RemedyCase.result == result, RemedyCase.closed_on <= last]
    return and_(*conditions)


def remedies_about(case_id: int) -> list[RegisterLine]:
    """What was filed against the answers of one case, for whoever has it open."""
    statement = select(RemedyCase).where(RemedyCase.case_id == case_id)
    remedies = db.session.execute(statement.order_by(RemedyCase.filed_on, RemedyCase.id)).scalars().all()
    rounds = _rounds(remedies)
    return [RegisterLine(remedy, None, rounds.get(remedy.id)) for remedy in remedies]


@dataclass(frozen=True, slots=True)
class OwedAnswers:
    """Reviews and suits that still wait for our answer: how many, and the first of them to fall due."""

    number: int
    first: RemedyCase


def owed_answers(agency_id: int) -> OwedAnswers | None:
    """What the reviewing agency or the court still waits for (行政复议法第四十八条、行政诉讼法第六十七条)."""
    statement = select(RemedyCase).where(
        RemedyCase.agency_id == agency_id,
        RemedyCase.closed_on.is_(None),
        RemedyCase.answered_on.is_(None),
        RemedyCase.answer_due_on.is_not(None),
    )
    found = db.session.execute(statement.order_by(RemedyCase.answer_due_on, RemedyCase.id)).scalars().all()
    return OwedAnswers(len(found), found[0]) if found else None


def number_of(remedy: RemedyCase, *, viewer: Actor) -> str:
    """The number of the request it is about; empty without one, or where the reader may not open it."""
    if remedy.case_id is None:
        return ""
    statement = select(Case.number).where(Case.id == remedy.case_id, visible_to(viewer))
    return db.session.execute(statement).scalar_one_or_none() or ""


def _rounds(remedies: Sequence[RemedyCase]) -> dict[int, NewRound]:
    decided: defaultdict[int, list[Decided]] = defaultdict(list)
    for remedy in remedies:
        if remedy.case_id is not None and remedy.closed_on is not None:
            decided[remedy.case_id].append(Decided(remedy.id, remedy.route, remedy.closed_on))
    found: dict[int, NewRound] = {}
    for case_id, rounds in _new_rounds(decided).items():
        found |= rounds_by_remedy(decided[case_id], rounds)
    return found


def _new_rounds(case_ids: Collection[int]) -> Mapping[int, Sequence[NewRound]]:
    """Every round after the first, by case, with the answer it came to."""
    if not case_ids:
        return {}
    event, cycle = CaseEventRow, CaseCycle
    before = func.row_number().over(partition_by=event.case_id, order_by=event.seq)
    begun = (
        select(event.case_id, event.on, event.payload, (before + 1).label("number"))
        .where(event.case_id.in_(case_ids), event.type == EventType.REHANDLED, still_counts(event))
        .subquery()
    )
    of_round = and_(cycle.case_id == begun.c.case_id, cycle.cycle == begun.c.number)
    statement = (
        select(begun, cycle.replied_on, cycle.outcome)
        .outerjoin(cycle, of_round)
        .order_by(begun.c.case_id, begun.c.number, cycle.part)
    )
    found: defaultdict[int, dict[int, NewRound]] = defaultdict(dict)
    for case_id, on, payload, number, replied_on, outcome in db.session.execute(statement):
        ground, remedy_id = payload.get("ground"), payload.get("remedy")
        found[case_id][number] = NewRound(number, on, ground, remedy_id, replied_on, outcome)
    return {case_id: list(rounds.values()) for case_id, rounds in found.items()}
