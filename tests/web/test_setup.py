"""第一次启动: an empty installation leads to its first administrator by a code that is used once."""

import stat

import pytest
from lxml import html

from tests.factories import SectionFactory, UserFactory
from tests.harness.browser_client import PageClient
from tests.web.page_checks import page_faults
from tracker.domain.labels import Role
from tracker.extensions import db
from tracker.models.agency import Agency, Channel, Section
from tracker.models.audit import AuditEntry
from tracker.models.user import User
from tracker.services import accounts, setup_code

OFFICE = {
    "name": "示例区测试局",
    "number_prefix": "示测",
    "region_code": "64",
    "username": "admin",
    "display_name": "张测试",
    "password": "ceshi-mima-2026",
    "repeated": "ceshi-mima-2026",
    "sections": "测试一股\n\n测试二股\n测试一股",
    "in_use": ["hotline_12345", "disclosure"],
    "signature": [],
    "review": ["disclosure"],
    "callback": [],
}


@pytest.fixture
def visitor(installation):
    """Somebody at the first page of an installation without accounts."""
    client = installation.test_client()
    with installation.app_context():
        yield client


@pytest.fixture
def folder(installation):
    return installation.config["SETTINGS"].instance_dir


@pytest.fixture
def admitted(visitor, folder):
    visitor.post("/setup/", data={"code": setup_code.issue(folder)})
    return visitor


def text_of(response):
    text = response.get_data(as_text=True)
    assert page_faults(text) == []
    return text


@pytest.mark.parametrize("path", ["/", "/sign-in", "/cases/", "/nothing", "/calendar/"])
def test_every_address_leads_to_the_first_page(visitor, path):
    assert visitor.get(path).headers["Location"] == "/setup/"


def test_styles_and_scripts_are_served_meanwhile(visitor):
    with visitor.get("/static/css/app.css") as answer:
        assert answer.status_code == 200


def test_the_code_is_asked_for_first(visitor):
    assert "一次性代码" in text_of(visitor.get("/setup/"))
    assert visitor.get("/setup/office").headers["Location"] == "/setup/"
    assert visitor.post("/setup/office", data=OFFICE).headers["Location"] == "/setup/"
    assert db.session.query(User).count() == 0


@pytest.mark.parametrize(("typed", "sentence"), [("", "请填写启动服务"), ("aaaa-bbbb-cccc", "代码不对")])
def test_a_wrong_code_is_refused(visitor, folder, typed, sentence):
    setup_code.issue(folder)
    page = visitor.post("/setup/", data={"code": typed})
    assert page.status_code == 422
    assert sentence in text_of(page)


def test_only_the_last_code_counts_however_it_is_typed(visitor, folder):
    first, last = setup_code.issue(folder), setup_code.issue(folder)
    assert visitor.post("/setup/", data={"code": first}).status_code == 422
    assert visitor.post("/setup/", data={"code": last.upper().replace("-", " ")}).status_code == 302


def test_the_code_is_kept_as_a_hash_for_the_owner_alone(folder):
    code = setup_code.issue(folder)
    file = folder / setup_code.FILE
    assert code not in file.read_text(encoding="ascii")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_office_is_set_up_and_the_code_is_gone(admitted, folder):
    text_of(admitted.get("/setup/office"))
    assert admitted.post("/setup/office", data=OFFICE).headers["Location"] == "/sign-in"
    agency = db.session.query(Agency).one()
    assert (agency.name, agency.number_prefix, agency.region_code) == ("示例区测试局", "示测", "64")
    user = db.session.query(User).one()
    assert user.roles == {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}
    assert accounts.check_password(user, OFFICE["password"])
    assert [section.name for section in db.session.query(Section).order_by(Section.sort)] == [
        "测试一股",
        "测试二股",
    ]
    channels = {channel.code: channel for channel in db.session.query(Channel)}
    assert sorted(code for code, channel in channels.items() if channel.is_active) == [
        "disclosure",
        "hotline_12345",
    ]
    assert not channels["hotline_12345"].needs_review
    assert channels["disclosure"].needs_review
    assert not (folder / setup_code.FILE).exists()
    assert db.session.query(AuditEntry).filter_by(action="installation.set_up").one().actor_id == user.id
    assert admitted.get("/setup/").status_code == 404
    assert admitted.get("/sign-in").status_code == 200


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "请填写机关全称"),
        ({"number_prefix": "长" * 21}, "超过 20 个字"),
        ({"region_code": "99"}, "没有地区“99”"),
        ({"repeated": "ceshi-mima-2027"}, "两次输入的密码不一样"),
        ({"password": "short", "repeated": "short"}, "密码至少 10 个字符"),
        ({"in_use": []}, "请至少启用一个渠道"),
        ({"sections": "长" * 61}, "科室名称超过 60 个字"),
    ],
)
def test_a_refused_form_keeps_what_was_typed_and_saves_nothing(admitted, change, sentence):
    page = admitted.post("/setup/office", data=OFFICE | change)
    assert page.status_code == 422
    text = text_of(page)
    assert sentence in text
    assert 'value="张测试"' in text
    db.session.rollback()
    assert db.session.query(User).count() == 0
    assert db.session.query(Agency).one().name == "本机关"


def test_an_installation_with_accounts_gives_no_code(run_command, client_as):
    client_as(Role.CLERK)
    answer = run_command("users", "setup-code")
    assert (answer.exit_code, "已经有账号" in answer.stderr) == (1, True)


def test_the_pages_are_gone_where_there_are_accounts(client):
    assert isinstance(client, PageClient)
    assert client.get("/setup/").status_code == 404


def test_the_administrator_is_told_what_is_still_to_be_done(client_as, agency):
    admin = client_as(Role.SYSTEM_ADMIN)
    page = html.fromstring(admin.get("/status/").text)
    told = page.xpath("//section[@aria-labelledby='first-steps']")[0]
    assert [each.text for each in told.xpath(".//a")] == [
        "还没有科室",
        "还没有登记员",
        "还没有属于科室的承办人",
        "还没有科室负责人",
        "本机关资料里没有填电话、地址、行政复议机关、管辖法院",
    ]
    assert {admin.get(address).status_code for address in told.xpath(".//a/@href")} == {200}
    db.session.query(Channel).update({"needs_signature": False, "needs_review": False})
    assert "还没有属于科室的承办人" not in admin.get("/status/").text, "the desk answers everything itself"
    db.session.query(Channel).update({"needs_signature": True})
    section = SectionFactory()
    for role in (Role.CLERK, Role.HANDLER, Role.SECTION_LEAD):
        UserFactory(roles=(role,), section=section)
    agency.phone, agency.address = "0000-0000000", "示例区样本路1号"
    agency.reviewing_agency, agency.court = "示例区人民政府", "示例区人民法院"
    assert "first-steps" not in admin.get("/status/").text
    assert "first-steps" not in client_as(Role.AUDIT_ADMIN).get("/status/").text
