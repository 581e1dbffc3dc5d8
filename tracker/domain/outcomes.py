"""How a case can end: the answers to a disclosure request, the results of hotline and mailbox items.

An outcome decides the row of the annual report, the letter and the remedies. Sources: 条例 (国务院令第711号),
the annual report formats 国办公开办函〔2019〕60号 and 〔2021〕30号, 国办函〔2020〕109号 for fees.
"""

from dataclasses import dataclass
from types import MappingProxyType

from tracker.domain.errors import DomainError
from tracker.domain.labels import Labelled
from tracker.domain.printed_text import bare_label


class Outcome(Labelled):
    """答复结果 of a disclosure request; exactly one per request.

    Parts that are answered differently make one 部分公开.
    """

    ALREADY_PUBLIC = "G1", "已主动公开，告知获取方式"
    GRANTED = "G2", "予以公开"
    PARTLY_GRANTED = "P", "部分公开"
    STATE_SECRET = "D1", "属于国家秘密"
    FORBIDDEN_BY_LAW = "D2", "其他法律行政法规禁止公开"
    ENDANGERS_SECURITY = "D3", "危及“三安全一稳定”"
    THIRD_PARTY_RIGHTS = "D4", "保护第三方合法权益"
    INTERNAL_AFFAIRS = "D5", "属于三类内部事务信息"
    PROCESS_INFORMATION = "D6", "属于四类过程性信息"
    ENFORCEMENT_FILE = "D7", "属于行政执法案卷"
    REGISTER_INQUIRY = "D8", "属于行政查询事项"
    NOT_HELD = "U1", "本机关不掌握相关政府信息"
    MUST_BE_MADE = "U2", "没有现成信息需要另行制作"
    STILL_UNCLEAR = "U3", "补正后申请内容仍不明确"
    PETITION_IN_DISGUISE = "N1", "信访举报投诉类申请"
    REPEATED = "N2", "重复申请"
    PUBLICATION_ASKED = "N3", "要求提供公开出版物"
    EXCESSIVE = "N4", "无正当理由大量反复申请"
    CONFIRMATION_ASKED = "N5", "要求行政机关确认或重新出具已获取信息"
    NOT_CORRECTED = "O1", "逾期不补正，不再处理"
    FEE_NOT_PAID = "O2", "逾期不缴费，不再处理"
    OTHERWISE = "O3", "其他"


class Remedy(Labelled):
    """救济类型: which remedy paragraph the answer carries; the decision date then chooses its wording."""

    WITHHELD = "withheld", "不予公开类答复"
    ANSWERED = "answered", "其他答复"
    NONE = "none", "不告知救济途径"


@dataclass(frozen=True, slots=True)
class OutcomeRule:
    """What follows from one outcome.

    ``row`` and ``trial_row`` are the row codes of the annual table in the formats of 2021 and 2019;
    ``letters`` the documents that may carry the answer; ``suit_excluded`` marks answers a court may
    decline to hear (法释〔2025〕8号第十条).
    """

    outcome: Outcome
    basis: str
    row: str
    letters: tuple[str, ...]
    remedy: Remedy
    suit_excluded: bool = False

    @property
    def trial_row(self) -> str:
        return "other" if self.row in {"o1", "o2", "o3"} else self.row

    def row_in(self, edition: str) -> str:
        """Return the row code in the format named ``"2019"`` or ``"2021"``."""
        return self.trial_row if edition == "2019" else self.row


_NOTICE = ("告知书",)
_REFUSAL = ("不予公开告知书",)
_A, _B = Remedy.WITHHELD, Remedy.ANSWERED

