"""The form of an opinion offers only those who were asked."""

from tests.factories import SectionFactory, UserFactory, registered
from tracker.domain.labels import Kind, Role


def test_only_who_was_asked_is_offered(client_as):
    handler = UserFactory(roles=(Role.HANDLER,), section=SectionFactory())
    case = registered(Kind.DISCLOSURE, handler=handler)
    client = client_as(user=handler)
    client.post(f"/cases/{case.id}/steps/sign", data={"version": str(case.version), "on": "今天"})
    asked = {
        "version": str(case.version),
        "party": "co_maker",
        "whom": "示例局",
        "reason": "共同制作",
        "on": "今天",
    }
    assert client.post(f"/cases/{case.id}/steps/start_consultation", data=asked).status_code == 302
    page = client.get(f"/cases/{case.id}/steps/end_consultation").get_data(as_text=True)
    assert 'value="co_maker"' in page
    assert 'value="third_party"' not in page
    answer = {"version": str(case.version), "party": "co_maker", "opinion": "同意公开", "on": "今天"}
    assert client.post(f"/cases/{case.id}/steps/end_consultation", data=answer).status_code == 302
