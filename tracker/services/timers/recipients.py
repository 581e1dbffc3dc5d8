"""Whom a timer tells of a case: looked up once for a batch of cases."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import select

from tracker.domain.labels import Role
from tracker.domain.permissions import Actor, may_see
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.user import User, UserRole
from tracker.services.cases.facts import case_view


class Recipients:
    """The people behind a batch of ``cases``, by id."""

    def __init__(self, cases: Mapping[int, Case]) -> None:
        self.cases = cases
        self._by_role: defaultdict[tuple[int, Role], list[User]] = defaultdict(list)
        agencies = {case.agency_id for case in cases.values()}
        handlers = {case.handler_id for case in cases.values()}
        wanted = (Role.SECTION_LEAD, Role.CLERK, Role.SUPERVISOR)
        rows = db.session.execute(
            select(User, UserRole.role)
            .join(UserRole, UserRole.user_id == User.id)
            .where(User.agency_id.in_(agencies), User.is_enabled, UserRole.role.in_(wanted))
            .order_by(User.id)
        ).tuples()
        for user, role in rows:
            self._by_role[user.agency_id, role].append(user)
        found = db.session.execute(select(User).where(User.id.in_(handlers), User.is_enabled)).scalars()
        self._handlers = {user.id: user for user in found}

    def of(self, case: Case, *, with_supervisor: bool = False) -> list[User]:
        """The handler, else the leads of the section, else the clerks; never anybody who may not see the case.

        Where those who hold it are reported in it, the next ones are told: nobody else would notice it.
        """
        told = next((found for tier in self._tiers(case) if (found := _knowing(tier, case))), [])
        if with_supervisor:
            told = [*told, *_knowing(self._by_role[case.agency_id, Role.SUPERVISOR], case)]
        return list({user.id: user for user in told}.values())

    def _tiers(self, case: Case) -> Iterator[list[User]]:
        if case.handler_id in self._handlers:
            yield [self._handlers[case.handler_id]]
        if case.section_id is not None:
            leads = self._by_role[case.agency_id, Role.SECTION_LEAD]
            yield [user for user in leads if user.section_id == case.section_id]
        yield self._by_role[case.agency_id, Role.CLERK]


def _knowing(people: Iterable[User], case: Case) -> list[User]:
    return [user for user in people if _may_know(user, case)]


def _may_know(user: User, case: Case) -> bool:
    actor = Actor(user.id, user.agency_id, user.section_id, user.roles)
    return may_see(actor, case_view(case))
