"""The order in which dated events are replayed, the same however they arrive.

By day; within a day by this precedence: re-handling of what ended earlier; delivery, then answer, of what was asked on
an earlier day; steps that move the date (受理、延期、延迟答复、阶段性答复); what is newly asked; delivery and answer
of what was asked the same day; endings; re-handling of what ended that day. Equal ones by their content.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby, pairwise

from tracker.domain.case_events import CaseEvent, EventType

E = EventType

Indexed = tuple[int, CaseEvent]

OPENING_OF = {
    E.CORRECTION_RECEIVED: E.CORRECTION_REQUESTED,
    E.CONSULTATION_ENDED: E.CONSULTATION_STARTED,
    E.FEE_PAID: E.FEE_NOTICE_SENT,
}
OPENINGS = frozenset(OPENING_OF.values())
ENDINGS = frozenset(
    {E.REPLIED, E.WITHDRAWN, E.LAPSED, E.RETURNED, E.MERGED, E.NOT_ACCEPTED, E.TERMINATED, E.CLOSED}
)
STEPS = (E.SIGNED, E.ACCEPTED, E.EXTENSION_GRANTED, E.REPLY_DEFERRED, E.STAGE_REPLY)

_CLOSING_OF_ENDED, _DELIVERY_OF_EARLIER, _ANSWER_TO_EARLIER, _STEP = -1, 1, 2, 3
_OPENING, _DELIVERY, _ANSWER, _ENDING = 10, 11, 12, 20


def in_order(events: Sequence[Indexed]) -> list[Indexed]:
    """Return ``events`` (index in the input, event) as they are replayed."""
    by_day = sorted(events, key=_day)
    if all(one[1].on != other[1].on for one, other in pairwise(by_day)):
        return by_day
    return list(_ordered(by_day))


def answers(opening: CaseEvent, answer: CaseEvent) -> bool:
    """Tell whether ``answer`` can belong to ``opening``: by number where it names one, else by party."""
    named = answer.payload.get("answers")
    if named is not None:
        return bool(opening.seq == named)
    party = answer.payload.get("party")
    return party is None or opening.payload.get("party") in {None, party}


def _day(each: Indexed) -> date:
    return each[1].on


def _ordered(by_day: list[Indexed]) -> Iterator[Indexed]:
    outstanding: list[CaseEvent] = []
    has_ended = False
    for _, group in groupby(by_day, key=_day):
        same_day = sorted(group, key=_content)
        ranks = _Ranks(outstanding, has_ended=has_ended)
        ranked = [(ranks.place(event), (index, event)) for index, event in same_day]
        yield from [each for _, each in sorted(ranked, key=_rank_only)]
        outstanding = ranks.still_outstanding([event for _, event in same_day])
        has_ended = ranks.has_ended()


def _rank_only(ranked: tuple[int, Indexed]) -> int:
    return ranked[0]


def _content(each: Indexed) -> tuple[str, str]:
    event = each[1]
    return event.type.value, repr(sorted((key, str(value)) for key, value in event.payload.items()))


class _Ranks:
    """Give the events of one day their places, knowing what earlier days left open."""

    def __init__(self, outstanding: list[CaseEvent], *, has_ended: bool) -> None:
        self._left = list(outstanding)
        self._same_day_answers: list[CaseEvent] = []
        self._started_ended = has_ended
        self._endings = 0
        self._rehandlings = 0

    def place(self, event: CaseEvent) -> int:
        """Return the rank of ``event`` within its day; called once for each."""
        kind = event.type
        if kind in OPENING_OF:
            return self._answer(event)
        if kind is E.CONSULTATION_DELIVERED:
            return _DELIVERY_OF_EARLIER if self._find(event) else _DELIVERY
        if kind in OPENINGS:
            return _OPENING
        if kind in ENDINGS:
            return self._ending(kind)
        return self._rehandling() if kind is E.REHANDLED else _STEP + STEPS.index(kind)

    def has_ended(self) -> bool:
        """Tell whether the clock stands still after this day."""
        return self._endings + self._started_ended > self._rehandlings

    def still_outstanding(self, same_day: list[CaseEvent]) -> list[CaseEvent]:
        """Return what remains unanswered after this day."""
        self._left += [event for event in same_day if event.type in OPENINGS]
        for answer in self._same_day_answers:
            self._take(answer)
        return self._left

    def _find(self, answer: CaseEvent) -> CaseEvent | None:
        opening = OPENING_OF.get(answer.type, E.CONSULTATION_STARTED)
        return next((each for each in self._left if each.type is opening and answers(each, answer)), None)

    def _take(self, answer: CaseEvent) -> bool:
        opening = self._find(answer)
        if opening is not None:
            self._left.remove(opening)
        return opening is not None

    def _answer(self, event: CaseEvent) -> int:
        if self._take(event):
            return _ANSWER_TO_EARLIER
        self._same_day_answers.append(event)
        return _ANSWER

    def _ending(self, kind: EventType) -> int:
        if kind is E.CLOSED and self._started_ended:
            return _CLOSING_OF_ENDED
        self._endings += 1
        return _ENDING + 2 * (self._endings - 1)

    def _rehandling(self) -> int:
        self._rehandlings += 1
        turn = self._rehandlings - 1
        if self._started_ended:
            return 0 if turn == 0 else _ENDING + 2 * turn - 1
        return _ENDING + 2 * turn + 1
