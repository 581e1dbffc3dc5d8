"""The demonstration: the seed year comes out as printed, today's year is lively on any day, real data is safe."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from tests.factories import UserFactory
from tracker.domain.errors import DomainError
from tracker.domain.labels import Kind, State
from tracker.domain.outcomes import Outcome
from tracker.extensions import db
from tracker.models.agency import Agency
from tracker.models.case import Case, CaseCycle
from tracker.models.report import RemedyCase
from tracker.models.user import User
from tracker.now import local
from tracker.services import accounts
from tracker.services.demo import loading
from tracker.services.demo.accounts import sign_in_lines

NEW_YEAR = datetime(2026, 1, 3, 4, tzinfo=UTC)
SPRING_FESTIVAL = datetime(2026, 2, 18, 20, tzinfo=UTC)
AN_AFTERNOON = datetime(2026, 11, 20, 7, tzinfo=UTC)
MUST_BE_SEEN = set(State)


@pytest.fixture(params=[NEW_YEAR, SPRING_FESTIVAL, AN_AFTERNOON], ids=["new year", "holiday", "afternoon"])
def at(request, session):
    loading.load(at=request.param)
    session.commit()
    return request.param


@pytest.mark.slow
def test_on_any_day_every_state_and_outcome_is_there_and_nothing_lies_in_the_future(at):
    cases = db.session.query(Case).all()
    assert len(cases) >= 300
    assert {case.state for case in cases} == MUST_BE_SEEN
    assert {case.kind for case in cases} == set(Kind)
    assert {case.outcome for case in cases if case.outcome} == {outcome.value for outcome in Outcome}
    today = local(at).date()
    assert all(case.received_on <= today and (case.closed_on or today) <= today for case in cases)
    overdue = [case for case in cases if case.is_open and case.due_on and case.due_on < today]
    assert {case.kind for case in overdue} == set(Kind)
    assert len({case.number for case in cases}) == len(cases)
    assert 1 <= db.session.query(RemedyCase).count() <= 3
    the_seed_year_is_whole()


def the_seed_year_is_whole():
    seed = db.session.query(Case).filter(Case.received_on.between(date(2020, 1, 1), date(2020, 12, 31))).all()
    assert Counter(case.channel.name for case in seed) == {"12345热线": 9, "区委书记信箱": 3, "区长信箱": 3}
    assert {case.state for case in seed} == {State.ARCHIVED}
    assert {case.closed_on.year for case in seed} == {2020}
    rounds = db.session.query(CaseCycle).filter(CaseCycle.case_id.in_([case.id for case in seed]))
    assert [cycle for cycle in rounds if cycle.is_late] == []


def test_demo_load_prints_accounts_that_open_and_a_second_load_changes_nothing(run_command, monkeypatch):
    monkeypatch.setattr(loading.casting, "up_to", lambda *_: iter(()))
    first = run_command("demo", "load")
    assert first.exit_code == 0, first.output
    count = db.session.query(Case).count()
    username, password = sign_in_lines()[1].split()[:2]
    user = db.session.query(User).filter_by(username=username).one()
    assert accounts.check_password(user, password)
    assert f"{username} " in first.output
    assert password in first.output
    assert run_command("demo", "load").exit_code == 0
    assert db.session.query(Case).count() == count
    assert db.session.query(Agency).one().is_demonstration


def test_a_changed_password_is_not_shown_any_more(run_command, monkeypatch, session):
    monkeypatch.setattr(loading.casting, "up_to", lambda *_: iter(()))
    run_command("demo", "load")
    run_command("users", "reset-password", "sun", input="yige-xin-mima-1\n")
    assert "（已修改）" in sign_in_lines()[1]


def test_real_accounts_or_cases_are_never_mixed_with_the_demonstration(run_command, session):
    UserFactory(username="zhenshi")
    refused = run_command("demo", "load")
    assert refused.exit_code == 1
    assert "1 个账号" in refused.stderr
    assert db.session.query(Case).count() == 0
    assert not db.session.query(Agency).one().is_demonstration
    with pytest.raises(DomainError):
        loading.load(at=AN_AFTERNOON)
