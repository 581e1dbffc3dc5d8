"""理由清单: an office words, orders, switches off and adds reasons. What was done under old words keeps them."""

from datetime import datetime

from sqlalchemy import select

from tracker.domain.errors import DomainError
from tracker.domain.labels import Kind
from tracker.domain.permissions import Actor
from tracker.domain.reasons import ReasonList
from tracker.extensions import db
from tracker.models.agency import ReasonRow
from tracker.queries.reasons import ReasonLine, reasons
from tracker.services import audit

LONGEST_LABEL = 80
OWN = "own_"


def add_reason(*, actor: Actor, listed_in: ReasonList, label: str, kind: Kind | None, at: datetime) -> str:
    """Add a reason at the end of its list and return its code; raises DomainError for an empty or taken label."""
    lines = reasons(actor.agency_id)[listed_in]
    plain = _fit(label, lines)
    used = [int(line.code.removeprefix(OWN)) for line in lines if line.code.startswith(OWN)]
    code = f"{OWN}{max(used, default=0) + 1}"
    db.session.add(
        ReasonRow(
            agency_id=actor.agency_id,
            listed_in=listed_in,
            code=code,
            label=plain,
            kind=kind,
            sort=max(line.sort for line in lines) + 1,
            is_active=True,
        )
    )
    _note("reason.added", actor, at, listed_in, code, {"label": plain})
    return code


def rename_reason(*, actor: Actor, listed_in: ReasonList, code: str, label: str, at: datetime) -> None:
    """Word a reason anew; its code stays, so figures by reason go on, and earlier cases keep the old words."""
    lines = reasons(actor.agency_id)[listed_in]
    line = _find(lines, code)
    plain = _fit(label, [other for other in lines if other.code != code])
    if plain == line.label:
        return
    _row(actor.agency_id, line).label = plain
    _note("reason.renamed", actor, at, listed_in, code, {"from": line.label, "to": plain})


def switch_reason(*, actor: Actor, listed_in: ReasonList, code: str, is_active: bool, at: datetime) -> None:
    """停用 or 启用 a reason: a list that a step needs keeps at least one for every kind."""
    lines = reasons(actor.agency_id)[listed_in]
    line = _find(lines, code)
    left = [other for other in lines if other.is_active and other.code != code]
    bare = [kind for kind in sorted(line.kinds) if not any(kind in other.kinds for other in left)]
    if not is_active and bare:
        raise DomainError(f"「{line.label}」是{bare[0].label}的最后一个理由，不能停用；请先增加别的。")
    _row(actor.agency_id, line).is_active = is_active
    action = "reason.switched_on" if is_active else "reason.switched_off"
    _note(action, actor, at, listed_in, code, {"label": line.label})


def move_reason_up(*, actor: Actor, listed_in: ReasonList, code: str, at: datetime) -> None:
    """Let a reason change places with the one above it; the first one stays."""
    lines = reasons(actor.agency_id)[listed_in]
    place = lines.index(_find(lines, code))
    if place == 0:
        return
    order = [*lines[: place - 1], lines[place], lines[place - 1], *lines[place + 1 :]]
    for sort, line in enumerate(order):
        if line.sort != sort:
            _row(actor.agency_id, line).sort = sort
    _note("reason.moved", actor, at, listed_in, code, {"place": place})


def _find(lines: list[ReasonLine], code: str) -> ReasonLine:
    for line in lines:
        if line.code == code:
            return line
    raise DomainError("没有这个理由。")


def _row(agency_id: int, line: ReasonLine) -> ReasonRow:
    """The agency's row of a reason; a shipped one gets its row with the first change."""
    row = db.session.execute(
        select(ReasonRow).where(
            ReasonRow.agency_id == agency_id,
            ReasonRow.listed_in == line.listed_in,
            ReasonRow.code == line.code,
        )
    ).scalar_one_or_none()
    if row is None:
        row = ReasonRow(
            agency_id=agency_id,
            listed_in=line.listed_in,
            code=line.code,
            label=line.label,
            kind=None,
            sort=line.sort,
            is_active=line.is_active,
        )
        db.session.add(row)
    return row


def _fit(label: str, others: list[ReasonLine]) -> str:
    plain = " ".join(label.split())
    if not plain:
        raise DomainError("请写明理由。", field="label")
    if len(plain) > LONGEST_LABEL:
        raise DomainError(f"理由超过 {LONGEST_LABEL} 个字，请写短些。", field="label")
    if any(other.label == plain for other in others):
        raise DomainError(f"这张清单里已有「{plain}」。", field="label")
    return plain


def _note(
    action: str, actor: Actor, at: datetime, listed_in: ReasonList, code: str, detail: dict[str, object]
) -> None:
    db.session.flush()
    audit.record(
        action=action,
        at=at,
        actor_id=actor.user_id,
        subject=f"{listed_in.label}的理由",
        detail={"code": code, **detail},
    )