OUTCOME_RULES = MappingProxyType(
    {
        rule.outcome: rule
        for rule in (
            OutcomeRule(Outcome.ALREADY_PUBLIC, "条例第三十六条第（一）项", "granted", _NOTICE, _B),
            OutcomeRule(Outcome.GRANTED, "条例第三十六条第（二）项", "granted", ("予以公开告知书",), _B),
            OutcomeRule(Outcome.PARTLY_GRANTED, "条例第三十七条", "partial", ("部分公开告知书",), _A),
            OutcomeRule(Outcome.STATE_SECRET, "条例第十四条", "d1", _REFUSAL, _A),
            OutcomeRule(Outcome.FORBIDDEN_BY_LAW, "条例第十四条", "d2", _REFUSAL, _A),
            OutcomeRule(Outcome.ENDANGERS_SECURITY, "条例第十四条", "d3", _REFUSAL, _A),
            OutcomeRule(Outcome.THIRD_PARTY_RIGHTS, "条例第十五条", "d4", _REFUSAL, _A),
            OutcomeRule(Outcome.INTERNAL_AFFAIRS, "条例第十六条第一款", "d5", _REFUSAL, _A),
            OutcomeRule(Outcome.PROCESS_INFORMATION, "条例第十六条第二款", "d6", _REFUSAL, _A),
            OutcomeRule(Outcome.ENFORCEMENT_FILE, "条例第十六条第二款", "d7", _REFUSAL, _A),
            OutcomeRule(
                Outcome.REGISTER_INQUIRY, "条例第三十六条第（七）项", "d8", _NOTICE, _B, suit_excluded=True
            ),
            OutcomeRule(
                Outcome.NOT_HELD,
                "条例第三十六条第（四）项、第（五）项",
                "u1",
                ("信息不存在告知书", "非本机关负责公开告知书"),
                _B,
            ),
            OutcomeRule(Outcome.MUST_BE_MADE, "条例第三十八条", "u2", _NOTICE, _B, suit_excluded=True),
            OutcomeRule(Outcome.STILL_UNCLEAR, "条例第三十条", "u3", _NOTICE, _B),
            OutcomeRule(
                Outcome.PETITION_IN_DISGUISE, "条例第三十九条第一款", "n1", _NOTICE, _B, suit_excluded=True
            ),
            OutcomeRule(
                Outcome.REPEATED,
                "条例第三十六条第（六）项",
                "n2",
                ("不予重复处理告知书",),
                _B,
                suit_excluded=True,
            ),
            OutcomeRule(
                Outcome.PUBLICATION_ASKED, "条例第三十九条第二款", "n3", _NOTICE, _B, suit_excluded=True
            ),
            OutcomeRule(Outcome.EXCESSIVE, "条例第三十五条", "n4", ("不予处理告知书",), _B),
            OutcomeRule(Outcome.CONFIRMATION_ASKED, "国办公开办函〔2021〕30号", "n5", _NOTICE, _B),
            OutcomeRule(Outcome.NOT_CORRECTED, "条例第三十条", "o1", ("不再处理告知书",), _B),
            OutcomeRule(Outcome.FEE_NOT_PAID, "国办函〔2020〕109号", "o2", ("不再处理告知书",), _B),
            OutcomeRule(Outcome.OTHERWISE, "国办公开办函〔2021〕30号", "o3", ("归档记录",), Remedy.NONE),
        )
    }
)

_GROUPS = MappingProxyType({"不予公开": "d", "无法提供": "u", "不予处理": "n", "其他处理": "o"})

# Words met in imported tables besides the printed row labels.
_SPOKEN = MappingProxyType(
    {
        "部分公开区分处理的只计这一情形不计其他情形": Outcome.PARTLY_GRANTED,
        "区分处理": Outcome.PARTLY_GRANTED,
        "公开": Outcome.GRANTED,
        "同意公开": Outcome.GRANTED,
        "已主动公开": Outcome.ALREADY_PUBLIC,
        "主动公开": Outcome.ALREADY_PUBLIC,
        "国家秘密": Outcome.STATE_SECRET,
        "三安全一稳定": Outcome.ENDANGERS_SECURITY,
        "第三方合法权益": Outcome.THIRD_PARTY_RIGHTS,
        "内部事务信息": Outcome.INTERNAL_AFFAIRS,
        "三类内部事务信息": Outcome.INTERNAL_AFFAIRS,
        "过程性信息": Outcome.PROCESS_INFORMATION,
        "四类过程性信息": Outcome.PROCESS_INFORMATION,
        "行政执法案卷": Outcome.ENFORCEMENT_FILE,
        "行政查询事项": Outcome.REGISTER_INQUIRY,
        "本机关不掌握": Outcome.NOT_HELD,
        "信息不存在": Outcome.NOT_HELD,
        "政府信息不存在": Outcome.NOT_HELD,
        "不存在": Outcome.NOT_HELD,
        "非本机关": Outcome.NOT_HELD,
        "不属于本机关": Outcome.NOT_HELD,
        "不属于本机关负责公开": Outcome.NOT_HELD,
        "需要另行制作": Outcome.MUST_BE_MADE,
        "仍不明确": Outcome.STILL_UNCLEAR,
        "信访举报投诉": Outcome.PETITION_IN_DISGUISE,
        "大量反复申请": Outcome.EXCESSIVE,
        "申请人无正当理由逾期不补正行政机关不再处理其政府信息公开申请": Outcome.NOT_CORRECTED,
        "申请人无正当理由逾期不补正": Outcome.NOT_CORRECTED,
        "逾期不补正": Outcome.NOT_CORRECTED,
        "申请人逾期未按收费通知要求缴纳费用行政机关不再处理其政府信息公开申请": Outcome.FEE_NOT_PAID,
        "申请人逾期未按收费通知要求缴纳费用": Outcome.FEE_NOT_PAID,
        "逾期未缴费": Outcome.FEE_NOT_PAID,
        "逾期不缴费": Outcome.FEE_NOT_PAID,
        # 试行格式 prints （六）其他处理 as one row; the cases behind it are o3 unless a person says more.
        "其他处理": Outcome.OTHERWISE,
        "主动撤回": Outcome.OTHERWISE,
        "申请人撤回": Outcome.OTHERWISE,
        "撤回": Outcome.OTHERWISE,
        "撤回申请": Outcome.OTHERWISE,
        "granted": Outcome.GRANTED,
        "partial": Outcome.PARTLY_GRANTED,
        "other": Outcome.OTHERWISE,
    }
)

