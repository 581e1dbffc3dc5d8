"""文书与附件 at the screen: written, kept, taken out as a file, never shown inside the page."""

from io import BytesIO

import pytest
from docx import Document
from lxml import html

from tests.factories import SectionFactory, UserFactory, registered
from tracker.domain.labels import Kind, Role
from tracker.extensions import db
from tracker.letters import pdf
from tracker.models.audit import AuditEntry
from tracker.models.document import CaseDocument
from tracker.web.documents import letter_routes

PDF = b"%PDF-1.7\n" + b"x" * 20


@pytest.fixture
def handler(agency):
    return UserFactory(roles=(Role.HANDLER,), section=SectionFactory())


@pytest.fixture
def case(handler):
    return registered(Kind.DISCLOSURE, handler=handler, content="样本村备案材料")


def _upload(client, case, name="现场照片.pdf", content=PDF, **more):
    sent = {"file": (BytesIO(content), name), **more}
    return client.post(f"/cases/{case.id}/documents", data=sent, content_type="multipart/form-data")


def test_the_case_leads_to_its_documents(client_as, handler, case):
    client = client_as(user=handler)
    address = f"/cases/{case.id}/documents"
    assert address in client.get(f"/cases/{case.id}").get_data(as_text=True)
    page = client.get(address).get_data(as_text=True)
    assert "还没有文书和附件" in page
    assert "政府信息公开申请补正告知书" in page


def test_an_attachment_comes_back_as_a_file_with_its_chinese_name(client_as, handler, case):
    client = client_as(user=handler)
    assert _upload(client, case).status_code == 302
    kept = db.session.query(CaseDocument).one()
    assert "现场照片.pdf" in client.get(f"/cases/{case.id}/documents").get_data(as_text=True)
    answer = client.post(f"/cases/{case.id}/documents/{kept.id}/file")
    assert answer.data == PDF
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "%E7%8E%B0%E5%9C%BA" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert db.session.query(AuditEntry).filter_by(action="document.opened").count() == 1


@pytest.mark.parametrize(
    ("name", "content", "because"),
    [
        ("冒充.pdf", b"MZ\x90\x00" + b"\x00" * 9, "类型不能作附件"),
        ("空.pdf", b"", "是空文件"),
        ("", b"", "请先选择要存的文件"),
    ],
)
def test_a_refused_file_is_named(client_as, handler, case, name, content, because):
    answer = _upload(client_as(user=handler), case, name, content)
    assert answer.status_code == 422
    assert because in answer.get_data(as_text=True)
    assert db.session.query(CaseDocument).count() == 0


def test_a_letter_is_drafted_written_and_downloaded(client_as, handler, case):
    client = client_as(user=handler)
    address = f"/cases/{case.id}/documents/letters/opinion_notice"
    assert "征求意见的原因" in client.get(address).get_data(as_text=True)
    refused = client.post(address, data={"details": " ", "dated_on": "今天"})
    assert (refused.status_code, "请填写征求意见的原因" in refused.get_data(as_text=True)) == (422, True)
    assert client.post(address, data={"details": "涉及资料较多", "dated_on": "今天"}).status_code == 302
    kept = db.session.query(CaseDocument).one()
    answer = client.post(f"/cases/{case.id}/documents/{kept.id}/file")
    text = "\n".join(each.text for each in Document(BytesIO(answer.data)).paragraphs)
    assert "因涉及资料较多，本机关需要征求有关方面的意见" in text
    assert kept.number in text


def test_who_may_not_know_the_person_takes_nothing_out(client_as, handler, case):
    _upload(client_as(user=handler), case)
    kept = db.session.query(CaseDocument).one()
    supervisor = client_as(Role.SUPERVISOR)
    page = supervisor.get(f"/cases/{case.id}/documents").get_data(as_text=True)
    assert "现场照片" not in page
    assert supervisor.post(f"/cases/{case.id}/documents/{kept.id}/file").status_code == 404
    stranger = client_as(Role.HANDLER, section=SectionFactory())
    assert stranger.get(f"/cases/{case.id}/documents").status_code == 404


