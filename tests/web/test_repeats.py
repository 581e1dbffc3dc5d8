"""可能重复: told while registering, linked or merged from the hint, never blocking, never giving a hidden case away."""

import pytest
from lxml import html

from tests.factories import SectionFactory, UserFactory, registered
from tracker.domain.labels import Kind, Role, State
from tracker.models.case import Case
from tracker.models.reminder import Notice

ADDRESS = "/register/hotline_12345"
ITEM = {
    "title": "反映样本村水渠漏水没人管",
    "content": "一直漏到路上。",
    "received_on": "今天",
    "item_type": "complaint",
    "name": "张测试",
    "phone": "13800000000",
    "wants_reply": "y",
}


def newest(session):
    return session.query(Case).order_by(Case.id.desc()).first()


@pytest.fixture
def main(session):
    handler = UserFactory(roles=(Role.HANDLER,), section=SectionFactory())
    return registered(Kind.HOTLINE, handler=handler, title="样本村水渠漏水", place="样本村")


def hints(client, **more):
    return client.post(f"{ADDRESS}/similar", data={**ITEM, **more}).get_data(as_text=True)


def test_the_hint_says_what_is_the_same_and_how_it_stands(client_as, main):
    page = hints(client_as(Role.CLERK), place="样本村")
    assert main.number in page
    assert "同一电话、标题相近、同一地点" in page
    assert "待签收" in page
    assert "并入 1号" in page


def test_merging_from_the_hint_tells_the_caller_and_the_handler(client_as, main, session):
    clerk = client_as(Role.CLERK)
    page = clerk.post(ADDRESS, data={**ITEM, "merge": str(main.id)}).get_data(as_text=True)
    assert "登记并并入 1号" in page
    assert f"您反映的事项已登记为 {main.number}，正在办理" in page
    assert session.query(Case).count() == 1
    sent = {**ITEM, "merge_into": str(main.id), "told": "已登记，正在办理。"}
    refused = clerk.post(ADDRESS, data=sent)
    assert refused.status_code == 422
    assert "请选怎样把进度或者结果告知了诉求人" in refused.get_data(as_text=True)
    assert session.query(Case).count() == 1
    done = clerk.post(ADDRESS, data={**sent, "told_by": "phone"}, follow_redirects=True).get_data(
        as_text=True
    )
    case = newest(session)
    assert case.state is State.MERGED
    assert f"并入 {main.number}" in done
    assert "电话告知：已登记，正在办理。" in done
    assert session.query(Notice).filter_by(user_id=main.handler_id, key=f"merged:{case.id}").count() == 1


def test_telling_something_needs_its_words(client_as, main, session):
    sent = {**ITEM, "merge_into": str(main.id), "told_by": "phone", "told": " "}
    answer = client_as(Role.CLERK).post(ADDRESS, data=sent)
    assert answer.status_code == 422
    assert "请写明告知了诉求人什么" in answer.get_data(as_text=True)
    assert session.query(Case).count() == 1
    client_as(Role.CLERK).post(ADDRESS, data={**sent, "told_by": "not_reached"})
    assert newest(session).state is State.MERGED


def test_a_hint_never_blocks(client_as, main, session):
    client_as(Role.CLERK).post(ADDRESS, data=ITEM)
    assert newest(session).state is State.AWAITING_ASSIGNMENT


def test_a_handler_links_but_does_not_merge(client_as, main):
    page = hints(client_as(user=main.handler))
    assert "关联为前件" in page
    assert "并入 " not in page


def test_the_same_source_number_is_to_be_opened_not_merged(client_as, session):
    first = registered(Kind.HOTLINE, source_number="GD-1")
    page = hints(client_as(Role.CLERK), source_number="GD-1")
    assert "已登记过，不必再登" in page
    assert f"/cases/{first.id}" in page
    assert "并入 " not in page


def test_a_request_of_the_same_person_is_found_after_a_year(client_as, session):
    from datetime import timedelta

    from tracker.now import today
    from tracker.services.cases.register import PersonFields

    person = PersonFields(name="张测试", id_number="640500199001010000")
    registered(Kind.DISCLOSURE, received_on=today() - timedelta(days=300), person=person)
    typed = {
        "received_on": "今天",
        "id_type": "居民身份证",
        "id_number": "640500199001010000",
        "content": "材料",
    }
    page = client_as(Role.CLERK).post("/register/disclosure/similar", data=typed).get_data(as_text=True)
    assert "同一证件" in page
    assert "并入 " not in page


@pytest.fixture
def hidden(main, session):
    """A clerk who may not see ``main``: it reports the clerk's section."""
    section = SectionFactory(name="办公室")
    main.reported_section_id = section.id
    main.source_number = "GD-1"
    session.commit()
    return UserFactory(roles=(Role.CLERK,), section=section)


