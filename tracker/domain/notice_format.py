"""The file format of a notice, as JSON or as plain lines, for ``flask workdays load``.

Plain lines (days without a year are of the notice's year, ``..`` is from–to)::

    文号 国办发明电〔2025〕7号
    年份 2026
    范围 全国
    元旦 休 01-01..01-03 班 01-04
    春节 休 02-15..02-23 班 02-14 02-28

``范围`` is 全国, 地区 with its code (``范围 地区 64``) or 本机关; ``印发 2025-11-04`` and ``修改 是``
(replaces only the holidays it names) may be added. The same as JSON::

    {"number": "…", "year": 2026, "layer": "national", "region": null,
     "issued_on": "2025-11-04", "amends": false,
     "holidays": [{"name": "元旦", "off": ["01-01..01-03"], "work": ["01-04"]}]}

The official text itself is accepted too, when it reads without a doubt.
"""

import json
import re
from datetime import date
from typing import Any

from tracker.domain.errors import DomainError
from tracker.domain.holiday_notices import Holiday, Notice, holiday_from_line, parse_days
from tracker.domain.labels import CalendarLayer
from tracker.domain.notice_text import parse_notice_text

SATURDAY = 5
LAYERS = {"全国": CalendarLayer.NATIONAL, "地区": CalendarLayer.REGIONAL, "本机关": CalendarLayer.AGENCY}
HEADERS = ("文号", "年份", "范围", "印发", "修改")


class NoticeRefused(DomainError):
    """A notice that cannot be read, or that contradicts itself; the message names line or field."""

    code = "notice_refused"


def read_notice(text: str) -> Notice:
    """Read a notice from a file's text: JSON, plain lines, or the official text.

    Raises ``NoticeRefused`` with every fault found; nothing is left out in silence.
    """
    stripped = text.lstrip("\ufeff").strip()
    if not stripped:
        raise NoticeRefused("文件是空的。")
    if stripped.startswith("{"):
        notice = _from_json(stripped)
    elif re.search(r"放假|上班", stripped):
        notice = _from_official_text(stripped)
    else:
        notice = _from_lines(stripped)
    faults = faults_of(notice)
    if faults:
        raise NoticeRefused("；".join(faults))
    return notice


def faults_of(notice: Notice) -> list[str]:
    """Return what is wrong with a notice, each as a Chinese sentence; empty when nothing is."""
    faults = []
    if not notice.number:
        faults.append("缺少文号")
    if notice.layer is CalendarLayer.REGIONAL and not notice.region:
        faults.append("地区通知缺少地区代码")
    if not notice.holidays:
        faults.append("没有任何放假或者调休的日子")
    seen: dict[date, str] = {}
    for holiday in notice.holidays:
        if not holiday.name:
            faults.append("有一项缺少节日名称")
        for day in (*holiday.days_off, *holiday.makeup_days):
            if day in seen:
                faults.append(f"{day} 在“{seen[day]}”和“{holiday.name}”中重复出现")
            seen[day] = holiday.name
            if day.year != notice.year and (day.year, day.month) != (notice.year - 1, 12):
                faults.append(f"“{holiday.name}”的 {day} 不属于 {notice.year} 年的安排")
        faults += [
            f"“{holiday.name}”的调休上班日 {day} 不是周末"
            for day in holiday.makeup_days
            if notice.layer is not CalendarLayer.AGENCY and day.weekday() < SATURDAY
        ]
    return faults


def _from_official_text(text: str) -> Notice:
    draft = parse_notice_text(text)
    if draft.problems:
        told = "；".join(
            f"{problem.message}（{problem.sentence}）" if problem.sentence else problem.message
            for problem in draft.problems
        )
        raise NoticeRefused(f"通知原文有需要人工核对的地方，请在网页上载入：{told}")
    if draft.layer is CalendarLayer.REGIONAL:
        raise NoticeRefused("地区通知的原文没有地区代码，请改用 JSON 或者逐行格式，写明“范围 地区 64”。")
    return draft.as_notice()


def _from_lines(text: str) -> Notice:
    headers: dict[str, str] = {}
    rows: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        content = line.partition("#")[0].strip()
        word, _, rest = content.partition(" ")
        if word in HEADERS:
            headers[word] = rest.strip()
        elif content:
            rows.append((number, content))
    year = _year(headers.get("年份"))
    layer_name, _, region = headers.get("范围", "全国").partition(" ")
    if layer_name not in LAYERS:
        raise NoticeRefused(f"范围“{layer_name}”不认识，可写 全国、地区 代码、本机关。", field="范围")
    return Notice(
        year,
        headers.get("文号", ""),
        tuple(_holiday(line, year, number) for number, line in rows),
        layer=LAYERS[layer_name],
        region=region.strip() or None,
        amends=headers.get("修改", "否") == "是",
        issued_on=_issued(headers.get("印发")),
    )


def _holiday(line: str, year: int, number: int) -> Holiday:
    try:
        return holiday_from_line(line, year)
    except ValueError:
        raise NoticeRefused(
            f"第 {number} 行“{line}”没有读懂，应形如：春节 休 02-15..02-23 班 02-14 02-28。", row=number
        ) from None


def _from_json(text: str) -> Notice:
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise NoticeRefused(f"第 {error.lineno} 行第 {error.colno} 列起不是正确的 JSON。") from None
    year = _year(document.get("year"))
    try:
        layer = CalendarLayer(document.get("layer", "national"))
    except ValueError:
        raise NoticeRefused(
            f"layer “{document['layer']}”不认识，可填 national、regional、agency。", field="layer"
        ) from None
    rows = document.get("holidays")
    if not isinstance(rows, list):
        raise NoticeRefused("holidays 应为 JSON 数组。", field="holidays")
    region = document.get("region")
    return Notice(
        year,
        str(document.get("number") or ""),
        tuple(_holiday_from_json(row, year, number) for number, row in enumerate(rows, start=1)),
        layer=layer,
        region=str(region) if region else None,
        amends=document.get("amends") is True,
        issued_on=_issued(document.get("issued_on")),
        source=str(document.get("source") or ""),
    )


def _holiday_from_json(row: Any, year: int, number: int) -> Holiday:
    try:
        off, worked = (" ".join(row.get(key) or []) for key in ("off", "work"))
        return Holiday(row["name"].strip(), parse_days(off, year), parse_days(worked, year))
    except (AttributeError, KeyError, TypeError, ValueError):
        raise NoticeRefused(
            f"holidays 第 {number} 项没有读懂，应含 name、off、work，日子形如 01-01..01-03 或 2027-01-04。",
            field="holidays",
        ) from None


def _year(value: Any) -> int:
    if isinstance(value, int | str) and re.fullmatch(r"(19|20|21)\d\d", str(value)):
        return int(value)
    raise NoticeRefused(f"年份应为四位数字，现在是“{value if value is not None else ''}”。", field="年份")


def _issued(value: Any) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise NoticeRefused(f"印发日期应形如 2025-11-04，现在是“{value}”。", field="印发") from None
