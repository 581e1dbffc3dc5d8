"""提醒: plan what a deadline will remind people of, and rewrite the plan whenever the deadline moves."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol, cast

from sqlalchemy import Table, bindparam, delete, insert, select, update

from tracker.domain.labels import ENDED_STATES, Kind, State
from tracker.domain.reminder_rules import MAIN, ReminderRule, side_rule
from tracker.extensions import db
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


class Remindable(Protocol):
    """A case, as far as reminders need it."""

    @property
    def id(self) -> int: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def state(self) -> State: ...


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


@dataclass(frozen=True, slots=True)
class Changes:
    """What must be written so that the unfired reminders of a case are those its deadline asks for."""

    superfluous: tuple[int, ...]
    postponed: tuple[tuple[int, datetime], ...]
    missing: tuple[Planned, ...]


def plan(*, case: Remindable, deadline: Any, rules: Calendars, at: datetime) -> None:
    """Make the unfired reminders of ``case`` those that ``deadline`` asks for; fired ones stay as they are.

    A closed case has none left. Moments that had passed before anything was planned (an item registered late)
    give one reminder, not several.
    """
    db.session.flush()
    write({case.id: changes(case, deadline, rules, at, _existing([case.id])[case.id])})


def plan_all(found: Sequence[tuple[Remindable, Any, Calendars]], *, at: datetime) -> None:
    """The same for many (case, deadline, rules) at once, in four statements."""
    existing = _existing([case.id for case, _, _ in found])
    write({case.id: changes(case, deadline, rules, at, existing[case.id]) for case, deadline, rules in found})


def changes(
    case: Remindable, deadline: Any, rules: Calendars, at: datetime, existing: Sequence[Any]
) -> Changes:
    """Compare what is planned with the ``existing`` rows of the case."""
    wanted = {} if case.state in ENDED_STATES else {each.key: each for each in _all(case, deadline, rules)}
    missing = dict(wanted)
    superfluous, postponed = [], []
    for row in existing:
        each = missing.pop((row.clock, row.rule, row.due_key), None)
        if row.fired_at is not None:
            continue
        if each is None:
            superfluous.append(row.id)
        elif row.fire_at != each.fire_at:
            postponed.append((row.id, each.fire_at))
    stale = _overtaken(wanted.values(), at)
    new = tuple(each for each in missing.values() if each not in stale)
    return Changes(tuple(superfluous), tuple(postponed), new)


def write(found: Mapping[int, Changes]) -> None:
    """Write the changes of many cases, by case id, a statement for each sort of them."""
    superfluous = [row_id for change in found.values() for row_id in change.superfluous]
    postponed = [
        {"row_id": row_id, "moment": moment}
        for change in found.values()
        for row_id, moment in change.postponed
    ]
    missing = [
        {
            "case_id": case_id,
            "clock": each.clock,
            "rule": each.rule.value,
            "due_key": each.due_key,
            "due_on": each.due_on,
            "fire_at": each.fire_at,
        }
        for case_id, change in found.items()
        for each in change.missing
    ]
    connection = db.session.connection()
    rows = cast("Table", Reminder.__table__)
    if superfluous:
        connection.execute(delete(Reminder).where(Reminder.id.in_(superfluous)))
    if postponed:
        moved = update(rows).where(rows.c.id == bindparam("row_id")).values(fire_at=bindparam("moment"))
        connection.execute(moved, postponed)
    if missing:
        connection.execute(insert(rows), missing)


def _all(case: Remindable, deadline: Any, rules: Calendars) -> list[Planned]:
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


def _existing(case_ids: Sequence[int]) -> Mapping[int, Sequence[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    columns = (
        Reminder.id,
        Reminder.case_id,
        Reminder.clock,
        Reminder.rule,
        Reminder.due_key,
        Reminder.fire_at,
        Reminder.fired_at,
    )
    for row in db.session.execute(select(*columns).where(Reminder.case_id.in_(case_ids))):
        found[row.case_id].append(row)
    return found


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


def _side(case: Remindable, clock: Any, workdays: Workdays) -> Iterator[Planned]:
    rule = side_rule(clock.code)
    if rule is None or clock.done_on is not None:
        return
    if rule is ReminderRule.SIGN and case.state is not State.AWAITING_SIGNATURE:
        return
    fires_on = workdays.add(clock.due_on, 1) if rule.fires_after_the_day else clock.due_on
    key = f"{clock.started_on.isoformat()}:{clock.due_on.isoformat()}"
    yield Planned(clock.code, rule, clock.due_on, key, _morning(fires_on))
