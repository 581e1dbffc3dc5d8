"""``flask cases reindex``: a lost search index is named by the doctor and made again."""

import pytest
from sqlalchemy import delete

from tests.factories import registered
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.search import CaseWords
from tracker.queries.cases.search import words_match
from tracker.services.cases.reindexing import without_words


@pytest.fixture
def cases(session):
    return [registered() for _ in range(3)]


def found(words):
    return db.session.query(Case).filter(words_match(words)).count()


def test_a_lost_index_is_counted_and_made_again(run_command, cases, session):
    word = cases[0].title[:2]
    there = found(word)
    assert there
    session.execute(delete(CaseWords))
    session.commit()
    assert (found(word), without_words()) == (0, 3)
    answer = run_command("cases", "reindex")
    assert answer.exit_code == 0, answer.output
    assert "检查 3 件，重写检索词 3 件。" in answer.stdout
    assert (found(word), without_words()) == (there, 0)


def test_a_whole_index_is_left_as_it_is(run_command, cases):
    assert "重写检索词 0 件" in run_command("cases", "reindex").stdout
