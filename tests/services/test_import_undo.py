"""整批撤销: an import that is undone leaves everything as if the file had never come."""

import random
from datetime import date, timedelta
from functools import partial

import pytest
import time_machine
from sqlalchemy import func, select

from tests.factories import SectionFactory, UserFactory, actor_of, registered
from tests.services.import_desk import bring_in
from tracker.domain.completion import Cohort, GroupBy
from tracker.domain.errors import DomainError, PermissionRefused
from tracker.domain.labels import Kind, Role
from tracker.domain.permissions import Actor
from tracker.models.agency import PolicyChoice
from tracker.models.audit import AuditEntry
from tracker.models.case import Case, CaseCycle
from tracker.models.case_record import CaseEventRow, CasePerson
from tracker.models.imports import ImportUndo
from tracker.models.reminder import Reminder
from tracker.models.search import CaseWords
from tracker.now import now, today
from tracker.queries.cases.ledger import LedgerFilter, ledger_rows
from tracker.queries.completion import completion, overview
from tracker.queries.figures import Scope
from tracker.services.cases.oversee import urge
from tracker.services.cases.verification import Verification
from tracker.services.cases.work import case_work
from tracker.services.imports.surveying import survey
from tracker.services.imports.undoing import undo_import

HEADINGS = [
    *("来源编号", "收到日期", "诉求类型", "标题", "内容", "姓名", "联系电话", "承办科室"),
    *("答复日期", "办结日期", "办理结果", "答复内容", "满意度", "附注"),
]
FIRST = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel("2026-06-10T02:00:00+00:00", tick=False):
        yield


@pytest.fixture
def clerk(session):
    SectionFactory(name="测试股")
    return UserFactory(roles=(Role.CLERK,))


@pytest.fixture
def bring(agency, clerk):
    return partial(bring_in, agency, clerk, HEADINGS)


def some_rows(chance, *, count=12, first=1):
    """Rows of every sort, each number once: open and closed, with a number and without."""
    rows = []
    for place in range(first, first + count):
        received = FIRST + timedelta(days=chance.randrange(20))
        answered = received + timedelta(days=chance.randrange(4))
        closed = answered + timedelta(days=chance.randrange(3))
        ended = chance.random() < 0.6
        rows.append(
            [
                f"SL{place}" if chance.random() < 0.8 else "",
                received.isoformat(),
                chance.choice(["咨询", "投诉", "求助", ""]),
                f"第{place}件{chance.choice(['路灯不亮', '水渠漏水'])}",
                chance.choice(["测试镇样本村。", ""]),
                chance.choice(["张测试", "李样本", ""]),
                chance.choice(["13800000000", "13900000000", ""]),
                chance.choice(["测试股", ""]),
                answered.isoformat() if ended else "",
                closed.isoformat() if ended else "",
                chance.choice(["已解决", "未解决"]) if ended else "",
                chance.choice(["已经办理。", "已经答复。"]) if ended else "",
                chance.choice(["满意", "不满意", ""]) if ended else "",
                chance.choice(["请阅处", ""]),
            ]
        )
    return rows


def ledger(agency):
    return list(ledger_rows(LedgerFilter(agency.id), unmasked=True))


def figures(agency):
    span = date(2026, 1, 1), date(2026, 12, 31)
    scope = Scope(agency.id, *span, today(), Cohort.ACTIVE)
    return (completion(scope, GroupBy.CHANNEL), overview(scope, GroupBy.CHANNEL).indicator_figures)


def drift():
    return list(Verification().drifted())


def of(model, session):
    return session.execute(select(func.count()).select_from(model)).scalar_one()


@pytest.mark.parametrize("seed", range(12))
def test_import_undo_import_leaves_the_ledger_of_one_import(agency, session, clerk, bring, seed):
    chance = random.Random(seed)  # noqa: S311
    bring(*some_rows(chance))
    before, before_figures = ledger(agency), figures(agency)
    second = [*some_rows(chance, count=8), *some_rows(chance, count=5, first=13)]
    second = [row for row in second if row[0]]
    batch = bring(*second)
    once, once_figures = ledger(agency), figures(agency)
    undo = undo_import(batch, actor=actor_of(clerk), at=now())
    assert undo.kept == {"cases": []}
    assert ledger(agency) == before
    assert figures(agency) == before_figures
    assert drift() == []
    again = bring(*second)
    assert again.counts == batch.counts
    assert ledger(agency) == once
    assert figures(agency) == once_figures
    assert drift() == []


