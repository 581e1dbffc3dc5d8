"""Side clocks: the shorter periods that run beside the main one, each with its own day and article."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tracker.domain.case_events import EventType
from tracker.domain.deadline_clock.run import ClockRun, Waiting
from tracker.domain.first_steps import first_contact_period, first_steps
from tracker.domain.labels import Kind, Party, SideClockState
from tracker.domain.periods import period_end

if TYPE_CHECKING:
    from tracker.domain.deadline_clock.deadline import Deadline

E = EventType


@dataclass(frozen=True, slots=True)
class SideClock:
    """One side clock. ``done_on`` is when it was met or missed, None while it is open or simply passed."""

    code: str
    label: str
    started_on: date
    due_on: date
    state: SideClockState
    article: str
    is_provisional: bool = False
    done_on: date | None = None
    party: Party | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the side clock with ISO dates."""
        return {
            "code": self.code,
            "label": self.label,
            "started_on": self.started_on.isoformat(),
            "due_on": self.due_on.isoformat(),
            "state": self.state.value,
            "done_on": self.done_on.isoformat() if self.done_on else None,
            "article": self.article,
            "is_provisional": self.is_provisional,
            "party": self.party.value if self.party else None,
        }


OPINION_PERIODS = {
    Party.THIRD_PARTY: "third_party_opinion",
    Party.CO_MAKER: "co_maker_opinion",
}


def side_clocks(deadline: "Deadline") -> tuple[SideClock, ...]:
    """Return the side clocks of a replayed case in order of their due days."""
    build = _Builder(deadline)
    clocks = [*_BY_KIND[deadline.kind](build), *build.targets(), *build.assistance()]
    return tuple(sorted(clocks, key=lambda clock: (clock.due_on, clock.code)))


class _Builder:
    """Make side clocks from what happened, with the periods and the calendar of the replay."""

    def __init__(self, deadline: "Deadline") -> None:
        self.deadline = deadline
        self.run: ClockRun = deadline.run
        self.events = sorted(self.run.happened, key=lambda event: event.on)

    def first(self, since: date, *kinds: EventType) -> date | None:
        """Return the day of the first event of ``kinds`` on or after ``since``."""
        return next((each.on for each in self.events if each.type in kinds and each.on >= since), None)

    def first_with(self, since: date, kind: EventType, key: str, value: str) -> date | None:
        """Return the day of the first event of ``kind`` that says ``value``."""
        return next(
            (
                each.on
                for each in self.events
                if each.type is kind and each.on >= since and each.payload.get(key) == value
            ),
            None,
        )

    def clock(
        self,
        code: str,
        started_on: date,
        *,
        due_on: date | None = None,
        done_on: date | None = None,
        party: Party | None = None,
    ) -> SideClock:
        """Return the side clock of the period ``code`` from ``started_on``, or until a ``due_on`` that was named."""
        period = self.run.periods[code]
        provisional = False
        if due_on is None:
            end = period_end(code, started_on, self.run.calendar, book=self.run.periods)
            due_on, provisional = end.due_on, end.is_provisional
        if done_on is not None:
            state = SideClockState.DONE if done_on <= due_on else SideClockState.DONE_LATE
        else:
            state = SideClockState.OPEN if self.deadline.as_of <= due_on else SideClockState.PASSED
        return SideClock(
            code, period.name, started_on, due_on, state, period.article, provisional, done_on, party
        )

    def targets(self) -> Iterator[SideClock]:
        """Yield 内部期限, one working day before the due day (or the expected one)."""
        due = self.deadline.due_on or self.deadline.expected_due_on
        if due is None or self.deadline.limit is None:
            return
        done_on = None if self.deadline.is_open else self.deadline.ended_on
        yield self.clock("internal_target", due, done_on=done_on)
        if self.deadline.kind in {Kind.HOTLINE, Kind.MAILBOX} and self.deadline.is_open:
            allowed = self.run.policy.hotline_extensions
            if self.deadline.times_extended < allowed:
                asked_on = self.first(self.run.cycle_started_on, E.EXTENSION_REQUESTED)
                yield self.clock("extension_request", due, done_on=asked_on)

    def assistance(self) -> Iterator[SideClock]:
        """Yield 协办意见, for each section asked to help, until the day it was given."""
        given = {each.payload["answers"]: each.on for each in self.events if each.type is E.ASSISTANCE_GIVEN}
        for asked in self.events:
            if asked.type is E.ASSISTANCE_ASKED:
                due_on = date.fromisoformat(asked.payload["due_on"])
                yield self.clock("assistance", asked.on, due_on=due_on, done_on=given.get(asked.seq))


