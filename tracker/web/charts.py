"""The geometry of the charts; templates/components/charts.html only prints it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

from tracker.domain.labels import Light

WIDTH = 830
LABEL_WIDTH = 118
LIGHT_ORDER = (Light.OVERDUE, Light.RED, Light.YELLOW, Light.GREEN, Light.STOPPED)
FEWEST_STEPS = 2
MOST_STEPS = 5


@dataclass(frozen=True, slots=True)
class Stroke:
    x1: float
    y1: float
    x2: float
    y2: float
    style: str = "grid"


@dataclass(frozen=True, slots=True)
class Word:
    x: float
    y: float
    text: str
    style: str = "axis-text"
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    fill: str
    text: str = ""
    text_x: float = 0
    text_y: float = 0
    on_solid: bool = False
    plate: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Series:
    style: str
    points: tuple[Point, ...]

    @property
    def points_words(self) -> str:
        return " ".join(f"{point.x},{point.y}" for point in self.points)


@dataclass(frozen=True, slots=True)
class Stem:
    x1: float
    x2: float
    y: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Strokes, words and shapes in the units of the view box, top left is 0, 0."""

    label: str
    width: float
    height: float
    grid: Sequence[Stroke] = ()
    words: Sequence[Word] = ()
    bars: Sequence[Bar] = ()
    series: Sequence[Series] = ()
    stems: Sequence[Stem] = ()
    references: Sequence[Stroke] = field(default_factory=tuple)


def scale_steps(highest: float) -> list[int]:
    """0 and two to five even steps that reach ``highest``."""
    top = max(1, ceil(highest))
    for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000):
        if ceil(top / step) <= MOST_STEPS:
            return [step * index for index in range(max(ceil(top / step), 1) + 1)]
    return [0, top]


def stacked_bars(label: str, rows: Sequence[tuple[str, Mapping[Light, int]]]) -> Chart:
    """各科室在办: one bar per row, its parts in the order of the lights, the sum behind it."""
    steps = scale_steps(max((sum(parts.values()) for _, parts in rows), default=1))
    unit = (WIDTH - LABEL_WIDTH - 40) / steps[-1]
    bars: list[Bar] = []
    words: list[Word] = []
    for row, (name, parts) in enumerate(rows):
        y, x = 8 + row * 30, float(LABEL_WIDTH)
        words.append(Word(LABEL_WIDTH - 8, y + 14, name, "", "end"))
        for light in LIGHT_ORDER:
            if number := parts.get(light, 0):
                bars.append(_part(x, y, number * unit, light, number))
                x += number * unit
        words.append(Word(x + 8, y + 14, str(sum(parts.values())), "value", "start"))
    foot = 8 + len(rows) * 30
    grid = [Stroke(LABEL_WIDTH + step * unit, 0, LABEL_WIDTH + step * unit, foot) for step in steps]
    words += [Word(LABEL_WIDTH + step * unit, foot + 18, str(step)) for step in steps]
    return Chart(label, WIDTH, foot + 26, grid, words, bars)


def _part(x: float, y: float, width: float, light: Light, number: int) -> Bar:
    return Bar(
        round(x, 1),
        y,
        round(width, 1),
        20,
        light.value,
        str(number),
        round(x + width / 2, 1),
        y + 14,
        on_solid=light is Light.OVERDUE,
        plate=light in {Light.RED, Light.YELLOW, Light.STOPPED},
    )


def columns(label: str, items: Sequence[tuple[str, str, int, str]]) -> Chart:
    """哪天到期: (first word, second word, number, fill) per column, its number above it."""
    height, foot, left = 190, 146, 34
    steps = scale_steps(max((number for _, _, number, _ in items), default=1))
    unit = (foot - 12) / steps[-1]
    slot = (WIDTH - left) / max(len(items), 1)
    bars: list[Bar] = []
    words = [Word(left - 8, foot - step * unit + 4, str(step), anchor="end") for step in steps]
    for index, (first, second, number, fill) in enumerate(items):
        middle = round(left + slot * (index + 0.5), 1)
        words.append(Word(middle, foot + 18, first, "value" if fill in {"overdue", "red"} else "axis-text"))
        words.append(Word(middle, foot + 34, second))
        if number:
            top = round(foot - number * unit, 1)
            bars.append(Bar(round(middle - 16, 1), top, 32, round(number * unit, 1), fill))
            words.append(Word(middle, top - 5, str(number), "value"))
    grid = [Stroke(left, foot - step * unit, WIDTH, foot - step * unit) for step in steps]
    return Chart(label, WIDTH, height, grid, words, bars)


