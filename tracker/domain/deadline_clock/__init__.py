"""The deadline clock (期限): a replay of dated events that says when a case is due and why.

``replay`` is the whole of it; ``ClockInput`` are the facts, ``ClockPolicy`` the readings of open legal questions,
``Deadline`` the answer with its ledger.
"""

from tracker.domain.deadline_clock.deadline import Deadline
from tracker.domain.deadline_clock.document import ClockDocument, read_document
from tracker.domain.deadline_clock.facts import ClockInput
from tracker.domain.deadline_clock.ledger import LedgerLine
from tracker.domain.deadline_clock.policy import DEFAULT_POLICY, QUESTIONS, ClockPolicy, Question
from tracker.domain.deadline_clock.replay import refuse_future, replay
from tracker.domain.deadline_clock.side_clocks import SideClock
from tracker.domain.deadline_clock.what_if import WhatIf, what_if

__all__ = [
    "DEFAULT_POLICY",
    "QUESTIONS",
    "ClockDocument",
    "ClockInput",
    "ClockPolicy",
    "Deadline",
    "LedgerLine",
    "Question",
    "SideClock",
    "WhatIf",
    "read_document",
    "refuse_future",
    "replay",
    "what_if",
]
