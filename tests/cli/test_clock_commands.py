"""The deadline commands as scripts call them: JSON on standard output, reasons on standard error, exit codes."""

import json
from datetime import date

import pytest

CONTRACT_EXAMPLE = {
    "kind": "disclosure",
    "received_on": "2020-01-17",
    "region": None,
    "events": [
        {"type": "correction_requested", "on": "2020-01-20", "respond_by": "2020-02-20"},
        {"type": "correction_received", "on": "2020-02-18"},
        {
            "type": "consultation_started",
            "on": "2020-02-20",
            "party": "third_party",
            "party_received_on": "2020-02-22",
        },
        {"type": "consultation_ended", "on": "2020-03-05"},
        {"type": "extension_granted", "on": "2020-03-10", "working_days": 20},
        {"type": "fee_notice_sent", "on": "2020-03-11"},
        {"type": "fee_paid", "on": "2020-03-20"},
        {"type": "replied", "on": "2020-04-01"},
    ],
}


def explain(run_command, document, *options):
    return run_command("clock", "explain", "-", "--json", *options, input=json.dumps(document))


def test_workdays_add(run_command):
    result = run_command("workdays", "add", "2020-05-22", "5", "--region", "64", "--json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert answer["due_on"] == "2020-06-02"
    assert answer["is_provisional"] is False
    assert answer["working_days"] == ["2020-05-27", "2020-05-28", "2020-05-29", "2020-06-01", "2020-06-02"]


def test_workdays_add_says_provisional(run_command):
    answer = json.loads(run_command("workdays", "add", "2026-12-20", "6", "--json").stdout)
    assert (answer["due_on"], answer["is_provisional"]) == ("2026-12-28", True)


def test_workdays_count(run_command):
    result = run_command("workdays", "count", "2026-09-28", "2026-10-30", "--json")
    assert json.loads(result.stdout)["count"] == 20


def test_workdays_show_names_the_notice_of_every_day(run_command):
    answer = json.loads(run_command("workdays", "show", "2020", "--region", "64", "--json").stdout)
    assert answer["working_days"] == 245
    by_day = {row["date"]: row for row in answer["days"]}
    assert by_day["2020-02-01"]["notice"] == "国办发明电〔2020〕1号"
    assert by_day["2020-05-25"]["layer"] == "regional"
    assert by_day["2020-10-10"]["is_workday"] is True


@pytest.mark.parametrize(
    ("arguments", "exit_code", "reason"),
    [
        (("workdays", "add", "2020-02-30", "5"), 1, "不是存在的日期"),
        (("workdays", "add", "20200201", "5"), 1, "形如"),
        (("workdays", "add", "2020-02-01", "-5"), 1, "-5"),
        (("workdays", "add", "2020-02-01", "five"), 2, "five"),
        (("workdays", "add", "2020-02-01", "5", "--region", "11"), 1, "没有地区"),
        (("workdays", "count", "2020-02-03", "2020-02-01"), 1, "早于"),
        (("workdays", "add", "2020-02-01"), 2, "'N'"),
        (("periods", "due", "nothing", "2020-02-01"), 1, "nothing"),
        (("fees", "compute"), 2, "--cases"),
        (("fees", "compute", "--cases", "1", "--pages", "1"), 2, "--pages"),
        (("fees", "compute", "--cases", "-1"), 1, "负数"),
        (("clock", "explain", "no-such-file"), 2, "no-such-file"),
    ],
)
def test_refusals_go_to_standard_error(run_command, arguments, exit_code, reason):
    result = run_command(*arguments, "--json")
    assert result.exit_code == exit_code
    assert reason in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("period", "day", "due_on"),
    [
        ("correction_notice", "2020-01-17", "2020-02-04"),
        ("reply", "2020-01-17", "2020-02-21"),
        ("third_party_opinion", "2026-11-03", "2026-11-24"),
        ("fee_payment", "2020-03-11", "2020-04-09"),
        ("review_application", "2019-12-02", "2020-02-03"),
        ("suit", "2020-08-31", "2021-03-01"),
        ("suit_after_review", "2020-01-17", "2020-02-03"),
        ("review_answer", "2020-01-17", "2020-02-07"),
        ("suit_answer", "2020-09-16", "2020-10-09"),
        ("petition_acceptance", "2020-01-17", "2020-02-01"),
        ("petition_handling", "2020-01-17", "2020-03-17"),
        ("correction_response", "2020-01-17", "2020-02-14"),
    ],
)
def test_periods_due(run_command, period, day, due_on):
    answer = json.loads(run_command("periods", "due", period, day, "--json").stdout)
    assert answer["due_on"] == due_on
    assert answer["article"]


