"""登记: a new case gets its number, its deadline and its first event."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import set_committed_value

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.errors import DomainError
from tracker.domain.labels import ApplicantType, ClockState, ItemType, Kind, ReceiptMethod, State
from tracker.domain.lifecycle.standing import fold
from tracker.domain.numbering import case_number
from tracker.domain.permissions import Actor, is_recused
from tracker.domain.receipt import refuse_other_day
from tracker.extensions import db
from tracker.models.agency import Agency, Channel
from tracker.models.case import Case
from tracker.models.case_record import CaseEventRow, CaseEventText, CasePerson
from tracker.now import local
from tracker.queries.cases.one import by_submission_key, find
from tracker.services.cases.assign import assign
from tracker.services.cases.facts import case_view
from tracker.services.cases.projection import NO_DATE
from tracker.services.cases.recusal import refuse_unknown
from tracker.services.cases.work import CaseWork
from tracker.services.numbers import next_serial
from tracker.services.rules import rules_for

LONGEST_TITLE = 200
DERIVED_TITLE = 60
TAIL = 4


def title_from(content: str) -> str:
    """A title for a case that comes without one: the beginning of its content, up to the first stop."""
    first = next((line.strip() for line in content.splitlines() if line.strip()), "")
    stop = min((at for at in (first.find(mark) for mark in "。；;！？") if at > 0), default=len(first))
    sentence = first[:stop]
    return sentence if len(sentence) <= DERIVED_TITLE else sentence[: DERIVED_TITLE - 1] + "…"


@dataclass(frozen=True, slots=True)
class PersonFields:
    """诉求人／申请人 as registered; every value may be empty."""

    name: str = ""
    phone: str = ""
    id_type: str = ""
    id_number: str = ""
    address: str = ""
    postcode: str = ""
    import_notes: str = ""


@dataclass(frozen=True, slots=True)
class CaseFields:
    """What is registered of a case. ``received_on`` is the receipt day by the channel's rule (条例第三十一条)."""

    title: str
    received_on: date
    content: str = ""
    source_number: str = ""
    source_text: str = ""
    place: str = ""
    item_type: ItemType | None = None
    applicant_type: ApplicantType | None = None
    receipt_method: ReceiptMethod | None = None
    delivery_form: str = ""
    delivery_route: str = ""
    needs_assistance: bool = False
    is_urgent: bool = False
    is_complex: bool = False
    is_important: bool = False
    is_group: bool = False
    is_secret: bool = False
    is_anonymous: bool = False
    wants_reply: bool = True
    received_at: datetime | None = None
    upstream_due_on: date | None = None
    upstream_due_at: datetime | None = None
    reported_section_id: int | None = None
    reported_user_id: int | None = None
    previous_case_id: int | None = None
    arrived_on: date | None = None
    receipt_evidence: str = ""
    missing_fields: tuple[str, ...] = ()
    person: PersonFields = field(default_factory=PersonFields)


def register_case(
    *,
    channel: Channel,
    fields: CaseFields,
    actor: Actor,
    at: datetime,
    section_id: int | None = None,
    handler_id: int | None = None,
    submission_key: str | None = None,
) -> Case:
    """Register a case and, when a section is named, assign it at once.

    The same ``submission_key`` again gives the case it already made. Raises DomainError naming the field that is
    missing or impossible, or a source number already registered in this channel (``context['case_id']`` holds
    the earlier case); then nothing of it is kept, not even its number.
    """
    _refuse_mistakes(channel, fields, local(at).date())
    refuse_unknown(channel.agency_id, section_id=fields.reported_section_id, user_id=fields.reported_user_id)
    if earlier := by_submission_key(channel.agency_id, submission_key or ""):
        return earlier
    refuse_double_source(channel, fields.source_number, actor=actor)
    try:
        with db.session.begin_nested():
            work = begin(channel=channel, fields=fields, actor=actor, at=at)
            work.case.submission_key = submission_key
            if section_id is not None:
                _assign(work, section_id=section_id, handler_id=handler_id)
            work.finish()
    except IntegrityError:
        # Somebody registered the very same between our look and our insert; the constraint decided.
        if earlier := by_submission_key(channel.agency_id, submission_key or ""):
            return earlier
        refuse_double_source(channel, fields.source_number, actor=actor)
        raise
    return work.case


def _assign(work: CaseWork, *, section_id: int, handler_id: int | None) -> None:
    if is_recused(work.actor, case_view(work.case)):
        raise DomainError(
            "本件反映的是您或者您所在的科室：请不要指定承办科室，登记后由其他人分办（回避）。",
            field="section",
        )
    assign(work, section_id=section_id, handler_id=handler_id)


def begin(
    *, channel: Channel, fields: CaseFields, actor: Actor, at: datetime, part_of: Case | None = None
) -> CaseWork:
    """Make the case row with its number and its registration event; the caller goes on and finishes it.

    ``part_of`` is the application the case was split from.
    """
    agency = channel.agency
    case = _new_case(channel, agency, fields, actor, at)
    db.session.add(case)
    db.session.flush()
    set_committed_value(case, "cycles", [])
    set_committed_value(case, "assistants", [])
    case.person = _person(case, fields.person)
    first = CaseEvent(
        type=EventType.REGISTERED,
        on=fields.received_on,
        seq=1,
        payload={"to": State.AWAITING_ASSIGNMENT.value} | _receipt_facts(fields) | _whole(part_of),
    )
    db.session.add(
        CaseEventRow(
            case_id=case.id,
            seq=1,
            type=first.type,
            on=first.on,
            at=at,
            actor_id=actor.user_id,
            payload=dict(first.payload),
        )
    )
    if fields.receipt_evidence.strip():
        words = CaseEventText(case_id=case.id, seq=first.seq, field="evidence")
        words.text = fields.receipt_evidence
        db.session.add(words)
    return CaseWork(
        case=case,
        events=[first],
        standing=fold([first]),
        rules=rules_for(agency),
        actor=actor,
        at=at,
        fresh=[first],
        words_changed=True,
    )


