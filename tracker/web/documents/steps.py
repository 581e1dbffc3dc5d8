"""The steps of a case that a file may belong to."""

from tracker.domain.lifecycle.standing import effective
from tracker.queries.cases.one import CaseFile
from tracker.web.wording import short_day


def step_names(file: CaseFile) -> dict[int, str]:
    """The steps that count, by number, as people tell them apart: ``联系诉求人，03-04``."""
    year = file.case.received_on.year
    return {
        event.seq: f"{event.type.label}，{short_day(event.on, year=year)}" for event in effective(file.events)
    }
