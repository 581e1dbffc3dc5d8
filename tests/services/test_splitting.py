"""拆分申请: several unrelated matters of one application, each a request of its own (国办函〔2020〕109号第四条)."""

from datetime import date

import pytest

from tests.factories import registered
from tests.services.desk import RECEIVED, at, bureau, signed
from tracker.domain.annual_report.editions import Edition
from tracker.domain.errors import ActionRefused, DomainError, PermissionRefused
from tracker.domain.labels import ApplicantType, Kind, ReceiptMethod
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.report import AnnualReport
from tracker.queries.annual_assembly import annual_report
from tracker.queries.annual_report import section_three
from tracker.services.cases import disclosure, ending
from tracker.services.cases.register import PersonFields
from tracker.services.cases.splitting import MOST_PARTS, split
from tracker.services.cases.verification import Verification

PARTS = ("某村 2019 年征地补偿费分配方案。", "", "本局 2025 年公车运行费用，按车列明")


@pytest.fixture
def people(session):
    return bureau()


@pytest.fixture
def whole(people):
    case = registered(
        Kind.DISCLOSURE,
        handler=people.handler,
        clerk=people.clerk,
        received_on=RECEIVED,
        at=at(2),
        title="三项信息",
        person=PersonFields(name="张测试", phone="13800001111", id_number="640502199001010011"),
        applicant_type=ApplicantType.LEGAL_SERVICE,
        receipt_method=ReceiptMethod.REGISTERED_MAIL,
        is_secret=True,
    )
    return signed(people, case)


def parts_of(whole):
    return db.session.query(Case).filter_by(previous_case_id=whole.id).order_by(Case.id).all()


def test_each_part_is_a_request_of_its_own_due_the_same_day(people, whole):
    people.step(whole, "lead", split, parts=PARTS, day=4)
    parts = parts_of(whole)
    assert [part.title for part in parts] == [
        "某村 2019 年征地补偿费分配方案",
        "本局 2025 年公车运行费用，按车列明",
    ]
    for part in parts:
        assert (part.received_on, part.due_on) == (RECEIVED, whole.due_on)
        assert (part.section_id, part.handler_id) == (whole.section_id, whole.handler_id)
        assert (part.person.name, part.person.phone) == ("张测试", "13800001111")
        assert part.person.id_number == "640502199001010011"
        assert (part.applicant_type, part.receipt_method) == (whole.applicant_type, whole.receipt_method)
        assert part.is_secret
    assert len({whole.number, *(part.number for part in parts)}) == 3
    assert list(Verification().drifted()) == []


def test_the_annual_report_counts_every_part(people, whole):
    people.step(whole, "lead", split, parts=PARTS, day=4)
    table = section_three(whole.agency_id, RECEIVED.year, Edition.CURRENT)
    assert table.value("new", "legal_service") == 3
    text = "新收{新收申请}件，其中{拆分申请}件拆出{拆出申请}件。"
    db.session.add(
        AnnualReport(agency_id=whole.agency_id, year=RECEIVED.year, edition="2021", texts={"one": text})
    )
    db.session.flush()
    assert annual_report(whole.agency, RECEIVED.year).texts["one"] == "新收3件，其中1件拆出2件。"


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([" ", ""], "每行一项"),
        (["一"] * (MOST_PARTS + 1), f"一次最多拆出 {MOST_PARTS} 件，现在是 {MOST_PARTS + 1} 行"),
        (["可以", "长" * 2001], "第 2 行最长 2000 字，现在是 2001 字"),
    ],
)
def test_what_cannot_be_split_off_is_said_and_nothing_is_kept(people, whole, parts, words):
    with pytest.raises(DomainError, match=words) as refused:
        people.step(whole, "lead", split, parts=parts, day=4)
    assert refused.value.field == "parts"
    db.session.rollback()
    assert parts_of(whole) == []


def test_not_after_the_clock_was_touched(people, whole):
    people.step(
        whole, "handler", disclosure.request_correction, items="哪一村", respond_by=date(2026, 3, 20), day=4
    )
    people.step(whole, "handler", disclosure.receive_correction, day=9)
    with pytest.raises(ActionRefused, match="期限已另行计算，不能再拆分"):
        people.step(whole, "lead", split, parts=PARTS, day=10)


def test_the_handler_leaves_it_to_those_who_assign(people, whole):
    with pytest.raises(PermissionRefused, match="登记员、科室负责人"):
        people.step(whole, "handler", split, parts=PARTS, day=4)


def test_a_part_is_taken_back_by_itself_and_the_split_is_not_undone(people, whole):
    people.step(whole, "lead", split, parts=PARTS[:1], day=4)
    (part,) = parts_of(whole)
    people.step(part, "clerk", ending.withdraw, reason="拆错了", day=5)
    assert whole.is_open
    assert not part.is_open
