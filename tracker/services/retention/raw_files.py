"""The files that imports were read from go when nobody's personal data is left to go back to them."""

from datetime import datetime, timedelta
from pathlib import Path

from tracker.now import local
from tracker.queries.retention import Retention, files_kept_for_nothing
from tracker.services.content_store import take_unused
from tracker.services.imports.files import raw_path

JUST_KEPT = timedelta(hours=1)


def take_away_raw_files(rule: Retention, *, instance_dir: Path, at: datetime) -> int:
    """Remove them and return how many there were; nothing where erasing is not switched on.

    Call it after the rows were committed: a file whose rows still hold personal data must not be missing.
    """
    if not rule.is_on:
        return 0
    paths = [
        raw_path(instance_dir=instance_dir, sha256=digest)
        for digest in files_kept_for_nothing(rule, local(at).date())
    ]
    there = [path for path in paths if path.is_file()]
    return sum(take_unused(path, unless_kept_since=at - JUST_KEPT) for path in there)
