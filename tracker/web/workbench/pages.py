"""The workbench: what waits for me, grouped by how near its date is, and the fortnight beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import url_for

from tracker.domain.approvals import Approvals
from tracker.domain.labels import Light, Role, State
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.transitions import ASSISTED, CHIEFS
from tracker.domain.permissions import Actor, is_held_by_the_reported
from tracker.models.case import Case
from tracker.models.reminder import Notice
from tracker.queries.cases.lights import Today
from tracker.queries.cases.pages import CaseRow
from tracker.queries.drafts import MyDraft
from tracker.services.cases.facts import case_view
from tracker.web import wording
from tracker.web.cases.rows import Link, ShownRow, shown_row
from tracker.web.cases.step_words import next_step, step_label, step_url
from tracker.web.opening import OpeningPart
from tracker.web.register.pages import beginning

GROUPS = (
    ("已超期", frozenset({Light.OVERDUE}), ""),
    ("今天到期", frozenset({Light.RED}), ""),
    ("两个工作日内", frozenset({Light.YELLOW}), ""),
    ("之后", frozenset({Light.GREEN}), ""),
    ("时钟停着", frozenset({Light.STOPPED}), "，等对方"),
)
OPENING = ((Light.OVERDUE, "已超期", True), (Light.RED, "今天到期", True), (Light.YELLOW, "临近", False))
WAITS_FOR = {
    State.RETURN_PENDING: "分办人审批退单",
    State.AWAITING_CALLBACK: "回访",
}
NOT_REASSIGNED = frozenset({State.AWAITING_ASSIGNMENT, State.RETURN_PENDING})
WEEKEND = 5


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    note: str
    rows: Sequence[ShownRow]


@dataclass(frozen=True, slots=True)
class DayMark:
    light: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class WeekDay:
    number: int
    is_off: bool
    is_today: bool
    marks: Sequence[DayMark]


@dataclass(frozen=True, slots=True)
class TwoWeeks:
    weeks: Sequence[Sequence[WeekDay]]
    note: str = ""


@dataclass(frozen=True, slots=True)
class ShownNotice:
    at: datetime
    time_words: str
    text: str
    is_unread: bool
    case_words: str
    case_url: str


@dataclass(frozen=True, slots=True)
class ShownDraft:
    """接着做: ``case_url`` is empty where the case may no longer be seen."""

    time_words: str
    case_words: str
    case_url: str
    words: str
    give_up_url: str


@dataclass(frozen=True, slots=True)
class Nothing:
    sentence: str
    note: str = ""
    next_number: str = ""
    next_url: str = ""
    next_words: str = ""


@dataclass(frozen=True, slots=True)
class WorkbenchPage:
    """See templates/workbench/show.html."""

    opening: Sequence[OpeningPart]
    opening_end: str
    actions: Sequence[Link]
    groups: Sequence[Group]
    total_note: str
    mine_url: str
    closed_url: str
    waiting: Sequence[ShownRow]
    waiting_note: str
    weeks: TwoWeeks
    month_url: str
    notices: Sequence[ShownNotice]
    unread: int
    notices_url: str
    drafts: Sequence[ShownDraft] = ()
    nothing: Nothing | None = None


def workbench_page(
    *,
    actor: Actor,
    mine: Sequence[CaseRow],
    others: Sequence[CaseRow],
    approvals: Approvals,
    notices: Sequence[Notice],
    unread: int,
    numbers: dict[int, str],
    today: Today,
    drafts: Sequence[MyDraft] = (),
    may_register: bool,
) -> WorkbenchPage:
    """The page of somebody who works with cases."""
    shown = [shown_row(row, today, _address, next_step=_next_step(row.case, actor)) for row in mine]
    waiting = [shown_row(row, today, _address, waiting_for=_waits_for(row.case, approvals)) for row in others]
    groups = _groups(mine, shown)
    return WorkbenchPage(
        opening=_opening(mine),
        opening_end=_opening_end(mine),
        actions=[Link("登记", url_for("register.choose"), "n")] if may_register else (),
        groups=groups,
        total_note=f"{len(mine)} 件，按期限先后" if mine else "0 件",
        mine_url=url_for("cases.index", view="mine"),
        closed_url=url_for("cases.index", view="closed"),
        waiting=waiting,
        waiting_note=f"{len(waiting)} 件",
        weeks=_two_weeks([*mine, *others], today),
        month_url=url_for("workbench.due"),
        notices=[shown_notice(notice, numbers, today.on) for notice in notices],
        unread=unread,
        notices_url=url_for("notices.index"),
        drafts=[shown_draft(mine_kept, today.on) for mine_kept in drafts],
        nothing=None if mine else _nothing(waiting),
    )


def _next_step(case: Case, actor: Actor) -> Link | None:
    """Who holds a case that reports them cannot go on with it; a request for more time comes first."""
    if case.state not in NOT_REASSIGNED and is_held_by_the_reported(case_view(case)):
        return Link("改派（回避）", step_url(case, Action.ASSIGN))
    if _only_helps(case, actor):
        return Link(step_label(case, Action.GIVE_ASSISTANCE), step_url(case, Action.GIVE_ASSISTANCE))
    if case.extension_pending is not None and case.handler_id != actor.user_id:
        return Link(step_label(case, Action.GRANT_EXTENSION), step_url(case, Action.GRANT_EXTENSION))
    return next_step(case)


def _only_helps(case: Case, actor: Actor) -> bool:
    """Whether the row is here for an opinion of the person's section: it neither leads the case nor decides of it."""
    if actor.user_id == case.handler_id or case.section_id in {None, actor.section_id}:
        return False
    decides = actor.has(*CHIEFS, Role.CLERK, Role.SUPERVISOR)
    return case.state in ASSISTED and not decides


