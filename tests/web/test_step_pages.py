"""Every step that a case offers opens its form; what was written stands in the timeline."""

import pytest

from tests.factories import SectionFactory, UserFactory, actor_of, registered
from tracker.domain.labels import Kind, Role, State
from tracker.domain.lifecycle.apply import available_actions
from tracker.domain.lifecycle.standing import fold
from tracker.extensions import db
from tracker.now import now, today
from tracker.services.cases import assign, facts, reply
from tracker.services.cases.work import case_work
from tracker.web.cases.steps import STEPS

EVERYTHING = (Role.CLERK, Role.SECTION_LEAD, Role.HANDLER, Role.SUPERVISOR)


def taken(case, user, service, **given):
    with case_work(case_id=case.id, version=None, actor=actor_of(user), at=now()) as work:
        service(work, **given)
    db.session.commit()


def offered(case, user):
    standing = fold([row.as_event() for row in case.events])
    view = facts.case_view(case, standing)
    return available_actions(case.kind, facts.switches(case.channel), standing, actor_of(user), view)


def in_hand(client, kind):
    user = client.user
    user.section_id = SectionFactory().id
    db.session.commit()
    case = registered(kind, handler=user, clerk=user)
    case.channel.needs_review = False
    db.session.commit()
    taken(case, user, assign.sign)
    return case


@pytest.mark.parametrize("kind", Kind)
def test_every_step_offered_has_a_page(client_as, kind):
    client = client_as(*EVERYTHING)
    case = in_hand(client, kind)
    ending = "G2" if kind is Kind.DISCLOSURE else "solved"
    for _ in range(2):
        db.session.expire_all()
        for action in offered(case, client.user):
            assert action in STEPS
            assert client.get(f"/cases/{case.id}/steps/{action.value}").status_code == 200, action
        if case.is_open:
            taken(case, client.user, reply.reply, method="phone", public_text="已答复。", ending=ending)


def sent(client, case, action, **fields):
    db.session.expire_all()
    answer = client.post(
        f"/cases/{case.id}/steps/{action}",
        data={"version": str(case.version), "on": "今天", **fields},
        follow_redirects=True,
    )
    db.session.expire_all()
    return answer


def test_help_is_asked_given_and_told_in_the_timeline(client_as):
    client = client_as(*EVERYTHING)
    case, other = in_hand(client, Kind.DISCLOSURE), SectionFactory()
    sent(client, case, "ask_assistance", section=str(other.id), due_on="今天", what="查阅 2019 年档案")
    page = sent(client, case, "give_assistance", asked="4", opinion="档案无记载").get_data(as_text=True)
    assert f"请 {other.name} 协办" in page
    assert "查阅 2019 年档案" in page
    assert "档案无记载" in page


def test_a_listed_reason_stands_before_the_written_one(client_as):
    client = client_as(*EVERYTHING)
    case = in_hand(client, Kind.HOTLINE)
    sent(client, case, "designate", words="区热线办指定")
    refused = client.get(f"/cases/{case.id}/steps/return_to_source")
    assert refused.status_code == 409
    assert "不能再退回来源" in refused.get_data(as_text=True)
    page = sent(client, case, "undo", reason_code="wrong_case", reason="是另一件").get_data(as_text=True)
    assert "撤销“上级指定办理”。理由：登错了件：是另一件" in page
    page = sent(client, case, "return_to_source", reason_code="nonsense", reason="三定")
    assert page.status_code == 422
    assert "请从列表中选一个理由" in page.get_data(as_text=True)
    sent(client, case, "return_to_source", reason_code="not_our_duty", reason="三定方案第 3 条")
    assert case.state is State.RETURNED


def test_a_request_answered_is_answered_anew_by_the_day_the_decision_set(client_as):
    client = client_as(*EVERYTHING)
    case = in_hand(client, Kind.DISCLOSURE)
    taken(case, client.user, reply.reply, method="post", public_text="不予公开。", ending="D5")
    page = client.get(f"/cases/{case.id}/steps/rehandle").get_data(as_text=True)
    assert "按决定重新答复" in page
    due = today().replace(year=today().year + 1)
    page = sent(
        client, case, "rehandle", ground="review", decision="复决〔2026〕1号", due_on=due.isoformat()
    ).get_data(as_text=True)
    assert (case.cycle, case.due_on) == (2, due)
    assert "依据行政复议决定（复决〔2026〕1号）重新答复" in page


def test_a_repeat_links_to_the_case_it_was_merged_into(client_as):
    client = client_as(*EVERYTHING)
    case, main = in_hand(client, Kind.HOTLINE), registered(clerk=UserFactory(roles=(Role.CLERK,)))
    page = sent(
        client,
        case,
        "merge",
        into_number=main.number,
        reason_code="same_matter",
        told_by="phone",
        told="已告知正在办理",
    ).get_data(as_text=True)
    assert f'<a href="/cases/{main.id}">{main.number}</a>' in page
    assert "已告知正在办理" in page
