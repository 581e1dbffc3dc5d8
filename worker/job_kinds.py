"""What each kind of job does. The work is idempotent: a job whose worker died is done again from the start."""

from collections.abc import Callable
from itertools import islice

from tracker.now import now
from tracker.services.cases.rebuilding import Rebuilding, request_rest
from tracker.services.timers import recompute
from tracker.unit_of_work import in_batches, writing

BATCHES_A_JOB = 25
"""A job ends well within its lease; a million cases take many."""


def recompute_open_cases(*, reason: str, actor_id: int | None = None) -> None:
    """Recompute every open case; ``reason`` names the notice or period that changed."""
    run = recompute.Recomputation(at=now(), reason=reason, actor_id=actor_id)
    for _ in in_batches(run.batch):
        continue
    with writing():
        run.finish()


def rebuild_rounds(*, because_of: str, after_id: int = 0) -> None:
    """Write the rounds of the next cases anew and leave the others to a job of their own; ``because_of`` a revision."""
    run = Rebuilding(after_id=after_id)
    done = sum(1 for _ in islice(in_batches(run.batch), BATCHES_A_JOB))
    if done == BATCHES_A_JOB:
        with writing():
            request_rest(because_of=because_of, after_id=run.after_id, at=now())


WORK: dict[str, Callable[..., None]] = {
    "recompute_open_cases": recompute_open_cases,
    "rebuild_rounds": rebuild_rounds,
}
