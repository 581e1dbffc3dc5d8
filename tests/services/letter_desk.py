"""A letter of a case, as somebody writes it on a day of March 2026, and its paragraphs."""

from dataclasses import replace
from datetime import date
from io import BytesIO

from docx import Document

from tests.factories import actor_of
from tests.services.desk import at
from tracker.domain.letter_texts import LETTER_RULES
from tracker.domain.lifecycle.standing import fold
from tracker.queries.cases.one import case_file
from tracker.services.cases.projection import deadline_of
from tracker.services.documents import store
from tracker.services.documents.letter_fields import LetterCase, LetterWords
from tracker.services.documents.letters import write_letter
from tracker.services.rules import rules_for


def subject_of(case):
    events = case_file(case).events
    return LetterCase(case, fold(events), tuple(events), deadline_of(case, events, rules_for(case.agency)))


def written(
    people,
    case,
    places,
    kind,
    *,
    who="handler",
    day=20,
    details="一、理由；\n二、说明。",
    about=None,
    key=None,
    **words,
):
    user = getattr(people, who) if isinstance(who, str) else who
    rule = LETTER_RULES[kind]
    if not rule.to_applicant:
        words.setdefault("addressee", "样本公司")
    if rule.needs_until:
        words.setdefault("until", date(2026, 4, 10))
    return write_letter(
        subject=replace(subject_of(case), about=about),
        kind=kind,
        words=LetterWords(details=details, **words),
        dated_on=date(2026, 3, day),
        actor=actor_of(user),
        at=at(25),
        places=places,
        key=key,
    )


def paragraphs(document, places):
    content = store.read(places.attachments, document.sha256)
    return [each.text for each in Document(BytesIO(content)).paragraphs if each.text]
