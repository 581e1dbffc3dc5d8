"""机构人员: who may do what to accounts, sections and channels, and what a departure leaves behind."""

import re

import pytest
from lxml import html

from tests.factories import SectionFactory, UserFactory, actor_of, registered
from tracker.domain.case_events import EventType
from tracker.domain.labels import Kind, Role, State
from tracker.extensions import db
from tracker.models.agency import Agency, Channel, Section
from tracker.models.audit import AuditEntry
from tracker.models.case import Case
from tracker.models.case_record import CaseEventRow, CaseEventText
from tracker.models.reminder import Job, Notice
from tracker.models.user import User
from tracker.now import now
from tracker.services import accounts
from tracker.services.cases.assign import assign
from tracker.services.cases.work import case_work

SYSTEM, SECURITY = Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN


@pytest.fixture
def system(client_as):
    return client_as(SYSTEM)


@pytest.fixture
def security(client_as):
    return client_as(SECURITY)


@pytest.fixture
def section(session):
    return SectionFactory()


@pytest.fixture
def handler(section):
    return UserFactory(roles=(Role.HANDLER,), section=section)


def audited(action):
    return db.session.query(AuditEntry).filter_by(action=action).all()


def password_on(page):
    return re.search(r"<code>(\w+)</code>", page.text)[1]


def user_named(name):
    db.session.expire_all()
    return db.session.query(User).filter_by(username=name).one()


PATHS = ["/accounts/", "/accounts/new"]
SYSTEM_PATHS = ["/accounts/sections", "/accounts/channels", "/accounts/channels/new", "/accounts/agency"]


@pytest.mark.parametrize("path", [*PATHS, *SYSTEM_PATHS])
@pytest.mark.parametrize("role", [Role.CLERK, Role.SECTION_LEAD, Role.SUPERVISOR, Role.AUDIT_ADMIN])
def test_others_do_not_come_in(client_as, role, path):
    assert client_as(role).get(path).status_code == 403


@pytest.mark.parametrize("path", PATHS)
def test_both_administrators_see_the_people(system, security, path):
    assert (system.get(path).status_code, security.get(path).status_code) == (200, 200)


@pytest.mark.parametrize("path", SYSTEM_PATHS)
def test_the_office_itself_belongs_to_the_system_administrator(system, security, path):
    assert (system.get(path).status_code, security.get(path).status_code) == (200, 403)


def test_a_new_account_gets_a_password_that_is_shown_once(system, section):
    form = {"username": "Li", "display_name": "李测试", "section": section.id, "roles": ["handler", "clerk"]}
    page = system.post("/accounts/new", data=form)
    user = user_named("li")
    assert accounts.check_password(user, password_on(page))
    assert (user.must_change_password, user.roles) == (True, {Role.HANDLER, Role.CLERK})
    assert password_on(page) not in system.get(f"/accounts/{user.id}").text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"username": ""}, "请填写用户名"),
        ({"display_name": " "}, "请填写姓名"),
        ({"roles": []}, "请至少选一个角色"),
        ({"roles": ["clerk", "system_admin"]}, "管理员不经办案件"),
        ({"roles": ["audit_admin", "system_admin"]}, "审计管理员不能兼任"),
        ({"roles": ["system_admin"]}, "管理员角色由安全管理员授予"),
        ({"username": "x" * 61}, "用户名超过 60 个字符"),
    ],
)
def test_a_new_account_is_refused_by_its_field(system, change, sentence):
    page = system.post(
        "/accounts/new", data={"username": "li", "display_name": "李测试", "roles": ["clerk"]} | change
    )
    assert page.status_code == 422
    assert sentence in page.text


def test_a_taken_name_is_refused(system, handler):
    form = {"username": handler.username, "display_name": "李测试", "roles": ["clerk"]}
    assert "已有人使用" in system.post("/accounts/new", data=form).text


def test_only_the_security_administrator_gives_roles(system, security, handler):
    path = f"/accounts/{handler.id}/roles"
    assert system.post(path, data={"roles": ["section_lead"]}).status_code == 403
    assert security.post(path, data={"roles": ["section_lead"]}).status_code == 302
    assert user_named(handler.username).roles == {Role.SECTION_LEAD}
    assert audited("user.roles_set")[0].detail == {"from": ["handler"], "to": ["section_lead"]}


def test_nobody_changes_their_own_roles(security):
    page = security.post(
        f"/accounts/{security.user.id}/roles", data={"roles": ["security_admin", "system_admin"]}
    )
    assert page.status_code == 422
    assert "不能改自己的角色" in page.text


def test_the_last_system_administrator_keeps_the_role(security, system):
    page = security.post(f"/accounts/{system.user.id}/roles", data={"roles": ["clerk"]})
    assert "是唯一在用的系统管理员" in page.text


