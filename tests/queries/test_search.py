"""Search of cases: two Chinese characters in title, content or reply; people by exact match only."""

from datetime import date

import pytest

from tracker.domain.labels import ItemType, Role
from tracker.domain.permissions import Actor
from tracker.now import now
from tracker.queries import organisation
from tracker.queries.cases import pages, search
from tracker.queries.cases.filters import CaseFilter
from tracker.queries.cases.lights import Today
from tracker.services.cases.register import CaseFields, PersonFields, register_case
from tracker.services.rules import rules_for


@pytest.fixture
def clerk(agency, user_with):
    user = user_with(Role.CLERK)
    return Actor(user_id=user.id, agency_id=agency.id, section_id=None, roles=frozenset({Role.CLERK}))


@pytest.fixture
def found(session, agency, clerk):
    channel = organisation.channel(agency.id, "hotline_12345")
    register_case(
        channel=channel,
        fields=CaseFields(
            title="反映样本村基本农田被占",
            content="来电人留下电话 13800001111，请回复",
            received_on=date(2026, 11, 2),
            item_type=ItemType.COMPLAINT,
            source_number="NX20261102000417",
            person=PersonFields(name="张测试", phone="13900002222"),
        ),
        actor=clerk,
        at=now(),
    )
    rules = rules_for(agency)
    today = Today.by_rules(date(2026, 11, 3), rules.calendar)

    def search(words):
        return len(pages.page(actor=clerk, chosen=CaseFilter(text=words), today=today, rows=10).rows)

    return search


@pytest.mark.parametrize(
    "words",
    [
        "农田",
        "田",
        "样本村",
        "占",
        "基本农田被占",
        "NX2026",
        "0417",
        "热线〔2026〕1号",
        "张测试",
        "2222",
        "139 0000 2222",
    ],
)
@pytest.mark.parametrize("few", [0, 5000])
def test_is_found(found, words, few, monkeypatch):
    """Whether the matching cases are so few that they are named, or too many for it."""
    monkeypatch.setattr(search, "FEW", few)
    assert found(words) == 1


@pytest.mark.parametrize(
    "words", ["林地", "本样", "13800001111", "0000", "张测", "1111", "%", '"', "*", "NOT"]
)
def test_is_not_found(found, words):
    assert found(words) == 0
