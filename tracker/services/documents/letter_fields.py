"""What a letter says of its case: every field a template may name, and the remedy paragraph suggested for it."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.deadline_clock import Deadline
from tracker.domain.fees import fee_for_cases, fee_for_pages
from tracker.domain.labels import ApplicantType, ReceiptMethod
from tracker.domain.letter_delivery import DeliveryMethod
from tracker.domain.letter_findings import finding
from tracker.domain.letters import LetterKind
from tracker.domain.lifecycle.standing import Standing, effective
from tracker.domain.outcomes import OUTCOME_RULES, Outcome
from tracker.domain.remedies import NOT_NAMED
from tracker.models.case import Case
from tracker.services.documents.letter_remedies import SuggestedRemedy, suggest_remedy
from tracker.services.rules import rules_for

ACT = "《中华人民共和国政府信息公开条例》"
TO_BE_FILLED = NOT_NAMED
RUNS_ON = frozenset(
    {LetterKind.EXTENSION, LetterKind.DEFERRAL, LetterKind.OPINION_NOTICE, LetterKind.FEE_NOTICE}
)
"""Letters whose details stand inside a sentence."""


@dataclass(frozen=True, slots=True)
class LetterWords:
    """What the drafter gives: the body, the addressee where it is not the applicant, a day asked for.

    ``remedy`` is the paragraph as the drafter changed it, None where the suggested one stands; ``method`` is how
    the letter will be served.
    """

    details: str
    addressee: str = ""
    until: date | None = None
    remedy: str | None = None
    method: DeliveryMethod | None = None


@dataclass(frozen=True, slots=True)
class LetterCase:
    """The case a letter is written in. ``about`` is the step it tells of; ``deadline`` is as of that step."""

    case: Case
    standing: Standing
    events: tuple[CaseEvent, ...]
    deadline: Deadline
    about: int | None = None

    @property
    def step(self) -> CaseEvent | None:
        return next((event for event in effective(self.events) if event.seq == self.about), None)


def letter_fields(
    subject: LetterCase, kind: LetterKind, words: LetterWords, dated_on: date
) -> dict[str, str]:
    """Every field a template may name, save the number."""
    case, agency = subject.case, subject.case.agency
    outcome = outcome_of(subject)
    name = (case.person.name if case.person else None) or "申请人"
    due = subject.deadline.due_on or subject.deadline.expected_due_on
    details = words.details.strip()
    you = "您" if case.applicant_type is ApplicantType.NATURAL_PERSON else "你单位"
    return {
        "addressee": words.addressee.strip() or name,
        "applicant": name,
        "you": you,
        "received": official_day(case.received_on),
        "receipt_basis": _receipt_basis(case.receipt_method),
        "receipt_method": case.receipt_method.label if case.receipt_method else case.channel.name,
        "corrected": _corrected(subject),
        "case_number": case.number,
        "asked": in_one_line(case.content or case.title),
        "details": in_one_line(details) if kind in RUNS_ON else details,
        "until": official_day(words.until) if words.until else TO_BE_FILLED,
        "due": official_day(due) if due else TO_BE_FILLED,
        "contact": _contact(case),
        "delivery": "，".join(part for part in (case.delivery_form, case.delivery_route) if part),
        "outcome": outcome.label if outcome else "",
        "finding": finding(outcome, you) if outcome else "",
        "full_basis": _full_basis(outcome) if outcome else "",
        "remedy": (words.remedy or "").strip() or remedy_for(subject, kind, dated_on, words.method).text,
        "agency": agency.name,
        "signed_on": official_day(dated_on),
        **_fee(subject),
        **_payment(case),
    }


def in_one_line(text: str) -> str:
    """What was asked for, as it stands inside a sentence: its lines joined, its last stop left to the sentence."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    inner = [line if line[-1] in "。；：，、" else f"{line}；" for line in lines[:-1]]
    return "".join([*inner, *lines[-1:]]).rstrip("。；;")


