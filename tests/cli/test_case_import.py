"""``flask cases import`` and ``export``: what the contract promises, on files as offices send them."""

import hashlib
import json
from datetime import date

import pytest
from sqlalchemy import func, select

from tests.factories import SectionFactory
from tests.imports.made_files import HEADINGS, ROW, csv_text, xls, xlsx
from tracker.cli import case_files
from tracker.domain.case_events import EventType
from tracker.domain.labels import ApplicantType, Kind, Satisfaction, State
from tracker.domain.lifecycle.standing import fold
from tracker.imports.headings import map_headings
from tracker.models.case import Case
from tracker.models.case_record import CaseEventRow, CasePerson, CaseReply
from tracker.models.imports import ImportBatch
from tracker.models.reminder import Reminder
from tracker.now import now
from tracker.services.cases.projection import case_columns, cycle_rows, deadline_of, project
from tracker.services.imports.mappings import remember
from tracker.services.rules import rules_for

CLOSED = [*HEADINGS, "承办科室", "办结日期", "办理结果", "答复内容", "满意度"]
CLOSED_ROW = [*ROW, "测试股", "2026-03-06", "已解决", "已经办理完毕。", "满意"]
REQUEST = ["来源编号", "收到日期", "标题", "申请人类别", "获取方式", "答复日期", "办理结果", "姓名"]


@pytest.fixture
def command(run_command, tmp_path):
    """Run an import of ``content`` and return (exit code, JSON, standard error)."""

    def run(content, *options, kind="hotline", name="台账.xlsx"):
        path = tmp_path / name
        path.write_bytes(content)
        result = run_command("cases", "import", str(path), "--kind", kind, *options, "--json")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, json.loads(result.stdout), result.stderr

    return run


def the_case(session, number="SL2026001"):
    return session.execute(select(Case).where(Case.source_number == number)).scalar_one()


def count(session, model=Case):
    return session.execute(select(func.count()).select_from(model)).scalar_one()


def test_dry_run_counts_and_changes_nothing(command, session, app):
    content = xlsx(HEADINGS, ROW)
    code, told, _ = command(content, "--dry-run")
    assert code == 0
    assert {key: told[key] for key in ("rows", "created", "updated", "unchanged", "rejected", "unmapped")} == {
        "rows": 1, "created": 1, "updated": 0, "unchanged": 0, "rejected": [], "unmapped": [],
    }  # fmt: skip
    assert told["mapping"] == {heading: heading for heading in HEADINGS}
    assert [count(session, model) for model in (Case, CaseEventRow, CasePerson, ImportBatch)] == [0, 0, 0, 0]
    kept = app.config["SETTINGS"].instance_dir / "imports"
    assert not (kept / hashlib.sha256(content).hexdigest()).exists()


@pytest.mark.parametrize(
    ("make", "name"),
    [(xlsx, "a.xlsx"), (xlsx, "a.xls"), (xls, "a.xls"), (lambda *rows: csv_text(*rows).encode("gb18030"), "a.csv"),
     (lambda *rows: csv_text(*rows).encode("utf-8-sig"), "a.csv")],
)  # fmt: skip
def test_commit_saves_a_case_from_every_format(command, session, make, name):
    code, told, _ = command(make(HEADINGS, ROW), "--commit", name=name)
    assert (code, told["created"]) == (0, 1)
    case = the_case(session)
    assert (case.title, case.received_on, case.state) == (
        "咨询宅基地确权",
        date(2026, 3, 2),
        State.AWAITING_ASSIGNMENT,
    )
    assert (case.person.name, case.person.phone) == ("张测试", "13800000000")
    assert case.number.endswith("热线〔2026〕1号")
    assert case.due_on == date(2026, 3, 5)


def test_raw_file_is_kept_under_its_hash(command, session, app):
    content = xlsx(HEADINGS, ROW)
    command(content, "--commit")
    batch = session.execute(select(ImportBatch)).scalar_one()
    path = app.config["SETTINGS"].instance_dir / "imports" / batch.sha256
    assert path.read_bytes() == content
    assert batch.counts == {"created": 1, "updated": 0, "unchanged": 0, "rejected": 0}


