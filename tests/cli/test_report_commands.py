"""``flask report``: the figures, the files and the frozen versions of the contract."""

import json
from datetime import date

import pytest

from tests.queries.standing import put_case
from tracker.domain.completion import FIGURES
from tracker.domain.labels import ApplicantType
from tracker.extensions import db
from tracker.imports.report_files import read_report
from tracker.models.audit import AuditEntry
from tracker.models.report import AnnualReport, AnnualReportVersion
from tracker.now import today
from tracker.services.reports.freeze import is_whole


@pytest.fixture
def seed_year(agency):
    """Fifteen items of 2020 in three channels, all closed in time."""
    for channel, number in (("hotline_12345", 11), ("mailbox_secretary", 1), ("mailbox_district_head", 3)):
        for place in range(number):
            put_case(agency, f"2020-03-{place + 1:02}", channel=channel, closed_on=f"2020-03-{place + 3:02}")
    return agency


def test_the_seed_year_comes_out_as_the_report_prints_it(run_command, seed_year):
    answer = run_command("report", "completion", "--from", "2020-01-01", "--to", "2020-12-31", "--json")
    assert answer.exit_code == 0
    document = json.loads(answer.stdout)
    assert document["sentence"] == (
        "办理12345政府服务热线、区委书记信箱、区长信箱信访件共15件，办结15件，办结率100%。"
    )
    assert {figure: document["total"][figure] for figure in FIGURES} == {
        "received": 15,
        "valid": 15,
        "removed": 0,
        "closed": 15,
        "closed_in_time": 15,
        "closed_late": 0,
        "open": 0,
        "overdue": 0,
        "carried_in": 0,
        "carried_out": 0,
    }
    assert document["total"]["completion_rate"] == {"numerator": 15, "denominator": 15, "value": 100.0}
    assert [(group["label"], group["received"]) for group in document["groups"]] == [
        ("12345热线", 11),
        ("区委书记信箱", 1),
        ("区长信箱", 3),
    ]
    assert (document["from"], document["to"], document["as_of"], document["cohort"]) == (
        "2020-01-01",
        "2020-12-31",
        "2020-12-31",
        "received",
    )


@pytest.mark.parametrize("by", ["channel", "section", "type", "month", "handler"])
def test_groups_add_up_to_the_total(run_command, seed_year, by):
    answer = run_command(
        "report",
        "completion",
        "--from",
        "2020-03-01",
        "--to",
        "2020-03-31",
        "--by",
        by,
        "--as-of",
        "2020-03-05",
        "--json",
    )
    document = json.loads(answer.stdout)
    for figure in FIGURES:
        assert sum(group[figure] for group in document["groups"]) == document["total"][figure]
    assert document["total"]["open"] > 0


def test_people_read_the_same_figures_without_json(run_command, seed_year):
    answer = run_command("report", "completion", "--from", "2020-01-01", "--to", "2020-12-31")
    assert "合计：上期结转 0，收到 15，退回合并等 0，办结 15（按期 15，逾期 0）" in answer.stdout
    assert "100%（15/15）" in answer.stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--from", "2020-02-30", "--to", "2020-12-31"), "不存在或写法不对"),
        (("--from", "2020-12-31", "--to", "2020-01-01"), "早于第一天"),
        (("--from", "2020-01-01", "--to", "2020-12-31", "--agency", "nowhere"), "没有代码为"),
    ],
)
def test_impossible_periods_are_refused(run_command, agency, options, said):
    answer = run_command("report", "completion", *options, "--json")
    assert answer.exit_code == 1
    assert said in answer.stderr
    assert answer.stdout == ""


def test_a_missing_option_is_wrong_usage(run_command, agency):
    assert run_command("report", "completion", "--from", "2020-01-01").exit_code == 2


@pytest.fixture
def requests(agency):
    put_case(agency, "2024-03-01", channel="disclosure", closed_on="2024-03-20", outcome="D4")
    put_case(
        agency,
        "2024-12-20",
        channel="disclosure",
        closed_on="2025-01-10",
        outcome="O1",
        applicant=ApplicantType.BUSINESS,
    )
    return agency


@pytest.mark.parametrize("ending", ["docx", "xlsx", "html", "json"])
@pytest.mark.parametrize(("year", "edition"), [("2024", None), ("2024", "2019"), ("2020", None)])
def test_the_report_of_a_year_is_written_and_passes_its_checks(
    run_command, requests, tmp_path, ending, year, edition
):
    out = tmp_path / f"年报.{ending}"
    chosen = ("--edition", edition) if edition else ()
    assert run_command("report", "annual", year, *chosen, "--out", out).exit_code == 0
    report = read_report(out.read_bytes(), out.name)
    assert report.three.edition.value == (edition or ("2019" if year == "2020" else "2021"))
    if year == "2024":
        assert report.three.rows["new"] == (1, 1, 0, 0, 0, 0, 2)
        assert report.three.rows["d4"] == (1, 0, 0, 0, 0, 0, 1)
        assert report.three.rows["C"] == (0, 1, 0, 0, 0, 0, 1)
    else:
        assert all(set(numbers) == {0} for numbers in report.three.rows.values())
    assert run_command("report", "check", out, "--json").exit_code == 0