def test_a_disabled_account_is_signed_out_and_may_come_back(system, client_as):
    other = client_as(Role.CLERK)
    system.post(f"/accounts/{other.user.id}/disable")
    assert other.get("/password").status_code == 302
    system.post(f"/accounts/{other.user.id}/enable")
    assert user_named(other.user.username).is_enabled


def test_nobody_disables_or_resets_their_own_account(system):
    system.post(f"/accounts/{system.user.id}/disable")
    assert user_named(system.user.username).is_enabled
    before = user_named(system.user.username).password_hash
    system.post(f"/accounts/{system.user.id}/password")
    assert user_named(system.user.username).password_hash == before


def test_a_reset_gives_a_new_password_to_change(system, handler):
    page = system.post(f"/accounts/{handler.id}/password")
    user = user_named(handler.username)
    assert accounts.check_password(user, password_on(page))
    assert user.must_change_password


def test_an_administrators_password_is_reset_by_the_security_administrator(system, security):
    auditor = UserFactory(roles=(Role.AUDIT_ADMIN,))
    assert system.post(f"/accounts/{auditor.id}/password").status_code == 302
    assert security.post(f"/accounts/{auditor.id}/password").status_code == 200


def test_a_locked_account_is_unlocked(security, handler):
    handler.locked_until = now() + accounts.LOCK
    assert "锁定到" in security.get(f"/accounts/{handler.id}").text
    security.post(f"/accounts/{handler.id}/unlock")
    assert user_named(handler.username).locked_until is None


def test_a_person_with_open_cases_is_not_moved_before_they_are_handed_over(system, handler):
    registered(handler=handler)
    other = SectionFactory()
    form = {"display_name": "王测试", "section": other.id}
    page = system.post(f"/accounts/{handler.id}", data=form)
    assert "名下还有 1 件在办，请先移交" in page.text


def test_all_open_cases_are_handed_over_in_turn_each_by_its_event(system, handler, section):
    first, second = (UserFactory(roles=(Role.HANDLER,), section=section) for _ in range(2))
    cases = [registered(handler=handler) for _ in range(3)]
    assert "移交 3 件" in system.get(f"/accounts/{handler.id}/hand-over").text
    answer = system.post(f"/accounts/{handler.id}/hand-over", data={"recipients": [first.id, second.id]})
    assert answer.status_code == 302
    db.session.expire_all()
    assert [case.handler_id for case in cases] == [first.id, second.id, first.id]
    assert {case.state for case in cases} == {State.AWAITING_SIGNATURE}
    events = db.session.query(CaseEventRow).filter_by(actor_id=system.user.id, type=EventType.ASSIGNED)
    assert events.count() == 3
    words = [text.text for text in db.session.query(CaseEventText).filter_by(field="note")]
    assert words == [f"{handler.display_name}名下的办件移交"] * 3
    assert db.session.query(Notice).filter_by(user_id=first.id).count() == 2
    assert audited("cases.handed_over")[0].detail["to"] == {first.username: 2, second.username: 1}


def test_a_case_goes_to_nobody_it_reports(system, handler, section):
    other = SectionFactory()
    reported = UserFactory(roles=(Role.HANDLER,), section=other)
    case = registered(handler=handler, reported_user_id=reported.id)
    page = system.post(
        f"/accounts/{handler.id}/hand-over", data={"recipients": [reported.id]}, follow_redirects=True
    )
    assert "没有移交（回避）" in page.text
    assert db.session.get(Case, case.id).handler_id == handler.id


@pytest.mark.parametrize("data", [{}, {"recipients": ["0"]}, {"recipients": ["x"]}])
def test_handing_over_needs_somebody(system, handler, data):
    registered(handler=handler)
    page = system.post(f"/accounts/{handler.id}/hand-over", data=data)
    assert "请至少选一位接手的人" in page.text


def test_a_section_is_made_renamed_closed_and_comes_back(system):
    system.post("/accounts/sections", data={"name": "测试 业务股", "duty": "测试"})
    made = db.session.query(Section).one()
    assert made.name == "测试业务股"
    system.post(f"/accounts/sections/{made.id}", data={"name": "测试综合股"})
    system.post(f"/accounts/sections/{made.id}/close")
    assert "已撤销" in system.get("/accounts/sections").text
    assert "可以恢复" in system.post("/accounts/sections", data={"name": "测试综合股"}).text
    system.post(f"/accounts/sections/{made.id}/reopen")
    db.session.expire_all()
    assert (made.name, made.is_active) == ("测试综合股", True)


def test_a_section_with_open_cases_or_people_stays(system, handler, section):
    registered(handler=handler)
    page = system.post(f"/accounts/sections/{section.id}/close", follow_redirects=True)
    assert "还有 1 件在办" in page.text
    assert db.session.get(Section, section.id).is_active


