"""Migrations run in both directions with rows in the tables, and lose none that the older schema can hold."""

import pytest
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade

from tests.factories import SectionFactory, UserFactory, registered
from tracker.domain.labels import Kind, Role
from tracker.domain.letter_delivery import DeliveryMethod
from tracker.domain.letters import LetterKind
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.case_record import CaseEventRow, CasePerson
from tracker.models.document import CaseDocument, LetterDelivery
from tracker.models.reminder import Job
from tracker.models.user import User
from tracker.now import now, today
from tracker.services.cases.verification import Verification
from tracker.settings import PROJECT_ROOT
from worker import job_runner

FIRST_WITH_ROWS = "0003"
STEPS_OF_FILES = "0023"
SCRIPTS = ScriptDirectory(str(PROJECT_ROOT / "migrations"))
LATER = [script.revision for script in SCRIPTS.walk_revisions() if script.revision > FIRST_WITH_ROWS]


def filled():
    handler = UserFactory(roles=(Role.HANDLER,), section=SectionFactory())
    for kind in Kind:
        registered(kind, handler=handler, title="样本村水渠漏水")
    return counted()


def counted():
    found = [db.session.query(table).count() for table in (Case, CaseEventRow, CasePerson, User)]
    db.session.rollback()
    return found


def run_waiting_jobs():
    """What a migration cannot compute it asks a job for."""
    for (job_id,) in db.session.query(Job.id).filter_by(finished_at=None).all():
        db.session.rollback()
        job_runner.run(job_id=job_id)


@pytest.mark.parametrize("revision", LATER)
def test_one_step_back_and_forth_keeps_every_row(installation, revision):
    with installation.app_context():
        before = filled()
        db.session.remove()
        downgrade(revision=SCRIPTS.get_revision(revision).down_revision)
        upgrade()
        assert counted() == before
        run_waiting_jobs()
        assert list(Verification().drifted()) == []
        db.session.rollback()


def test_letters_keep_their_delivery_when_the_table_of_documents_is_made_anew(installation):
    with installation.app_context():
        filled()
        case = db.session.query(Case).filter_by(kind=Kind.DISCLOSURE).one()
        kept = {
            "case_id": case.id, "agency_id": case.agency_id, "media_type": "text/plain", "size": 1, "sha256": "0" * 64,
            "created_at": now(), "created_by_id": case.created_by_id,
        }  # fmt: skip
        letter = CaseDocument(
            letter_kind=LetterKind.RECEIPT,
            number="示回执〔2026〕1号",
            dated_on=today(),
            filename="一.docx",
            about_seq=1,
            **kept,
        )
        proof = CaseDocument(filename="二.txt", about_seq=1, **kept)
        tried = LetterDelivery(
            document=letter, method=DeliveryMethod.POST, item_number="XA1", return_reason="",
            created_at=now(), created_by_id=case.created_by_id,
        )  # fmt: skip
        db.session.add_all([letter, proof, tried])
        db.session.commit()
        db.session.remove()
        downgrade(revision=SCRIPTS.get_revision(STEPS_OF_FILES).down_revision)
        upgrade()
        told = db.session.query(LetterDelivery).one()
        assert (told.item_number, told.document.number) == ("XA1", "示回执〔2026〕1号")
        steps = {each.filename: each.about_seq for each in db.session.query(CaseDocument)}
        assert steps == {"一.docx": 1, "二.txt": None}, "the older schema has no place for the step of a file"
        db.session.rollback()


def test_all_the_way_down_and_up_gives_a_fresh_installation(installation):
    with installation.app_context():
        db.session.remove()
        downgrade(revision="base")
        upgrade()
        assert counted() == [0, 0, 0, 0]


def test_a_revision_is_numbered_and_named_like_its_file():
    for script in SCRIPTS.walk_revisions():
        assert script.path.rpartition("/")[2].startswith(f"{script.revision}_")


def test_the_head_file_names_the_last_migration():
    """Two branches that both add a migration then clash in this file, where people see it."""
    numbers = sorted(path.name[:4] for path in (PROJECT_ROOT / "migrations" / "versions").glob("*.py"))
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
    assert (PROJECT_ROOT / "migrations" / "head.txt").read_text(encoding="utf-8").strip() == numbers[-1]