def test_closed_case_keeps_its_true_dates(command, session):
    SectionFactory(name="测试股")
    command(xlsx(CLOSED, CLOSED_ROW), "--commit")
    case = the_case(session)
    assert (case.state, case.replied_on, case.closed_on) == (State.CLOSED, date(2026, 3, 6), date(2026, 3, 6))
    assert (case.result, case.satisfaction, case.section.name) == ("solved", Satisfaction.SATISFIED, "测试股")
    assert [(row.type, row.on) for row in case.events] == [
        (EventType.REGISTERED, date(2026, 3, 2)),
        (EventType.ASSIGNED, date(2026, 3, 2)),
        (EventType.REPLIED, date(2026, 3, 6)),
        (EventType.CLOSED, date(2026, 3, 6)),
    ]
    assert session.execute(select(CaseReply.public_text)).scalar_one() == "已经办理完毕。"
    assert case.missing_fields == []
    assert count(session, Reminder) == 0


def test_answer_and_closing_on_different_days(command, session):
    command(xlsx([*HEADINGS, "答复时间", "办结时间"], [*ROW, "2026-03-04 10:00", "2026-03-09"]), "--commit")
    case = the_case(session)
    assert (case.replied_on, case.closed_on) == (date(2026, 3, 4), date(2026, 3, 9))


def test_open_case_gets_its_reminders(command, session):
    command(xlsx(HEADINGS, ROW), "--commit")
    assert count(session, Reminder) > 0


def test_stored_columns_are_what_the_events_say(command, session, agency):
    SectionFactory(name="测试股")
    open_row = ["SL2", *CLOSED_ROW[1:8], "", "", "", ""]
    command(xlsx(CLOSED, CLOSED_ROW, open_row), "--commit")
    command(xlsx(REQUEST, ["YS1", "2026-03-02", "申请文件", "自然人", "邮寄", "2026-03-20", "部分公开", ""]),
            "--commit", kind="disclosure")  # fmt: skip
    assert_stored_columns_follow_from_events(session, agency)


def assert_stored_columns_follow_from_events(session, agency):
    rules = rules_for(agency)
    for case in session.execute(select(Case)).scalars():
        events = [row.as_event() for row in case.events]
        standing, deadline = fold(events), deadline_of(case, events, rules)
        for name, value in case_columns(case, standing, deadline, rules).items():
            assert getattr(case, name) == value, name
        rows = cycle_rows(case, events, rules, standing, deadline)
        for stored, row in zip(case.cycles, rows, strict=True):
            assert {name: getattr(stored, name) for name in row} == row


def test_reimport_of_the_same_number_updates_and_never_doubles(command, session):
    command(xlsx(HEADINGS, ROW, ["SL2", *ROW[1:]]), "--commit")
    changed = [*ROW[:3], "咨询宅基地确权手续", *ROW[4:6], "13900000000"]
    code, told, _ = command(xlsx(HEADINGS, changed, ["SL2", *ROW[1:]], ["SL3", *ROW[1:]]), "--commit")
    assert (code, told["created"], told["updated"], told["unchanged"]) == (0, 1, 1, 1)
    assert count(session) == 3
    case = the_case(session)
    assert (case.title, case.person.phone, case.version) == ("咨询宅基地确权手续", "13900000000", 2)
    assert case.events[-1].type is EventType.IMPORTED
    assert "张测试" not in json.dumps([row.payload for row in case.events], ensure_ascii=False)


def test_reimport_closes_an_open_case(command, session):
    command(xlsx(HEADINGS, ROW), "--commit")
    _, told, _ = command(xlsx(CLOSED, CLOSED_ROW), "--commit")
    assert (told["created"], told["updated"]) == (0, 1)
    case = the_case(session)
    assert (case.state, case.closed_on, case.result) == (State.CLOSED, date(2026, 3, 6), "solved")
    assert count(session, Reminder) == 0
    assert command(xlsx(CLOSED, CLOSED_ROW), "--dry-run")[1]["unchanged"] == 1


