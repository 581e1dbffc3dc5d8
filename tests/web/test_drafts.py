"""草稿: kept, taken up again, sent or given up; by the form itself and quietly by the script."""

from io import BytesIO

import pytest
from lxml import html

from tests.factories import SectionFactory, UserFactory, registered
from tests.harness.browser_client import sign_in
from tracker.domain import attachments
from tracker.domain.labels import Kind, Role, State
from tracker.models.case import Case
from tracker.models.document import CaseDocument
from tracker.models.draft import Draft, DraftFile
from tracker.now import now

KEY = "0123456789abcdef" * 2
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 400
TYPED = {
    "submission_key": KEY,
    "title": "反映样本村水渠漏水",
    "content": "一直漏到路上。",
    "received_on": "下周",
    "item_type": "complaint",
    "name": "张测试",
    "phone": "13800000000",
    "is_secret": "y",
}
ADDRESS = "/register/hotline_12345"


def sent_file(name, content=PNG):
    return (BytesIO(content), name)


def drafts(session):
    session.expire_all()
    return session.query(Draft).all()


def test_a_registration_is_kept_and_taken_up_with_everything_typed(client_as, session):
    clerk = client_as(Role.CLERK)
    answer = clerk.post(ADDRESS, data={**TYPED, "go": "keep"})
    assert answer.location == f"{ADDRESS}?draft={KEY}"
    workbench = clerk.get("/").get_data(as_text=True)
    assert "接着做" in workbench
    assert "反映样本村水渠漏水" in workbench
    assert "13800000000" not in workbench
    page = clerk.get(answer.location).get_data(as_text=True)
    for words in ("反映样本村水渠漏水", "一直漏到路上。", 'value="下周"', "张测试", "13800000000", KEY):
        assert words in page
    assert 'value="complaint" checked' in page
    assert 'checked id="is_secret"' in page
    assert '<input id="wants_reply"' in page


def test_nothing_typed_lies_open_in_the_database(client_as, session):
    client_as(Role.CLERK).post(ADDRESS, data={**TYPED, "go": "keep"})
    [draft] = drafts(session)
    assert draft.words_sealed
    for words in ("张测试", "13800000000", "漏水"):
        assert words.encode() not in bytes(draft.words_sealed)


def test_registering_erases_the_draft_and_cannot_be_kept_again(client_as, session):
    clerk = client_as(Role.CLERK)
    data = {**TYPED, "received_on": "今天"}
    assert clerk.post(f"/drafts{ADDRESS}", data=data).get_data(as_text=True).startswith("已存 ")
    clerk.post(ADDRESS, data=data)
    assert session.query(Case).count() == 1
    assert drafts(session) == []
    assert clerk.post(f"/drafts{ADDRESS}", data=data).get_data(as_text=True) == ""
    assert drafts(session) == []
    assert "已经登记" in clerk.get(f"{ADDRESS}?draft={KEY}").get_data(as_text=True)


def test_a_draft_is_nobody_elses(client_as, session):
    client_as(Role.CLERK).post(ADDRESS, data={**TYPED, "go": "keep"})
    other = client_as(Role.CLERK)
    assert "张测试" not in other.get(f"{ADDRESS}?draft={KEY}").get_data(as_text=True)
    other.post(f"/drafts/{drafts(session)[0].id}/give-up")
    assert len(drafts(session)) == 1


def test_giving_up_erases_what_was_typed(client_as, session):
    clerk = client_as(Role.CLERK)
    clerk.post(ADDRESS, data={**TYPED, "go": "keep", "files": sent_file("照片.png")})
    [draft] = drafts(session)
    clerk.post(f"/drafts/{draft.id}/give-up")
    assert drafts(session) == []
    assert session.query(DraftFile).one().draft_id is None


def test_what_is_sent_after_the_time_out_is_kept(client_as, session):
    clerk = client_as(Role.CLERK)
    with clerk.session_transaction() as cookie:
        cookie["seen_at"] = now().timestamp() - 31 * 60
    answer = clerk.post(ADDRESS, data={**TYPED, "files": sent_file("照片.png")})
    assert "/sign-in" in answer.location
    assert KEY in answer.location
    assert "已存为草稿" in clerk.get(answer.location).get_data(as_text=True)
    sign_in(clerk, clerk.user)
    page = clerk.get(f"{ADDRESS}?draft={KEY}").get_data(as_text=True)
    assert "反映样本村水渠漏水" in page
    assert "照片.png" in page
    assert session.query(Case).count() == 0


