"""期限规则 of the agency: its choices on open legal questions, its own lengths of periods."""

from datetime import date, datetime

from sqlalchemy import select

from tracker.domain.annual_report.reading import READING_QUESTION_BY_KEY
from tracker.domain.deadline_clock.policy import QUESTION_BY_KEY, Question
from tracker.domain.errors import DomainError
from tracker.domain.office_questions import OFFICE_QUESTION_BY_KEY, OfficeQuestion
from tracker.domain.periods import SHIPPED_PERIODS
from tracker.extensions import db
from tracker.models.agency import PolicyChoice
from tracker.models.audit import AuditEntry
from tracker.models.calendar import PeriodVersion
from tracker.queries.policies import period_books
from tracker.services import audit

LONGEST_BASIS = 200
LONGEST_PERIOD = 366


def question_of(key: str) -> Question | OfficeQuestion:
    """The open question or setting called ``key``; raises DomainError for another name."""
    question = QUESTION_BY_KEY.get(key) or OFFICE_QUESTION_BY_KEY.get(key) or READING_QUESTION_BY_KEY.get(key)
    if question is None:
        raise DomainError("没有这一项口径。", field="value")
    return question


def choose(
    *, agency_id: int, key: str, value: str, basis: str, actor_id: int, at: datetime
) -> AuditEntry | None:
    """Set the agency's reading of one open question, or a setting; None when it was that already.

    ``value`` is the choice as text. Raises DomainError for a choice that is not offered, and for a reading
    other than the shipped one without its basis.
    """
    question = question_of(key)
    if value not in {str(choice) for choice in question.choices}:
        raise DomainError(f"请选择“{question.name}”的一种做法。", field="value")
    if value != str(question.default):
        need_basis(basis)
    row = db.session.execute(
        select(PolicyChoice).where(PolicyChoice.agency_id == agency_id, PolicyChoice.key == key)
    ).scalar_one_or_none()
    before = row.value if row else str(question.default)
    if before == value and (row is None or row.basis == basis.strip()):
        return None
    if row is None:
        row = PolicyChoice(agency_id=agency_id, key=key)
        db.session.add(row)
    row.value, row.basis = value, basis.strip()
    db.session.flush()
    return audit.record(
        action="policy.chosen" if key in QUESTION_BY_KEY else "setting.chosen",
        at=at,
        actor_id=actor_id,
        subject=question.name,
        detail={"key": key, "from": before, "to": value, "basis": row.basis},
    )


def set_period(
    *,
    agency_id: int,
    code: str,
    length: int,
    valid_from: date,
    basis: str,
    actor_id: int,
    on: date,
    at: datetime,
) -> AuditEntry:
    """Give a period a new length for cases received from ``valid_from`` on; earlier cases keep theirs.

    Raises PeriodRefused where the law does not allow the length, DomainError for a day before ``on`` or a
    missing basis.
    """
    books = period_books(agency_id=agency_id)
    book = books[0][1] if books else SHIPPED_PERIODS
    period = book[code]
    if not 1 <= length <= LONGEST_PERIOD:
        raise DomainError(
            f"{period.name}的长度应在 1 至 {LONGEST_PERIOD} 之间，现在是 {length}。", field="length"
        )
    book.with_length(code, length)
    if valid_from < on:
        raise DomainError(
            f"{valid_from} 早于今天；正在办理的件保留原来的期限，请填今天或以后。", field="valid_from"
        )
    need_basis(basis)
    row = PeriodVersion(
        agency_id=agency_id,
        code=code,
        length=length,
        basis=basis.strip(),
        valid_from=valid_from,
        set_by_id=actor_id,
        set_at=at,
    )
    db.session.add(row)
    db.session.flush()
    return audit.record(
        action="period.set",
        at=at,
        actor_id=actor_id,
        subject=f"{period.name}期限",
        detail={
            "code": code,
            "from": period.length,
            "to": length,
            "valid_from": valid_from.isoformat(),
            "basis": row.basis,
        },
    )


def need_basis(basis: str) -> None:
    """Raise DomainError for a setting without the basis it rests on, or with too long a one."""
    if not basis.strip():
        raise DomainError("请写明依据，例如文件名称和文号。", field="basis")
    if len(basis.strip()) > LONGEST_BASIS:
        raise DomainError(f"依据超过 {LONGEST_BASIS} 个字，请写短些。", field="basis")
