"""The template filters and globals: words for dates, counts and masks."""

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, url_for
from markupsafe import Markup, escape

from tracker.web import wording

STATIC = Path(__file__).resolve().parent.parent / "static"
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})")

FILTERS = {
    "weekday": wording.weekday,
    "short_day": wording.short_day,
    "day_with_weekday": wording.day_with_weekday,
    "full_day": wording.full_day,
    "official_day": wording.official_day,
    "clock_time": wording.clock_time,
    "moment": wording.moment,
    "relative_day": wording.relative_day,
    "since": wording.since,
    "signed": wording.signed,
    "days": wording.days,
    "days_left": wording.days_left,
    "counted": wording.count,
    "masked_name": wording.masked_name,
    "masked_phone": wording.masked_phone,
    "short_number": wording.short_number,
    "file_size": wording.file_size,
}


def paragraphs(text: str) -> Markup:
    """Plain text as paragraphs, escaped."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return Markup("").join(Markup("<p>") + escape(line) + Markup("</p>") for line in lines)


def whole_dates(text: str) -> Markup:
    """Plain text, escaped, whose dates are not broken at their hyphens."""
    pieces = _DATE.split(text)
    return Markup("").join(
        Markup('<span class="nowrap">{}</span>').format(piece) if place % 2 else escape(piece)
        for place, piece in enumerate(pieces)
    )


@lru_cache(maxsize=64)
def _fingerprint(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]


def asset(name: str) -> str:
    """The address of a static file, changed whenever its content changes."""
    return url_for("static", filename=name, v=_fingerprint(name))


def register(app: Flask) -> None:
    """Make filters and globals known to the templates."""
    env: Any = app.jinja_env
    env.filters.update(FILTERS, paragraphs=paragraphs, whole_dates=whole_dates)
    env.globals["asset"] = asset
    env.globals["light_words"] = wording.light_words
    env.trim_blocks = True
    env.lstrip_blocks = True
