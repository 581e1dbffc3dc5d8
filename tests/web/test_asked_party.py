"""Consultations: several parties asked in one step, each named where it signs and where it answers."""

import pytest

from tests.factories import SectionFactory, UserFactory, registered
from tracker.domain.labels import Kind, Role, State


@pytest.fixture
def handler(session):
    return UserFactory(roles=(Role.HANDLER,), section=SectionFactory())


@pytest.fixture
def request_in_hand(handler, client_as):
    case = registered(Kind.DISCLOSURE, handler=handler)
    answer = take(client_as(user=handler), case, "sign")
    assert answer.status_code == 302
    return case


def take(client, case, action, **fields):
    data = {"version": str(case.version), "on": "今天", **fields}
    return client.post(f"/cases/{case.id}/steps/{action}", data=data)


def step_page(client, case, action):
    return client.get(f"/cases/{case.id}/steps/{action}").get_data(as_text=True)


def test_only_who_was_asked_is_offered(client_as, handler, request_in_hand):
    client, case = client_as(user=handler), request_in_hand
    asked = {"party": "co_maker", "whom": "示例局", "reason": "共同制作"}
    assert take(client, case, "start_consultation", **asked).status_code == 302
    page = step_page(client, case, "end_consultation")
    assert "示例局，" in page
    assert page.count('name="asked"') == 1
    assert "checked" in page.split('name="asked"')[1].split(">")[0]
    assert take(client, case, "end_consultation", asked="4", opinion="同意公开").status_code == 302
    assert case.state is State.IN_HAND


def test_several_are_asked_and_answer_in_one_step_each(client_as, handler, request_in_hand):
    client, case = client_as(user=handler), request_in_hand
    take(
        client,
        case,
        "start_consultation",
        party="third_party",
        whom="样本公司\n\n测试合作社",
        reason="涉商业秘密",
    )
    take(client, case, "start_consultation", party="other_agency", whom="示例局")
    assert [event.payload["party"] for event in case.events[-3:]] == [
        "third_party",
        "third_party",
        "other_agency",
    ]

    assert take(client, case, "deliver_consultation", asked=["4", "5"]).status_code == 302
    page = step_page(client, case, "deliver_consultation")
    assert "示例局" in page
    assert "样本公司" not in page.split('id="step"')[1].split("</form>")[0]

    assert take(client, case, "end_consultation", asked=["5", "6"], opinion="同意公开").status_code == 302
    assert case.state is State.CONSULTING
    rest = step_page(client, case, "end_consultation").split('id="step"')[1].split("</form>")[0]
    assert "样本公司" in rest
    assert "测试合作社" not in rest
    assert take(client, case, "end_consultation", asked="4", opinion="不同意公开").status_code == 302
    assert case.state is State.IN_HAND


def test_nobody_chosen_is_said_and_the_opinion_kept(client_as, handler, request_in_hand):
    client, case = client_as(user=handler), request_in_hand
    take(client, case, "start_consultation", party="third_party", whom="样本公司\n测试合作社")
    answer = take(client, case, "end_consultation", opinion="同意公开")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "请选是哪一方" in page
    assert "同意公开" in page


def test_the_date_is_shown_for_all_who_answer(client_as, handler, request_in_hand):
    client, case = client_as(user=handler), request_in_hand
    take(client, case, "start_consultation", party="third_party", whom="样本公司\n测试合作社")
    address = f"/cases/{case.id}/steps/end_consultation/preview"
    one = client.post(address, data={"version": str(case.version), "asked": "4", "on": "今天"})
    assert "停止计时" in one.get_data(as_text=True).split("办了以后")[1]
    both = client.post(address, data={"version": str(case.version), "asked": ["4", "5"], "on": "今天"})
    assert "停止计时" not in both.get_data(as_text=True).split("办了以后")[1]
