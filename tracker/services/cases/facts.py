"""A stored case as the pure domain reads it."""

from dataclasses import replace

from tracker.domain.deadline_clock import ClockInput
from tracker.domain.labels import State
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.standing import Standing
from tracker.domain.lifecycle.transitions import Switches
from tracker.domain.permissions import EXTENDING, REVIEWING, CaseView
from tracker.models.agency import Channel
from tracker.models.case import Case
from tracker.queries.approvals import approvals_of

DECIDED_IN = frozenset({State.IN_HAND, State.CONSULTING, State.AWAITING_REVIEW})
"""Where a reply waits for its review, or a request for more time for its decision."""


def clock_input(case: Case) -> ClockInput:
    """What the clock needs besides the events."""
    return ClockInput(
        kind=case.kind,
        received_on=case.received_on,
        item_type=case.item_type,
        urgent=case.is_urgent,
        upstream_due_on=case.upstream_due_on,
        upstream_due_at=case.upstream_due_at,
        is_complex=case.is_complex,
        is_anonymous=case.is_anonymous,
        has_period=case.channel.has_period,
    )


def switches(channel: Channel) -> Switches:
    """The channel's switches."""
    return Switches(
        needs_signature=channel.needs_signature,
        needs_review=channel.needs_review,
        needs_callback=channel.needs_callback,
    )


def case_view(case: Case, standing: Standing | None = None) -> CaseView:
    """What permissions look at: the ``standing`` where it is known, else the row, which names no assistants."""
    stands = standing or case
    return CaseView(
        agency_id=case.agency_id,
        kind=case.kind,
        state=stands.state,
        section_id=stands.section_id,
        handler_id=stands.handler_id,
        assistant_ids=standing.assistant_ids if standing else (),
        reported_section_id=case.reported_section_id,
        reported_user_id=case.reported_user_id,
        is_secret=case.is_secret,
        drafted_by=standing.drafted_by if standing else None,
        is_important=case.is_important,
        is_complex=case.is_complex,
        is_group=case.is_group,
    )


def acting_view(case: Case, standing: Standing, action: Action | None = None) -> CaseView:
    """What a step, or every one of them, is judged by: the view with who reviews and grants more time in this case."""
    view = case_view(case, standing)
    is_decision = action is None or action in REVIEWING | EXTENDING
    if not is_decision or standing.state not in DECIDED_IN:
        return view
    return replace(view, approvers=approvals_of(case.agency_id).of_case(view))
