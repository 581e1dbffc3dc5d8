"""Every route says who may call it; a route that says nothing is closed, and a test finds it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, flash, redirect, request, session, url_for
from flask_login import current_user, logout_user
from sqlalchemy.orm import joinedload

from tracker.domain.labels import Role
from tracker.domain.permissions import CASE_ROLES, Actor
from tracker.extensions import db, login_manager
from tracker.models.user import User
from tracker.now import now

View = TypeVar("View", bound=Callable[..., Any])
PUBLIC = "public"
SIGNED_IN = "signed in"
OWN_PASSWORD = frozenset({"auth.password", "auth.password_submit", "auth.sign_out"})


def public(view: View) -> View:
    """Anybody may call this route."""
    view.access_rule = PUBLIC  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Every account may call this route."""
    view.access_rule = SIGNED_IN  # type: ignore[attr-defined]
    return view


def allow(*roles: Role) -> Callable[[View], View]:
    """Accounts holding one of ``roles`` may call this route; per-case rules come on top."""

    def mark(view: View) -> View:
        view.access_rule = frozenset(roles)  # type: ignore[attr-defined]
        return view

    return mark


def case_people(view: View) -> View:
    """Whoever works with cases; administrators do not."""
    return allow(*CASE_ROLES)(view)


def when_timed_out(keep: Callable[..., str]) -> Callable[[View], View]:
    """Before the session of somebody who took too long ends, ``keep`` saves what this route was sent.

    It is called with the route's arguments and gives the address where it is taken up after signing in. The
    account is still known then, and only that account will ever read what was kept.
    """

    def mark(view: View) -> View:
        view.when_timed_out = keep  # type: ignore[attr-defined]
        return view

    return mark


def rule_of(endpoint: str) -> Any:
    """The rule of an endpoint, or None where its author forgot."""
    if endpoint == "static":
        return PUBLIC
    return getattr(current_app.view_functions[endpoint], "access_rule", None)


def may_call(endpoint: str) -> bool:
    """Whether the signed-in person's roles open ``endpoint``; pages ask before they offer it."""
    rule = rule_of(endpoint)
    return rule in {PUBLIC, SIGNED_IN} or (rule is not None and not current_user.roles.isdisjoint(rule))


def current_actor() -> Actor:
    """The signed-in person as the rules see them."""
    return Actor(
        user_id=current_user.id,
        agency_id=current_user.agency_id,
        section_id=current_user.section_id,
        roles=current_user.roles,
    )


def register(app: Flask) -> None:
    """Load accounts from the session and check the rule before every view."""
    login_manager.user_loader(_load)
    app.add_template_global(may_call)
    app.before_request(_check)


def _load(identity: str) -> User | None:
    number, _, stamp = identity.partition(":")
    if not number.isdecimal():
        return None
    user = db.session.get(User, int(number), options=[joinedload(User.section), joinedload(User.role_rows)])
    if user is None or user.stamp != stamp or not user.is_enabled:
        return None
    return user


def _check() -> Response | None:
    if request.endpoint is None:
        return None
    rule = rule_of(request.endpoint)
    if rule == PUBLIC:
        return None
    if rule is None:
        abort(403)
    if not current_user.is_authenticated:
        return _to_sign_in()
    if _has_ended():
        return _timed_out(rule)
    if current_user.must_change_password and request.endpoint not in OWN_PASSWORD:
        return redirect(url_for("auth.password"))  # type: ignore[return-value]
    if rule != SIGNED_IN and current_user.roles.isdisjoint(rule):
        abort(403)
    session["seen_at"] = now().timestamp()
    return None


def _has_ended() -> bool:
    settings = current_app.config["SETTINGS"]
    moment = now()
    seen = datetime.fromtimestamp(session.get("seen_at", 0), UTC)
    began = datetime.fromtimestamp(session.get("signed_in_at", 0), UTC)
    idle = moment - seen > timedelta(minutes=settings.idle_minutes)
    return idle or moment - began > timedelta(hours=settings.session_hours)


def _timed_out(rule: Any) -> Response:
    """End the session; what a form sent too late is kept for the account first."""
    keep = getattr(current_app.view_functions[request.endpoint or ""], "when_timed_out", None)
    may = rule == SIGNED_IN or not current_user.roles.isdisjoint(rule)
    wanted = keep(**(request.view_args or {})) if keep and may and request.method == "POST" else None
    logout_user()
    session.clear()
    kept = "您刚才填的已存为草稿，登录后接着办。" if wanted else ""
    flash(f"登录已超时，请重新登录。{kept}", "warning")
    return _to_sign_in(wanted)


def _to_sign_in(wanted: str | None = None) -> Response:
    if wanted is None and request.method == "GET":
        wanted = request.full_path.rstrip("?")
    return redirect(url_for("auth.sign_in", next=wanted))  # type: ignore[return-value]