def test_a_merged_section_moves_its_people_and_open_cases_and_keeps_its_history(system, handler, section):
    into = SectionFactory()
    case = registered(handler=handler)
    reporting = registered(reported_section_id=section.id)
    page = system.post(
        f"/accounts/sections/{section.id}/merge", data={"into": into.id}, follow_redirects=True
    )
    assert "1 件在办随之移交" in page.text
    db.session.expire_all()
    assert (case.section_id, case.handler_id) == (into.id, handler.id)
    assert user_named(handler.username).section_id == into.id
    assert db.session.get(Case, reporting.id).reported_section_id == into.id
    assert not db.session.get(Section, section.id).is_active
    first = db.session.query(CaseEventRow).filter_by(case_id=case.id, type=EventType.ASSIGNED).first()
    assert first.payload["section"] == section.id


def test_sections_do_not_merge_over_a_case_that_reports_one_of_them(system, handler, section):
    into = SectionFactory()
    case = registered(handler=handler, reported_section_id=into.id)
    page = system.post(f"/accounts/sections/{section.id}/merge", data={"into": into.id})
    assert f"{case.number} 反映的是其中一个科室" in page.text
    assert db.session.get(Section, section.id).is_active


def unassigned(section):
    """A case of the section that nobody handles yet."""
    case = registered()
    lead = actor_of(UserFactory(roles=(Role.CLERK,)))
    with case_work(case_id=case.id, version=None, actor=lead, at=now()) as work:
        assign(work, section_id=section.id, handler_id=None)
    db.session.commit()
    return case


def test_what_closed_and_who_left_can_still_be_looked_for(client_as, handler, section):
    case = registered(handler=handler)
    section.is_active, handler.is_enabled = False, False
    clerk = client_as(Role.CLERK)
    page = html.fromstring(clerk.get(f"/cases/?view=all&section={section.id}&handler={handler.id}").text)
    chosen = page.xpath("//select[@name='section' or @name='handler']/option[@selected]")
    assert [each.text.partition("（")[0] for each in chosen] == [section.name, handler.display_name]
    assert case.title in page.text_content()
    batch = html.fromstring(clerk.get("/cases/?view=unassigned").text)
    offered = batch.xpath("//form[@method='post']//select[@name='section']/option")
    assert str(section.id) not in [each.get("value") for each in offered]


def _split(system, section, *people, **more):
    data = {"name": "测试新股", "people": [one.id for one in people], **more}
    return system.post(f"/accounts/sections/{section.id}/split", data=data, follow_redirects=True)


def test_a_split_section_keeps_its_cases_and_those_who_leave_take_theirs(system, client_as, handler, section):
    staying = UserFactory(roles=(Role.HANDLER,), section=section)
    theirs, left = registered(handler=handler), registered(handler=staying)
    nobodys = unassigned(section)
    version_before = theirs.version
    told_before = db.session.query(Notice).filter_by(user_id=handler.id).count()
    assert "在办 1 件" in system.get(f"/accounts/sections/{section.id}/split").text
    page = _split(system, section, handler)
    assert f"已从{section.name}分出测试新股，1 件在办随承办人过去。" in page.text
    db.session.expire_all()
    made = db.session.query(Section).filter_by(name="测试新股").one()
    assert (theirs.section_id, theirs.handler_id) == (made.id, handler.id)
    assert theirs.state is State.AWAITING_SIGNATURE
    assert theirs.version > version_before
    assert {left.section_id, nobodys.section_id, staying.section_id} == {section.id}
    assert user_named(handler.username).section_id == made.id
    told = html.fromstring(client_as(user=handler).get(f"/cases/{theirs.id}").text)
    assert f"从{section.name}分设测试新股" in told.xpath("//ol[@class='timeline']")[0].text_content()
    assert db.session.query(Notice).filter_by(user_id=handler.id).count() == told_before
    assert audited("section.split")[0].detail == {
        "into": "测试新股",
        "people": [handler.username],
        "cases": 1,
    }


def test_what_nobody_handles_yet_goes_along_when_asked(system, handler, section):
    nobodys = unassigned(section)
    _split(system, section, handler, takes_unassigned="y")
    db.session.expire_all()
    assert nobodys.section.name == "测试新股"


def test_a_split_is_refused_with_its_reason(system, handler, section):
    other = UserFactory(roles=(Role.HANDLER,), section=SectionFactory())
    assert "请至少选一位过去的人" in _split(system, section).text
    assert "请至少选一位过去的人" in _split(system, section, other).text
    assert f"已有名为「{section.name}」的科室" in _split(system, section, handler, name=section.name).text
    case = registered(reported_section_id=section.id)
    assert f"{case.number} 反映的是{section.name}" in _split(system, section, handler).text
    assert db.session.query(Section).filter_by(name="测试新股").count() == 0
    assert user_named(handler.username).section_id == section.id