def test_a_hidden_case_is_not_hinted_at_but_the_office_is_told(client_as, main, hidden, session):
    head = UserFactory(roles=(Role.SECTION_LEAD, Role.SUPERVISOR), section=SectionFactory())
    clerk = client_as(user=hidden)
    assert main.number not in hints(clerk)
    page = clerk.post(ADDRESS, data=ITEM, follow_redirects=True).get_data(as_text=True)
    assert main.number not in page
    case = newest(session)
    told = session.query(Notice).filter_by(user_id=head.id, case_id=case.id).one()
    assert main.number in told.text
    assert "同一电话" in told.text
    assert session.query(Notice).filter(Notice.user_id == hidden.id).count() == 0


def test_a_hidden_case_is_not_named_by_its_source_number(client_as, main, hidden):
    answer = client_as(user=hidden).post(ADDRESS, data={**ITEM, "source_number": "GD-1"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert main.number not in page
    assert "已经登记过，请核对编号" in page


def test_a_hidden_case_cannot_be_merged_into(client_as, main, hidden, session):
    sent = {**ITEM, "merge_into": str(main.id), "told_by": "not_reached"}
    answer = client_as(user=hidden).post(ADDRESS, data=sent)
    assert answer.status_code == 422
    assert "您不能查看它" in answer.get_data(as_text=True)
    assert session.query(Case).count() == 1


def test_a_page_that_came_back_does_not_register_twice(client_as, session):
    clerk = client_as(Role.CLERK)
    clerk.post(ADDRESS, data={**ITEM, "submission_key": "a" * 32})
    clerk.post(ADDRESS, data={**ITEM, "submission_key": "a" * 32})
    answer = clerk.post(ADDRESS, data={**ITEM, "submission_key": "b" * 32})
    assert answer.status_code == 422
    assert "一模一样的一件" in answer.get_data(as_text=True)
    assert session.query(Case).count() == 1
    clerk.post(ADDRESS, data={**ITEM, "submission_key": "b" * 32, "is_another": "y"})
    assert session.query(Case).count() == 2


REQUEST = {
    "id_type": "居民身份证",
    "delivery_route": "邮寄",
    "received_on": "今天",
    "applicant_type": "natural_person",
    "content": "样本村备案材料。",
    "name": "李示例",
}


def test_a_receipt_day_by_confirmation_needs_its_evidence(client_as, session):
    clerk, address = client_as(Role.CLERK), "/register/disclosure"
    answer = clerk.post(address, data={**REQUEST, "receipt_method": "email"})
    assert answer.status_code == 422
    assert "怎样与申请人确认" in answer.get_data(as_text=True)
    sent = {
        **REQUEST,
        "receipt_method": "email",
        "arrived_on": "2026-01-05",
        "receipt_evidence": "10:20 电话确认",
    }
    page = clerk.post(address, data=sent, follow_redirects=True).get_data(as_text=True)
    assert "才确认，超过 1 个工作日" in page
    assert "电子邮件，" in page
    assert "凭证：10:20 电话确认" in page
    case = newest(session)
    assert case.events[0].payload["arrived_on"] == "2026-01-05"
    assert "10:20" not in str(case.events[0].payload)


def test_the_next_form_begins_with_the_day_and_the_way_of_the_last(client_as):
    clerk = client_as(Role.CLERK)
    sent = {**REQUEST, "receipt_method": "registered_mail", "received_on": "2026-03-02", "go": "again"}
    page = html.fromstring(clerk.post("/register/disclosure", data=sent, follow_redirects=True).text)
    assert page.xpath("//input[@name='receipt_method'][@checked]/@value") == ["registered_mail"]
    assert page.xpath("//input[@name='received_on']/@value") == ["2026-03-02"]
    assert page.xpath("//input[@name='name']/@value") == [""]
    assert clerk.get("/register/disclosure?receipt_method=telepathy").status_code == 200


def test_an_arrival_after_the_receipt_is_refused(client_as):
    sent = {**REQUEST, "receipt_method": "handed_in", "received_on": "2026-03-02", "arrived_on": "2026-03-03"}
    answer = client_as(Role.CLERK).post("/register/disclosure", data=sent)
    assert "到达日期 2026-03-03 晚于收到日期 2026-03-02" in answer.get_data(as_text=True)


def test_a_request_handed_in_is_received_that_day_and_no_later(client_as, session):
    sent = {**REQUEST, "receipt_method": "handed_in", "received_on": "2026-03-05", "arrived_on": "2026-03-02"}
    answer = client_as(Role.CLERK).post("/register/disclosure", data=sent)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert (
        "当面提交：以提交之日为收到之日（条例第三十一条）。到达日期是 2026-03-02，收到日期也应是这一天"
        in page
    )
    assert "按“平常信函”登记" in page
    assert session.query(Case).count() == 0
    assert (
        client_as(Role.CLERK)
        .post("/register/disclosure", data={**sent, "arrived_on": "2026-03-05"})
        .status_code
        == 302
    )
