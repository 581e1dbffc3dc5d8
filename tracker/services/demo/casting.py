"""Which cases the demonstration holds: the seed year, and a year up to today; the same for the same day."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.labels import ApplicantType, ItemType, ReceiptMethod
from tracker.domain.outcomes import Outcome
from tracker.services.cases.register import CaseFields, PersonFields
from tracker.services.demo import stories
from tracker.services.demo.stories import Story
from tracker.services.demo.words import (
    CONTENT,
    GIVEN_NAMES,
    MATTERS,
    ORGANISATIONS,
    PLACES,
    REQUESTS,
    STREETS,
    SURNAMES,
)

HOTLINE, SECRETARY, HEAD, MAYOR = (
    "hotline_12345",
    "mailbox_secretary",
    "mailbox_district_head",
    "mailbox_mayor",
)
DISCLOSURE, PETITION = "disclosure", "petition"
SEED_YEAR = 2020
SEED_CHANNELS = (HOTLINE,) * 9 + (SECRETARY,) * 3 + (HEAD,) * 3
DAYS_BACK = 320

ITEM_STORIES: tuple[tuple[Story, int], ...] = (
    (stories.in_time, 230),
    (stories.slowly_reviewed, 24),
    (stories.extended, 14),
    (stories.planned, 8),
    (stories.handled_again, 6),
    (stories.late, 8),
    (stories.sent_on, 6),
    (stories.returned, 9),
    (stories.merged, 4),
    (stories.not_accepted, 5),
    (stories.terminated, 3),
    (stories.withdrawn, 4),
)
REQUEST_STORIES: tuple[tuple[Story, int], ...] = (
    *((stories.given(outcome), 1) for outcome in Outcome if outcome.value[0] in "GPDUN"),
    (stories.given(Outcome.GRANTED), 9),
    (stories.given(Outcome.ALREADY_PUBLIC), 4),
    (stories.given(Outcome.NOT_HELD), 4),
    (stories.consulted, 4),
    (stories.corrected, 3),
    (stories.never_corrected, 1),
    (stories.charged, 1),
    (stories.never_paid, 1),
    (stories.longer_reply, 2),
    (stories.late_reply, 1),
    (stories.withdrawn, 1),
)
# (channel, working days back, story): what must be open today, whatever the day is
STANDING: tuple[tuple[str, int, Story], ...] = (
    (HOTLINE, 8, stories.forgotten),
    (HOTLINE, 7, stories.forgotten),
    (HEAD, 9, stories.forgotten),
    (PETITION, 48, stories.petition_forgotten),
    (DISCLOSURE, 22, stories.reply_forgotten),
    (HOTLINE, 5, stories.waiting_for_review),
    (HEAD, 5, stories.waiting_for_reply),
    (HOTLINE, 4, stories.waiting_for_reply),
    (HOTLINE, 3, stories.wrongly_assigned),
    (HOTLINE, 3, stories.waiting_for_callback),
    (SECRETARY, 3, stories.waiting_for_review),
    (HOTLINE, 2, stories.waiting_for_signature),
    (HOTLINE, 1, stories.waiting_for_signature),
    (HOTLINE, 0, stories.waiting_for_assignment),
    (MAYOR, 0, stories.waiting_for_assignment),
    (DISCLOSURE, 0, stories.waiting_for_assignment),
    (DISCLOSURE, 18, stories.waiting_for_review),
    (DISCLOSURE, 8, stories.consulted),
    (DISCLOSURE, 6, stories.corrected),
    (DISCLOSURE, 7, stories.charged),
    (DISCLOSURE, 15, stories.longer_reply),
    (DISCLOSURE, 4, stories.given(Outcome.GRANTED)),
    (PETITION, 12, stories.petition),
    (PETITION, 2, stories.petition),
    (HOTLINE, 3, stories.waiting_for_chief),
)

# praise has no period, so there is nothing to extend or to be late with
WITH_A_LIMIT = tuple(matter for matter in MATTERS if matter.item_type is not ItemType.PRAISE)


@dataclass(frozen=True, slots=True)
class Part:
    """One case to play: what came in, who answers it, how it goes."""

    channel: str
    section: str
    fields: CaseFields
    story: Story


def seed_year(rng: random.Random) -> Iterator[Part]:
    """2020: fifteen items in three channels, all answered in time; no disclosure request."""
    first = date(SEED_YEAR, 1, 6)
    for place, channel in enumerate(SEED_CHANNELS):
        received_on = first + timedelta(days=place * 23 + rng.randint(0, 9))
        yield _item(rng, channel, received_on, stories.in_time)


def up_to(today: date, rng: random.Random) -> Iterator[Part]:
    """A lively year that ends today."""
    channels = [HOTLINE] * 20 + [HEAD] * 4 + [SECRETARY] * 2 + [MAYOR]
    for story, count in ITEM_STORIES:
        for _ in range(count):
            yield _item(rng, rng.choice(channels), today - timedelta(days=rng.randint(1, DAYS_BACK)), story)
    for story, count in REQUEST_STORIES:
        for _ in range(count):
            yield _request(rng, today - timedelta(days=rng.randint(45, DAYS_BACK)), story)
    for _ in range(9):
        yield _item(rng, PETITION, today - timedelta(days=rng.randint(40, DAYS_BACK)), stories.petition)


def standing(today: date, rng: random.Random, workdays_back: list[date]) -> Iterator[Part]:
    """What is open today; ``workdays_back`` holds today's working day and those before it, newest first."""
    for channel, back, story in STANDING:
        received_on = min(workdays_back[back], today)
        if channel == DISCLOSURE:
            yield _request(rng, received_on, story)
        else:
            yield _item(rng, channel, received_on, story)


