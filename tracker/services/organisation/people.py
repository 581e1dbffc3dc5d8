"""人员: roles, sections, locks. Administrators handle no cases, and nobody changes their own rights."""

import secrets
from datetime import datetime

from sqlalchemy import func, select

from tracker.domain.errors import DomainError, PermissionRefused
from tracker.domain.labels import Role
from tracker.domain.permissions import CASE_ROLES, Actor
from tracker.extensions import db
from tracker.models.agency import Agency, Section
from tracker.models.case import Case
from tracker.models.user import User, UserRole
from tracker.services import accounts, audit

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
LONGEST_NAME = 60


def refuse_combination(roles: frozenset[Role]) -> None:
    """Raise DomainError for roles that one person may not hold together (三员分立)."""
    if not roles:
        raise DomainError("请至少选一个角色。", field="roles")
    if roles & ADMINISTRATORS and roles & CASE_ROLES:
        raise DomainError("管理员不经办案件：管理员角色和办件角色不能由同一账号担任。", field="roles")
    if Role.AUDIT_ADMIN in roles and roles & {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}:
        raise DomainError("审计管理员不能兼任系统管理员或安全管理员。", field="roles")


def create_person(
    *,
    actor: Actor,
    agency: Agency,
    username: str,
    display_name: str,
    roles: frozenset[Role],
    section: Section | None,
    at: datetime,
) -> tuple[User, str]:
    """Make an account with a generated password, returned to be shown once and changed at first sign-in.

    The system administrator gives the roles that work with cases; the security administrator gives the others.
    """
    refuse_combination(roles)
    if roles & ADMINISTRATORS and not actor.has(Role.SECURITY_ADMIN):
        raise PermissionRefused(
            "管理员角色由安全管理员授予，请先建为办件角色或请安全管理员新建。", field="roles"
        )
    _refuse_unfit(username, display_name)
    password = accounts.generate_password()
    user = accounts.create_user(
        username=username,
        display_name=display_name,
        roles=roles,
        password=password,
        at=at,
        actor_id=actor.user_id,
        agency=agency,
        section=_refuse_section(section, agency.id),
        must_change_password=True,
    )
    return user, password


def change_person(
    *, actor: Actor, user: User, display_name: str, section: Section | None, at: datetime
) -> None:
    """Rename a person or move them to another section; open cases are handed over before a move."""
    _refuse_unfit(user.username, display_name)
    section = _refuse_section(section, user.agency_id)
    section_id = section.id if section else None
    if section_id != user.section_id and (held := open_cases_of(user.id)):
        raise DomainError(f"{user.display_name}名下还有 {held} 件在办，请先移交，再换科室。", field="section")
    before = {"name": user.display_name, "section": user.section_id}
    user.display_name, user.section_id = display_name.strip(), section_id
    db.session.flush()
    db.session.refresh(user, ["section"])
    audit.record(
        action="user.changed",
        at=at,
        actor_id=actor.user_id,
        subject=user.username,
        detail={"from": before, "to": {"name": user.display_name, "section": user.section_id}},
    )


def set_roles(*, actor: Actor, user: User, roles: frozenset[Role], at: datetime) -> None:
    """Give ``user`` exactly ``roles`` and end running sessions; one's own roles are set by somebody else."""
    if actor.user_id == user.id:
        raise PermissionRefused("不能改自己的角色，请由另一位安全管理员办理。", field="roles")
    refuse_combination(roles)
    before = user.roles
    if before == roles:
        return
    for role in before & {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN} - roles:
        _refuse_last(user, role)
    user.role_rows = [row for row in user.role_rows if row.role in roles] + [
        UserRole(role=role) for role in sorted(roles - before)
    ]
    user.stamp = secrets.token_hex(16)
    db.session.flush()
    audit.record(
        action="user.roles_set",
        at=at,
        actor_id=actor.user_id,
        subject=user.username,
        detail={"from": sorted(before), "to": sorted(roles)},
    )


def disable_person(*, actor: Actor, user: User, at: datetime) -> None:
    """停用 an account at once, whatever it still holds; never one's own, never the last administrator's."""
    if actor.user_id == user.id:
        raise PermissionRefused("不能停用自己的账号。")
    for role in user.roles & {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}:
        _refuse_last(user, role)
    accounts.disable(user=user, at=at, actor_id=actor.user_id)


def enable_person(*, actor: Actor, user: User, at: datetime) -> None:
    """启用 a disabled account with the roles it had."""
    user.is_enabled = True
    db.session.flush()
    audit.record(action="user.enabled", at=at, actor_id=actor.user_id, subject=user.username)


def unlock_person(*, actor: Actor, user: User, at: datetime) -> None:
    """解锁 an account that was locked after wrong passwords."""
    user.locked_until = None
    user.failed_sign_ins = 0
    db.session.flush()
    audit.record(action="user.unlocked", at=at, actor_id=actor.user_id, subject=user.username)


def reset_password(*, actor: Actor, user: User, at: datetime) -> str:
    """Give a generated password, returned to be shown once; an administrator's is reset by the security one."""
    if actor.user_id == user.id:
        raise PermissionRefused("自己的密码请在“更改密码”页上改。")
    if user.roles & ADMINISTRATORS and not actor.has(Role.SECURITY_ADMIN):
        raise PermissionRefused("管理员的密码由安全管理员重设。")
    password = accounts.generate_password()
    accounts.set_password(user=user, password=password, at=at, actor_id=actor.user_id, must_change=True)
    return password


def open_cases_of(user_id: int) -> int:
    """How many open cases the person handles."""
    return db.session.execute(
        select(func.count(Case.id)).where(Case.handler_id == user_id, Case.is_open)
    ).scalar_one()


def _refuse_last(user: User, role: Role) -> None:
    others = db.session.execute(
        select(func.count(User.id))
        .join(UserRole, UserRole.user_id == User.id)
        .where(User.agency_id == user.agency_id, User.id != user.id, User.is_enabled, UserRole.role == role)
    ).scalar_one()
    if not others:
        raise DomainError(f"{user.display_name}是唯一在用的{role.label}，请先让另一人担任。", field="roles")


def _refuse_section(section: Section | None, agency_id: int) -> Section | None:
    if section is not None and (section.agency_id != agency_id or not section.is_active):
        raise DomainError("请选择一个在用的科室。", field="section")
    return section


def _refuse_unfit(username: str, display_name: str) -> None:
    if not display_name.strip():
        raise DomainError("请填写姓名。", field="display_name")
    if len(username.strip()) > LONGEST_NAME:
        raise DomainError(f"用户名超过 {LONGEST_NAME} 个字符。", field="username")
    if len(display_name.strip()) > LONGEST_NAME:
        raise DomainError(f"姓名超过 {LONGEST_NAME} 个字。", field="display_name")
