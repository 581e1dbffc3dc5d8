"""The answer of a replay: the deadline, how it stands, and the ledger that explains it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from tracker.domain.deadline_clock.ledger import LedgerLine, ahead_lines, ledger_lines
from tracker.domain.deadline_clock.run import ClockRun
from tracker.domain.deadline_clock.side_clocks import SideClock, side_clocks
from tracker.domain.labels import ClockState, Kind, Light, PeriodUnit


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@dataclass(frozen=True, slots=True)
class Counting:
    """A clock between two events: of ``limit`` days ``counted`` are gone, and each after ``since`` counts.

    ``since`` is None while the clock stands still, ``limit`` for items without a period.
    """

    limit: int | None
    counted: int
    since: date | None


@dataclass(frozen=True)
class Deadline:
    """A deadline as it stands on ``as_of``.

    ``due_on`` is None while something outstanding keeps the clock stopped (then ``expected_due_on`` projects it where
    the other side's own period is known), and for items without a limit. ``days_used`` and ``days_left`` are in
    ``unit`` and add up to ``limit``; ``days_left`` is negative once the period is over. ``strict_due_on`` reads the
    consultation pause strictly; ``national_due_on`` and ``regional_due_on`` are the two calendars' answers.
    """

    kind: Kind
    received_on: date
    as_of: date
    due_on: date | None
    state: ClockState
    days_used: int
    days_left: int | None
    limit: int | None
    unit: PeriodUnit
    is_overdue: bool
    is_provisional: bool
    light: Light
    due_at: datetime | None = None
    expected_due_on: date | None = None
    strict_due_on: date | None = None
    expected_strict_due_on: date | None = None
    national_due_on: date | None = None
    regional_due_on: date | None = None
    regional_is_provisional: bool = False
    ended_on: date | None = None
    cycle: int = 1
    round: int = 1
    times_extended: int = 0
    extension_days: int = 0
    waiting_for: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    run: ClockRun = field(repr=False, compare=False, kw_only=True)

    @property
    def is_open(self) -> bool:
        """Tell whether the clock still counts or waits."""
        return self.state in {ClockState.RUNNING, ClockState.PAUSED}

    @property
    def counting(self) -> "Counting | None":
        """What a list needs to tell 用时 on any later day; None once the clock is over."""
        if not self.is_open:
            return None
        main = self.run.main
        return Counting(main.limit, main.used, main.anchor if main.is_running else None)

    @property
    def waiting_words(self) -> tuple[str, ...]:
        """Say what the stopped clock waits for and how it goes on: ``等申请人补正，收到后重新起算``."""
        restarts = self.run.policy.fee_restart == "restart"
        words = {
            "correction_requested": "等申请人补正，收到后重新起算",
            "consultation_started": "等对方意见，到达次日起接着算",
            "fee_notice_sent": f"等申请人缴费，次日起{'重新起算' if restarts else '接着算'}",
        }
        return tuple(words[each] for each in dict.fromkeys(self.waiting_for))

    @cached_property
    def ledger(self) -> tuple[LedgerLine, ...]:
        """Every step so far, ending with today or with what ended the clock; its last ``due_on`` is the result's."""
        return ledger_lines(self.run, unit=self.unit)

    @cached_property
    def ahead(self) -> tuple[LedgerLine, ...]:
        """What is still expected: the end of a party's own period, then the due day."""
        return ahead_lines(self)

    @cached_property
    def side_clocks(self) -> tuple[SideClock, ...]:
        """The periods that run beside the main one."""
        return side_clocks(self)

    def as_json(self) -> dict[str, Any]:
        """Return the contract's document: ISO dates, stable keys."""
        return {
            "due_on": _iso(self.due_on),
            "state": self.state.value,
            "days_used": self.days_used,
            "days_left": self.days_left,
            "is_overdue": self.is_overdue,
            "is_provisional": self.is_provisional,
            "light": self.light.value,
            "regional_due_on": _iso(self.regional_due_on),
            "strict_due_on": _iso(self.strict_due_on),
            "due_at": self.due_at.isoformat() if self.due_at else None,
            "as_of": self.as_of.isoformat(),
            "limit": self.limit,
            "unit": self.unit.value,
            "expected_due_on": _iso(self.expected_due_on),
            "expected_strict_due_on": _iso(self.expected_strict_due_on),
            "regional_is_provisional": self.regional_is_provisional,
            "ended_on": _iso(self.ended_on),
            "cycle": self.cycle,
            "waiting_for": list(self.waiting_for),
            "warnings": list(self.warnings),
            "side_clocks": [clock.as_json() for clock in self.side_clocks],
            "ledger": [line.as_json() for line in self.ledger],
            "ahead": [line.as_json() for line in self.ahead],
        }
