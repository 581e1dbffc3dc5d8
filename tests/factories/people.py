"""Sections and the people who work in them."""

from typing import Any

import factory
from factory.alchemy import SQLAlchemyModelFactory

from tracker.domain.labels import Role
from tracker.extensions import db
from tracker.models.agency import Agency, Section
from tracker.models.user import User
from tracker.now import now
from tracker.services import accounts

PASSWORD = "ceshi-mima-2020"


def the_agency() -> Agency:
    """The one agency of a fresh installation."""
    return db.session.query(Agency).order_by(Agency.id).first()


class SectionFactory(SQLAlchemyModelFactory):
    class Meta:
        model = Section
        sqlalchemy_session_factory = lambda: db.session  # noqa: E731
        sqlalchemy_session_persistence = "commit"

    agency_id = factory.LazyFunction(lambda: the_agency().id)
    name = factory.Sequence(lambda n: f"测试{n}股")
    sort = factory.Sequence(lambda n: n)


class UserFactory(factory.Factory):
    """An account made by the real service; its password is ``PASSWORD``."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"ceshi{n}")
    name = factory.Sequence(lambda n: f"测试员{n}")
    roles = (Role.HANDLER,)
    section = None

    @classmethod
    def _create(cls, _model: type[User], **facts: Any) -> User:
        user = accounts.create_user(
            username=facts["username"],
            display_name=facts["name"],
            roles=frozenset(facts["roles"]),
            password=facts.get("password", PASSWORD),
            at=now(),
            actor_id=None,
            agency=facts.get("agency") or the_agency(),
            section=facts["section"],
        )
        db.session.commit()
        return user
