"""A letter of a case, as somebody writes it on a day of March 2026, and its paragraphs."""

from dataclasses import replace
from datetime import date
from io import BytesIO

from docx import Document

from tests.factories import actor_of, registered
from tests.services.desk import RECEIVED, at, bureau, signed
from tracker.domain.labels import Kind
from tracker.domain.letter_texts import LETTER_RULES
from tracker.domain.lifecycle.standing import fold
from tracker.extensions import db
from tracker.queries.cases.one import case_file
from tracker.services.cases.projection import deadline_of
from tracker.services.documents import store
from tracker.services.documents.letter_fields import LetterCase, LetterWords
from tracker.services.documents.letters import write_letter
from tracker.services.rules import rules_for


def writing_bureau(agency, **facts):
    """People of an office that has what its letters name: its own name and whom to ask for a review."""
    agency.name, agency.number_prefix = "示例区测试局", "示测"
    agency.reviewing_agency, agency.court = "示例区人民政府", "示例区人民法院"
    for name, value in facts.items():
        setattr(agency, name, value)
    db.session.commit()
    return bureau()


def signed_application(people, content):
    """A disclosure request for ``content``, received and signed on 2 March 2026."""
    case = registered(
        Kind.DISCLOSURE,
        handler=people.handler,
        clerk=people.clerk,
        received_on=RECEIVED,
        at=at(2),
        content=content,
    )
    return signed(people, case)


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
