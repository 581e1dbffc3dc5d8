"""One year's report as the pages need it: read once per request."""

from dataclasses import dataclass
from functools import cached_property

from flask import abort
from flask_login import current_user

from tracker.domain.annual_report.checks import checks
from tracker.domain.annual_report.editions import Edition, edition_for
from tracker.domain.annual_report.findings import Check, Finding
from tracker.domain.annual_report.reading import Reading
from tracker.domain.annual_report.report import AnnualReport
from tracker.models import report as tables
from tracker.models.agency import Agency
from tracker.models.report import AnnualReportVersion
from tracker.now import today
from tracker.queries.annual_assembly import (
    frozen_report,
    is_frozen,
    reading_of,
    report_with,
    standing_report,
    stored_reports,
    versions_of,
    written_texts,
)
from tracker.queries.report_changes import (
    MovedRequest,
    changed_remedies,
    changes_since,
    differing_cells,
)
from tracker.web.annual_report.checks import ChecksPanel, checks_panel
from tracker.web.annual_report.pages import ReportHead, mending_links, report_head

FIRST_YEAR = 2000


def open_report(year: int) -> "OpenedReport":
    """The report of ``year``; there is no page for a year that has not begun."""
    if not FIRST_YEAR <= year <= today().year:
        abort(404)
    return OpenedReport(year)


@dataclass
class OpenedReport:
    """The report of ``year`` of the person's agency."""

    year: int

    @property
    def agency(self) -> Agency:
        return current_user.agency  # type: ignore[no-any-return]

    @property
    def edition(self) -> Edition:
        return edition_for(self.year)

    @cached_property
    def _stored(self) -> dict[int, tables.AnnualReport]:
        return stored_reports(self.agency.id, (self.year - 1, self.year))

    @cached_property
    def _versions(self) -> dict[int, list[AnnualReportVersion]]:
        return versions_of(self.agency.id, (self.year - 1, self.year))

    @property
    def stored(self) -> tables.AnnualReport | None:
        """What was written and entered for the year."""
        return self._stored.get(self.year)

    @property
    def versions(self) -> list[AnnualReportVersion]:
        return self._versions[self.year]

    @cached_property
    def report(self) -> AnnualReport:
        """What is published: the last frozen version, or the year as it stands while nothing, or no more, is frozen."""
        if self.is_locked:
            return frozen_report(self.versions[-1])
        return report_with(self.stored, self.agency, self.year, self.edition, self.reading)

    @cached_property
    def reading(self) -> Reading:
        """The readings of the open questions of filling in that this year is computed with."""
        return reading_of(self.stored, self.versions, self.agency.id)

    @cached_property
    def moved_since_last_year(self) -> tuple[MovedRequest, ...]:
        """The requests that explain why this year carries in other than last year's frozen report carried out."""
        kept = self._versions[self.year - 1]
        if not kept or all(finding.check is not Check.CARRIED_FROM_PREVIOUS for finding in self.findings):
            return ()
        moved = changes_since(kept[-1], self.reading).requests
        return tuple(each for each in moved if each.touches_carry)

    @cached_property
    def before(self) -> AnnualReport:
        last = self.year - 1
        return standing_report(self._versions[last], self._stored.get(last), self.agency, last, self.reading)

    @cached_property
    def findings(self) -> list[Finding]:
        return checks(self.report, self.before)

    @cached_property
    def differing_cells(self) -> int:
        """How many figures of a frozen year its cases would give otherwise now."""
        return differing_cells(self.versions[-1]) if self.is_locked else 0

    @property
    def is_register_as_frozen(self) -> bool:
        """Whether the register of reviews and suits gives what section four shows."""
        return not self.is_locked or not any(changed_remedies(self.versions[-1]))

    @property
    def is_locked(self) -> bool:
        return is_frozen(self.stored, self.versions)

    @property
    def version(self) -> int:
        """The lock version a form carries."""
        return self.stored.version if self.stored else 1

    @property
    def texts(self) -> dict[str, str]:
        """The texts with their fields in braces."""
        return dict(written_texts(self.stored, self.edition))

    def head(self, part: str) -> ReportHead:
        own = self.stored.texts if self.stored else {}
        written = {name for name in ("preface", "one", "five", "six") if own.get(name)}
        if self.report.two is not None:
            written.add("two")
        return report_head(
            self.report,
            self.versions,
            part=part,
            is_locked=self.is_locked,
            on=today(),
            written=frozenset(written),
        )

    def panel(self) -> ChecksPanel:
        return checks_panel(
            self.report,
            self.findings,
            lambda finding: mending_links(self.year, finding),
            previous=self.before,
        )
