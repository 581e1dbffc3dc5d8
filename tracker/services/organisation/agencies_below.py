"""下级机关: registered, renamed, closed, whether or not their people use this system."""

from datetime import date, datetime

from sqlalchemy import func, select

from tracker.domain.errors import DomainError
from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.models.agency import Agency
from tracker.services import audit

LONGEST_NAME, LONGEST_CODE, LONGEST_PREFIX = 120, 40, 20


def register_agency(
    *, actor: Actor, name: str, code: str, at: datetime, founded_on: date | None = None
) -> Agency:
    """Register an agency directly below the actor's own; without a code it is given one.

    No report is expected of the years before ``founded_on``; without one every year may be missing.
    Raises DomainError for an empty or taken name or a taken code.
    """
    plain = _fit_name(actor.agency_id, name)
    agency = Agency(
        parent_id=actor.agency_id,
        code=_fit_code(code) or _next_code(actor.agency_id),
        name=plain,
        number_prefix=plain[:LONGEST_PREFIX],
        founded_on=founded_on,
    )
    db.session.add(agency)
    db.session.flush()
    audit.record(action="agency_below.created", at=at, actor_id=actor.user_id, subject=plain)
    return agency


def change_agency_below(
    *, actor: Actor, agency: Agency, name: str, code: str, at: datetime, founded_on: date | None = None
) -> None:
    """Correct name, code and founding; the reports it gave under the old name stay. Raises like registering."""
    _check_is_below(actor, agency)
    if founded_on and agency.closed_on and founded_on > agency.closed_on:
        raise DomainError(f"成立日期 {founded_on} 晚于撤销日期 {agency.closed_on}。", field="founded_on")
    wanted = {
        "name": _fit_name(actor.agency_id, name, but=agency.id),
        "code": _fit_code(code, but=agency.id) or agency.code,
        "founded_on": founded_on,
    }
    changed = {
        field: (_stated(getattr(agency, field)), _stated(value))
        for field, value in wanted.items()
        if getattr(agency, field) != value
    }
    for field, value in wanted.items():
        setattr(agency, field, value)
    db.session.flush()
    audit.record(
        action="agency_below.changed",
        at=at,
        actor_id=actor.user_id,
        subject=agency.name,
        detail={"changed": changed},
    )


def _stated(value: date | str | None) -> str | None:
    return value.isoformat() if isinstance(value, date) else value


def close_agency(*, actor: Actor, agency: Agency, on: date, at: datetime) -> None:
    """撤销: from the year of ``on`` no report is expected of it; those it gave stay.

    Raises DomainError for a day before it was founded.
    """
    _check_is_below(actor, agency)
    if agency.founded_on and on < agency.founded_on:
        raise DomainError(f"撤销日期 {on} 早于成立日期 {agency.founded_on}。", field="closed_on")
    agency.closed_on = on
    db.session.flush()
    audit.record(
        action="agency_below.closed",
        at=at,
        actor_id=actor.user_id,
        subject=agency.name,
        detail={"to": on.isoformat()},
    )


def reopen_agency(*, actor: Actor, agency: Agency, at: datetime) -> None:
    """恢复 a closed agency."""
    _check_is_below(actor, agency)
    agency.closed_on = None
    db.session.flush()
    audit.record(action="agency_below.reopened", at=at, actor_id=actor.user_id, subject=agency.name)


def _check_is_below(actor: Actor, agency: Agency) -> None:
    if agency.parent_id != actor.agency_id:
        raise DomainError(f"{agency.name}不是本机关的下级机关，不能在这里改。")


def _fit_name(parent_id: int, name: str, *, but: int | None = None) -> str:
    plain = name.strip()
    if not plain:
        raise DomainError("请填写机关全称。", field="name")
    if len(plain) > LONGEST_NAME:
        raise DomainError(f"机关全称有 {len(plain)} 字，最多 {LONGEST_NAME} 字。", field="name")
    taken = select(Agency.id).where(
        Agency.parent_id == parent_id, Agency.name == plain, Agency.id != (but or 0)
    )
    if db.session.execute(taken).first() is not None:
        raise DomainError(f"已登记过“{plain}”。", field="name")
    return plain


def _fit_code(code: str, *, but: int | None = None) -> str:
    plain = code.strip()
    if len(plain) > LONGEST_CODE:
        raise DomainError(f"机关代码有 {len(plain)} 字，最多 {LONGEST_CODE} 字。", field="code")
    taken = select(Agency.name).where(Agency.code == plain, Agency.id != (but or 0))
    holder = db.session.execute(taken).scalar_one_or_none()
    if plain and holder is not None:
        raise DomainError(f"机关代码“{plain}”已是{holder}的代码。", field="code")
    return plain


def _next_code(parent_id: int) -> str:
    """A code no agency has: the parent's number and a running one."""
    taken = set(db.session.execute(select(Agency.code)).scalars())
    count = db.session.execute(
        select(func.count(Agency.id)).where(Agency.parent_id == parent_id)
    ).scalar_one()
    return next(
        code for n in range(count + 1, count + len(taken) + 2) if (code := f"{parent_id}-{n}") not in taken
    )
