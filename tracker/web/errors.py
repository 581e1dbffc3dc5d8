"""Error pages: one true sentence each, in Chinese."""

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from tracker import unit_of_work
from tracker.database import is_busy
from tracker.domain.errors import PermissionRefused
from tracker.extensions import db

SENTENCES = {
    400: "请求不完整，请返回上一页重试。",
    401: "请先登录。",
    403: "您的账号没有打开这一页的权限。需要时请联系系统管理员。",
    404: "没有这一页，或者您不能查看它。请核对地址。",
    405: "这个地址不能这样打开，请从页面上的按钮进入。",
    413: "文件太大，超过 64 MB。请分成几份再传。",
    429: "操作太频繁，请稍后再试。",
    500: "出错了，刚才的操作没有保存。请再试一次；仍不行请联系系统管理员。",
}


def register(app: Flask) -> None:
    """Answer every error with a page."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(PermissionRefused, _not_allowed)
    app.register_error_handler(OperationalError, _busy)


def _page(code: int, sentence: str) -> ResponseReturnValue:
    return render_template("layouts/error.html", code=code, sentence=sentence), code


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.response
    code = error.code or 500
    return _page(code, SENTENCES.get(code, SENTENCES[500]))


def _stale_form(_error: CSRFError) -> ResponseReturnValue:
    return _page(400, "这张表单已过期（登录超时或换了账号）。请返回上一页，重新打开后再交。")


def _busy(error: OperationalError) -> ResponseReturnValue:
    """Another write held the database too long: what was typed comes back with a button that sends it again."""
    if not is_busy(error):
        raise error
    db.session.rollback()
    unit_of_work.announce(writes=False)
    again = [(name, value) for name, values in request.form.lists() for value in values]
    chosen = any(upload.filename for upload in request.files.values())
    how = "返回上一页，重新选好文件再交" if chosen else "再交一次"
    sentence = f"系统正忙，刚才的操作没有保存。可能有人正在导入很多办件，请等半分钟，{how}。"
    page = render_template("layouts/error.html", code=503, sentence=sentence, again=None if chosen else again)
    return page, 503


def _not_allowed(error: PermissionRefused) -> ResponseReturnValue:
    return _page(403, error.message)
