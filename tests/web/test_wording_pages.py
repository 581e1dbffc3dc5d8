"""救济途径的文字: read by everybody, worded by the system administrator, told where a letter is written."""

import pytest

from tests.factories import SectionFactory, UserFactory, registered
from tracker.domain.labels import Kind, Role
from tracker.domain.remedy_wordings import SCOPES
from tracker.extensions import db
from tracker.models.document import CaseDocument, RemedyWording

OWN = "对本答复不服的，可以自收到之日起60日内向【行政复议机关】申请行政复议。"
GIVEN = {"text": OWN, "valid_from": "今天", "basis": "示例文件〔2026〕1号"}


@pytest.fixture
def admin(client_as, agency):
    agency.reviewing_agency, agency.court = "示例区人民政府", "示例区人民法院"
    db.session.commit()
    return client_as(Role.SYSTEM_ADMIN)


@pytest.mark.parametrize("role", Role)
def test_everybody_signed_in_reads_what_letters_will_say(client_as, role):
    page = client_as(role).get("/policies/remedies/").get_data(as_text=True)
    assert [scope.name for scope in SCOPES.values() if scope.name not in page] == []
    assert ("修改" in page) is (role is Role.SYSTEM_ADMIN)
    assert "/policies/remedies/" in client_as(role).get("/policies/").get_data(as_text=True)


@pytest.mark.parametrize("role", [Role.CLERK, Role.SECTION_LEAD, Role.STATISTICIAN, Role.AUDIT_ADMIN])
def test_only_the_system_administrator_words_it(client_as, role):
    client = client_as(role)
    assert client.get("/policies/remedies/N2").status_code == 403
    assert client.post("/policies/remedies/N2", data=GIVEN).status_code == 403
    assert client.post("/policies/remedies/N2/restore").status_code == 403


def test_it_is_worded_listed_told_of_and_given_back(admin):
    assert "系统的文字" in admin.get("/policies/remedies/N2").get_data(as_text=True)
    assert admin.post("/policies/remedies/N2", data=GIVEN).status_code == 302
    listed = admin.get("/policies/remedies/").get_data(as_text=True)
    assert "起的文书按新的文字" in listed
    assert "示例文件〔2026〕1号" in listed
    form = admin.get("/policies/remedies/N2").get_data(as_text=True)
    for words in ("改过的", "1 次", OWN, "恢复系统的文字"):
        assert words in form
    assert OWN in admin.get("/policies/history").get_data(as_text=True)
    assert admin.post("/policies/remedies/N2/restore").status_code == 302
    assert db.session.query(RemedyWording).count() == 2
    assert 'name="csrf_token"' in admin.get("/policies/remedies/N2").get_data(as_text=True)


def test_a_refusal_keeps_what_was_typed(admin):
    answer = admin.post("/policies/remedies/N2", data=GIVEN | {"text": "可以自收到之日起60日内起诉。"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "没有写行政复议" in page
    assert "可以自收到之日起60日内起诉。" in page


def test_there_is_no_page_for_another_scope(admin):
    assert admin.get("/policies/remedies/O3").status_code == 404


def test_the_drafter_is_told_whose_words_the_paragraph_is(admin, client_as):
    handler = UserFactory(roles=(Role.HANDLER,), section=SectionFactory())
    case = registered(Kind.DISCLOSURE, handler=handler)
    client, address = client_as(user=handler), f"/cases/{case.id}/documents/letters/third_party_notice"
    assert "系统的文字" in client.get(address).get_data(as_text=True)
    admin.post("/policies/remedies/third_party", data=GIVEN)
    page = client.get(address).get_data(as_text=True)
    assert "示例文件〔2026〕1号" in page
    assert "对本答复不服的，可以自收到之日起60日内向示例区人民政府申请行政复议。" in page
    client.post(address, data={"addressee": "样本公司", "details": "全部公开", "dated_on": "今天"})
    assert db.session.query(CaseDocument).one().remedy_wording.scope == "third_party"
    assert "救济途径（本机关的文字）" in client.get(f"/cases/{case.id}").get_data(as_text=True)