def _receipt_facts(fields: CaseFields) -> dict[str, str]:
    """收到方式 and 到达日期, by which the receipt day can be checked later (条例第三十一条)."""
    facts = {"receipt_method": fields.receipt_method.value} if fields.receipt_method else {}
    return facts | ({"arrived_on": fields.arrived_on.isoformat()} if fields.arrived_on else {})


def _whole(part_of: Case | None) -> dict[str, list[int | str]]:
    return {"part_of": [part_of.id, part_of.number]} if part_of else {}


def _new_case(channel: Channel, agency: Agency, fields: CaseFields, actor: Actor, at: datetime) -> Case:
    year = fields.received_on.year
    serial = next_serial(agency_id=agency.id, series=f"case:{channel.id}", year=year)
    given_apart = {"title", "person", "missing_fields", "source_number", "arrived_on", "receipt_evidence"}
    plain = {
        name: getattr(fields, name) for name in CaseFields.__dataclass_fields__ if name not in given_apart
    }
    return Case(
        agency_id=agency.id,
        channel_id=channel.id,
        channel=channel,
        kind=channel.kind,
        number=case_number(prefix=agency.number_prefix, word=channel.number_word, year=year, serial=serial),
        title=fields.title.strip(),
        source_number=fields.source_number.strip() or None,
        missing_fields=list(fields.missing_fields),
        created_at=at,
        created_by_id=actor.user_id,
        state=State.AWAITING_ASSIGNMENT,
        clock_state=ClockState.RUNNING,
        sort_due_on=NO_DATE,
        **plain,
    )


def _person(case: Case, fields: PersonFields) -> CasePerson:
    person = CasePerson(case_id=case.id)
    write_person(person, fields)
    return person


def write_person(person: CasePerson, fields: PersonFields) -> None:
    """Seal the personal data of ``fields`` into ``person``."""
    person.name = fields.name
    person.phone = fields.phone
    person.phone_tail_hash = phone_tail_hash(fields.phone)
    person.id_type = fields.id_type
    person.id_number = fields.id_number
    person.address = fields.address
    person.postcode = fields.postcode
    person.import_notes = fields.import_notes


def phone_tail_hash(phone: str) -> str | None:
    """The keyed hash of the last four digits, by which a caller who gives only those is found."""
    from tracker.sealing import sealer

    digits = "".join(char for char in phone if char.isdecimal())
    return sealer().look_up("phone_tail", digits[-TAIL:]) if len(digits) >= TAIL else None


def _refuse_mistakes(channel: Channel, fields: CaseFields, today: date) -> None:
    if not fields.title.strip():
        raise DomainError("请填写标题。", field="title")
    if len(fields.title) > LONGEST_TITLE:
        raise DomainError(f"标题最长 {LONGEST_TITLE} 字，现在是 {len(fields.title)} 字。", field="title")
    if fields.received_on > today:
        raise DomainError(f"{fields.received_on} 晚于今天，收到日期不能在将来。", field="received_on")
    if channel.kind is Kind.DISCLOSURE and fields.applicant_type is None:
        raise DomainError("申请人类别：请选一类，年报按类别统计。", field="applicant_type")
    if fields.upstream_due_on and fields.upstream_due_on < fields.received_on:
        raise DomainError(
            f"上级时限 {fields.upstream_due_on} 早于收到日期 {fields.received_on}。", field="upstream_due_on"
        )
    if fields.arrived_on and fields.arrived_on > fields.received_on:
        raise DomainError(
            f"到达日期 {fields.arrived_on} 晚于收到日期 {fields.received_on}，请核对。", field="arrived_on"
        )
    if fields.arrived_on and fields.receipt_method:
        refuse_other_day(fields.receipt_method, arrived_on=fields.arrived_on, received_on=fields.received_on)
    if not channel.is_active:
        raise DomainError(f"渠道「{channel.name}」已停用，不能再登记。", field="channel")


def refuse_double_source(
    channel: Channel, source_number: str, *, besides: int | None = None, actor: Actor | None = None
) -> None:
    """Refuse a source number (来源编号) that another case than ``besides`` of this channel already has.

    To an ``actor`` who may not see that case its number is not told.
    """
    source_number = source_number.strip()
    if not source_number:
        return
    same = select(Case.id, Case.number).where(
        Case.channel_id == channel.id, Case.source_number == source_number
    )
    earlier = db.session.execute(same.where(Case.id != besides) if besides else same).first()
    if earlier:
        seen = actor is None or find(actor, earlier.id) is not None
        raise DomainError(
            f"来源编号 {source_number} 已登记为 {earlier.number}，同一渠道不能重复登记。"
            if seen
            else f"来源编号 {source_number} 在{channel.name}已经登记过，请核对编号；确有疑问请找分办人。",
            field="source_number",
            case_id=earlier.id,
            number=earlier.number,
        )
