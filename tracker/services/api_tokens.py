"""接口令牌: issued once in clear, kept as a hash, revoked by name."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import select

from tracker.domain.errors import DomainError
from tracker.extensions import db
from tracker.models.agency import Agency
from tracker.models.api_token import ApiToken
from tracker.services import audit

TOKEN_BYTES = 32


def issue(*, agency: Agency, name: str, at: datetime, actor_id: int | None) -> str:
    """Make a token for the system ``name`` and return it; it is never shown again."""
    words = name.strip()
    if not words:
        raise DomainError("请写明令牌给哪个系统用。", field="name")
    if _named(agency, words) is not None:
        raise DomainError(f"已有名为「{words}」的令牌。请换个名字，或者先停用它。", field="name")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    db.session.add(ApiToken(agency_id=agency.id, name=words, token_hash=_hash(token), created_at=at))
    db.session.flush()
    audit.record(action="api_token.issued", at=at, actor_id=actor_id, subject=words)
    return token


def revoke(*, agency: Agency, name: str, at: datetime, actor_id: int | None) -> None:
    """Let the token of that name open nothing any more."""
    token = _named(agency, name.strip())
    if token is None or token.revoked_at is not None:
        raise DomainError(f"没有在用的名为「{name}」的令牌。", field="name")
    token.revoked_at = at
    audit.record(action="api_token.revoked", at=at, actor_id=actor_id, subject=token.name)


def holder_of(token: str) -> ApiToken | None:
    """The living token that was sent, or None."""
    found = db.session.execute(
        select(ApiToken).where(ApiToken.token_hash == _hash(token), ApiToken.revoked_at.is_(None))
    )
    return found.scalar_one_or_none()


def _named(agency: Agency, name: str) -> ApiToken | None:
    rows = select(ApiToken).where(ApiToken.agency_id == agency.id, ApiToken.name == name)
    return db.session.execute(rows).scalar_one_or_none()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
