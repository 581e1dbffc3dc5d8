"""What the pages of 机构人员 show besides their forms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from tracker.domain.labels import Role
from tracker.models.user import User
from tracker.queries.organisation import PersonLine
from tracker.services.organisation.people import ADMINISTRATORS
from tracker.web import wording


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of the area."""

    label: str
    url: str
    is_current: bool
    count: str | None = None
    light: str | None = None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One account in the list."""

    name: str
    username: str
    section: str
    roles: str
    open_cases: int
    state: str
    last_signed_in: str
    url: str
    hand_over_url: str | None


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One account and what the person looking may do with it."""

    user: User
    roles: str
    state: str
    open_cases: int
    may_change: bool
    may_set_roles: bool
    may_disable: bool
    may_reset: bool
    is_locked: bool


PARTS = (
    ("人员", "accounts.index", frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN})),
    ("科室", "accounts.sections", frozenset({Role.SYSTEM_ADMIN})),
    ("渠道", "accounts.channels", frozenset({Role.SYSTEM_ADMIN})),
    ("理由清单", "accounts.reasons", frozenset({Role.SYSTEM_ADMIN})),
    ("下级机关", "accounts.agencies", frozenset({Role.SYSTEM_ADMIN})),
    ("本机关", "accounts.agency", frozenset({Role.SYSTEM_ADMIN})),
)


def tabs_of(roles: frozenset[Role], current: str) -> tuple[Tab, ...]:
    """The parts these roles may open."""
    return tuple(
        Tab(label, url_for(endpoint), endpoint == current) for label, endpoint, who in PARTS if roles & who
    )


def role_words(roles: Iterable[Role]) -> str:
    """Role names in the order of the list."""
    held = frozenset(roles)
    return "、".join(role.label for role in Role if role in held)


def person_rows(lines: Iterable[PersonLine], *, at: datetime, viewer: frozenset[Role]) -> list[PersonRow]:
    """The list of people."""
    may_hand_over = Role.SYSTEM_ADMIN in viewer
    return [
        PersonRow(
            name=line.user.display_name,
            username=line.user.username,
            section=line.user.section.name if line.user.section else "",
            roles=role_words(line.user.roles),
            open_cases=line.open_cases,
            state=state_of(line.user, at),
            last_signed_in=wording.moment(line.user.last_signed_in_at)
            if line.user.last_signed_in_at
            else "没有登录过",
            url=url_for("accounts.person", user_id=line.user.id),
            hand_over_url=url_for("accounts.hand_over", user_id=line.user.id)
            if may_hand_over and line.open_cases
            else None,
        )
        for line in lines
    ]


def state_of(user: User, at: datetime) -> str:
    """在用, 已停用 or 已锁定."""
    if not user.is_enabled:
        return "已停用"
    return "已锁定" if is_locked(user, at) else "在用"


def is_locked(user: User, at: datetime) -> bool:
    """Whether wrong passwords keep the account closed at ``at``."""
    return user.locked_until is not None and user.locked_until > at


def person_page(user: User, *, viewer: User, open_cases: int, at: datetime) -> PersonPage:
    """Prepare the page of ``user`` as ``viewer`` may act on it."""
    is_self = user.id == viewer.id
    is_system, is_security = (role in viewer.roles for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN))
    return PersonPage(
        user=user,
        roles=role_words(user.roles),
        state=state_of(user, at),
        open_cases=open_cases,
        may_change=is_system,
        may_set_roles=is_security and not is_self,
        may_disable=is_system and not is_self,
        may_reset=not is_self and (is_security or user.roles.isdisjoint(ADMINISTRATORS)),
        is_locked=is_locked(user, at),
    )
