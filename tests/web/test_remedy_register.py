"""复议、诉讼登记: each figure of section four opens its rows, each row its request and the new answer it led to."""

from datetime import date, timedelta

import pytest
from lxml import html

from tests.factories import registered
from tests.services.desk import at, bureau
from tracker.domain.annual_report.section_four import PATHS
from tracker.domain.case_events import EventType
from tracker.domain.labels import Kind, Role
from tracker.extensions import db
from tracker.models.case_record import CaseEventRow
from tracker.models.report import RemedyCase
from tracker.now import today
from tracker.services.cases import assign, reply

YEAR = 2026
REGISTER = f"/annual-report/{YEAR}/four"


def page_of(client, address, code=200):
    answer = client.get(address)
    assert answer.status_code == code
    return html.fromstring(answer.get_data(as_text=True))


def post(client, address, code=302, **typed):
    answer = client.post(address, data=typed)
    assert answer.status_code == code, answer.get_data(as_text=True)
    return html.fromstring(answer.get_data(as_text=True) or "<p></p>")


def text_of(element):
    return " ".join(element.text_content().split())


def rows_of(page):
    return page.xpath("//table[@id='remedies']/tbody/tr")


def put_remedy(agency, route=PATHS[0], filed_on="2026-04-01", closed_on=None, result=None, case=None):
    remedy = RemedyCase(
        agency_id=agency.id,
        case_id=case and case.id,
        route=route,
        authority="示例区人民政府",
        filed_on=date.fromisoformat(filed_on),
        closed_on=closed_on and date.fromisoformat(closed_on),
        result=result,
    )
    db.session.add(remedy)
    db.session.commit()
    return remedy


@pytest.fixture
def people(session):
    return bureau()


@pytest.fixture
def answered(people):
    case = registered(
        Kind.DISCLOSURE, handler=people.handler, clerk=people.clerk, received_on=date(2026, 3, 2), at=at(2)
    )
    people.step(case, "handler", assign.sign, day=2)
    people.step(case, "handler", reply.submit_reply, day=3, public_text="不予公开。", ending="D4")
    people.step(case, "lead", reply.pass_review, day=3)
    people.step(case, "handler", reply.reply, method="post", day=4)
    return case


@pytest.mark.parametrize("is_frozen", [False, True])
def test_behind_every_figure_of_section_four_stand_as_many_rows(client_as, agency, is_frozen):
    year = YEAR - 1
    for route in PATHS:
        for number, (closed_on, result) in enumerate(
            [("2025-06-01", "upheld"), ("2025-06-02", "corrected"), ("2026-01-05", "other"), (None, None)]
        ):
            for _ in range(number + 1):
                put_remedy(agency, route, "2025-03-01", closed_on, result)
    client = client_as(Role.STATISTICIAN)
    if is_frozen:
        post(client, f"/annual-report/{year}/freeze")
    page = page_of(client, f"/annual-report/{year}/four")
    links = {
        link.get("href"): int(link.text_content())
        for link in page.xpath("//table[@class='prescribed']//td/a")
    }
    assert sorted(links.values()) == [1, 1, 1, 2, 2, 2, 7, 7, 7, 10, 10, 10]
    for address, number in links.items():
        assert len(rows_of(page_of(client, address))) == number, address
    assert "（2025 年计尚未审结）" in text_of(page)
    assert len(rows_of(page)) == 30


def test_a_figure_that_the_register_no_longer_gives_is_no_link(client_as, agency):
    client = client_as(Role.STATISTICIAN)
    put_remedy(agency, filed_on="2025-03-01")
    post(client, "/annual-report/2025/freeze")
    put_remedy(agency, filed_on="2025-04-01")
    page = page_of(client, "/annual-report/2025/four")
    assert [cell.text_content() for cell in page.xpath("//table[@class='prescribed']//td")][:5] == list(
        "00011"
    )
    assert not page.xpath("//table[@class='prescribed']//td/a")
    assert "现在重算有 2 个数与此不同" in text_of(page)
    assert page_of(client, "/annual-report/2025/four?path=appeal&result=total", 404) is not None