def _person(rng: random.Random) -> PersonFields:
    name = rng.choice(SURNAMES) + rng.choice(GIVEN_NAMES)
    return PersonFields(name=name, phone=f"138000{rng.randint(0, 99999):05d}", address=rng.choice(PLACES))


def _item(rng: random.Random, channel: str, received_on: date, story: Story) -> Part:
    matter = rng.choice(MATTERS if story is stories.in_time else WITH_A_LIMIT)
    title = matter.title.format(place=rng.choice(PLACES), street=rng.choice(STREETS))
    is_hotline = channel == HOTLINE
    serial = f"RX{received_on:%Y%m%d}{rng.randint(0, 999999):06d}" if is_hotline else ""
    fields = CaseFields(
        title=title,
        received_on=received_on,
        content=rng.choice(CONTENT).format(title=title),
        source_number=serial,
        item_type=matter.item_type if channel != PETITION else None,
        is_important=story is stories.waiting_for_chief,
        is_secret=matter.item_type is ItemType.REPORT and rng.random() < 0.4,  # noqa: PLR2004 - two in five
        person=_person(rng),
    )
    return Part(channel, matter.section, fields, story)


def _request(rng: random.Random, received_on: date, story: Story) -> Part:
    section, title = rng.choice(REQUESTS)
    kinds = [ApplicantType.NATURAL_PERSON] * 6 + [ApplicantType.BUSINESS] * 3 + list(ApplicantType)
    applicant = rng.choice(kinds)
    person = _person(rng)
    if applicant in ORGANISATIONS:
        person = PersonFields(name=ORGANISATIONS[applicant], phone=person.phone, address=person.address)
    title = title.format(place=rng.choice(PLACES), street=rng.choice(STREETS))
    fields = CaseFields(
        title=title,
        received_on=received_on,
        content=f"申请公开：{title}。",
        applicant_type=applicant,
        receipt_method=rng.choice(list(ReceiptMethod)),
        delivery_form="纸质",
        delivery_route="邮寄",
        person=person,
    )
    return Part(DISCLOSURE, section, fields, story)
