"""Which letter belongs to which step: what the law wants told in writing, and what an office usually tells.

Sources: 条例 Arts 30, 32 to 37 and 42; 国办函〔2020〕109号; the lists of letters in provincial answering norms.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.labels import Party
from tracker.domain.letters import LetterKind, answers_for
from tracker.domain.lifecycle.standing import effective
from tracker.domain.outcomes import Outcome

E, K = EventType, LetterKind


@dataclass(frozen=True, slots=True)
class CalledFor:
    """One of ``kinds`` belongs to a step. ``article`` is what demands it, empty where it is only usual;
    ``condition`` says when it is due where the events cannot tell.
    """

    kinds: tuple[LetterKind, ...]
    article: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True)
class LetterNeed:
    """A letter that a step of this very case calls for; ``about`` is the number of that step."""

    about: int
    step: EventType
    rule: CalledFor

    @property
    def kinds(self) -> tuple[LetterKind, ...]:
        return self.rule.kinds

    @property
    def is_required(self) -> bool:
        return bool(self.rule.article)


AFTER = MappingProxyType(
    {
        E.REGISTERED: (CalledFor((K.RECEIPT,)),),
        E.CORRECTION_REQUESTED: (CalledFor((K.CORRECTION,), "条例第三十条"),),
        E.REASONS_ASKED: (CalledFor((K.REASONS,), "条例第三十五条"),),
        E.EXTENSION_GRANTED: (CalledFor((K.EXTENSION,), "条例第三十三条第二款"),),
        E.REPLY_DEFERRED: (CalledFor((K.DEFERRAL,), "条例第三十五条"),),
        E.FEE_NOTICE_SENT: (CalledFor((K.FEE_NOTICE,), "条例第四十二条、国办函〔2020〕109号"),),
    }
)
ASKING = MappingProxyType(
    {
        Party.THIRD_PARTY: (
            CalledFor((K.THIRD_PARTY_OPINION,), "条例第三十二条"),
            CalledFor((K.OPINION_NOTICE,)),
        ),
        Party.CO_MAKER: (CalledFor((K.CO_MAKER_OPINION,), "条例第三十四条"), CalledFor((K.OPINION_NOTICE,))),
        Party.OTHER_AGENCY: (CalledFor((K.AGENCY_OPINION,)), CalledFor((K.OPINION_NOTICE,))),
    }
)
ANSWER_ARTICLE = "条例第三十三条、第三十六条"
THIRD_PARTY_TOLD = CalledFor((K.THIRD_PARTY_NOTICE,), "条例第三十二条", "第三方不同意而决定公开的")
GIVING = frozenset({Outcome.GRANTED, Outcome.ALREADY_PUBLIC, Outcome.PARTLY_GRANTED})
TAKING_IN = frozenset({E.REGISTERED, E.ASSIGNED, E.SIGNED, E.AMENDED})


def letters_after(event: CaseEvent) -> tuple[CalledFor, ...]:
    """The letters a step calls for by itself; those of an answer follow from its outcome, see ``answer_letters``."""
    if event.type is E.CONSULTATION_STARTED:
        return ASKING[Party(event.payload["party"])]
    return AFTER.get(event.type, ())


def answer_letters(outcome: Outcome, *, asked_third_party: bool) -> tuple[CalledFor, ...]:
    """The letters of an answer; a third party that was asked is told of a disclosure.

    That an application not corrected or not paid for is dealt with no further is usually told, not demanded.
    """
    kinds = answers_for(outcome)
    if not kinds:
        return ()
    usual = kinds == (K.NO_LONGER_HANDLED,)
    rules = [CalledFor(kinds, "" if usual else ANSWER_ARTICLE)]
    if outcome in GIVING and asked_third_party:
        rules.append(THIRD_PARTY_TOLD)
    return tuple(rules)


def letters_needed(events: Sequence[CaseEvent]) -> tuple[LetterNeed, ...]:
    """Every letter the steps so far call for, in the order of the steps; undone steps call for none."""
    kept = effective(events)
    needs = [LetterNeed(event.seq, event.type, rule) for event in kept for rule in letters_after(event)]
    answer = answer_event(kept)
    if answer is None:
        return tuple(needs)
    asked = any(
        event.type is E.CONSULTATION_STARTED and event.payload["party"] == Party.THIRD_PARTY for event in kept
    )
    rules = answer_letters(Outcome(answer.payload["outcome"]), asked_third_party=asked)
    return (*needs, *(LetterNeed(answer.seq, answer.type, rule) for rule in rules))


def answer_event(kept: Sequence[CaseEvent]) -> CaseEvent | None:
    """The step that holds the outcome of an answer that is ready: the draft that passed, the answer, the lapse."""
    found = None
    ready = False
    for event in kept:
        if event.type in {E.REPLY_SUBMITTED, E.LAPSED} and event.payload.get("outcome"):
            found, ready = event, event.type is E.LAPSED
        elif event.type is E.REVIEW_SENT_BACK:
            found, ready = None, False
        elif event.type is E.REVIEW_PASSED:
            ready = found is not None
        elif event.type is E.REPLIED and event.payload.get("outcome"):
            found, ready = found or event, True
    return found if ready else None


def not_made(
    needs: Iterable[LetterNeed], made: Iterable[tuple[LetterKind, int | None]]
) -> tuple[LetterNeed, ...]:
    """``needs`` without those answered by a letter that was made; one that names no step answers the first."""
    left = list(made)
    open_needs = []
    for need in needs:
        answer = next(
            (each for each in left if each[0] in need.kinds and each[1] in {need.about, None}), None
        )
        if answer is None:
            open_needs.append(need)
        else:
            left.remove(answer)
    return tuple(open_needs)


def offered_now(needs: Iterable[LetterNeed], events: Sequence[CaseEvent]) -> tuple[LetterNeed, ...]:
    """What a page offers: demanded letters until they are made, a receipt while the case is being taken in,
    other usual ones until the answer went out.
    """
    kept = effective(events)
    answered = any(event.type is E.REPLIED for event in kept)
    taken_in = any(event.type not in TAKING_IN for event in kept)

    def is_in_time(need: LetterNeed) -> bool:
        if need.is_required or need.step is E.LAPSED:
            return True
        return not (taken_in if need.step is E.REGISTERED else answered)

    return tuple(need for need in needs if is_in_time(need))