def test_history_names_the_section_as_it_was_and_the_person_who_left(system, client_as, handler, section):
    before = section.name
    case = registered(handler=handler)
    handler.is_enabled = False
    system.post(f"/accounts/sections/{section.id}", data={"name": "改名后股"})
    for address in (f"/cases/{case.id}", f"/cases/{case.id}/file"):
        page = html.fromstring(client_as(Role.CLERK).get(address).text)
        told = page.xpath("//ol[@class='timeline'] | //table[caption='经过']")[0].text_content()
        assert before in told
        assert "改名后股" not in told
    told = html.fromstring(client_as(Role.CLERK).get(f"/cases/{case.id}").text).xpath(
        "//ol[@class='timeline']"
    )[0]
    assert f"分给 {before} {handler.display_name}" in told.text_content()


CHANNEL = {
    "name": "测试信箱",
    "number_word": "测箱",
    "kind": "mailbox",
    "needs_review": "y",
    "aliases": "测箱来信、测试来信",
}


def test_a_channel_is_made_switched_closed_and_comes_back(system):
    assert system.post("/accounts/channels/new", data=CHANNEL).status_code == 302
    made = db.session.query(Channel).filter_by(name="测试信箱").one()
    assert (made.kind, made.aliases) == (Kind.MAILBOX, ["测箱来信", "测试来信"])
    assert (made.needs_signature, made.needs_review, made.needs_callback) == (False, True, False)
    shown = html.fromstring(system.get(f"/accounts/channels/{made.code}").text)
    assert shown.xpath("//input[@name='aliases']/@value") == ["测箱来信、测试来信"]
    system.post(f"/accounts/channels/{made.code}", data=CHANNEL | {"needs_callback": "y"})
    system.post(f"/accounts/channels/{made.code}/close")
    db.session.expire_all()
    assert (made.needs_callback, made.is_active) == (True, False)
    system.post(f"/accounts/channels/{made.code}/reopen")
    assert audited("channel.changed")[0].detail["changed"] == {"needs_callback": [False, True]}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "请填写渠道名称"),
        ({"name": "信访"}, "已有名为「信访」的渠道"),
        ({"number_word": "热线"}, "两个渠道的编号会重复"),
        ({"kind": ""}, "请选择种类"),
        ({"number_word": "长" * 21}, "编号用字超过 20 个字"),
    ],
)
def test_a_channel_is_refused_by_its_field(system, change, sentence):
    page = system.post("/accounts/channels/new", data=CHANNEL | change)
    assert page.status_code == 422
    assert sentence in page.text


AGENCY = {"name": "示例区测试局", "number_prefix": "示测", "region_code": ""}


def test_the_agencys_facts_are_kept(system):
    system.post("/accounts/agency", data=AGENCY | {"court": "示例区人民法院"})
    agency = db.session.query(Agency).one()
    assert (agency.name, agency.number_prefix, agency.court) == ("示例区测试局", "示测", "示例区人民法院")
    assert db.session.query(Job).count() == 0


def test_another_region_moves_dates(system):
    system.post("/accounts/agency", data=AGENCY | {"region_code": "64"})
    assert db.session.query(Agency).one().region_code == "64"
    assert db.session.query(Job).one().name == "recompute_open_cases"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "请填写机关全称"),
        ({"number_prefix": "长" * 21}, "超过 20 个字"),
        ({"region_code": "99"}, "没有地区“99”的工作日历"),
    ],
)
def test_the_agencys_facts_are_refused_by_their_field(system, change, sentence):
    page = system.post("/accounts/agency", data=AGENCY | change)
    assert page.status_code == 422
    assert sentence in page.text


@pytest.mark.parametrize(
    "path", ["/accounts/99", "/accounts/sections/99", "/accounts/channels/nothing", f"/accounts/{2**70}"]
)
def test_what_is_not_there_is_not_found(system, path):
    assert system.get(path).status_code == 404


def test_a_new_account_goes_nowhere_before_it_has_a_password_of_its_own(system, client_as):
    form = {"username": "li", "display_name": "李测试", "roles": ["clerk"]}
    given = password_on(system.post("/accounts/new", data=form))
    client = client_as(user=user_named("li"))
    assert client.get("/calendar/").headers["Location"] == "/password"
    own = "ceshi-mima-2026"
    client.post("/password", data={"old_password": given, "new_password": own, "repeated": own})
    assert accounts.check_password(user_named("li"), own)
    assert client.get("/calendar/").status_code == 200
