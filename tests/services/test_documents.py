"""文书与附件: what may be kept, by whom, and what a letter says of its case."""

from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document

from tests.factories import SectionFactory, UserFactory, actor_of
from tests.services.desk import RECEIVED, at, searched
from tests.services.letter_desk import paragraphs, signed_application, subject_of, writing_bureau, written
from tracker.domain.errors import DomainError, PermissionRefused
from tracker.domain.labels import Role, State
from tracker.domain.letter_texts import LETTER_RULES
from tracker.domain.letters import LetterKind
from tracker.domain.outcomes import Outcome
from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.models.document import CaseDocument
from tracker.models.numbers import NumberCounter
from tracker.services.cases import disclosure, reply
from tracker.services.documents import store
from tracker.services.documents.attach import attach
from tracker.services.documents.letter_fields import LetterWords, letter_fields
from tracker.services.documents.letters import (
    Places,
    documents_of,
    letters_offered,
)

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 9
PDF = b"%PDF-1.7\n" + b"x" * 20


@pytest.fixture
def people(agency):
    return writing_bureau(agency)


@pytest.fixture
def case(people):
    return signed_application(people, "样本村设施农业用地备案材料 <2019年以来> & 附图。")


@pytest.fixture
def places(tmp_path):
    return Places(tmp_path / "attachments", tmp_path / "letters")


def _drafted(people, case, outcome):
    if outcome is Outcome.EXCESSIVE:
        people.step(
            case, "handler", disclosure.ask_reasons, found="46 件", respond_by=date(2026, 3, 17), day=4
        )
    if outcome is Outcome.NOT_HELD:
        searched(people, case)
    people.step(case, "handler", reply.submit_reply, public_text="答复", ending=outcome.value, day=18)


def test_a_letter_is_filled_numbered_dated_and_kept(people, case, places):
    kept = written(people, case, places, LetterKind.CORRECTION, details="一、明确年度；\n二、明确地块。")
    assert (kept.number, kept.dated_on) == ("示测依申请补正〔2026〕1号", date(2026, 3, 20))
    words = paragraphs(kept, places)
    assert words[:3] == ["政府信息公开申请补正告知书", "示测依申请补正〔2026〕1号", "张测试："]
    assert "2026年3月2日" in words[3]
    assert "样本村设施农业用地备案材料 <2019年以来> & 附图" in words[3]
    assert words[5:7] == ["一、明确年度；", "二、明确地块。"]
    assert "2026年4月10日以前（含当日）" in words[7]
    assert words[-2:] == ["示例区测试局", "2026年3月20日"]
    assert documents_of(case.id) == [kept]
    assert db.session.query(AuditEntry).filter_by(action="letter.written").count() == 1


def test_numbers_run_per_kind_and_year_and_a_refusal_uses_none(people, case, places):
    first = [written(people, case, places, LetterKind.OPINION_NOTICE).number for _ in range(2)]
    with pytest.raises(DomainError, match="请填写征求意见的原因"):
        written(people, case, places, LetterKind.OPINION_NOTICE, details=" ")
    other = written(people, case, places, LetterKind.REASONS).number
    assert [*first, other] == [
        "示测依申请征告〔2026〕1号",
        "示测依申请征告〔2026〕2号",
        "示测依申请说明〔2026〕1号",
    ]


def test_a_broken_template_of_the_office_is_refused_and_its_number_given_back(people, case, places):
    places.templates.mkdir()
    own = places.templates / f"{LetterKind.OPINION_NOTICE.label}.docx"
    document = Document()
    document.add_paragraph("{{ number }} {% if %}")
    document.save(own)
    with pytest.raises(DomainError, match="文书模板不能使用"):
        written(people, case, places, LetterKind.OPINION_NOTICE)
    db.session.commit()
    assert db.session.query(NumberCounter).filter(NumberCounter.series.like("letter:%")).count() == 0
    own.unlink()
    assert written(people, case, places, LetterKind.OPINION_NOTICE).number.endswith("1号")


