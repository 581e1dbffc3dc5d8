"""Which moments of a deadline people are reminded of, and in which words."""

from datetime import date

from tracker.domain.labels import Labelled

MAIN = "main"


class ReminderRule(Labelled):
    """提醒 rules; the label is how the notice begins."""

    DUE_SOON = "due_soon", "即将到期"
    DUE_TODAY = "due_today", "今天到期"
    OVERDUE = "overdue", "已超期"
    SIGN = "sign", "尚未签收"
    INTERNAL_TARGET = "internal_target", "内部期限今天到"
    ASSISTANCE = "assistance", "协办期限今天到"
    ACCEPTANCE = "acceptance", "受理期限今天到"
    OPINION_LAPSED = "opinion_lapsed", "征求意见期满未回复"
    CORRECTION_LAPSED = "correction_lapsed", "补正期满未补正"
    PAYMENT_LAPSED = "payment_lapsed", "缴费期满未缴费"

    @property
    def fires_after_the_day(self) -> bool:
        """Whether it waits for the other side: their last day must have passed."""
        return self in {self.OPINION_LAPSED, self.CORRECTION_LAPSED, self.PAYMENT_LAPSED}

    @property
    def tells_supervisor(self) -> bool:
        """Whether the supervisor (督办员) learns of it as well."""
        return self is ReminderRule.OVERDUE


_SIDE_RULES = {
    "signing": ReminderRule.SIGN,
    "internal_target": ReminderRule.INTERNAL_TARGET,
    "assistance": ReminderRule.ASSISTANCE,
    "petition_acceptance": ReminderRule.ACCEPTANCE,
    "third_party_opinion": ReminderRule.OPINION_LAPSED,
    "co_maker_opinion": ReminderRule.OPINION_LAPSED,
    "other_agency_opinion": ReminderRule.OPINION_LAPSED,
    "correction_response": ReminderRule.CORRECTION_LAPSED,
    "fee_payment": ReminderRule.PAYMENT_LAPSED,
}


def side_rule(clock: str) -> ReminderRule | None:
    """The rule of a side clock, or None where nobody is reminded of it."""
    return _SIDE_RULES.get(clock)


def reminder_text(rule: ReminderRule, *, number: str, title: str, due_on: date) -> str:
    """One line for the notices page: what, which case, which day."""
    return f"{rule.label}：{number}「{shortened(title)}」，期限 {due_on:%Y-%m-%d}"


def shortened(title: str) -> str:
    """A title as far as it fits into one line of a notice."""
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"


LONGEST_TITLE = 40
