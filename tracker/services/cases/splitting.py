"""拆分申请: unrelated matters of one application become requests of their own."""

from collections.abc import Sequence
from datetime import date

from tracker.domain.errors import DomainError
from tracker.domain.lifecycle.actions import Action
from tracker.models.case import Case
from tracker.services.cases.assign import assign
from tracker.services.cases.register import CaseFields, PersonFields, begin, title_from
from tracker.services.cases.work import CaseWork

MOST_PARTS = 50
LONGEST_PART = 2000
CARRIED = (
    "received_on",
    "source_text",
    "place",
    "applicant_type",
    "receipt_method",
    "delivery_form",
    "delivery_route",
    "needs_assistance",
    "is_secret",
    "received_at",
    "reported_section_id",
    "reported_user_id",
)
"""What a part has in common with the whole."""


def split(work: CaseWork, *, parts: Sequence[str], on: date | None = None) -> list[Case]:
    """拆分申请 by the smallest reasonable unit (国办函〔2020〕109号第四条); the case keeps what ``parts`` do not name.

    Each part becomes a request of its own with a number, of the same applicant, received the same day, so due the
    same day, and goes to the section and handler of the whole. The annual report counts each of them.

    Raises DomainError for no part, an empty or overlong one, or too many.
    """
    work.refuse_unless_open(Action.SPLIT)
    wanted = [part.strip() for part in parts if part.strip()]
    _refuse_mistakes(wanted)
    made = [_part(work, content) for content in wanted]
    payload = {"parts": [[case.id, case.number] for case in made]}
    work.take(Action.SPLIT, on=on, payload=payload)
    return made


def _refuse_mistakes(wanted: Sequence[str]) -> None:
    if not wanted:
        raise DomainError("请写明拆出去的每一部分要的是什么信息，每行一项。", field="parts")
    if len(wanted) > MOST_PARTS:
        raise DomainError(f"一次最多拆出 {MOST_PARTS} 件，现在是 {len(wanted)} 行。", field="parts")
    for place, part in enumerate(wanted, start=1):
        if len(part) > LONGEST_PART:
            raise DomainError(f"第 {place} 行最长 {LONGEST_PART} 字，现在是 {len(part)} 字。", field="parts")


def _part(work: CaseWork, content: str) -> Case:
    whole = work.case
    fields = CaseFields(
        title=title_from(content),
        content=content,
        previous_case_id=whole.id,
        person=_same_person(whole),
        **{name: getattr(whole, name) for name in CARRIED},
    )
    part = begin(channel=whole.channel, fields=fields, actor=work.actor, at=work.at, part_of=whole)
    if whole.section_id is not None:
        assign(part, section_id=whole.section_id, handler_id=whole.handler_id)
    part.finish()
    return part.case


def _same_person(whole: Case) -> PersonFields:
    person = whole.person
    if person is None:
        return PersonFields()
    names = ("name", "phone", "id_type", "id_number", "address", "postcode")
    return PersonFields(**{name: getattr(person, name) or "" for name in names})
