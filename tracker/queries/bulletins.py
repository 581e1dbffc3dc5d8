"""通报 figures: one grouped statement by section and channel for a period, one for the period before."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from tracker.domain.bulletin_tables import SUM
from tracker.domain.bulletins import Bulletin, BulletinLine, BulletinPeriod, Unit, ranked
from tracker.domain.completion import Cohort, Counts, GroupBy
from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.models.agency import Channel, Section
from tracker.queries.completion import NOBODY
from tracker.queries.figures import Scope
from tracker.queries.policies import report_reading
from tracker.queries.tally import COUNTED, tally

RATINGS = ("rated", "dissatisfied")


def scope_of(period: BulletinPeriod, *, agency_id: int, on: date, viewer: Actor | None = None) -> Scope:
    """What a bulletin counts: hotline and mailbox items active in the period, as they stood at its end.

    A period that is not over counts up to ``on``.
    """
    end = max(min(period.end, on), period.start)
    return Scope(agency_id, period.start, end, end, Cohort.ACTIVE, viewer=viewer)


@dataclass(slots=True)
class _Gathered:
    counts: defaultdict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))
    ratings: list[int] = field(default_factory=lambda: [0, 0])

    def add(self, channel: str, counts: Counts, figures: Mapping[str, int]) -> None:
        self.counts[channel] += counts
        for place, name in enumerate(RATINGS):
            self.ratings[place] += figures[name]

    def unit(self, key: str, label: str) -> Unit:
        return Unit(key, label, dict(self.counts), *self.ratings)


@dataclass(frozen=True, slots=True)
class _Counted:
    """One period: its sections, its channels and the sum of them."""

    sections: Sequence[Unit]
    channels: Sequence[Unit]
    total: Unit


def bulletin(period: BulletinPeriod, *, agency_id: int, on: date, viewer: Actor | None = None) -> Bulletin:
    """Return the bulletin of a period with ranks and the period before."""
    scope = scope_of(period, agency_id=agency_id, on=on, viewer=viewer)
    earlier = scope_of(period.before, agency_id=agency_id, on=on, viewer=viewer)
    sections, channels = _section_names(agency_id), _channel_names(agency_id)
    now, before = (_counted(each, sections, channels) for each in (scope, earlier))
    rounding = report_reading(agency_id=agency_id).rounding
    return Bulletin(
        period=period,
        as_of=scope.as_of,
        channels=tuple((unit.key, unit.label) for unit in now.channels),
        sections=ranked(now.sections, before.sections, rounding),
        by_channel=ranked(now.channels, before.channels, rounding),
        total=BulletinLine(now.total, None, before.total),
        rounding=rounding,
    )


def _counted(scope: Scope, sections: Mapping[str, str], channels: Mapping[str, str]) -> _Counted:
    found = tally(scope, GroupBy.SECTION, (*COUNTED, *RATINGS))
    by_section: defaultdict[str, _Gathered] = defaultdict(_Gathered)
    by_channel: defaultdict[str, _Gathered] = defaultdict(_Gathered)
    total = _Gathered()
    for cell, figures in found.cells.items():
        section, channel = NOBODY if cell.key is None else str(cell.key), str(cell.channel_id)
        for gathered in (by_section[section], by_channel[channel], total):
            gathered.add(channel, found.counts(cell), figures)
    return _Counted(_units(by_section, sections), _units(by_channel, channels), total.unit("", SUM))


def _units(gathered: Mapping[str, _Gathered], names: Mapping[str, str]) -> list[Unit]:
    return [gathered[key].unit(key, name) for key, name in names.items() if key in gathered]


def _section_names(agency_id: int) -> dict[str, str]:
    statement = select(Section.id, Section.name).where(Section.agency_id == agency_id)
    rows = db.session.execute(statement.order_by(Section.sort, Section.id)).tuples()
    return {str(key): name for key, name in rows} | {NOBODY: "未分办"}


def _channel_names(agency_id: int) -> dict[str, str]:
    statement = select(Channel.id, Channel.name).where(Channel.agency_id == agency_id)
    rows = db.session.execute(statement.order_by(Channel.sort, Channel.id)).tuples()
    return {str(key): name for key, name in rows}
