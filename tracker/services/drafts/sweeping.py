"""清草稿: drafts nobody took up again, and the bytes of files that were let go."""

from datetime import datetime, timedelta
from pathlib import Path

from tracker.extensions import db
from tracker.queries.drafts import files_let_go, is_still_used, kept_before
from tracker.services.documents import store
from tracker.services.drafts.keeping import erase

BATCH = 100


def sweep_drafts(*, days: int, at: datetime) -> int | None:
    """Erase one batch of drafts untouched for ``days``; None when there are none left."""
    old = kept_before(at - timedelta(days=days), limit=BATCH)
    for draft in old:
        erase(draft)
    return len(old) or None


def sweep_files(*, folder: Path, at: datetime) -> int | None:
    """Take away one batch of files that were let go, unless a case or another draft holds the same content."""
    settled = 0
    for file in files_let_go(limit=BATCH):
        if is_still_used(file.sha256) or store.take_away(
            folder, file.sha256, unless_kept_since=at - store.JUST_KEPT
        ):
            db.session.delete(file)
            settled += 1
    db.session.flush()
    return settled or None
