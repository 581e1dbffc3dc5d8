"""理由清单: the reasons a step offers, shipped with their source; an office adds its own and renames in place.

A code never changes its meaning, so counts by reason stay comparable however a label is worded later.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tracker.domain.case_events import EventType
from tracker.domain.labels import Kind, Labelled, Mark

EVERY_KIND = frozenset(Kind)
ITEMS = EVERY_KIND - {Kind.DISCLOSURE}


class ReasonList(Labelled):
    """Which step asks for the reason."""

    NOT_ACCEPTED = "not_accepted", "不予受理"
    RETURNED = "returned", "退回来源"
    TERMINATED = "terminated", "终止办理"
    MERGED = "merged", "合并重复"
    RETURN_REQUESTED = "return_requested", "申请退单"
    EXTENSION = "extension", "申请延期"
    UNSOLVED = "unsolved", "未解决"
    REHANDLED = "rehandled", "重办"
    UNDONE = "undone", "撤销误操作"


class NotAcceptedReason(Labelled):
    """不予受理 (潍坊市12345政务服务便民热线条例第十九条; 信箱须知)."""

    OTHER_LEGAL_PATH = "other_legal_path", "应当通过诉讼、仲裁、纪检监察、行政复议、政府信息公开等途径处理"
    IN_PETITION_PATH = "in_petition_path", "已进入信访程序"
    SECRET_OR_PRIVACY = "secret_or_privacy", "涉及国家秘密、商业秘密、个人隐私或违反公序良俗"
    ALREADY_DECIDED = "already_decided", "已依法处理完毕且结论适当"
    TOO_VAGUE = "too_vague", "事实不清、无实质内容，且无法与诉求人取得联系"
    ADVERTISING = "advertising", "推销产品或者服务"
    INNER_MATTER = "inner_matter", "属于机关内部事务"
    ANSWERED_ONLINE = "answered_online", "同一问题已在网上答复过"
    BY_LAW = "by_law", "法律法规规定的其他不予受理情形"


class ReturnReason(Labelled):
    """退回来源: why the item is not ours; the duty basis (职责依据) is written beside it."""

    NOT_OUR_DUTY = "not_our_duty", "不属于本单位职责"
    OTHER_REGION = "other_region", "不属于本行政区域"
    LEAD_ELSEWHERE = "lead_elsewhere", "应当由其他单位主办"


class MergeReason(Labelled):
    """合并重复: what makes the item a repeat (北京市接诉即办工作条例第十一条)."""

    SAME_MATTER = "same_matter", "同一诉求人就同一事项重复反映，无新情况"
    SAME_SOURCE = "same_source", "同一工单重复派发"


class TerminationReason(Labelled):
    """终止办理: only after the hotline agreed in writing (潍坊市12345政务服务便民热线条例第二十一条)."""

    NO_COOPERATION = "no_cooperation", "诉求人拒绝配合，致使无法办理"
    GROUND_FOUND_LATER = "ground_found_later", "办理中发现属于不予受理情形"
    WITHDRAWN_BY_CALLER = "withdrawn_by_caller", "诉求人撤回诉求"


class ExtensionReason(Labelled):
    """申请延期: why the time does not suffice."""

    COMPLEX = "complex", "情况复杂，需要调查核实"
    SEVERAL_UNITS = "several_units", "需要多个单位会商或者协办"
    SITE_OR_TEST = "site_or_test", "需要现场勘查、检验检测或者鉴定"
    MUCH_MATERIAL = "much_material", "检索、整理的信息数量较大"
    OUTSIDE_CAUSE = "outside_cause", "天气、施工季节等客观原因"


class UnsolvedReason(Labelled):
    """未解决: why the matter itself could not be settled (济南市12345市民服务热线条例第二十四条)."""

    NO_BASIS = "no_basis", "诉求没有法律法规或者政策依据，已解释说明"
    OUTSIDE_CAUSE = "outside_cause", "因客观原因暂时不能解决，已告知计划和日期"
    OTHER_POWER = "other_power", "超出本单位职权，已告知应当找的部门"
    BETWEEN_PARTIES = "between_parties", "属于当事人之间的纠纷，已告知法定途径"


class ReturnRequestReason(Labelled):
    """申请退单 inside the bureau."""

    OTHER_SECTION = "other_section", "属于其他科室职责"
    RECUSED = "recused", "应当回避"
    WRONG_ITEM = "wrong_item", "分办有误或者重复分办"


class RehandleReason(Labelled):
    """重办: why a new round begins."""

    NOT_SOLVED = "not_solved", "回访不满意，问题没有解决"
    WRONG_ANSWER = "wrong_answer", "答复内容有误或者答非所问"
    NOT_DONE = "not_done", "承诺的事项没有办"
    SENT_BACK_ABOVE = "sent_back_above", "上级退回重办"
    OVERTURNED = "overturned", "复议、诉讼、复查复核要求重新办理"


class UndoReason(Labelled):
    """撤销误操作: what had gone wrong."""

    WRONG_CASE = "wrong_case", "登错了件"
    WRONG_STEP = "wrong_step", "点错了步骤"
    WRONG_DAY = "wrong_day", "日期填错"
    WRONG_CONTENT = "wrong_content", "内容填错"


@dataclass(frozen=True, slots=True)
class ShippedReason:
    """One reason as it ships; ``kinds`` are the cases it fits."""

    listed_in: ReasonList
    code: str
    label: str
    kinds: frozenset[Kind]
    source: str
    mark: Mark


_WEIFANG = "潍坊市12345政务服务便民热线条例"
_OURS = "本系统默认"
_SOURCES: tuple[tuple[ReasonList, type[Labelled], frozenset[Kind], str, Mark], ...] = (
    (ReasonList.NOT_ACCEPTED, NotAcceptedReason, ITEMS, f"{_WEIFANG}第十九条；信箱须知", Mark.CONFIRMED),
    (ReasonList.RETURNED, ReturnReason, ITEMS, f"{_OURS}；指定后不得退回见{_WEIFANG}第二十二条", Mark.DESIGN),
    (ReasonList.TERMINATED, TerminationReason, ITEMS, f"{_WEIFANG}第二十一条", Mark.CONFIRMED),
    (ReasonList.MERGED, MergeReason, ITEMS, "北京市接诉即办工作条例第十一条", Mark.CONFIRMED),
    (ReasonList.RETURN_REQUESTED, ReturnRequestReason, EVERY_KIND, _OURS, Mark.DESIGN),
    (ReasonList.EXTENSION, ExtensionReason, EVERY_KIND, _OURS, Mark.DESIGN),
    (
        ReasonList.UNSOLVED,
        UnsolvedReason,
        ITEMS,
        "济南市12345市民服务热线条例第二十四条；分项为本系统默认",
        Mark.DESIGN,
    ),
    (ReasonList.REHANDLED, RehandleReason, EVERY_KIND, _OURS, Mark.DESIGN),
    (ReasonList.UNDONE, UndoReason, EVERY_KIND, _OURS, Mark.DESIGN),
)
_LETTERS = frozenset({Kind.MAILBOX})
_ONLY_FOR: Mapping[Labelled, frozenset[Kind]] = {
    NotAcceptedReason.ADVERTISING: _LETTERS,
    NotAcceptedReason.INNER_MATTER: _LETTERS,
    NotAcceptedReason.ANSWERED_ONLINE: _LETTERS,
    ExtensionReason.MUCH_MATERIAL: frozenset({Kind.DISCLOSURE}),
    ExtensionReason.OUTSIDE_CAUSE: ITEMS,
    RehandleReason.NOT_SOLVED: ITEMS,
    RehandleReason.NOT_DONE: ITEMS,
    RehandleReason.SENT_BACK_ABOVE: ITEMS,
    RehandleReason.OVERTURNED: frozenset({Kind.DISCLOSURE, Kind.PETITION}),
}

SHIPPED_REASONS: tuple[ShippedReason, ...] = tuple(
    ShippedReason(listed_in, member.value, member.label, _ONLY_FOR.get(member, kinds), source, mark)
    for listed_in, members, kinds, source, mark in _SOURCES
    for member in members
)


def shipped_label(code: str) -> str:
    """The label a reason shipped with, for events that kept only its code; the code itself where none did."""
    return next((each.label for each in SHIPPED_REASONS if each.code == code), code)


GIVEN_AT: Mapping[EventType, ReasonList] = MappingProxyType(
    {
        EventType.NOT_ACCEPTED: ReasonList.NOT_ACCEPTED,
        EventType.RETURNED: ReasonList.RETURNED,
        EventType.TERMINATED: ReasonList.TERMINATED,
        EventType.WITHDRAWN: ReasonList.TERMINATED,
        EventType.MERGED: ReasonList.MERGED,
        EventType.RETURN_REQUESTED: ReasonList.RETURN_REQUESTED,
        EventType.EXTENSION_REQUESTED: ReasonList.EXTENSION,
        EventType.REPLIED: ReasonList.UNSOLVED,
        EventType.REHANDLED: ReasonList.REHANDLED,
        EventType.UNDONE: ReasonList.UNDONE,
    }
)
"""The step that gives a reason of each list."""