def test_periods_list(run_command):
    rows = {row["code"]: row for row in json.loads(run_command("periods", "list", "--json").stdout)}
    reply = rows["reply"]
    assert (reply["length"], reply["unit"], reply["article"]) == (20, "working_day", "条例第三十三条第二款")
    assert (rows["suit"]["length"], rows["suit"]["unit"]) == (6, "month")
    assert all(row["start"] and row["article"] for row in rows.values())


@pytest.mark.parametrize(
    ("option", "number", "yuan"),
    [
        ("--cases", 10, 0),
        ("--cases", 11, 100),
        ("--cases", 30, 2000),
        ("--cases", 31, 2200),
        ("--cases", 40, 4000),
        ("--cases", 41, 4300),
        ("--pages", 30, 0),
        ("--pages", 31, 10),
        ("--pages", 100, 700),
        ("--pages", 200, 2700),
        ("--pages", 201, 2740),
    ],
)
def test_fees_compute(run_command, option, number, yuan):
    answer = json.loads(run_command("fees", "compute", option, str(number), "--json").stdout)
    assert answer["yuan"] == yuan
    assert "109号" in answer["basis"]


def test_the_example_of_the_contract(run_command):
    result = explain(run_command, CONTRACT_EXAMPLE)
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert answer["due_on"] == "2020-04-20"
    assert (answer["state"], answer["light"], answer["is_overdue"]) == ("met", "green", False)
    assert (answer["days_used"], answer["days_left"]) == (8, 12)
    by_event = {line["event"]: line for line in answer["ledger"]}
    assert by_event["correction_requested"]["days_counted"] == 2
    assert by_event["consultation_ended"]["due_on"] == "2020-03-31"
    assert by_event["extension_granted"]["due_on"] == "2020-04-28"
    assert answer["ledger"][-1]["due_on"] == answer["due_on"]


def test_arrival_order_does_not_matter(run_command):
    turned = CONTRACT_EXAMPLE | {"events": CONTRACT_EXAMPLE["events"][::-1]}
    first, second = (json.loads(explain(run_command, each).stdout) for each in (CONTRACT_EXAMPLE, turned))
    assert first["due_on"] == second["due_on"]
    drop = "event_index"
    assert [{k: v for k, v in line.items() if k != drop} for line in first["ledger"]] == [
        {k: v for k, v in line.items() if k != drop} for line in second["ledger"]
    ]


def test_later_events_are_left_out_with_as_of(run_command):
    answer = json.loads(explain(run_command, CONTRACT_EXAMPLE, "--as-of", "2020-02-25").stdout)
    assert (answer["state"], answer["due_on"], answer["light"]) == ("paused", None, "stopped")
    assert (answer["days_used"], answer["days_left"]) == (2, 18)


def test_without_as_of_the_future_is_refused(run_command, monkeypatch):
    monkeypatch.setattr("tracker.cli.clock.today", lambda: date(2020, 3, 25))
    result = explain(run_command, CONTRACT_EXAMPLE)
    assert result.exit_code == 1
    assert json.loads(result.stdout)["event"] == 7
    assert "2020-04-01" in result.stderr


def test_region_fills_the_regional_date_and_leaves_the_national_one(run_command):
    hotline = {"kind": "hotline", "received_on": "2020-05-22", "region": "64", "events": []}
    answer = json.loads(explain(run_command, hotline, "--as-of", "2020-05-25").stdout)
    assert (answer["due_on"], answer["regional_due_on"]) == ("2020-05-29", "2020-06-02")


def test_upstream_hour(run_command):
    hotline = {"kind": "hotline", "received_on": "2026-11-19", "upstream_due_on": "2026-11-25 18:00"}
    answer = json.loads(explain(run_command, hotline, "--as-of", "2026-11-20").stdout)
    assert (answer["due_on"], answer["due_at"]) == ("2026-11-25", "2026-11-25T18:00:00")
    assert (answer["days_used"], answer["days_left"]) == (1, 3)