def _disclosure(build: _Builder) -> Iterator[SideClock]:
    run = build.run
    notices = [each.event.on for each in run.asked if each.type is E.CORRECTION_REQUESTED]
    latest = max((on for on in notices if on >= run.received_on), default=None)
    if build.deadline.is_open or latest:
        yield build.clock("correction_notice", run.received_on, done_on=latest)
    yield from _reasons(build)
    for asked in run.asked:
        if asked.answer_by is None:
            continue
        if asked.type is E.CONSULTATION_STARTED:
            yield _opinion(build, asked)
        elif asked.type is E.CORRECTION_REQUESTED:
            yield build.clock(
                "correction_response", asked.event.on, due_on=asked.answer_by, done_on=asked.answered_on
            )
        else:
            yield build.clock(
                "fee_payment", asked.event.on, due_on=asked.answer_by, done_on=asked.answered_on
            )


def _reasons(build: _Builder) -> Iterator[SideClock]:
    """Yield the applicant's time to say why so much is asked for (条例第三十五条)."""
    for event in build.events:
        if event.type is E.REASONS_ASKED:
            due_on = date.fromisoformat(event.payload["respond_by"])
            told_on = build.first(event.on, E.REASONS_RECEIVED)
            yield build.clock("reasons_response", event.on, due_on=due_on, done_on=told_on)


def _opinion(build: _Builder, asked: Waiting) -> SideClock:
    party = Party(asked.event.payload["party"])
    return build.clock(
        OPINION_PERIODS[party], asked.delivered_on or asked.event.on, done_on=asked.answered_on, party=party
    )


def _service(build: _Builder) -> Iterator[SideClock]:
    run, since = build.run, build.run.cycle_started_on
    steps = first_steps(build.events)
    if steps.to_sign_since is not None:
        signed_on = steps.signed_on or build.first(since, E.REPLIED, E.CLOSED, E.RETURNED)
        yield build.clock("signing", steps.to_sign_since, done_on=signed_on)
    yield from _return_inside(build, steps.signed_on)
    returned = build.first(since, E.RETURN_REQUESTED, E.RETURNED)
    if build.deadline.is_open or returned:
        yield build.clock("return_to_source", since, done_on=returned)
    if contact := _first_contact(run):
        yield build.clock(
            contact, since, done_on=steps.contacted_on or build.first(since, E.REPLIED, E.CLOSED)
        )
    if run.ended_by is E.REPLIED and build.deadline.ended_on:
        replied_on = build.deadline.ended_on
        called_on = build.first(replied_on, E.CALLED_BACK)
        # Closed without one: the channel asks for no call-back.
        if called_on or not build.first(replied_on, E.CLOSED):
            yield build.clock("call_back", replied_on, done_on=called_on)


def _return_inside(build: _Builder, signed_on: date | None) -> Iterator[SideClock]:
    """Yield 内部退单: how long after signing a section may say that the item is not its own."""
    if signed_on is None:
        return
    asked_on = build.first(signed_on, E.RETURN_REQUESTED)
    if asked_on or build.deadline.is_open:
        yield build.clock("return_inside", signed_on, done_on=asked_on)


def _first_contact(run: ClockRun) -> str | None:
    facts = run.facts
    if facts.urgent and run.cycle == 1:
        return "urgent_first_reply"
    return first_contact_period(
        kind=facts.kind,
        item_type=facts.item_type,
        urgent=facts.urgent,
        is_anonymous=facts.is_anonymous,
        cycle=run.cycle,
    )


def _petition(build: _Builder) -> Iterator[SideClock]:
    received_on = build.run.facts.received_on
    told = build.run.accepted_on or build.first(received_on, E.REPLIED, E.RETURNED, E.NOT_ACCEPTED)
    yield build.clock("petition_acceptance", received_on, done_on=told)
    objected = build.first(received_on, E.RETURN_REQUESTED, E.RETURNED)
    if objected or (build.deadline.is_open and build.run.accepted_on is None):
        yield build.clock("petition_objection", received_on, done_on=objected)
    yield from _petition_reviews(build)


def _petition_reviews(build: _Builder) -> Iterator[SideClock]:
    """Yield 复查 and 复核: 30 days to ask from the opinion, 30 days to answer (信访工作条例第三十五条、第三十六条)."""
    if build.run.ended_by is not E.REPLIED or build.deadline.ended_on is None:
        return
    told_on = build.deadline.ended_on
    for code in ("petition_review", "petition_rereview"):
        asked_on = build.first_with(told_on, E.PETITION_REVIEW_ASKED, "level", code.removeprefix("petition_"))
        yield build.clock(f"{code}_request", told_on, done_on=asked_on)
        if asked_on is None:
            return
        decided_on = build.first(asked_on, E.PETITION_REVIEW_DECIDED)
        yield build.clock(code, asked_on, done_on=decided_on)
        if decided_on is None:
            return
        told_on = decided_on


_BY_KIND: dict[Kind, Callable[[_Builder], Iterator[SideClock]]] = {
    Kind.DISCLOSURE: _disclosure,
    Kind.HOTLINE: _service,
    Kind.MAILBOX: _service,
    Kind.PETITION: _petition,
}
