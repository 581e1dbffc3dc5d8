"""督办: the months of the board add up to the cases of the year, and each opens its cases."""

from tests.factories import registered
from tracker.domain.labels import Kind, Role
from tracker.now import today


def test_the_months_count_what_was_received(client_as, session):
    registered(Kind.HOTLINE, title="样本村一")
    registered(Kind.MAILBOX, title="样本村二")
    client = client_as(Role.SUPERVISOR)
    text = client.get("/board/").get_data(as_text=True)
    assert f"收到最多：{today().month}月 2 件" in text
    address = next(
        part.split('"')[0].replace("&amp;", "&")
        for part in text.split('href="')
        if f"key={today():%Y-%m}&amp;" in part or f"key={today():%Y-%m}#" in part
    )
    listed = client.get(address.split("#")[0]).get_data(as_text=True)
    assert "样本村一" in listed
    assert "样本村二" in listed
