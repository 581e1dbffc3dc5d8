"""我的视图, 列与行高, export of what is seen: as tabs, by address, for whom, and what a reader may see."""

from io import BytesIO

import openpyxl
import pytest
from lxml import html
from sqlalchemy import event

from tests.factories import SectionFactory, UserFactory, actor_of, registered
from tracker.domain.labels import Kind, Role
from tracker.extensions import db
from tracker.models.list_view import ListChoice, SavedView
from tracker.services import list_views


def keep(client, address, name, **more):
    return client.post(f"/cases/views/new?{address}", data={"name": name, **more}, follow_redirects=True)


def tab_words(answer):
    root = html.fromstring(answer.get_data(as_text=True))
    return [
        " ".join(each.text_content().split()) for each in root.findall(".//nav[@aria-label='办件分类']//a")
    ]


def heads(answer):
    root = html.fromstring(answer.get_data(as_text=True))
    return [each.text_content().split()[0] for each in root.findall(".//main//thead//th")]


@pytest.fixture
def section(session):
    return SectionFactory()


def test_a_day_that_cannot_be_read_narrows_nothing_and_says_so(client_as, session):
    page = html.fromstring(client_as(Role.CLERK).get("/cases/?view=all&received_from=上周&due_to=13-45").text)
    field = page.get_element_by_id("received_from")
    assert (field.get("value"), field.get("aria-invalid")) == ("上周", "true")
    told = {
        name: page.get_element_by_id(f"{name}-error").text_content() for name in ("received_from", "due_to")
    }
    assert "收到日期起" in told["received_from"]
    assert all(words.endswith("现在没有按它筛选。") for words in told.values())


def test_a_filter_is_kept_as_a_tab_with_its_count_and_its_address_opens_it(client_as, session):
    registered(title="样本村路灯不亮")
    registered(Kind.MAILBOX, title="建议增设路灯")
    registered(title="示例路积水")
    client = client_as(Role.CLERK)
    answer = keep(client, "view=all&text=路灯&sort=received_first", "路灯的")
    assert answer.status_code == 200
    assert "已存视图“路灯的”" in answer.get_data(as_text=True)
    view = session.query(SavedView).one()
    again = client.get(f"/cases/?saved={view.id}")
    assert "路灯的 2 件" in again.get_data(as_text=True)
    assert "路灯的 2" in tab_words(again)
    assert "示例路积水" not in again.get_data(as_text=True)
    wider = client.get(f"/cases/?saved={view.id}&view=all&text=")
    assert "示例路积水" in wider.get_data(as_text=True)
    assert "更新视图“路灯的”" in wider.get_data(as_text=True)


def test_views_are_renamed_moved_and_deleted(client_as, session):
    client = client_as(Role.CLERK)
    for name in ("甲", "乙", "丙"):
        keep(client, "view=open&text=甲", name)
    first, second, third = session.query(SavedView).order_by(SavedView.sort).all()
    client.post(f"/cases/views/{third.id}/move", data={"to": "up"})
    client.post(f"/cases/views/{first.id}/rename", data={"name": "头一个"})
    names = [words.split()[0] for words in tab_words(client.get("/cases/"))][-3:]
    assert names == ["头一个", "丙", "乙"]
    clash = client.post(f"/cases/views/{second.id}/rename", data={"name": "丙"}, follow_redirects=True)
    assert "已有一个叫“丙”的视图" in clash.get_data(as_text=True)
    gone = second.id
    client.post(f"/cases/views/{gone}/delete")
    assert session.query(SavedView).count() == 2
    assert client.get(f"/cases/?saved={gone}").status_code == 200


@pytest.mark.parametrize(("name", "said"), [("", "起个名字"), ("一" * 21, "最多 20 个字，现在是 21 个")])
def test_a_name_that_cannot_be_kept_is_refused_in_words(client_as, session, name, said):
    answer = keep(client_as(Role.CLERK), "view=open&text=甲", name)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert session.query(SavedView).count() == 0


def test_the_same_name_again_replaces_the_view(client_as, session):
    client = client_as(Role.CLERK)
    keep(client, "view=open&text=甲", "一个")
    keep(client, "view=all&text=乙", "一个")
    assert session.query(SavedView).one().chosen == {"view": "all", "text": "乙"}


def test_nobody_touches_the_view_of_another(client_as, section):
    lead = client_as(Role.SECTION_LEAD, section=section)
    keep(lead, "view=open&text=甲", "共享的", is_shared="y")
    view = db.session.query(SavedView).one()
    stranger = client_as(Role.HANDLER, section=section)
    for step in ("rename", "move", "share", "delete"):
        answer = stranger.post(f"/cases/views/{view.id}/{step}", data={"name": "我的"}, follow_redirects=True)
        assert "没有这个视图" in answer.get_data(as_text=True)
    assert db.session.query(SavedView).one().name == "共享的"


