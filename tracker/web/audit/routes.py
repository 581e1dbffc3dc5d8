"""审计: the audit administrator reads the log and has its chain checked; nobody changes it."""

import json
from dataclasses import replace
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, SelectChoice, SelectField, StringField

from tracker.domain.audit_actions import ACTIONS, action_label
from tracker.domain.labels import Role
from tracker.domain.masking import without_names
from tracker.queries import audit as log
from tracker.queries.audit import AuditFilter, AuditLine
from tracker.queries.cases import one
from tracker.services import audit
from tracker.web import wording
from tracker.web.access import allow, current_actor
from tracker.web.form_base import DayField, TrackerForm
from tracker.web.transaction import only_reads

blueprint = Blueprint("audit", __name__, url_prefix="/audit")
LARGEST_ID = 2**62


class LogFilterForm(TrackerForm):
    """Narrows the log; sent by GET."""

    action = SelectField(
        "事项",
        choices=[SelectChoice("", "全部"), *(SelectChoice(code, label) for code, label in ACTIONS.items())],
        validate_choice=False,
    )
    username = StringField("用户名")
    subject = StringField("对象")
    first = DayField("从")
    last = DayField("到")
    only_refused = BooleanField("只看被拒绝的")

    def chosen(self) -> AuditFilter:
        """The filter, without what could not be read."""
        return AuditFilter(
            action=self.action.data or "",
            username=self.username.data or "",
            subject=self.subject.data or "",
            first=self.first.data,
            last=self.last.data,
            only_refused=self.only_refused.data,
        )


@blueprint.get("/")
@allow(Role.AUDIT_ADMIN)
def index() -> ResponseReturnValue:
    return _page()


@blueprint.post("/check")
@allow(Role.AUDIT_ADMIN)
@only_reads
def check() -> ResponseReturnValue:
    broken = audit.first_broken_line()
    total = log.count_all()
    if broken is None:
        return _page(verdict=f"{total} 条记录首尾相接，没有被改动。", is_whole=True)
    return _page(verdict=f"第 {broken} 条与它前面的记录接不上：这一条或之前的记录被改动过。", is_whole=False)


def _page(*, verdict: str = "", is_whole: bool | None = None) -> str:
    form = LogFilterForm(request.args, meta={"csrf": False})
    form.validate()
    hidden = one.recused_numbers(current_actor())
    chosen = replace(form.chosen(), hidden=hidden)
    found = log.lines(chosen, before=min(request.args.get("before", LARGEST_ID, int), LARGEST_ID))
    older: dict[str, Any] = {**request.args, "before": found.next_before}
    page = {
        "lines": [_shown(line, hidden) for line in found.lines],
        "verdict": verdict,
        "is_whole": is_whole,
        "is_filtered": any(request.args.get(name) for name in form.data),
        "next_url": url_for("audit.index", **older) if found.next_before else None,
    }
    return render_template("audit/index.html", page=page, form=form)


def _shown(line: AuditLine, hidden: tuple[str, ...]) -> dict[str, object]:
    entry = line.entry
    detail = json.dumps(entry.detail, ensure_ascii=False, indent=1) if entry.detail else ""
    return {
        "number": entry.id,
        "at": wording.moment(entry.at),
        "who": f"{line.actor_name}（{line.username}）" if line.username else "未登录或命令行",
        "what": action_label(entry.action),
        "subject": entry.subject,
        "succeeded": entry.succeeded,
        "address": entry.address,
        "detail": without_names(detail, *hidden),
    }
