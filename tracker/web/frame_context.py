"""Gives every page of somebody signed in its frame: areas, today, banners."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask import Flask, current_app, url_for
from flask_login import current_user

from tracker.domain.labels import Role
from tracker.domain.permissions import CASE_ROLES
from tracker.now import now, today
from tracker.queries.cases.open_cases import count_waiting_for_notice
from tracker.queries.heartbeats import scheduler_silence
from tracker.web import filters, wording
from tracker.web.calendar.year_page import missing_notices
from tracker.web.cases.todays import my_rules
from tracker.web.frame import Banner, Frame, areas_for

WATCHES_THE_MACHINE = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})


def register(app: Flask) -> None:
    """Make the frame, the filters and the globals known to the templates."""
    filters.register(app)
    app.context_processor(_around)


def _around() -> dict[str, Any]:
    """Nothing is looked up for people not signed in."""
    return {"frame": _frame()} if current_user.is_authenticated else {}


def _frame() -> Frame:
    agency, day, roles = current_user.agency, today(), current_user.roles
    works = not roles.isdisjoint(CASE_ROLES)
    return Frame(
        agency=agency.name,
        today=day,
        is_workday=my_rules().national.is_workday(day),
        person=current_user.display_name,
        place=_place() if works else "不经办案件",
        areas=areas_for(roles, current_app),
        banners=tuple(_banners())[:2],
        idle_minutes=current_app.config["SETTINGS"].idle_minutes,
        home_url=url_for("workbench.home"),
        search_url=url_for("cases.index") if works else "",
        account_url=url_for("auth.password"),
        sign_out_url=url_for("auth.sign_out"),
        keep_alive_url=url_for("status.alive"),
    )


def _place() -> str:
    if current_user.section:
        return str(current_user.section.name)
    return "、".join(role.label for role in Role if role in current_user.roles)


def _banners() -> Iterator[Banner]:
    """A silent scheduler first, then what kind of installation this is."""
    silence = scheduler_silence(at=now())
    if silence is not None:
        yield _silent(silence.last_beat_at)
    yield from _missing_notice()
    if current_user.agency.is_demonstration:
        yield Banner("warning", "这是演示。", "人名、地名、办件都是编的，请不要登记真实来件。")


def _missing_notice() -> Iterator[Banner]:
    """From 1 November the administrator is told that next year's calendar is missing, and what that touches."""
    if Role.SYSTEM_ADMIN not in current_user.roles:
        return
    day = today()
    names = missing_notices(my_rules(), day)
    if names:
        waiting = count_waiting_for_notice(current_user.agency_id)
        fact = f"{day.year + 1} 年放假通知还没有载入（{'、'.join(names)}）。"
        text = f"{day.year}-12-25 以后的期限按周一至周五暂算，标“暂定”；现有 {waiting} 件在办件受影响。"
        yield Banner("warning", fact, text, [("载入放假通知", url_for("calendar.year"))])


def _silent(last_beat_at: datetime | None) -> Banner:
    moment = now()
    fact, when = "定时服务还没有运行过", ""
    if last_beat_at is not None:
        fact = f"定时服务已停 {int((moment - last_beat_at).total_seconds() // 60)} 分钟"
        when = f"（最后一次 {wording.moment(last_beat_at)}，现在 {wording.clock_time(moment)}）"
    text = f"{when}。提醒和邮件暂不发出；本页的期限、灯号和件数按当前时间现算，不受影响。"
    may_look = not current_user.roles.isdisjoint(WATCHES_THE_MACHINE)
    return Banner("fault", fact, text, [("查看运行状况", url_for("status.show"))] if may_look else [])
