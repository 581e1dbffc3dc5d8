"""An office's own remedy paragraph: from a day on, taken by letters, given back, with both texts kept."""

from datetime import date

import pytest

from tests.factories import UserFactory, actor_of
from tests.services.desk import at
from tests.services.letter_desk import paragraphs, signed_application, writing_bureau, written
from tracker.domain.errors import DomainError
from tracker.domain.labels import Role
from tracker.domain.letters import LetterKind
from tracker.domain.outcomes import Outcome
from tracker.domain.remedy_wordings import SCOPES, shipped_words
from tracker.models.audit import AuditEntry
from tracker.models.document import RemedyWording
from tracker.queries.remedy_wordings import wording_of
from tracker.services.cases import reply
from tracker.services.documents.letters import Places
from tracker.services.remedy_wordings import restore_shipped, word_remedy

OWN = "对本答复不服的，可以自收到之日起60日内向【行政复议机关】申请行政复议。"
OTHER = "不服本答复的，自收到之日起六十日内可以向【行政复议机关】申请行政复议。"


@pytest.fixture
def people(agency):
    return writing_bureau(agency)


@pytest.fixture
def admin(session):
    return actor_of(UserFactory(roles=(Role.SYSTEM_ADMIN,)))


@pytest.fixture
def case(people):
    return signed_application(people, "2025年某村补偿费清册")


@pytest.fixture
def places(tmp_path):
    return Places(tmp_path / "attachments", tmp_path / "letters")


def drafted(people, case, outcome):
    people.step(
        case,
        "handler",
        reply.submit_reply,
        public_text="答复如下。",
        internal_text="检索情况见附件。",
        ending=outcome.value,
        day=10,
    )


def worded_by(admin, scope="answered", text=OWN, day=5, valid_from=None, basis="示例文件〔2026〕1号"):
    return word_remedy(
        actor=admin,
        scope=scope,
        text=text,
        basis=basis,
        valid_from=valid_from or date(2026, 3, day),
        at=at(day),
    )


def test_a_letter_takes_the_offices_words_and_keeps_both(people, case, admin, places, session):
    drafted(people, case, Outcome.NOT_HELD)
    worded_by(admin)
    letter = written(people, case, places, LetterKind.NOT_EXISTING)
    text = "\n".join(paragraphs(letter, places))
    assert "对本答复不服的，可以自收到之日起60日内向示例区人民政府申请行政复议。" in text
    assert "提起行政诉讼" not in text
    assert letter.remedy_wording.scope == "answered"
    assert "提起行政诉讼" in letter.remedy_suggested
    assert letter.remedy_written.startswith("对本答复不服的")
    assert session.query(AuditEntry).filter_by(action="letter.remedy_changed").count() == 0


def test_the_words_of_one_outcome_go_before_those_of_its_kind(people, case, admin, places):
    drafted(people, case, Outcome.REPEATED)
    worded_by(admin)
    worded_by(admin, scope="N2", text=OTHER)
    letter = written(people, case, places, LetterKind.REPEATED)
    assert letter.remedy_written.startswith("不服本答复的")


def test_the_day_of_the_letter_decides(people, case, admin, places):
    drafted(people, case, Outcome.GRANTED)
    worded_by(admin, valid_from=date(2026, 3, 20))
    before = written(people, case, places, LetterKind.GRANTED, day=19)
    assert (before.remedy_wording, before.remedy_written) == (None, None)
    assert "提起行政诉讼" in "\n".join(paragraphs(before, places))
    assert written(people, case, places, LetterKind.GRANTED, day=20).remedy_wording is not None


def test_what_the_drafter_writes_stands_and_the_change_is_audited(people, case, admin, places, session):
    drafted(people, case, Outcome.GRANTED)
    worded_by(admin)
    letter = written(people, case, places, LetterKind.GRANTED, remedy="另写的行政复议。")
    assert (letter.remedy_wording, letter.remedy_written) == (None, "另写的行政复议。")
    line = session.query(AuditEntry).filter_by(action="letter.remedy_changed").one()
    assert line.detail["before"].startswith("对本答复不服的")


def test_given_back_the_shipped_words_count_and_nothing_is_lost(people, case, admin, places, session):
    drafted(people, case, Outcome.GRANTED)
    worded_by(admin, day=5)
    worded_by(admin, day=6, text=OTHER, valid_from=date(2026, 4, 1))
    assert restore_shipped(actor=admin, scope="answered", at=at(7)) is not None
    assert restore_shipped(actor=admin, scope="answered", at=at(7)) is None
    letter = written(people, case, places, LetterKind.GRANTED)
    assert letter.remedy_wording is None
    for day in (date(2026, 3, 7), date(2026, 4, 2)):
        assert wording_of(agency_id=admin.agency_id, scopes=("answered",), day=day) is None
    assert wording_of(agency_id=admin.agency_id, scopes=("answered",), day=date(2026, 3, 6)).text == OWN
    assert session.query(RemedyWording).count() == 4


def test_a_change_says_what_was_before_and_what_it_rests_on(admin):
    shipped = shipped_words(SCOPES["N2"], date(2026, 3, 5))
    assert worded_by(admin, scope="N2").detail["from"] == shipped
    assert worded_by(admin, scope="N2") is None
    again = worded_by(admin, scope="N2", text=OTHER)
    assert (again.detail["from"], again.detail["to"], again.detail["basis"]) == (
        OWN,
        OTHER,
        "示例文件〔2026〕1号",
    )
    worded_by(admin)
    back = restore_shipped(actor=admin, scope="N2", at=at(5))
    assert (back.detail["from"], back.detail["to"]) == (OTHER, OWN), "the words of its kind count again"


@pytest.mark.parametrize(
    ("wrong", "field", "because"),
    [
        ({"basis": " "}, "basis", "请写明依据"),
        ({"text": " \n "}, "text", "恢复系统的文字"),
        ({"text": "可以起诉。"}, "text", "没有写行政复议"),
        ({"valid_from": date(2026, 3, 4)}, "valid_from", "早于今天"),
        ({"scope": "O3"}, "text", "没有这一类答复"),
    ],
)
def test_a_wording_is_refused_by_its_field(admin, session, wrong, field, because):
    with pytest.raises(DomainError, match=because) as refused:
        worded_by(admin, **wrong)
    assert refused.value.field == field
    assert session.query(RemedyWording).count() == 0
