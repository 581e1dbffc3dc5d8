"""Rows brought in as a clerk brings them: written as a file, read, planned and confirmed."""

from tests.imports.made_files import csv_text
from tracker.domain.labels import Kind
from tracker.now import now, today
from tracker.services.imports.committing import commit_import
from tracker.services.imports.planning import plan_import
from tracker.services.imports.reading import Choices, read_file
from tracker.services.imports.sources import sources_of


def bring_in(agency, clerk, headings, *rows, kind=Kind.HOTLINE):
    """Import ``rows``, none of which may be refused; answers the batch."""
    content = csv_text(headings, *rows).encode()
    sources = sources_of(agency=agency, kind=kind)
    reading = read_file(
        content=content, filename="台账.csv", sources=sources, today=today(), choices=Choices()
    )
    plan = plan_import(reading=reading, sources=sources, today=today())
    assert plan.rejections == []
    return commit_import(plan, at=now(), actor_id=clerk.id)
