"""通报: a month or quarter by section and channel, each figure opening its cases, as page, docx and xlsx."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from flask import Blueprint, abort, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.domain.bulletins import (
    Bulletin,
    BulletinPeriod,
    SectionCounts,
    change_words,
    month_of,
    quarter_of,
    read_period,
)
from tracker.domain.completion import Counts, GroupBy, Rate
from tracker.domain.errors import DomainError
from tracker.domain.labels import Role
from tracker.exports.bulletin_files import EXPLANATION, bulletin_docx, bulletin_xlsx
from tracker.now import today
from tracker.queries.bulletins import bulletin, scope_of
from tracker.queries.completion import FigureCase, cases_behind
from tracker.web.access import allow, current_actor
from tracker.web.statistics.figure_words import FIGURE_WORDS
from tracker.web.statistics.pages import LISTED, Figure, fate_of

blueprint = Blueprint("bulletin", __name__, url_prefix="/statistics/bulletin")
READERS = (Role.SUPERVISOR, Role.STATISTICIAN)
LONGEST_KEY = 10
PARTS = ("closed_in_time", "closed_late", "open")


@dataclass(frozen=True, slots=True)
class ShownRate:
    """A percentage, or a dash without cases, and the two figures it was made of."""

    words: str
    numerator: Figure
    denominator: Figure


@dataclass(frozen=True, slots=True)
class ShownLine:
    rank: str
    label: str
    figures: tuple[Figure, ...]
    completion: ShownRate
    in_time: ShownRate
    change: str
    dissatisfied: ShownRate


@dataclass(frozen=True, slots=True)
class Choices:
    """Neighbouring periods the page links to."""

    earlier: BulletinPeriod
    month: BulletinPeriod
    quarter: BulletinPeriod


def _period() -> BulletinPeriod:
    return read_period(request.args.get("period") or month_of(today()).before.code)


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
        lines=_lines(found),
        total=_line(found, found.total, "", ""),
        choices=Choices(period.before, month_of(today()).before, quarter_of(today()).before),
        explanation=EXPLANATION,
        refusal=refusal,
        chosen=_chosen(period) if request.args.get("figure") else None,
    )


def _lines(found: Bulletin) -> tuple[ShownLine, ...]:
    return tuple(
        _line(found, line.section, "" if line.rank is None else str(line.rank), change_words(line.change))
        for line in found.lines
    )


def _line(found: Bulletin, section: SectionCounts, rank: str, change: str) -> ShownLine:
    total = section.total
    figures = [_figure(found, section, "", "received", total)]
    for channel, _ in found.channels:
        counts = section.by_channel.get(channel, Counts())
        figures += [_figure(found, section, channel, name, counts) for name in PARTS]
    figures += [_figure(found, section, "", name, total) for name in PARTS]
    return ShownLine(
        rank or "—",
        section.label,
        tuple(figures),
        completion=_rate(found, section, total.completion_rate(found.rounding), "closed", "valid"),
        in_time=_rate(found, section, total.in_time_rate(found.rounding), "closed_in_time", "closed"),
        change=change or "—",
        dissatisfied=_rate(found, section, section.dissatisfied_rate, "dissatisfied", "rated"),
    )


def _rate(found: Bulletin, section: SectionCounts, rate: Rate, over: str, under: str) -> ShownRate:
    return ShownRate(
        rate.trimmed or "—",
        _linked(found, section, "", over, rate.numerator),
        _linked(found, section, "", under, rate.denominator),
    )


def _figure(found: Bulletin, section: SectionCounts, channel: str, name: str, counts: Counts) -> Figure:
    return _linked(found, section, channel, name, getattr(counts, name))


def _linked(found: Bulletin, section: SectionCounts, channel: str, name: str, number: int) -> Figure:
    address = url_for(
        "bulletin.show",
        period=found.period.code,
        section=section.key or None,
        channel=channel or None,
        figure=name,
        _anchor="cases",
    )
    here = tuple(request.args.get(key, "") for key in ("section", "channel", "figure"))
    return Figure(number, address, here == (section.key, channel, name))


@dataclass(frozen=True, slots=True)
class ChosenCases:
    title: str
    total: int
    cases: Sequence[tuple[FigureCase, str]]


def _chosen(period: BulletinPeriod) -> ChosenCases:
    figure, section, channel = (request.args.get(key, "") for key in ("figure", "section", "channel"))
    if figure not in FIGURE_WORDS or not (channel.isdecimal() or channel == "") or len(channel) > LONGEST_KEY:
        abort(404)
    scope = replace(
        scope_of(period, agency_id=current_user.agency_id, on=today(), viewer=current_actor()),
        channel_id=int(channel) if channel else None,
    )
    by = GroupBy.SECTION if section else None
    found = cases_behind(scope, figure, by=by, key=section or None, limit=LISTED)
    return ChosenCases(
        FIGURE_WORDS[figure], found.total, [(case, fate_of(case, scope.as_of)) for case in found.cases]
    )


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
    name = f"{period.label}办理情况通报.{ending}"
    return send_file(
        BytesIO(content), mimetype="application/octet-stream", as_attachment=True, download_name=name
    )
