"""What stands around every page: areas the person may enter, today, banners."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from flask import Flask, request, url_for

from tracker.domain.labels import Role
from tracker.domain.lifecycle.transitions import CHIEFS
from tracker.domain.permissions import CASE_ROLES


@dataclass(frozen=True, slots=True)
class Area:
    """One word of the header."""

    label: str
    url: str
    key: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class Banner:
    """A line under the header. ``tone`` is fault, warning or done; only a fault interrupts."""

    tone: str
    fact: str
    text: str = ""
    links: Sequence[tuple[str, str]] = ()

    @property
    def sign(self) -> str:
        return {"fault": "!", "warning": "▲", "done": "✓"}[self.tone]


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything ``layouts/base.html`` shows besides the page."""

    agency: str
    today: date
    is_workday: bool
    person: str = ""
    place: str = ""
    areas: Sequence[Area] = ()
    banners: Sequence[Banner] = field(default_factory=tuple)
    idle_minutes: int = 30
    home_url: str = "/"
    search_url: str = ""
    account_url: str = ""
    sign_out_url: str = ""
    keep_alive_url: str = ""


DESK = CASE_ROLES
AREAS: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("工作台", "workbench.home", frozenset(Role)),
    ("办件", "cases.index", DESK),
    ("登记", "register.choose", frozenset({Role.CLERK, Role.SECTION_LEAD, Role.HANDLER})),
    ("督办", "board.show", frozenset({Role.SUPERVISOR}) | CHIEFS),
    ("统计", "statistics.show", DESK - {Role.CLERK}),
    ("年报", "annual_report.index", frozenset({Role.STATISTICIAN, Role.SUPERVISOR})),
    ("导入", "imports.index", frozenset({Role.CLERK, Role.STATISTICIAN})),
    ("日历", "calendar.year", frozenset({Role.SYSTEM_ADMIN})),
    ("期限规则", "policies.show", frozenset({Role.SYSTEM_ADMIN})),
    ("机构人员", "accounts.index", frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN})),
    ("到期清除", "retention.show", frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN})),
    ("审计", "audit.index", frozenset({Role.AUDIT_ADMIN})),
    ("运行状况", "status.show", frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})),
)


BELONGS_TO = {
    "steps": "cases",
    "papers": "cases",
    "documents": "cases",
    "drafts": "workbench",
    "deliveries": "cases",
    "letters": "cases",
    "notices": "workbench",
    "reason_counts": "statistics",
    "remedies": "annual_report",
    "report_check": "annual_report",
}
"""Pages of one area that live in a blueprint of their own."""


def areas_for(roles: Iterable[Role], app: Flask) -> tuple[Area, ...]:
    """The areas these roles may enter, in the fixed order, numbered for Alt+1 to Alt+9."""
    held = frozenset(roles)
    open_ones = [
        (label, endpoint) for label, endpoint, who in AREAS if held & who and endpoint in app.view_functions
    ]
    here = BELONGS_TO.get(request.blueprint or "", request.blueprint)
    return tuple(
        Area(label, url_for(endpoint), key, endpoint.partition(".")[0] == here)
        for key, (label, endpoint) in enumerate(open_ones, start=1)
    )
