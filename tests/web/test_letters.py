"""文书 at the screen: offered by the step, filled from it, told of in the timeline, missed before archiving."""

from datetime import date

import pytest
from lxml import html

from tests.factories import registered
from tests.services.letter_desk import signed_application, writing_bureau
from tracker.domain.labels import Kind
from tracker.extensions import db
from tracker.models.document import CaseDocument
from tracker.services.cases import disclosure, reply


@pytest.fixture
def people(agency):
    return writing_bureau(agency, online_review="示例复议平台")


@pytest.fixture
def case(people):
    return signed_application(people, "样本村备案材料")


def _page(client, address):
    return html.fromstring(client.get(address).get_data(as_text=True))


def _words(page, kind):
    """The text of the element of this class."""
    return " ".join(page.find_class(kind)[0].text_content().split())


def _values(client, address):
    form = _page(client, address).get_element_by_id("letter")
    return {name: value or "" for name, value in form.fields.items()}


def _offered(client, case):
    page = _page(client, f"/cases/{case.id}")
    return [link.text for box in page.find_class("case-letter") for link in box.iter("a")]


def _passed(people, case, ending="G2"):
    people.step(case, "handler", reply.submit_reply, public_text="一、备案表。", ending=ending, day=10)
    people.step(case, "lead", reply.pass_review, day=11)


def test_a_letter_begins_as_its_step_left_it(client_as, people, case):
    items = "一、写明年度。"
    people.step(
        case, "handler", disclosure.request_correction, items=items, respond_by=date(2026, 3, 31), day=4
    )
    client = client_as(user=people.handler)
    assert _offered(client, case) == ["制作补正告知书"]
    address = f"/cases/{case.id}/documents/letters/correction?about=4"
    typed = _values(client, address)
    assert (typed["details"].strip(), typed["until"], typed["dated_on"]) == (
        items,
        "2026-03-31",
        "2026-03-04",
    )
    for _ in range(2):
        assert client.post(address, data=typed).status_code == 302
    kept = db.session.query(CaseDocument).one()
    assert (kept.about_seq, kept.dated_on) == (4, date(2026, 3, 4))
    assert _offered(client, case) == []
    told = _words(_page(client, f"/cases/{case.id}"), "timeline")
    assert "制作文书" in told
    assert kept.number in told


def test_only_who_may_write_letters_is_offered_them(client_as, people, case):
    _passed(people, case)
    assert _offered(client_as(user=people.supervisor), case) == []
    assert _offered(client_as(user=people.handler), case) == ["制作予以公开告知书"]


def test_a_hotline_item_has_no_letters(client_as, people):
    item = registered(Kind.HOTLINE, handler=people.handler, clerk=people.clerk)
    assert _offered(client_as(user=people.handler), item) == []


def test_an_untouched_remedy_follows_the_way_of_service(client_as, people, case):
    _passed(people, case)
    client = client_as(user=people.handler)
    address = f"/cases/{case.id}/documents/letters/granted?about=4"
    typed = _values(client, address) | {"method": "email"}
    assert "在线提交" not in typed["remedy"]
    again = client.post(address, data=typed | {"suggest": "1"}).get_data(as_text=True)
    assert "通过示例复议平台在线提交" in again
    assert client.post(address, data=typed).status_code == 302
    kept = db.session.query(CaseDocument).one()
    assert kept.remedy_suggested is None


def test_a_changed_remedy_stands_in_the_timeline_before_and_after(client_as, people, case):
    _passed(people, case, "D4")
    client = client_as(user=people.handler)
    address = f"/cases/{case.id}/documents/letters/refused?about=4"
    typed = _values(client, address) | {"remedy": "可以申请行政复议。"}
    assert client.post(address, data=typed | {"remedy": " "}).status_code == 422
    assert client.post(address, data=typed).status_code == 302
    changes = _words(_page(client, f"/cases/{case.id}"), "change")
    assert "如对本告知书不服，应当先" in changes
    assert "→ 可以申请行政复议。" in changes


def test_archiving_names_the_letters_that_law_demands(client_as, people, case):
    people.step(
        case, "handler", disclosure.request_correction, items="年度", respond_by=date(2026, 3, 31), day=4
    )
    people.step(case, "lead", disclosure.receive_correction, day=5)
    _passed(people, case)
    people.step(case, "handler", reply.reply, method="post", evidence="XA1", day=12)
    clerk = client_as(user=people.clerk)
    warned = _words(_page(clerk, f"/cases/{case.id}/steps/archive"), "step-warning")
    assert "补正告知书（条例第三十条）；予以公开告知书（条例第三十三条、第三十六条）" in warned
    version = db.session.get(type(case), case.id).version
    assert clerk.post(f"/cases/{case.id}/steps/archive", data={"version": version}).status_code == 302


def test_a_delivery_is_recorded_and_strangers_find_none(client_as, people, case):
    _passed(people, case)
    client = client_as(user=people.handler)
    address = f"/cases/{case.id}/documents/letters/granted?about=4"
    client.post(address, data=_values(client, address))
    letter = db.session.query(CaseDocument).one()
    delivery = f"/cases/{case.id}/documents/{letter.id}/delivery"
    page = client.get(delivery).get_data(as_text=True)
    assert "登记答复" in page
    assert "登记送达" not in page
    people.step(case, "handler", reply.reply, method="post", evidence="XA1", day=12)
    sent = {"method": "post", "item_number": "XA1", "signed_on": "2026-03-11"}
    refused = client.post(delivery, data=sent)
    assert (refused.status_code, "早于送出日期 2026-03-12" in refused.get_data(as_text=True)) == (422, True)
    assert client.post(delivery, data=sent | {"signed_on": "2026-03-13"}).status_code == 302
    assert "2026-03-13 周五 签收" in client.get(f"/cases/{case.id}/documents").get_data(as_text=True)
    assert client_as(user=people.supervisor).get(delivery).status_code == 404
    assert client.get(f"/cases/{case.id}/documents/{letter.id + 1}/delivery").status_code == 404


def test_the_printed_case_file_lists_letters_and_attachments(client_as, people, case):
    people.step(
        case, "handler", disclosure.request_correction, items="年度", respond_by=date(2026, 3, 31), day=4
    )
    client = client_as(user=people.handler)
    address = f"/cases/{case.id}/documents/letters/correction?about=4"
    assert "文书和附件" not in client.get(f"/cases/{case.id}/file").text
    client.post(address, data=_values(client, address))
    page = _page(client, f"/cases/{case.id}/file")
    rows = page.xpath("//table[caption='文书和附件']//tbody/tr")
    assert [cell.text_content() for cell in rows[0]][:3] == [
        "2026-03-04",
        "政府信息公开申请补正告知书",
        db.session.query(CaseDocument).one().number,
    ]
    assert [each.text for each in page.iter("h2")] == [
        "一、期限计算",
        "二、逐日",
        "三、经过",
        "四、文书和附件",
    ]
