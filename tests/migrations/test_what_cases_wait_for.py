"""Migration 0021 fills what open cases wait for: a request for more time, opinions of sections asked to help."""

from datetime import date

from flask_migrate import downgrade, upgrade

from tests.factories import SectionFactory, registered
from tests.services.desk import RECEIVED, at, bureau, signed
from tracker.extensions import db
from tracker.models.case import Case, CaseAssistant
from tracker.services.cases import assistance, handle, oversee
from tracker.services.cases.verification import Verification


def waiting():
    cases = db.session.query(Case.id, Case.extension_pending).order_by(Case.id)
    owed = db.session.query(CaseAssistant.case_id, CaseAssistant.opinion_due_on).order_by(
        CaseAssistant.case_id
    )
    found = [tuple(row) for row in cases], [tuple(row) for row in owed]
    db.session.rollback()
    return found


def test_what_cases_wait_for_is_filled_from_their_events(installation):
    with installation.app_context():
        people, helping = bureau(), SectionFactory()
        asked, refused, undone, helped, given = (
            signed(people, registered(received_on=RECEIVED, handler=people.handler, at=at(2)))
            for _ in range(5)
        )
        for case in (asked, refused, undone):
            people.step(case, "handler", handle.request_extension, days=4, reason="等检测")
        people.step(refused, "lead", handle.refuse_extension, reason="材料已齐")
        people.step(undone, "lead", oversee.undo, reason="点错")
        ask = {"section_id": helping.id, "due_on": date(2026, 3, 5), "what": "查阅档案"}
        for case in (helped, given):
            people.step(case, "handler", assistance.ask_assistance, **ask)
        people.step(given, "lead", assistance.give_assistance, opinion="无记载")
        before = waiting()
        assert before == (
            [(asked.id, 4), (refused.id, None), (undone.id, None), (helped.id, None), (given.id, None)],
            [(helped.id, date(2026, 3, 5)), (given.id, None)],
        )
        db.session.remove()
        downgrade(revision="0020")
        upgrade()
        assert waiting() == before
        assert list(Verification().drifted()) == []
        db.session.rollback()
