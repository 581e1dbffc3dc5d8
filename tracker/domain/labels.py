"""The field's words: every stored code beside its Chinese label.

A screen, a letter or a message never spells a domain word in place; it asks the member for ``label``.
``docs/glossary.md`` lists the same pairs and a test keeps the two equal.
"""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A stored code with the Chinese word people read."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    @classmethod
    def by_label(cls, label: str) -> Self | None:
        """Return the member whose Chinese label is exactly ``label``, or None."""
        return next((member for member in cls if member.label == label), None)


class Kind(Labelled):
    """What law and lifecycle an item follows; its channel only names where it came from."""

    HOTLINE = "hotline", "热线工单"
    MAILBOX = "mailbox", "信箱来信"
    DISCLOSURE = "disclosure", "依申请公开"
    PETITION = "petition", "信访"


class ItemType(Labelled):
    """诉求类型 of hotline and mailbox items; it decides the default period."""

    CONSULTATION = "consultation", "咨询"
    HELP = "help", "求助"
    COMPLAINT = "complaint", "投诉"
    REPORT = "report", "举报"
    SUGGESTION = "suggestion", "建议"
    PRAISE = "praise", "表扬"


class ApplicantType(Labelled):
    """申请人类别: the six columns of the annual report's request table."""

    NATURAL_PERSON = "natural_person", "自然人"
    BUSINESS = "business", "商业企业"
    RESEARCH = "research", "科研机构"
    PUBLIC_WELFARE = "public_welfare", "社会公益组织"
    LEGAL_SERVICE = "legal_service", "法律服务机构"
    OTHER = "other", "其他"


class ReceiptMethod(Labelled):
    """收到方式 of a disclosure request; it decides which day is the receipt day (条例第三十一条)."""

    HANDED_IN = "handed_in", "当面提交"
    REGISTERED_MAIL = "registered_mail", "挂号信／EMS"
    ORDINARY_LETTER = "ordinary_letter", "平常信函"
    INTERNET = "internet", "网上"
    FAX = "fax", "传真"
    EMAIL = "email", "电子邮件"


class ToldBy(Labelled):
    """告知诉求人: how the caller of a repeat was told of progress or result (北京市接诉即办工作条例第十一条)."""

    PHONE = "phone", "电话告知"
    MESSAGE = "message", "短信告知"
    IN_PERSON = "in_person", "当面告知"
    ONLINE = "online", "网上告知"
    NOT_REACHED = "not_reached", "没有联系上"
    NOT_WANTED = "not_wanted", "不需要回复"


class Role(Labelled):
    """What an account may do; one person may hold several."""

    CLERK = "clerk", "登记员"
    SECTION_LEAD = "section_lead", "科室负责人"
    DEPUTY_CHIEF = "deputy_chief", "分管领导"
    CHIEF = "chief", "主要领导"
    HANDLER = "handler", "承办人"
    SUPERVISOR = "supervisor", "督办员"
    STATISTICIAN = "statistician", "统计员"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


class State(Labelled):
    """Where a case stands. Marks (urgent, supervised, returned n times) are facts beside it, never states."""

    AWAITING_ASSIGNMENT = "awaiting_assignment", "待分办"
    AWAITING_SIGNATURE = "awaiting_signature", "待签收"
    RETURN_PENDING = "return_pending", "退单待批"
    IN_HAND = "in_hand", "办理中"
    AWAITING_CORRECTION = "awaiting_correction", "待补正"
    CONSULTING = "consulting", "征求意见中"
    AWAITING_PAYMENT = "awaiting_payment", "待缴费"
    AWAITING_REVIEW = "awaiting_review", "待审核"
    AWAITING_REPLY = "awaiting_reply", "待答复"
    AWAITING_CALLBACK = "awaiting_callback", "待回访"
    CLOSED = "closed", "已办结"
    ARCHIVED = "archived", "已归档"
    RETURNED = "returned", "退回来源"
    MERGED = "merged", "合并重复"
    NOT_ACCEPTED = "not_accepted", "不予受理"
    TERMINATED = "terminated", "终止办理"


