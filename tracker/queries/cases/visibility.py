"""Which cases a person may see, as a condition on rows; the twin of ``permissions.may_see``."""

from sqlalchemy import ColumnElement, and_, false, or_, select, true, union_all

from tracker.domain.labels import Role
from tracker.domain.permissions import BUREAU_WIDE, Actor, is_office_head
from tracker.models.case import Case, CaseAssistant, CaseCycle


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition that keeps a list to what ``actor`` may open."""
    ours = and_(Case.agency_id == actor.agency_id, Case.taken_back_on.is_(None))
    return and_(ours, _not_reported(actor), _in_reach(actor))


def person_known_to(actor: Actor) -> ColumnElement[bool]:
    """Cases that a search for a name or phone may find for ``actor``: a secret reporter stays unknown.

    The twin of ``permissions.may_see_person`` as far as secrecy goes; finding a masked name by its full form is no
    secret of the others.
    """
    if is_office_head(actor):
        return true()
    return or_(Case.is_secret.is_(False), Case.handler_id == actor.user_id)


def reports(actor: Actor) -> ColumnElement[bool]:
    """Cases that report ``actor`` or the person's section (回避), each found by its index."""
    found = [Case.reported_user_id == actor.user_id]
    if actor.section_id is not None:
        found.append(Case.reported_section_id == actor.section_id)
    return or_(*found)


def rounds_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The same condition on rounds of handling (CaseCycle), for counts that never read the cases.

    Who sees the whole bureau is kept from few cases, so those are left out instead of joining all the others.
    """
    if not actor.has(*BUREAU_WIDE):
        return CaseCycle.case_id.in_(select(Case.id).where(visible_to(actor)))
    hidden = [select(Case.id).where(Case.reported_user_id == actor.user_id)]
    if actor.section_id is not None:
        hidden.append(select(Case.id).where(Case.reported_section_id == actor.section_id))
    return and_(CaseCycle.agency_id == actor.agency_id, CaseCycle.case_id.not_in(union_all(*hidden)))


def _not_reported(actor: Actor) -> ColumnElement[bool]:
    clear = [or_(Case.reported_user_id.is_(None), Case.reported_user_id != actor.user_id)]
    if actor.section_id is not None:
        clear.append(or_(Case.reported_section_id.is_(None), Case.reported_section_id != actor.section_id))
    return and_(*clear)


def _in_reach(actor: Actor) -> ColumnElement[bool]:
    if actor.has(*BUREAU_WIDE):
        return true()
    if not actor.has(Role.SECTION_LEAD, Role.HANDLER):
        return false()
    reach: list[ColumnElement[bool]] = [Case.handler_id == actor.user_id]
    if actor.section_id is not None:
        assisting = select(CaseAssistant.case_id).where(CaseAssistant.section_id == actor.section_id)
        reach += [Case.section_id == actor.section_id, Case.id.in_(assisting)]
    if actor.has(Role.SECTION_LEAD):
        reach.append(Case.section_id.is_(None))
    return or_(*reach)
