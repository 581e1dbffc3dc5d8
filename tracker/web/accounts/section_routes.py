"""科室: list, make, rename, close, merge, split."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.domain.errors import DomainError
from tracker.domain.labels import Role
from tracker.models.agency import Section
from tracker.now import now
from tracker.queries import organisation
from tracker.services.organisation import sections as services
from tracker.services.organisation import splitting
from tracker.services.organisation.splitting import SplitOff
from tracker.web.access import allow, current_actor
from tracker.web.accounts.blueprint import blueprint, found_section, page
from tracker.web.accounts.forms import MergeForm, SectionForm, SplitForm, section_choices

LIST = "accounts.sections"


@blueprint.get("/sections")
@allow(Role.SYSTEM_ADMIN)
def sections() -> ResponseReturnValue:
    return _list_page(SectionForm(formdata=None))


@blueprint.post("/sections")
@allow(Role.SYSTEM_ADMIN)
def create_section() -> ResponseReturnValue:
    form = SectionForm()
    try:
        if not form.validate():
            return _list_page(form), 422
        made = services.create_section(
            actor=current_actor(), name=form.name.data or "", duty=form.duty.data or "", at=now()
        )
    except DomainError as refused:
        form.refuse(refused)
        return _list_page(form), 422
    return _back(f"已新建{made.name}。")


@blueprint.get("/sections/<int:section_id>")
@allow(Role.SYSTEM_ADMIN)
def section(section_id: int) -> ResponseReturnValue:
    return _section_page(found_section(section_id))


@blueprint.post("/sections/<int:section_id>")
@allow(Role.SYSTEM_ADMIN)
def change_section(section_id: int) -> ResponseReturnValue:
    found, form = found_section(section_id), SectionForm()
    try:
        if not form.validate():
            return _section_page(found, form=form), 422
        services.change_section(
            actor=current_actor(),
            section=found,
            name=form.name.data or "",
            duty=form.duty.data or "",
            at=now(),
        )
    except DomainError as refused:
        form.refuse(refused)
        return _section_page(found, form=form), 422
    return _back(f"已更正{found.name}。")


@blueprint.post("/sections/<int:section_id>/merge")
@allow(Role.SYSTEM_ADMIN)
def merge_section(section_id: int) -> ResponseReturnValue:
    found, form = found_section(section_id), MergeForm()
    try:
        if not form.validate():
            return _section_page(found, merge_form=form), 422
        into = found_section(form.into.data or 0)
        moved = services.merge_section(actor=current_actor(), section=found, into=into, at=now())
    except DomainError as refused:
        form.refuse(refused)
        return _section_page(found, merge_form=form), 422
    return _back(f"{found.name}已并入{into.name}，{moved} 件在办随之移交。")


@blueprint.get("/sections/<int:section_id>/split")
@allow(Role.SYSTEM_ADMIN)
def split(section_id: int) -> ResponseReturnValue:
    return _split_page(found_section(section_id), SplitForm(formdata=None))


@blueprint.post("/sections/<int:section_id>/split")
@allow(Role.SYSTEM_ADMIN)
def split_section(section_id: int) -> ResponseReturnValue:
    found, form = found_section(section_id), SplitForm()
    try:
        if not form.validate():
            return _split_page(found, form), 422
        done = _split(found, form)
    except DomainError as refused:
        form.refuse(refused)
        return _split_page(found, form), 422
    return _back(f"已从{found.name}分出{done.section.name}，{done.cases} 件在办随承办人过去。")


def _split(found: Section, form: SplitForm) -> SplitOff:
    return splitting.split_section(
        actor=current_actor(),
        section=found,
        name=form.name.data or "",
        duty=form.duty.data or "",
        people=form.chosen(_people_of(found)),
        takes_unassigned=form.takes_unassigned.data,
        at=now(),
    )


def _people_of(found: Section) -> list[organisation.PersonLine]:
    return [line for line in organisation.people(found.agency_id) if line.user.section_id == found.id]


def _split_page(found: Section, form: SplitForm) -> str:
    lines = _people_of(found)
    form.offer(lines)
    return page("accounts/split.html", LIST, section=found, form=form, has_people=bool(lines))


@blueprint.post("/sections/<int:section_id>/close")
@allow(Role.SYSTEM_ADMIN)
def close_section(section_id: int) -> ResponseReturnValue:
    found = found_section(section_id)
    try:
        services.close_section(actor=current_actor(), section=found, at=now())
    except DomainError as refused:
        return _back(refused.message, "warning")
    return _back(f"已撤销{found.name}，它办过的件不变。")


@blueprint.post("/sections/<int:section_id>/reopen")
@allow(Role.SYSTEM_ADMIN)
def reopen_section(section_id: int) -> ResponseReturnValue:
    found = found_section(section_id)
    services.reopen_section(actor=current_actor(), section=found, at=now())
    return _back(f"已恢复{found.name}。")


def _list_page(form: SectionForm) -> str:
    lines = organisation.section_lines(current_user.agency_id)
    return page("accounts/sections.html", LIST, lines=lines, form=form)


def _section_page(
    found: Section, *, form: SectionForm | None = None, merge_form: MergeForm | None = None
) -> str:
    merge_form = merge_form or MergeForm(formdata=None)
    others = [one for one in organisation.sections(current_user.agency_id) if one.id != found.id]
    merge_form.into.choices = section_choices(others)[1:]
    form = form or SectionForm(formdata=None, obj=found)
    return page("accounts/section.html", LIST, section=found, form=form, merge_form=merge_form)


def _back(message: str, tone: str = "done") -> ResponseReturnValue:
    flash(message, tone)
    return redirect(url_for(LIST))
