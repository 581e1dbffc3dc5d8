"""文书模板 at the screen: taken home, changed, put back, and written from."""

from io import BytesIO

import pytest
from docx import Document

from tests.factories import SectionFactory, UserFactory, registered
from tracker.domain.labels import Kind, Role
from tracker.domain.letters import LetterKind
from tracker.extensions import db
from tracker.models.document import CaseDocument

PATHS = ["/policies/letters/", "/policies/letters/receipt", "/policies/letters/receipt/file"]


@pytest.mark.parametrize("role", [Role.CLERK, Role.SECTION_LEAD, Role.SECURITY_ADMIN, Role.STATISTICIAN])
def test_only_the_system_administrator_comes_here(client_as, role):
    client = client_as(role)
    assert {client.get(path).status_code for path in PATHS} == {403}
    assert client.post("/policies/letters/receipt").status_code == 403
    assert client.post("/policies/letters/receipt/restore").status_code == 403


def test_a_template_is_taken_changed_put_back_and_given_up(client_as, agency):
    admin = client_as(Role.SYSTEM_ADMIN)
    listed = admin.get("/policies/letters/").get_data(as_text=True)
    assert [kind.label for kind in LetterKind if kind.label not in listed] == []
    taken = Document(BytesIO(admin.get("/policies/letters/opinion_notice/file").data))
    taken.add_paragraph("附：本局送达回证。")
    stream = BytesIO()
    taken.save(stream)
    sent = {"file": (BytesIO(stream.getvalue()), "征求意见告知书.docx")}
    address = "/policies/letters/opinion_notice"
    assert admin.post(address, data=sent, content_type="multipart/form-data").status_code == 302
    assert "本机关的" in admin.get("/policies/letters/").get_data(as_text=True)
    assert "换上本机关的文书模板" in admin.get("/policies/history").get_data(as_text=True)
    handler = UserFactory(roles=(Role.HANDLER,), section=SectionFactory())
    case = registered(Kind.DISCLOSURE, handler=handler)
    client = client_as(user=handler)
    client.post(
        f"/cases/{case.id}/documents/letters/opinion_notice",
        data={"details": "涉及第三方", "dated_on": "今天"},
    )
    kept = db.session.query(CaseDocument).filter_by(case_id=case.id).one()
    letter = client.post(f"/cases/{case.id}/documents/{kept.id}/file")
    assert "附：本局送达回证。" in [each.text for each in Document(BytesIO(letter.data)).paragraphs]
    assert admin.post(f"{address}/restore").status_code == 302
    assert "本机关的" not in admin.get("/policies/letters/").get_data(as_text=True)


def test_a_refused_template_is_named_with_what_is_missing(client_as):
    document, stream = Document(), BytesIO()
    document.add_paragraph("{{ addressee }}：{{ number }}")
    document.save(stream)
    sent = {"file": (BytesIO(stream.getvalue()), "模板.docx")}
    answer = client_as(Role.SYSTEM_ADMIN).post(
        "/policies/letters/granted", data=sent, content_type="multipart/form-data"
    )
    assert answer.status_code == 422
    assert "模板里没有 {{ details }}、{{ remedy }}、{{ signed_on }}" in answer.get_data(as_text=True)


def test_there_is_no_template_of_another_kind(client_as):
    assert client_as(Role.SYSTEM_ADMIN).get("/policies/letters/nothing").status_code == 404
