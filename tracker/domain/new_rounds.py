"""重新答复 after a review or suit: which round of handling each of them led to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from tracker.domain.annual_report.section_four import PATHS
from tracker.domain.labels import NewRoundGround

GROUND_OF_PATH = MappingProxyType(
    {PATHS[0]: NewRoundGround.REVIEW, PATHS[1]: NewRoundGround.SUIT, PATHS[2]: NewRoundGround.SUIT}
)


@dataclass(frozen=True, slots=True)
class NewRound:
    """A round that began because an answer was taken away; ``remedy_id`` is the register's row it names, if any."""

    number: int
    began_on: date
    ground: str | None
    remedy_id: int | None
    replied_on: date | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """A review or suit that has its result."""

    id: int
    path: str
    closed_on: date


def rounds_by_remedy(remedies: Iterable[Decided], rounds: Sequence[NewRound]) -> dict[int, NewRound]:
    """The round each remedy of one case led to: the one that names it.

    A round that names none, as those recorded before the register could be named, belongs to the first decision of
    its kind that had been given when it began.
    """
    decided = sorted(remedies, key=lambda remedy: (remedy.closed_on, remedy.id))
    known = {remedy.id for remedy in decided}
    found = {each.remedy_id: each for each in rounds if each.remedy_id in known}
    for each in rounds:
        if each.remedy_id is not None:
            continue
        fitting = (
            remedy.id
            for remedy in decided
            if remedy.id not in found
            and GROUND_OF_PATH[remedy.path].value == each.ground
            and remedy.closed_on <= each.began_on
        )
        if (remedy_id := next(fitting, None)) is not None:
            found[remedy_id] = each
    return {remedy_id: each for remedy_id, each in found.items() if remedy_id is not None}
