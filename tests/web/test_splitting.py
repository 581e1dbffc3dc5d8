"""拆分申请 on its page, and what both sides of it show afterwards."""

from tests.factories import registered
from tests.services.desk import bureau
from tracker.domain.labels import Kind
from tracker.extensions import db
from tracker.models.case import Case


def test_an_application_is_split_and_both_sides_lead_to_each_other(session, client_as):
    people = bureau()
    case = registered(Kind.DISCLOSURE, handler=people.handler, title="两项信息")
    lead = client_as(user=people.lead)
    page = f"/cases/{case.id}/steps/split"
    assert "按最小合理单元拆分" in lead.get(page).get_data(as_text=True)
    sent = {"version": str(case.version), "on": "今天", "parts": " "}
    refused = lead.post(page, data=sent)
    assert refused.status_code == 422
    assert "每行一项" in refused.get_data(as_text=True)
    assert lead.post(page, data=sent | {"parts": "2019 年征地补偿方案\n"}).status_code == 302
    part = db.session.query(Case).filter_by(previous_case_id=case.id).one()
    whole = lead.get(f"/cases/{case.id}").get_data(as_text=True)
    assert f'拆出 <a href="/cases/{part.id}">{part.number}</a>，各计一件' in whole
    of_part = lead.get(f"/cases/{part.id}").get_data(as_text=True)
    assert f'由 <a href="/cases/{case.id}">{case.number}</a> 拆分，期限相同' in of_part
    again = lead.post(page, data=sent | {"parts": "2019 年征地补偿方案\n"})
    assert again.status_code in {302, 409}
    assert db.session.query(Case).filter_by(previous_case_id=case.id).count() == 1


def test_the_handler_reads_who_splits(session, client_as):
    people = bureau()
    case = registered(Kind.DISCLOSURE, handler=people.handler)
    refused = client_as(user=people.handler).get(f"/cases/{case.id}/steps/split")
    assert refused.status_code == 409
    assert "「拆分申请」由登记员、科室负责人办理" in refused.get_data(as_text=True)
