"""到期清除: what is personal goes, every figure and every column that is not personal stays as it was."""

import json
import random
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from tests.factories import SectionFactory, UserFactory, actor_of, registered
from tests.services.import_desk import bring_in
from tests.services.test_import_undo import HEADINGS, some_rows
from tracker.domain.annual_report.editions import Edition
from tracker.domain.completion import Cohort, GroupBy
from tracker.domain.errors import DomainError
from tracker.domain.labels import Kind, Role, State
from tracker.domain.outcomes import Outcome
from tracker.models.agency import PolicyChoice
from tracker.models.audit import AuditEntry
from tracker.models.case import Case
from tracker.models.case_record import CaseEventRow, CaseEventText, CasePerson
from tracker.models.document import CaseDocument
from tracker.models.report import RemedyCase
from tracker.now import now, today
from tracker.queries.annual_report import section_three
from tracker.queries.cases.ledger import LedgerFilter, ledger_headings, ledger_rows
from tracker.queries.cases.one import case_file
from tracker.queries.cases.search import words_match
from tracker.queries.completion import completion, overview
from tracker.queries.figures import Scope
from tracker.queries.retention import due_counts, kept_back, retention_of, years_before
from tracker.services import audit
from tracker.services.cases.verification import Verification
from tracker.services.documents import store
from tracker.services.documents.attach import attach
from tracker.services.drafts.sweeping import sweep_files
from tracker.services.retention.erasing import erase_batch
from tracker.services.retention.holding import hold, release

PERSONAL = {"姓名", "联系电话", "证件号码", "地址", "附注"}
FREE_TEXT = {"标题", "内容", "地点", "答复内容", "办理结果"}
LATER = "2062-01-10T02:00:00+00:00"
PDF = b"%PDF-1.7\n" + b"x" * 20


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
    def run(*rows, kind=Kind.HOTLINE, headings=HEADINGS):
        return bring_in(agency, clerk, headings, *rows, kind=kind)

    return run


@pytest.fixture
def switched_on(agency, session):
    session.add(PolicyChoice(agency_id=agency.id, key="retention", value="on"))
    session.flush()


def requests(chance, count=6):
    rows = []
    for place in range(count):
        received = date(2026, 1, 5) + timedelta(days=chance.randrange(60))
        ended = chance.random() < 0.7
        rows.append(
            [f"YSQ{place}", received, f"申请备案材料{place}", "自然人", "张测试",
             received + timedelta(days=5) if ended else "", "予以公开" if ended else ""]
        )  # fmt: skip
    return rows


REQUEST = ["来源编号", "收到日期", "标题", "申请人类别", "姓名", "答复日期", "办理结果"]


def figures(agency):
    span = date(2026, 1, 1), date(2026, 12, 31)
    found = []
    for cohort in Cohort:
        scope = Scope(agency.id, *span, date(2026, 12, 31), cohort)
        found += [completion(scope, by) for by in GroupBy] + [
            overview(scope, GroupBy.CHANNEL).indicator_figures
        ]
    return [*found, section_three(agency.id, 2026, Edition.CURRENT)]


def ledger(agency, *, without):
    headings = ledger_headings()
    rows = ledger_rows(LedgerFilter(agency.id), unmasked=True)
    return [[cell for name, cell in zip(headings, row, strict=True) if name not in without] for row in rows]


def erase_all(agency):
    total = 0
    while erased := erase_batch(retention_of(agency.id), at=now(), actor_id=None, most=5):
        total += erased
    return total


