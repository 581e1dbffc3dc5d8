"""What is written and entered for a year, the register of reviews and suits, and frozen years."""

from datetime import date
from decimal import Decimal

import pytest

from tests.queries.standing import put_case
from tracker.domain.annual_report.editions import Edition
from tracker.domain.errors import DomainError, VersionClash
from tracker.domain.labels import Role
from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.models.case import Case, CaseCycle
from tracker.now import now
from tracker.queries.annual_assembly import annual_report, stored_report
from tracker.queries.annual_report import section_four
from tracker.queries.report_changes import changes_since
from tracker.services.reports.entries import begin_correction, is_locked, save_section_two, save_text
from tracker.services.reports.freeze import freeze
from tracker.services.reports.remedies import (
    RemedyFacts,
    Verdict,
    amend_remedy,
    close_remedy,
    register_remedy,
    remove_remedy,
)

YEAR = 2024


@pytest.fixture
def clerk(user_with):
    return user_with(Role.STATISTICIAN).id


def write(agency, clerk, text="总体情况", version=1):
    return save_text(
        agency=agency, year=YEAR, name="one", text=text, version=version, at=now(), actor_id=clerk
    )


def enter(agency, clerk, rows, version=1):
    return save_section_two(agency=agency, year=YEAR, rows=rows, version=version, at=now(), actor_id=clerk)


def test_a_text_is_kept_with_its_fields_and_printed_with_their_figures(agency, clerk):
    write(agency, clerk, "新收{新收申请}件。")
    assert stored_report(agency.id, YEAR).texts["one"] == "新收{新收申请}件。"
    put_case(agency, "2024-03-01", channel="disclosure")
    assert annual_report(agency, YEAR).texts["one"] == "新收1件。"


def test_each_saving_makes_the_version_before_it_stale(agency, clerk):
    write(agency, clerk)
    with pytest.raises(VersionClash, match="有人改过"):
        write(agency, clerk, "晚到的", version=1)
    write(agency, clerk, "及时的", version=2)
    assert stored_report(agency.id, YEAR).texts["one"] == "及时的"


def test_figures_of_section_two_keep_blank_zero_sign_and_decimals(agency, clerk):
    rows = {
        "licences": (0,),
        "penalties": (None,),
        "fees": (Decimal("12.345678"),),
        "regulations": (1, -1, 0),
    }
    enter(agency, clerk, rows)
    db.session.expire_all()
    assert annual_report(agency, YEAR).two.rows == rows


def test_each_format_keeps_its_own_figures(agency, clerk):
    enter(agency, clerk, {"licences": (498,)})
    assert annual_report(agency, YEAR, Edition.TRIAL).two is None


def test_saving_leaves_an_audit_line(agency, clerk):
    write(agency, clerk)
    assert db.session.query(AuditEntry).filter_by(action="report_text_saved").count() == 1


def test_a_frozen_year_refuses_changes_with_the_way_to_make_a_version(agency, clerk):
    write(agency, clerk, "第一版")
    freeze(agency=agency, year=YEAR, at=now(), actor_id=clerk)
    assert is_locked(agency=agency, year=YEAR)
    with pytest.raises(DomainError, match="开始更正，冻结后成为新版本"):
        write(agency, clerk, "第二版", version=2)
    with pytest.raises(DomainError, match="已冻结"):
        enter(agency, clerk, {"licences": (1,)}, version=2)
    begin_correction(agency=agency, year=YEAR, reason="漏登一件", at=now(), actor_id=clerk)
    write(agency, clerk, "第二版", version=3)
    version = freeze(agency=agency, year=YEAR, at=now(), actor_id=clerk)
    assert (version.number, version.reason) == (2, "漏登一件")
    assert is_locked(agency=agency, year=YEAR)


def test_a_correction_needs_a_reason_and_a_frozen_year(agency, clerk):
    with pytest.raises(DomainError, match="还没有冻结"):
        begin_correction(agency=agency, year=YEAR, reason="理由", at=now(), actor_id=clerk)
    freeze(agency=agency, year=YEAR, at=now(), actor_id=clerk)
    with pytest.raises(DomainError, match="请写明更正理由"):
        begin_correction(agency=agency, year=YEAR, reason=" ", at=now(), actor_id=clerk)


