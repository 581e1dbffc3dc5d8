"""Writes ``docs/states.md`` from the tables: ``python -m tracker.domain.lifecycle.states_page``."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from tracker.domain.labels import ENDED_STATES, Kind, Role, State
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.transitions import TRANSITIONS, Switches, Transition, transition_for

PAGE = Path(__file__).resolve().parents[3] / "docs" / "states.md"
HEAD = """# 办件的状态和步骤

本页由 `python -m tracker.domain.lifecycle.states_page` 按代码中的表生成，不手工修改。
按钮和服务器问的是同一张表：页面上没有的步骤，服务器也不接受。

* 状态只说一件现在在哪一步。加急、督办、催办次数、退单次数、延期次数、重办次数、重复、保密是旁边的标记，不是状态；超期在查看时计算，不存储。
* 渠道开关（签收、审核、回访）跳过状态，不另立一张表。关掉签收，分办后直接办理；关掉审核，不送审、直接登记答复；关掉回访，答复即办结。签收和审核都关掉，登记后就可以登记答复。
* 每一步都可以补录，但不能在将来，不能早于收到，不能早于它所回应的那一步。
* 每一步由谁办理，还要看这一件：承办人办自己的件；科室负责人管本科室主办的件，协办科室只看不办；被反映的科室和人看不到这一件（回避）；拟稿人不审核自己的答复稿；审核和延期由设定的那一级或者更高一级办理，没有那一级账号的由下一级办理。
* 撤销是一条新的记录，注明理由，把上一步（答复和随之办结算一步）从重放中去掉。登记不能撤销，更正登记内容再更正一次，已归档的不再改。
"""  # noqa: E501 - Markdown paragraphs are not broken
NOTES = {
    Action.ASSIGN: "办理中以后转办：换科室的重新签收，换承办人和正在等待的不变",
    Action.PASS_REVIEW: "由哪一级审核，按件的轻重（一般件；重要件、复杂件、集体件）设定",
    Action.GRANT_EXTENSION: "由哪一级批准，按种类设定",
    Action.REFUSE_RETURN: "回到申请退单时的状态",
    Action.SEND_BACK: "回到送审时的状态",
    Action.END_CONSULTATION: "还有别的征求意见未结束的，仍是征求意见中",
    Action.CALL_BACK: "未接通的不变；在两天内共三次未接通的办结",
    Action.REHANDLE: "新的一轮，上一轮的时间保留；没有承办科室的回到待分办",
    Action.REQUEST_EXTENSION: "一次只能有一个申请等待审批",
    Action.ACCEPT: "只能受理一次",
    Action.UNDO: "回到上一步之前",
    Action.DESIGNATE: "争议后由上级指定的，不能再退回来源",
    Action.ASK_ASSISTANCE: "各有期限，不改变本件的期限",
    Action.GIVE_ASSISTANCE: "由协办科室登记",
    Action.PUBLISH: "须来信人同意、信箱主管选定、已脱敏，三样齐备",
    Action.SPLIT: "每一部分各是一件，收到日期和期限相同；已经补正、征求意见、延期或者收费的不能拆分；不能撤销",
    Action.RECORD_SEARCH: "可以登记几次；答复“本机关不掌握”因信息不存在的，要有检索记录",
    Action.ASK_REASONS: "不停止计时；无正当理由的，答复时选“无正当理由大量反复申请”",
}


def page() -> str:
    """The whole page: one table per kind."""
    return "\n".join([HEAD, *(_section(kind) for kind in Kind)])


def reachable(kind: Kind) -> frozenset[State]:
    """The states a case of ``kind`` can be in with every switch on, from its registration."""
    found, waiting = set[State](), [State.AWAITING_ASSIGNMENT]
    while waiting:
        state = waiting.pop()
        if state not in found:
            found.add(state)
            waiting += [
                row.target for row in TRANSITIONS[kind] if state in row.sources and (row.target is not None)
            ]
    if transition_for(kind, Action.CALL_BACK) is None:
        found.discard(State.AWAITING_CALLBACK)
    return frozenset(found)


def _section(kind: Kind) -> str:
    states = reachable(kind)
    open_ones = _words(state for state in State if state in states - ENDED_STATES)
    ended = _words(state for state in State if state in states & ENDED_STATES)
    lines = [
        f"## {kind.label}",
        "",
        f"未结束：{open_ones}。结束：{ended}。",
        "",
        "| 步骤 | 从 | 到 | 谁 | 说明 |",
        "|---|---|---|---|---|",
        *(_line(kind, row, states) for row in TRANSITIONS[kind]),
        "",
    ]
    return "\n".join(lines)


def _line(kind: Kind, row: Transition, states: frozenset[State]) -> str:
    sources = [state for state in State if state in row.sources & states]
    roles = "、".join(role.label for role in Role if role in row.roles)
    cells = (
        row.action.label,
        _sources(sources, states),
        _target(kind, row),
        roles,
        _notes(kind, row, states),
    )
    return f"| {' | '.join(cells)} |"


def _sources(sources: list[State], states: frozenset[State]) -> str:
    open_ones = [state for state in State if state in states - ENDED_STATES]
    missing = [state for state in open_ones if state not in sources]
    if not missing and sources == open_ones:
        return "任何未结束的状态"
    if len(missing) == 1 and len(sources) == len(open_ones) - 1:
        return f"{_words(missing)}以外任何未结束的状态"
    return _words(sources)


def _target(kind: Kind, row: Transition) -> str:
    if row.target is None:
        return "不变"
    if row.target is State.AWAITING_CALLBACK and transition_for(kind, Action.CALL_BACK) is None:
        return State.CLOSED.label
    skipped = Switches(needs_signature=False, needs_callback=False).settle(row.target)
    if skipped is row.target:
        return row.target.label
    switch = "签收" if row.target is State.AWAITING_SIGNATURE else "回访"
    return f"{row.target.label}（关掉{switch}：{skipped.label}）"


def _notes(kind: Kind, row: Transition, states: frozenset[State]) -> str:
    notes = [NOTES[row.action]] if row.action in NOTES else []
    if row.action is Action.NOT_ACCEPT and kind is Kind.PETITION:
        notes.append("已受理的不能再作不予受理")
    if row.needs_review:
        notes.append("关掉审核的渠道没有这一步")
    if row.unreviewed:
        notes.append(f"关掉审核：也从{_words(state for state in State if state in row.unreviewed & states)}")
    if row.at_desk:
        notes.append(f"签收、审核都关掉：也从{_words(state for state in State if state in row.at_desk)}")
    return "；".join(notes)


def _words(states: Iterable[State]) -> str:
    return "、".join(_labels(states))


def _labels(states: Iterable[State]) -> Iterator[str]:
    return (state.label for state in states)


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
