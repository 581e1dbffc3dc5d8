"""What is printed: the receipt handed to the applicant, and the case file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tracker.domain.deadline_clock import Deadline
from tracker.domain.labels import Kind
from tracker.models.document import CaseDocument
from tracker.now import local
from tracker.queries.cases.one import CaseFile, EventLine
from tracker.services.documents.letter_fields import how_fixed
from tracker.web import deadline_words, wording
from tracker.web.cases import rows, timeline
from tracker.web.cases.case_page import ending_words
from tracker.web.day_strip import StripPage, strip_page
from tracker.web.documents.delivery_page import standing_words
from tracker.web.documents.steps import step_names


@dataclass(frozen=True, slots=True)
class Printed:
    """Who printed, and when."""

    by: str
    at_words: str


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """See templates/papers/receipt.html."""

    title: str
    number: str
    day_words: str
    name: str
    applicant: str
    opening: str
    content: str
    method: str
    received_words: str
    how_fixed: str
    delivery_form: str
    delivery_route: str
    due_words: str
    due_day: str
    why: str
    correction_words: str
    is_disclosure: bool
    agency: str
    contact: str
    seal: str
    clerk: str
    holder: str
    case_url: str
    printed: Printed


@dataclass(frozen=True, slots=True)
class HappenedLine:
    """One step: ``entry`` is what the timeline tells of it."""

    on: str
    entry: timeline.Entry
    recorded: str


@dataclass(frozen=True, slots=True)
class KeptLine:
    """One letter or attachment of the case; ``fate`` is how a letter was delivered."""

    name: str
    number: str
    day: str
    fate: str


@dataclass(frozen=True, slots=True)
class CaseFilePage:
    """See templates/papers/case_file.html."""

    title: str
    number: str
    state_words: str
    facts: Sequence[tuple[str, str]]
    ledger: Sequence[deadline_words.ShownLine]
    strip: StripPage | None
    happened: Sequence[HappenedLine]
    replies: Sequence[tuple[str, str]]
    documents: Sequence[KeptLine]
    case_url: str
    printed: Printed


def printed(by: str, at: datetime) -> Printed:
    return Printed(by, wording.moment(at))


def receipt_page(
    file: CaseFile, deadline: Deadline, *, clerk: str, case_url: str, printing: Printed
) -> ReceiptPage:
    """The receipt carries the applicant's full name, never phone or document number.

    Printed by somebody who may not know the person it carries the masked one, and none of a secret reporter.
    """
    case = file.case
    agency, is_disclosure = case.agency, case.kind is Kind.DISCLOSURE
    due = deadline_words.due_of(deadline)
    name = _receipt_name(file)
    kind = case.applicant_type.label if case.applicant_type else ""
    correction = next(
        (clock.due_on for clock in deadline.side_clocks if clock.code == "correction_notice"), None
    )
    hours = f"，{agency.office_hours}" if agency.office_hours else ""
    return ReceiptPage(
        title="政府信息公开申请登记回执" if is_disclosure else "来件登记回执",
        number=case.number,
        day_words=wording.official_day(case.received_on),
        name=name or "来件人",
        applicant=f"{name or '未留姓名'}（{kind}）" if kind else name or "未留姓名",
        opening=f"您提交的{'政府信息公开申请' if is_disclosure else '诉求'}，我局已于"
        f"{wording.official_day(case.received_on)}收到，现予登记。",
        content=file.said(case.content or case.title),
        method=case.receipt_method.label if case.receipt_method else case.channel.name,
        received_words=f"{wording.official_day(case.received_on)}（{wording.weekday(case.received_on)}）",
        how_fixed=how_fixed(case.receipt_method) if is_disclosure else "",
        delivery_form=case.delivery_form,
        delivery_route=case.delivery_route,
        due_words=f"{wording.official_day(due)}（{wording.weekday(due)}）" if due else "待定",
        due_day=wording.official_day(due) if due else "",
        why=_why(deadline),
        correction_words=wording.official_day(correction) if correction else "",
        is_disclosure=is_disclosure,
        agency=agency.name,
        contact=f"联系{agency.name}，电话 {agency.phone or '（见门户网站）'}{hours}",
        seal="（依申请公开专用章）" if is_disclosure else "（盖章）",
        clerk=clerk,
        holder=rows.holder_words(case),
        case_url=case_url,
        printed=printing,
    )


def _receipt_name(file: CaseFile) -> str:
    case = file.case
    if case.erased_on is not None:
        return rows.ERASED
    name = "" if case.is_anonymous or case.person is None else case.person.name or ""
    if file.knows_person:
        return name
    return "" if case.is_secret else wording.masked_name(name)


def _why(deadline: Deadline) -> str:
    if deadline.limit is None:
        return ""
    unit = deadline_words.unit_words(deadline)
    nth = f"自收到之日起第{deadline.limit}{'个工作日' if unit == wording.WORKING_DAY else '日'}"
    rest = "收到当日不计，双休日和法定节假日不计。" if unit == wording.WORKING_DAY else "收到当日不计。"
    return f"{nth}。{rest}" + ("该年放假安排尚未公布，届时以公布的为准。" if deadline.is_provisional else "")


def case_file_page(
    file: CaseFile,
    deadline: Deadline,
    *,
    documents: Sequence[CaseDocument],
    names: timeline.Names,
    case_url: str,
    today: date,
    printing: Printed,
) -> CaseFilePage:
    """卷宗 as of today; personal data masked, whoever prints it."""
    file, case = file.masked(), file.case
    return CaseFilePage(
        title=f"{case.channel.name}办件卷宗",
        number=case.number,
        state_words=f"{case.state.label}（截至{wording.official_day(today)}）",
        facts=_facts(file, deadline),
        ledger=deadline_words.ledger(deadline),
        strip=strip_page(deadline, today=today),
        happened=[
            _happened(line, entry)
            for line, entry in zip(
                file.lines, reversed(timeline.entries(file.lines, names, today=today)), strict=True
            )
        ],
        replies=[
            (f"{wording.official_day(local(reply.drafted_at).date())}拟稿", file.said(reply.public_text))
            for reply in file.replies
        ],
        documents=[_kept(each, file) for each in reversed(documents)],
        case_url=case_url,
        printed=printing,
    )


def _facts(file: CaseFile, deadline: Deadline) -> list[tuple[str, str]]:
    case = file.case
    name = rows.person_words(case, case.person.name or "" if case.person else "")
    kind = f"（{case.applicant_type.label}）" if case.applicant_type else ""
    due = deadline_words.due_of(deadline)
    expected = "预计" if due and not deadline.due_on else "暂定" if deadline.is_provisional else ""
    method = case.receipt_method.label if case.receipt_method else case.channel.name
    facts = [
        ("内容", file.said(case.content or case.title)),
        ("申请人" if case.kind is Kind.DISCLOSURE else "诉求人", f"{name}{kind}" or "未留"),
        ("收到日期", f"{wording.official_day(case.received_on)}　{method}"),
        ("承办", rows.holder_words(case) or "未分办"),
        ("期限", expected + wording.official_day(due) if due else "待定"),
    ]
    if ending := ending_words(case):
        facts.append(("办理结果", ending))
    return facts


def _kept(document: CaseDocument, file: CaseFile) -> KeptLine:
    if document.letter_kind is None or document.dated_on is None:
        added_on = local(document.created_at).date()
        step = step_names(file).get(document.about_seq or 0)
        what = f"附件（{step}）" if step else "附件"
        return KeptLine(file.said(document.filename), what, added_on.isoformat(), "")
    fate = standing_words(document, file.events)
    return KeptLine(document.letter_kind.label, document.number or "", document.dated_on.isoformat(), fate)


def _happened(line: EventLine, entry: timeline.Entry) -> HappenedLine:
    note = " 补录" if line.is_late_entry else ""
    return HappenedLine(line.row.on.isoformat(), entry, f"{local(line.row.at):%m-%d %H:%M}{note}")