def test_files_go_into_the_case_and_refused_ones_are_named(client_as, session):
    clerk = client_as(Role.CLERK)
    bad = [sent_file("照片.png"), sent_file("骗人.pdf"), sent_file("程序.exe", b"MZ\x90\x00\xff\xfe\xff")]
    answer = clerk.post(ADDRESS, data={**TYPED, "received_on": "今天", "files": bad})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "「骗人.pdf」" in page
    assert "「程序.exe」" in page
    assert "照片.png" in page
    assert "反映样本村水渠漏水" in page
    assert session.query(Case).count() == 0
    clerk.post(ADDRESS, data={**TYPED, "received_on": "今天"})
    kept = session.query(CaseDocument).one()
    assert (kept.filename, kept.case_id) == ("照片.png", session.query(Case).one().id)
    assert drafts(session) == []


def test_a_file_too_large_is_refused_by_name_and_the_others_stay(client_as, monkeypatch):
    monkeypatch.setattr(attachments, "LARGEST", 2000)
    clerk = client_as(Role.CLERK)
    large = sent_file("录像.png", PNG + b"0" * 2000)
    page = clerk.post(f"/drafts{ADDRESS}/files", data={**TYPED, "files": [sent_file("照片.png"), large]})
    words = page.get_data(as_text=True)
    assert "照片.png" in words
    assert "「录像.png」有 " in words


def test_one_file_is_let_go_and_the_same_file_is_taken_once(client_as, session):
    clerk = client_as(Role.CLERK)
    for _ in range(2):
        clerk.post(f"/drafts{ADDRESS}/files", data={**TYPED, "files": sent_file("照片.png")})
    clerk.post(f"/drafts{ADDRESS}/files", data={**TYPED, "files": sent_file("信.txt", "来信".encode())})
    first, second = drafts(session)[0].files
    page = clerk.post(ADDRESS, data={**TYPED, "remove_file": str(first.id)}).get_data(as_text=True)
    assert "照片.png" not in page
    assert "信.txt" in page
    assert session.get(DraftFile, second.id).draft_id is not None


def test_the_channel_shows_what_was_begun(client_as):
    clerk = client_as(Role.CLERK)
    clerk.post(ADDRESS, data={**TYPED, "go": "keep"})
    page = clerk.get(ADDRESS).get_data(as_text=True)
    assert "没登完的" in page
    assert f"{ADDRESS}?draft={KEY}" in page


@pytest.fixture
def handler(session):
    return UserFactory(roles=(Role.HANDLER,), section=SectionFactory())


@pytest.fixture
def case(handler, client_as):
    found = registered(Kind.HOTLINE, handler=handler)
    client_as(user=handler).post(f"/cases/{found.id}/steps/sign", data={"version": "2", "on": "今天"})
    return found


def reply(case, **more):
    words = {"public_text": "经核查，水渠已修好。", "internal_text": "用了两个人。", "ending": "solved"}
    return {"version": str(case.version), "since": "3", "on": "今天", **words, **more}


def test_a_reply_is_kept_and_taken_up(client_as, handler, case, session):
    client, address = client_as(user=handler), f"/cases/{case.id}/steps/submit_reply"
    client.post(address, data=reply(case, go="keep", files=sent_file("现场.png")))
    workbench = client.get("/").get_data(as_text=True)
    assert "填写答复：" in workbench
    assert "附件 1 份" in workbench
    page = client.get(address).get_data(as_text=True)
    for words in ("经核查，水渠已修好。", "用了两个人。", "现场.png"):
        assert words in page
    client.post(address, data=reply(case))
    assert case.state is State.AWAITING_REVIEW
    assert drafts(session) == []
    assert session.query(CaseDocument).one().filename == "现场.png"


def test_a_draft_of_a_case_that_moved_on_shows_the_difference(client_as, handler, case, session):
    client, address = client_as(user=handler), f"/cases/{case.id}/steps/submit_reply"
    client.post(address, data=reply(case, go="keep"))
    supervisor = client_as(Role.SUPERVISOR, name="冯督办")
    supervisor.post(
        f"/cases/{case.id}/steps/urge", data={"version": str(case.version), "words": "请抓紧", "on": "今天"}
    )
    page = client.get(address).get_data(as_text=True)
    assert "冯督办" in page
    assert "请抓紧" in page
    assert "经核查，水渠已修好。" in page
    again = client.post(address, data=reply(case, go="look", since="4")).get_data(as_text=True)
    assert "经核查，水渠已修好。" in again
    client.post(address, data=reply(case, since="4"))
    assert case.state is State.AWAITING_REVIEW


