"""The page checker finds what it is meant to find."""

import pytest

from tests.web.page_checks import page_faults

GOOD = """<!doctype html><html lang="zh-CN"><head><title>登录 · 办件台账</title></head><body><h1>登录</h1>
<form method="post"><input type="hidden" name="csrf_token" value="x"><label for="name">姓名</label>
<input id="name" name="name"></form></body></html>"""


def test_good_page_has_no_fault() -> None:
    assert page_faults(GOOD) == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("登录 · 办件台账", "登录", "title is"),
        ("<h1>登录</h1>", "", "0 main headings"),
        ("<h1>登录</h1>", "<h1>登录</h1><h3>小节</h3>", "jumps from 1 to 3"),
        ('value="x"', 'value=""', "carries no csrf token"),
        ('for="name"', 'for="other"', "field name has no label"),
        ("</body>", '<p id="name"></p></body>', "id name occurs 2 times"),
        ("</body>", '<p style="color:red">急</p></body>', "inline style on p"),
        ("</body>", "<script>1</script></body>", "an inline script"),
        ("</body>", "<table><tr><th></th></tr></table></body>", "empty table head"),
        (
            "</body>",
            '<a accesskey="s" href="#">一</a><a accesskey="s" href="#">二</a></body>',
            "access key s",
        ),
    ],
)
def test_each_fault_is_found(before: str, after: str, fault: str) -> None:
    faults = page_faults(GOOD.replace(before, after))
    assert any(fault in found for found in faults), faults
