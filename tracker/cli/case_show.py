"""``flask cases show``: one case with its events, its deadline and the ledger that explains it."""

from collections.abc import Iterator
from typing import Any

import click
from flask.cli import with_appcontext

from tracker.cli.refusals import print_json, refusing
from tracker.domain.errors import DomainError
from tracker.now import today


@click.command("show")
@click.argument("number")
@click.option("--agency", "agency_code", default=None, help="机关代码，默认本机关。")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档。")
@with_appcontext
@refusing
def show_command(number: str, agency_code: str | None, *, as_json: bool) -> None:
    """查看一件：经过、期限和逐步推算。个人信息遮盖。"""
    from tracker.queries.annual_assembly import agency_named
    from tracker.queries.cases.one import by_number
    from tracker.services.cases.document import case_document

    case = by_number(agency_named(agency_code).id, number)
    if case is None:
        raise DomainError(f"没有编号为「{number}」的办件，请核对编号。", field="number")
    document = case_document(case, as_of=today())
    if as_json:
        print_json(document)
        return
    for line in _lines(document):
        click.echo(line)


def _lines(document: dict[str, Any]) -> Iterator[str]:
    deadline = document["deadline"]
    yield f"{document['number']}　{document['title']}"
    yield f"{document['channel']}，收到 {document['received_on']}，{document['state_label']}"
    yield f"承办：{document['section'] or '未分办'} {document['handler'] or ''}".rstrip()
    yield f"期限：{deadline['due_on'] or deadline['expected_due_on'] or '停止计时'}"
    yield "经过："
    for event in document["events"]:
        yield f"  {event['on']} {event['label']} {event['actor'] or ''}".rstrip()
    yield "期限推算："
    for line in document["ledger"]:
        yield f"  {line['on']} {line['event']} {line['note']} {line['basis']}".rstrip()
