"""Who may see and do what: role, section, recusal and secrecy decide per case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tracker.domain.errors import PermissionRefused
from tracker.domain.labels import Kind, Role, State
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.transitions import CHIEFS, Transition

BUREAU_WIDE = frozenset({Role.CLERK, Role.SUPERVISOR, Role.STATISTICIAN}) | CHIEFS
CASE_ROLES = BUREAU_WIDE | {Role.SECTION_LEAD, Role.HANDLER}


@dataclass(frozen=True, slots=True)
class Actor:
    """The person acting, as rules see them."""

    user_id: int
    agency_id: int
    section_id: int | None
    roles: frozenset[Role]

    def has(self, *roles: Role) -> bool:
        """Whether the person holds any of ``roles``."""
        return not self.roles.isdisjoint(roles)


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case, as rules see it.

    ``approvers`` names the level that a step wants in this case, where one higher than the section's lead does.
    """

    agency_id: int
    kind: Kind
    state: State
    section_id: int | None
    handler_id: int | None
    assistant_ids: tuple[int, ...] = ()
    reported_section_id: int | None = None
    reported_user_id: int | None = None
    is_secret: bool = False
    drafted_by: int | None = None
    is_important: bool = False
    is_complex: bool = False
    is_group: bool = False
    approvers: Mapping[Action, Role] = field(default_factory=dict)


def is_recused(actor: Actor, case: CaseView) -> bool:
    """回避: the reported person and section never see the case (信访工作条例第二十八条、第三十条)."""
    if case.reported_user_id is not None and case.reported_user_id == actor.user_id:
        return True
    return case.reported_section_id is not None and case.reported_section_id == actor.section_id


def is_held_by_the_reported(case: CaseView) -> bool:
    """Whether the lead section or the handler is the reported one: the case must be assigned to others."""
    if case.section_id is not None and case.section_id == case.reported_section_id:
        return True
    return case.handler_id is not None and case.handler_id == case.reported_user_id


def may_see(actor: Actor, case: CaseView) -> bool:
    """Whether ``actor`` may open the case at all; the same rule that narrows every list."""
    if actor.agency_id != case.agency_id or is_recused(actor, case):
        return False
    if actor.has(*BUREAU_WIDE):
        return True
    if not actor.has(Role.SECTION_LEAD, Role.HANDLER):
        return False
    if actor.user_id == case.handler_id:
        return True
    if actor.section_id is not None and actor.section_id in (case.section_id, *case.assistant_ids):
        return True
    return actor.has(Role.SECTION_LEAD) and case.section_id is None


def may_see_person(actor: Actor, case: CaseView) -> bool:
    """Whether personal data may be unmasked to ``actor`` (with a reason and an audit line).

    A secret reporter is known to the named handler and the office head alone.
    """
    if not may_see(actor, case):
        return False
    if case.is_secret:
        return actor.user_id == case.handler_id or is_office_head(actor)
    return actor.user_id == case.handler_id or actor.has(Role.SECTION_LEAD, Role.CLERK, *CHIEFS)


def is_office_head(actor: Actor) -> bool:
    """A section lead who also sits at the desk or supervises: the head of the office."""
    return actor.has(Role.SECTION_LEAD) and actor.has(Role.CLERK, Role.SUPERVISOR)


def roles_here(actor: Actor, case: CaseView) -> frozenset[Role]:
    """The roles that count in this very case.

    A handler is one only of the cases of their own; a section lead leads the lead section (主办), not the
    assisting ones (协办), unless the person is also clerk or supervisor, which makes them the office head.
    """
    counts = set(actor.roles)
    if not _works_on(actor, case):
        counts.discard(Role.HANDLER)
    leads = case.section_id in {None, actor.section_id} or actor.has(Role.CLERK, Role.SUPERVISOR)
    if not leads and actor.user_id != case.handler_id:
        counts.discard(Role.SECTION_LEAD)
    return frozenset(counts)


def refuse_unless_allowed(actor: Actor, case: CaseView, row: Transition) -> None:
    """Raise PermissionRefused, saying who may do it, unless ``actor`` may take the step ``row``."""
    if not may_see(actor, case):
        raise PermissionRefused("您不能查看这一件。")
    approver = case.approvers.get(row.action)
    if approver and not reaches(actor.roles, approver):
        raise PermissionRefused(approval_words(case, row.action, approver), action=row.action)
    if not actor.has(*row.roles):
        levels = {Role.SECTION_LEAD} if row.action in REVIEWING | EXTENDING else row.roles
        who = "、".join(role.label for role in Role if role in levels)
        raise PermissionRefused(f"「{row.action.label}」由{who}办理。", action=row.action)
    if row.action in REVIEWING and case.drafted_by == actor.user_id:
        raise PermissionRefused("拟稿人不能审核自己的答复稿，请由他人审核。", action=row.action)
    if row.action is Action.GIVE_ASSISTANCE and actor.section_id in case.assistant_ids:
        return
    is_stranger = row.roles.isdisjoint(roles_here(actor, case))
    if is_stranger or (row.action in OWN_WORK and not _works_on(actor, case)):
        raise PermissionRefused(
            f"「{row.action.label}」由本件的承办人或者承办科室负责人办理。", action=row.action
        )


def reaches(roles: Iterable[Role], level: Role) -> bool:
    """Whether somebody with ``roles`` stands at ``level`` of approval or above it."""
    return any(LEVELS.index(role) >= LEVELS.index(level) for role in roles if role in LEVELS)


def weight_words(case: CaseView) -> str:
    """Why a case weighs more than an ordinary one (重要、复杂或者群体性); empty for an ordinary one."""
    marks = (("重要件", case.is_important), ("集体件", case.is_group), ("复杂件", case.is_complex))
    return next((words for words, holds in marks if holds), "")


def approval_words(case: CaseView, action: Action, level: Role) -> str:
    """Who decides, in one sentence: ``重要件的答复由主要领导审核。``"""
    if action in REVIEWING:
        return f"{weight_words(case) or '一般件'}的答复由{level.label}审核。"
    return f"{case.kind.label}的延期由{level.label}批准。"


LEVELS = (Role.SECTION_LEAD, Role.DEPUTY_CHIEF, Role.CHIEF)
REVIEWING = frozenset({Action.PASS_REVIEW, Action.SEND_BACK})
EXTENDING = frozenset({Action.GRANT_EXTENSION, Action.REFUSE_EXTENSION})
OWN_WORK = frozenset(
    {
        Action.SIGN,
        Action.REQUEST_RETURN,
        Action.CONTACT,
        Action.REQUEST_EXTENSION,
        Action.STAGE_REPLY,
        Action.REQUEST_CORRECTION,
        Action.START_CONSULTATION,
        Action.DELIVER_CONSULTATION,
        Action.END_CONSULTATION,
        Action.SEND_FEE_NOTICE,
        Action.RECORD_SEARCH,
        Action.SUBMIT_REPLY,
    }
)


def _works_on(actor: Actor, case: CaseView) -> bool:
    if actor.user_id == case.handler_id:
        return True
    same_section = actor.section_id is not None and actor.section_id == case.section_id
    return same_section and (case.handler_id is None or actor.has(Role.SECTION_LEAD))
