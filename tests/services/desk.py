"""People of one section and the desk, and the way a step is taken: through the service, as somebody, on a day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import select

from tests.factories import SectionFactory, UserFactory, actor_of
from tracker.domain.labels import Role
from tracker.extensions import db
from tracker.models.agency import Section
from tracker.models.case_record import CaseEventRow
from tracker.models.user import User
from tracker.services.cases import assign, disclosure
from tracker.services.cases.verification import Verification
from tracker.services.cases.work import case_work

RECEIVED = date(2026, 3, 2)


def at(day, hour=2):
    """Ten in the morning, bureau time, of that day of March 2026."""
    return datetime(2026, 3, day, hour, tzinfo=UTC)


@dataclass
class Bureau:
    section: Section
    clerk: User
    lead: User
    handler: User
    supervisor: User

    def step(self, case, who, service, /, *, day=3, version=None, **facts):
        """Take one step and commit it."""
        user = getattr(self, who) if isinstance(who, str) else who
        with case_work(case_id=case.id, version=version, actor=actor_of(user), at=at(day)) as work:
            service(work, **facts)
        db.session.commit()
        return work


def bureau():
    section = SectionFactory()
    return Bureau(
        section=section,
        clerk=UserFactory(roles=(Role.CLERK,)),
        lead=UserFactory(roles=(Role.SECTION_LEAD,), section=section),
        handler=UserFactory(roles=(Role.HANDLER,), section=section),
        supervisor=UserFactory(roles=(Role.SUPERVISOR,)),
    )


def signed(people, case):
    """``case``, signed by its handler on 2 March 2026."""
    people.step(case, "handler", assign.sign, day=2)
    return case


def types_of(case):
    """The types of the events of ``case``, in their order, as the database holds them."""
    rows = select(CaseEventRow.type).where(CaseEventRow.case_id == case.id).order_by(CaseEventRow.seq)
    return list(db.session.execute(rows).scalars())


def drifted():
    """What ``flask cases verify`` would find."""
    return list(Verification().drifted())


def searched(people, case, day=4):
    """``case`` with the search that an answer of nothing found rests on."""
    people.step(
        case,
        "handler",
        disclosure.record_search,
        where="档案室",
        words="样本村",
        searcher="测试员",
        found="没有相符的文件",
        day=day,
    )
    return case
