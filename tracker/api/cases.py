"""``GET /api/v1/cases/<number>``: the state of one case, its deadline and the ledger that explains it."""

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from tracker.now import today
from tracker.queries.cases.one import by_number
from tracker.services.api_tokens import holder_of
from tracker.services.cases.document import case_document

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
SCHEME = "Bearer "


@blueprint.get("/cases/<number>")
def case(number: str) -> ResponseReturnValue:
    """The document of ``flask cases show --json``; reported and secret cases are not given out."""
    sent = request.headers.get("Authorization", "")
    holder = holder_of(sent.removeprefix(SCHEME)) if sent.startswith(SCHEME) else None
    if holder is None:
        return _refused(401, "请在 Authorization 头中给出有效的令牌。")
    found = by_number(holder.agency_id, number)
    if found is None or found.is_secret or found.reported_section_id or found.reported_user_id:
        return _refused(404, f"没有编号为「{number}」的办件。")
    return jsonify(case_document(found, as_of=today()))


# The token is the rule here: sessions have no part in it.
case.access_rule = "public"  # type: ignore[attr-defined]


def _refused(status: int, message: str) -> ResponseReturnValue:
    answer = jsonify({"error": message})
    if status == 401:  # noqa: PLR2004 - unauthorized
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer, status
