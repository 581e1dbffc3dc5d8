"""Search: words of a case by the engine's own index, people by keyed hash only."""

import json
from dataclasses import dataclass, field

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    and_,
    any_,
    column,
    false,
    func,
    literal,
    or_,
    select,
    table,
    union_all,
)
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
FEW = 5000
VECTOR: ColumnElement[str] = literal_column("case_words.vector")
"""Kept by PostgreSQL beside the words; other engines have no such column."""


@dataclass(frozen=True, slots=True)
class Found:
    """Cases looked up: none, few that are named, or too many for it."""

    condition: ColumnElement[bool] = field(default_factory=false)
    are_there: bool = False
    are_many: bool = False


def text_matches(words: str, actor: Actor) -> ColumnElement[bool]:
    """Number, title, content or reply hold ``words``; or they are somebody's name, phone or its last four digits.

    A secret reporter is found by nobody who may not know the person.
    """
    people = Case.id.in_(_people(words))
    return or_(words_match(words), and_(people, person_known_to(actor)))


def text_found(words: str, actor: Actor, *, is_open: bool = False) -> ColumnElement[bool]:
    """The same condition, looked up beforehand with two or three statements; ``is_open`` says that the list holds
    open cases alone.

    Where few cases match they are named, since an engine that guesses a rare word to be common reads the whole
    list for it; where nobody is called so, the condition is about words alone, and a list is read in its order.
    """
    phrases = query_phrases(words)
    holding = _found(_matching(phrases)) if phrases else Found()
    people = _found(_people(words))
    if not people.are_there:
        return _that_hold(phrases, holding, is_open=is_open)
    of_people = select(Case.id).where(people.condition, person_known_to(actor)).correlate(None)
    if holding.are_many:
        # one list to look into: an engine reads no index for either of two conditions
        return Case.id.in_(union_all(_matching(phrases), of_people))
    return or_(holding.condition, and_(people.condition, person_known_to(actor)))


def _that_hold(phrases: list[Phrase], holding: Found, *, is_open: bool) -> ColumnElement[bool]:
    """The condition for words alone; SQLite is told from which side to come when many cases hold them."""
    if not holding.are_many or db.engine.dialect.name != "sqlite":
        return holding.condition
    if is_open:
        # the sum hides the primary key, so that the few open cases are read and looked up, not the many found
        return (Case.id + 0).in_(_by_fts5(phrases))
    if _are_everywhere(phrases):
        return _by_fts5(phrases).where(literal_column("rowid") == Case.id).correlate(Case).exists()
    return holding.condition


def words_match(words: str) -> ColumnElement[bool]:
    """The engine's index finds every run of ``words``."""
    phrases = query_phrases(words)
    return Case.id.in_(_matching(phrases)) if phrases else false()


def _people(words: str) -> Select[tuple[int]]:
    return select(CasePerson.case_id).where(_person_matches(words))


def _matching(phrases: list[Phrase]) -> Select[tuple[int]]:
    return _by_fts5(phrases) if db.engine.dialect.name == "sqlite" else _by_vector(phrases)


def _found(matching: Select[tuple[int]]) -> Found:
    ids = list(db.session.execute(matching.limit(FEW + 1)).scalars())
    if not ids:
        return Found()
    if len(ids) > FEW:
        return Found(Case.id.in_(matching), are_there=True, are_many=True)
    return Found(_named(ids), are_there=True)


def _named(ids: list[int]) -> ColumnElement[bool]:
    if db.engine.dialect.name == "sqlite":
        return Case.id.in_(select(column("value")).select_from(func.json_each(json.dumps(ids))))
    return Case.id == any_(literal(ids, ARRAY(BigInteger)))


def _by_fts5(phrases: list[Phrase]) -> Select[tuple[int]]:
    matches = literal_column("case_words_fts").op("MATCH")(_fts_query(phrases))
    return select(literal_column("rowid", Integer)).select_from(table("case_words_fts")).where(matches)


def _by_vector(phrases: list[Phrase]) -> Select[tuple[int]]:
    query = func.to_tsquery(literal_column("'simple'"), " & ".join(_tsquery(phrase) for phrase in phrases))
    return select(CaseWords.case_id).where(VECTOR.op("@@")(query))


def _are_everywhere(phrases: list[Phrase]) -> bool:
    """More than half of all cases have them: SQLite then rather asks case by case than gathers them."""
    half = select(func.max(CaseWords.case_id).op("/")(literal_column("2")) + 1).scalar_subquery()
    some = _by_fts5(phrases).limit(half).subquery()
    return bool(db.session.execute(select(func.count() == half).select_from(some)).scalar_one())


def _fts_query(phrases: list[Phrase]) -> str:
    return " AND ".join(_fts5(phrase) for phrase in phrases)


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