def test_nothing_of_a_taken_back_case_is_found_again(agency, session, clerk, bring):
    batch = bring(*some_rows(random.Random(1)))  # noqa: S311
    ids = survey(batch).created
    undo = undo_import(batch, actor=actor_of(clerk), at=now())
    assert (undo.taken_back, undo.reversed) == (len(ids), 0)
    assert [of(model, session) for model in (CaseCycle, CasePerson, CaseWords, Reminder)] == [0, 0, 0, 0]
    cases = session.execute(select(Case).order_by(Case.id)).scalars().all()
    assert {case.taken_back_on for case in cases} == {today()}
    assert not any(case.is_open or case.content or case.source_number for case in cases)
    assert of(CaseEventRow, session) > 0
    with (
        pytest.raises(DomainError, match="没有这一件"),
        case_work(
            case_id=ids[0], version=None, actor=actor_of(UserFactory(roles=(Role.SUPERVISOR,))), at=now()
        ),
    ):
        pass


def test_freed_numbers_are_given_to_the_next_cases(session, clerk, bring):
    first = registered(Kind.HOTLINE, received_on=FIRST)
    batch = bring(*some_rows(random.Random(2), count=3))  # noqa: S311
    undo_import(batch, actor=actor_of(clerk), at=now())
    numbers = [registered(Kind.HOTLINE, received_on=FIRST, title=f"样本{n}").number for n in range(4)]
    stem = first.number.removesuffix("1号")
    assert numbers == [f"{stem}{serial}号" for serial in (2, 3, 4, 5)]


def test_what_somebody_touched_stays_and_is_named(agency, session, clerk, bring):
    batch = bring(*some_rows(random.Random(3)))  # noqa: S311
    touched = session.execute(select(Case).where(Case.is_open).order_by(Case.id)).scalars().first()
    supervisor = actor_of(UserFactory(roles=(Role.SUPERVISOR,)))
    with case_work(case_id=touched.id, version=None, actor=supervisor, at=now()) as work:
        urge(work, words="请尽快办理")
    undo = undo_import(batch, actor=actor_of(clerk), at=now())
    assert [one["number"] for one in undo.kept["cases"]] == [touched.number]
    assert "导入以后已有「催办」" in undo.kept["cases"][0]["reason"]
    assert [row[0] for row in ledger(agency)] == [touched.number]
    assert drift() == []
    entry = session.execute(select(AuditEntry).where(AuditEntry.action == "import.undone")).scalar_one()
    assert entry.detail["kept"] == [touched.number]


def test_a_later_import_is_undone_first(agency, clerk, bring):
    rows = some_rows(random.Random(4), count=3)  # noqa: S311
    rows = [[f"NO{place}", *row[1:]] for place, row in enumerate(rows)]
    first = bring(*rows)
    whole = ledger(agency)
    later = bring([*rows[0][:3], "改过的标题", *rows[0][4:]])
    undo = undo_import(first, actor=actor_of(clerk), at=now())
    assert "先撤销后来的那一次" in undo.kept["cases"][0]["reason"]
    undo_import(later, actor=actor_of(clerk), at=now())
    assert ledger(agency) == whole[:1]


def refusal(batch, actor):
    with pytest.raises(DomainError) as refused:
        undo_import(batch, actor=actor, at=now())
    return refused.value.message


def test_who_may_undo_and_until_when(agency, session, clerk, bring):
    batch = bring(*some_rows(random.Random(5), count=2))  # noqa: S311
    other = UserFactory(roles=(Role.CLERK,))
    with pytest.raises(PermissionRefused, match="本人或者督办员"):
        undo_import(batch, actor=actor_of(other), at=now())
    with time_machine.travel("2026-06-11T02:00:00+00:00", tick=False):
        assert "最晚可以在 2026-06-10 撤销" in refusal(batch, actor_of(clerk))
        session.add(PolicyChoice(agency_id=agency.id, key="import_undo", value="off"))
        session.flush()
        assert "不可以整批撤销" in refusal(batch, actor_of(clerk))
        session.query(PolicyChoice).one().value = "three_days"
        session.flush()
        supervisor = UserFactory(roles=(Role.SUPERVISOR,))
        assert undo_import(batch, actor=actor_of(supervisor), at=now()).taken_back == 2
    assert "已经撤销过了" in refusal(batch, actor_of(clerk))
    assert of(ImportUndo, session) == 1


def test_a_batch_that_everybody_works_on_is_refused_whole(clerk, bring, session):
    batch = bring(*some_rows(random.Random(6), count=1))  # noqa: S311
    session.query(Case).one().version += 1
    session.flush()
    assert "一件也不能撤销" in refusal(batch, Actor(clerk.id, clerk.agency_id, None, clerk.roles))
