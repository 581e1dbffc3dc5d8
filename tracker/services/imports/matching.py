"""Which case of ours a row of a file is: by our number, by source number and channel, or by the same words."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql import Select

from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.case_record import CaseReply
from tracker.services.imports.wanted import Wanted

CHUNK = 400

T = TypeVar("T")
Identity = tuple[int, date, str, str, str, str, str]


def in_chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """Yield slices small enough for one IN list."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


class Matcher:
    """Finds the stored case of each row; a row without a number takes each equal case at most once.

    Such a row is the same case only when it holds more than a day and a title, or when the very file has been
    imported before (``is_known_file``): two short titles of one day need not be one case.
    """

    def __init__(self, agency_id: int, *, is_known_file: bool = False) -> None:
        self.agency_id = agency_id
        self.is_known_file = is_known_file
        self._taken: set[int] = set()

    def match(self, wanted: Sequence[Wanted]) -> dict[int, Case]:
        """Return the stored cases by row number of the file."""
        found: dict[int, Case] = {}
        numbered = self._by_own_number([one for one in wanted if one.row.own_number])
        sourced = self._by_source_number([one for one in wanted if one.row.source_number])
        for one in wanted:
            case = numbered.get(one.row.own_number) or sourced.get((one.channel.id, one.row.source_number))
            if case is not None:
                found[one.row.row] = case
                self._taken.add(case.id)
        nameless = [one for one in wanted if one.row.row not in found and not one.row.source_number]
        found.update(self._by_words([one for one in nameless if self._tells_itself(one)]))
        return found

    def _tells_itself(self, wanted: Wanted) -> bool:
        row = wanted.row
        if row.own_number:
            return False
        return self.is_known_file or bool(row.content or row.name or row.phone)

    def _load(self, statement: Select[tuple[Case]]) -> Sequence[Case]:
        options = (joinedload(Case.person), selectinload(Case.cycles), selectinload(Case.assistants))
        return db.session.execute(statement.order_by(Case.id).options(*options)).scalars().all()

    def _by_own_number(self, wanted: Sequence[Wanted]) -> dict[str, Case]:
        numbers = [one.row.own_number for one in wanted]
        if not numbers:
            return {}
        rows = self._load(select(Case).where(Case.agency_id == self.agency_id, Case.number.in_(numbers)))
        return {case.number: case for case in rows}

    def _by_source_number(self, wanted: Sequence[Wanted]) -> dict[tuple[int, str], Case]:
        by_channel: dict[int, list[str]] = defaultdict(list)
        for one in wanted:
            by_channel[one.channel.id].append(one.row.source_number)
        found: dict[tuple[int, str], Case] = {}
        for channel_id, numbers in sorted(by_channel.items()):
            rows = self._load(
                select(Case).where(Case.channel_id == channel_id, Case.source_number.in_(numbers))
            )
            found.update({(channel_id, case.source_number or ""): case for case in rows})
        return found

    def _by_words(self, wanted: Sequence[Wanted]) -> dict[int, Case]:
        if not wanted:
            return {}
        stored = self._load(
            select(Case).where(
                Case.agency_id == self.agency_id,
                Case.source_number.is_(None),
                Case.received_on.in_({one.row.received_on for one in wanted}),
                Case.title.in_({one.row.title for one in wanted}),
            )
        )
        waiting: dict[Identity, list[Case]] = defaultdict(list)
        for case in reversed(stored):
            if case.id not in self._taken:
                waiting[_identity_of_case(case)].append(case)
        found = {}
        for one in wanted:
            equals = waiting.get(_identity(one))
            if equals:
                found[one.row.row] = equals.pop()
                self._taken.add(found[one.row.row].id)
        return found


def _identity(wanted: Wanted) -> Identity:
    row = wanted.row
    kind = row.applicant_type.value if row.applicant_type else ""
    return (wanted.channel.id, row.received_on, row.title, row.content, row.name, row.phone, kind)


def _identity_of_case(case: Case) -> Identity:
    person = case.person
    name, phone = (person.name or "", person.phone or "") if person else ("", "")
    kind = case.applicant_type.value if case.applicant_type else ""
    return (case.channel_id, case.received_on, case.title, case.content, name, phone, kind)


def latest_replies(case_ids: Sequence[int]) -> dict[int, CaseReply]:
    """Return the last reply text of each case that has one."""
    rows = db.session.execute(
        select(CaseReply).where(CaseReply.case_id.in_(case_ids)).order_by(CaseReply.id)
    ).scalars()
    return {reply.case_id: reply for reply in rows}