def test_the_register_and_the_request_lead_to_each_other_and_to_the_new_answer(
    client_as, agency, people, answered
):
    statistician, supervisor = client_as(Role.STATISTICIAN), client_as(Role.SUPERVISOR)
    post(
        statistician,
        f"/annual-report/{YEAR}/remedies",
        route=PATHS[0],
        authority="示例区人民政府",
        filed_on="2026-03-06",
        case_number=answered.number,
    )
    remedy = db.session.query(RemedyCase).one()
    post(
        statistician,
        f"/annual-report/{YEAR}/remedies/{remedy.id}",
        result="corrected",
        closed_on="2026-03-10",
    )
    (row,) = rows_of(page_of(statistician, REGISTER))
    assert f"/cases/{answered.id}" in row.xpath(".//a/@href")
    assert "没有登记重新答复" in text_of(row)
    panel = page_of(supervisor, f"/cases/{answered.id}").xpath("//section[@aria-labelledby='remedies']")[0]
    assert "示例区人民政府，2026-03-06 提起，2026-03-10 结果纠正" in text_of(panel)
    assert panel.xpath(".//a/@href") == [f"{REGISTER}#remedy-{remedy.id}"]
    assert page_of(supervisor, REGISTER).xpath(f"//tr[@id='remedy-{remedy.id}']")

    step = f"/cases/{answered.id}/steps/rehandle"
    page = page_of(supervisor, step)
    offered = {option.get("value"): option.text for option in page.xpath("//select[@name='remedy']/option")}
    assert offered == {
        "": "登记里没有",
        str(remedy.id): "行政复议，示例区人民政府，2026-03-06 提起，2026-03-10 结果纠正",
    }
    typed = {
        field.get("name"): field.get("value", "") for field in page.xpath("//form//input[@type='hidden']")
    } | {"decision": "复决〔2026〕1号", "remedy": str(remedy.id), "on": "2026-03-12"}
    refused = post(supervisor, step, 422, **typed, ground="suit")
    assert "选的是行政复议，依据却是人民法院判决" in text_of(refused)
    post(supervisor, step, **typed, ground="review")
    event = db.session.query(CaseEventRow).filter_by(type=EventType.REHANDLED).one()
    assert event.payload["remedy"] == remedy.id
    (row,) = rows_of(page_of(statistician, REGISTER))
    assert "第 2 轮，2026-03-12 起重新办理，还没有答复" in text_of(row)

    people.step(answered, "handler", reply.submit_reply, day=16, public_text="予以公开。", ending="G2")
    people.step(answered, "lead", reply.pass_review, day=16)
    people.step(answered, "handler", reply.reply, method="post", day=17)
    (row,) = rows_of(page_of(statistician, REGISTER))
    link = row.xpath(f".//a[@href='/cases/{answered.id}#remedies']")[0]
    assert text_of(link) == "第 2 轮，2026-03-17 重新答复：予以公开"
    case = page_of(supervisor, f"/cases/{answered.id}")
    assert "第 2 轮，2026-03-17 重新答复：予以公开" in text_of(
        case.xpath("//section[@aria-labelledby='remedies']")[0]
    )


def test_who_does_not_read_the_report_sees_the_review_without_the_register(
    client_as, people, answered, agency
):
    put_remedy(agency, case=answered, closed_on="2026-05-01", result="upheld")
    panel = page_of(client_as(Role.HANDLER, section=people.section), f"/cases/{answered.id}").xpath(
        "//section[@aria-labelledby='remedies']"
    )[0]
    assert "结果维持" in text_of(panel)
    assert not panel.xpath(".//a")


