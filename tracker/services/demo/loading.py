"""Write the demonstration into a fresh installation."""

import random
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from tracker.domain.errors import DomainError
from tracker.extensions import db
from tracker.models.agency import Agency, Channel
from tracker.models.case import Case
from tracker.models.user import User
from tracker.now import local
from tracker.services import audit
from tracker.services.demo import accounts, casting, organisation, remedies
from tracker.services.demo.casting import Part
from tracker.services.demo.playing import Bureau, NotYet, begin
from tracker.services.rules import rules_for

SEED = 20200101
LONGEST_BACK = 60


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was written."""

    cases: int
    open: int


def load(*, at: datetime) -> Loaded:
    """Load the demonstration as of ``at``; raises DomainError where real accounts or cases are."""
    agency = _empty_agency()
    sections = organisation.set_up(agency)
    actors = accounts.make(agency, sections, at)
    channels = db.session.execute(select(Channel).where(Channel.agency_id == agency.id)).scalars()
    bureau = Bureau(
        actors=actors,
        sections=sections,
        channels={channel.code: channel for channel in channels},
        handlers={
            person.section: person.name
            for person in accounts.PEOPLE
            if person.name.endswith(("承办", "经办"))
        },
        now=at,
        rng=random.Random(SEED),  # noqa: S311 - the same demonstration every time, nothing secret
    )
    parts = _cast(agency, bureau)
    for part in sorted(parts, key=lambda each: each.fields.received_on):
        _play(bureau, part)
    remedies.attack(agency=agency, actor_id=actors["陈统计"].user_id, at=at)
    audit.record(action="demo.loaded", at=at, actor_id=None, detail={"cases": len(parts)})
    still_open = db.session.execute(select(func.count(Case.id)).where(Case.is_open)).scalar_one()
    return Loaded(cases=len(parts), open=still_open)


def is_loaded() -> bool:
    """Whether this database is a demonstration already."""
    return bool(db.session.execute(select(func.count(Agency.id)).where(Agency.is_demonstration)).scalar_one())


def _empty_agency() -> Agency:
    cases = db.session.execute(select(func.count(Case.id))).scalar_one()
    people = db.session.execute(select(func.count(User.id))).scalar_one()
    if cases or people:
        raise DomainError(
            f"这个数据库里已有 {people} 个账号、{cases} 件办件，演示数据只能装入新建的空库。"
            "请另设一个 INSTANCE_DIR 再装。"
        )
    return db.session.execute(select(Agency).order_by(Agency.id).limit(1)).scalar_one()


def _cast(agency: Agency, bureau: Bureau) -> list[Part]:
    today = local(bureau.now).date()
    workdays = rules_for(agency).national
    back = [workdays.before(today, n) for n in range(LONGEST_BACK)]
    return [
        *casting.seed_year(bureau.rng),
        *casting.up_to(today, bureau.rng),
        *casting.standing(today, bureau.rng, back),
    ]


def _play(bureau: Bureau, part: Part) -> None:
    play = begin(bureau, channel=part.channel, section=part.section, fields=part.fields)
    with suppress(NotYet):
        part.story(play)
    play.work.at = bureau.now
    play.work.finish()
