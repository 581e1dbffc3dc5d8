"""Server time of every page people wait for, beside the bare SQL for the same rows: ``python -m bench.pages``.

Runs on the database of the environment, filled by ``bench.fill``. Each line prints the best of several requests,
the floor for a quiet two-core machine, the processor time of the page's own process, the SQL statements, and the
best time of those statements sent again alone. From a million cases on every floor is twice as high. With
``--plans`` the plan of every statement that takes longer than 10 ms follows. Exit code 1 when a floor is missed.
"""

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from bench.browsing import opening, signed_in
from tracker.app import create_app
from tracker.domain.labels import Role
from tracker.extensions import db
from tracker.models import Case, User
from tracker.now import today
from tracker.queries import organisation

TIMES = 5
MOST_STATEMENTS = 15
MILLION = 1_000_000
SLOW_MS = 10
WIDE = (Role.CLERK, Role.STATISTICIAN, Role.SUPERVISOR)
LEAD = (Role.SECTION_LEAD,)
HANDLER = (Role.HANDLER,)
LIST, SEARCH, CASE, REGISTER, FIGURES = 100, 150, 60, 40, 300
VIEWS = ("open", "overdue", "red", "yellow", "green", "unassigned", "review", "mine", "closed", "all")
FILTERS = {
    "渠道": "view=all&channel=2",
    "科室": "view=all&section={section}",
    "科室在办": "view=open&section={section}",
    "科室已办结": "view=closed&section={section}",
    "承办人": "view=all&handler={handler}",
    "少见状态": "view=all&state=not_accepted",
    "常见状态": "view=all&state=closed",
    "有督办": "view=all&is_supervised=y",
    "科室加渠道加状态": "view=all&section={section}&channel=3&state=archived",
    "收到日期": "view=all&received_from={year}-01-01&received_to={year}-01-31",
    "多年前收到": "view=closed&received_to={old}-12-31",
    "期限": "view=all&due_from={year}-02-01&due_to={year}-02-10",
}
LATER = {
    "在办末页": "view=open&cursor=before:9999-12-31:999999999:99999",
    "全部末页": "view=all&cursor=before:1990-01-01:0:99999",
    "全部中间": "view=all&cursor=after:{middle}:1:50001",
    "科室中间": "view=all&section={section}&cursor=after:{middle}:1:5001",
}
WORDS = {
    "每件都有的词": "反映",
    "很常见的词": "耕地",
    "三字词": "宅基地",
    "少见的编号": "BX000099",
    "没有的词": "火星",
    "姓名": "测试4242",
    "手机后四位": "0042",
    "词加科室": "耕地&section={section}",
    "少见词加科室": "古树&section={section}",
    "词加状态": "反映&state=not_accepted",
    "词加承办人": "反映&handler={handler}",
}


@dataclass(frozen=True)
class Asked:
    name: str
    path: str
    floor: int
    roles: tuple[Role, ...] = WIDE


def _asked() -> Iterator[Asked]:
    for who, roles in (("", WIDE), ("科室负责人 ", LEAD), ("承办人 ", HANDLER)):
        for view in VIEWS:
            yield Asked(f"{who}{view}", f"/cases/?view={view}", LIST, roles)
        for name, query in (FILTERS | LATER).items():
            yield Asked(who + name, f"/cases/?{query}", LIST, roles)
        for name, word in WORDS.items():
            yield Asked(who + name, f"/cases/?view=all&text={word}", SEARCH, roles)
        yield Asked(f"{who}在办里检索", "/cases/?view=open&text=耕地", SEARCH, roles)
        yield Asked(f"{who}工作台", "/", LIST, roles)
    yield Asked("一件", "/cases/{case}", CASE)
    yield Asked("登记表", "/register/hotline_12345", CASE)
    yield Asked("统计 本年", "/statistics/?start={year}-01-01", FIGURES)
    yield Asked("统计 全部", "/statistics/?start={old}-01-01&cohort=received", FIGURES * _times_full())
    for word, by in (("科室", "section"), ("承办人", "handler"), ("类型", "type"), ("月份", "month")):
        yield Asked(f"统计 按{word}", f"/statistics/?start={{old}}-01-01&by={by}", FIGURES * _times_full())
    yield Asked("统计 按理由", "/statistics/reasons/?start={year}-01-01", FIGURES)
    yield Asked("看板", "/board/", FIGURES)
    yield Asked("通报", "/statistics/bulletin/", FIGURES)
    yield Asked("年报 各年", "/annual-report/", 2 * FIGURES)
    yield Asked("年报 第三部分", "/annual-report/{year}/three", 2 * FIGURES)


