"""What the database itself refuses: changed history, impossible rows; and migrations equal models."""

import pytest
import sqlalchemy as sa
from flask_migrate import check
from sqlalchemy.exc import DBAPIError, IntegrityError

from tests.factories import UserFactory, registered
from tracker.domain.labels import Kind
from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.models.case import Case, CaseCycle
from tracker.models.case_record import CaseEventRow
from tracker.models.user import User


@pytest.mark.parametrize("table", [CaseEventRow, AuditEntry])
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_history_is_append_only(session, table, verb):
    registered()
    UserFactory()
    assert session.query(table).count() > 0
    statement = (
        sa.delete(table)
        if verb == "delete"
        else sa.update(table).values({next(iter(table.__table__.c)).name: 99999})
    )
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(statement)


IMPOSSIBLE = [
    (Kind.HOTLINE, {"closed_on": "2000-01-01"}, "closed_after_receipt"),
    (Kind.HOTLINE, {"replied_on": "2000-01-01"}, "replied_after_receipt"),
    (Kind.HOTLINE, {"state": "closed"}, "closed_has_its_day"),
    (Kind.HOTLINE, {"state": "archived"}, "closed_has_its_day"),
    (Kind.HOTLINE, {"state": "returned"}, "removed_has_its_day"),
    (Kind.HOTLINE, {"state": "merged"}, "removed_has_its_day"),
    (Kind.HOTLINE, {"state": "not_accepted"}, "removed_has_its_day"),
    (Kind.HOTLINE, {"state": "terminated"}, "removed_has_its_day"),
    (Kind.HOTLINE, {"taken_back_on": "2026-01-01"}, "taken_back_is_ended"),
    (Kind.HOTLINE, {"state": "lost"}, "case_state"),
    (Kind.HOTLINE, {"kind": "rumour"}, "case_kind"),
    (Kind.HOTLINE, {"item_type": "joke"}, "case_item_type"),
    (Kind.HOTLINE, {"clock_state": "stopped"}, "case_clock_state"),
    (Kind.HOTLINE, {"satisfaction": "delighted"}, "case_satisfaction"),
    (Kind.DISCLOSURE, {"applicant_type": None}, "disclosure_has_applicant"),
    (Kind.DISCLOSURE, {"applicant_type": "alien"}, "case_applicant_type"),
    (Kind.DISCLOSURE, {"receipt_method": "telepathy"}, "case_receipt_method"),
    (Kind.DISCLOSURE, {"closed_on": "2999-01-01"}, "disclosure_closed_has_outcome"),
]


@pytest.mark.parametrize(("kind", "change", "constraint"), IMPOSSIBLE, ids=[row[2] for row in IMPOSSIBLE])
def test_an_impossible_case_is_refused_by_a_named_constraint(session, kind, change, constraint):
    case = registered(kind)
    table = sa.table("cases", sa.column("id"), *(sa.column(name) for name in change))
    with pytest.raises(IntegrityError, match=constraint):
        session.execute(sa.update(table).where(table.c.id == case.id).values(change))


def test_every_check_constraint_on_cases_is_tried_above():
    named = {
        constraint.name.removeprefix("ck_cases_")
        for constraint in Case.__table__.constraints
        if isinstance(constraint, sa.CheckConstraint)
    }
    assert {row[2] for row in IMPOSSIBLE} == named


def test_a_number_is_given_once(session):
    first, second = registered(), registered()
    with pytest.raises(IntegrityError):
        session.execute(sa.update(Case).where(Case.id == second.id).values(number=first.number))


def test_a_user_name_is_given_once(session):
    first, second = UserFactory(), UserFactory()
    with pytest.raises(IntegrityError):
        session.execute(sa.update(User).where(User.id == second.id).values(username=first.username))


def test_a_round_belongs_to_a_case(session):
    registered()
    with pytest.raises(IntegrityError):
        session.execute(sa.update(CaseCycle).values(case_id=987654))


def test_migrations_make_what_the_models_describe(installation):
    with installation.app_context():
        check()
        db.session.remove()
