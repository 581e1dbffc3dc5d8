"""From events to columns: what lists and counts read, written in the transaction of the event.

The same function fills the columns, recomputes them after a changed calendar, and verifies them.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.deadline_clock import ClockInput, Deadline
from tracker.domain.deadline_clock.replay import NOT_OF_THE_CLOCK
from tracker.domain.first_steps import first_contact_period
from tracker.domain.labels import ENDED_STATES, ClockState, Kind
from tracker.domain.lifecycle.standing import CycleStanding, Standing, effective, fold
from tracker.models.case import Case, CaseAssistant, CaseCycle
from tracker.services.cases.facts import clock_input
from tracker.services.cases.standings import parts_of_rounds
from tracker.services.rules import Rules

SIGNED_FOR = (Kind.HOTLINE, Kind.MAILBOX)
"""What 签收 is counted for: the period comes from the hotline's rules."""
NO_DATE = date(9999, 12, 31)


def deadline_of(
    case: Case, events: Sequence[CaseEvent], rules: Rules, *, as_of: date | None = None
) -> Deadline:
    """The deadline from the events that count; without ``as_of``, as on the day of the last of them."""
    kept = effective(events)
    day = as_of or max(event.on for event in kept)
    return rules.deadline(clock_input(case), kept, as_of=day)


def clock_columns(deadline: Deadline, rules: Rules, *, upstream_due_at: datetime | None) -> dict[str, Any]:
    """The columns that a changed calendar can move."""
    counting = deadline.counting
    return {
        "clock_state": deadline.state,
        "due_on": deadline.due_on,
        "due_at": upstream_due_at if deadline.due_at else None,
        "expected_due_on": deadline.expected_due_on,
        "other_due_on": rules.other_due_on(deadline),
        "sort_due_on": deadline.due_on or deadline.expected_due_on or NO_DATE,
        "is_provisional": deadline.is_provisional,
        "days_limit": counting.limit if counting else None,
        "days_counted": counting.counted if counting else None,
        "counting_since": counting.since if counting else None,
    }


def cycle_clock_columns(deadline: Deadline) -> dict[str, Any]:
    """The same of a round of handling."""
    return {
        "due_on": deadline.due_on,
        "is_late": deadline.state is ClockState.MISSED,
        "days_used": deadline.days_used,
    }


def first_step_columns(facts: ClockInput, cycle: CycleStanding, rules: Rules) -> dict[str, Any]:
    """签收 and 首次联系 of a round: when each was done, and by when it should have been."""
    steps = cycle.first_steps
    contact = first_contact_period(
        kind=facts.kind,
        item_type=facts.item_type,
        urgent=facts.urgent,
        is_anonymous=facts.is_anonymous,
        cycle=cycle.number,
    )
    since = steps.to_sign_since if facts.kind in SIGNED_FOR else None
    return {
        "sign_by": rules.period_day("signing", facts, since) if since else None,
        "signed_on": steps.signed_on if since else None,
        "contact_by": rules.period_day(contact, facts, cycle.started_on) if contact else None,
        "contacted_on": steps.contacted_on if contact else None,
    }


def case_columns(case: Case, standing: Standing, deadline: Deadline, rules: Rules) -> dict[str, Any]:
    """Every projected column of the case row."""
    cycle = standing.cycle
    return {
        "state": standing.state,
        "is_open": standing.state not in ENDED_STATES,
        "section_id": standing.section_id,
        "handler_id": standing.handler_id,
        **clock_columns(deadline, rules, upstream_due_at=case.upstream_due_at),
        "cycle": cycle.number,
        "replied_on": cycle.replied_on,
        "closed_on": cycle.closed_on,
        "removed_on": cycle.removed_on,
        "published_on": cycle.published_on,
        "outcome": cycle.outcome,
        "result": cycle.result,
        "removal_reason": standing.removal_reason,
        "satisfaction": cycle.satisfaction,
        "is_supervised": standing.is_supervised,
        "extension_pending": standing.extension_pending,
        "times_urged": standing.times_urged,
        "times_extended": standing.times_extended,
        "times_returned": standing.times_returned,
        "times_sent_back": standing.times_sent_back,
    }


def cycle_rows(
    case: Case, events: Sequence[CaseEvent], rules: Rules, standing: Standing, final: Deadline
) -> list[dict[str, Any]]:
    """The rows of ``case_cycles``: every round as it stands, and as it stood where that was otherwise."""
    kept = effective(events)
    deadlines = {_of_the_clock(kept): final}

    def row_after(happened: Sequence[CaseEvent]) -> dict[str, Any]:
        passed = _of_the_clock(happened)
        if passed not in deadlines:
            deadlines[passed] = deadline_of(case, happened, rules)
        stood = fold(happened)
        return _copies(case, stood) | _round(case, stood.cycle, deadlines[passed], rules)

    rounds = _rounds(case, standing, _cycle_deadlines(case, kept, rules, standing, final), rules)
    return parts_of_rounds(rounds, kept, row_after)


