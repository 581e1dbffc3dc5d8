"""The lifecycles: one table per kind, from which buttons, server and ``docs/states.md`` all read.

Channel switches (sign, review, call-back) skip states; they never fork a table.
"""

from dataclasses import dataclass

from tracker.domain.case_events import EventType
from tracker.domain.labels import ENDED_STATES, Kind, Role, State
from tracker.domain.lifecycle.actions import Action

S = State
R = Role

OPEN_STATES = frozenset(State) - ENDED_STATES
UNANSWERED = OPEN_STATES - {S.AWAITING_CALLBACK}
DESK = frozenset({R.CLERK, R.SECTION_LEAD})
HANDLING = frozenset({R.HANDLER, R.SECTION_LEAD})
LEADING = frozenset({R.SECTION_LEAD})
CHIEFS = frozenset({R.DEPUTY_CHIEF, R.CHIEF})
APPROVING = LEADING | CHIEFS
"""Which of them in the very case, ``domain.approvals`` says."""
WATCHING = frozenset({R.SUPERVISOR})
WORKED_ON = frozenset({S.AWAITING_SIGNATURE, S.IN_HAND})
ANSWERED = frozenset({S.AWAITING_CALLBACK, S.CLOSED})
ENDED_BY_ANSWER = frozenset({S.CLOSED, S.ARCHIVED})
# A late correction notice does not stop the clock (条例第三十条), so the answer may be due while it is awaited.
ANSWERABLE = frozenset({S.IN_HAND, S.AWAITING_CORRECTION})
SEARCHABLE = frozenset({S.IN_HAND, S.CONSULTING, S.AWAITING_CORRECTION, S.AWAITING_PAYMENT})
ASSISTED = UNANSWERED - {S.AWAITING_ASSIGNMENT, S.RETURN_PENDING}


@dataclass(frozen=True, slots=True)
class Switches:
    """渠道开关: which of the optional steps a channel keeps."""

    needs_signature: bool = True
    needs_review: bool = True
    needs_callback: bool = False

    def settle(self, target: State) -> State:
        """The state really reached when ``target`` may be one that this channel skips."""
        if target is S.AWAITING_SIGNATURE and not self.needs_signature:
            return S.IN_HAND
        if target is S.AWAITING_CALLBACK and not self.needs_callback:
            return S.CLOSED
        return target


@dataclass(frozen=True, slots=True)
class Transition:
    """One permitted change. ``target`` None leaves the state as it is.

    ``needs_review`` marks a step that a channel without review does not have; ``unreviewed`` are the sources
    that such a channel has besides, ``at_desk`` those of a channel that switched signing off as well.
    """

    action: Action
    sources: frozenset[State]
    event: EventType
    target: State | None
    roles: frozenset[Role]
    needs_review: bool = False
    unreviewed: frozenset[State] = frozenset()
    at_desk: frozenset[State] = frozenset()

    def starts_from(self, state: State, switches: Switches) -> bool:
        """Whether the step is in the table for ``state`` under these switches."""
        if switches.needs_review:
            return state in self.sources
        if self.needs_review:
            return False
        if state in self.sources or state in self.unreviewed:
            return True
        return not switches.needs_signature and state in self.at_desk


def _only(*states: State) -> frozenset[State]:
    return frozenset(states)


_E = EventType
_A = Action