def _waits_for(case: Case, approvals: Approvals) -> str:
    if case.state is State.AWAITING_REVIEW:
        reviewer = approvals.approver(Action.PASS_REVIEW, case_view(case))
        return "审核" if reviewer is Role.SECTION_LEAD else f"{reviewer.label}审核"
    return WAITS_FOR.get(case.state, case.state.label)


def _address(case: Case) -> str:
    return url_for("cases.show", case_id=case.id)


def _groups(mine: Sequence[CaseRow], shown: Sequence[ShownRow]) -> list[Group]:
    pairs = list(zip(mine, shown, strict=True))
    found = []
    for name, lights, more in GROUPS:
        rows = [words for row, words in pairs if row.light in lights]
        if rows:
            found.append(Group(name, f"{len(rows)} 件{more}", rows))
    return found


def _opening(mine: Sequence[CaseRow]) -> list[OpeningPart]:
    """``2 件已超期，1 件今天到期；另有 3 件停着等对方。`` Each count leads to its cases."""
    found = []
    for light, words, is_red in OPENING:
        if number := sum(1 for row in mine if row.light is light):
            address = url_for("cases.index", view=light.value)
            found.append(OpeningPart(f"{number} 件{words}", address, is_red, "，"))
    stopped = sum(1 for row in mine if row.light is Light.STOPPED)
    calm = sum(1 for row in mine if row.light is Light.GREEN)
    if not found and calm:
        found.append(OpeningPart(f"{calm} 件在办", url_for("cases.index", view="mine"), False, "，"))
    if not found:
        return []
    last = found.pop()
    found.append(OpeningPart(last.words, last.url, last.is_red, "；另有 " if stopped else "。"))
    if stopped:
        found.append(
            OpeningPart(f"{stopped} 件停着等对方", url_for("cases.index", view="stopped"), False, "。")
        )
    return found


def _opening_end(mine: Sequence[CaseRow]) -> str:
    if not mine:
        return "今天没有等您办的。"
    if all(row.light is Light.STOPPED for row in mine):
        return f"手上 {len(mine)} 件都在等对方。"
    return ""


def _nothing(waiting: Sequence[ShownRow]) -> Nothing:
    if not waiting:
        return Nothing("您名下没有在办的件。", "分给您的件会按期限先后排在这里。")
    first = waiting[0]
    words = " ".join(part for part in (first.due_note, first.due_words) if part)
    return Nothing(
        f"您名下的 {len(waiting)} 件都在等别人。",
        "",
        first.number,
        first.url,
        f"{words}，等{first.waiting_for}",
    )


def _two_weeks(rows: Sequence[CaseRow], today: Today) -> TwoWeeks:
    monday = today.on - timedelta(days=today.on.weekday())
    marks: dict[date, list[DayMark]] = {}
    for row in rows:
        if due := row.due_on:
            words = wording.short_number(row.case.number)
            marks.setdefault(due, []).append(DayMark(row.light.value, words, _address(row.case)))
    calendar = next(iter(today.calendars.values()))
    days = [monday + timedelta(days=offset) for offset in range(14)]
    shown = [
        WeekDay(day.day, not calendar.is_workday(day), day == today.on, _few(marks.get(day, []), day))
        for day in days
    ]
    return TwoWeeks([shown[:7], shown[7:]])


def _few(marks: list[DayMark], day: date) -> list[DayMark]:
    """At most three marks in a cell; the rest as a count."""
    if len(marks) <= 3:  # noqa: PLR2004 - what a cell has room for
        return marks
    rest = DayMark("", f"另 {len(marks) - 2} 件", url_for("workbench.due", span="week", on=day))
    return [*marks[:2], rest]


def shown_notice(notice: Notice, numbers: dict[int, str], today: date) -> ShownNotice:
    """A notice with its time in words and its case by short number."""
    number = numbers.get(notice.case_id or 0, "")
    return ShownNotice(
        at=notice.created_at,
        time_words=wording.since(notice.created_at, today=today),
        text=notice.text,
        is_unread=notice.read_at is None,
        case_words=wording.short_number(number),
        case_url=url_for("cases.show", case_id=notice.case_id) if number else "",
    )


def shown_draft(kept: MyDraft, today: date) -> ShownDraft:
    """A draft by its case and step, or by its channel and the words it begins with."""
    draft, case = kept.draft, kept.case
    when = f"已存 {wording.since(draft.kept_at, today=today)}"
    files = f"，附件 {len(draft.files)} 份" if draft.files else ""
    give_up = url_for("drafts.give_up", draft_id=draft.id)
    if draft.channel is not None:
        address = url_for("register.new", code=draft.channel.code, draft=draft.key)
        return ShownDraft(when, f"登记{draft.channel.name}", address, beginning(draft) + files, give_up)
    if case is None:
        return ShownDraft(when, "您已不能查看的一件", "", "草稿", give_up)
    action = Action(draft.action or "")
    return ShownDraft(
        when,
        wording.short_number(case.number),
        step_url(case, action),
        f"{step_label(case, action)}：{case.title}{files}",
        give_up,
    )