REMOVED_STATES = frozenset({State.RETURNED, State.MERGED, State.NOT_ACCEPTED, State.TERMINATED})
ENDED_STATES = REMOVED_STATES | {State.CLOSED, State.ARCHIVED}


class Party(Labelled):
    """Whom a consultation asks (条例第三十二条 to 第三十四条)."""

    THIRD_PARTY = "third_party", "第三方"
    CO_MAKER = "co_maker", "共同制作机关"
    OTHER_AGENCY = "other_agency", "其他机关"


class ClockState(Labelled):
    """How the main clock of a case stands on a given day."""

    RUNNING = "running", "计时中"
    PAUSED = "paused", "停止计时"
    MET = "met", "按期办结"
    MISSED = "missed", "逾期办结"
    LAPSED = "lapsed", "不再计时"


class Light(Labelled):
    """灯号: always shape and word together on a screen."""

    GREEN = "green", "正常"
    YELLOW = "yellow", "临近"
    RED = "red", "今天到期"
    OVERDUE = "overdue", "超期"
    STOPPED = "stopped", "停止计时"


class PeriodUnit(Labelled):
    """In what a period is measured."""

    WORKING_DAY = "working_day", "工作日"
    CALENDAR_DAY = "calendar_day", "日"
    MONTH = "month", "个月"
    HOUR = "hour", "小时"
    WORKING_HOUR = "working_hour", "工作小时"
    FIXED_DATE = "fixed_date", "固定日期"


class Mark(Labelled):
    """How well a rule or a date is founded; printed beside it wherever it is listed."""

    CONFIRMED = "C", "已核对原文"
    SECOND_HAND = "S", "转引"
    FROM_MEMORY = "M", "凭记忆，待核对"
    JUDGEMENT = "J", "无明文，按理解处理"
    UNCONFIRMED = "U", "未找到出处"
    DESIGN = "D", "自定规则"


class CalendarLayer(Labelled):
    """Layers of the working-day calendar; a later one overrides an earlier one on the days it names."""

    NATIONAL = "national", "全国"
    REGIONAL = "regional", "地区"
    AGENCY = "agency", "本机关"


class SideClockState(Labelled):
    """How a side clock (签收, 内部期限, 第三方意见 …) stands on a given day."""

    OPEN = "open", "未届满"
    DONE = "done", "按期完成"
    DONE_LATE = "done_late", "逾期完成"
    PASSED = "passed", "已届满"


class DaySign(Labelled):
    """What one cell of the day strip says (逐日)."""

    RECEIPT = "receipt", "收到当日，不计"
    COUNTED = "counted", "计入"
    AHEAD = "ahead", "将计入"
    OFF = "off", "休息日、节假日"
    STOPPED = "stopped", "停止计时，不计"
    STOPPED_AHEAD = "stopped_ahead", "停止计时（预计）"
    DEADLINE = "deadline", "期限"
    LATE = "late", "超期"
    OUTSIDE = "outside", "期限之外"


class Satisfaction(Labelled):
    """满意度 as the call-back records it."""

    DISSATISFIED = "dissatisfied", "不满意"
    UNDERSTANDING = "understanding", "理解"
    SATISFIED = "satisfied", "满意"
    VERY_SATISFIED = "very_satisfied", "非常满意"
    NOT_REACHED = "not_reached", "未接通"
    NOT_RATED = "not_rated", "未评价"


class NewRoundGround(Labelled):
    """为什么重新答复: what took the first answer of a request or petition away."""

    REVIEW = "review", "行政复议决定"
    SUIT = "suit", "人民法院判决"
    PETITION_REVIEW = "petition_review", "信访复查、复核意见"
    OWN = "own", "本机关自行纠正"


class PetitionReviewLevel(Labelled):
    """信访救济 (信访工作条例第三十五条、第三十六条): a petitioner may ask twice, each time a higher unit."""

    REVIEW = "review", "复查"
    REREVIEW = "rereview", "复核"


class PetitionReviewResult(Labelled):
    """复查、复核的结果, as the deciding unit wrote it."""

    UPHELD = "upheld", "维持"
    CHANGED = "changed", "要求重新办理"
