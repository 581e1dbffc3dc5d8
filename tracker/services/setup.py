"""第一次启动: the agency, its first administrator, sections and channels, all in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from tracker.domain.errors import DomainError
from tracker.domain.labels import Role
from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.models.agency import Agency, Channel
from tracker.models.user import User
from tracker.services import accounts, audit
from tracker.services.organisation.agency_facts import change_agency
from tracker.services.organisation.sections import create_section

FIRST_ROLES = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN})


@dataclass(frozen=True, slots=True)
class FirstAdministrator:
    """系统管理员 and 安全管理员 in one person, as a small office has it."""

    username: str
    display_name: str
    password: str


@dataclass(frozen=True, slots=True)
class ChannelSwitches:
    """Codes of the channels in use, and of those that keep each optional step."""

    in_use: frozenset[str]
    signature: frozenset[str]
    review: frozenset[str]
    callback: frozenset[str]


def set_up(
    *,
    facts: Mapping[str, str],
    region_code: str | None,
    administrator: FirstAdministrator,
    sections: Sequence[str],
    switches: ChannelSwitches,
    at: datetime,
) -> User:
    """Fill an empty installation; raises DomainError naming the field, and once there is any account."""
    agency = db.session.execute(
        select(Agency).order_by(Agency.id).limit(1).with_for_update(of=Agency)
    ).scalar_one()
    if accounts.has_any_account():
        raise DomainError("已经有账号，不能再次初始设置。请登录后在“机构人员”里改。")
    if not switches.in_use:
        raise DomainError("请至少启用一个渠道。", field="in_use")
    change_agency(agency=agency, facts=facts, region_code=region_code, actor_id=None, at=at)
    if not administrator.display_name.strip():
        raise DomainError("请填写姓名。", field="display_name")
    user = accounts.create_user(
        username=administrator.username,
        display_name=administrator.display_name,
        roles=FIRST_ROLES,
        password=administrator.password,
        at=at,
        actor_id=None,
        agency=agency,
    )
    actor = Actor(user.id, agency.id, None, FIRST_ROLES)
    for name in dict.fromkeys("".join(name.split()) for name in sections if name.strip()):
        create_section(actor=actor, name=name, duty="", at=at)
    _switch(agency, switches)
    audit.record(action="installation.set_up", at=at, actor_id=user.id, subject=agency.name)
    return user


def _switch(agency: Agency, switches: ChannelSwitches) -> None:
    rows = db.session.execute(
        select(Channel).where(Channel.agency_id == agency.id).order_by(Channel.id)
    ).scalars()
    for channel in rows:
        channel.is_active = channel.code in switches.in_use
        channel.needs_signature = channel.code in switches.signature
        channel.needs_review = channel.code in switches.review
        channel.needs_callback = channel.code in switches.callback
    db.session.flush()