_COMMON = (
    Transition(
        _A.ASSIGN,
        OPEN_STATES - {S.RETURN_PENDING},
        _E.ASSIGNED,
        S.AWAITING_SIGNATURE,
        DESK,
    ),
    Transition(_A.SIGN, _only(S.AWAITING_SIGNATURE), _E.SIGNED, S.IN_HAND, HANDLING),
    Transition(_A.REQUEST_RETURN, WORKED_ON, _E.RETURN_REQUESTED, S.RETURN_PENDING, HANDLING),
    Transition(_A.APPROVE_RETURN, _only(S.RETURN_PENDING), _E.RETURN_APPROVED, S.AWAITING_ASSIGNMENT, DESK),
    Transition(_A.REFUSE_RETURN, _only(S.RETURN_PENDING), _E.RETURN_REFUSED, S.IN_HAND, DESK),
    Transition(_A.CONTACT, OPEN_STATES, _E.CONTACTED, None, HANDLING),
    Transition(
        _A.SUBMIT_REPLY, ANSWERABLE, _E.REPLY_SUBMITTED, S.AWAITING_REVIEW, HANDLING, needs_review=True
    ),
    Transition(_A.PASS_REVIEW, _only(S.AWAITING_REVIEW), _E.REVIEW_PASSED, S.AWAITING_REPLY, APPROVING),
    Transition(_A.SEND_BACK, _only(S.AWAITING_REVIEW), _E.REVIEW_SENT_BACK, S.IN_HAND, APPROVING),
    Transition(
        _A.REPLY,
        _only(S.AWAITING_REPLY),
        _E.REPLIED,
        S.AWAITING_CALLBACK,
        HANDLING | DESK,
        unreviewed=ANSWERABLE | {S.AWAITING_REVIEW},
        at_desk=_only(S.AWAITING_ASSIGNMENT, S.AWAITING_SIGNATURE),
    ),
    Transition(_A.URGE, OPEN_STATES, _E.URGED, None, WATCHING | APPROVING),
    Transition(_A.SUPERVISE, OPEN_STATES, _E.SUPERVISED, None, WATCHING | CHIEFS),
    Transition(_A.AMEND, OPEN_STATES, _E.AMENDED, None, DESK),
    Transition(_A.ARCHIVE, _only(S.CLOSED), _E.ARCHIVED, S.ARCHIVED, DESK),
)
_BESIDE = (
    Transition(_A.ASK_ASSISTANCE, ASSISTED, _E.ASSISTANCE_ASKED, None, HANDLING | DESK),
    Transition(_A.GIVE_ASSISTANCE, ASSISTED, _E.ASSISTANCE_GIVEN, None, HANDLING),
    Transition(_A.INSTRUCT, OPEN_STATES, _E.INSTRUCTED, None, DESK | CHIEFS),
)
UNDONE_FROM = OPEN_STATES | _only(S.CLOSED, S.RETURNED, S.MERGED, S.NOT_ACCEPTED, S.TERMINATED)
_UNDO = (Transition(_A.UNDO, UNDONE_FROM, _E.UNDONE, None, LEADING | WATCHING),)
# What was entered of a review after the file was archived can be taken back; the archiving itself cannot.
_PETITION_UNDO = (Transition(_A.UNDO, UNDONE_FROM | {S.ARCHIVED}, _E.UNDONE, None, LEADING | WATCHING),)

_EXTENSION = (
    Transition(_A.REQUEST_EXTENSION, _only(S.IN_HAND, S.CONSULTING), _E.EXTENSION_REQUESTED, None, HANDLING),
    Transition(_A.GRANT_EXTENSION, _only(S.IN_HAND, S.CONSULTING), _E.EXTENSION_GRANTED, None, APPROVING),
    Transition(_A.REFUSE_EXTENSION, _only(S.IN_HAND, S.CONSULTING), _E.EXTENSION_REFUSED, None, APPROVING),
)

_DESK_ENDINGS = (
    Transition(_A.DESIGNATE, UNANSWERED, _E.DESIGNATED, None, DESK),
    Transition(_A.WITHDRAW, UNANSWERED, _E.WITHDRAWN, S.TERMINATED, HANDLING | DESK),
    Transition(
        _A.RETURN_TO_SOURCE,
        _only(S.AWAITING_ASSIGNMENT, S.AWAITING_SIGNATURE, S.IN_HAND, S.RETURN_PENDING),
        _E.RETURNED,
        S.RETURNED,
        DESK,
    ),
    Transition(
        _A.MERGE, _only(S.AWAITING_ASSIGNMENT, S.AWAITING_SIGNATURE, S.IN_HAND), _E.MERGED, S.MERGED, DESK
    ),
    Transition(_A.TERMINATE, _only(S.IN_HAND), _E.TERMINATED, S.TERMINATED, WATCHING),
)

_CALL_BACK = (
    Transition(_A.CALL_BACK, _only(S.AWAITING_CALLBACK), _E.CALLED_BACK, S.CLOSED, WATCHING | DESK),
)
_AFTERCARE = (
    *_CALL_BACK,
    Transition(
        _A.REHANDLE, _only(S.AWAITING_CALLBACK, S.CLOSED), _E.REHANDLED, S.IN_HAND, WATCHING | LEADING
    ),
)

_PUBLICATION = (Transition(_A.PUBLISH, ANSWERED, _E.PUBLISHED, None, DESK),)