def test_a_draft_goes_on_where_only_its_writer_went_on_with_the_case(client_as, handler, case, session):
    client, address = client_as(user=handler), f"/cases/{case.id}/steps/submit_reply"
    shown = html.document_fromstring(client.get(address).text).xpath("string(//input[@name='shown']/@value)")
    client.post(address, data=reply(case, go="keep", shown=shown))
    contact = {"version": str(case.version), "method": "phone", "result": "reached", "on": "今天"}
    client.post(f"/cases/{case.id}/steps/contact", data=contact)
    page = html.document_fromstring(client.get(address).text)
    assert page.xpath("string(//textarea[@name='public_text'])").strip() == "经核查，水渠已修好。"
    now = {name: page.xpath(f"string(//input[@name='{name}']/@value)") for name in ("version", "since")}
    client.post(address, data=reply(case, shown=shown, **now))
    assert case.state is State.AWAITING_REVIEW


def test_giving_up_a_draft_stands_outside_the_columns_of_the_form(client_as, handler, case):
    client, address = client_as(user=handler), f"/cases/{case.id}/steps/submit_reply"
    client.post(address, data=reply(case, go="keep"))
    begun = client_as(Role.CLERK)
    begun.post(ADDRESS, data={**TYPED, "go": "keep"})
    for page in (client.get(address).text, begun.get(f"{ADDRESS}?draft={KEY}").text):
        tree = html.document_fromstring(page)
        assert tree.xpath("//form[@id='give-up']")
        assert not tree.xpath("//*[contains(@class, 'columns')]//form[@id='give-up']")


def test_a_form_leaves_its_faults_to_our_own_sentences(client_as, handler, case):
    client = client_as(user=handler)
    for address in (f"/cases/{case.id}/steps/submit_reply", "/register/petition"):
        form = html.document_fromstring(client.get(address).text).xpath("//form[@data-deliberate]")[0]
        assert "novalidate" in form.attrib
    assert "请填写标题。" in client.post("/register/petition", data={"received_on": "今天"}).text


def test_what_clashes_is_kept_too(client_as, handler, case, session):
    client, address = client_as(user=handler), f"/cases/{case.id}/steps/submit_reply"
    old = reply(case)
    client_as(Role.SUPERVISOR).post(
        f"/cases/{case.id}/steps/urge", data={"version": str(case.version), "words": "请抓紧", "on": "今天"}
    )
    assert client.post(address, data=old).status_code == 409
    assert len(drafts(session)) == 1


def test_the_same_step_sent_twice_is_taken_once(client_as, handler, case, session):
    client, address = client_as(user=handler), f"/cases/{case.id}/steps/submit_reply"
    data = reply(case)
    client.post(address, data=data)
    page = client.post(address, data=data, follow_redirects=True).get_data(as_text=True)
    assert "没有再办一次" in page
    assert [event.type.value for event in case.events].count("reply_submitted") == 1
    assert client.post(f"/drafts/steps/{case.id}/submit_reply", data=data).get_data(as_text=True) == ""
    other = client.post(address, data={**data, "public_text": "另写的一稿。"})
    assert other.status_code == 409
    assert "另写的一稿。" in other.get_data(as_text=True)


def test_a_draft_of_a_step_not_open_any_more_can_still_be_read(client_as, handler, case, session):
    client, address = client_as(user=handler), f"/cases/{case.id}/steps/submit_reply"
    client.post(address, data=reply(case, go="keep"))
    lead = client_as(Role.SECTION_LEAD, section=handler.section)
    lead.post(address, data=reply(case, public_text="股长写的。"))
    assert case.state is State.AWAITING_REVIEW
    answer = client.get(address)
    assert answer.status_code == 409
    assert "经核查，水渠已修好。" in answer.get_data(as_text=True)


def test_a_draft_of_a_case_one_may_not_see_names_nothing(client_as, handler, case, session):
    client = client_as(user=handler)
    client.post(f"/cases/{case.id}/steps/submit_reply", data=reply(case, go="keep"))
    case.reported_user_id = handler.id
    session.commit()
    page = client.get("/").get_data(as_text=True)
    assert "您已不能查看的一件" in page
    assert case.title not in page
    assert client.get(f"/cases/{case.id}/steps/submit_reply").status_code == 404


def test_a_clash_says_when_the_step_is_not_open_any_more(client_as, handler, case):
    client, address = client_as(user=handler), f"/cases/{case.id}/steps/submit_reply"
    mine = reply(case, public_text="承办人写的。")
    lead = client_as(Role.SECTION_LEAD, section=handler.section)
    lead.post(address, data=reply(case, public_text="股长写的。"))
    page = client.post(address, data=mine).get_data(as_text=True)
    assert "承办人写的。" in page
    assert "股长写的。" in page
    assert "本件状态是「待审核」" in page
    assert "按上面的选择提交" not in page