def test_reimport_with_a_corrected_closing_day(command, session):
    command(xlsx(CLOSED, CLOSED_ROW), "--commit")
    code, told, _ = command(xlsx(CLOSED, [*CLOSED_ROW[:8], "2026-03-09", *CLOSED_ROW[9:]]), "--commit")
    assert (code, told["updated"]) == (0, 1)
    case = the_case(session)
    assert (case.closed_on, case.satisfaction) == (date(2026, 3, 9), Satisfaction.SATISFIED)


def test_reimport_adds_what_was_missing_and_an_empty_cell_erases_nothing(command, session):
    command(
        xlsx(["来源编号", "收到日期", "标题", "姓名"], ["SL2026001", "2026-03-02", "咨询", "张测试"]),
        "--commit",
    )
    assert "联系电话" in the_case(session).missing_fields
    command(xlsx(["来源编号", "收到日期", "标题", "联系电话", "姓名"],
                 ["SL2026001", "2026-03-02", "咨询", "13800000000", ""]), "--commit")  # fmt: skip
    case = the_case(session)
    assert (case.person.name, case.person.phone) == ("张测试", "13800000000")
    assert "联系电话" not in case.missing_fields


@pytest.mark.parametrize("day", ["2026-02-26", "2026-03-04"])
def test_reimport_corrects_the_receipt_day_and_what_came_with_it(command, session, agency, day):
    SectionFactory(name="测试股")
    command(xlsx(CLOSED, CLOSED_ROW), "--commit")
    code, told, _ = command(xlsx(CLOSED, [ROW[0], day, *CLOSED_ROW[2:]]), "--commit")
    assert (code, told["updated"]) == (0, 1)
    case = the_case(session)
    assert (case.received_on, case.closed_on, case.state) == (
        date.fromisoformat(day),
        date(2026, 3, 6),
        State.CLOSED,
    )
    assert (case.section.name, case.result) == ("测试股", "solved")
    assert_stored_columns_follow_from_events(session, agency)
    assert command(xlsx(CLOSED, [ROW[0], day, *CLOSED_ROW[2:]]), "--dry-run")[1]["unchanged"] == 1


def test_ending_recorded_here_is_not_overwritten(command, session):
    command(xlsx(HEADINGS, ROW), "--commit")
    case = the_case(session)
    for seq, kind in ((2, EventType.REPLIED), (3, EventType.CLOSED)):
        payload = {"to": State.CLOSED.value, "result": "solved"}
        session.add(
            CaseEventRow(case_id=case.id, seq=seq, type=kind, on=date(2026, 3, 5), at=now(), payload=payload)
        )
    session.flush()
    session.expire(case)
    project(case, [row.as_event() for row in case.events], rules_for(case.agency))
    session.commit()
    code, told, _ = command(xlsx(CLOSED, CLOSED_ROW), "--commit")
    assert (code, told["rejected"][0]["field"]) == (1, "办结日期")
    assert "以本机登记为准" in told["rejected"][0]["reason"]
    assert the_case(session).closed_on == date(2026, 3, 5)


def test_rows_without_numbers_are_not_doubled_by_the_same_file(command, session):
    content = xlsx(HEADINGS[1:], ROW[1:], ROW[1:], [ROW[1], "投诉", *ROW[3:]])
    assert command(content, "--commit")[1]["created"] == 3
    assert command(content, "--commit")[1]["unchanged"] == 3
    assert count(session) == 3


def test_a_day_and_a_title_alone_are_not_the_same_case_in_another_file(command, session):
    short = ["收到日期", "标题"], ["2026-03-02", "咨询"]
    assert command(xlsx(*short), "--commit")[1]["created"] == 1
    assert command(csv_text(*short).encode(), "--commit", name="a.csv")[1]["created"] == 1
    assert command(csv_text(*short).encode(), "--commit", name="a.csv")[1]["unchanged"] == 1
    assert count(session) == 2


