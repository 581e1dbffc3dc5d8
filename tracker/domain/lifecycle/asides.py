"""What goes on beside the state: consultations, assistance, petition reviews; each opened and answered by events."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.labels import Party, PetitionReviewLevel, PetitionReviewResult

E = EventType
ANSWERING = frozenset({E.CONSULTATION_DELIVERED, E.CONSULTATION_ENDED})


@dataclass(frozen=True, slots=True)
class Consultation:
    """An open consultation: its event's seq names it when the other side signs for it and when it answers."""

    seq: int
    party: Party
    started_on: date
    delivered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Assistance:
    """加派: a section asked to help by a day of its own, until it has given its opinion."""

    seq: int
    section_id: int
    asked_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class PetitionReview:
    """申请复查、复核 (信访工作条例第三十五条、第三十六条), decided by a unit above."""

    level: PetitionReviewLevel
    asked_on: date
    decided_on: date | None = None
    result: PetitionReviewResult | None = None


def consulted(open_ones: tuple[Consultation, ...], event: CaseEvent) -> tuple[Consultation, ...]:
    """The open consultations after a dispatch, a delivery or an opinion; a new round has none."""
    if event.type is E.REHANDLED:
        return ()
    if event.type is E.CONSULTATION_STARTED:
        asked = Consultation(seq=event.seq, party=Party(event.payload["party"]), started_on=event.on)
        return (*open_ones, asked)
    if event.type not in ANSWERING:
        return open_ones
    delivers = event.type is E.CONSULTATION_DELIVERED
    meant = next((each for each in open_ones if _answers(event, each, delivers=delivers)), None)
    if meant is None:
        return open_ones
    if not delivers:
        return tuple(each for each in open_ones if each is not meant)
    return tuple(replace(each, delivered_on=event.on) if each is meant else each for each in open_ones)


def _answers(event: CaseEvent, asked: Consultation, *, delivers: bool) -> bool:
    """Whether ``event`` means this consultation: by number where it names one, else the oldest of its party."""
    if delivers and asked.delivered_on is not None:
        return False
    named, party = event.payload.get("answers"), event.payload.get("party")
    return asked.seq == named if named is not None else party in {None, asked.party}


def assisted(open_ones: tuple[Assistance, ...], event: CaseEvent) -> tuple[Assistance, ...]:
    """Who still owes an opinion after 加派, 协办意见, or an assignment that no longer names the section."""
    payload = event.payload
    if event.type is E.ASSISTANCE_ASKED:
        asked = Assistance(event.seq, payload["assistant"], event.on, date.fromisoformat(payload["due_on"]))
        return (*open_ones, asked)
    if event.type is E.ASSISTANCE_GIVEN:
        return tuple(each for each in open_ones if each.seq != payload["answers"])
    if event.type is E.REHANDLED:
        return ()
    if "section" in payload:
        kept = set(payload.get("assistants", ()))
        return tuple(each for each in open_ones if each.section_id in kept)
    return open_ones


def reviewed(reviews: tuple[PetitionReview, ...], event: CaseEvent) -> tuple[PetitionReview, ...]:
    """The petition reviews after one was asked for or decided; a new answer may be reviewed anew."""
    if event.type is E.REHANDLED:
        return ()
    if event.type is E.PETITION_REVIEW_ASKED:
        return (*reviews, PetitionReview(PetitionReviewLevel(event.payload["level"]), event.on))
    if event.type is E.PETITION_REVIEW_DECIDED and reviews:
        result = PetitionReviewResult(event.payload["decision"])
        return (*reviews[:-1], replace(reviews[-1], decided_on=event.on, result=result))
    return reviews


def next_level(reviews: Sequence[PetitionReview]) -> PetitionReviewLevel | None:
    """复查 first, then 复核 once the 复查 is decided; None where neither is left."""
    if not reviews:
        return PetitionReviewLevel.REVIEW
    if len(reviews) == 1 and reviews[0].decided_on is not None:
        return PetitionReviewLevel.REREVIEW
    return None
