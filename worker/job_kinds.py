"""What each kind of job does. The work is idempotent: a job whose worker died is done again from the start."""

from collections.abc import Callable

from tracker.now import now
from tracker.services.timers import recompute
from tracker.unit_of_work import in_batches, writing


def recompute_open_cases(*, reason: str, actor_id: int | None = None) -> None:
    """Recompute every open case; ``reason`` names the notice or period that changed."""
    run = recompute.Recomputation(at=now(), reason=reason, actor_id=actor_id)
    for _ in in_batches(run.batch):
        continue
    with writing():
        run.finish()


WORK: dict[str, Callable[..., None]] = {"recompute_open_cases": recompute_open_cases}
