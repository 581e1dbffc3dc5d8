"""人员: list, make, change, roles, locks, passwords, hand over."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.domain.errors import DomainError
from tracker.domain.labels import Role
from tracker.models.user import User
from tracker.now import now
from tracker.queries import organisation
from tracker.services.organisation import people
from tracker.services.organisation.handover import hand_over as hand_over_cases
from tracker.web.access import allow, current_actor
from tracker.web.accounts.blueprint import blueprint, found_person, found_section, page
from tracker.web.accounts.forms import HandOverForm, NewPersonForm, PersonForm, RolesForm, section_choices
from tracker.web.accounts.pages import person_page, person_rows

LIST = "accounts.index"
BOTH = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)


@blueprint.get("/")
@allow(*BOTH)
def index() -> ResponseReturnValue:
    lines = organisation.people(current_user.agency_id)
    rows = person_rows(lines, at=now(), viewer=current_user.roles)
    return page("accounts/index.html", LIST, rows=rows)


@blueprint.get("/new")
@allow(*BOTH)
def new_person() -> ResponseReturnValue:
    return _new_page(NewPersonForm(formdata=None, roles=[Role.HANDLER.value]))


@blueprint.post("/new")
@allow(*BOTH)
def create_person() -> ResponseReturnValue:
    form = NewPersonForm()
    if not form.validate():
        return _new_page(form), 422
    try:
        user, password = _create_person(form)
    except DomainError as refused:
        form.refuse(refused)
        return _new_page(form), 422
    return page("accounts/password_once.html", LIST, user=user, password=password, is_new=True)


@blueprint.get("/<int:user_id>")
@allow(*BOTH)
def person(user_id: int) -> ResponseReturnValue:
    return _person_page(found_person(user_id))


@blueprint.post("/<int:user_id>")
@allow(Role.SYSTEM_ADMIN)
def change_person(user_id: int) -> ResponseReturnValue:
    user, form = found_person(user_id), PersonForm()
    try:
        if not form.validate():
            return _person_page(user, form=form), 422
        people.change_person(
            actor=current_actor(),
            user=user,
            display_name=form.display_name.data or "",
            section=found_section(form.section.data) if form.section.data else None,
            at=now(),
        )
    except DomainError as refused:
        form.refuse(refused)
        return _person_page(user, form=form), 422
    return _back(user, f"已更正{user.display_name}的资料。")


@blueprint.post("/<int:user_id>/roles")
@allow(Role.SECURITY_ADMIN)
def set_roles(user_id: int) -> ResponseReturnValue:
    user, form = found_person(user_id), RolesForm()
    try:
        people.set_roles(actor=current_actor(), user=user, roles=form.chosen_roles(), at=now())
    except DomainError as refused:
        form.refuse(refused)
        return _person_page(user, roles_form=form), 422
    return _back(user, f"已设定{user.display_name}的角色，其登录已退出。")


@blueprint.post("/<int:user_id>/disable")
@allow(Role.SYSTEM_ADMIN)
def disable(user_id: int) -> ResponseReturnValue:
    user = found_person(user_id)
    try:
        people.disable_person(actor=current_actor(), user=user, at=now())
    except DomainError as refused:
        return _back(user, refused.message, "warning")
    return _back(user, f"已停用{user.display_name}的账号，其登录已退出。")


@blueprint.post("/<int:user_id>/enable")
@allow(Role.SYSTEM_ADMIN)
def enable(user_id: int) -> ResponseReturnValue:
    user = found_person(user_id)
    people.enable_person(actor=current_actor(), user=user, at=now())
    return _back(user, f"已启用{user.display_name}的账号。")


@blueprint.post("/<int:user_id>/unlock")
@allow(*BOTH)
def unlock(user_id: int) -> ResponseReturnValue:
    user = found_person(user_id)
    people.unlock_person(actor=current_actor(), user=user, at=now())
    return _back(user, f"已解锁{user.display_name}的账号。")


@blueprint.post("/<int:user_id>/password")
@allow(*BOTH)
def reset_password(user_id: int) -> ResponseReturnValue:
    user = found_person(user_id)
    try:
        password = people.reset_password(actor=current_actor(), user=user, at=now())
    except DomainError as refused:
        return _back(user, refused.message, "warning")
    return page("accounts/password_once.html", LIST, user=user, password=password, is_new=False)


@blueprint.get("/<int:user_id>/hand-over")
@allow(Role.SYSTEM_ADMIN)
def hand_over(user_id: int) -> ResponseReturnValue:
    return _hand_over_page(found_person(user_id), HandOverForm(formdata=None))


@blueprint.post("/<int:user_id>/hand-over")
@allow(Role.SYSTEM_ADMIN)
def hand_over_submit(user_id: int) -> ResponseReturnValue:
    user, form, at = found_person(user_id), HandOverForm(), now()
    try:
        chosen = form.chosen(_recipients(user))
        done = hand_over_cases(actor=current_actor(), user=user, recipients=chosen, at=at)
    except DomainError as refused:
        form.refuse(refused)
        return _hand_over_page(user, form), 422
    shares = "，".join(f"{one.display_name} {done.given[one.id]} 件" for one in chosen)
    told = f"已移交{user.display_name}名下的 {sum(done.given.values())} 件：{shares}。"
    if done.kept:
        kept = f"{'、'.join(done.kept)} 反映的是接手的人或其科室，没有移交（回避），请另选人移交。"
        return _back(user, told + kept, "warning")
    return _back(user, told)


def _create_person(form: NewPersonForm) -> tuple[User, str]:
    return people.create_person(
        actor=current_actor(),
        agency=current_user.agency,
        username=form.username.data or "",
        display_name=form.display_name.data or "",
        roles=form.chosen_roles(),
        section=found_section(form.section.data) if form.section.data else None,
        at=now(),
    )


def _recipients(user: User) -> list[User]:
    return [one for one in organisation.handlers(user.agency_id) if one.id != user.id and one.section_id]


def _new_page(form: NewPersonForm) -> str:
    form.section.choices = section_choices(organisation.sections(current_user.agency_id))
    return page("accounts/new.html", LIST, form=form)


def _hand_over_page(user: User, form: HandOverForm) -> str:
    able = {one.id for one in _recipients(user)}
    form.offer(line for line in organisation.people(user.agency_id) if line.user.id in able)
    return page(
        "accounts/hand_over.html", LIST, user=user, form=form, open_cases=people.open_cases_of(user.id)
    )


def _person_page(user: User, *, form: PersonForm | None = None, roles_form: RolesForm | None = None) -> str:
    form = form or PersonForm(formdata=None, display_name=user.display_name, section=user.section_id)
    form.section.choices = section_choices(organisation.sections(user.agency_id))
    held = [role.value for role in user.roles]
    return page(
        "accounts/person.html",
        LIST,
        page=person_page(user, viewer=current_user, open_cases=people.open_cases_of(user.id), at=now()),
        form=form,
        roles_form=roles_form or RolesForm(formdata=None, roles=held),
    )


def _back(user: User, message: str, tone: str = "done") -> ResponseReturnValue:
    flash(message, tone)
    return redirect(url_for("accounts.person", user_id=user.id))
