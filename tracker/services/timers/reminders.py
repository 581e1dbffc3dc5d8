"""提醒: plan what a deadline will remind people of, and rewrite the plan whenever the deadline moves."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol

from sqlalchemy import select

from tracker.domain.labels import ENDED_STATES, Kind, State
from tracker.domain.reminder_rules import MAIN, ReminderRule, side_rule
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.reminder import Reminder
from tracker.now import LOCAL_ZONE

MORNING = time(8, 30)
SOON_WORKDAYS = 2
SOON_BEFORE_HOUR = timedelta(hours=2)
LEADS_TO_DUE = frozenset({ReminderRule.INTERNAL_TARGET})


class Workdays(Protocol):
    """The calendar, as far as reminders need it."""

    def add(self, day: date, n: int) -> date: ...
    def before(self, day: date, n: int) -> date: ...


class Calendars(Protocol):
    """Which calendar decides for a kind."""

    def calendar(self, kind: Kind) -> Workdays: ...


@dataclass(frozen=True, slots=True)
class Planned:
    """One reminder to be; ``key`` is unique within its case."""

    clock: str
    rule: ReminderRule
    due_on: date
    due_key: str
    fire_at: datetime

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.clock, self.rule.value, self.due_key)


def plan(
    *,
    case: Case,
    deadline: Any,
    rules: Calendars,
    at: datetime,
    existing: Sequence[Reminder] | None = None,
    flush: bool = True,
) -> None:
    """Make the unfired reminders of ``case`` those that ``deadline`` asks for; fired ones stay as they are.

    Who plans for many cases gives the ``existing`` rows of each and flushes once itself.

    A closed case has none left. Moments that had passed before anything was planned (an item registered late)
    give one reminder, not several.
    """
    is_over = case.state in ENDED_STATES
    wanted = {} if is_over else {each.key: each for each in _all(case, deadline, rules)}
    missing = dict(wanted)
    for row in _existing(case.id) if existing is None else existing:
        each = missing.pop((row.clock, row.rule, row.due_key), None)
        if row.fired_at is not None:
            continue
        if each is None:
            db.session.delete(row)
        elif row.fire_at != each.fire_at:
            row.fire_at = each.fire_at
    stale = _overtaken(wanted.values(), at)
    db.session.add_all(
        Reminder(
            case_id=case.id,
            clock=each.clock,
            rule=each.rule.value,
            due_key=each.due_key,
            due_on=each.due_on,
            fire_at=each.fire_at,
        )
        for each in missing.values()
        if each not in stale
    )
    if flush:
        db.session.flush()


def planned(case: Case, deadline: Any, rules: Calendars, at: datetime) -> list[Planned]:
    """The reminders of a case that has none yet, the earliest first."""
    wanted = _all(case, deadline, rules)
    stale = _overtaken(wanted, at)
    return [each for each in wanted if each not in stale]


def _all(case: Case, deadline: Any, rules: Calendars) -> list[Planned]:
    workdays = rules.calendar(case.kind)
    found = [
        *_main(deadline, workdays),
        *(each for clock in deadline.side_clocks for each in _side(case, clock, workdays)),
    ]
    return sorted(found, key=lambda each: (each.fire_at, each.key))


def _overtaken(all_of_case: Iterable[Planned], at: datetime) -> list[Planned]:
    """Past moments on the way to the due day that a later past moment of the main clock makes pointless."""
    on_the_way = [each for each in all_of_case if each.clock == MAIN or each.rule in LEADS_TO_DUE]
    past = [each for each in on_the_way if each.fire_at <= at]
    return past[:-1]


def _existing(case_id: int) -> Sequence[Reminder]:
    return db.session.execute(select(Reminder).where(Reminder.case_id == case_id)).scalars().all()


def _morning(day: date) -> datetime:
    return datetime.combine(day, MORNING, LOCAL_ZONE).astimezone(UTC)


def _main(deadline: Any, workdays: Workdays) -> Iterator[Planned]:
    due: date | None = deadline.due_on
    if due is None or not deadline.is_open:
        return
    key = f"{deadline.cycle}:{due.isoformat()}"
    moments = {
        ReminderRule.DUE_SOON: _morning(workdays.before(due, SOON_WORKDAYS)),
        ReminderRule.DUE_TODAY: _morning(due),
        ReminderRule.OVERDUE: _morning(workdays.add(due, 1)),
    }
    if deadline.due_at is not None:
        instant = deadline.due_at if deadline.due_at.tzinfo else deadline.due_at.replace(tzinfo=LOCAL_ZONE)
        key = f"{deadline.cycle}:{instant.astimezone(LOCAL_ZONE):%Y-%m-%dT%H:%M}"
        moments = {ReminderRule.DUE_SOON: instant - SOON_BEFORE_HOUR, ReminderRule.OVERDUE: instant}
    for rule, fire_at in moments.items():
        yield Planned(MAIN, rule, due, key, fire_at)


def _side(case: Case, clock: Any, workdays: Workdays) -> Iterator[Planned]:
    rule = side_rule(clock.code)
    if rule is None or clock.done_on is not None:
        return
    if rule is ReminderRule.SIGN and case.state is not State.AWAITING_SIGNATURE:
        return
    fires_on = workdays.add(clock.due_on, 1) if rule.fires_after_the_day else clock.due_on
    key = f"{clock.started_on.isoformat()}:{clock.due_on.isoformat()}"
    yield Planned(clock.code, rule, clock.due_on, key, _morning(fires_on))
