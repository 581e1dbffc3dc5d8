"""Server time of every page people wait for, beside the bare SQL for the same rows: ``python -m bench.pages``.

Runs on the database of the environment, filled by ``bench.fill``. Each line prints the median of several
requests, the floor stated for a quiet two-core machine, the SQL statements, and the time of those statements
sent again alone. Exit code 1 when a floor is missed.
"""

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from tracker.app import create_app
from tracker.domain.labels import Role
from tracker.extensions import db
from tracker.models import Case, User
from tracker.now import now, today
from tracker.queries import organisation
from tracker.services import accounts
from tracker.unit_of_work import writing

TIMES = 7
MOST_STATEMENTS = 15
LISTS = {
    "在办第一页": "/cases/",
    "已办结第一页": "/cases/?view=closed",
    "全部第一页": "/cases/?view=all",
    "超期第一页": "/cases/?view=overdue",
    "按科室": "/cases/?view=all&section=1",
}
PAGES = {name: (path, 100) for name, path in LISTS.items()} | {
    "两字检索": ("/cases/?view=all&text=耕地", 150),
    "少见两字检索": ("/cases/?view=all&text=第99999件", 150),
    "无结果检索": ("/cases/?view=all&text=火星", 150),
    "工作台": ("/", 100),
    "一件": ("/cases/{case_id}", 60),
    "统计": (f"/statistics/?start={today().year}-01-01&end={today()}", 300),
}


class Statements:
    """The statements of a request, to be counted and sent again."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Any]] = []
        self.is_listening = False
        event.listen(db.engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if self.is_listening:
            self.sent.append((statement, parameters))

    def of(self, request: Callable[[], Any]) -> list[tuple[str, Any]]:
        self.sent, self.is_listening = [], True
        request()
        self.is_listening = False
        return [sent for sent in self.sent if sent[0].lstrip().upper().startswith("SELECT")]


def _bare(statements: list[tuple[str, Any]]) -> float:
    connection = db.session.connection()
    start = time.perf_counter()
    for statement, parameters in statements:
        connection.exec_driver_sql(statement, parameters).fetchall()
    elapsed = (time.perf_counter() - start) * 1000
    db.session.rollback()
    return elapsed


def _median(request: Callable[[], Any]) -> float:
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        response = request()
        taken.append((time.perf_counter() - start) * 1000)
        assert response.status_code < 400, response.status_code
    return statistics.median(taken)


def _line(name: str, floor: float, taken: float, count: int, bare: float) -> bool:
    met = taken <= floor and count <= MOST_STATEMENTS
    times = f"{taken:8.1f} ms  上限 {floor:>4} ms  裸 SQL {bare:8.1f} ms  {taken / max(bare, 0.1):5.1f} 倍"
    print(f"{name:　<8} {times}  语句 {count:>2}  {'' if met else '未达到'}")
    return met


def _signed_in(app: Flask, roles: tuple[Role, ...]) -> FlaskClient:
    name = "bench-" + "-".join(roles)
    with writing():
        agency = organisation.only_agency()
        if not db.session.query(User).filter_by(username=name).count():
            accounts.create_user(
                username=name,
                display_name="测速",
                roles=frozenset(roles),
                password="only-for-benches-1",  # noqa: S106
                at=now(),
                actor_id=None,
                agency=agency,
                section=organisation.sections(agency.id)[0],
            )
    client = app.test_client()
    client.post("/sign-in", data={"username": name, "password": "only-for-benches-1"})
    return client


def _registering(client: FlaskClient) -> Callable[[], Any]:
    number = iter(range(10**6))

    def register() -> Any:
        key = f"{time.time_ns()}{next(number)}"
        fields = {
            "submission_key": key[-36:],
            "source_number": f"T{key}",
            "received_on": today().isoformat(),
            "item_type": "complaint",
            "title": "反映样本村道路破损",
            "content": "请核查。",
            "name": "张测试",
            "phone": "13800000000",
            "go": "again",
        }
        return client.post("/register/hotline_12345", data=fields)

    return register


def main() -> int:
    """Print one line a page; 0 when every floor is met."""
    app = create_app()
    app.config.update(WTF_CSRF_ENABLED=False)
    with app.app_context():
        client = _signed_in(app, (Role.CLERK, Role.STATISTICIAN, Role.SUPERVISOR))
        statements = Statements()
        count, case_id = db.session.query(db.func.count(Case.id), db.func.max(Case.id)).one()
        print(f"{count} 件，{db.engine.dialect.name}")
        db.session.rollback()
        met = True
        for name, (path, floor) in PAGES.items():
            request = lambda path=path: client.get(path.format(case_id=case_id))  # noqa: E731
            request()
            sent = statements.of(request)
            met &= _line(name, floor, _median(request), len(sent), _bare(sent))
        met &= _line("登记", 40, _median(_registering(client)), 0, 0.0)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