def test_late_changes_are_named_cell_by_cell_with_their_requests(agency, clerk):
    stays = put_case(agency, "2024-02-01", channel="disclosure", closed_on="2024-02-20", outcome="G2")
    moves = put_case(agency, "2024-03-01", channel="disclosure", closed_on="2024-03-20", outcome="D4")
    version = freeze(agency=agency, year=YEAR, at=now(), actor_id=clerk)
    assert changes_since(version).cells == ()

    db.session.get(CaseCycle, (moves.id, 1, 1)).outcome = "U1"
    late = put_case(agency, "2024-12-30", channel="disclosure")
    changes = changes_since(version)
    assert {(cell.row, cell.column, cell.frozen, cell.now) for cell in changes.cells} == {
        ("new", "natural_person", 2, 3),
        ("new", "total", 2, 3),
        ("d4", "natural_person", 1, 0),
        ("d4", "total", 1, 0),
        ("u1", "natural_person", 0, 1),
        ("u1", "total", 0, 1),
        ("C", "natural_person", 0, 1),
        ("C", "total", 0, 1),
    }
    assert {number for cell in changes.cells for number in cell.requests} == {moves.number, late.number}
    words = {moved.number: (moved.before, moved.after) for moved in changes.requests}
    assert words[late.number] == ("不在本年", "本年新收，四、结转下年度继续办理，自然人")
    assert stays.number not in words


def test_two_changes_that_cancel_out_are_still_named(agency, clerk):
    one = put_case(agency, "2024-02-01", channel="disclosure", closed_on="2024-02-20", outcome="G2")
    other = put_case(agency, "2024-03-01", channel="disclosure", closed_on="2024-03-20", outcome="D4")
    version = freeze(agency=agency, year=YEAR, at=now(), actor_id=clerk)
    db.session.get(CaseCycle, (one.id, 1, 1)).outcome = "D4"
    db.session.get(CaseCycle, (other.id, 1, 1)).outcome = "G2"
    changes = changes_since(version)
    assert {cell.row for cell in changes.cells} == {"granted", "d4"}
    assert all(cell.frozen == cell.now for cell in changes.cells)
    assert len(changes.requests) == 2


def register(agency, clerk, **facts):
    chosen = {
        "route": "reconsideration",
        "authority": "示例区人民政府",
        "filed_on": date(2024, 5, 6),
    }
    return register_remedy(
        agency=agency,
        facts=RemedyFacts(**(chosen | facts)),
        on=date(2024, 12, 31),
        at=now(),
        actor_id=clerk,
    )


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        # 行政复议法第四十八条: ten working days from the day after the copy arrived.
        ({"served_on": date(2024, 5, 10)}, date(2024, 5, 23)),
        # 第五十四条, simplified: five. 11 May 2024 was a make-up workday.
        ({"served_on": date(2024, 5, 10), "is_simplified": True}, date(2024, 5, 16)),
        # 行政诉讼法第六十七条: fifteen days; the last one, Saturday 25 May, moves to Monday.
        ({"served_on": date(2024, 5, 10), "route": "litigation_direct"}, date(2024, 5, 27)),
        ({}, None),
    ],
)
def test_our_answer_has_its_own_deadline(agency, clerk, facts, due):
    assert register(agency, clerk, **facts).answer_due_on == due


def test_the_register_fills_section_four(agency, clerk):
    remedy = register(agency, clerk)
    assert section_four(agency.id, YEAR).rows["reconsideration"] == (0, 0, 0, 1, 1)
    close_remedy(
        remedy=remedy,
        result="corrected",
        closed_on=date(2024, 7, 1),
        on=date(2024, 12, 31),
        at=now(),
        actor_id=clerk,
    )
    assert section_four(agency.id, YEAR).rows["reconsideration"] == (0, 1, 0, 0, 1)
    with pytest.raises(DomainError, match="已于 2024-07-01 审结"):
        close_remedy(
            remedy=remedy,
            result="upheld",
            closed_on=date(2024, 8, 1),
            on=date(2024, 12, 31),
            at=now(),
            actor_id=clerk,
        )