_R = ReceiptMethod
_HOW_FIXED = {
    _R.HANDED_IN: "以提交之日为收到之日",
    _R.REGISTERED_MAIL: "以本机关签收之日为收到之日",
    _R.ORDINARY_LETTER: "以与申请人确认之日为收到之日",
    _R.INTERNET: "以双方确认之日为收到之日",
    _R.FAX: "以双方确认之日为收到之日",
    _R.EMAIL: "以双方确认之日为收到之日",
}
_CAME_BY = {_R.REGISTERED_MAIL: "邮寄", _R.INTERNET: "网上提交"}
"""How a letter says the ways whose label is meant for the register."""


def how_fixed(method: ReceiptMethod | None) -> str:
    """How the receipt day of the register was fixed (条例第三十一条)."""
    return _HOW_FIXED[method] if method else "以本机关收到并登记之日为收到之日"


def _receipt_basis(method: ReceiptMethod | None) -> str:
    came = f"{_CAME_BY.get(method, method.label)}，" if method else ""
    return came + how_fixed(method)


def outcome_of(subject: LetterCase) -> Outcome | None:
    """The outcome drafted or given in the running round."""
    code = subject.standing.cycle.outcome
    return Outcome(code) if code else None


def official_day(day: date) -> str:
    """``2026年3月2日``, as official documents write a date (GB/T 9704)."""
    return f"{day.year}年{day.month}月{day.day}日"


def remedy_for(
    subject: LetterCase, kind: LetterKind, dated_on: date, method: DeliveryMethod | None = None
) -> SuggestedRemedy:
    """The remedy paragraph suggested for the letter."""
    return suggest_remedy(subject.case.agency, kind, outcome_of(subject), dated_on, method)


def expected_method(case: Case) -> DeliveryMethod:
    """How the applicant asked to be answered; by post where that is not said."""
    asked = case.delivery_route
    if any(word in asked for word in ("邮箱", "邮件", "电子")):
        return DeliveryMethod.EMAIL
    if any(word in asked for word in ("网", "平台")):
        return DeliveryMethod.PLATFORM
    if any(word in asked for word in ("当面", "自取", "自行领取", "现场")):
        return DeliveryMethod.IN_PERSON
    return DeliveryMethod.POST


def _contact(case: Case) -> str:
    agency = case.agency
    return "，".join(part for part in (agency.name, agency.address, agency.phone) if part)


def _full_basis(outcome: Outcome) -> str:
    basis = OUTCOME_RULES[outcome].basis
    return ACT + basis.removeprefix("条例") if basis.startswith("条例") else BASIS_TITLES.get(basis, basis)


BASIS_TITLES = {
    "国办公开办函〔2021〕30号": "《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）",
    "国办函〔2020〕109号": "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）",
}


def _corrected(subject: LetterCase) -> str:
    """The day from which the answer period runs anew, where the application was corrected before the letter's step."""
    days = [
        event.on
        for event in effective(subject.events)
        if event.type is EventType.CORRECTION_RECEIVED
        and (subject.about is None or event.seq <= subject.about)
    ]
    return official_day(days[-1]) if days else ""


def _payment(case: Case) -> dict[str, str]:
    """How long the applicant has to pay and what the clock does then, as this office counts it."""
    rules = rules_for(case.agency)
    within = rules.book(case.received_on)["fee_payment"].length_label
    restarts = rules.policy.fee_restart == "restart"
    return {
        "pay_within": within.replace(" ", ""),
        "after_payment": "重新计算" if restarts else "继续计算",
    }


def _fee(subject: LetterCase) -> dict[str, str]:
    notices = [event for event in effective(subject.events) if event.type is EventType.FEE_NOTICE_SENT]
    meant = subject.step if subject.step in notices else None
    if not notices:
        return {"yuan": TO_BE_FILLED, "fee_basis": TO_BE_FILLED}
    told = (meant or notices[-1]).payload
    pages, cases = told.get("pages"), told.get("applications")
    if pages:
        steps, words, unit = fee_for_pages(pages).steps, f"按量计收，共{pages}页", "页"
    else:
        steps, words, unit = fee_for_cases(cases or 0).steps, f"按件计收，当月累计{cases}件", "件"
    bands = [
        f"第{step.first}至{step.last}{unit}{step.count}{unit}，每{unit}{step.rate}元"
        for step in steps
        if step.rate
    ]
    return {"yuan": str(told["yuan"]), "fee_basis": f"{words}：{'；'.join(bands)}"}
