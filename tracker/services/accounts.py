"""Accounts: made, disabled, given a new password; signed in with a lock after repeated failures."""

import secrets
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import func, select

from tracker.domain.errors import DomainError
from tracker.domain.labels import Role
from tracker.extensions import db
from tracker.models.agency import Agency, Section
from tracker.models.user import User, UserRole
from tracker.services import audit

SHORTEST_PASSWORD = 10
FAILURES_BEFORE_LOCK = 5
LOCK = timedelta(minutes=15)
ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"

hasher = PasswordHasher()


def generate_password() -> str:
    """A password of 14 letters and digits that are hard to mistake for one another."""
    while True:
        text = "".join(secrets.choice(ALPHABET) for _ in range(14))
        if is_strong(text):
            return text


def is_strong(password: str) -> bool:
    """At least 10 characters of at least two sorts (letters, digits, others)."""
    sorts = (
        any(c.isalpha() for c in password),
        any(c.isdecimal() for c in password),
        any(not c.isalnum() for c in password),
    )
    return len(password) >= SHORTEST_PASSWORD and sum(sorts) > 1


def refuse_weak(password: str) -> None:
    """Raise DomainError unless ``password`` is long and mixed enough."""
    if not is_strong(password):
        raise DomainError(
            f"密码至少 {SHORTEST_PASSWORD} 个字符，并且字母、数字、其他字符中至少含两种。", field="password"
        )


def create_user(
    *,
    username: str,
    display_name: str,
    roles: frozenset[Role],
    password: str,
    at: datetime,
    actor_id: int | None,
    agency: Agency,
    section: Section | None = None,
    must_change_password: bool = False,
) -> User:
    """Make an account; raises DomainError for a taken or empty name, no role, or a weak password."""
    name = username.strip().lower()
    if not name:
        raise DomainError("请填写用户名。", field="username")
    if not roles:
        raise DomainError("请至少选一个角色。", field="role")
    refuse_weak(password)
    if db.session.execute(select(User.id).where(User.username == name)).scalar_one_or_none():
        raise DomainError(f"用户名「{name}」已有人使用。", field="username")
    user = User(
        agency_id=agency.id,
        section_id=section.id if section else None,
        username=name,
        display_name=display_name.strip() or name,
        password_hash=hasher.hash(password),
        stamp=secrets.token_hex(16),
        password_set_at=at,
        must_change_password=must_change_password,
        role_rows=[UserRole(role=role) for role in sorted(roles)],
    )
    db.session.add(user)
    db.session.flush()
    audit.record(
        action="user.created",
        at=at,
        actor_id=actor_id,
        subject=name,
        detail={"roles": sorted(role.value for role in roles)},
    )
    return user


def find(username: str) -> User:
    """The account called ``username``; raises DomainError when there is none."""
    user = db.session.execute(
        select(User).where(User.username == username.strip().lower())
    ).scalar_one_or_none()
    if user is None:
        raise DomainError(f"没有用户名为「{username}」的账号。", field="username")
    return user


def disable(*, user: User, at: datetime, actor_id: int | None) -> None:
    """停用: the account keeps its history and cannot sign in; running sessions end at once."""
    user.is_enabled = False
    user.stamp = secrets.token_hex(16)
    db.session.flush()
    audit.record(action="user.disabled", at=at, actor_id=actor_id, subject=user.username)


def set_password(
    *, user: User, password: str, at: datetime, actor_id: int | None, must_change: bool = False
) -> None:
    """Give a new password, end running sessions and any lock; raises DomainError when it is weak."""
    refuse_weak(password)
    user.password_hash = hasher.hash(password)
    user.stamp = secrets.token_hex(16)
    user.password_set_at = at
    user.must_change_password = must_change
    user.failed_sign_ins = 0
    user.locked_until = None
    db.session.flush()
    audit.record(action="user.password_set", at=at, actor_id=actor_id, subject=user.username)


def check_password(user: User, password: str) -> bool:
    """Whether ``password`` is the account's."""
    try:
        return hasher.verify(user.password_hash, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def sign_in(*, username: str, password: str, at: datetime, address: str) -> User:
    """The account, if the password is right; raises DomainError otherwise and counts the failure.

    The caller must commit either way. An unknown name takes as long as a wrong password.
    """
    name = username.strip().lower()
    user = db.session.execute(
        select(User).where(User.username == name).with_for_update(of=User)
    ).scalar_one_or_none()
    if user is None:
        hasher.hash(password)
        audit.record(
            action="sign_in", at=at, actor_id=None, subject=name[:60], succeeded=False, address=address
        )
        raise DomainError("用户名或密码不对。", field="password")
    if user.locked_until and user.locked_until > at:
        minutes = int((user.locked_until - at).total_seconds() // 60) + 1
        raise DomainError(
            f"连续输错 {FAILURES_BEFORE_LOCK} 次，账号已锁定，请 {minutes} 分钟后再试。", field="password"
        )
    if not user.is_enabled or not check_password(user, password):
        _count_failure(user, at)
        audit.record(
            action="sign_in", at=at, actor_id=user.id, subject=name, succeeded=False, address=address
        )
        raise DomainError("用户名或密码不对。", field="password")
    user.failed_sign_ins = 0
    user.locked_until = None
    user.last_signed_in_at = at
    if hasher.check_needs_rehash(user.password_hash):
        user.password_hash = hasher.hash(password)
    audit.record(action="sign_in", at=at, actor_id=user.id, subject=name, address=address)
    return user


def _count_failure(user: User, at: datetime) -> None:
    user.failed_sign_ins += 1
    if user.failed_sign_ins >= FAILURES_BEFORE_LOCK:
        user.locked_until = at + LOCK
        user.failed_sign_ins = 0
    db.session.flush()


def has_any_account() -> bool:
    """Whether anybody can sign in yet; an empty installation leads to its first administrator."""
    return bool(db.session.execute(select(func.count(User.id))).scalar_one())
