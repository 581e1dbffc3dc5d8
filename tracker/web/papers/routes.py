"""Print views of one case."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.now import now, today
from tracker.services.cases.projection import deadline_of
from tracker.services.documents.letters import documents_of
from tracker.web.access import case_people
from tracker.web.cases.opened import names, opened
from tracker.web.cases.todays import my_rules
from tracker.web.papers.pages import case_file_page, printed, receipt_page

blueprint = Blueprint("papers", __name__, url_prefix="/cases")


@blueprint.get("/<int:case_id>/receipt")
@case_people
def receipt(case_id: int) -> ResponseReturnValue:
    file = opened(case_id).file
    first = file.lines[0].row
    deadline = deadline_of(file.case, file.events[:1], my_rules())
    page = receipt_page(
        file,
        deadline,
        clerk=first.actor.display_name if first.actor else "",
        case_url=url_for("cases.show", case_id=case_id),
        printing=printed(current_user.display_name, now()),
    )
    return render_template("papers/receipt.html", page=page)


@blueprint.get("/<int:case_id>/file")
@case_people
def case_file(case_id: int) -> ResponseReturnValue:
    found = opened(case_id)
    page = case_file_page(
        found.file,
        found.deadline,
        documents=documents_of(case_id),
        names=names(merged_into=found.standing.merged_into),
        case_url=url_for("cases.show", case_id=case_id),
        today=today(),
        printing=printed(current_user.display_name, now()),
    )
    return render_template("papers/case_file.html", page=page)
