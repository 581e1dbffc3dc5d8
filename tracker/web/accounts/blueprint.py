"""The blueprint of 机构人员, and the look-ups its routes share."""

from typing import Any

from flask import Blueprint, abort, render_template
from flask_login import current_user

from tracker.models.agency import Agency, Channel, Section
from tracker.models.user import User
from tracker.queries import organisation
from tracker.queries.child_reports import agency_below
from tracker.web.accounts.pages import tabs_of

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts")
LARGEST_ID = 2**62


def found_person(user_id: int) -> User:
    """The agency's account of that id, or 404."""
    return organisation.person(current_user.agency_id, min(user_id, LARGEST_ID)) or abort(404)


def found_section(section_id: int) -> Section:
    """The agency's section of that id, or 404."""
    return organisation.section(current_user.agency_id, min(section_id, LARGEST_ID)) or abort(404)


def found_channel(code: str) -> Channel:
    """The agency's channel of that code, or 404."""
    return organisation.channel(current_user.agency_id, code) or abort(404)


def found_agency_below(agency_id: int) -> Agency:
    """The agency of that id directly below ours, or 404."""
    return agency_below(current_user.agency_id, min(agency_id, LARGEST_ID)) or abort(404)


def page(template: str, current: str, **context: Any) -> str:
    """Render a page of the area with its tabs."""
    return render_template(template, tabs_shown=tabs_of(current_user.roles, current), **context)
