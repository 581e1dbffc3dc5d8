"""Fill an installation with many artificial cases: ``python -m bench.fill 100000``, with ``--open`` open ones only.

Rows are written in bulk, but each is what the services would have written: events, cycle, sealed person,
search words. The spread is fixed by the seed.
"""

import random
import sys
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert

from tracker.app import create_app
from tracker.domain.case_events import EventType
from tracker.domain.labels import ApplicantType, ClockState, ItemType, Kind, State
from tracker.domain.workdays import national_calendar
from tracker.extensions import db
from tracker.models import (
    Agency,
    Case,
    CaseCycle,
    CaseEventRow,
    CasePerson,
    CaseWords,
    Channel,
    NumberCounter,
    Section,
)
from tracker.now import now, today
from tracker.queries import organisation
from tracker.sealing import sealer
from tracker.services.cases.projection import NO_DATE
from tracker.services.cases.register import phone_tail_hash
from tracker.services.cases.search_index import words_of
from tracker.unit_of_work import writing

CHUNK = 5000
OPEN_SHARE = 0.06
PLACES = ("样本村", "测试镇", "示例路", "样例小区", "试点渠")
MATTERS = (
    "耕地占用",
    "宅基地确权",
    "土地流转补偿",
    "林木砍伐",
    "采砂扬尘",
    "规划绿地",
    "不动产登记",
    "征地公告",
)
OUTCOMES = ("G1", "G2", "P", "D4", "D6", "U1", "N1", "N2", "O1", "O3")


