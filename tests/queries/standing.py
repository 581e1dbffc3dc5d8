"""Puts cases and their rounds into the tables as the projection would leave them."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from tracker.domain.labels import ApplicantType, ClockState, Kind, State
from tracker.extensions import db
from tracker.models.agency import Channel
from tracker.models.case import Case, CaseCycle
from tracker.now import LOCAL_ZONE

FAR = date(9999, 12, 31)
FIRST_STEPS = ("sign_by", "signed_on", "contact_by", "contacted_on", "published_on")


def day(text):
    return None if text is None else date.fromisoformat(text)


def channel_of(agency, code):
    return db.session.execute(
        select(Channel).where(Channel.agency_id == agency.id, Channel.code == code)
    ).scalar_one()


def put_case(agency, received_on, *, channel="hotline_12345", rounds=None, **facts):
    """Add a case; ``rounds`` are its cycles, by default one made of ``facts``."""
    chosen = channel_of(agency, channel)
    rounds = [dict(round_) for round_ in rounds or [facts]]
    number = db.session.query(Case).count() + 1
    applicant = facts.get(
        "applicant", ApplicantType.NATURAL_PERSON if chosen.kind is Kind.DISCLOSURE else None
    )
    last = rounds[-1]
    removed = last.get("removed_on")
    closed = last.get("closed_on")
    outcome = last.get("outcome")
    case = Case(
        agency_id=agency.id,
        channel_id=chosen.id,
        kind=chosen.kind,
        number=f"示例{chosen.number_word}〔{received_on[:4]}〕{number}号",
        title=f"反映样本村第{number}件",
        received_on=day(received_on),
        created_at=datetime.fromisoformat(f"{facts.get('registered_on', received_on)}T09:00").replace(
            tzinfo=LOCAL_ZONE
        ),
        state=State.CLOSED
        if closed
        else (last.get("removed_as") or State.MERGED)
        if removed
        else State.IN_HAND,
        is_open=not (closed or removed),
        clock_state=ClockState.RUNNING,
        sort_due_on=day(last.get("due_on")) or FAR,
        due_on=day(last.get("due_on")),
        closed_on=day(closed),
        removed_on=day(removed),
        outcome=outcome,
        applicant_type=applicant,
        item_type=facts.get("item_type"),
        section_id=facts.get("section_id"),
        handler_id=facts.get("handler_id"),
        cycle=len(rounds),
    )
    db.session.add(case)
    db.session.flush()
    for place, round_ in enumerate(rounds, 1):
        later = rounds[place]["started_on"] if place < len(rounds) else None
        start = round_.get("started_on") or received_on
        ended = round_.get("replied_on") or round_.get("closed_on")
        due = round_.get("due_on") or (day(start) + timedelta(days=7)).isoformat()
        db.session.add(
            CaseCycle(
                case_id=case.id,
                cycle=place,
                agency_id=agency.id,
                channel_id=chosen.id,
                kind=chosen.kind,
                section_id=facts.get("section_id"),
                handler_id=facts.get("handler_id"),
                item_type=facts.get("item_type"),
                applicant_type=applicant,
                received_on=day(received_on),
                started_on=day(round_.get("started_on") or received_on),
                superseded_on=day(later),
                stands_from=day(start),
                stands_until=day(later),
                due_on=day(due),
                replied_on=day(ended),
                closed_on=day(round_.get("closed_on")),
                removed_on=day(round_.get("removed_on")),
                removed_as=(round_.get("removed_as") or State.MERGED) if round_.get("removed_on") else None,
                is_late=bool(ended and ended > due),
                outcome=round_.get("outcome"),
                days_used=round_.get("days_used", 0),
                satisfaction=round_.get("satisfaction"),
                times_extended=round_.get("times_extended", 0),
                times_returned=round_.get("times_returned", 0),
                **{name: day(round_.get(name)) for name in FIRST_STEPS},
            )
        )
    db.session.flush()
    return case
