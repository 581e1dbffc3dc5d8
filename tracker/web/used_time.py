"""用时: the little bar beside the numbers of a list row."""

from dataclasses import dataclass

from tracker.domain.labels import Light

WIDTH = 66.0
MOST_BLOCKS = 20
GAP = 1.0


@dataclass(frozen=True, slots=True)
class Block:
    x: float
    width: float
    is_used: bool


@dataclass(frozen=True, slots=True)
class UsedTime:
    """Blocks from left to right; one block is one working day, or the whole period a plain bar."""

    light: str
    blocks: tuple[Block, ...]


def used_time(light: Light, *, used: int, total: int, in_blocks: bool = True) -> UsedTime:
    """One block per working day up to twenty; longer periods and calendar days as a plain bar."""
    used = max(0, min(used, total))
    if not in_blocks or not 0 < total <= MOST_BLOCKS:
        split = round(WIDTH * used / total, 1) if total > 0 else 0.0
        return UsedTime(light.value, (Block(0.0, split, True), Block(split, round(WIDTH - split, 1), False)))
    width = (WIDTH - GAP * (total - 1)) / total
    blocks = (Block(round(index * (width + GAP), 1), round(width, 1), index < used) for index in range(total))
    return UsedTime(light.value, tuple(blocks))
