"""文书与附件 in the timeline: letters made, sent, signed for, returned, between the events of the case; the files
that came with a step, at that step.

Letters are rows beside the events: no clock and no lifecycle reads them (docs/adr/0012-letters-beside-the-events.md).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from flask import url_for

from tracker.domain.letter_delivery import FixedDays, LetterStep
from tracker.domain.letters import short_label
from tracker.models.document import CaseDocument, LetterDelivery
from tracker.now import local
from tracker.queries.cases.one import CaseFile
from tracker.services.documents.deliveries import days_held
from tracker.web import wording
from tracker.web.cases.timeline import Entry


def merged(
    told: Sequence[Entry], documents: Sequence[CaseDocument], file: CaseFile, *, today: date
) -> list[Entry]:
    """``told`` with the files of each step, and the letters' entries in between, the last recorded first; what is
    expected stays on top.
    """
    files = files_by_step(documents, file)
    happened = [
        replace(entry, documents=files.get(entry.seq or 0, ())) for entry in told if not entry.is_expected
    ]
    letters = [entry for document in documents for entry in letter_entries(document, file, today=today)]
    ordered = sorted([*happened, *letters], key=_recorded, reverse=True)
    return [entry for entry in told if entry.is_expected] + ordered


def _recorded(entry: Entry) -> datetime:
    assert entry.at is not None  # noqa: S101 - only what is expected has no instant
    return entry.at


def files_by_step(documents: Sequence[CaseDocument], file: CaseFile) -> dict[int, list[tuple[str, str]]]:
    """The attachments of each step as (name, where it is taken out), in the order they were added.

    A name may hold a person's name: a reader who may not take documents out learns only how many there are.
    """
    found: dict[int, list[CaseDocument]] = defaultdict(list)
    for document in reversed(documents):
        if document.letter_kind is None and document.about_seq is not None:
            found[document.about_seq].append(document)
    return {step: _shown_files(kept, file) for step, kept in found.items()}


def _shown_files(kept: Sequence[CaseDocument], file: CaseFile) -> list[tuple[str, str]]:
    address = url_for("documents.index", case_id=file.case.id)
    if not file.knows_person:
        return [(f"附件 {len(kept)} 份", address)]
    return [(f"附件：{each.filename}", f"{address}#document-{each.id}") for each in kept]


def letter_entries(document: CaseDocument, file: CaseFile, *, today: date) -> Iterator[Entry]:
    """What happened with one letter, the last first; nothing for an attachment."""
    if document.letter_kind is None or document.dated_on is None:
        return
    events = file.events
    for delivery in reversed(document.deliveries):
        held = days_held(document, events, delivery)
        yield from _delivery(file, document, delivery, held, today)
    whose = "救济途径（本机关的文字）" if document.remedy_wording_id else "救济途径"
    changed = ((whose, document.remedy_suggested, document.remedy_written or ""),)
    yield _entry(
        LetterStep.MADE,
        document,
        document.dated_on,
        document.created_at,
        document.created_by.display_name,
        today,
        changes=changed if document.remedy_suggested is not None else (),
    )


def _delivery(
    file: CaseFile, document: CaseDocument, delivery: LetterDelivery, held: FixedDays, today: date
) -> Iterator[Entry]:
    sent, signed = delivery.sent_on or held.sent_on, delivery.signed_on or held.signed_on
    words = {"method": delivery.method.label, "item_number": delivery.item_number}
    by, at = delivery.created_by.display_name, delivery.created_at
    ended_at = delivery.ended_at or at
    ended_by = delivery.ended_by.display_name if delivery.ended_by else by
    if signed:
        yield _entry(LetterStep.SIGNED, document, signed, ended_at, ended_by, today)
    if delivery.returned_on:
        reason = {"reason": file.said(delivery.return_reason)}
        yield _entry(
            LetterStep.RETURNED, document, delivery.returned_on, ended_at, ended_by, today, words=reason
        )
    if sent is not None:
        yield _entry(LetterStep.SENT, document, sent, at, by, today, words=words)


def _entry(
    step: LetterStep, document: CaseDocument, on: date, at: datetime, who: str, today: date, **more: Any
) -> Entry:
    recorded = local(at).date()
    assert document.letter_kind is not None  # noqa: S101 - the caller has left attachments out
    words = {"title": short_label(document.letter_kind), "number": document.number, **more.pop("words", {})}
    kept = url_for("documents.index", case_id=document.case_id)
    return Entry(
        type=step.value,
        label=step.label,
        on=on,
        on_words=wording.day_with_weekday(on, year=today.year),
        who=who,
        moves_clock=False,
        recorded_words=f"{wording.short_day(recorded, year=today.year)} 录入" if recorded > on else "",
        words=words,
        documents=[(f"{words['title']} {document.number}", kept)],
        at=at,
        **more,
    )
