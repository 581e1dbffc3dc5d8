"""通报: a month or quarter by section and channel, each figure opening its cases, as page, docx and xlsx."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO

from flask import Blueprint, abort, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.domain.bulletin_tables import PARTS, SUM
from tracker.domain.bulletins import (
    Bulletin,
    BulletinLine,
    BulletinPeriod,
    Unit,
    month_of,
    number_words,
    points,
    points_words,
    quarter_of,
    read_period,
    summary,
)
from tracker.domain.completion import Counts, GroupBy, Rounding
from tracker.domain.errors import DomainError
from tracker.domain.labels import Role
from tracker.domain.lifecycle.transitions import CHIEFS
from tracker.exports.bulletin_files import bulletin_docx, bulletin_xlsx, explanation_of, title_of
from tracker.now import today
from tracker.queries.bulletins import bulletin, scope_of
from tracker.queries.completion import FigureCase, cases_behind
from tracker.web.access import allow, current_actor
from tracker.web.statistics.figure_words import FIGURE_WORDS, ended_by, replied_by
from tracker.web.statistics.pages import LISTED, Figure, fate_of

blueprint = Blueprint("bulletin", __name__, url_prefix="/statistics/bulletin")
READERS = (Role.SUPERVISOR, *CHIEFS, Role.STATISTICIAN)
LONGEST_KEY = 10
RATE_FIGURES = (("closed", "valid"), ("closed_in_time", "closed"), ("dissatisfied", "rated"))
"""Numerator and denominator of 办结率, 按期办结率 and 不满意率."""


@dataclass(frozen=True, slots=True)
class ShownRate:
    """A percentage, or a dash without cases, and the two figures it was made of."""

    words: str
    numerator: Figure
    denominator: Figure


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A unit in the table of its kind; ``rates`` are 办结率, 按期办结率 and 不满意率."""

    rank: str
    label: str
    figures: tuple[Figure, ...]
    rates: tuple[ShownRate, ...]


@dataclass(frozen=True, slots=True)
class ShownMove:
    """A rate now and a period ago."""

    now: ShownRate
    before: ShownRate
    change: str


