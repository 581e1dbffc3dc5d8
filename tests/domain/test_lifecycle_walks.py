"""Whatever people do, in whatever order: an open case can always go on, and undoing brings back what was."""

import re
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.lifecycle_desk import DESK_SECTION, OTHER_SECTION, OUR_SECTION, RECEIVED, person, view
from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.deadline_clock import ClockInput, replay
from tracker.domain.errors import ActionRefused, ClockRefused
from tracker.domain.labels import ENDED_STATES, ItemType, Kind, Party, Role, Satisfaction, State
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.apply import apply, available_actions, concludes, refusal
from tracker.domain.lifecycle.standing import effective, fold
from tracker.domain.lifecycle.transitions import Switches
from tracker.domain.workdays import national_calendar

CAST = (
    person(Role.CLERK),
    person(Role.HANDLER),
    person(Role.SECTION_LEAD),
    person(Role.SUPERVISOR),
    person(Role.HANDLER, section=OTHER_SECTION, user_id=7),
    person(Role.SECTION_LEAD, section=OTHER_SECTION, user_id=8),
    person(Role.SECTION_LEAD, Role.CLERK, section=DESK_SECTION, user_id=9),
)
BESIDE_THE_WAY = frozenset(
    {
        Action.CONTACT,
        Action.URGE,
        Action.SUPERVISE,
        Action.AMEND,
        Action.UNDO,
        Action.REQUEST_EXTENSION,
        Action.GRANT_EXTENSION,
        Action.REFUSE_EXTENSION,
        Action.STAGE_REPLY,
        Action.WITHDRAW,
        Action.ASK_ASSISTANCE,
        Action.GIVE_ASSISTANCE,
        Action.DESIGNATE,
        Action.INSTRUCT,
        Action.ASK_REASONS,
        Action.RECEIVE_REASONS,
        Action.PUBLISH,
    }
)
ONE_OF_SEVERAL = frozenset({Action.CALL_BACK, Action.END_CONSULTATION})
EARLY_ENDINGS = frozenset(
    {
        Action.WITHDRAW,
        Action.RETURN_TO_SOURCE,
        Action.MERGE,
        Action.NOT_ACCEPT,
        Action.TERMINATE,
        Action.ARCHIVE,
    }
)
CALENDAR = national_calendar()
SAID = re.compile("由.+办理|现在|没有|不能|已|登记|请")


