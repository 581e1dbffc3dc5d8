"""文书: what each letter must carry, how it looks, its remedies, and its delivery."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn

from tests.factories import SectionFactory, UserFactory, actor_of
from tests.services.desk import at, searched
from tests.services.letter_desk import paragraphs, signed_application, subject_of, writing_bureau, written
from tracker.domain.errors import DomainError, PermissionRefused
from tracker.domain.labels import ApplicantType, Party, Role
from tracker.domain.letter_delivery import DeliveryMethod
from tracker.domain.letters import LetterKind, answers_for
from tracker.domain.outcomes import Outcome
from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.models.document import CaseDocument
from tracker.services.cases import disclosure, handle, reply
from tracker.services.documents import store
from tracker.services.documents.deliveries import DeliveryFacts, record_delivery
from tracker.services.documents.letters import Places, documents_of
from tracker.services.policies import choose, set_period

K = LetterKind
POST, IN_PERSON, EMAIL = DeliveryMethod.POST, DeliveryMethod.IN_PERSON, DeliveryMethod.EMAIL


@pytest.fixture
def people(agency):
    return writing_bureau(agency, phone="0000-0000000")


@pytest.fixture
def case(people):
    return signed_application(people, "样本村设施农业用地备案材料。\n需要复印件。")


@pytest.fixture
def places(tmp_path):
    return Places(tmp_path / "attachments", tmp_path / "letters")


ANSWERS = {kind: outcome for outcome in Outcome for kind in answers_for(outcome)}
ASKED = "样本村设施农业用地备案材料。需要复印件"
EITHER = "可以自收到本告知书之日起60日内向示例区人民政府申请行政复议，或者自收到本告知书之日起六个月内向示例区人民法院提起行政诉讼"
CARRIES = {
    K.RECEIPT: ["以本机关收到并登记之日为收到之日", "2026年3月30日以前（含当日）答复", "0000-0000000"],
    K.CORRECTION: [
        "第三十条",
        "2026年4月10日以前（含当日）",
        "重新计算答复期限",
        "视为放弃申请",
        "0000-0000000",
    ],
    K.REASONS: ["第三十五条", "2026年4月10日以前（含当日）书面说明理由", "不予处理"],
    K.EXTENSION: ["第三十三条第二款", "政府信息公开工作机构负责人同意", "延长至2026年4月28日（含当日）"],
    K.DEFERRAL: ["第三十五条", "2026年4月10日以前（含当日）答复"],
    K.THIRD_PARTY_OPINION: [
        "第三十二条",
        "15个工作日",
        "逾期未提出意见的，由本机关依法决定",
        "回　　执",
        "同意公开",
    ],
    K.OPINION_NOTICE: ["第三十三条第三款", "不计算在答复期限内"],
    K.CO_MAKER_OPINION: ["第三十四条", "15个工作日", "视为同意公开", "回　　执"],
    K.AGENCY_OPINION: ["第十一条", "2026年4月10日以前（含当日）函复", "0000-0000000"],
    K.THIRD_PARTY_NOTICE: ["第三十二条", "公开的内容和理由", EITHER],
    K.FEE_NOTICE: [
        "第四十二条",
        "国办函〔2020〕109号",
        "1100元",
        "第31至100页70页，每页10元",
        "次日起20个工作日内缴纳",
        "视为放弃申请",
        "次日起重新计算",
    ],
    K.ALREADY_PUBLIC: ["第三十六条第（一）项", "方式、途径", EITHER],
    K.GRANTED: ["第三十六条第（二）项", EITHER],
    K.PARTLY_GRANTED: ["第三十七条", "如对其中不予公开的部分不服，应当先", EITHER],
    K.REFUSED: ["第十六条第二款", "属于行政执法案卷信息", "不予公开", "应当先", "15日内"],
    K.NOT_EXISTING: ["第三十六条第（四）项", "检索", EITHER],
    K.NOT_OURS: ["第三十六条第（五）项", "联系方式", EITHER],
    K.NOTICE: ["确认或者重新出具", EITHER],
    K.REPEATED: ["第三十六条第（六）项", "原答复的文号和日期", EITHER],
    K.NOT_HANDLED: ["第三十五条", "决定不予处理", EITHER],
    K.NO_LONGER_HANDLED: ["逾期未按收费通知的要求", "视为放弃", EITHER],
}
NOT_TO_THE_APPLICANT = {K.THIRD_PARTY_OPINION, K.CO_MAKER_OPINION, K.AGENCY_OPINION, K.THIRD_PARTY_NOTICE}


def _made_ready(people, case, kind):
    """The step whose day or sum the letter names; the outcome it answers with."""
    if kind is K.EXTENSION:
        people.step(case, "handler", handle.request_extension, days=20, reason="资料较多", day=10)
        people.step(case, "lead", handle.grant_extension, days=20, day=11)
    if kind is K.DEFERRAL:
        people.step(case, "lead", disclosure.defer_reply, until=date(2026, 4, 10), reason="数量较大", day=10)
    if kind is K.FEE_NOTICE:
        people.step(case, "handler", disclosure.send_fee_notice, pages=120, day=5)
    if kind is K.NOT_HANDLED:
        by = date(2026, 3, 12)
        people.step(case, "handler", disclosure.ask_reasons, found="46 件", respond_by=by, day=5)
        people.step(case, "handler", disclosure.receive_reasons, words="随便看看", day=12)
    if kind in ANSWERS:
        ending = ANSWERS[kind].value
        if ending == "U1":
            searched(people, case)
        people.step(case, "handler", reply.submit_reply, public_text="答复", ending=ending, day=18)


def _document(people, case, places, kind, **words):
    _made_ready(people, case, kind)
    kept = written(people, case, places, kind, **words)
    return Document(BytesIO(store.read(places.attachments, kept.sha256))), kept


@pytest.mark.parametrize("kind", LetterKind)
def test_each_letter_carries_what_it_must(people, case, places, kind):
    document, kept = _document(people, case, places, kind)
    lines = [each.text for each in document.paragraphs]
    text = "\n".join(lines)
    assert lines[:2] == [kind.label, kept.number]
    assert lines[3] == ("样本公司：" if kind in NOT_TO_THE_APPLICANT else "张测试：")
    assert ASKED in text
    assert ("2026年3月2日" in text) is (kind not in NOT_TO_THE_APPLICANT)
    for words in CARRIES[kind]:
        assert words in text, words
    signed = lines.index("2026年3月20日")
    assert lines[signed - 1] == "示例区测试局"
    assert not any(
        mark in text for mark in ("{{", "{%", "None", "＿＿＿＿元", "（）", "，，", "。。", "；。")
    )
    assert ("行政复议" in text) is (kind in ANSWERS or kind is K.THIRD_PARTY_NOTICE)


@pytest.mark.parametrize("kind", LetterKind)
def test_each_letter_has_the_form_of_an_official_document(people, case, places, kind):
    document, _ = _document(people, case, places, kind)
    page = document.sections[0]
    sides = (
        page.page_width,
        page.page_height,
        page.top_margin,
        page.bottom_margin,
        page.left_margin,
        page.right_margin,
    )
    assert [round(each.mm) for each in sides] == [210, 297, 37, 35, 28, 26]
    title, body = document.paragraphs[0], document.paragraphs[4]
    assert _font(title) == ("方正小标宋简体", 22)
    assert _font(body) == ("仿宋_GB2312", 16)
    assert body.paragraph_format.line_spacing.pt == pytest.approx(28.95, abs=0.05)
    assert (
        round(
            sum((page.page_height, -page.top_margin, -page.bottom_margin))
            / body.paragraph_format.line_spacing
            - 0.5
        )
        == 22
    )
    assert 'firstLineChars="200"' in body._element.xml
    assert 'w:spacing w:val="-5"' in document.styles["Normal"].element.xml
    for footer, side in ((page.footer, "RIGHT"), (page.even_page_footer, "LEFT")):
        assert "PAGE" in footer.paragraphs[0]._element.xml
        assert footer.paragraphs[0].alignment.name == side
    _signature_is_never_alone(document.paragraphs)


def _font(paragraph):
    run = paragraph.runs[0]
    return run._element.rPr.rFonts.get(qn("w:eastAsia")), run.font.size.pt


def _signature_is_never_alone(paragraphs):
    signed = next(n for n, each in enumerate(paragraphs) if each.text == "2026年3月20日")
    assert all(each.paragraph_format.keep_with_next for each in paragraphs[signed - 3 : signed])
    assert paragraphs[signed - 3].text


def test_an_organisation_is_not_addressed_as_a_person(people, case, places):
    case.applicant_type = ApplicantType.BUSINESS
    text = "\n".join(paragraphs(written(people, case, places, K.CORRECTION), places))
    assert "收到你单位提交的" in text
    assert "您" not in text


def test_a_long_name_of_the_agency_ends_at_the_right_edge(people, case, places):
    case.agency.name = "示例自治区示例市示例区人力资源和社会保障局"
    document, _ = _document(people, case, places, K.OPINION_NOTICE)
    name = next(each for each in document.paragraphs if each.text == case.agency.name)
    assert name.alignment.name == "RIGHT"


# --- from the step


def test_a_letter_that_names_a_day_or_a_sum_waits_for_its_step(people, case, places):
    for kind, step in (
        (K.EXTENSION, "批准延期"),
        (K.DEFERRAL, "告知延迟答复"),
        (K.FEE_NOTICE, "发出收费通知"),
    ):
        with pytest.raises(DomainError, match=f"出自「{step}」，请先办那一步"):
            written(people, case, places, kind)


def test_a_letter_says_the_day_the_step_told(people, case, places):
    people.step(
        case, "handler", disclosure.request_correction, items="年度", respond_by=date(2026, 3, 31), day=5
    )
    with pytest.raises(DomainError, match="登记的期限是 2026-03-31"):
        written(people, case, places, K.CORRECTION, about=4)
    kept = written(people, case, places, K.CORRECTION, about=4, until=date(2026, 3, 31))
    assert (kept.number, kept.about_seq) == ("示测依申请补正〔2026〕1号", 4)
    with pytest.raises(DomainError, match="步骤已经撤销"):
        written(people, case, places, K.CORRECTION, about=9, until=date(2026, 3, 31))


def test_the_same_form_twice_makes_one_letter(people, case, places):
    one, two = (written(people, case, places, K.OPINION_NOTICE, key="a" * 32) for _ in range(2))
    assert (one.id, db.session.query(CaseDocument).count()) == (two.id, 1)


# --- remedies


def test_an_answer_after_a_correction_says_when_that_came(people, case, places):
    by = date(2026, 3, 31)
    people.step(case, "handler", disclosure.request_correction, items="年度", respond_by=by, day=4)
    people.step(case, "lead", disclosure.receive_correction, day=6)
    kept = written(people, case, places, K.CORRECTION, about=4, until=by)
    assert "补正材料，" not in "\n".join(paragraphs(kept, places))
    _, answer = _document(people, case, places, K.GRANTED)
    text = "\n".join(paragraphs(answer, places))
    assert "号），于2026年3月6日收到您的补正材料。您申请公开" in text


def test_a_fee_notice_says_what_the_office_counts_by(agency, people, case, places):
    by = {"agency_id": agency.id, "actor_id": people.lead.id, "basis": "示例通知〔2026〕1号", "at": at(1)}
    choose(key="fee_restart", value="resume", **by)
    set_period(code="fee_payment", length=15, valid_from=date(2026, 3, 2), on=date(2026, 3, 1), **by)
    text = "\n".join(paragraphs(_document(people, case, places, K.FEE_NOTICE)[1], places))
    assert "次日起15个工作日内缴纳" in text
    assert "答复期限自缴清费用次日起继续计算" in text


def test_a_changed_remedy_is_kept_with_the_suggested_one_and_audited(people, case, places):
    own = "如对本告知书不服，可以向示例区人民政府申请行政复议。"
    document, kept = _document(people, case, places, K.REPEATED, remedy=f" {own} ")
    assert own in [each.text for each in document.paragraphs]
    assert (kept.remedy_suggested, kept.remedy_written) == (f"如对本告知书不服，{EITHER}。", own)
    line = db.session.query(AuditEntry).filter_by(action="letter.remedy_changed").one()
    assert (line.actor_id, line.detail["before"], line.detail["after"]) == (
        people.handler.id,
        kept.remedy_suggested,
        own,
    )


def test_an_untouched_remedy_leaves_no_trace(people, case, places):
    _, kept = _document(people, case, places, K.REPEATED, remedy=f"如对本告知书不服，{EITHER}。")
    assert (kept.remedy_suggested, kept.remedy_written) == (None, None)
    assert db.session.query(AuditEntry).filter_by(action="letter.remedy_changed").count() == 0


def test_service_over_the_internet_names_the_online_way(people, case, places):
    _made_ready(people, case, K.GRANTED)
    with pytest.raises(DomainError, match="救济途径里还有空着的"):
        written(people, case, places, K.GRANTED, method=EMAIL)
    case.agency.online_review = "示例复议平台"
    text = "\n".join(paragraphs(written(people, case, places, K.GRANTED, method=EMAIL), places))
    assert "行政复议申请也可以通过示例复议平台在线提交。" in text
    text = "\n".join(paragraphs(written(people, case, places, K.GRANTED, method=POST), places))
    assert "在线提交" not in text


def test_no_answer_goes_out_without_its_remedies(people, case, places):
    _made_ready(people, case, K.GRANTED)
    with pytest.raises(DomainError, match="救济途径不能空着"):
        written(people, case, places, K.GRANTED, remedy=" ")
    case.agency.court = ""
    with pytest.raises(DomainError, match="请系统管理员在本机关资料里填写"):
        written(people, case, places, K.GRANTED)
    assert documents_of(case.id) == []


def test_a_third_party_may_always_go_either_way(people, case, places):
    people.step(case, "handler", reply.submit_reply, public_text="答复", ending="P", day=18)
    text = "\n".join(paragraphs(written(people, case, places, K.THIRD_PARTY_NOTICE), places))
    assert EITHER in text
    assert "应当先" not in text


# --- deliveries


def _deliver(people, case, document, *, who="handler", day=25, method=POST, **facts):
    user = getattr(people, who) if isinstance(who, str) else who
    delivery = record_delivery(
        document=document,
        events=subject_of(case).events,
        facts=DeliveryFacts(method, **facts),
        actor=actor_of(user),
        at=at(day),
    )
    db.session.commit()
    return delivery


def _days(delivery):
    return delivery.sent_on, delivery.signed_on, delivery.returned_on


def _march(day):
    return date(2026, 3, day)


def test_a_letter_is_sent_and_signed_for_in_one_try(people, case, places):
    kept = written(people, case, places, K.OPINION_NOTICE)
    first = _deliver(people, case, kept, item_number="XA1", sent_on=_march(20))
    again = _deliver(
        people, case, kept, who="lead", item_number="XA1", sent_on=_march(20), signed_on=_march(23)
    )
    assert (first.id, _days(again)) == (again.id, (_march(20), _march(23), None))
    assert (again.created_by_id, again.ended_by_id) == (people.handler.id, people.lead.id)
    lines = (
        db.session.query(AuditEntry)
        .filter_by(action="letter.delivery_recorded")
        .order_by(AuditEntry.id)
        .all()
    )
    assert lines[1].detail["before"] == {"method": "post", "sent_on": "2026-03-20", "item_number": "XA1"}
    assert lines[1].detail["after"]["signed_on"] == "2026-03-23"


def test_a_returned_letter_is_sent_again(people, case, places):
    kept = written(people, case, places, K.OPINION_NOTICE)
    _deliver(people, case, kept, sent_on=_march(20), returned_on=_march(23), return_reason="迁移新址不明")
    second = _deliver(people, case, kept, method=IN_PERSON, sent_on=_march(24))
    assert [_days(each) for each in kept.deliveries] == [
        (_march(20), None, _march(23)),
        (_march(24), _march(24), None),
    ]
    assert second.method is IN_PERSON


def test_an_answer_is_sent_on_the_day_it_was_recorded(people, case, places):
    _made_ready(people, case, K.GRANTED)
    kept = written(people, case, places, K.GRANTED, about=4)
    people.step(case, "lead", reply.pass_review, day=19)
    with pytest.raises(DomainError, match="请先办「登记答复」"):
        _deliver(people, case, kept, sent_on=_march(20))
    people.step(case, "handler", reply.reply, method="post", evidence="XA1", day=20)
    with pytest.raises(DomainError, match="登记答复时的方式是“邮寄”"):
        _deliver(people, case, kept, method=EMAIL)
    with pytest.raises(DomainError, match="2026-03-19 早于送出日期 2026-03-20"):
        _deliver(people, case, kept, signed_on=_march(19))
    told = _deliver(people, case, kept, item_number="XA1", sent_on=_march(24), signed_on=_march(23))
    assert _days(told) == (None, _march(23), None)


def test_a_third_partys_signature_is_told_to_the_clock_alone(people, case, places):
    people.step(
        case,
        "handler",
        disclosure.start_consultation,
        party=Party.THIRD_PARTY,
        whom="样本公司",
        reason="",
        day=5,
    )
    kept = written(people, case, places, K.THIRD_PARTY_OPINION, about=4, day=5)
    with pytest.raises(DomainError, match="请办「登记对方签收」"):
        _deliver(people, case, kept, signed_on=_march(9))
    assert _days(_deliver(people, case, kept)) == (None, None, None)


@pytest.mark.parametrize(
    ("facts", "because"),
    [
        ({}, "请填写送出的日期"),
        ({"sent_on": _march(26)}, "2026-03-26 晚于今天"),
        ({"sent_on": _march(19)}, "早于文书日期 2026-03-20"),
        ({"sent_on": _march(20), "signed_on": _march(19)}, "早于送出日期"),
        ({"sent_on": _march(20), "signed_on": _march(21), "returned_on": _march(22)}, "签收和退回只能填一项"),
        ({"sent_on": _march(20), "returned_on": _march(22)}, "请写明退回的原因"),
        ({"sent_on": _march(20), "item_number": "X" * 61}, "超过 60 个字"),
    ],
)
def test_an_impossible_delivery_is_refused_with_its_reason(people, case, places, facts, because):
    kept = written(people, case, places, K.OPINION_NOTICE)
    with pytest.raises(DomainError, match=because):
        _deliver(people, case, kept, **facts)
    assert kept.deliveries == []


def test_a_stranger_records_no_delivery(people, case, places):
    kept = written(people, case, places, K.OPINION_NOTICE)
    stranger = UserFactory(roles=(Role.HANDLER,), section=SectionFactory())
    with pytest.raises(PermissionRefused):
        _deliver(people, case, kept, who=stranger, sent_on=_march(20))


def test_the_time_to_pay_runs_from_the_day_the_notice_was_signed_for(people, case, places):
    """Sent on 2 March the clock has 30 March; signed for on the 6th, 20 working days end on 3 April."""
    people.step(case, "handler", disclosure.send_fee_notice, pages=60, day=2)
    kept = written(people, case, places, K.FEE_NOTICE, about=4, day=2)
    _deliver(people, case, kept, signed_on=_march(6))
    with pytest.raises(DomainError, match="缴费期限到 2026-04-03 才届满，2026-03-31 还不能视为放弃"):
        people.step(case, "lead", disclosure.lapse, reason="未缴费", day=31)