def test_the_office_replaces_a_letter_with_its_own(people, case, places):
    places.templates.mkdir()
    document = Document()
    document.add_paragraph("本局自己的格式：{{ applicant }}，{{ number }}")
    document.save(places.templates / f"{LetterKind.OPINION_NOTICE.label}.docx")
    kept = written(people, case, places, LetterKind.OPINION_NOTICE)
    assert paragraphs(kept, places) == ["本局自己的格式：张测试，示测依申请征告〔2026〕1号"]


def test_a_template_is_code_and_runs_in_a_sandbox(people, case, places):
    places.templates.mkdir()
    document = Document()
    document.add_paragraph("{{ ''.__class__.__mro__[1].__subclasses__() }}")
    document.save(places.templates / f"{LetterKind.OPINION_NOTICE.label}.docx")
    with pytest.raises(DomainError, match="文书模板不能使用"):
        written(people, case, places, LetterKind.OPINION_NOTICE)


@pytest.mark.parametrize("outcome", [each for each in Outcome if each is not Outcome.OTHERWISE])
def test_every_answer_has_its_letter_with_basis_and_remedy(people, case, places, outcome):
    _drafted(people, case, outcome)
    offered = [
        kind for kind in letters_offered(case, subject_of(case).standing) if LETTER_RULES[kind].has_remedy
    ]
    answers = [kind for kind in offered if kind is not LetterKind.THIRD_PARTY_NOTICE]
    assert answers
    for kind in answers:
        text = "\n".join(paragraphs(written(people, case, places, kind), places))
        assert "示例区人民政府申请行政复议" in text
        assert ("应当先" in text) is (outcome.value[0] in "DP" and outcome.value != "D8")
        assert "{{" not in text
        assert "条例》第" in text or "国办" in text


@pytest.mark.parametrize("kind", LetterKind)
def test_no_letter_leaves_a_field_open(people, case, places, kind):
    from tracker.letters.rendering import fill
    from tracker.letters.standard_template import standard_template

    people.step(case, "handler", disclosure.send_fee_notice, pages=60, day=5)
    fields = letter_fields(
        subject_of(case), kind, LetterWords("说明", "样本公司", date(2026, 4, 10)), date(2026, 3, 20)
    )
    document = Document(BytesIO(fill(standard_template(kind), fields | {"number": "示测〔2026〕1号"})))
    text = "\n".join(each.text for each in document.paragraphs)
    assert kind.label in text
    assert not any(mark in text for mark in ("{{", "{%", "}}"))
    section = document.sections[0]
    assert [round(each.mm) for each in (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)] == [37, 35, 28, 26]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "words", "because"),
    [
        (LetterKind.REFUSED, {}, "答复类文书要先拟好答复"),
        (LetterKind.CORRECTION, {"until": None}, "请填写补正期限"),
        (LetterKind.CORRECTION, {"until": date(2026, 3, 20)}, "应晚于文书日期"),
        (LetterKind.THIRD_PARTY_OPINION, {"addressee": " "}, "发给谁"),
        (LetterKind.OPINION_NOTICE, {"day": 1}, "文书日期应在收到日期"),
        (LetterKind.OPINION_NOTICE, {"day": 26}, "文书日期应在收到日期"),
    ],
)
def test_a_letter_is_refused_with_its_reason(people, case, places, kind, words, because):
    with pytest.raises(DomainError, match=because):
        written(people, case, places, kind, **words)
    assert documents_of(case.id) == []


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.STATISTICIAN, Role.HANDLER, Role.SECTION_LEAD])
def test_strangers_neither_write_nor_attach(people, case, places, role):
    stranger = UserFactory(roles=(role,), section=SectionFactory())
    with pytest.raises(PermissionRefused, match="由本件的承办人"):
        written(people, case, places, LetterKind.OPINION_NOTICE, who=stranger)
    with pytest.raises(PermissionRefused):
        _attach(case, stranger, places)


