"""From a case to the rules it was counted by, and to its audit lines for those who may read them."""

from datetime import date

from tests.factories import registered
from tracker.domain.labels import Kind, Role


def test_a_case_leads_to_the_rules_of_its_receipt_day(client_as, session):
    case = registered(Kind.DISCLOSURE, received_on=date(2026, 3, 2))
    client = client_as(Role.CLERK)
    address = "/policies/?received_on=2026-03-02"
    assert f'href="{address}"' in client.get(f"/cases/{case.id}").get_data(as_text=True)
    page = client.get(address).get_data(as_text=True)
    assert "2026-03-02 收到的件所用" in page
    assert "条例第三十三条" in page
    assert "没有明文的问题" in page
    assert "今天收到的件所用" in client.get("/policies/?received_on=x").get_data(as_text=True)


def test_audit_lines_are_offered_to_those_who_may_read_them(client_as, session):
    case = registered()
    both = client_as(Role.CLERK, Role.AUDIT_ADMIN)
    assert "审计记录" in both.get(f"/cases/{case.id}").get_data(as_text=True)
    assert both.get(f"/audit/?subject={case.number}").status_code == 200
    assert "审计记录" not in client_as(Role.CLERK).get(f"/cases/{case.id}").get_data(as_text=True)