class Filler:
    """Makes rows chunk by chunk."""

    def __init__(
        self,
        agency: Agency,
        channels: list[Channel],
        sections: list[Section],
        first_id: int,
        open_share: float,
    ) -> None:
        self.agency = agency
        self.channels = channels
        self.sections = sections
        self.next_id = first_id
        self.open_share = open_share
        self.random = random.Random(20260101)
        self.serials: dict[tuple[int, int], int] = {}
        self.today = today()
        self.at = now()
        self.add = national_calendar().add
        self.name = sealer().look_up("name", "张测试")

    def chunk(self, size: int) -> dict[Any, list[dict[str, Any]]]:
        """Rows of ``size`` cases by table."""
        rows: dict[Any, list[dict[str, Any]]] = {
            Case: [],
            CaseCycle: [],
            CasePerson: [],
            CaseEventRow: [],
            CaseWords: [],
        }
        for _ in range(size):
            self._one(rows)
        return rows

    def _one(self, rows: dict[Any, list[dict[str, Any]]]) -> None:
        chance = self.random
        case_id = self.next_id
        self.next_id += 1
        channel = chance.choices(self.channels, (60, 8, 8, 4, 15, 5)[: len(self.channels)])[0]
        is_open = chance.random() < self.open_share
        received = self.today - timedelta(days=chance.randrange(0, 25 if is_open else 1095))
        is_disclosure = channel.kind is Kind.DISCLOSURE
        due = self.add(received, 20 if is_disclosure else 5)
        closed = None if is_open else min(self.add(received, chance.randrange(1, 7)), self.today)
        serial = self.serials[channel.id, received.year] = (
            self.serials.get((channel.id, received.year), 0) + 1
        )
        title = f"反映{chance.choice(PLACES)}{chance.choice(MATTERS)}问题第{case_id}件"
        common = {
            "agency_id": self.agency.id,
            "channel_id": channel.id,
            "kind": channel.kind,
            "section_id": chance.choice(self.sections).id if self.sections else None,
            "handler_id": None,
            "item_type": None if is_disclosure else chance.choice(list(ItemType)),
            "applicant_type": chance.choice(list(ApplicantType)) if is_disclosure else None,
            "received_on": received,
            "due_on": due,
            "replied_on": closed,
            "closed_on": closed,
            "outcome": chance.choice(OUTCOMES) if is_disclosure and closed else None,
        }
        case = common | {
            "id": case_id,
            "number": f"{self.agency.number_prefix}{channel.number_word}〔{received.year}〕B{serial}号",
            "source_number": f"BX{case_id:012d}",
            "title": title,
            "content": title + "，希望核查并答复。" * 5,
            "state": State.IN_HAND if is_open else State.CLOSED,
            "is_open": is_open,
            "clock_state": _clock(due, closed),
            "sort_due_on": due or NO_DATE,
            "created_at": self.at,
            "version": 1,
        }
        rows[Case].append(case)
        rows[CaseCycle].append(
            common
            | {
                "case_id": case_id,
                "cycle": 1,
                "started_on": received,
                "stands_from": received,
                "is_late": bool(closed and closed > due),
                "days_used": 3,
            }
        )
        rows[CasePerson].append(self._person(case_id))
        rows[CaseEventRow].extend(self._events(case_id, common))
        rows[CaseWords].append({"case_id": case_id, "words": words_of(Case(**case))})

    def _person(self, case_id: int) -> dict[str, Any]:
        phone = f"138{case_id % 10**8:08d}"
        return {
            "case_id": case_id,
            "name_sealed": sealer().seal(f"case_people:{case_id}:name", "张测试"),
            "name_hash": self.name,
            "phone_sealed": sealer().seal(f"case_people:{case_id}:phone", phone),
            "phone_hash": sealer().look_up("phone", phone),
            "phone_tail_hash": phone_tail_hash(phone),
        }

    def _events(self, case_id: int, facts: dict[str, Any]) -> list[dict[str, Any]]:
        section = {"section": facts["section_id"], "handler": None, "assistants": []}
        steps: list[tuple[EventType, date, dict[str, Any]]] = [
            (EventType.REGISTERED, facts["received_on"], {"to": "awaiting_assignment"}),
            (EventType.ASSIGNED, facts["received_on"], section | {"to": "awaiting_signature"}),
            (EventType.SIGNED, facts["received_on"], {"to": "in_hand"}),
        ]
        if facts["closed_on"]:
            ending = {"outcome": facts["outcome"]} if facts["outcome"] else {}
            steps += [
                (EventType.REPLIED, facts["closed_on"], {"to": "closed"} | ending),
                (EventType.CLOSED, facts["closed_on"], {"to": "closed"}),
            ]
        return [
            {"case_id": case_id, "seq": seq, "type": kind, "on": on, "at": self.at, "payload": payload}
            for seq, (kind, on, payload) in enumerate(steps, start=1)
        ]


def _clock(due: date, closed: date | None) -> ClockState:
    if closed is None:
        return ClockState.RUNNING
    return ClockState.MISSED if closed > due else ClockState.MET


def fill(cases: int, *, open_share: float = OPEN_SHARE) -> None:
    """Add ``cases`` cases to the database of the running application."""
    with writing():
        agency = organisation.only_agency()
        sections = organisation.sections(agency.id)
        if not sections:
            sections = [Section(agency_id=agency.id, name=f"样本科室{n}") for n in range(1, 9)]
            db.session.add_all(sections)
            db.session.flush()
    first = (db.session.query(db.func.max(Case.id)).scalar() or 0) + 1
    filler = Filler(
        agency, organisation.channels(agency.id), organisation.sections(agency.id), first, open_share
    )
    for done in range(0, cases, CHUNK):
        with writing():
            for table, rows in filler.chunk(min(CHUNK, cases - done)).items():
                db.session.execute(insert(table), rows)
    with writing():
        for (channel_id, year), last in filler.serials.items():
            db.session.merge(
                NumberCounter(agency_id=agency.id, series=f"case:{channel_id}", year=year, last=last)
            )
    with writing():
        db.session.execute(db.text("ANALYZE"))


if __name__ == "__main__":
    with create_app().app_context():
        fill(int(sys.argv[1]), open_share=1.0 if "--open" in sys.argv else OPEN_SHARE)
