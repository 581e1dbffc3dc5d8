"""A report that was read from a file, kept as text: its figures, the cells that were none, and where each stood."""

import json
from dataclasses import replace

from tracker.domain.annual_report.report import UnreadCell, report_as_json, report_from_json
from tracker.imports.report_files import FileReport


def as_snapshot(found: FileReport) -> str:
    """Return what ``from_snapshot`` reads back."""
    document = {
        "report": report_as_json(found.report),
        "unread": [[cell.section, cell.row, cell.column, cell.text] for cell in found.report.unread],
        "places": {"/".join(place): words for place, words in found.places.items()},
    }
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_snapshot(text: str) -> FileReport:
    """Return the report as it was read."""
    document = json.loads(text)
    report = replace(
        report_from_json(document["report"]), unread=tuple(UnreadCell(*cell) for cell in document["unread"])
    )
    places = {}
    for key, words in document["places"].items():
        section, row, column = key.split("/")
        places[section, row, column] = words
    return FileReport(report, places)