_REFUSAL = (
    Transition(
        _A.NOT_ACCEPT,
        _only(S.AWAITING_ASSIGNMENT, S.AWAITING_SIGNATURE),
        _E.NOT_ACCEPTED,
        S.NOT_ACCEPTED,
        DESK,
    ),
)
_STAGE_REPLY = (Transition(_A.STAGE_REPLY, _only(S.IN_HAND), _E.STAGE_REPLY, None, HANDLING),)
# 信访工作条例第二十三条: within 15 days the petitioner is told whether the item is accepted or not.
_PETITION_REVIEW = (
    Transition(_A.ASK_PETITION_REVIEW, ANSWERED | ENDED_BY_ANSWER, _E.PETITION_REVIEW_ASKED, None, DESK),
    Transition(_A.DECIDE_PETITION_REVIEW, ANSWERED | ENDED_BY_ANSWER, _E.PETITION_REVIEW_DECIDED, None, DESK),
)
# A decision may come long after the file was archived; it opens the file again.
_OVERTURNED = (Transition(_A.REHANDLE, ENDED_BY_ANSWER, _E.REHANDLED, S.IN_HAND, WATCHING | LEADING),)
_ACCEPTANCE = (
    Transition(_A.ACCEPT, _only(S.IN_HAND), _E.ACCEPTED, None, HANDLING | DESK),
    Transition(_A.NOT_ACCEPT, WORKED_ON | {S.AWAITING_ASSIGNMENT}, _E.NOT_ACCEPTED, S.NOT_ACCEPTED, DESK),
)

_DISCLOSURE = (
    Transition(_A.WITHDRAW, UNANSWERED, _E.WITHDRAWN, S.CLOSED, HANDLING | DESK),
    Transition(
        _A.REQUEST_CORRECTION, _only(S.IN_HAND), _E.CORRECTION_REQUESTED, S.AWAITING_CORRECTION, HANDLING
    ),
    Transition(
        _A.RECEIVE_CORRECTION,
        _only(S.AWAITING_CORRECTION),
        _E.CORRECTION_RECEIVED,
        S.IN_HAND,
        HANDLING | DESK,
    ),
    Transition(
        _A.START_CONSULTATION, _only(S.IN_HAND, S.CONSULTING), _E.CONSULTATION_STARTED, S.CONSULTING, HANDLING
    ),
    Transition(_A.DELIVER_CONSULTATION, _only(S.CONSULTING), _E.CONSULTATION_DELIVERED, None, HANDLING),
    Transition(_A.END_CONSULTATION, _only(S.CONSULTING), _E.CONSULTATION_ENDED, S.IN_HAND, HANDLING),
    Transition(_A.SEND_FEE_NOTICE, _only(S.IN_HAND), _E.FEE_NOTICE_SENT, S.AWAITING_PAYMENT, HANDLING),
    Transition(_A.RECORD_PAYMENT, _only(S.AWAITING_PAYMENT), _E.FEE_PAID, S.IN_HAND, HANDLING | DESK),
    Transition(_A.LAPSE, _only(S.AWAITING_CORRECTION, S.AWAITING_PAYMENT), _E.LAPSED, S.CLOSED, LEADING),
    Transition(_A.SPLIT, WORKED_ON | {S.AWAITING_ASSIGNMENT}, _E.SPLIT, None, DESK),
    Transition(_A.RECORD_SEARCH, SEARCHABLE, _E.SEARCHED, None, HANDLING),
    Transition(_A.ASK_REASONS, _only(S.IN_HAND), _E.REASONS_ASKED, None, HANDLING),
    Transition(_A.RECEIVE_REASONS, _only(S.IN_HAND), _E.REASONS_RECEIVED, None, HANDLING | DESK),
    Transition(_A.DEFER_REPLY, _only(S.IN_HAND), _E.REPLY_DEFERRED, None, LEADING),
)

_ITEM = _COMMON + _UNDO + _EXTENSION + _STAGE_REPLY + _DESK_ENDINGS + _REFUSAL + _AFTERCARE
_PETITION = _EXTENSION + _ACCEPTANCE + _DESK_ENDINGS + _CALL_BACK + _PETITION_REVIEW + _OVERTURNED
TRANSITIONS: dict[Kind, tuple[Transition, ...]] = {
    Kind.HOTLINE: _ITEM + _BESIDE,
    Kind.MAILBOX: _ITEM + _PUBLICATION + _BESIDE,
    Kind.DISCLOSURE: _COMMON + _UNDO + _EXTENSION + _DISCLOSURE + _OVERTURNED + _BESIDE,
    Kind.PETITION: _COMMON + _PETITION_UNDO + _PETITION + _BESIDE,
}


def transition_for(kind: Kind, action: Action) -> Transition | None:
    """The row of ``kind``'s table for ``action``, or None where the kind has no such step."""
    return next((row for row in TRANSITIONS[kind] if row.action is action), None)
