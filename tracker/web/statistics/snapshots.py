"""统计快照 pages: keep the figures on screen, list what was kept, compare one with now; and the page to print."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import MultiDict
from wtforms import StringField

from tracker.domain.errors import DomainError
from tracker.domain.labels import Role
from tracker.models.statistics import StatisticsSnapshot
from tracker.now import now, today
from tracker.queries.figures import COUNTED_KINDS
from tracker.queries.snapshots import (
    changes_since,
    contents,
    is_open_to,
    kept_contents,
    snapshot_of,
    snapshots,
)
from tracker.services.reports.snapshots import is_whole, keep_snapshot
from tracker.web.access import allow, current_actor
from tracker.web.form_base import TrackerForm
from tracker.web.statistics.choice import Choice, ChoiceForm, read_choice
from tracker.web.statistics.figure_words import COLUMNS, FIGURE_WORDS

blueprint = Blueprint("snapshots", __name__, url_prefix="/statistics/snapshots")
READERS = (Role.SUPERVISOR, Role.STATISTICIAN)
FATE_WORDS = {
    "closed_in_time": "按期办结",
    "closed_late": "逾期办结",
    "removed": "退回合并等",
    "overdue": "超期",
    "open": "在办",
    "": "不在其中",
}


class SnapshotForm(TrackerForm):
    """The name of a snapshot; what it holds is asked for by the address."""

    name = StringField("快照名字")


@dataclass(frozen=True, slots=True)
class SnapshotLine:
    """One kept page in the list."""

    name: str
    url: str
    words: str
    made_at: object
    sha256: str


def _choice_of(snapshot: StatisticsSnapshot) -> Choice:
    return read_choice(ChoiceForm(formdata=MultiDict(snapshot.address)), on=today())


def words_of(choice: Choice) -> str:
    """What was asked, in one line."""
    return (
        f"{choice.start} 至 {choice.end}，截至 {choice.as_of}，{choice.cohort.label}，按{choice.by.label}，"
        f"{choice.rounding.label}"
    )


def _line(snapshot: StatisticsSnapshot) -> SnapshotLine:
    return SnapshotLine(
        snapshot.name,
        url_for("snapshots.compare", snapshot_id=snapshot.id),
        words_of(_choice_of(snapshot)),
        snapshot.made_at,
        snapshot.sha256,
    )


@blueprint.get("/")
@allow(*READERS)
def index() -> ResponseReturnValue:
    lines = [_line(each) for each in snapshots(current_user.agency_id)]
    return render_template("statistics/snapshots.html", lines=lines)


@blueprint.post("/")
@allow(*READERS)
def keep() -> ResponseReturnValue:
    choice, form = read_choice(ChoiceForm(formdata=request.args), on=today()), SnapshotForm()
    try:
        form.validate()
        snapshot = _kept(choice, form)
    except DomainError as refused:
        flash(refused.message, "warning")
        return redirect(url_for("statistics.show", **choice.address()))
    flash(f"已存为快照“{snapshot.name}”，SHA-256 {snapshot.sha256[:12]}…", "done")
    return redirect(url_for("snapshots.compare", snapshot_id=snapshot.id))


def _kept(choice: Choice, form: SnapshotForm) -> StatisticsSnapshot:
    scope = choice.scope(current_actor())
    return keep_snapshot(
        agency_id=current_user.agency_id,
        name=form.name.data or "",
        address=choice.address(),
        content=contents(scope, choice.by, choice.rounding, told=COUNTED_KINDS),
        actor_id=current_user.id,
        at=now(),
    )


@blueprint.get("/<int:snapshot_id>")
@allow(*READERS)
def compare(snapshot_id: int) -> ResponseReturnValue:
    snapshot = snapshot_of(current_user.agency_id, snapshot_id) or abort(404)
    kept = kept_contents(snapshot)
    if is_open_to(current_actor(), kept):
        return render_template("statistics/snapshot.html", snapshot=snapshot, **_comparison(snapshot, kept))
    flash("这份快照的统计范围与您的不同，不能打开；需要其中的数字，请由本局其他统计人员查看。", "warning")
    return redirect(url_for("snapshots.index"))


def _comparison(snapshot: StatisticsSnapshot, kept: Mapping[str, Any]) -> dict[str, Any]:
    choice = _choice_of(snapshot)
    scope = choice.scope(current_actor())
    return {
        "words": words_of(choice),
        "is_whole": is_whole(snapshot),
        "kept": kept["completion"],
        "columns": COLUMNS,
        "changes": changes_since(
            kept, contents(scope, choice.by, choice.rounding, told=COUNTED_KINDS), scope
        ),
        "figure_words": FIGURE_WORDS,
        "fate_words": FATE_WORDS,
        "now_url": url_for("statistics.show", **choice.address()),
    }