def test_a_shared_view_shows_each_reader_what_that_reader_may_see(client_as, section):
    elsewhere = UserFactory(roles=(Role.HANDLER,), section=SectionFactory())
    mine = UserFactory(roles=(Role.HANDLER,), section=section)
    registered(handler=elsewhere, title="别科室的路灯")
    registered(handler=mine, title="本科室的路灯")
    registered(handler=elsewhere, title="反映本科室的路灯", reported_section_id=section.id)
    lead = client_as(Role.SECTION_LEAD, Role.CLERK, section=section)
    keep(lead, "view=all&text=路灯", "路灯", is_shared="y")
    view = db.session.query(SavedView).one()
    assert "路灯 2" in tab_words(lead.get("/cases/"))
    reader = client_as(user=mine)
    page = reader.get(f"/cases/?saved={view.id}")
    assert any(words.startswith("路灯 1") for words in tab_words(page))
    assert "本科室的路灯" in page.get_data(as_text=True)
    assert "别科室的路灯" not in page.get_data(as_text=True)
    assert "反映本科室的路灯" not in page.get_data(as_text=True)
    stranger = client_as(user=elsewhere)
    assert not any("路灯" in words for words in tab_words(stranger.get(f"/cases/?saved={view.id}")))


def test_only_a_lead_shares(client_as, section):
    answer = keep(client_as(Role.HANDLER, section=section), "view=open&text=甲", "甲", is_shared="y")
    assert answer.status_code == 422
    assert "由科室负责人共享" in answer.get_data(as_text=True)


def test_columns_and_rows_are_the_accounts_own_and_a_view_keeps_its_columns(client_as, session):
    for number in range(20):
        registered(title=f"第{number}件")
    client = client_as(Role.CLERK)
    assert "用时" in heads(client.get("/cases/"))
    chosen = {"columns": ["number", "type", "marks"], "page_rows": "25", "back": "/cases/?view=open"}
    client.post("/cases/columns", data=chosen)
    page = client.get("/cases/")
    assert heads(page) == ["编号", "类型", "标题", "标记"]
    assert "第 1–20 件" in page.get_data(as_text=True)
    keep(client, "view=all&text=件", "少列")
    client.post("/cases/columns", data={"forget": "1"})
    assert "用时" in heads(client.get("/cases/"))
    assert "第 1–18 件" in client.get("/cases/").get_data(as_text=True)
    view = session.query(SavedView).one()
    assert heads(client.get(f"/cases/?saved={view.id}")) == ["编号", "类型", "标题", "标记"]
    other = client_as(Role.CLERK)
    assert "用时" in heads(other.get("/cases/"))
    assert session.query(ListChoice).count() == 0


def test_the_sheet_has_the_rows_and_columns_of_the_page(client_as, session):
    registered(title="甲件路灯", item_type="complaint")
    registered(title="乙件路灯")
    registered(title="别的")
    client = client_as(Role.CLERK)
    client.post("/cases/columns", data={"columns": ["number", "person", "due", "left"], "page_rows": "18"})
    address = "view=all&text=路灯&sort=received_first"
    shown = html.fromstring(client.get(f"/cases/?{address}").get_data(as_text=True))
    titles = [each.text for each in shown.findall(".//a[@class='case-title']")]
    book = openpyxl.load_workbook(BytesIO(client.get(f"/cases/list.xlsx?{address}").data))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0] == ("期限", "余", "编号", "标题", "诉求人／申请人")
    assert [row[3] for row in rows[1:]] == titles == ["甲件路灯", "乙件路灯"]
    assert rows[1][4] == "张**"
    assert isinstance(rows[1][1], int)


@pytest.mark.parametrize(
    "role", [Role.CLERK, Role.SECTION_LEAD, Role.HANDLER, Role.SUPERVISOR, Role.STATISTICIAN]
)
def test_every_role_finds_its_views_and_every_filter(client_as, section, role):
    client = client_as(role, section=section)
    page = client.get("/cases/")
    names = [words.split()[0] for words in tab_words(page)]
    assert names[0] == "在办"
    assert names[-1] == "全部"
    assert ("我的" in names) is (role in {Role.HANDLER, Role.SECTION_LEAD})
    assert ("督办" in names) is (role is Role.SUPERVISOR)
    root = html.fromstring(page.get_data(as_text=True))
    fields = {each.get("name") for each in root.findall(".//form[@class='filters']//*[@name]")}
    wanted = {"channel", "kind", "state", "section", "handler", "light", "received_from", "received_to"}
    wanted |= {"due_from", "due_to", "closed_from", "closed_to", "outcome", "text", "is_supervised"}
    assert wanted <= fields
    query = "&".join(f"{name}=1" for name in sorted(wanted - {"received_from"}))
    assert client.get(f"/cases/?view=all&{query}").status_code == 200


def test_a_list_with_many_kept_views_asks_little_of_the_database(app, client_as, section):
    client = client_as(Role.SECTION_LEAD, Role.CLERK, section=section)
    registered()
    actor = actor_of(client.user)
    for number in range(14):
        query = {"view": ("open", "all", "closed")[number % 3], "text": "路灯"}
        list_views.keep_view(actor=actor, name=f"视图{number}", query=query, columns=[])
    db.session.commit()
    for address in ("/cases/", "/cases/?view=all", "/cases/views", "/cases/columns"):
        asked = []
        listener = lambda *told: asked.append(told[2])  # noqa: E731, B023
        event.listen(db.engine, "before_cursor_execute", listener)
        client.get(address)
        event.remove(db.engine, "before_cursor_execute", listener)
        statements = [
            each for each in asked if not each.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN"))
        ]
        assert len(statements) <= 15, (address, statements)
