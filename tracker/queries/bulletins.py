"""通报 figures: one grouped statement by section and channel for a period, one for the period before."""

from collections import defaultdict
from datetime import date

from sqlalchemy import select

from tracker.domain.bulletins import Bulletin, BulletinPeriod, SectionCounts, ranked
from tracker.domain.completion import Cohort, Counts, GroupBy
from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.models.agency import Channel, Section
from tracker.queries.completion import NOBODY, completion_groups
from tracker.queries.figures import Scope
from tracker.queries.tally import COUNTED, tally

RATINGS = ("rated", "dissatisfied")


def scope_of(period: BulletinPeriod, *, agency_id: int, on: date, viewer: Actor | None = None) -> Scope:
    """What a bulletin counts: hotline and mailbox items active in the period, as they stood at its end.

    A period that is not over counts up to ``on``.
    """
    end = max(min(period.end, on), period.start)
    return Scope(agency_id, period.start, end, end, Cohort.ACTIVE, viewer=viewer)


def bulletin(period: BulletinPeriod, *, agency_id: int, on: date, viewer: Actor | None = None) -> Bulletin:
    """Return the bulletin of a period with ranks and the change against the period before."""
    scope = scope_of(period, agency_id=agency_id, on=on, viewer=viewer)
    found = tally(scope, GroupBy.SECTION, (*COUNTED, *RATINGS))
    counts: defaultdict[int | None, defaultdict[str, Counts]] = defaultdict(lambda: defaultdict(Counts))
    ratings: defaultdict[int | None, list[int]] = defaultdict(lambda: [0, 0])
    for cell, figures in found.cells.items():
        counts[cell.key][str(cell.channel_id)] += found.counts(cell)
        for place, name in enumerate(RATINGS):
            ratings[cell.key][place] += figures[name]
    names = _section_names(agency_id)
    sections = [
        SectionCounts(
            NOBODY if key is None else str(key), names.get(key, "未分办"), counts[key], *ratings[key]
        )
        for key in sorted(
            counts, key=lambda key: (key is None, list(names).index(key) if key in names else 0)
        )
    ]
    earlier = scope_of(period.before, agency_id=agency_id, on=on, viewer=viewer)
    before = {group.key: group.counts for group in completion_groups(earlier, GroupBy.SECTION)}
    used = {channel for by_channel in counts.values() for channel in by_channel}
    return Bulletin(
        period=period,
        as_of=scope.as_of,
        channels=tuple((key, name) for key, name in _channel_names(agency_id) if key in used),
        lines=ranked(sections, before),
        total=_sum(sections),
    )


def _section_names(agency_id: int) -> dict[int | None, str]:
    statement = select(Section.id, Section.name).where(Section.agency_id == agency_id)
    return dict(db.session.execute(statement.order_by(Section.sort, Section.id)).tuples().all())


def _channel_names(agency_id: int) -> list[tuple[str, str]]:
    statement = select(Channel.id, Channel.name).where(Channel.agency_id == agency_id)
    rows = db.session.execute(statement.order_by(Channel.sort, Channel.id)).tuples()
    return [(str(key), name) for key, name in rows]


def _sum(sections: list[SectionCounts]) -> SectionCounts:
    by_channel: dict[str, Counts] = defaultdict(Counts)
    for section in sections:
        for channel, counts in section.by_channel.items():
            by_channel[channel] += counts
    return SectionCounts(
        "",
        "合计",
        dict(by_channel),
        sum(section.rated for section in sections),
        sum(section.dissatisfied for section in sections),
    )