_WORDS = MappingProxyType(
    {bare_label(outcome.label): outcome for outcome in Outcome}
    | {outcome.value.casefold(): outcome for outcome in Outcome}
    | dict(_SPOKEN)
)


def _outcome_in_group(words: str) -> Outcome | None:
    for heading, letter in _GROUPS.items():
        rest = words.removeprefix(heading)
        if rest != words:
            return _WORDS.get(bare_label(rest)) or _WORDS.get(letter + rest)
    return None


def parse_outcome(text: str) -> Outcome:
    """Return the outcome a 办理结果 cell means: a row label of the annual table or a code.

    Numbering, width, blanks and quotation marks do not matter; ``不予公开（属于国家秘密）`` and
    ``不予公开 1`` are understood.
    Raises DomainError for a bare group heading (``不予公开`` alone names eight rows) and for unknown words.
    """
    words = bare_label(text)
    outcome = _WORDS.get(words) or _outcome_in_group(words)
    if outcome is not None:
        return outcome
    if words in _GROUPS:
        rows = "、".join(
            rule.outcome.label for rule in OUTCOME_RULES.values() if rule.row.startswith(_GROUPS[words])
        )
        raise DomainError(f"办理结果“{text}”没有写明是哪一种情形，请写成：{rows}。", field="办理结果")
    raise DomainError(
        f"办理结果“{text}”不是年报表格中的任何一行。"
        "请填写行名（如“予以公开”“属于国家秘密”）或代码（如 G2、D1）。",
        field="办理结果",
    )


class HandlingResult(Labelled):
    """办理结果 of a hotline, mailbox or petition item, as fed back to the city."""

    SOLVED = "solved", "已解决"
    PARTLY_SOLVED = "partly_solved", "部分解决"
    EXPLAINED = "explained", "解释说明"
    UNSOLVED = "unsolved", "未解决"
    UNSOLVED_OUTSIDE = "unsolved_outside", "因客观原因暂未解决"
    NOTED = "noted", "阅知"


PLAN_REQUIRED = frozenset({HandlingResult.UNSOLVED_OUTSIDE})
"""Results that need a plan with a date (济南市12345市民服务热线条例第二十四条)."""

_RESULT_WORDS = MappingProxyType(
    {bare_label(result.label): result for result in HandlingResult}
    | {result.value: result for result in HandlingResult}
    | {
        "解决": HandlingResult.SOLVED,
        "是": HandlingResult.SOLVED,
        "已办理": HandlingResult.SOLVED,
        "已办结": HandlingResult.SOLVED,
        "办结": HandlingResult.SOLVED,
        "基本解决": HandlingResult.PARTLY_SOLVED,
        "已解释": HandlingResult.EXPLAINED,
        "已答复": HandlingResult.EXPLAINED,
        "解释": HandlingResult.EXPLAINED,
        "否": HandlingResult.UNSOLVED,
        "暂未解决": HandlingResult.UNSOLVED_OUTSIDE,
        "已阅": HandlingResult.NOTED,
    }
)


def parse_handling_result(text: str) -> HandlingResult | None:
    """Return the result that ``text`` states in so many words, or None: free text is never guessed."""
    return _RESULT_WORDS.get(bare_label(text))
