"""The demonstration's accounts. Their generated passwords are kept sealed in this database and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from tracker.domain.labels import Role
from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.models.agency import Agency, PolicyChoice, Section
from tracker.models.user import User
from tracker.sealing import sealer
from tracker.services import accounts

KEY = "demo_password:"
R = Role


@dataclass(frozen=True, slots=True)
class Person:
    """One account of the demonstration."""

    username: str
    name: str
    section: str
    roles: tuple[Role, ...]


PEOPLE = (
    Person("sun", "孙登记", "办公室", (R.CLERK,)),
    Person("zheng", "郑审核", "办公室", (R.SECTION_LEAD, R.CLERK)),
    Person("ma", "马局长", "办公室", (R.CHIEF,)),
    Person("zhou", "周承办", "耕地保护股", (R.HANDLER,)),
    Person("feng", "冯督办", "办公室", (R.SUPERVISOR,)),
    Person("chen", "陈统计", "办公室", (R.STATISTICIAN,)),
    Person("xitong", "系统管理员", "办公室", (R.SYSTEM_ADMIN,)),
    Person("anquan", "安全管理员", "办公室", (R.SECURITY_ADMIN,)),
    Person("shenji", "审计管理员", "办公室", (R.AUDIT_ADMIN,)),
    Person("qian", "钱股长", "耕地保护股", (R.SECTION_LEAD,)),
    Person("he", "何经办", "规划股", (R.HANDLER,)),
    Person("wu", "吴经办", "矿产股", (R.HANDLER,)),
    Person("han", "韩经办", "林草股", (R.HANDLER,)),
    Person("luo", "罗经办", "不动产登记中心", (R.HANDLER,)),
    Person("cao", "曹经办", "执法监察股", (R.HANDLER,)),
    Person("tang", "唐经办", "用地审批股", (R.HANDLER,)),
)


def make(agency: Agency, sections: Mapping[str, Section], at: datetime) -> dict[str, Actor]:
    """Make every account with a generated password; gives the actors by name."""
    actors = {}
    for person in PEOPLE:
        password = accounts.generate_password()
        user = accounts.create_user(
            username=person.username,
            display_name=person.name,
            roles=frozenset(person.roles),
            password=password,
            at=at,
            actor_id=None,
            agency=agency,
            section=sections[person.section],
        )
        sealed = sealer().seal(KEY + person.username, password).hex()
        db.session.add(PolicyChoice(agency_id=agency.id, key=KEY + person.username, value=sealed))
        actors[person.name] = Actor(user.id, agency.id, user.section_id, frozenset(person.roles))
    db.session.flush()
    return actors


def sign_in_lines() -> tuple[str, ...]:
    """How to sign in to the demonstration, one account a line; empty where there is no demonstration.

    An account whose password was changed since is shown without one.
    """
    kept = db.session.execute(
        select(PolicyChoice.key, PolicyChoice.value)
        .where(PolicyChoice.key.startswith(KEY, autoescape=True))
        .order_by(PolicyChoice.id)
    ).tuples()
    passwords = {key.removeprefix(KEY): sealer().open(key, bytes.fromhex(value)) for key, value in kept}
    if not passwords:
        return ()
    lines = ["演示账号（用户名、密码、身份）："]
    for person in PEOPLE:
        user = db.session.execute(select(User).where(User.username == person.username)).scalar_one_or_none()
        if user is None or person.username not in passwords:
            continue
        password = passwords[person.username]
        shown = password if accounts.check_password(user, password) else "（已修改）"
        roles = "、".join(role.label for role in person.roles)
        lines.append(f"  {person.username:<8} {shown:<16} {person.name}，{person.section} {roles}")
    return tuple(lines)
