"""Gives every page of somebody signed in its frame: areas, today, banners."""

from collections.abc import Iterator
from typing import Any

from flask import Flask, current_app, url_for
from flask_login import current_user

from tracker.now import now, today
from tracker.queries.heartbeats import scheduler_silence
from tracker.services.rules import rules_for
from tracker.web import filters, wording
from tracker.web.frame import Banner, Frame, areas_for


def register(app: Flask) -> None:
    """Make the frame, the filters and the globals known to the templates."""
    filters.register(app)
    app.context_processor(_around)


def _around() -> dict[str, Any]:
    if not current_user.is_authenticated:
        return {}
    return {"frame": _frame()}


def _frame() -> Frame:
    agency = current_user.agency
    return Frame(
        agency=agency.name,
        today=today(),
        is_workday=rules_for(agency).national.is_workday(today()),
        person=current_user.display_name,
        place=current_user.section.name if current_user.section else "",
        areas=areas_for(current_user.roles, current_app._get_current_object()),  # type: ignore[attr-defined]  # noqa: SLF001 - the way Flask documents
        banners=tuple(_banners())[:2],
        idle_minutes=current_app.config["SETTINGS"].idle_minutes,
        home_url=_address("workbench.home") or "/",
        search_url=_address("cases.index"),
        account_url=_address("auth.password"),
        sign_out_url=_address("auth.sign_out"),
    )


def _address(endpoint: str) -> str:
    return url_for(endpoint) if endpoint in current_app.view_functions else ""


def _banners() -> Iterator[Banner]:
    if current_user.agency.is_demonstration:
        yield Banner("warning", "这是演示数据。", "人名、地名、办件都是编造的，请勿登记真实信息。")
    silence = scheduler_silence(at=now())
    if silence is not None:
        since = f"，最后一次在 {wording.moment(silence.last_beat_at)}" if silence.last_beat_at else ""
        yield Banner("fault", f"定时服务没有运行{since}。", "提醒不会发出；列表、期限和统计不受影响。")
