"""Cases registered by the real service."""

from datetime import date, datetime
from typing import Any

from tests.factories.people import UserFactory
from tracker.domain.labels import ApplicantType, ItemType, Kind, Role
from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.models.agency import Channel
from tracker.models.case import Case
from tracker.models.user import User
from tracker.now import now, today
from tracker.services.cases.register import CaseFields, PersonFields, register_case

FIRST_CHANNEL = {
    Kind.HOTLINE: "hotline_12345",
    Kind.MAILBOX: "mailbox_secretary",
    Kind.DISCLOSURE: "disclosure",
    Kind.PETITION: "petition",
}


def actor_of(user: User) -> Actor:
    """``user`` as rules see them."""
    return Actor(user.id, user.agency_id, user.section_id, user.roles)


def channel_of(kind: Kind = Kind.HOTLINE, code: str | None = None) -> Channel:
    """A channel of the fresh installation."""
    return db.session.query(Channel).filter_by(code=code or FIRST_CHANNEL[kind]).one()


def registered(
    kind: Kind = Kind.HOTLINE,
    *,
    channel: str | None = None,
    received_on: date | None = None,
    handler: User | None = None,
    clerk: User | None = None,
    at: datetime | None = None,
    **facts: Any,
) -> Case:
    """A committed case; with a ``handler`` it is assigned to that person's section."""
    clerk = clerk or UserFactory(roles=(Role.CLERK,))
    facts.setdefault("title", "测试镇样本村道路破损")
    facts.setdefault("person", PersonFields(name="张测试", phone="13800000000"))
    if kind is Kind.DISCLOSURE:
        facts.setdefault("applicant_type", ApplicantType.NATURAL_PERSON)
    if kind in {Kind.HOTLINE, Kind.MAILBOX}:
        facts.setdefault("item_type", ItemType.COMPLAINT)
    case = register_case(
        channel=channel_of(kind, channel),
        fields=CaseFields(received_on=received_on or today(), **facts),
        actor=actor_of(clerk),
        at=at or now(),
        section_id=handler.section_id if handler else None,
        handler_id=handler.id if handler else None,
    )
    db.session.commit()
    return case