class Walk:
    """One case, every possible person, and the clock that must accept each step."""

    def __init__(self, kind, switches):
        self.kind, self.switches, self.today = kind, switches, RECEIVED
        self.events = [CaseEvent(EventType.REGISTERED, RECEIVED, 1, {"to": State.AWAITING_ASSIGNMENT.value})]
        self.before = {}

    @property
    def standing(self):
        return fold(self.events)

    def offers(self):
        standing = self.standing
        case = view(self.kind, standing)
        return [
            (actor, action)
            for actor in CAST
            for action in available_actions(self.kind, self.switches, standing, actor, case)
        ]

    def choose(self, number):
        """One of the offers; endings seldom, steps beside the way now and then, so that walks get far."""
        offers = self.offers()
        onward = [each for each in offers if each[1] not in BESIDE_THE_WAY | EARLY_ENDINGS]
        beside = [each for each in offers if each[1] not in EARLY_ENDINGS]
        chosen = (onward if number % 10 < 7 else beside if number % 10 < 9 else offers) or offers
        return chosen[number // 10 % len(chosen)] if chosen else None

    def payload(self, action, actor, number, on):
        standing, later = self.standing, (on + timedelta(days=1 + number % 30)).isoformat()
        asked = (
            standing.consultations[number % len(standing.consultations)] if standing.consultations else None
        )
        if action is Action.DELIVER_CONSULTATION:
            asked = next(each for each in standing.consultations if each.delivered_on is None)
        named = {"answers": asked.seq, "party": asked.party.value} if asked else {}
        satisfaction = list(Satisfaction)[number % len(Satisfaction)]
        ending = {"outcome": "G2"} if self.kind is Kind.DISCLOSURE else {"result": "solved"}
        days = {"days" if self.kind is Kind.PETITION else "working_days": 1 + number % 5}
        return {
            Action.ASSIGN: {
                "section": OUR_SECTION if number % 3 else OTHER_SECTION,
                "handler": None,
                "assistants": [],
            },
            Action.APPROVE_RETURN: {"section": None, "handler": None},
            Action.REQUEST_CORRECTION: {"respond_by": later},
            Action.START_CONSULTATION: {"party": list(Party)[number % 3].value},
            Action.DELIVER_CONSULTATION: named,
            Action.END_CONSULTATION: named,
            Action.STAGE_REPLY: {"promised_on": later},
            Action.DEFER_REPLY: {"until": later},
            Action.REQUEST_EXTENSION: days,
            Action.GRANT_EXTENSION: days,
            Action.SUBMIT_REPLY: {"drafted_by": actor.user_id} | ending,
            Action.REPLY: ending,
            Action.LAPSE: {"outcome": "O1"},
            Action.ASK_ASSISTANCE: {"assistant": OTHER_SECTION, "due_on": later},
            Action.GIVE_ASSISTANCE: {"answers": standing.assistances[0].seq if standing.assistances else 0},
            Action.ASK_REASONS: {"respond_by": later},
            Action.ASK_PETITION_REVIEW: {"level": "rereview" if standing.petition_reviews else "review"},
            Action.DECIDE_PETITION_REVIEW: {"decision": ["upheld", "changed"][number % 2]},
            Action.WITHDRAW: {"outcome": "O3"} if self.kind is Kind.DISCLOSURE else {},
            Action.CALL_BACK: {
                "satisfaction": satisfaction.value,
                "concludes": concludes(standing, satisfaction, on=on),
            },
        }.get(action, {})

    def try_step(self, actor, action, number, on):
        """The events of the step when lifecycle and clock both accept it, else None."""
        standing = self.standing
        try:
            made = apply(
                kind=self.kind,
                switches=self.switches,
                standing=standing,
                action=action,
                actor=actor,
                case=view(self.kind, standing),
                on=on,
                as_of=self.today,
                payload=self.payload(action, actor, number, on),
            )
            facts = ClockInput(kind=self.kind, received_on=RECEIVED, item_type=ItemType.HELP)
            kept = effective([*self.events, *made])
            replay(facts, kept, CALENDAR, as_of=max(event.on for event in kept))
        except (ActionRefused, ClockRefused):
            return None
        return made

    def deadline(self, events):
        """What the clock says of ``events`` today."""
        facts = ClockInput(kind=self.kind, received_on=RECEIVED, item_type=ItemType.HELP)
        found = replay(facts, effective(events), CALENDAR, as_of=self.today).as_json()
        for line in found["ledger"]:
            line.pop("event_index", None)
        return found

    def take(self, made):
        before = self.standing
        for event in made:
            self.before[event.seq] = before
        self.events.extend(made)
        return before


KINDS = st.sampled_from(Kind)
SWITCHES = st.builds(Switches, st.booleans(), st.booleans(), st.booleans())
STEPS = st.lists(
    st.tuples(st.integers(0, 10_000), st.integers(0, 6), st.sampled_from([0, 0, 0, 1, 3])),
    min_size=5,
    max_size=30,
)


@settings(max_examples=150, deadline=None)
@given(kind=KINDS, switches=SWITCHES, steps=STEPS)
def test_an_open_case_always_has_a_next_step_and_undoing_restores(kind, switches, steps):
    walk = Walk(kind, switches)
    for number, days, late in steps:
        walk.today += timedelta(days=days)
        chosen = walk.choose(number)
        if chosen is None:
            break
        actor, action = chosen
        made = walk.try_step(actor, action, number, max(RECEIVED, walk.today - timedelta(days=late)))
        if made is None:
            continue
        before = walk.take(made)
        if action is Action.UNDO:
            _assert_restored(walk, made)
        else:
            assert walk.standing.state == made[-1].payload.get("to", before.state)
        _assert_can_go_on(walk)


def _assert_can_go_on(walk):
    """Some step that both lifecycle and clock accept today takes the case further, not merely beside the way.

    Every step that is refused says in Chinese why, or who may take it.
    """
    _assert_refusals_speak(walk)
    state = walk.standing.state
    if state in ENDED_STATES:
        return
    ways = [(actor, action) for actor, action in walk.offers() if action not in BESIDE_THE_WAY]
    for actor, action in ways:
        made = walk.try_step(actor, action, 1, walk.today)
        if made and (action in ONE_OF_SEVERAL or made[-1].payload.get("to", state) != state):
            return
    raise AssertionError((walk.standing, ways))


def _assert_refusals_speak(walk):
    standing = walk.standing
    for actor in CAST[:4]:
        for action in Action:
            error = refusal(walk.kind, walk.switches, standing, action, actor, view(walk.kind, standing))
            assert error is None or SAID.search(error.message), (action, error)


def _assert_restored(walk, made):
    """Standing and deadline are those of before the step, save for what an amendment changed since."""
    undone = min(event.payload["undoes"] for event in made)
    assert _essence(walk.standing) == _essence(walk.before[undone])
    earlier = [event for event in walk.events if event.seq < undone]
    assert walk.deadline(walk.events) == walk.deadline(earlier)


def _essence(standing):
    """Everything but what an amendment leaves behind and the running number."""
    last_on = {kind: on for kind, on in standing.last_on.items() if kind is not EventType.AMENDED}
    return replace(standing, last_on=last_on, last_seq=0)


@settings(max_examples=100, deadline=None)
@given(kind=KINDS, switches=SWITCHES, steps=STEPS, shuffled=st.randoms(use_true_random=False))
def test_the_standing_follows_from_the_events_in_whatever_order_they_are_read(
    kind, switches, steps, shuffled
):
    walk = Walk(kind, switches)
    for number, days, _ in steps:
        walk.today += timedelta(days=days)
        for actor, action in walk.offers()[number % 7 :: 7]:
            made = walk.try_step(actor, action, number, walk.today)
            if made is not None:
                walk.take(made)
                break
    mixed = list(walk.events)
    shuffled.shuffle(mixed)
    assert fold(mixed) == walk.standing