def test_who_is_kept_from_a_request_finds_it_in_no_row_and_leaves_it_there(client_as, answered, agency):
    client = client_as(Role.STATISTICIAN)
    remedy = put_remedy(agency, case=answered, closed_on="2026-05-01", result="corrected")
    answered.reported_user_id = client.user.id
    db.session.commit()
    (row,) = rows_of(page_of(client, REGISTER))
    assert answered.number not in text_of(row)
    assert "您不能查看" in text_of(row)
    assert not [address for address in row.xpath(".//a/@href") if address.startswith("/cases")]
    address = f"/annual-report/{YEAR}/remedies/{remedy.id}/amend"
    assert not page_of(client, address).xpath("//input[@name='case_number']")
    post(client, address, route=PATHS[0], authority="示例区政府", filed_on="2026-04-01", case_number="")
    assert (remedy.case_id, remedy.authority, remedy.result) == (answered.id, "示例区政府", None)


def test_a_row_is_corrected_or_taken_out(client_as, agency, answered):
    client = client_as(Role.STATISTICIAN)
    remedy = put_remedy(agency, case=answered, closed_on="2026-05-01", result="upheld")
    address = f"/annual-report/{YEAR}/remedies/{remedy.id}/amend"
    page = page_of(client, address)
    values = {field.get("name"): field.get("value") for field in page.xpath("//input[@type='text']")}
    assert values["case_number"] == answered.number
    assert (values["filed_on"], values["closed_on"]) == ("2026-04-01", "2026-05-01")
    assert page.xpath("//option[@selected]/@value") == ["upheld"]
    wrong = {"route": PATHS[0], "authority": "", "filed_on": "2026-04-01", "result": "other", "closed_on": ""}
    assert "请填写复议机关或法院的名称" in text_of(post(client, address, 422, **wrong))
    assert "请填写审结日期" in text_of(post(client, address, 422, **wrong | {"authority": "示例区政府"}))
    right = wrong | {"authority": "示例区政府", "closed_on": "2026-05-02", "case_number": answered.number}
    post(client, address, **right)
    assert (remedy.result, remedy.closed_on, remedy.case_id) == ("other", date(2026, 5, 2), answered.id)

    remove = f"/annual-report/{YEAR}/remedies/{remedy.id}/remove"
    post(client, remove, reason="")
    assert db.session.query(RemedyCase).count() == 1
    post(client, remove, reason="登记了两次")
    assert db.session.query(RemedyCase).count() == 0
    page_of(client, address, 404)


def test_who_supervises_and_who_reports_see_what_waits_for_our_answer(client_as, agency):
    readers = [(client_as(Role.SUPERVISOR), "/board/"), (client_as(Role.STATISTICIAN), "/annual-report/")]
    first, second = put_remedy(agency), put_remedy(agency)
    for client, address in readers:
        assert not page_of(client, address).xpath("//p[@id='owed']")
    first.answer_due_on = today() + timedelta(days=9)
    second.answer_due_on = today() + timedelta(days=2)
    db.session.commit()
    for client, address in readers:
        (owed,) = page_of(client, address).xpath("//p[@id='owed']")
        assert text_of(owed).startswith("2 件复议、诉讼等我方答复，最早的 ")
        assert owed.xpath("a/@href") == [f"{REGISTER}#remedy-{second.id}"]
        assert "已过期" not in text_of(owed)
    second.answered_on = today()
    first.answer_due_on = today() - timedelta(days=1)
    db.session.commit()
    for client, address in readers:
        (owed,) = page_of(client, address).xpath("//p[@id='owed']")
        assert text_of(owed).startswith("1 件复议、诉讼等我方答复")
        assert "已过期" in text_of(owed)


def test_our_late_answer_is_said(client_as, agency):
    remedy = put_remedy(agency, filed_on="2026-04-01")
    remedy.answer_due_on = date(2026, 4, 20)
    db.session.commit()
    client = client_as(Role.SUPERVISOR)
    assert "没有登记答复" in text_of(rows_of(page_of(client, REGISTER))[0])
    remedy.answered_on = date(2026, 4, 20)
    db.session.commit()
    assert "2026-04-20 已答复" in text_of(rows_of(page_of(client, REGISTER))[0])
    assert not rows_of(page_of(client, REGISTER))[0].xpath(".//b[@class='error']")
    assert client.get(f"/annual-report/{YEAR}/remedies/{remedy.id}/amend").status_code == 403
