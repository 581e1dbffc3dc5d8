"""救济途径的文字 of the agency: worded anew from a day on, or given back to the shipped words."""

from datetime import date, datetime

from tracker.domain.errors import DomainError
from tracker.domain.permissions import Actor
from tracker.domain.remedy_wordings import SCOPES, WordingScope, refuse_unfit, shipped_words
from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.models.document import RemedyWording
from tracker.now import local
from tracker.queries import remedy_wordings
from tracker.services import audit
from tracker.services.policies import need_basis


def scope_of(key: str) -> WordingScope:
    """The scope called ``key``; raises DomainError for another name."""
    if key not in SCOPES:
        raise DomainError("没有这一类答复。", field="text")
    return SCOPES[key]


def word_remedy(
    *, actor: Actor, scope: str, text: str, basis: str, valid_from: date, at: datetime
) -> AuditEntry | None:
    """Word the paragraph of ``scope`` for letters dated ``valid_from`` or later; None when it said that already.

    Raises DomainError naming the field: for words that are no remedy paragraph, a day gone by, a missing basis.
    """
    words = " ".join(line.strip() for line in text.splitlines() if line.strip())
    if not words:
        raise DomainError("请填写文字；要用系统的文字，按“恢复系统的文字”。", field="text")
    refuse_unfit(words)
    need_basis(basis)
    return _set(actor, scope_of(scope), words, basis.strip(), valid_from, at)


def restore_shipped(*, actor: Actor, scope: str, at: datetime) -> AuditEntry | None:
    """Give ``scope`` back to the shipped words from today on, changes that were still to come included."""
    today = local(at).date()
    own = [each for each in remedy_wordings.versions(agency_id=actor.agency_id) if each.scope == scope]
    days = sorted({today, *(each.valid_from for each in own if each.valid_from > today)})
    entries = [_set(actor, scope_of(scope), None, "", day, at) for day in days]
    return next((entry for entry in entries if entry is not None), None)


def _set(
    actor: Actor, scope: WordingScope, text: str | None, basis: str, valid_from: date, at: datetime
) -> AuditEntry | None:
    today = local(at).date()
    if valid_from < today:
        raise DomainError(f"{valid_from} 早于今天；已经出的文书不变，请填今天或以后。", field="valid_from")
    before = remedy_wordings.wording_of(agency_id=actor.agency_id, scopes=(scope.key,), day=valid_from)
    if (before.text, before.basis) == (text, basis) if before else text is None:
        return None
    said_before = _said(actor.agency_id, scope, valid_from)
    row = RemedyWording(
        agency_id=actor.agency_id,
        scope=scope.key,
        text=text,
        basis=basis,
        valid_from=valid_from,
        set_by_id=actor.user_id,
        set_at=at,
    )
    db.session.add(row)
    db.session.flush()
    return audit.record(
        action="remedy.worded",
        at=at,
        actor_id=actor.user_id,
        subject=f"救济途径：{scope.name}",
        detail={
            "scope": scope.key,
            "from": said_before,
            "to": _said(actor.agency_id, scope, valid_from),
            "valid_from": valid_from.isoformat(),
            "basis": basis,
        },
    )


def _said(agency_id: int, scope: WordingScope, day: date) -> str:
    """What letters of ``scope`` say on ``day``: its own words, those of the wider scope, the shipped ones."""
    scopes = [key for key in (scope.key, scope.within) if key]
    own = remedy_wordings.wording_of(agency_id=agency_id, scopes=scopes, day=day)
    return (own.text if own else None) or shipped_words(scope, day)
