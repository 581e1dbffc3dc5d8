"""Drafts are swept after the days of the setting; bytes go only when nothing holds them."""

import os
from datetime import timedelta

import pytest

from tests.factories import UserFactory, actor_of, channel_of, registered
from tracker.domain.errors import DomainError
from tracker.domain.labels import Kind, Role
from tracker.models.draft import Draft, DraftFile
from tracker.now import now
from tracker.queries.drafts import find_draft, my_drafts
from tracker.services.documents import store
from tracker.services.drafts.keeping import (
    MOST_FILES,
    add_file,
    erase,
    hand_over,
    keep_draft,
    registration_place,
    words_of,
)
from tracker.services.drafts.sweeping import sweep_drafts, sweep_files

AT = now()
TEXT = "来信内容".encode()


@pytest.fixture
def clerk(session):
    return UserFactory(roles=(Role.CLERK,))


def kept(clerk, key="a" * 32, at=AT):
    place = registration_place(user_id=clerk.id, channel_id=channel_of().id, submission_key=key)
    return keep_draft(place=place, words={"title": ["水渠漏水"], "delivery_form": ["纸质", "光盘"]}, at=at)


def with_file(draft, folder, name="信.txt", content=TEXT):
    return add_file(draft=draft, name=name, content=content, folder=folder, at=AT)


def make_old(folder, digest):
    old = (AT - timedelta(hours=2)).timestamp()
    os.utime(store.place_of(folder, digest), (old, old))


def test_what_was_kept_is_found_again_and_replaced(clerk):
    kept(clerk)
    again = kept(clerk, at=AT + timedelta(minutes=5))
    assert again.kept_at == AT + timedelta(minutes=5)
    assert words_of(again) == {"title": ["水渠漏水"], "delivery_form": ["纸质", "光盘"]}
    assert [mine.draft.id for mine in my_drafts(actor_of(clerk), limit=5)] == [again.id]


def test_old_drafts_are_swept_and_young_ones_stay(clerk, session):
    kept(clerk, "a" * 32, at=AT - timedelta(days=31))
    kept(clerk, "b" * 32, at=AT - timedelta(days=29))
    assert sweep_drafts(days=30, at=AT) == 1
    assert sweep_drafts(days=30, at=AT) is None
    assert [draft.key for draft in session.query(Draft)] == ["b" * 32]


def test_the_bytes_of_a_given_up_file_go(clerk, session, tmp_path):
    file = with_file(kept(clerk), tmp_path)
    digest = file.sha256
    erase(find_draft(clerk.id, "a" * 32))
    assert sweep_files(folder=tmp_path, at=AT) is None, "kept a moment ago: its row may be on the way"
    make_old(tmp_path, digest)
    assert sweep_files(folder=tmp_path, at=AT) == 1
    assert not store.place_of(tmp_path, digest).exists()
    assert session.query(DraftFile).count() == 0


def test_bytes_that_a_case_or_another_draft_holds_stay(clerk, session, tmp_path):
    first, second = kept(clerk, "a" * 32), kept(clerk, "b" * 32)
    digest = with_file(first, tmp_path).sha256
    with_file(second, tmp_path)
    erase(first)
    make_old(tmp_path, digest)
    assert sweep_files(folder=tmp_path, at=AT) == 1
    assert store.read(tmp_path, digest) == TEXT
    case = registered(Kind.HOTLINE, clerk=clerk)
    assert hand_over(user_id=clerk.id, key="b" * 32, case=case, step=1, at=AT) == 1
    assert sweep_files(folder=tmp_path, at=AT) == 1
    assert store.read(tmp_path, digest) == TEXT


def test_there_is_an_end_to_the_files(clerk, tmp_path):
    draft = kept(clerk)
    for number in range(MOST_FILES):
        with_file(draft, tmp_path, f"信{number}.txt")
    with pytest.raises(DomainError, match=r"「多\.txt」没有加上"):
        with_file(draft, tmp_path, "多.txt")