@pytest.mark.parametrize("texts", ["masked", "emptied"])
@pytest.mark.parametrize("seed", range(4))
def test_figures_and_the_rest_of_the_ledger_stay(agency, session, bring, switched_on, seed, texts):
    chance = random.Random(seed)  # noqa: S311
    session.add(PolicyChoice(agency_id=agency.id, key="retention_texts", value=texts))
    bring(*some_rows(chance))
    bring(*requests(chance), kind=Kind.DISCLOSURE, headings=REQUEST)
    without = PERSONAL | (FREE_TEXT if texts == "emptied" else set())
    before, counted = ledger(agency, without=without), figures(agency)
    events = session.execute(select(func.count()).select_from(CaseEventRow)).scalar_one()
    with time_machine.travel(LATER, tick=False):
        ended = session.execute(select(func.count(Case.id)).where(Case.is_open.is_(False))).scalar_one()
        assert sum(due_counts(retention_of(agency.id), today()).values()) == ended > 0
        assert erase_all(agency) == ended
        assert sum(due_counts(retention_of(agency.id), today()).values()) == 0
        assert ledger(agency, without=without) == before
        assert figures(agency) == counted
        assert list(Verification().drifted()) == []
    assert session.execute(select(func.count()).select_from(CaseEventRow)).scalar_one() == events
    closed = select(Case.id).where(Case.is_open.is_(False))
    assert session.query(CasePerson).filter(CasePerson.case_id.in_(closed)).count() == 0
    assert session.query(CaseEventText).filter(CaseEventText.case_id.in_(closed)).count() == 0
    assert audit.first_broken_line() is None


def closed_request(agency, session, handler, **facts):
    """A request answered on 5 March 2026, with the caller's name and phone in its words."""
    facts.setdefault("title", "张测试申请备案材料")
    facts.setdefault("content", "请联系张测试，13800000000。")
    case = registered(Kind.DISCLOSURE, handler=handler, received_on=date(2026, 3, 2), **facts)
    case.state, case.is_open, case.outcome = State.CLOSED, False, Outcome.GRANTED.value
    case.closed_on = case.replied_on = date(2026, 3, 5)
    session.commit()
    return case


@pytest.fixture
def handler():
    return UserFactory(roles=(Role.HANDLER,), section=SectionFactory())


def test_a_case_loses_what_is_personal_and_nothing_else(agency, session, handler, switched_on, tmp_path):
    case, other = closed_request(agency, session, handler), registered(Kind.HOTLINE, handler=handler)
    for one in (case, other):
        attach(
            case=one, events=case_file(one).events, name="张测试身份证.pdf", content=PDF,
            folder=tmp_path, actor=actor_of(handler), at=now(),
        )  # fmt: skip
    digest = session.query(CaseDocument.sha256).first()[0]
    with time_machine.travel(LATER, tick=False):
        assert erase_all(agency) == 1
        session.expire_all()
        assert (case.person, case.erased_on) == (None, today())
        assert case.title == "张**申请备案材料"
        assert case.content == "请联系张**，138****0000。"
        assert session.query(Case.id).filter(words_match("备案")).count() == 1
        assert session.query(Case.id).filter(words_match("测试申请")).count() == 0
        assert [kept.case_id for kept in session.query(CaseDocument)] == [other.id]
        sweep_files(folder=tmp_path, at=now())
        assert store.read(tmp_path, digest) == PDF, "the other case still has it"
    entry = session.execute(select(AuditEntry).where(AuditEntry.action == "personal.erased")).scalar_one()
    assert entry.detail == {"numbers": [case.number], "texts": "masked"}
    assert "张测试" not in json.dumps(entry.detail, ensure_ascii=False)


def test_the_last_use_of_a_file_takes_its_bytes_away(agency, session, handler, switched_on, tmp_path):
    case = closed_request(agency, session, handler)
    attach(
        case=case, events=case_file(case).events, name="附件.pdf", content=PDF,
        folder=tmp_path, actor=actor_of(handler), at=now(),
    )  # fmt: skip
    with time_machine.travel(LATER, tick=False):
        erase_all(agency)
        assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1, "rows first"
        sweep_files(folder=tmp_path, at=now())
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_nothing_is_erased_until_the_office_switches_it_on(agency, session, handler):
    closed_request(agency, session, handler)
    with time_machine.travel(LATER, tick=False):
        assert due_counts(retention_of(agency.id), today())[Kind.DISCLOSURE] == 1
        with pytest.raises(DomainError, match="没有开启"):
            erase_batch(retention_of(agency.id), at=now(), actor_id=None)
    assert session.query(CasePerson).count() == 1


