"""``flask workdays load``: a notice from a file counts at once, everywhere."""

import json
from datetime import UTC, date, datetime

import pytest

from tests.factories import SectionFactory, UserFactory, registered
from tracker.domain.labels import Kind, Role

NOTICE = """文号 国办发明电〔2026〕99号
年份 2027
元旦 休 01-01..01-03
春节 休 02-06..02-12 班 02-14
"""


@pytest.fixture
def case(session):
    handler = UserFactory(roles=(Role.HANDLER,), section=SectionFactory())
    at = datetime(2026, 12, 21, 2, tzinfo=UTC)
    return registered(Kind.DISCLOSURE, received_on=date(2026, 12, 21), handler=handler, at=at)


def test_a_loaded_notice_says_which_cases_moved(run_command, case):
    answer = run_command("workdays", "load", "-", input=NOTICE)
    assert answer.exit_code == 0, answer.output
    assert f"{case.number}：2027-01-18 改为 2027-01-19" in answer.stdout
    assert "推算 1 件，变动 1 件" in answer.stdout


def test_the_other_commands_count_by_it(run_command, session):
    run_command("workdays", "load", "-", input=NOTICE)
    shown = json.loads(run_command("workdays", "show", "2027", "--json").stdout)
    assert shown["is_loaded"]
    counted = json.loads(run_command("workdays", "add", "2026-12-31", "1", "--json").stdout)
    assert counted["due_on"] == "2027-01-04"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("年份 2027\n元旦 休 01-01", "缺少文号"), ("", "请粘贴放假通知原文")],
)
def test_a_refused_file_changes_nothing(run_command, session, text, sentence):
    answer = run_command("workdays", "load", "-", input=text)
    assert (answer.exit_code, sentence in answer.stderr) == (1, True)
    assert not json.loads(run_command("workdays", "show", "2027", "--json").stdout)["is_loaded"]
