"""``flask clock``: a deadline from dated events, explained; no case is touched."""

import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Any, BinaryIO

import click
from flask.cli import AppGroup

from tracker.cli.calendars import calendar_for
from tracker.cli.refusals import print_json, refuse, refusing
from tracker.cli.workdays import json_option
from tracker.domain.deadline_clock import (
    Deadline,
    LedgerLine,
    read_document,
    refuse_future,
    replay,
    what_if,
)
from tracker.domain.deadline_clock.document import read_day
from tracker.domain.errors import ClockRefused, DomainError
from tracker.now import today

group = AppGroup("clock", help="期限计算：由有日期的事项算出期限，逐步说明。")
file_argument = click.argument("source", metavar="FILE", type=click.File("rb"))
as_of_option = click.option("--as-of", default=None, metavar="DATE", help="看到哪一天为止；不写为今天。")


@group.command("explain")
@file_argument
@as_of_option
@json_option
@refusing
def explain(source: BinaryIO, as_of: str | None, *, as_json: bool) -> None:
    """由 FILE（JSON，- 为标准输入）中的事项计算期限；数组逐件计算。

    写了 --as-of，其后的事项视为尚未发生，不计；不写则晚于今天的事项不接受。
    """
    calendars = cache(calendar_for)

    def answer(document: Any, day: date) -> dict[str, Any]:
        read = read_document(document)
        if as_of is None:
            refuse_future(read.events, day)
        regional = calendars(read.region) if read.region else None
        deadline = replay(
            read.facts, read.events, calendars(None), as_of=day, policy=read.policy, regional=regional
        )
        if not as_json:
            _tell(deadline)
        return deadline.as_json()

    _answer_all(source, as_of, answer, as_json=as_json)


@group.command("what-if")
@file_argument
@as_of_option
@json_option
@refusing
def suppose(source: BinaryIO, as_of: str | None, *, as_json: bool) -> None:
    """同 explain，另有 supposed 数组列出设想的事项；给出现在和设想之后的期限。"""
    calendars = cache(calendar_for)

    def answer(document: Any, day: date) -> dict[str, Any]:
        read = read_document(document)
        if as_of is None:
            refuse_future(read.events, day)
        regional = calendars(read.region) if read.region else None
        both = what_if(
            read.facts,
            read.events,
            calendars(None),
            read.supposed,
            as_of=day,
            policy=read.policy,
            regional=regional,
        )
        if not as_json:
            for title, deadline in (("现在", both.now), ("设想之后", both.then)):
                click.echo(title)
                _tell(deadline)
        return {"now": both.now.as_json(), "then": both.then.as_json()}

    _answer_all(source, as_of, answer, as_json=as_json)


def _answer_all(
    source: BinaryIO, as_of: str | None, answer: Callable[[Any, date], dict[str, Any]], *, as_json: bool
) -> None:
    day = read_day(as_of, "--as-of") if as_of else today()
    documents = _documents(source)
    is_array = isinstance(documents, list)
    answers = [_answer_or_refusal(each, day, answer) for each in (documents if is_array else [documents])]
    if as_json:
        print_json(answers if is_array else answers[0])
    refused = [(number, each) for number, each in enumerate(answers, start=1) if "error" in each]
    for number, each in refused:
        event = "" if each["event"] is None else f"第 {each['event'] + 1} 个事项："
        click.echo(f"{f'第 {number} 件：' if is_array else ''}{event}{each['error']}", err=True)
    if refused:
        sys.exit(1)


def _answer_or_refusal(
    document: Any, day: date, answer: Callable[[Any, date], dict[str, Any]]
) -> dict[str, Any]:
    try:
        return answer(document, day)
    except DomainError as refusal:
        event = refusal.event if isinstance(refusal, ClockRefused) else None
        return {"error": refusal.message, "event": event, "code": refusal.code, "field": refusal.field}


def _documents(source: BinaryIO) -> Any:
    try:
        return json.loads(source.read().decode("utf-8-sig"))
    except UnicodeDecodeError:
        refuse("文件不是 UTF-8 编码的 JSON，请另存为 UTF-8 后再试。")
    except json.JSONDecodeError as error:
        refuse(f"第 {error.lineno} 行第 {error.colno} 列起不是正确的 JSON。")
    except (RecursionError, ValueError):
        refuse("JSON 嵌套过深或者数字过长，不是期限计算的输入。")


def _tell(deadline: Deadline) -> None:
    due = deadline.due_on or deadline.expected_due_on
    expected = "（预计）" if deadline.due_on is None and due else ""
    provisional = "（暂定）" if deadline.is_provisional else ""
    click.echo(
        f"期限：{due or '未定'}{expected}{provisional}  {deadline.state.label}  {deadline.light.label}"
    )
    click.echo(f"已用 {deadline.days_used}，余 {'—' if deadline.days_left is None else deadline.days_left}")
    _tell_lines(deadline.ledger)
    _tell_lines(deadline.ahead)
    for warning in deadline.warnings:
        click.echo(f"注意：{warning}", err=True)


def _tell_lines(lines: Sequence[LedgerLine]) -> None:
    for line in lines:
        expected = "（预计）" if line.is_expected else ""
        left = "—" if line.days_left is None else line.days_left
        click.echo(
            f"{line.on}  {line.label}{expected}  计入 {line.days_counted}  已用 {line.days_used}  余 {left}  "
            f"期限 {line.due_on or '停止计时'}  {line.basis}  {line.note}".rstrip()
        )