@dataclass(frozen=True, slots=True)
class ShownTrend:
    """A unit now and a period ago."""

    label: str
    rank: str
    rank_before: str
    received: Figure
    received_before: Figure
    received_change: str
    rates: tuple[ShownMove, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """Neighbouring periods the page links to."""

    earlier: BulletinPeriod
    month: BulletinPeriod
    quarter: BulletinPeriod


def _period() -> BulletinPeriod:
    return read_period(request.args.get("period") or month_of(today()).before.code, on=today())


def _asked() -> tuple[BulletinPeriod, str]:
    """The period of the address; one that cannot be read is last month, with the reason."""
    try:
        return _period(), ""
    except DomainError as refused:
        return month_of(today()).before, refused.message


@blueprint.get("/")
@allow(*READERS)
def show() -> ResponseReturnValue:
    period, refusal = _asked()
    found = bulletin(period, agency_id=current_user.agency_id, on=today(), viewer=current_actor())
    return render_template(
        "statistics/bulletin.html",
        bulletin=found,
        summary=summary(found),
        tables=_tables(found),
        trend=_trends(found),
        trend_sum=_trend(found, found.total),
        choices=Choices(period.before, month_of(today()).before, quarter_of(today()).before),
        explanation=explanation_of(found),
        refusal=refusal,
        chosen=_chosen(found) if request.args.get("figure") else None,
    )


@dataclass(frozen=True, slots=True)
class ShownTable:
    """``heads`` names the groups of three columns; the last line is the sum."""

    id: str
    unit: str
    heads: tuple[str, ...]
    lines: tuple[ShownLine, ...]


def _tables(found: Bulletin) -> tuple[ShownTable, ...]:
    names = (*(name for _, name in found.channels), SUM)
    keys = tuple(key for key, _ in found.channels)
    return (
        ShownTable("bulletin", "科室", names, _lines(found, (*found.sections, found.total), keys)),
        ShownTable("channels", "渠道", (SUM,), _lines(found, (*found.by_channel, found.total), ())),
    )


def _lines(found: Bulletin, lines: Sequence[BulletinLine], channels: Sequence[str]) -> tuple[ShownLine, ...]:
    return tuple(
        ShownLine(
            _rank(line.rank),
            line.unit.label,
            _figures(_Place.of(found, line), line.unit, channels),
            _rates(_Place.of(found, line), line.unit, found.rounding),
        )
        for line in lines
    )


def _rank(rank: int | None) -> str:
    return "—" if rank is None else str(rank)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the cases of a unit's figures are listed: a period, a section or a channel."""

    period: BulletinPeriod
    section: str
    channel: str

    @classmethod
    def of(cls, found: Bulletin, line: BulletinLine) -> "_Place":
        is_channel = line in found.by_channel
        key = line.unit.key
        return cls(found.period, "" if is_channel else key, key if is_channel else "")

    def figure(self, name: str, number: int) -> Figure:
        address = url_for(
            "bulletin.show",
            period=self.period.code,
            section=self.section or None,
            channel=self.channel or None,
            figure=name,
            _anchor="cases",
        )
        here = tuple(request.args.get(key, "") for key in ("period", "section", "channel", "figure"))
        return Figure(number, address, here == (self.period.code, self.section, self.channel, name))


def _figures(place: _Place, unit: Unit, channels: Sequence[str]) -> tuple[Figure, ...]:
    figures = [place.figure("received", unit.total.received)]
    for channel in channels:
        counts = unit.by_channel.get(channel, Counts())
        figures += [replace(place, channel=channel).figure(name, getattr(counts, name)) for name in PARTS]
    return (*figures, *(place.figure(name, getattr(unit.total, name)) for name in PARTS))


def _rates(place: _Place, unit: Unit, rounding: Rounding) -> tuple[ShownRate, ...]:
    return tuple(
        ShownRate(
            rate.trimmed or "—", place.figure(over, rate.numerator), place.figure(under, rate.denominator)
        )
        for rate, (over, under) in zip(unit.rates(rounding), RATE_FIGURES, strict=True)
    )


def _trends(found: Bulletin) -> tuple[tuple[str, list[ShownTrend]], ...]:
    groups = (("科室", found.sections), ("渠道", found.by_channel))
    return tuple((name, [_trend(found, line) for line in lines]) for name, lines in groups)


def _trend(found: Bulletin, line: BulletinLine) -> ShownTrend:
    place = _Place.of(found, line)
    earlier = replace(place, period=found.period.before)
    now, before = line.unit.total.received, line.before.total.received
    changes = zip(line.unit.rates(found.rounding), line.before.rates(found.rounding), strict=True)
    return ShownTrend(
        line.unit.label,
        _rank(line.rank),
        _rank(line.rank_before),
        place.figure("received", now),
        earlier.figure("received", before),
        number_words(now - before),
        tuple(
            ShownMove(shown, shown_before, points_words(points(rate, rate_before)))
            for shown, shown_before, (rate, rate_before) in zip(
                _rates(place, line.unit, found.rounding),
                _rates(earlier, line.before, found.rounding),
                changes,
                strict=True,
            )
        ),
    )


@dataclass(frozen=True, slots=True)
class BulletinCase:
    """A case behind a figure: when it was answered and closed by the end of the period, and what that made it."""

    case: FigureCase
    replied_on: date | None
    ended_on: date | None
    fate: str


@dataclass(frozen=True, slots=True)
class ChosenCases:
    title: str
    total: int
    cases: Sequence[BulletinCase]


def _chosen(counted: Bulletin) -> ChosenCases:
    figure, section, channel = (request.args.get(key, "") for key in ("figure", "section", "channel"))
    if figure not in FIGURE_WORDS or not (channel.isdecimal() or channel == "") or len(channel) > LONGEST_KEY:
        abort(404)
    scope = replace(
        scope_of(counted.period, agency_id=current_user.agency_id, on=today(), viewer=current_actor()),
        channel_id=int(channel) if channel else None,
    )
    by = GroupBy.SECTION if section else None
    found = cases_behind(scope, figure, by=by, key=section or None, limit=LISTED)
    units = {line.unit.key: line.unit.label for line in counted.sections}
    words = (units.get(section, ""), dict(counted.channels).get(channel, ""), FIGURE_WORDS[figure])
    return ChosenCases(
        " · ".join(filter(None, words)), found.total, [_behind(case, scope.as_of) for case in found.cases]
    )


def _behind(case: FigureCase, as_of: date) -> BulletinCase:
    return BulletinCase(case, replied_by(case, as_of), ended_by(case, as_of), fate_of(case, as_of))


@blueprint.get("/file.<ending>")
@allow(*READERS)
def file(ending: str) -> ResponseReturnValue:
    try:
        period = _period()
    except DomainError:
        abort(404)
    found = bulletin(period, agency_id=current_user.agency_id, on=today(), viewer=current_actor())
    if ending == "docx":
        content = bulletin_docx(found, agency=current_user.agency.name)
    elif ending == "xlsx":
        content = bulletin_xlsx(found)
    else:
        abort(404)
    name = f"{title_of(found)}.{ending}"
    return send_file(
        BytesIO(content), mimetype="application/octet-stream", as_attachment=True, download_name=name
    )