def test_somebody_registers_the_same_number_in_between(command, session, monkeypatch):
    planned = case_files.plan_import

    def then_another(**options):
        plan = planned(**options)
        monkeypatch.setattr(case_files, "plan_import", planned)
        command(xlsx(HEADINGS, ROW), "--commit", name="先一步.xlsx")
        return plan

    monkeypatch.setattr(case_files, "plan_import", then_another)
    code, told, said = command(xlsx(HEADINGS, ["SL0", *ROW[1:]], ROW), "--commit")
    assert (code, told["created"], told["rejected"][0]["row"]) == (1, 0, None)
    assert "这次没有导入。请重新预览" in said
    assert count(session) == 1


BAD = ["SL9", "2026-02-30", *ROW[2:]]


def test_a_rejected_row_saves_nothing_unless_skipped(command, session):
    content = xlsx(HEADINGS, ROW, BAD)
    code, told, said = command(content, "--commit")
    assert (code, told["rows"], told["created"]) == (1, 2, 1)
    assert [(one["row"], one["field"]) for one in told["rejected"]] == [(3, "收到日期")]
    assert set(told["rejected"][0]) == {"row", "field", "reason"}
    assert "第 3 行 收到日期" in said
    assert "没有 2 月 30 日" in said
    assert count(session) == 0
    code, told, _ = command(content, "--commit", "--skip-rejected")
    assert (code, told["created"], count(session)) == (1, 1, 1)


def test_dry_run_with_a_rejected_row_ends_with_1(command):
    code, told, _ = command(xlsx(HEADINGS, BAD), "--dry-run")
    assert (code, told["created"], len(told["rejected"])) == (1, 0, 1)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7", "实际是PDF 文档"),
        (b"", "实际是空文件"),
        (b"PK\x03\x04", "实际是已损坏的 xlsx 或压缩包"),
        (xlsx([]), "没有任何内容"),
    ],
)
def test_wrong_file_is_refused_with_one_document_all_the_same(command, session, content, words):
    code, told, said = command(content, "--commit")
    assert code == 1
    assert words in said
    assert [one["row"] for one in told["rejected"]] == [None]
    assert (told["rows"], count(session)) == (0, 0)


def test_file_without_required_columns(command, session):
    code, told, said = command(xlsx(["标题", "姓名"], ["甲", "乙"]), "--commit", "--skip-rejected")
    assert (code, told["rows"], told["created"], count(session)) == (1, 1, 0, 0)
    assert [(one["row"], one["field"]) for one in told["rejected"]] == [(1, "收到日期")]
    assert "没有找到“收到日期”这一列" in said


def test_unmapped_columns_are_listed_and_kept_as_notes(command, session):
    told = command(xlsx([*HEADINGS, "领导批示"], [*ROW, "请测试股阅处"]), "--commit")[1]
    assert told["unmapped"] == ["领导批示"]
    assert the_case(session).person.import_notes == "领导批示：请测试股阅处"


def test_words_for_channels(command, session):
    headings = [*HEADINGS, "来源渠道"]
    rows = [[f"N{i}", *ROW[1:], word] for i, word in enumerate(["区长信箱", "书记信箱", "", "部门转办"])]
    command(xlsx(headings, *rows), "--commit", "--channel", "市长信箱", kind="mailbox")
    found = {
        case.source_number: (case.channel.name, case.source_text)
        for case in session.execute(select(Case)).scalars()
    }
    assert found == {
        "N0": ("区长信箱", ""),
        "N1": ("区委书记信箱", ""),
        "N2": ("市长信箱", ""),
        "N3": ("市长信箱", "部门转办"),
    }


def test_three_channels_in_one_file_keep_their_kinds(command, session):
    headings = [*HEADINGS, "来源渠道"]
    rows = [[f"N{i}", *ROW[1:], word] for i, word in enumerate(["12345热线", "区委书记信箱", "区长信箱"])]
    assert command(xlsx(headings, *rows), "--commit")[0] == 0
    assert sorted(case.kind for case in session.execute(select(Case)).scalars()) == sorted(
        [Kind.HOTLINE, Kind.MAILBOX, Kind.MAILBOX]
    )