def test_a_remedy_belongs_to_the_case_it_names(agency, clerk):
    case = put_case(agency, "2024-03-01", channel="disclosure", closed_on="2024-03-20", outcome="D4")
    assert register(agency, clerk, case_number=case.number).case_id == case.id
    assert db.session.query(Case).count() == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"route": "appeal"}, "route"),
        ({"authority": " "}, "authority"),
        ({"filed_on": date(2025, 1, 1)}, "filed_on"),
        ({"served_on": date(2024, 5, 1)}, "served_on"),
        ({"case_number": "没有这一号"}, "case_number"),
        ({"answered_on": date(2024, 5, 1)}, "answered_on"),
        ({"reviewer_is_codefendant": True}, "reviewer_is_codefendant"),
        ({"route": "litigation_direct", "reviewer_is_codefendant": True}, "reviewer_is_codefendant"),
    ],
)
def test_an_impossible_remedy_is_refused_at_its_field(agency, clerk, facts, field):
    with pytest.raises(DomainError) as refused:
        register(agency, clerk, **facts)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("received_on", "channel", "said"),
    [("2024-03-01", "hotline_12345", "是热线工单"), ("2024-06-01", "disclosure", "早于")],
)
def test_a_remedy_is_about_a_request_received_before_it(agency, clerk, received_on, channel, said):
    case = put_case(agency, received_on, channel=channel)
    with pytest.raises(DomainError, match=said) as refused:
        register(agency, clerk, case_number=case.number)
    assert refused.value.field == "case_number"


def amend(agency, clerk, remedy, verdict=Verdict(), **facts):  # noqa: B008 -- frozen
    chosen = {"route": remedy.route, "authority": remedy.authority, "filed_on": remedy.filed_on}
    return amend_remedy(
        agency=agency,
        remedy=remedy,
        facts=RemedyFacts(**(chosen | facts)),
        verdict=verdict,
        on=date(2024, 12, 31),
        at=now(),
        actor_id=clerk,
    )


def test_what_was_entered_wrongly_is_corrected_and_the_log_keeps_what_it_said(agency, clerk):
    remedy = register(agency, clerk, served_on=date(2024, 5, 10))
    amend(agency, clerk, remedy, Verdict("corrected", date(2024, 7, 1)), route="litigation_direct")
    assert section_four(agency.id, YEAR).rows["litigation_direct"] == (0, 1, 0, 0, 1)
    assert section_four(agency.id, YEAR).rows["reconsideration"] == (0, 0, 0, 0, 0)
    assert (remedy.served_on, remedy.answer_due_on) == (None, None)
    entry = db.session.query(AuditEntry).filter_by(action="remedy_amended").one()
    assert entry.subject == f"复议诉讼登记第 {remedy.id} 件"
    assert entry.detail["route"] == {"before": "reconsideration", "after": "litigation_direct"}
    assert entry.detail["closed_on"] == {"before": None, "after": "2024-07-01"}

    amend(agency, clerk, remedy)
    assert section_four(agency.id, YEAR).rows["litigation_direct"] == (0, 0, 0, 1, 1)
    amend(agency, clerk, remedy)
    assert db.session.query(AuditEntry).filter_by(action="remedy_amended").count() == 2


def test_a_correction_leaves_the_request_alone_where_it_is_not_told(agency, clerk):
    case = put_case(agency, "2024-03-01", channel="disclosure")
    remedy = register(agency, clerk, case_number=case.number)
    assert amend(agency, clerk, remedy, case_number=None).case_id == case.id
    assert amend(agency, clerk, remedy).case_id is None


@pytest.mark.parametrize(
    ("verdict", "field"),
    [
        (Verdict("upheld"), "closed_on"),
        (Verdict("", date(2024, 7, 1)), "result"),
        (Verdict("won", date(2024, 7, 1)), "result"),
        (Verdict("upheld", date(2024, 5, 1)), "closed_on"),
        (Verdict("upheld", date(2025, 5, 1)), "closed_on"),
    ],
)
def test_an_impossible_verdict_is_refused_at_its_field(agency, clerk, verdict, field):
    remedy = register(agency, clerk)
    with pytest.raises(DomainError) as refused:
        amend(agency, clerk, remedy, verdict)
    assert refused.value.field == field


def test_a_row_entered_by_mistake_is_taken_out_with_its_reason_and_kept_in_the_log(agency, clerk):
    remedy = register(agency, clerk)
    with pytest.raises(DomainError, match="请写明为什么删去"):
        remove_remedy(remedy=remedy, reason=" ", at=now(), actor_id=clerk)
    remove_remedy(remedy=remedy, reason="登记了两次", at=now(), actor_id=clerk)
    assert section_four(agency.id, YEAR).rows["reconsideration"] == (0, 0, 0, 0, 0)
    entry = db.session.query(AuditEntry).filter_by(action="remedy_removed").one()
    assert (entry.detail["reason"], entry.detail["filed_on"], entry.detail["authority"]) == (
        "登记了两次",
        "2024-05-06",
        "示例区人民政府",
    )