def test_an_array_answers_in_order_and_names_the_refused(run_command):
    bad = {
        "kind": "disclosure",
        "received_on": "2026-11-02",
        "events": [
            {"type": "consultation_started", "on": "2026-11-04", "party": "third_party"},
            {"type": "consultation_ended", "on": "2026-11-03"},
        ],
    }
    good = {"kind": "disclosure", "received_on": "2026-11-02"}
    result = explain(run_command, [good, bad, good], "--as-of", "2026-11-10")
    assert result.exit_code == 1
    answers = json.loads(result.stdout)
    assert [each.get("due_on") for each in answers] == ["2026-11-30", None, "2026-11-30"]
    assert answers[1]["event"] == 1
    assert "第 2 件" in result.stderr


def test_an_empty_array_is_answered_by_one(run_command):
    result = explain(run_command, [])
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])


@pytest.mark.parametrize(
    ("document", "event"),
    [
        ({}, None),
        ([1], None),
        ({"kind": "disclosure"}, None),
        ({"kind": "letter", "received_on": "2026-11-02"}, None),
        ({"kind": "disclosure", "received_on": "2026-02-30"}, None),
        ({"kind": "disclosure", "received_on": 20261102}, None),
        ({"kind": "disclosure", "received_on": "2026-11-02", "region": "99"}, None),
        ({"kind": "disclosure", "received_on": "2026-11-02", "upstream_due_on": "2026-11-05"}, None),
        ({"kind": "hotline", "received_on": "2026-11-02", "item_type": "poem"}, None),
        ({"kind": "hotline", "received_on": "2026-11-02", "urgent": "yes"}, None),
        ({"kind": "hotline", "received_on": "2026-11-02", "upstream_due_on": "2026-11-01"}, None),
        ({"kind": "disclosure", "received_on": "2026-11-02", "events": {}}, None),
        (
            {
                "kind": "disclosure",
                "received_on": "2026-11-02",
                "events": [{"type": "teleported", "on": "2026-11-03"}],
            },
            0,
        ),
        ({"kind": "disclosure", "received_on": "2026-11-02", "events": [{"type": "replied"}]}, 0),
        ({"kind": "disclosure", "received_on": "2026-11-02", "events": [{"on": "2026-11-03"}]}, 0),
        ({"kind": "disclosure", "received_on": "2026-11-02", "events": ["replied"]}, 0),
        (
            {
                "kind": "disclosure",
                "received_on": "2026-11-02",
                "events": [{"type": "replied", "on": "2026-11-01"}],
            },
            0,
        ),
        (
            {
                "kind": "hotline",
                "received_on": "2026-11-02",
                "events": [{"type": "fee_paid", "on": "2026-11-03"}],
            },
            0,
        ),
    ],
)
def test_bad_documents_are_refused(run_command, document, event):
    result = explain(run_command, document, "--as-of", "2026-11-20")
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    answer = answer[0] if isinstance(answer, list) else answer
    assert answer["event"] == event
    assert answer["error"] in result.stderr


@pytest.mark.parametrize("text", ["", "{", '{"kind": "disclosure",}', "[" * 100_000, "9" * 5000])
def test_text_that_is_not_json(run_command, text):
    result = run_command("clock", "explain", "-", "--json", input=text)
    assert result.exit_code == 1
    assert "JSON" in result.stderr
    assert result.stdout == ""


def test_bytes_that_are_not_utf8(run_command):
    result = run_command("clock", "explain", "-", input="台账".encode("gb18030"))
    assert result.exit_code == 1
    assert "UTF-8" in result.stderr


def test_what_if(run_command):
    case = {
        "kind": "disclosure",
        "received_on": "2026-11-02",
        "supposed": [{"type": "extension_granted", "on": "2026-11-20", "working_days": 3}],
    }
    result = run_command("clock", "what-if", "-", "--json", "--as-of", "2026-11-20", input=json.dumps(case))
    answer = json.loads(result.stdout)
    assert (answer["now"]["due_on"], answer["then"]["due_on"]) == ("2026-11-30", "2026-12-03")


def test_people_can_read_it_too(run_command):
    result = run_command("clock", "explain", "-", input=json.dumps(CONTRACT_EXAMPLE))
    assert "收到补正" in result.stdout
    assert "期限：2020-04-20" in result.stdout