def test_channel_of_another_sort_is_rejected(command):
    code, told, _ = command(xlsx([*HEADINGS, "来源渠道"], [*ROW, "依申请公开"]), "--dry-run")
    assert (code, told["rejected"][0]["field"]) == (1, "来源渠道")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--channel", "没有的渠道"], "没有名为“没有的渠道”的渠道"),
        (["--mapping", "没有的对应"], "没有名为“没有的对应”的"),
        (["--sheet", "第九张"], "没有名为“第九张”的工作表"),
    ],
)
def test_unknown_names_are_refused_with_what_there_is(command, options, words):
    code, _, said = command(xlsx(HEADINGS, ROW), "--dry-run", *options)
    assert code == 1
    assert words in said


def test_a_remembered_mapping_by_name(command, session, agency):
    headings = ["单号", "哪天", "说什么"]
    said = {"单号": "来源编号", "哪天": "收到日期", "说什么": "标题"}
    remember(agency_id=agency.id, name="样本平台", mapping=map_headings(headings, Kind.HOTLINE, chosen=said))
    session.commit()
    code, told, _ = command(
        xlsx(headings, ["A1", "2026-03-02", "路灯不亮"]), "--commit", "--mapping", "样本平台"
    )
    assert (code, told["created"], told["mapping"]) == (0, 1, said)


def test_year_default(command, session):
    content = xlsx(HEADINGS, [ROW[0], "3月2日", *ROW[2:]])
    assert command(content, "--dry-run")[0] == 1
    assert command(content, "--commit", "--year-default", "2026")[0] == 0
    assert the_case(session).received_on == date(2026, 3, 2)


def test_disclosure_requests_with_outcomes(command, session):
    rows = [
        ["YS1", "2024-03-01", "申请甲", "自然人", "邮寄", "2024-03-20", "1.属于国家秘密", "张测试"],
        ["YS2", "2024-03-01", "申请乙", "商业企业", "电子邮件", "2024-03-20", "（一）予以公开", "示例公司"],
        ["YS3", "2024-03-01", "申请丙", "其他", "", "2024-03-20", "", ""],
        ["YS4", "2024-03-01", "申请丁", "科研机构", "", "", "", ""],
    ]
    assert command(xlsx(REQUEST, *rows), "--commit", kind="disclosure")[0] == 0
    found = {case.source_number: case for case in session.execute(select(Case)).scalars()}
    assert [found[f"YS{i}"].outcome for i in (1, 2, 3, 4)] == ["D1", "G2", "O3", None]
    assert found["YS1"].applicant_type is ApplicantType.NATURAL_PERSON
    assert found["YS1"].delivery_route == "邮寄"
    assert "办理结果" in found["YS3"].missing_fields
    assert found["YS4"].state is State.AWAITING_ASSIGNMENT


@pytest.mark.parametrize("kind", ["hotline", "mailbox", "petition"])
@pytest.mark.parametrize("word", ["咨询", "求决类", "投诉举报", "谏言", "表扬", ""])
def test_every_kind_and_type_imports_open_and_closed(command, session, agency, kind, word):
    open_row, closed_row = (
        [*ROW[:2], word, *ROW[3:], "", ""],
        ["SL2", ROW[1], word, *ROW[3:], "2026-03-02", "已解决"],
    )
    told = command(xlsx([*HEADINGS, "办结日期", "办理结果"], open_row, closed_row), "--commit", kind=kind)[1]
    assert (told["created"], told["rejected"]) == (2, [])
    assert_stored_columns_follow_from_events(session, agency)
    assert the_case(session, "SL2").state is State.CLOSED


def test_without_dry_run_or_commit_it_is_wrong_usage(run_command, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx(HEADINGS, ROW))
    assert run_command("cases", "import", str(path), "--kind", "hotline").exit_code == 2
    assert (
        run_command("cases", "import", str(path), "--kind", "hotline", "--dry-run", "--commit").exit_code == 2
    )
    assert run_command("cases", "import", str(path), "--kind", "不是种类", "--dry-run").exit_code == 2