def test_a_file_stands_at_the_step_it_proves(client_as, handler, case):
    client = client_as(user=handler)
    version = client.get(f"/cases/{case.id}/steps/contact").get_data(as_text=True)
    assert "附件" in version
    sent = {
        "version": str(case.version),
        "on": "今天",
        "method": "phone",
        "result": "reached",
        "number": "13800000001",
        "files": (BytesIO(PDF), "张测试通话截图.pdf"),
    }
    answer = client.post(f"/cases/{case.id}/steps/contact", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 302, answer.get_data(as_text=True)
    kept = db.session.query(CaseDocument).one()
    entry = _entries(client, case)["联系诉求人"]
    assert entry.xpath(".//a/@href") == [f"/cases/{case.id}/documents#document-{kept.id}"]
    assert "附件：张测试通话截图.pdf" in entry.text_content()
    assert "附件" not in _entries(client, case)["登记"].text_content()
    listed = client.get(f"/cases/{case.id}/documents").get_data(as_text=True)
    assert f'id="document-{kept.id}"' in listed
    assert "联系诉求人，" in listed
    assert "附件（联系诉求人，" in client.get(f"/cases/{case.id}/file").get_data(as_text=True)


def test_who_may_not_know_the_person_sees_only_that_a_step_has_files(client_as, handler, case):
    _upload(client_as(user=handler), case, "张测试身份证.pdf", step="1")
    entry = _entries(client_as(Role.SUPERVISOR), case)["登记"].text_content()
    assert "附件 1 份" in entry
    assert "张测试身份证" not in client_as(Role.SUPERVISOR).get(f"/cases/{case.id}").get_data(as_text=True)


def test_a_file_is_added_to_a_step_later_and_to_none_that_is_not_there(client_as, handler, case):
    client = client_as(user=handler)
    assert _upload(client, case, step="1").status_code == 302
    assert "附件：现场照片.pdf" in _entries(client, case)["登记"].text_content()
    refused = _upload(client, case, step="99")
    assert refused.status_code == 422
    assert "附件所属的步骤没有了或者已经撤销" in refused.get_data(as_text=True)
    assert db.session.query(CaseDocument).count() == 1


def _entries(client, case):
    """The lines of the timeline by what happened."""
    page = html.fromstring(client.get(f"/cases/{case.id}").get_data(as_text=True))
    return {line.findtext(".//b"): line for line in page.xpath("//ol[@class='timeline']/li")}


def test_the_reported_section_finds_neither_case_nor_file(client_as, handler, case):
    _upload(client_as(user=handler), case)
    kept = db.session.query(CaseDocument).one()
    clerk = client_as(Role.CLERK, section=SectionFactory())
    assert clerk.post(f"/cases/{case.id}/documents/{kept.id}/file").status_code == 200
    case.reported_section_id = clerk.user.section_id
    db.session.commit()
    assert clerk.get(f"/cases/{case.id}/documents").status_code == 404
    assert clerk.post(f"/cases/{case.id}/documents/{kept.id}/file").status_code == 404
    assert clerk.post(f"/cases/{case.id}/documents/{kept.id}/pdf").status_code == 404
    assert _upload(clerk, case).status_code == 404


def test_a_document_is_found_only_under_its_own_case(client_as, handler, case):
    client = client_as(user=handler)
    _upload(client, case)
    kept = db.session.query(CaseDocument).one()
    other = registered(Kind.DISCLOSURE, handler=handler)
    assert client.post(f"/cases/{other.id}/documents/{kept.id}/file").status_code == 404
    assert client.post(f"/cases/{case.id}/documents/{kept.id}/pdf").status_code == 404
    assert client.get(f"/cases/{case.id}/documents/letters/nonsense").status_code == 404


def test_without_libreoffice_the_word_file_remains(client_as, handler, case, monkeypatch):
    client = client_as(user=handler)
    address = f"/cases/{case.id}/documents/letters/opinion_notice"
    client.post(address, data={"details": "涉及资料较多", "dated_on": "今天"})
    kept = db.session.query(CaseDocument).one()
    monkeypatch.setattr(pdf, "program", lambda: None)
    answer = client.post(f"/cases/{case.id}/documents/{kept.id}/pdf", follow_redirects=True)
    assert "没有安装 LibreOffice" in answer.get_data(as_text=True)


@pytest.mark.slow
def test_a_letter_is_previewed_before_it_has_a_number(client_as, handler, case):
    if pdf.program() is None:
        pytest.skip("LibreOffice is not installed")
    client = client_as(user=handler)
    address = f"/cases/{case.id}/documents/letters/opinion_notice"
    answer = client.post(f"{address}/preview", data={"details": "涉及资料较多", "dated_on": "今天"})
    assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")
    assert db.session.query(CaseDocument).count() == 0
    client.post(address, data={"details": "涉及资料较多", "dated_on": "今天"})
    assert db.session.query(CaseDocument).one().number.endswith("1号")


def test_a_preview_refuses_what_the_letter_would(client_as, handler, case, monkeypatch):
    client = client_as(user=handler)
    address = f"/cases/{case.id}/documents/letters/opinion_notice"
    refused = client.post(f"{address}/preview", data={"details": "", "dated_on": "今天"})
    assert refused.status_code == 422
    assert "还没有出文书" in refused.text
    assert "预览 PDF" in client.get(address).text or pdf.program() is None
    monkeypatch.setattr(letter_routes, "program", lambda: None)
    assert "预览 PDF" not in client.get(address).text


@pytest.mark.slow
def test_a_letter_becomes_pdf_where_libreoffice_is(client_as, handler, case):
    if pdf.program() is None:
        pytest.skip("LibreOffice is not installed")
    client = client_as(user=handler)
    address = f"/cases/{case.id}/documents/letters/opinion_notice"
    client.post(address, data={"details": "涉及资料较多", "dated_on": "今天"})
    kept = db.session.query(CaseDocument).one()
    answer = client.post(f"/cases/{case.id}/documents/{kept.id}/pdf")
    assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")


def test_the_printed_file_hides_numbers_from_whoever_prints_it(client_as, handler):
    case = registered(Kind.DISCLOSURE, handler=handler, content="请打13911112222，要样本村备案材料")
    client = client_as(user=handler)
    assert "13911112222" in client.get(f"/cases/{case.id}").get_data(as_text=True)
    page = client.get(f"/cases/{case.id}/file").get_data(as_text=True)
    assert "13911112222" not in page
    assert "样本村备案材料" in page
    assert f"分给 {handler.section.name} {handler.display_name}" in page
