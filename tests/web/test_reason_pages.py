"""理由清单: added, reworded, ordered and switched off; steps offer what is in use, old cases keep their words."""

import pytest

from tests.factories import registered
from tests.services.desk import at
from tests.services.desk import bureau as people_of
from tracker.domain.errors import DomainError
from tracker.domain.labels import Kind, Role
from tracker.domain.reasons import SHIPPED_REASONS, ReasonList
from tracker.models.audit import AuditEntry
from tracker.models.case_record import CaseEventRow
from tracker.queries.reasons import offered, reasons
from tracker.services.cases import ending

RETURNED = ReasonList.RETURNED


def codes(agency, kind=Kind.HOTLINE):
    return list(offered(reasons(agency.id)[RETURNED], kind))


def test_every_list_has_a_page_with_its_sources(client_as):
    client = client_as(Role.SYSTEM_ADMIN)
    for each in ReasonList:
        page = client.get(f"/accounts/reasons?list={each.value}").get_data(as_text=True)
        for reason in SHIPPED_REASONS:
            if reason.listed_in is each:
                assert reason.label in page
                assert reason.source in page
    assert client.get("/accounts/reasons?list=nothing").status_code == 404


def test_a_reason_of_ones_own_is_offered_at_the_end_and_only_to_its_kind(client_as, agency):
    client = client_as(Role.SYSTEM_ADMIN)
    sent = {"label": "属于自治区直管事项", "kind": "petition"}
    assert client.post("/accounts/reasons/returned", data=sent).status_code == 302
    assert codes(agency, Kind.PETITION)[-1] == "own_1"
    assert "own_1" not in codes(agency)
    again = client.post("/accounts/reasons/returned", data=sent)
    assert again.status_code == 422
    assert "已有「属于自治区直管事项」" in again.get_data(as_text=True)


def test_rewording_leaves_earlier_cases_and_the_code_alone(client_as, agency):
    people, client = people_of(), client_as(Role.SYSTEM_ADMIN)
    case = registered(handler=people.handler, clerk=people.clerk, at=at(2), received_on=at(2).date())
    people.step(case, "clerk", ending.return_to_source, reason_code="not_our_duty", reason="三定")
    client.post("/accounts/reasons/returned/not_our_duty", data={"label": "不是本局职责"})
    assert offered(reasons(agency.id)[RETURNED], Kind.HOTLINE)["not_our_duty"] == "不是本局职责"
    event = CaseEventRow.query.filter_by(case_id=case.id, type="returned").one()
    assert event.payload["reason_words"] == "不属于本单位职责"
    assert case.removal_reason == "not_our_duty"
    assert AuditEntry.query.filter_by(action="reason.renamed").one().detail["to"] == "不是本局职责"


def test_a_reason_switched_off_is_offered_no_more_but_never_the_last_one(client_as, agency):
    people, client = people_of(), client_as(Role.SYSTEM_ADMIN)
    first, *others = codes(agency)
    for code in others:
        client.post(f"/accounts/reasons/returned/{code}/switch")
    assert codes(agency) == [first]
    page = client.post(f"/accounts/reasons/returned/{first}/switch", follow_redirects=True)
    assert "最后一个理由，不能停用" in page.get_data(as_text=True)
    case = registered(handler=people.handler, clerk=people.clerk, at=at(2), received_on=at(2).date())
    with pytest.raises(DomainError, match="请从列表中选一个理由"):
        people.step(case, "clerk", ending.return_to_source, reason_code=others[0], reason="三定")
    client.post(f"/accounts/reasons/returned/{others[0]}/switch")
    assert codes(agency) == [first, others[0]]


def test_a_reason_moves_up(client_as, agency):
    client = client_as(Role.SYSTEM_ADMIN)
    first, second, third = codes(agency)
    client.post(f"/accounts/reasons/returned/{third}/up")
    client.post(f"/accounts/reasons/returned/{first}/up")
    assert codes(agency) == [first, third, second]
    assert [line.code for line in reasons(agency.id)[RETURNED]] == [first, third, second]
