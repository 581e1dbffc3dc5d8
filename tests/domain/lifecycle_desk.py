"""A desk where a case of one kind is worked on step by step, by people with one role each."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.labels import Kind, Party, Role, State
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.apply import apply, available_actions
from tracker.domain.lifecycle.asides import Consultation
from tracker.domain.lifecycle.standing import CycleStanding, Standing, fold
from tracker.domain.lifecycle.transitions import Switches
from tracker.domain.permissions import Actor, CaseView

RECEIVED = date(2026, 3, 2)
OUR_SECTION, OTHER_SECTION, DESK_SECTION = 10, 20, 30
HANDLER_ID, LEAD_ID, COLLEAGUE_ID = 100, 101, 102
ALL_ON = Switches(needs_signature=True, needs_review=True, needs_callback=True)
ALL_OFF = Switches(needs_signature=False, needs_review=False, needs_callback=False)


def person(role, *more, user_id=None, section=None):
    """Somebody with the role, in the section where such a person usually sits."""
    ours = {Role.HANDLER: HANDLER_ID, Role.SECTION_LEAD: LEAD_ID}
    return Actor(
        user_id=user_id or ours.get(role, 200 + list(Role).index(role)),
        agency_id=1,
        section_id=section or (OUR_SECTION if role in ours else DESK_SECTION),
        roles=frozenset({role, *more}),
    )


def view(kind, standing, **facts):
    return CaseView(
        **{
            "agency_id": 1,
            "kind": kind,
            "state": standing.state,
            "section_id": standing.section_id,
            "handler_id": standing.handler_id,
            "assistant_ids": standing.assistant_ids,
            "drafted_by": standing.drafted_by,
        }
        | facts
    )


def standing_in(state, **facts):
    """A case in ``state`` with nothing in the way: somebody else's draft, an open consultation, a step to undo."""
    assigned = state is not State.AWAITING_ASSIGNMENT
    usual = {
        "section_id": OUR_SECTION if assigned else None,
        "handler_id": HANDLER_ID if assigned else None,
        "drafted_by": COLLEAGUE_ID,
        "consultations": (Consultation(5, Party.THIRD_PARTY, RECEIVED),),
        "undoes": (9,),
        "last_seq": 9,
    }
    usual["cycles"] = [CycleStanding(1, RECEIVED)]
    return Standing(state=state, received_on=RECEIVED, **(usual | facts))


PAYLOADS = {
    Action.ASSIGN: {"section": OUR_SECTION, "handler": HANDLER_ID, "assistants": []},
    Action.APPROVE_RETURN: {"section": None, "handler": None},
    Action.SUBMIT_REPLY: {"drafted_by": HANDLER_ID},
    Action.REQUEST_EXTENSION: {"working_days": 5},
    Action.GRANT_EXTENSION: {"working_days": 5},
    Action.START_CONSULTATION: {"party": "third_party"},
    Action.STAGE_REPLY: {"promised_on": "2026-04-30"},
    Action.DEFER_REPLY: {"until": "2026-06-30"},
    Action.CALL_BACK: {"satisfaction": "satisfied", "concludes": True},
    Action.ASK_ASSISTANCE: {"assistant": OTHER_SECTION, "due_on": "2026-03-31"},
    Action.GIVE_ASSISTANCE: {"answers": 7},
    Action.ASK_REASONS: {"respond_by": "2026-03-31"},
    Action.ASK_PETITION_REVIEW: {"level": "review"},
    Action.DECIDE_PETITION_REVIEW: {"decision": "changed"},
}
WHO = {
    Action.ASSIGN: Role.CLERK,
    Action.SIGN: Role.HANDLER,
    Action.SUBMIT_REPLY: Role.HANDLER,
    Action.PASS_REVIEW: Role.SECTION_LEAD,
    Action.SEND_BACK: Role.SECTION_LEAD,
    Action.CALL_BACK: Role.SUPERVISOR,
    Action.REHANDLE: Role.SUPERVISOR,
    Action.UNDO: Role.SUPERVISOR,
    Action.DESIGNATE: Role.CLERK,
    Action.INSTRUCT: Role.CLERK,
    Action.PUBLISH: Role.CLERK,
    Action.ASK_PETITION_REVIEW: Role.CLERK,
    Action.DECIDE_PETITION_REVIEW: Role.CLERK,
    Action.ARCHIVE: Role.CLERK,
}


@dataclass
class Desk:
    """One case from its registration on; ``do`` takes a step on the given day (the next one when not told)."""

    kind: Kind = Kind.HOTLINE
    switches: Switches = ALL_ON
    events: list[CaseEvent] = field(default_factory=list)
    today: date = RECEIVED

    def __post_init__(self):
        self.events.append(
            CaseEvent(EventType.REGISTERED, RECEIVED, 1, {"to": State.AWAITING_ASSIGNMENT.value})
        )

    @property
    def standing(self):
        return fold(self.events)

    @property
    def state(self):
        return self.standing.state

    def offered(self, actor, **facts):
        standing = self.standing
        return available_actions(
            self.kind, self.switches, standing, actor, view(self.kind, standing, **facts)
        )

    def do(self, action, *, by=None, on=None, **payload):
        standing = self.standing
        self.today = max(self.today + timedelta(days=1), on or RECEIVED)
        made = apply(
            kind=self.kind,
            switches=self.switches,
            standing=standing,
            action=action,
            actor=by or person(WHO.get(action, Role.HANDLER)),
            case=view(self.kind, standing),
            on=on or self.today,
            as_of=self.today,
            payload=PAYLOADS.get(action, {}) | payload,
        )
        self.events.extend(made)
        return self

    def upto(self, *actions):
        for action in actions:
            self.do(action)
        return self
