"""保存什么: everything the system keeps, how long, counted from when, and what the time rests on."""

from collections.abc import Mapping
from dataclasses import dataclass

FOR_EVER = "不删除"
OURS = "本系统的规则"


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """One kind of record; names in braces stand for figures of the installation."""

    what: str
    how_long: str
    since: str
    how_it_goes: str
    source: str


KEPT_RECORDS: tuple[KeptRecord, ...] = (
    KeptRecord(
        "办件的个人信息（姓名、电话、证件号码、地址和检索值）",
        "按上表的年数",
        "办结或者退出之日",
        "开启后期满的列在下面，由安全管理员逐次确认清除",
        "上表各行的出处",
    ),
    KeptRecord(
        "标题、内容、地点和答复",
        "同上",
        "办结或者退出之日",
        "{texts}",
        f"{OURS}：遮盖只认得出姓名和号码",
    ),
    KeptRecord(
        "附件和文书的文件，经过里的说明文字，通知，导入时记下的旧值",
        "同上",
        "办结或者退出之日",
        "随这件的个人信息一起清除；别的件还在用的同一文件留下",
        OURS,
    ),
    KeptRecord(
        "办件编号、经过、期限和统计用的数",
        FOR_EVER,
        "登记之日",
        "清除个人信息以后仍在，统计和年报的数不变",
        f"{OURS}：经过只增不改，数据库拒绝删除",
    ),
    KeptRecord(
        "导入的原文件",
        "最长的保存年数（{longest} 年），或者到其中每一件都已清除",
        "导入之日",
        "开启后每夜删除；预览了没有确认导入的不自动删",
        OURS,
    ),
    KeptRecord(
        "没有提交的草稿和它的附件",
        "{draft_days} 天",
        "最后一次保存",
        "每夜删除，不用开启",
        f"{OURS}，启动时的 DRAFT_DAYS",
    ),
    KeptRecord(
        "登录",
        "{idle_minutes} 分钟不操作，或者满 {session_hours} 小时",
        "最后一次操作；登录",
        "自动退出",
        f"{OURS}，启动时的 IDLE_MINUTES、SESSION_HOURS",
    ),
    KeptRecord(
        "审计记录和设置变更",
        FOR_EVER,
        "发生之时",
        "只增不改，每条用摘要接在前一条之后",
        f"{OURS}，数据库拒绝删除",
    ),
    KeptRecord(
        "冻结的年报、统计快照、下级机关的年报文件",
        FOR_EVER,
        "冻结、保存、上传之时",
        "更正另存新版本，旧版本保留",
        OURS,
    ),
    KeptRecord(
        "备份文件",
        "由本机关定",
        "备份之时",
        "系统不删；里面有清除以前的个人信息，到期由管理备份的人销毁",
        "见运维说明“个人信息保存期满”",
    ),
)


def kept_records(facts: Mapping[str, object]) -> tuple[KeptRecord, ...]:
    """The list with the installation's own figures (``longest``, ``draft_days``, …) in their places."""
    return tuple(
        KeptRecord(
            one.what,
            one.how_long.format_map(facts),
            one.since,
            one.how_it_goes.format_map(facts),
            one.source,
        )
        for one in KEPT_RECORDS
    )