def _attach(case, user, places, name="现场照片.pdf", content=PDF):
    return attach(
        case=case,
        events=subject_of(case).events,
        name=name,
        content=content,
        folder=places.attachments,
        actor=actor_of(user),
        at=at(5),
    )


def test_an_attachment_is_kept_under_its_hash_once(people, case, places):
    one, two = (_attach(case, people.handler, places, name) for name in ("现场 照片.pdf", "复印件.PDF"))
    assert (one.filename, two.filename, one.sha256 == two.sha256) == ("现场 照片.pdf", "复印件.PDF", True)
    files = [path for path in places.attachments.rglob("*") if path.is_file()]
    assert [path.name for path in files] == [one.sha256]
    assert files[0].stat().st_mode & 0o777 == 0o600
    assert store.read(places.attachments, one.sha256) == PDF
    files[0].write_bytes(b"changed")
    with pytest.raises(DomainError, match="已不在或者已被改动"):
        store.read(places.attachments, one.sha256)


def test_an_archived_case_takes_no_more(people, case, places):
    case.state = State.ARCHIVED
    case.closed_on, case.outcome = RECEIVED + timedelta(days=1), "G2"
    with pytest.raises(DomainError, match="已归档"):
        _attach(case, people.handler, places)
    db.session.rollback()


def _office(inside, *more):
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for name in (inside, *more):
            archive.writestr(name, "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "because"),
    [
        ("空.pdf", b"", "是空文件"),
        ("大.pdf", b"%PDF-" + b"x" * (20 * 1024 * 1024), "超过 20 MB"),
        ("程序.exe", b"MZ\x90\x00" + b"\x00" * 50, "类型不能作附件"),
        ("冒充.pdf", b"MZ\x90\x00" + b"\x00" * 50, "类型不能作附件"),
        ("网页.txt", b"<html><script>alert(1)</script>", "类型不能作附件"),
        ("脚本.txt", b"#!/bin/sh\nrm", "类型不能作附件"),
        ("图片.pdf", b"\x89PNG\r\n\x1a\n" + b"x" * 9, "内容是PNG 图片，与扩展名不符"),
        ("宏.docx", _office("word/document.xml", "word/vbaProject.bin"), "含有宏"),
        ("压缩包.zip", _office("随便.txt"), "类型不能作附件"),
        ("没有扩展名", PDF, "与扩展名不符"),
    ],
)
def test_a_file_of_a_lying_or_unknown_kind_is_refused_by_name(people, case, places, name, content, because):
    with pytest.raises(DomainError, match=because) as refused:
        _attach(case, people.handler, places, name, content)
    assert f"「{name}」" in refused.value.message
    assert not places.attachments.exists()
    assert db.session.query(CaseDocument).count() == 0


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/密码.pdf", "密码.pdf"),
        ("C:\\桌面\\申请表.pdf", "申请表.pdf"),
        ("a\u202egnp.pdf", "agnp.pdf"),
        ("带\n换行\x00.pdf", "带换行.pdf"),
        ("长" * 200 + ".pdf", "长" * 116 + ".pdf"),
        (".pdf", "附件.pdf"),
    ],
)
def test_a_name_is_made_safe_and_stays_chinese(people, case, places, name, safe):
    assert _attach(case, people.handler, places, name).filename == safe


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("表.xlsx", _office("xl/workbook.xml")),
        ("文.docx", _office("word/document.xml")),
        ("公文.ofd", _office("OFD.xml")),
        ("旧.doc", OLD + "WordDocument".encode("utf-16-le")),
        ("旧.et", OLD + "Workbook".encode("utf-16-le")),
        ("录音.wav", b"RIFF\x00\x00\x00\x00WAVE" + b"\x00" * 9),
        ("说明.txt", "来电说明".encode("gb18030")),
        ("照片.JPEG", b"\xff\xd8\xff\xe0" + b"x" * 9),
    ],
)
def test_what_offices_use_is_kept(people, case, places, name, content):
    assert _attach(case, people.handler, places, name, content).filename == name