def _of_the_clock(events: Sequence[CaseEvent]) -> tuple[int, ...]:
    """Which events moved the clock: a due day follows from them alone."""
    return tuple(event.seq for event in events if event.type not in NOT_OF_THE_CLOCK)


def _rounds(
    case: Case, standing: Standing, deadlines: Sequence[Deadline], rules: Rules
) -> list[dict[str, Any]]:
    """Every round as it stands; ``deadlines`` holds each one's own."""
    rows = []
    for cycle, deadline in zip(standing.cycles, deadlines, strict=True):
        later = standing.cycles[cycle.number] if cycle.number < len(standing.cycles) else None
        row = _copies(case, standing) | _round(case, cycle, deadline, rules)
        rows.append(row | {"superseded_on": later.started_on if later else None})
    return rows


def _copies(case: Case, standing: Standing) -> dict[str, Any]:
    return {
        "case_id": case.id,
        "agency_id": case.agency_id,
        "channel_id": case.channel_id,
        "kind": case.kind,
        "section_id": standing.section_id,
        "handler_id": standing.handler_id,
        "item_type": case.item_type,
        "applicant_type": case.applicant_type,
        "received_on": case.received_on,
    }


def _round(case: Case, cycle: CycleStanding, deadline: Deadline, rules: Rules) -> dict[str, Any]:
    return {
        "cycle": cycle.number,
        "started_on": cycle.started_on,
        "superseded_on": None,
        **first_step_columns(clock_input(case), cycle, rules),
        "published_on": cycle.published_on,
        **cycle_clock_columns(deadline),
        "replied_on": cycle.replied_on,
        "closed_on": cycle.closed_on,
        "removed_on": cycle.removed_on,
        "removed_as": cycle.removed_as,
        "outcome": cycle.outcome,
        "result": cycle.result,
        "satisfaction": cycle.satisfaction,
        "times_extended": cycle.times_extended,
        "times_returned": cycle.times_returned,
    }


def _cycle_deadlines(
    case: Case, kept: Sequence[CaseEvent], rules: Rules, standing: Standing, final: Deadline
) -> list[Deadline]:
    """The deadline of every cycle: of the earlier ones, as their own events left it."""
    beginnings = [at for at, event in enumerate(kept) if event.type is EventType.REHANDLED]
    earlier = [deadline_of(case, kept[:beginning], rules) for beginning in beginnings]
    return [*earlier, final][: len(standing.cycles)]


def project(case: Case, events: Sequence[CaseEvent], rules: Rules) -> tuple[Standing, Deadline]:
    """Write the columns of ``case`` and its cycles from ``events``; raises ClockRefused for an impossible one."""
    standing = fold(events)
    deadline = deadline_of(case, events, rules)
    for name, value in case_columns(case, standing, deadline, rules).items():
        if getattr(case, name) != value:
            setattr(case, name, value)
    write_cycles(case, cycle_rows(case, events, rules, standing, deadline))
    _write_assistants(case, assistants_of(standing))
    return standing, deadline


def write_cycles(case: Case, rows: Sequence[dict[str, Any]]) -> None:
    """Make the rounds of ``case`` the given rows: missing ones are added, others changed or removed."""
    known = {(cycle.cycle, cycle.part): cycle for cycle in case.cycles}
    for row in rows:
        stored = known.pop((row["cycle"], row["part"]), None)
        if stored is None:
            case.cycles.append(CaseCycle(**row))
            continue
        for name, value in row.items():
            if getattr(stored, name) != value:
                setattr(stored, name, value)
    for superfluous in known.values():
        case.cycles.remove(superfluous)


def assistants_of(standing: Standing) -> dict[int, date | None]:
    """The assisting sections, each with the day by which it owes an opinion."""
    owed: dict[int, date] = {}
    for each in standing.assistances:
        owed[each.section_id] = min(each.due_on, owed.get(each.section_id, each.due_on))
    return {section_id: owed.get(section_id) for section_id in sorted(set(standing.assistant_ids))}


def _write_assistants(case: Case, wanted: Mapping[int, date | None]) -> None:
    if {row.section_id: row.opinion_due_on for row in case.assistants} == wanted:
        return
    known = {row.section_id: row for row in case.assistants}
    for section_id in known.keys() - wanted.keys():
        case.assistants.remove(known[section_id])
    for section_id, due_on in wanted.items():
        if section_id in known:
            known[section_id].opinion_due_on = due_on
        else:
            case.assistants.append(
                CaseAssistant(case_id=case.id, section_id=section_id, opinion_due_on=due_on)
            )