def test_the_period_ends_on_its_day(agency, session, handler, switched_on):
    closed_request(agency, session, handler)
    rule = retention_of(agency.id)
    assert [due_counts(rule, day)[Kind.DISCLOSURE] for day in (date(2056, 3, 4), date(2056, 3, 5))] == [0, 1]
    session.add(PolicyChoice(agency_id=agency.id, key="retention_years_disclosure", value="5"))
    session.flush()
    rule = retention_of(agency.id)
    assert [due_counts(rule, day)[Kind.DISCLOSURE] for day in (date(2031, 3, 4), date(2031, 3, 5))] == [0, 1]
    assert years_before(date(2028, 2, 29), 5) == date(2023, 2, 28)


def test_a_review_or_suit_keeps_the_case(agency, session, handler, switched_on):
    case = closed_request(agency, session, handler)
    remedy = RemedyCase(
        agency_id=agency.id, case_id=case.id, route="reconsideration", authority="示例区人民政府",
        filed_on=date(2026, 4, 1),
    )  # fmt: skip
    session.add(remedy)
    session.flush()
    rule, day = retention_of(agency.id), date(2062, 1, 10)
    assert (due_counts(rule, day)[Kind.DISCLOSURE], kept_back(rule, day)["disputed"]) == (0, 1)
    remedy.closed_on, remedy.result = date(2040, 1, 1), "upheld"
    session.flush()
    assert due_counts(rule, day)[Kind.DISCLOSURE] == 0
    assert due_counts(rule, date(2070, 1, 1))[Kind.DISCLOSURE] == 1


def test_a_case_is_held_for_a_reason_and_released(agency, session, handler, switched_on):
    case, rule, day = closed_request(agency, session, handler), retention_of(agency.id), date(2062, 1, 10)
    told = {"agency_id": agency.id, "number": case.number, "actor_id": handler.id, "at": now()}
    with pytest.raises(DomainError, match="为什么暂缓"):
        hold(**told, reason=" ")
    with pytest.raises(DomainError, match="没有编号为"):
        hold(**{**told, "number": "无此件"}, reason="审计")
    hold(**told, reason="示审〔2026〕1号审计")
    with pytest.raises(DomainError, match="已经暂缓"):
        hold(**told, reason="又一次")
    assert (due_counts(rule, day)[Kind.DISCLOSURE], kept_back(rule, day)["held"]) == (0, 1)
    release(**told)
    assert due_counts(rule, day)[Kind.DISCLOSURE] == 1


def test_an_erased_case_takes_no_personal_data_back(agency, session, bring, switched_on, handler, tmp_path):
    row = ["SL1", "2026-03-02", "咨询", "路灯", "", "张测试", "13800000000", "", "2026-03-03", "2026-03-03",
           "已解决", "好", "", ""]  # fmt: skip
    bring(row)
    case = session.query(Case).one()
    with time_machine.travel(LATER, tick=False):
        erase_all(agency)
        with pytest.raises(AssertionError):
            bring([*row[:3], "改过的标题", *row[4:]])
        with pytest.raises(DomainError, match="已按期清除"):
            attach(
                case=case, events=case_file(case).events, name="附件.pdf", content=PDF,
                folder=tmp_path, actor=actor_of(UserFactory(roles=(Role.CLERK,))), at=now(),
            )  # fmt: skip


def test_a_letter_keeps_its_number_and_loses_its_file(agency, session, handler, switched_on, tmp_path):
    case = closed_request(agency, session, handler)
    letter = CaseDocument(
        case_id=case.id, agency_id=agency.id, letter_kind="granted", number="示测告〔2026〕1号",
        dated_on=date(2026, 3, 5), filename="告知书.docx", media_type="application/octet-stream", size=9,
        sha256=store.keep(tmp_path, b"a letter "), created_at=now(), created_by_id=handler.id,
    )  # fmt: skip
    session.add(letter)
    session.flush()
    with time_machine.travel(LATER, tick=False):
        erase_all(agency)
        sweep_files(folder=tmp_path, at=now())
        assert (letter.number, letter.sha256, letter.erased_on) == ("示测告〔2026〕1号", "", today())
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
