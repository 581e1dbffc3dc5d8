"""整月、本周: every count of the calendar opens exactly its cases, for every scope."""

import random
import re
from datetime import date, timedelta

import pytest
from lxml import html

from tests.factories import SectionFactory, UserFactory
from tests.queries.standing import put_case
from tracker.domain.labels import ClockState, Role
from tracker.extensions import db
from tracker.now import today


@pytest.fixture
def busy(agency):
    """A handler and a lead of one section among sixty open cases around today."""
    dice = random.Random(3)  # noqa: S311 - the same cases on every run
    section = SectionFactory()
    people = [UserFactory(section=section, roles=(Role.HANDLER,)), UserFactory(section=SectionFactory())]
    for _ in range(60):
        case = put_case(agency, (today() - timedelta(days=40)).isoformat())
        person = dice.choice(people)
        case.section_id, case.handler_id = person.section_id, person.id
        case.due_on = case.sort_due_on = today() + timedelta(days=dice.randrange(-9, 12))
        if dice.random() < 0.2:
            case.clock_state, case.expected_due_on, case.due_on = ClockState.PAUSED, case.due_on, None
        if dice.random() < 0.1:
            case.due_on, case.expected_due_on, case.sort_due_on = None, None, date(9999, 12, 31)
    db.session.commit()
    return section, people[0]


def links(answer):
    root = html.fromstring(answer.get_data(as_text=True))
    return [
        (int(count[1]), each.get("href"))
        for each in root.findall(".//main//a")
        if (count := re.search(r"(\d+) 件$", each.text_content().strip()))
    ]


@pytest.mark.parametrize("whose", ["mine", "section", "all"])
@pytest.mark.parametrize("span", ["", "week"])
def test_every_count_opens_exactly_its_cases(busy, client_as, whose, span):
    section, _ = busy
    client = client_as(Role.SECTION_LEAD, Role.CLERK, section=section)
    found = links(client.get(f"/due?whose={whose}&span={span}"))
    assert found or whose == "mine"
    for number, address in found:
        text = html.fromstring(client.get(address).get_data(as_text=True)).find(".//h1").text_content()
        assert text.endswith(f" {number} 件"), (address, text)


def test_a_handler_finds_the_month_from_the_workbench_with_days_off_and_makeup_days(busy, client_as):
    _, handler = busy
    client = client_as(user=handler)
    assert 'href="/due"' in client.get("/").get_data(as_text=True)
    october = client.get("/due?on=2026-10-10").get_data(as_text=True)
    assert "2026-10 到期" in october
    cells = [" ".join(cell.text_content().split()) for cell in html.fromstring(october).findall(".//td")]
    assert "10 班" in cells
    assert "1 休" in cells
    for odd in ("x", "0001-01-01", "9999-12-31", "2026-13-01"):
        assert client.get(f"/due?on={odd}&whose=nobody&span=week").status_code == 200
