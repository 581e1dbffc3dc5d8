"""送达 in words: the days that the case holds, the tries so far, what is still to be recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from tracker.domain.case_events import CaseEvent
from tracker.domain.letter_delivery import DeliveryMethod, FixedDays, is_answer
from tracker.domain.letters import LetterKind
from tracker.models.document import CaseDocument, LetterDelivery
from tracker.services.documents.deliveries import current_try, days_held
from tracker.services.documents.letter_fields import expected_method
from tracker.web.cases.opened import OpenedCase
from tracker.web.cases.step_words import step_url
from tracker.web.documents.forms import DeliveryForm
from tracker.web.wording import full_day

K = LetterKind
MEANING = {
    K.CORRECTION: "补正告知书应在收到申请 7 个工作日内送出（条例第三十条）。",
    K.EXTENSION: "延期告知书应在原期限届满前送出（条例第三十三条第二款）。",
    K.FEE_NOTICE: "缴费期限自收到通知次日起算 20 个工作日（国办函〔2020〕109号）；逾期认定放弃前先核对签收日期。",
    K.THIRD_PARTY_OPINION: "对方自签收起 15 个工作日内提出意见（条例第三十二条）。",
    K.CO_MAKER_OPINION: "对方自签收起 15 个工作日内提出意见（条例第三十四条）。",
}
ANSWER_MEANING = (
    "邮寄的以交邮当日为答复日，当面交付的以签收当日为答复日"
    "（国办公开办函〔2016〕235号）；只用邮政企业，不用到付。"
)


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """See templates/documents/delivery.html."""

    case_id: int
    number: str
    case_number: str
    title: str
    meaning: str
    held: Sequence[tuple[str, str]]
    waits_for: tuple[str, str] | None
    signed_by: tuple[str, str] | None
    tries: Sequence[tuple[str, str]]
    action_url: str


def held_for(letter: CaseDocument, events: Sequence[CaseEvent]) -> FixedDays:
    """What the case holds for the try that the form is about."""
    if letter.deliveries and current_try(letter) is None:
        return FixedDays()
    return days_held(letter, events, current_try(letter))


def delivery_page(letter: CaseDocument, found: OpenedCase) -> DeliveryPage:
    """The page of one letter's delivery."""
    held, case, kind = held_for(letter, found.file.events), found.case, letter.letter_kind
    assert kind is not None  # noqa: S101 - the route gives letters only
    waits = (held.waits_for.label, step_url(case, held.waits_for)) if held.waits_for else None
    signs = held.signed_by and not held.signed_on and not held.waits_for
    return DeliveryPage(
        case_id=case.id,
        number=letter.number or "",
        case_number=case.number,
        title=kind.label,
        meaning=ANSWER_MEANING if is_answer(kind) else MEANING.get(kind, ""),
        held=_held_words(held),
        waits_for=waits,
        signed_by=(held.signed_by.label, step_url(case, held.signed_by))
        if signs and held.signed_by
        else None,
        tries=[
            (f"第 {n} 次", try_words(each, days_held(letter, found.file.events, each)))
            for n, each in enumerate(letter.deliveries, 1)
        ],
        action_url=url_for("deliveries.record", case_id=case.id, document_id=letter.id),
    )


def _held_words(held: FixedDays) -> list[tuple[str, str]]:
    found = []
    if held.sent_on and held.sent_by:
        found.append(("送出日期", f"{full_day(held.sent_on)}，以经过里的“{held.sent_by.label}”为准"))
    if held.signed_on:
        found.append(("签收日期", f"{full_day(held.signed_on)}，以经过为准"))
    return found


def try_words(delivery: LetterDelivery, held: FixedDays) -> str:
    """One try in a line: ``邮寄（XA123），11-20 送出，11-23 签收``."""
    how = delivery.method.label + (f"（{delivery.item_number}）" if delivery.item_number else "")
    days: tuple[tuple[date | None, str], ...] = (
        (delivery.sent_on or held.sent_on, "送出"),
        (delivery.signed_on or held.signed_on, "签收"),
        (delivery.returned_on, "退回"),
    )
    told = [f"{full_day(day)} {verb}" for day, verb in days if day]
    return "，".join([how, *told, *([delivery.return_reason] if delivery.return_reason else [])])


def standing_words(document: CaseDocument, events: Sequence[CaseEvent]) -> str:
    """How far the service of a letter has come: ``11-23 签收``; empty for an attachment."""
    if document.letter_kind is None:
        return ""
    if not document.deliveries:
        return "未登记"
    last = document.deliveries[-1]
    held = days_held(document, events, last)
    signed, sent = last.signed_on or held.signed_on, last.sent_on or held.sent_on
    if last.returned_on:
        return f"{full_day(last.returned_on)} 退回"
    if signed:
        return f"{full_day(signed)} 签收"
    return f"{full_day(sent)} 送出" if sent else "步骤已撤销"


def begin(form: DeliveryForm, letter: CaseDocument, found: OpenedCase) -> None:
    """Show what is recorded of the current try; before that, the way and the number told with the answer."""
    delivery, held = current_try(letter), held_for(letter, found.file.events)
    if delivery is not None:
        for field in form:
            if field.name != "csrf_token":
                value = getattr(delivery, field.name)
                field.data = value.value if isinstance(value, DeliveryMethod) else value
        return
    form.method.data = (
        held.method if held.method in list(DeliveryMethod) else expected_method(found.case).value
    )
    if held.method:
        answered = [line for line in found.file.lines if line.row.type == held.sent_by]
        form.item_number.data = answered[-1].texts.get("evidence", "")[:60] if answered else ""