def test_the_text_of_the_seed_year_holds_the_sentence(run_command, seed_year, tmp_path):
    out = tmp_path / "a.json"
    run_command("report", "annual", "2020", "--out", out)
    texts = json.loads(out.read_text(encoding="utf-8"))["text"]
    assert "信访件共15件，办结15件，办结率100%。" in texts["one"]
    assert "{" not in "".join(texts.values())
    assert texts["six"] == "无"


def test_an_ending_without_a_format_writes_nothing(run_command, agency, tmp_path):
    out = tmp_path / "a.pdf"
    answer = run_command("report", "annual", "2024", "--out", out)
    assert answer.exit_code == 1
    assert not out.exists()


def test_freezing_keeps_a_snapshot_with_its_hash(run_command, requests, session, tmp_path):
    answer = run_command("report", "freeze", "2024", "--json")
    assert answer.exit_code == 0, answer.stderr
    version = session.query(AnnualReportVersion).one()
    assert json.loads(answer.stdout)["sha256"] == version.sha256
    assert is_whole(version)
    assert len(json.loads(version.snapshot)["requests"]) == 2
    assert session.query(AuditEntry).filter_by(action="report_frozen").count() == 1

    put_case(requests, "2024-05-01", channel="disclosure")
    out = tmp_path / "a.json"
    run_command("report", "annual", "2024", "--frozen", "--out", out)
    assert json.loads(out.read_text(encoding="utf-8"))["section3"]["rows"]["new"][6] == 2
    run_command("report", "annual", "2024", "--out", out)
    assert json.loads(out.read_text(encoding="utf-8"))["section3"]["rows"]["new"][6] == 3


def test_a_changed_snapshot_is_noticed(run_command, requests, session):
    run_command("report", "freeze", "2024")
    version = session.query(AnnualReportVersion).one()
    version.snapshot = version.snapshot.replace("示例", "别的", 1)
    assert not is_whole(version)


def test_a_second_freeze_needs_its_reason_and_makes_a_new_version(run_command, requests, session):
    assert run_command("report", "freeze", "2024").exit_code == 0
    refused = run_command("report", "freeze", "2024")
    assert refused.exit_code == 1
    assert "请写明理由" in refused.stderr
    assert run_command("report", "freeze", "2024", "--reason", "补登一件").exit_code == 0
    kept = session.query(AnnualReportVersion).order_by(AnnualReportVersion.number).all()
    assert [(version.number, version.reason) for version in kept] == [(1, ""), (2, "补登一件")]


def test_a_frozen_year_written_as_it_stands_now_says_that_it_is_frozen(run_command, seed_year, tmp_path):
    out = str(tmp_path / "年报.json")
    assert "冻结" not in run_command("report", "annual", "2020", "--out", out).stderr
    run_command("report", "freeze", "2020")
    assert "已冻结第 1 版" in run_command("report", "annual", "2020", "--out", out).stderr
    assert "冻结" not in run_command("report", "annual", "2020", "--frozen", "--out", out).stderr


def test_a_year_that_is_not_over_cannot_be_frozen(run_command, agency):
    answer = run_command("report", "freeze", str(today().year))
    assert (answer.exit_code, f"{today().year + 1}-01-01 起可以冻结" in answer.stderr) == (1, True)
    answer = run_command("report", "freeze", "2999")
    assert answer.exit_code == 1
    assert "2999 年还没有过完" in answer.stderr


def test_entered_figures_and_written_texts_are_printed(run_command, agency, session, tmp_path):
    session.add(
        AnnualReport(
            agency_id=agency.id,
            year=2024,
            edition="2021",
            section_two={"2021": {"licences": [498], "fees": [12.5]}},
            texts={"one": "全年新收{新收申请}件，{没有的字段}。"},
        )
    )
    out = tmp_path / "a.json"
    run_command("report", "annual", "2024", "--out", out)
    document = json.loads(out.read_text(encoding="utf-8"))
    assert document["section2"]["rows"] == {"licences": [498], "fees": [12.5]}
    assert document["text"]["one"] == "全年新收0件，{没有的字段}。"


def test_fee_income_is_that_of_the_year(requests, session):
    from tracker.domain.case_events import EventType
    from tracker.models.case import Case
    from tracker.models.case_record import CaseEventRow
    from tracker.now import now
    from tracker.queries.annual_assembly import annual_report

    case = session.query(Case).first()
    for seq, (day, yuan) in enumerate((("2024-03-05", 300), ("2023-12-31", 50)), 1):
        db.session.add(
            CaseEventRow(
                case_id=case.id,
                seq=seq,
                type=EventType.FEE_PAID,
                on=date.fromisoformat(day),
                at=now(),
                payload={"yuan": yuan},
            )
        )
    for seq, (day, yuan) in enumerate((("2024-02-01", 300), ("2024-11-01", 200), ("2025-01-01", 90)), 3):
        notice = CaseEventRow(
            case_id=case.id,
            seq=seq,
            type=EventType.FEE_NOTICE_SENT,
            on=date.fromisoformat(day),
            at=now(),
            payload={"yuan": yuan},
        )
        db.session.add(notice)
    db.session.flush()
    assert annual_report(requests, 2024).texts["six"] == "2024年，本机关收取信息处理费300元。"
    text = "发出收费通知{收费通知}件，金额{收费通知金额}元。行政许可{行政许可决定}件。"
    db.session.add(AnnualReport(agency_id=requests.id, year=2024, edition="2021", texts={"six": text}))
    db.session.flush()
    told = annual_report(requests, 2024).texts["six"]
    assert told == "发出收费通知2件，金额500元。行政许可（未填）件。"