def two_lines(
    label: str, months: Sequence[str], first: tuple[str, Sequence[int]], second: tuple[str, Sequence[int]]
) -> Chart:
    """各月收到和办结: two series, named at their last point, the peak of the first marked."""
    foot, left, right = 190, 34, 90
    steps = scale_steps(max([*first[1], *second[1], 1]))
    unit = (foot - 18) / steps[-1]
    slot = (WIDTH - left - right) / max(len(months) - 1, 1)

    def place(numbers: Sequence[int]) -> tuple[Point, ...]:
        return tuple(
            Point(round(left + 12 + index * slot, 1), round(foot - number * unit, 1))
            for index, number in enumerate(numbers)
        )

    one, two = place(first[1]), place(second[1])
    grid = [Stroke(left, foot - step * unit, WIDTH - right + 12, foot - step * unit) for step in steps]
    words = [Word(left - 8, foot - step * unit + 4, str(step), anchor="end") for step in steps]
    words += [Word(left + 12 + index * slot, foot + 20, month) for index, month in enumerate(months)]
    words += _line_ends(first, one, second, two)
    return Chart(label, WIDTH, foot + 28, grid, words, series=(Series("first", one), Series("second", two)))


def _line_ends(
    first: tuple[str, Sequence[int]],
    one: Sequence[Point],
    second: tuple[str, Sequence[int]],
    two: Sequence[Point],
) -> list[Word]:
    if not one or not two:
        return []
    peak = max(range(len(first[1])), key=lambda index: first[1][index])
    higher = one[-1].y <= two[-1].y
    close = abs(one[-1].y - two[-1].y) < 16  # noqa: PLR2004 - the height of one line of text
    shift = (8 if close else 0) * (-1 if higher else 1)
    return [
        Word(one[peak].x, one[peak].y - 9, str(first[1][peak]), "value"),
        Word(one[-1].x + 12, one[-1].y + 4 + shift, f"{first[0]} {first[1][-1]}", "value", "start"),
        Word(two[-1].x + 12, two[-1].y + 4 - shift, f"{second[0]} {second[1][-1]}", "value", "start"),
    ]


def lollipops(
    label: str,
    rows: Sequence[tuple[str, float, str]],
    *,
    reference: float | None = None,
    from_value: float = 0.0,
    to_value: float = 100.0,
) -> Chart:
    """按期办结率: (name, value in percent, words behind) per row; the page announces a cut axis."""
    left, right = LABEL_WIDTH, 130
    unit = (WIDTH - left - right) / (to_value - from_value)
    foot = 8 + len(rows) * 30

    def along(value: float) -> float:
        return round(left + (max(value, from_value) - from_value) * unit, 1)

    words, stems = [], []
    for index, (name, value, behind) in enumerate(rows):
        y = 18 + index * 30
        words.append(Word(left - 8, y + 4, name, "", "end"))
        words.append(Word(WIDTH - right + 14, y + 4, behind, "value", "start"))
        stems.append(Stem(left, along(value), y))
    ticks = [from_value + (to_value - from_value) * part / 5 for part in range(6)]
    grid = [Stroke(along(tick), 0, along(tick), foot) for tick in ticks]
    words += [Word(along(tick), foot + 18, f"{tick:g}%") for tick in ticks]
    marks = () if reference is None else (Stroke(along(reference), 0, along(reference), foot, "reference"),)
    return Chart(label, WIDTH, foot + 26, grid, words, stems=stems, references=marks)