def test_standard_input_and_words_for_people(run_command):
    result = run_command("cases", "import", "-", "--kind", "hotline", "--dry-run", input=xlsx(HEADINGS, ROW))
    assert result.exit_code == 0
    assert "1 行：新增 1，更新 0，不变 0，有问题 0。" in result.stdout


def test_missing_file_is_refused(run_command):
    result = run_command("cases", "import", "没有.xlsx", "--kind", "hotline", "--dry-run")
    assert (result.exit_code, "没有找到文件" in result.stderr) == (1, True)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("masks", [[], ["--unmasked"]])
def test_an_export_imports_again_unchanged(command, run_command, session, tmp_path, ending, masks):
    SectionFactory(name="测试股")
    headings = [*CLOSED, "地址", "证件号码", "地点", "办理时限", "领导批示", "是否紧急", "是否保密"]
    more = [
        "测试镇样本村1号",
        "640000199001010000",
        "样本村",
        "2026-03-09 17:30",
        "请阅处，电话13811112222",
        "是",
        "否",
    ]
    odd = ["SL2", "2026-03-02 09:14:33", "", "=1+1 是标题", "-内容开头是减号", "", "", "没有的科室", "", "还在核实", "", "",
           *[""] * 7]  # fmt: skip
    first = csv_text(headings, [*CLOSED_ROW, *more], odd).encode()
    assert command(first, "--commit", name="a.csv")[0] == 0
    out = tmp_path / f"台账.{ending}"
    result = run_command("cases", "export", "--kind", "hotline", "--out", str(out), *masks)
    assert result.exit_code == 0
    code, told, said = command(out.read_bytes(), "--dry-run", name=out.name)
    assert (code, told["unchanged"], told["unmapped"]) == (0, 2, []), said


def test_export_masks_people_unless_told_otherwise(command, run_command, session, tmp_path):
    command(xlsx([*HEADINGS, "证件号码"], [*ROW, "640000199001010000"]), "--commit")
    out = tmp_path / "a.csv"
    run_command("cases", "export", "--out", str(out))
    text = out.read_text("utf-8-sig")
    assert "张测试" not in text
    assert "138****0000" in text
    assert "640000199001010000" not in text
    run_command("cases", "export", "--out", str(out), "--unmasked")
    assert "640000199001010000" in out.read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--status", "已办结"], 1), (["--status", "open"], 1), (["--kind", "mailbox"], 0),
        (["--from", "2026-03-03"], 1), (["--to", "2026-03-02"], 1), ([], 2),
    ],
)  # fmt: skip
def test_export_filters(command, run_command, session, tmp_path, options, expected):
    command(xlsx(CLOSED, CLOSED_ROW, ["SL2", "2026-03-03", *CLOSED_ROW[2:7], "", "", "", "", ""]), "--commit")
    out = tmp_path / "a.csv"
    run_command("cases", "export", "--out", str(out), *options)
    assert len(out.read_text("utf-8-sig").strip().split("\n")) == expected + 1


def test_export_refuses_an_unknown_ending_and_status(run_command, tmp_path):
    assert run_command("cases", "export", "--out", str(tmp_path / "a.pdf")).exit_code == 1
    assert run_command("cases", "export", "--out", str(tmp_path / "a.csv"), "--status", "没有").exit_code == 1


def test_the_command_finds_its_own_application(installation, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(csv_text(HEADINGS, ROW).encode())
    run = installation.test_cli_runner().invoke
    assert run(args=["cases", "import", str(path), "--kind", "hotline", "--commit"]).exit_code == 0
    assert run(args=["cases", "export", "--out", str(tmp_path / "b.xlsx")]).exit_code == 0
    assert run(args=["cases", "verify"]).output == "核对 1 件，不一致 0 处。\n"
    assert run(args=["cases", "show", "本机关热线〔2026〕1号"]).exit_code == 0
    assert (
        "1 行：新增 0，更新 0，不变 1"
        in run(args=["cases", "import", str(path), "--kind", "hotline", "--dry-run"]).output
    )
