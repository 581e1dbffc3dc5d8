"""设置变更 as the page shows it: who changed what, when, before and after."""

from dataclasses import dataclass

from flask import url_for

from tracker.domain.audit_actions import action_label
from tracker.domain.setting_history import GROUPS, SettingChange, changes_in
from tracker.queries.audit import AuditLine, AuditLines
from tracker.web import wording
from tracker.web.accounts.pages import Tab


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One audit line; a form may have changed several things at once."""

    number: int
    at: str
    who: str
    what: str
    changes: tuple[SettingChange, ...]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """See templates/policies/history.html."""

    lines: tuple[HistoryLine, ...]
    groups: tuple[Tab, ...]
    next_url: str | None


def history_page(found: AuditLines, *, group: str) -> HistoryPage:
    """Prepare the page of the lines found, narrowed to ``group``."""
    names = {"": "全部"} | {name: label for name, (label, _) in GROUPS.items()}
    chosen = group if group in GROUPS else ""
    return HistoryPage(
        lines=tuple(_line(line) for line in found.lines),
        groups=tuple(
            Tab(label, url_for("policies.history", group=name or None), name == chosen)
            for name, label in names.items()
        ),
        next_url=url_for("policies.history", group=chosen or None, before=found.next_before)
        if found.next_before
        else None,
    )


def _line(line: AuditLine) -> HistoryLine:
    entry = line.entry
    return HistoryLine(
        number=entry.id,
        at=wording.moment(entry.at),
        who=f"{line.actor_name}（{line.username}）" if line.username else "未登录或命令行",
        what=action_label(entry.action),
        changes=changes_in(entry.action, entry.subject, entry.detail),
    )
