"""Sign-in and error pages."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from wtforms import Form, PasswordField, StringField
from wtforms.validators import InputRequired

from tracker.web.year_grid import year_grid

OFF = {
    date(2026, 1, 1) + timedelta(days=n)
    for n in (0, 1, 2, *range(45, 54), *range(120, 125), *range(273, 280))
}
MAKEUP = {
    date(2026, 1, 4),
    date(2026, 2, 14),
    date(2026, 2, 28),
    date(2026, 5, 9),
    date(2026, 9, 20),
    date(2026, 10, 10),
}


def is_workday(day: date) -> bool:
    return day in MAKEUP or (day.weekday() < 5 and day not in OFF)


class SignInForm(Form):
    username = StringField("用户名", [InputRequired()])
    password = PasswordField("密码", [InputRequired()])


def sign_in() -> tuple[str, dict[str, Any]]:
    today = date(2026, 11, 20)
    front = SimpleNamespace(
        agency="示例区自然资源局",
        channels=["12345热线", "区委书记信箱", "区长信箱", "市长信箱", "依申请公开", "信访"],
        today=today,
        is_workday=True,
        workday_number=219,
        next_day_off=date(2026, 11, 21),
        year=year_grid(today, is_workday),
        lock_after=5,
        lock_minutes=15,
        idle_minutes=30,
        help_phone="内线 8001",
    )
    return "auth/sign_in.html", {"front": front, "form": SignInForm(data={"username": "zhoucb"}), "demo": []}


def error() -> tuple[str, dict[str, Any]]:
    return "layouts/error.html", {"code": 404, "sentence": "没有这一页，或者您不能查看它。请核对地址。"}


PAGES = {"sign-in": sign_in, "error": error}
