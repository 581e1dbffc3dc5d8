"""年报口径: how the rows are filled where neither notice says, as settings with what speaks for them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from types import MappingProxyType
from typing import Any

from tracker.domain.completion import Rounding
from tracker.domain.labels import Mark
from tracker.domain.office_questions import OfficeQuestion
from tracker.domain.outcomes import OUTCOME_RULES, Outcome

_ROWS = MappingProxyType({rule.outcome.value: rule.row for rule in OUTCOME_RULES.values()})
PREFIX = "report_"


@dataclass(frozen=True, slots=True)
class Reading:
    """The readings a report is computed with; ``READING_QUESTIONS`` says what each one means."""

    new_day: str = "received"
    corrected: str = "one"
    repeated: str = "new"
    leading: str = "chosen"
    result_day: str = "answered"
    already_public: str = "granted"
    not_held: str = "u1"
    withdrawn: str = "o3"
    taken_out: str = "o3"
    zeros: str = "zero"
    remedies: str = "open"
    received: str = "new"
    sentence_day: str = "year_end"
    sentence_rounding: str = "half_up"

    def row(self, outcome: str | None, *, is_answered: bool) -> str:
        """The row of the format of 2021 that counts a request which ended with ``outcome``, None without any."""
        if outcome is None:
            return self.taken_out
        if outcome == Outcome.OTHERWISE and not is_answered:
            return self.withdrawn
        chosen = {Outcome.ALREADY_PUBLIC.value: self.already_public, Outcome.NOT_HELD.value: self.not_held}
        return chosen.get(outcome) or _ROWS[outcome]

    @property
    def rounding(self) -> Rounding:
        return Rounding.CUT if self.sentence_rounding == Rounding.CUT.value else Rounding.HALF_UP

    @property
    def leaves_zeros_blank(self) -> bool:
        return self.zeros == "blank"

    @property
    def received_includes_carried(self) -> bool:
        return self.received == "with_carried"

    def as_json(self) -> dict[str, str]:
        return asdict(self)

    @classmethod
    def chosen(cls, values: Mapping[str, Any]) -> "Reading":
        """The reading of stored choices; what is missing, or not offered any more, is the shipped one."""
        names = {field.name for field in fields(cls)}
        return cls(
            **{
                name: str(value)
                for name, value in values.items()
                if name in names and str(value) in QUESTION_OF[name].choices
            }
        )


def _question(name: str, label: str, choices: Mapping[str, str], source: str, mark: Mark) -> OfficeQuestion:
    return OfficeQuestion(PREFIX + name, label, choices, getattr(Reading(), name), source, mark)


_NO_GUIDE = "两个格式通知都没有逐行填报说明"
READING_QUESTIONS: tuple[OfficeQuestion, ...] = (
    _question(
        "new_day",
        "新收计入哪一年",
        {"received": "收到申请之日所在年", "registered": "登记之日所在年（导入的件没有登记日，按收到之日）"},
        f"{_NO_GUIDE}；收到申请之日按条例第三十一条确定",
        Mark.JUDGEMENT,
    ),
    _question(
        "corrected",
        "年底还在等补正的申请",
        {
            "one": "收到那年计新收，补正前后是同一件，未办结的计结转",
            "complete": "补正到了才算收到，计入补正到达那年的新收",
        },
        f"{_NO_GUIDE}；条例第三十条、第三十三条：补正影响答复期限的起算，没有说是另一件申请",
        Mark.JUDGEMENT,
    ),
    _question(
        "repeated",
        "对已答复的申请重复提出的",
        {
            "new": "另计一件新收，结果计入（五）不予处理 2",
            "once": "不另计件：本年收到、本年按重复申请处理的，新收和结果都不计",
        },
        f"{_NO_GUIDE}；表中有“2.重复申请”一行，条例第三十六条第（六）项",
        Mark.JUDGEMENT,
    ),
    _question(
        "leading",
        "几项不予公开理由同时适用的",
        {"chosen": "计入答复时选作办理结果的主要理由", "first": "计入各项理由中表里排在最前的一行"},
        f"{_NO_GUIDE}；每件申请只计一个最终结果，没有说取哪一项",
        Mark.JUDGEMENT,
    ),
    _question(
        "result_day",
        "办理结果计入哪一年",
        {"answered": "答复发出之日所在年", "closed": "办结归档之日所在年"},
        f"{_NO_GUIDE}；邮寄答复以交邮之日为准（国办公开办函〔2016〕235号）",
        Mark.JUDGEMENT,
    ),
    _question(
        "already_public",
        "已主动公开、告知获取方式的",
        {"granted": "计入（一）予以公开", "o3": "计入（六）其他处理 3"},
        f"{_NO_GUIDE}；江苏省答复规范归入予以公开",
        Mark.JUDGEMENT,
    ),
    _question(
        "not_held",
        "信息不存在、不属于本机关负责公开的",
        {"u1": "计入（四）无法提供 1", "o3": "计入（六）其他处理 3"},
        f"{_NO_GUIDE}；按行名“本机关不掌握相关政府信息”归入",
        Mark.JUDGEMENT,
    ),
    _question(
        "withdrawn",
        "申请人主动撤回的",
        {"o3": "计入（六）其他处理 3", "o1": "视同放弃，计入（六）其他处理 1"},
        "两个市的年报写明其他处理“含申请人主动撤回”；是做法，不是规定",
        Mark.JUDGEMENT,
    ),
    _question(
        "taken_out",
        "未作答复而退回、转送、合并的",
        {"o3": "计入（六）其他处理 3", "n1": "计入（五）不予处理 1"},
        f"{_NO_GUIDE}；经协商转为信访的，按发出的文书归入",
        Mark.JUDGEMENT,
    ),
    _question(
        "zeros",
        "没有发生的格子",
        {"zero": "写 0", "blank": "留空"},
        f"{_NO_GUIDE}；各地年报两种都有，空格不能勾稽",
        Mark.JUDGEMENT,
    ),
    _question(
        "remedies",
        "复议、诉讼计入哪些",
        {"open": "本年内任何一天未审结的，含上年结转", "filed": "本年内提起的"},
        "两个格式通知都没有规定；有年报注明含上年度结转",
        Mark.JUDGEMENT,
    ),
    _question(
        "received",
        "正文里“收到申请”指",
        {"new": "本年新收", "with_carried": "本年新收加上年结转"},
        "各地年报两种写法都有；检查正文时按此核对",
        Mark.JUDGEMENT,
    ),
    _question(
        "sentence_day",
        "办结情况一句话截至",
        {"year_end": "12 月 31 日", "report_day": "写报告之日（12 月 31 日后办结的也算）"},
        "各地通报两种都有，请在正文写明",
        Mark.DESIGN,
    ),
    _question(
        "sentence_rounding",
        "办结情况一句话、统计、督办页和通报的百分比",
        {"half_up": "四舍五入，两位小数", "cut": "截尾，两位小数"},
        "各地两种都有：1124/1128 有印作 99.64% 的",
        Mark.DESIGN,
    ),
)
"""Every open choice of filling in the report (国办公开办函〔2019〕60号、〔2021〕30号 leave them open)."""

QUESTION_OF = MappingProxyType(
    {question.key.removeprefix(PREFIX): question for question in READING_QUESTIONS}
)
READING_QUESTION_BY_KEY = MappingProxyType({question.key: question for question in READING_QUESTIONS})
SHIPPED = Reading()


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """One reading as a page shows it."""

    name: str
    choice: str
    source: str
    key: str


def lines_of(reading: Reading) -> tuple[ReadingLine, ...]:
    """What ``reading`` says on every question, in their order."""
    return tuple(
        ReadingLine(question.name, question.choices[getattr(reading, name)], question.source, question.key)
        for name, question in QUESTION_OF.items()
    )
