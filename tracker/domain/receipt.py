"""收到申请之日 of a disclosure request, by the way it came (条例第三十一条)."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.errors import DomainError
from tracker.domain.labels import Mark, ReceiptMethod
from tracker.domain.workdays import WorkdayCalendar

ARTICLE_31 = "条例第三十一条"
PROMPT_WORKDAYS = 1


class ReceiptRefused(DomainError):
    """The day that settles the receipt is missing, or lies before the arrival."""

    code = "receipt_refused"


@dataclass(frozen=True, slots=True)
class ReceiptRule:
    """Which day is the receipt day for one way of arrival; ``needs_confirmation`` where both sides must confirm."""

    method: ReceiptMethod
    sentence: str
    needs_confirmation: bool
    mark: Mark = Mark.CONFIRMED


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receipt day with the rule it follows from and what a person should know."""

    received_on: date
    rule: ReceiptRule
    warnings: tuple[str, ...] = ()


def _rule(
    method: ReceiptMethod, sentence: str, *, confirmed: bool, mark: Mark = Mark.CONFIRMED
) -> tuple[ReceiptMethod, ReceiptRule]:
    return method, ReceiptRule(method, f"{method.label}：{sentence}（{ARTICLE_31}）。", confirmed, mark)


RECEIPT_RULES: dict[ReceiptMethod, ReceiptRule] = dict(
    (
        _rule(ReceiptMethod.HANDED_IN, "以提交之日为收到之日", confirmed=False),
        _rule(ReceiptMethod.REGISTERED_MAIL, "以签收之日为收到之日", confirmed=False),
        _rule(ReceiptMethod.ORDINARY_LETTER, "收到当日与申请人确认，以确认之日为收到之日", confirmed=True),
        _rule(ReceiptMethod.INTERNET, "以双方确认之日为收到之日", confirmed=True),
        _rule(ReceiptMethod.FAX, "以双方确认之日为收到之日", confirmed=True),
        _rule(ReceiptMethod.EMAIL, "以双方确认之日为收到之日", confirmed=True, mark=Mark.JUDGEMENT),
    )
)


def refuse_other_day(method: ReceiptMethod, *, arrived_on: date, received_on: date) -> None:
    """Raise ``ReceiptRefused`` for a receipt day that is not the day of arrival where Article 31 makes it that one:
    counting from a later day would give the office days it does not have.
    """
    if RECEIPT_RULES[method].needs_confirmation or arrived_on == received_on:
        return
    raise ReceiptRefused(
        f"{RECEIPT_RULES[method].sentence}到达日期是 {arrived_on}，收到日期也应是这一天；"
        "寄给其他人或者其他科室的，按“平常信函”登记，写明怎样与申请人确认的。",
        field="received_on",
    )


def receipt(
    method: ReceiptMethod, *, arrived_on: date, confirmed_on: date | None, calendar: WorkdayCalendar
) -> Receipt:
    """Return the receipt day: that of arrival (提交、签收), or of confirmation where the act asks for one.

    A confirmation more than one working day after the arrival is warned of: a late one is what people sue about.
    A rest day is a receipt day like any other. Raises ``ReceiptRefused`` when the confirmation is missing or early.
    """
    rule = RECEIPT_RULES[method]
    if not rule.needs_confirmation:
        return Receipt(arrived_on, rule)
    if confirmed_on is None:
        raise ReceiptRefused(
            f"{method.label}收到的申请以确认之日为收到之日，请与申请人确认后填写确认日期。",
            field="confirmed_on",
        )
    if confirmed_on < arrived_on:
        raise ReceiptRefused(f"确认日期 {confirmed_on} 早于到达日期 {arrived_on}。", field="confirmed_on")
    late = confirmed_on > calendar.add(arrived_on, PROMPT_WORKDAYS)
    warning = f"{arrived_on} 到达，{confirmed_on} 才确认，超过 {PROMPT_WORKDAYS} 个工作日。"
    return Receipt(confirmed_on, rule, (warning,) if late else ())
