"""Search: words of a case by the engine's own index, people by keyed hash only."""

from sqlalchemy import ColumnElement, and_, false, func, or_, select, text
from sqlalchemy.sql import literal_column

from tracker.domain.permissions import Actor
from tracker.domain.search_words import Phrase, query_phrases
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.case_record import CasePerson
from tracker.models.search import CaseWords
from tracker.queries.cases.visibility import person_known_to
from tracker.sealing import sealer

PHONE_TAIL = 4
SHORTEST_PHONE = 7
VECTOR: ColumnElement[str] = literal_column("case_words.vector")
"""Kept by PostgreSQL beside the words; other engines have no such column."""


def text_matches(words: str, actor: Actor) -> ColumnElement[bool]:
    """Number, title, content or reply hold ``words``; or they are somebody's name, phone or its last four digits.

    A secret reporter is found by nobody who may not know the person.
    """
    people = Case.id.in_(select(CasePerson.case_id).where(_person_matches(words)))
    return or_(words_match(words), and_(people, person_known_to(actor)))


def words_match(words: str) -> ColumnElement[bool]:
    """The engine's index finds every run of ``words``."""
    phrases = query_phrases(words)
    if not phrases:
        return false()
    if db.engine.dialect.name == "sqlite":
        found = text("SELECT rowid FROM case_words_fts WHERE case_words_fts MATCH :fts_query").bindparams(
            fts_query=" AND ".join(_fts5(phrase) for phrase in phrases)
        )
        return Case.id.in_(found.columns(literal_column("rowid")).scalar_subquery())
    query = func.to_tsquery(literal_column("'simple'"), " & ".join(_tsquery(phrase) for phrase in phrases))
    return Case.id.in_(select(CaseWords.case_id).where(VECTOR.op("@@")(query)))


def _fts5(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.tokens)}"' + (" *" if phrase.is_prefix else "")


def _tsquery(phrase: Phrase) -> str:
    joined = " <-> ".join(phrase.tokens)
    return f"{joined}:*" if phrase.is_prefix else f"({joined})"


def _person_matches(words: str) -> ColumnElement[bool]:
    people = [CasePerson.name_hash == sealer().look_up("name", words)]
    digits = "".join(char for char in words if char.isdecimal())
    if len(digits) == PHONE_TAIL and digits == words:
        people.append(CasePerson.phone_tail_hash == sealer().look_up("phone_tail", digits))
    if len(digits) >= SHORTEST_PHONE:
        people.append(CasePerson.phone_hash == sealer().look_up("phone", words))
        people.append(CasePerson.id_number_hash == sealer().look_up("id_number", words))
    return or_(*people)
