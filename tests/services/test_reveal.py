"""Unmasking a person: who may, why, and the line that stays."""

import pytest

from tests.factories import SectionFactory, UserFactory, actor_of, registered
from tracker.domain.errors import DomainError, PermissionRefused
from tracker.domain.labels import Role
from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.now import now
from tracker.services.cases.reveal import reveal_person


@pytest.fixture
def section(session):
    return SectionFactory()


@pytest.fixture
def handler(section):
    return UserFactory(roles=(Role.HANDLER,), section=section)


def reveal(case, user, reason="电话联系来电人"):
    return reveal_person(case=case, actor=actor_of(user), reason=reason, at=now())


def test_the_handler_sees_the_person_and_leaves_a_line(handler):
    case = registered(handler=handler)
    person = reveal(case, handler)
    assert (person.name, person.phone) == ("张测试", "13800000000")
    line = db.session.query(AuditEntry).filter_by(action="person.revealed").one()
    assert (line.subject, line.actor_id, line.detail) == (
        case.number,
        handler.id,
        {"reason": "电话联系来电人"},
    )
    assert "张测试" not in str(line.detail)


@pytest.mark.parametrize(
    ("roles", "may"),
    [
        ((Role.CLERK,), True),
        ((Role.SECTION_LEAD,), True),
        ((Role.HANDLER,), False),
        ((Role.SUPERVISOR,), False),
        ((Role.STATISTICIAN,), False),
        ((Role.SYSTEM_ADMIN,), False),
        ((Role.AUDIT_ADMIN,), False),
    ],
)
@pytest.mark.parametrize("is_secret", [False, True])
def test_others_by_role_and_secrecy(section, handler, roles, may, is_secret):
    case = registered(handler=handler, is_secret=is_secret)
    other = UserFactory(roles=roles, section=section)
    if may and not is_secret:
        assert reveal(case, other).name == "张测试"
        return
    with pytest.raises(PermissionRefused, match="不能查看这一件的个人信息"):
        reveal(case, other)
    assert db.session.query(AuditEntry).filter_by(action="person.revealed").count() == 0


@pytest.mark.parametrize(("reason", "sentence"), [("  ", "请写明"), ("长" * 201, "超过 200 个字")])
def test_no_person_without_a_reason(handler, reason, sentence):
    case = registered(handler=handler)
    with pytest.raises(DomainError, match=sentence):
        reveal(case, handler, reason)
