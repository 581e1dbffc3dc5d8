"""Open legal questions as settings (口径): what the office chose, with choices, default and source for its page."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from tracker.domain.errors import DomainError
from tracker.domain.labels import Kind, Mark


class PolicyRefused(DomainError):
    """A setting that does not exist or a value it does not offer."""

    code = "policy_refused"


@dataclass(frozen=True, slots=True)
class ClockPolicy:
    """The readings a replay uses. ``QUESTIONS`` says what each one means and where its default comes from."""

    consultation_pause: str = "through_arrival"
    extension_after_restart: str = "lost"
    fee_restart: str = "restart"
    old_law: str = "on"
    petition_rest_day: str = "stay"
    calendar_disclosure: str = "national"
    calendar_petition: str = "national"
    calendar_hotline: str = "regional"
    calendar_mailbox: str = "regional"
    hotline_extensions: int = 1
    extension_hour: int = 17
    callback_tries: int = 3
    callback_days: int = 2

    def uses_regional(self, kind: Kind) -> bool:
        """Tell whether regional days off count for items of ``kind``."""
        return bool(getattr(self, f"calendar_{kind.value}") == "regional")

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> "ClockPolicy":
        """Build a policy from stored settings. Raises ``PolicyRefused`` for unknown keys and values."""
        for key, value in settings.items():
            question = QUESTION_BY_KEY.get(key)
            if question is None:
                raise PolicyRefused(f"没有名为“{key}”的口径设置。", field=key)
            if value not in question.choices:
                offered = "、".join(f"{choice}（{label}）" for choice, label in question.choices.items())
                raise PolicyRefused(f"“{question.name}”不能设为“{value}”，可选：{offered}。", field=key)
        return cls(**settings)


@dataclass(frozen=True, slots=True)
class Question:
    """One open question: its choices with their labels, the default, and what speaks for it."""

    key: str
    name: str
    choices: Mapping[Any, str]
    source: str
    mark: Mark

    @property
    def default(self) -> Any:
        """Return the choice a new installation starts with."""
        return _DEFAULTS[self.key]


_WHICH_CALENDAR = {"national": "全国日历（地方放假日照常计入）", "regional": "地方日历（地方放假日不计）"}
_NO_AUTHORITY = "未见规定；两种结果都显示"

QUESTIONS: tuple[Question, ...] = (
    Question(
        "consultation_pause",
        "征求意见期间不计哪些天",
        {
            "through_arrival": "发出次日起至意见到达当日不计，次日接着算",
            "before_arrival": "发出次日起至意见到达前一日不计，到达当日计入（从严）",
        },
        "条例第三十三条第三款只规定所需时间不计算在内，未规定起止；从严结果同时显示",
        Mark.JUDGEMENT,
    ),
    Question(
        "extension_after_restart",
        "重新起算后，已批准的延期",
        {"lost": "作废，可再批一次", "kept": "保留天数，不得再批"},
        "条例第三十条、第三十三条均未规定",
        Mark.JUDGEMENT,
    ),
    Question(
        "fee_restart",
        "缴费后答复期限",
        {"restart": "自缴费次日重新起算", "resume": "自缴费次日接着算"},
        "国办函〔2020〕109号（凭记忆，待核对全国文本）",
        Mark.FROM_MEMORY,
    ),
    Question(
        "old_law",
        "2019-05-15 前收到的申请",
        {"on": "按旧条例 15 个工作日，可延长 15 个工作日", "off": "一律按现行条例 20 个工作日"},
        "2007年条例第二十四条；过渡办法凭记忆",
        Mark.FROM_MEMORY,
    ),
    Question(
        "petition_rest_day",
        "信访期限末日是休息日",
        {"stay": "不顺延，以较早日期提醒", "roll": "顺延到下一个工作日（民法典第二百零三条）"},
        "信访工作条例未规定是否适用民法典第二百零三条",
        Mark.UNCONFIRMED,
    ),
    Question("calendar_disclosure", "依申请公开按哪个日历", _WHICH_CALENDAR, _NO_AUTHORITY, Mark.JUDGEMENT),
    Question("calendar_petition", "信访按哪个日历", _WHICH_CALENDAR, _NO_AUTHORITY, Mark.JUDGEMENT),
    Question("calendar_hotline", "热线按哪个日历", _WHICH_CALENDAR, "自治区放假通知", Mark.JUDGEMENT),
    Question("calendar_mailbox", "信箱按哪个日历", _WHICH_CALENDAR, "自治区放假通知", Mark.JUDGEMENT),
    Question(
        "hotline_extensions",
        "热线、信箱每轮可延期次数",
        {0: "不得延期", 1: "一次", 2: "两次"},
        "本系统默认；未见次数规定",
        Mark.DESIGN,
    ),
    Question(
        "extension_hour",
        "热线、信箱申请延期，最后一天几点以前",
        {12: "12:00 以前", 17: "17:00 以前", 18: "18:00 以前", 24: "不限钟点"},
        "西宁市城中区 2023-03 通报：17:00 以后的延期申请不予受理，按超期计；最后一天见“申请延期”期限",
        Mark.SECOND_HAND,
    ),
    Question(
        "callback_tries",
        "回访几次未接通可以办结",
        {1: "一次", 2: "两次", 3: "三次", 5: "五次"},
        "本系统默认；未见规定",
        Mark.DESIGN,
    ),
    Question(
        "callback_days",
        "未接通的回访至少分在几天",
        {1: "不要求", 2: "两天", 3: "三天"},
        "本系统默认；未见规定",
        Mark.DESIGN,
    ),
)

QUESTION_BY_KEY = {question.key: question for question in QUESTIONS}
_DEFAULTS = {field.name: field.default for field in fields(ClockPolicy)}
DEFAULT_POLICY = ClockPolicy()
