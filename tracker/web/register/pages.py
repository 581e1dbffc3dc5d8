"""What the registration page shows beside its form: preview, duplicate hints, the other channels."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from tracker.domain.labels import Kind, ReceiptMethod
from tracker.domain.receipt import RECEIPT_RULES
from tracker.models.agency import Channel
from tracker.models.case import Case
from tracker.models.draft import Draft
from tracker.now import today as local_today
from tracker.queries.cases.similar import Similar
from tracker.services.drafts.keeping import words_of
from tracker.web import wording
from tracker.web.deadline_words import Preview, title_of

LONGEST_BEGINNING = 20
DISPATCH_HEADINGS = {
    "工单编号": "source_number",
    "来源编号": "source_number",
    "受理时间": "received_on",
    "派单时间": "received_on",
    "收到时间": "received_on",
    "办理时限": "upstream_due",
    "截止时间": "upstream_due",
    "诉求类型": "item_type",
    "工单类型": "item_type",
    "标题": "title",
    "工单标题": "title",
    "诉求内容": "content",
    "内容描述": "content",
    "内容": "content",
    "诉求人": "name",
    "来电人": "name",
    "姓名": "name",
    "联系电话": "phone",
    "来电号码": "phone",
    "电话": "phone",
    "地点": "place",
    "诉求地址": "place",
    "地址": "place",
}


@dataclass(frozen=True, slots=True)
class Hint:
    """One case that looks like the new one."""

    number: str
    url: str
    same: str
    standing: str
    title: str
    actions: Sequence[tuple[str, str, str]] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """See templates/register/form.html."""

    kind: str
    heading: str
    note: str
    others: Sequence[tuple[str, str]]
    import_url: str
    action_url: str
    preview: Preview | None
    preview_title: str
    preview_url: str
    duplicates: Sequence[Hint]
    duplicates_url: str
    receipt_label: str
    receipt_value: str
    receipt_rule: str
    hints: Sequence[str]
    dispatch_words: str
    dispatch_text: str
    unfinished: Sequence[tuple[str, str]] = ()
    main_number: str = ""


def register_page(
    channel: Channel,
    channels: Sequence[Channel],
    *,
    method: ReceiptMethod | None = None,
    preview: Preview | None = None,
    duplicates: Sequence[Hint] = (),
    dispatch_text: str = "",
    unfinished: Sequence[tuple[str, str]] = (),
    main_number: str = "",
) -> RegisterPage:
    """The page of ``channel``; ``method`` picks the receipt rule that is quoted."""
    hands_receipt = channel.kind is Kind.DISCLOSURE
    return RegisterPage(
        kind=channel.kind.value,
        heading=channel.name,
        note=f"登记时取号，格式 {channel.agency.number_prefix}{channel.number_word}〔年份〕□号",
        others=[
            (one.name, url_for("register.new", code=one.code)) for one in channels if one.id != channel.id
        ],
        import_url="",
        action_url=url_for("register.submit", code=channel.code),
        preview=preview,
        preview_title=title_of(channel.kind),
        preview_url=url_for("register.preview_deadline", code=channel.code),
        duplicates=duplicates,
        duplicates_url=url_for("register.similar_cases", code=channel.code),
        receipt_label=_main_label(main_number, hands_receipt=hands_receipt),
        receipt_value="receipt" if hands_receipt else "open",
        receipt_rule=RECEIPT_RULES[method or ReceiptMethod.HANDED_IN].sentence,
        hints=("Tab 下一项", "数字键选类别", "Enter 不提交，以免误登"),
        dispatch_words=json.dumps(DISPATCH_HEADINGS, ensure_ascii=False),
        dispatch_text=dispatch_text,
        unfinished=unfinished,
        main_number=main_number,
    )


def _main_label(main_number: str, *, hands_receipt: bool) -> str:
    if main_number:
        return f"登记并并入 {wording.short_number(main_number)}"
    return "登记并打印回执" if hands_receipt else "登记"


def begun(draft: Draft) -> str:
    """``14:02 反映样本村道路破损``: when it was kept and how it begins."""
    return f"{wording.since(draft.kept_at, today=local_today())} {beginning(draft)}"


def beginning(draft: Draft) -> str:
    """The words a registration begins with."""
    words = words_of(draft)
    first = next(
        (words[name][0] for name in ("title", "content", "dispatch") if any(words.get(name, ()))), ""
    )
    return first[:LONGEST_BEGINNING] or "还没有标题"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the clerk chose among the hints: the earlier case to link, the one to merge into."""

    linked_to: int | None = None
    merged_into: int | None = None


def hint(found: Similar, *, today: date, chosen: Chosen, can_merge: bool) -> Hint:
    """``found`` in words: what is the same, when it came, how it stands, and what can be done about it."""
    case = found.case
    received = wording.short_day(case.received_on, year=today.year)
    due = case.due_on or case.expected_due_on
    standing = case.state.label
    if case.is_open and due:
        standing += f"，{wording.short_day(due, year=today.year)} 到期"
    if found.is_same_source:
        standing += "；已登记过，不必再登"
    return Hint(
        number=case.number,
        url=url_for("cases.show", case_id=case.id),
        same=f"{found.because}，{received} 收到",
        standing=standing,
        title=case.title,
        mark=_mark(case.id, chosen),
        actions=[] if found.is_same_source else list(_hint_actions(case, chosen, can_merge=can_merge)),
    )


def _mark(case_id: int, chosen: Chosen) -> str:
    if case_id == chosen.merged_into:
        return "登记后并入这一件"
    return "已关联" if case_id == chosen.linked_to else ""


def _hint_actions(case: Case, chosen: Chosen, *, can_merge: bool) -> Iterator[tuple[str, str, str]]:
    if case.id == chosen.merged_into:
        yield "取消并入", "merge", "0"
    elif can_merge:
        yield f"并入 {wording.short_number(case.number)}", "merge", str(case.id)
    if case.id == chosen.linked_to:
        yield "取消关联", "link", "0"
    elif case.id != chosen.merged_into:
        yield "关联为前件", "link", str(case.id)
