"""回避 and secret reporters, asked of the pages: what a reported section and a stranger to a secret may read."""

from io import BytesIO

import openpyxl
import pytest

from tests.factories import SectionFactory, UserFactory, actor_of, registered
from tracker.domain.labels import ItemType, Role
from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.models.reminder import Notice
from tracker.now import now, today
from tracker.queries.cases.similar import Wanted, similar_cases
from tracker.services.cases.register import PersonFields
from tracker.services.cases.reveal import reveal_person

EVERYTHING = (
    Role.SECTION_LEAD,
    Role.HANDLER,
    Role.CLERK,
    Role.SUPERVISOR,
    Role.STATISTICIAN,
    Role.AUDIT_ADMIN,
)
TITLE = "反映采矿审批拖延半年"
REPORTER = PersonFields(name="马示例", phone="13912345678", address="样本村四组九号")


@pytest.fixture
def held(session):
    """A secret case that reports one section and is handled in another."""
    reported, handling = SectionFactory(), SectionFactory()
    handler = UserFactory(roles=(Role.HANDLER,), section=handling)
    case = registered(
        handler=handler,
        title=TITLE,
        content="来电人马示例（13912345678）反映采矿审批拖延。",
        person=REPORTER,
        item_type=ItemType.REPORT,
        is_secret=True,
        reported_section_id=reported.id,
    )
    return case, reported, handler


def pages(case):
    month = f"{today():%Y-%m}"
    year = f"start={today().year}-01-01&end={today()}"
    return [
        "/",
        "/notices/",
        *(
            f"/cases/?view={view}"
            for view in ("open", "all", "mine", "green", "overdue", "unassigned", "review")
        ),
        f"/cases/?view=all&text={TITLE[:4]}",
        f"/cases/?view=all&text={REPORTER.name}",
        f"/cases/?view=all&text={case.number}",
        f"/board/?month={month}",
        f"/statistics/?{year}&by=section",
        f"/statistics/?{year}&by=handler",
        "/audit/",
    ]


def sheet_words(answer):
    book = openpyxl.load_workbook(BytesIO(answer.data))
    return " ".join(str(cell) for row in book.active.iter_rows(values_only=True) for cell in row)


def test_the_reported_section_finds_its_case_nowhere_whatever_its_roles(held, client_as):
    case, reported, handler = held
    reveal_person(case=case, actor=actor_of(handler), reason="回电核实", at=now())
    client = client_as(*EVERYTHING, section=reported)
    db.session.add(
        Notice(
            user_id=client.user.id,
            case_id=case.id,
            key="old",
            text=f"分办给您：{case.number}",
            created_at=now(),
        )
    )
    db.session.commit()
    for path in pages(case):
        answer = client.get(path)
        assert answer.status_code == 200, path
        text = (
            answer.get_data(as_text=True)
            .replace(f'value="{case.number}"', "")
            .replace(f'value="{TITLE[:4]}"', "")
        )
        assert case.number not in text, path
        assert TITLE[:4] not in text, path
    assert case.number not in sheet_words(client.get("/cases/ledger.xlsx?view=all"))
    base = f"/cases/{case.id}"
    for path in ("", "/receipt", "/file", "/person", "/documents", "/steps/urge", "/steps/amend"):
        assert client.get(base + path).status_code == 404, path


def test_others_count_it_and_the_reported_section_does_not(held, client_as):
    _, reported, handler = held
    address = f"/statistics/?start={today().year}-01-01&end={today()}&by=section"
    outsider = client_as(Role.SUPERVISOR, section=SectionFactory())
    name = handler.section.name
    assert name in outsider.get(address).get_data(as_text=True)
    assert name not in client_as(Role.SUPERVISOR, section=reported).get(address).get_data(as_text=True)


@pytest.mark.parametrize(
    ("roles", "knows"),
    [
        ((Role.CLERK,), False),
        ((Role.SUPERVISOR,), False),
        ((Role.STATISTICIAN,), False),
        ((Role.SECTION_LEAD,), False),
        ((Role.SECTION_LEAD, Role.CLERK), True),
        ((Role.SECTION_LEAD, Role.SUPERVISOR), True),
    ],
)
def test_a_secret_reporter_is_known_to_the_office_head_alone(held, client_as, roles, knows):
    case, _, handler = held
    client = client_as(*roles, section=handler.section)
    base = f"/cases/{case.id}"
    for path in (base, f"{base}/receipt", f"{base}/file", f"{base}/steps/urge", "/cases/?view=all"):
        answer = client.get(path)
        if answer.status_code != 200:
            continue
        text = answer.get_data(as_text=True)
        if not knows:
            assert REPORTER.name not in text, path
            assert REPORTER.phone not in text, path
    assert REPORTER.name not in sheet_words(client.get("/cases/ledger.xlsx?view=all"))
    for wanted in (REPORTER.name, REPORTER.phone, "5678"):
        found = case.number in client.get(f"/cases/?view=all&text={wanted}").get_data(as_text=True)
        assert found is knows, wanted
    answer = client.post(f"{base}/person", data={"reason": "核实"})
    assert (REPORTER.name in answer.get_data(as_text=True)) is knows
    wanted = Wanted(channel_id=0, kind=case.kind, received_on=today(), phone=REPORTER.phone)
    hints = similar_cases(actor=actor_of(client.user), wanted=wanted)
    assert bool(hints) is knows


def test_the_named_handler_knows_a_secret_reporter(held, client_as):
    case, _, handler = held
    client = client_as(user=handler)
    assert REPORTER.phone in client.get(f"/cases/{case.id}").get_data(as_text=True)
    assert case.number in client.get(f"/cases/?view=all&text={REPORTER.name}").get_data(as_text=True)
    shown = client.post(f"/cases/{case.id}/person", data={"reason": "回电核实"}).get_data(as_text=True)
    assert REPORTER.name in shown
    assert db.session.query(AuditEntry).filter_by(action="person.revealed").count() == 1


def test_numbers_inside_free_text_are_masked_for_who_may_not_know_the_person(client_as, session):
    case = registered(title="来电13812345678反映路灯不亮", content="请回电 13812345678。")
    for roles, masked in (((Role.STATISTICIAN,), True), ((Role.CLERK,), False)):
        text = client_as(*roles).get(f"/cases/{case.id}").get_data(as_text=True)
        assert ("13812345678" not in text) is masked
        assert "13812345678" not in client_as(*roles).get("/cases/?view=all").get_data(as_text=True)