def _times_full() -> int:
    """Statistics over all cases: the floor is for 100,000 of them."""
    return max(1, _count() // 100_000)


def _count() -> int:
    return int(db.session.query(db.func.count(Case.id)).scalar())


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


def bare(statements: list[tuple[str, Any]]) -> list[float]:
    """The best time of each statement, alone."""
    connection = db.session.connection()
    best = [float("inf")] * len(statements)
    for _ in range(TIMES):
        for place, (statement, parameters) in enumerate(statements):
            start = time.perf_counter()
            connection.exec_driver_sql(statement, parameters).fetchall()
            best[place] = min(best[place], (time.perf_counter() - start) * 1000)
    db.session.rollback()
    return best


def best_of(request: Callable[[], Any]) -> tuple[float, float]:
    """The least wall time and the least processor time of several requests, in milliseconds."""
    walls, works = [], []
    for _ in range(TIMES):
        wall, work = time.perf_counter(), time.process_time()
        response = request()
        walls.append((time.perf_counter() - wall) * 1000)
        works.append((time.process_time() - work) * 1000)
        assert response.status_code < 400, response.status_code
    return min(walls), min(works)


def _line(name: str, floor: float, taken: tuple[float, float], count: int, alone: float) -> bool:
    met = taken[0] <= floor and count <= MOST_STATEMENTS
    times = f"{taken[0]:7.1f} ms  上限 {floor:>4}  处理器 {taken[1]:7.1f}  裸 SQL {alone:7.1f}"
    print(
        f"{name:　<14} {times}  {taken[0] / max(alone, 0.1):5.1f} 倍  语句 {count:>2}  {'' if met else '未达到'}"
    )
    return met


def _plans(statements: list[tuple[str, Any]], times: list[float]) -> None:
    connection = db.session.connection()
    word = "EXPLAIN QUERY PLAN " if connection.dialect.name == "sqlite" else "EXPLAIN (ANALYZE, BUFFERS) "
    for (statement, parameters), took in zip(statements, times, strict=True):
        if took < SLOW_MS:
            continue
        print(f"    {took:.1f} ms: {' '.join(statement.split())[-600:]}")
        for row in connection.exec_driver_sql(word + statement, parameters):
            print("      ", row[-1])
    db.session.rollback()


def _registering(app: Flask, client: FlaskClient) -> Callable[[], Any]:
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
        with app.app_context():
            return client.post("/register/hotline_12345", data=fields)

    return register


def _facts() -> dict[str, Any]:
    section = organisation.sections(organisation.only_agency().id)[0]
    handler = db.session.query(User.id).filter_by(section_id=section.id).order_by(User.id).first()
    year = today().year
    return {
        "section": section.id,
        "handler": handler[0] if handler else 0,
        "case": db.session.query(db.func.max(Case.id)).filter(Case.reported_section_id.is_(None)).scalar(),
        "year": year,
        "old": year - 10,
        "middle": f"{year - 4}-06-15",
    }


def main() -> int:
    """Print one line a page; 0 when every floor is met."""
    app = create_app()
    app.config.update(WTF_CSRF_ENABLED=False)
    wanted = [word for word in sys.argv[1:] if not word.startswith("--")]
    with app.app_context():
        section = organisation.sections(organisation.only_agency().id)[0]
        facts, count = _facts(), _count()
        clients = {roles: signed_in(app, roles, section) for roles in (WIDE, LEAD, HANDLER)}
        statements = Statements()
        times = 2 if count >= MILLION else 1
        print(f"{count} 件，{db.engine.dialect.name}")
        met = True
        for each in _asked():
            if wanted and not any(word in each.name for word in wanted):
                continue
            path = each.path.format(**facts)
            request = opening(app, clients[each.roles], path)
            request()
            db.session.rollback()
            sent = statements.of(request)
            alone = bare(sent)
            met &= _line(each.name, each.floor * times, best_of(request), len(sent), sum(alone))
            if "--plans" in sys.argv:
                _plans(sent, alone)
        if not wanted or "登记" in wanted:
            met &= _line("登记一件", REGISTER * times, best_of(_registering(app, clients[WIDE])), 0, 0.0)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
