"""渠道 and 本机关."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.domain.errors import DomainError
from tracker.domain.labels import Kind, Role
from tracker.now import now
from tracker.queries import organisation
from tracker.services.deadlines.requests import request_recompute
from tracker.services.organisation import agency_facts
from tracker.services.organisation import channels as services
from tracker.web.access import allow, current_actor
from tracker.web.accounts.blueprint import blueprint, found_channel, page
from tracker.web.accounts.forms import AgencyForm, ChannelForm, NewChannelForm

LIST = "accounts.channels"
AGENCY = "accounts.agency"


@blueprint.get("/channels")
@allow(Role.SYSTEM_ADMIN)
def channels() -> ResponseReturnValue:
    lines = organisation.channels(current_user.agency_id, with_inactive=True)
    return page("accounts/channels.html", LIST, lines=lines)


@blueprint.get("/channels/new")
@allow(Role.SYSTEM_ADMIN)
def new_channel() -> ResponseReturnValue:
    form = NewChannelForm(formdata=None, needs_signature=True, needs_review=True)
    return page("accounts/channel.html", LIST, channel=None, form=form)


@blueprint.post("/channels/new")
@allow(Role.SYSTEM_ADMIN)
def create_channel() -> ResponseReturnValue:
    form = NewChannelForm()
    try:
        if not form.validate():
            return page("accounts/channel.html", LIST, channel=None, form=form), 422
        kind = Kind(form.kind.data)
        made = services.create_channel(actor=current_actor(), kind=kind, fields=form.as_fields(), at=now())
    except DomainError as refused:
        form.refuse(refused)
        return page("accounts/channel.html", LIST, channel=None, form=form), 422
    return _back(f"已新建渠道{made.name}。")


@blueprint.get("/channels/<code>")
@allow(Role.SYSTEM_ADMIN)
def channel(code: str) -> ResponseReturnValue:
    found = found_channel(code)
    return page("accounts/channel.html", LIST, channel=found, form=ChannelForm.of(found))


@blueprint.post("/channels/<code>")
@allow(Role.SYSTEM_ADMIN)
def change_channel(code: str) -> ResponseReturnValue:
    found, form = found_channel(code), ChannelForm()
    try:
        if not form.validate():
            return page("accounts/channel.html", LIST, channel=found, form=form), 422
        services.change_channel(actor=current_actor(), channel=found, fields=form.as_fields(), at=now())
    except DomainError as refused:
        form.refuse(refused)
        return page("accounts/channel.html", LIST, channel=found, form=form), 422
    return _back(f"已更正渠道{found.name}。")


@blueprint.post("/channels/<code>/close")
@allow(Role.SYSTEM_ADMIN)
def close_channel(code: str) -> ResponseReturnValue:
    found = found_channel(code)
    try:
        services.close_channel(actor=current_actor(), channel=found, at=now())
    except DomainError as refused:
        return _back(refused.message, "warning")
    return _back(f"已停用渠道{found.name}，在办的件照常办理。")


@blueprint.post("/channels/<code>/reopen")
@allow(Role.SYSTEM_ADMIN)
def reopen_channel(code: str) -> ResponseReturnValue:
    found = found_channel(code)
    services.reopen_channel(actor=current_actor(), channel=found, at=now())
    return _back(f"已启用渠道{found.name}。")


@blueprint.get("/agency")
@allow(Role.SYSTEM_ADMIN)
def agency() -> ResponseReturnValue:
    return _agency_page(AgencyForm.of(current_user.agency))


@blueprint.post("/agency")
@allow(Role.SYSTEM_ADMIN)
def change_agency() -> ResponseReturnValue:
    form = AgencyForm()
    try:
        if not form.validate():
            return _agency_page(form), 422
        _change_agency(form)
    except DomainError as refused:
        form.refuse(refused)
        return _agency_page(form), 422
    flash("已更正本机关的资料。", "done")
    return redirect(url_for(AGENCY))


def _change_agency(form: AgencyForm) -> None:
    """Another region moves dates, so the open cases are recomputed."""
    at, region = now(), current_user.agency.region_code
    entry = agency_facts.change_agency(
        agency=current_user.agency,
        facts=form.facts(),
        region_code=form.region_code.data,
        actor_id=current_user.id,
        at=at,
    )
    if entry is not None and current_user.agency.region_code != region:
        request_recompute(because_of=entry, at=at)


def _agency_page(form: AgencyForm) -> str:
    form.offer_regions()
    return page("accounts/agency.html", AGENCY, form=form)


def _back(message: str, tone: str = "done") -> ResponseReturnValue:
    flash(message, tone)
    return redirect(url_for(LIST))
