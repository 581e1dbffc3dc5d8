"""Section three from cases: every request counts once a year, carry-in is last year's carry-out."""

from collections import Counter
from datetime import date, datetime, timedelta
from random import Random

import pytest

from tests.queries.standing import put_case
from tracker.domain.annual_report.checks import checks
from tracker.domain.annual_report.editions import Edition
from tracker.domain.annual_report.reading import Reading
from tracker.domain.annual_report.report import AnnualReport
from tracker.domain.annual_report.section_three import COLUMNS, ROWS
from tracker.domain.case_events import EventType
from tracker.domain.labels import ApplicantType, State
from tracker.domain.outcomes import Outcome
from tracker.extensions import db
from tracker.models.case import CaseCycle
from tracker.models.case_record import CaseEventRow
from tracker.models.imports import ImportBatch, ImportRow
from tracker.models.report import RemedyCase
from tracker.now import LOCAL_ZONE
from tracker.queries.annual_report import cases_in_cell, places_of_requests, section_four, section_three


def put(agency, received_on, closed_on=None, outcome=None, **facts):
    return put_case(
        agency, received_on, channel="disclosure", **({"closed_on": closed_on, "outcome": outcome} | facts)
    )


def filled(agency, year, edition=Edition.CURRENT):
    table = section_three(agency.id, year, edition)
    return {row: numbers[0] for row, numbers in table.rows.items() if numbers[-1]}


@pytest.mark.parametrize(
    ("request_", "year", "rows"),
    [
        (("2026-03-01", "2026-03-20", "G2"), 2026, {"new": 1, "granted": 1, "T": 1}),
        (("2026-03-01", "2026-03-20", "G1"), 2026, {"new": 1, "granted": 1, "T": 1}),
        (("2026-12-31",), 2026, {"new": 1, "C": 1}),
        (("2026-12-31", "2027-01-04", "D4"), 2026, {"new": 1, "C": 1}),
        (("2026-12-31", "2027-01-04", "D4"), 2027, {"carried": 1, "d4": 1, "T": 1}),
        (("2026-12-01", "2026-12-31", "D4"), 2027, {}),
        (("2025-06-01",), 2027, {"carried": 1, "C": 1}),
        (("2027-01-01",), 2026, {}),
    ],
)
def test_year_of_receipt_and_year_of_answer(agency, request_, year, rows):
    put(agency, *request_)
    assert filled(agency, year) == rows


def test_the_day_of_the_answer_decides_not_the_day_the_file_was_closed(agency):
    put(agency, "2026-12-01", "2027-01-08", "U1", replied_on="2026-12-30")
    assert filled(agency, 2026) == {"new": 1, "u1": 1, "T": 1}
    assert filled(agency, 2027) == {}


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_has_its_row_in_both_editions(agency, outcome):
    put(agency, "2026-03-01", "2026-03-20", outcome.value)
    current, trial = filled(agency, 2026), filled(agency, 2026, Edition.TRIAL)
    assert current["T"] == trial["T"] == 1
    assert len(current) == len(trial) == 3


def test_a_request_taken_out_without_an_answer_is_dealt_with_otherwise(agency):
    put(agency, "2026-03-01", removed_on="2026-03-05", removed_as=State.MERGED)
    assert filled(agency, 2026) == {"new": 1, "o3": 1, "T": 1}


def test_an_answer_taken_up_again_in_the_same_year_counts_once_with_its_last_result(agency):
    rounds = [
        {"closed_on": "2026-03-20", "outcome": "D4"},
        {"started_on": "2026-06-01", "closed_on": "2026-06-20", "outcome": "G2"},
    ]
    put(agency, "2026-03-01", rounds=rounds)
    assert filled(agency, 2026) == {"new": 1, "granted": 1, "T": 1}


def test_an_answer_taken_up_again_in_a_later_year_stays_where_it_was_reported(agency):
    rounds = [
        {"closed_on": "2026-03-20", "outcome": "D4"},
        {"started_on": "2027-06-01", "closed_on": "2028-02-01", "outcome": "G2"},
    ]
    put(agency, "2026-03-01", rounds=rounds)
    assert filled(agency, 2026) == {"new": 1, "d4": 1, "T": 1}
    assert filled(agency, 2027) == filled(agency, 2028) == {}


def test_hotline_items_are_no_requests(agency):
    put_case(agency, "2026-03-01", closed_on="2026-03-02")
    assert filled(agency, 2026) == {}


@pytest.fixture
def years(agency):
    chance = Random(711)  # noqa: S311 -- made-up requests
    for _ in range(80):
        received = date(2024, 1, 1) + timedelta(days=chance.randrange(1000))
        closed = received + timedelta(days=chance.randrange(90))
        rounds = [{}]
        if chance.random() < 0.85:
            rounds = [{"closed_on": closed.isoformat(), "outcome": chance.choice(list(Outcome)).value}]
        if len(rounds[0]) > 1 and chance.random() < 0.25:
            again = closed + timedelta(days=chance.choice([20, 400]))
            rounds.append({"started_on": again.isoformat()})
        put(agency, received.isoformat(), rounds=rounds, applicant=chance.choice(list(ApplicantType)))
    return agency


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
@pytest.mark.parametrize("edition", list(Edition))
def test_the_table_passes_its_own_checks_and_follows_from_the_year_before(years, year, edition):
    report = AnnualReport(year=year, three=section_three(years.id, year, edition))
    before = AnnualReport(year=year - 1, three=section_three(years.id, year - 1, edition))
    assert checks(report, before) == []


@pytest.mark.parametrize("edition", list(Edition))
def test_behind_every_cell_stand_as_many_requests(years, edition):
    table = section_three(years.id, 2025, edition)
    assert table.value("T", "total") > 20
    for row in ROWS[edition]:
        for column in COLUMNS:
            assert len(cases_in_cell(years.id, 2025, row.code, column)) == table.value(row.code, column)


def put_remedy(agency, filed_on, route="reconsideration", result=None, closed_on=None):
    remedy = RemedyCase(
        agency_id=agency.id,
        route=route,
        authority="示例区人民政府",
        filed_on=date.fromisoformat(filed_on),
        result=result,
        closed_on=closed_on and date.fromisoformat(closed_on),
    )
    db.session.add(remedy)
    db.session.flush()


def test_section_four_counts_what_was_open_in_the_year_as_it_stood_at_its_end(agency):
    put_remedy(agency, "2026-02-01", result="upheld", closed_on="2026-04-01")
    put_remedy(agency, "2025-11-01", result="corrected", closed_on="2026-01-10")
    put_remedy(agency, "2026-12-01", result="upheld", closed_on="2027-01-10")
    put_remedy(agency, "2026-05-01", route="litigation_direct")
    put_remedy(agency, "2025-01-01", result="other", closed_on="2025-12-31")
    put_remedy(agency, "2027-01-01")
    table = section_four(agency.id, 2026)
    assert table.rows["reconsideration"] == (1, 1, 0, 1, 3)
    assert table.rows["litigation_direct"] == (0, 0, 0, 1, 1)
    assert table.rows["litigation_after_reconsideration"] == (0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("reading", "rows"),
    [
        (Reading(), {"new": 5, "granted": 1, "u1": 1, "o3": 3, "T": 5}),
        (Reading(already_public="o3"), {"new": 5, "u1": 1, "o3": 4, "T": 5}),
        (Reading(not_held="o3"), {"new": 5, "granted": 1, "o3": 4, "T": 5}),
        (Reading(withdrawn="o1"), {"new": 5, "granted": 1, "u1": 1, "o1": 1, "o3": 2, "T": 5}),
        (Reading(taken_out="n1"), {"new": 5, "granted": 1, "u1": 1, "n1": 1, "o3": 2, "T": 5}),
    ],
)
def test_the_open_choices_of_filling_in_are_followed_by_table_list_and_snapshot(agency, reading, rows):
    put(agency, "2026-03-01", "2026-03-20", "G1", replied_on="2026-03-20")
    put(agency, "2026-03-01", "2026-03-20", "U1", replied_on="2026-03-20")
    put(agency, "2026-03-01", "2026-03-20", "O3", replied_on="2026-03-20")
    withdrawn = put(agency, "2026-03-01", "2026-03-20", "O3")
    db.session.get(CaseCycle, (withdrawn.id, 1, 1)).replied_on = None
    put(agency, "2026-03-01", removed_on="2026-03-05", removed_as=State.MERGED)
    for edition in Edition:
        table = section_three(agency.id, 2026, edition, reading)
        for row in ROWS[edition]:
            for column in COLUMNS:
                found = cases_in_cell(agency.id, 2026, row.code, column, reading=reading)
                assert len(found) == table.value(row.code, column), (row.code, column)
    table = section_three(agency.id, 2026, Edition.CURRENT, reading)
    assert {row: numbers[-1] for row, numbers in table.rows.items() if numbers[-1]} == rows
    results = Counter(place[1] for place in places_of_requests(agency.id, 2026, reading).values())
    assert results == {row: number for row, number in rows.items() if row not in {"new", "T"}}


def test_the_day_of_closing_can_decide_the_year(agency):
    put(agency, "2026-12-01", "2027-01-08", "U1", replied_on="2026-12-30")
    closing = Reading(result_day="closed")
    assert section_three(agency.id, 2026, Edition.CURRENT, closing).value("C", "total") == 1
    assert section_three(agency.id, 2027, Edition.CURRENT, closing).value("u1", "total") == 1


def tell(case, type_, on, *, seq, **payload):
    at = datetime.fromisoformat(f"{on}T10:00").replace(tzinfo=LOCAL_ZONE)
    db.session.add(
        CaseEventRow(case_id=case.id, seq=seq, type=type_, on=date.fromisoformat(on), at=at, payload=payload)
    )
    db.session.flush()


def import_row(agency, case):
    batch = ImportBatch(
        agency_id=agency.id,
        kind=case.kind,
        filename="台账.xlsx",
        sha256="0" * 64,
        created_at=case.created_at,
    )
    db.session.add(batch)
    db.session.flush()
    db.session.add(ImportRow(batch_id=batch.id, row=1, case_id=case.id, made="created", version=1))
    db.session.flush()


@pytest.fixture
def untidy_years(years):
    """The same with requests registered late and corrected around the end of a year."""
    for day in range(1, 25):
        received = date(2024 + day % 3, 12, 31) - timedelta(days=day)
        closed = received + timedelta(days=day * 2)
        case = put(
            years,
            received.isoformat(),
            closed.isoformat(),
            "N2" if day % 5 == 0 else "G2",
            registered_on=(received + timedelta(days=day % 7 * 4)).isoformat(),
        )
        if day % 2:
            tell(case, EventType.CORRECTION_REQUESTED, received.isoformat(), seq=2)
            tell(case, EventType.CORRECTION_RECEIVED, (received + timedelta(days=day)).isoformat(), seq=3)
    return years


CARRIED_OVER = ({"new": 1, "C": 1}, {"carried": 1, "granted": 1, "T": 1})
NEXT_YEAR = ({}, {"new": 1, "granted": 1, "T": 1})


def rows_of(agency, year, reading):
    """The rows of a year that are not 0; each cell lists as many requests as it counts."""
    table = section_three(agency.id, year, Edition.CURRENT, reading)
    for row, numbers in table.rows.items():
        found = cases_in_cell(agency.id, year, row, "total", reading=reading)
        assert len(found) == numbers[-1], row
    assert len(places_of_requests(agency.id, year, reading)) == table.value("T", "total") + table.value(
        "C", "total"
    )
    return {row: numbers[-1] for row, numbers in table.rows.items() if numbers[-1]}


@pytest.mark.parametrize(
    ("reading", "registered_on", "is_imported", "expected"),
    [
        (Reading(), "2026-12-31", False, CARRIED_OVER),
        (Reading(), "2027-01-04", False, CARRIED_OVER),
        (Reading(new_day="registered"), "2026-12-31", False, CARRIED_OVER),
        (Reading(new_day="registered"), "2027-01-04", False, NEXT_YEAR),
        (Reading(new_day="registered"), "2027-01-04", True, CARRIED_OVER),
    ],
)
def test_received_in_december_and_answered_in_january(agency, reading, registered_on, is_imported, expected):
    case = put(agency, "2026-12-30", "2027-01-15", "G2", registered_on=registered_on)
    if is_imported:
        import_row(agency, case)
    assert (rows_of(agency, 2026, reading), rows_of(agency, 2027, reading)) == expected


@pytest.mark.parametrize(
    ("asked", "given", "reading", "expected"),
    [
        ("2026-12-25", "2027-01-08", Reading(), CARRIED_OVER),
        ("2026-12-25", "2027-01-08", Reading(corrected="complete"), NEXT_YEAR),
        ("2026-12-25", None, Reading(corrected="complete"), NEXT_YEAR),
        ("2026-12-25", "2026-12-29", Reading(corrected="complete"), CARRIED_OVER),
        ("2027-01-04", "2027-01-08", Reading(corrected="complete"), CARRIED_OVER),
    ],
)
def test_a_request_that_waits_for_its_correction_at_the_end_of_the_year(
    agency, asked, given, reading, expected
):
    case = put(agency, "2026-12-20", "2027-01-15", "G2")
    tell(case, EventType.CORRECTION_REQUESTED, asked, seq=2)
    if given:
        tell(case, EventType.CORRECTION_RECEIVED, given, seq=3)
    assert (rows_of(agency, 2026, reading), rows_of(agency, 2027, reading)) == expected


def test_a_request_for_correction_that_was_undone_asked_for_nothing(agency):
    case = put(agency, "2026-12-20", "2027-01-15", "G2")
    tell(case, EventType.CORRECTION_REQUESTED, "2026-12-25", seq=2)
    tell(case, EventType.UNDONE, "2026-12-25", seq=3, undoes=2)
    assert rows_of(agency, 2026, Reading(corrected="complete")) == {"new": 1, "C": 1}


@pytest.mark.parametrize(
    ("received", "ended", "reading", "expected"),
    [
        ("2026-03-01", "2026-03-10", Reading(), ({"new": 1, "n2": 1, "T": 1}, {})),
        ("2026-03-01", "2026-03-10", Reading(repeated="once"), ({}, {})),
        (
            "2026-12-30",
            "2027-01-10",
            Reading(repeated="once"),
            ({"new": 1, "C": 1}, {"carried": 1, "n2": 1, "T": 1}),
        ),
    ],
)
def test_a_repeat_of_an_answered_request(agency, received, ended, reading, expected):
    put(agency, received, ended, "N2")
    assert (rows_of(agency, 2026, reading), rows_of(agency, 2027, reading)) == expected


@pytest.mark.parametrize(
    ("reading", "row"),
    [(Reading(), "d7"), (Reading(leading="first"), "d4")],
)
def test_of_several_reasons_for_refusal_the_chosen_or_the_first_one_counts(agency, reading, row):
    case = put(agency, "2026-03-01", "2026-03-20", "D7")
    tell(case, EventType.REPLIED, "2026-03-20", seq=2, outcome="D7", also=["D4", "D8"], first="D4")
    put(agency, "2026-03-01", "2026-03-20", "G2")
    assert rows_of(agency, 2026, reading) == {"new": 2, "granted": 1, row: 1, "T": 2}


def test_an_answer_that_was_undone_gives_no_first_reason(agency):
    case = put(agency, "2026-03-01", "2026-03-20", "D7")
    tell(case, EventType.REPLIED, "2026-03-20", seq=2, outcome="D7", also=["D4"], first="D4")
    tell(case, EventType.UNDONE, "2026-03-20", seq=3, undoes=2)
    tell(case, EventType.REPLIED, "2026-03-20", seq=4, outcome="D7")
    assert rows_of(agency, 2026, Reading(leading="first")) == {"new": 1, "d7": 1, "T": 1}


@pytest.mark.parametrize(
    "reading",
    [
        Reading(leading="first"),
        Reading(new_day="registered"),
        Reading(corrected="complete"),
        Reading(repeated="once"),
        Reading(new_day="registered", corrected="complete", repeated="once", result_day="closed"),
    ],
)
def test_what_a_year_carries_out_the_next_carries_in_under_every_reading(untidy_years, reading):
    tables = {
        year: section_three(untidy_years.id, year, Edition.CURRENT, reading) for year in range(2023, 2029)
    }
    for year in range(2024, 2029):
        assert tables[year].rows["carried"] == tables[year - 1].rows["C"]
        assert rows_of(untidy_years, year, reading)
        assert checks(AnnualReport(three=tables[year])) == []


def test_zeros_can_be_left_blank_and_still_block_nothing(agency):
    put(agency, "2026-03-01", "2026-03-20", "G2")
    table = section_three(agency.id, 2026, Edition.CURRENT, Reading(zeros="blank"))
    assert (table.value("granted", "total"), table.value("d1", "total")) == (1, None)
    assert checks(AnnualReport(three=table)) == []


def test_reviews_can_be_counted_by_the_year_they_were_filed_in(agency):
    put_remedy(agency, "2025-11-01", result="corrected", closed_on="2026-01-10")
    put_remedy(agency, "2026-12-01")
    filed = section_four(agency.id, 2026, Reading(remedies="filed"))
    assert filed.rows["reconsideration"] == (0, 0, 0, 1, 1)
    assert section_four(agency.id, 2026).rows["reconsideration"] == (0, 1, 0, 1, 2)


def test_a_request_written_down_after_its_answer_and_taken_up_again_is_still_reported_once(agency):
    rounds = [
        {"closed_on": "2026-12-28", "outcome": "D4"},
        {"started_on": "2027-06-01", "closed_on": "2027-06-20", "outcome": "G2"},
    ]
    put(agency, "2026-12-20", rounds=rounds, registered_on="2027-01-05")
    by_receipt, by_register = Reading(), Reading(new_day="registered")
    assert rows_of(agency, 2026, by_receipt) == {"new": 1, "d4": 1, "T": 1}
    assert rows_of(agency, 2027, by_receipt) == {}
    assert rows_of(agency, 2026, by_register) == {}
    assert rows_of(agency, 2027, by_register) == {"new": 1, "granted": 1, "T": 1}
    assert rows_of(agency, 2028, by_register) == {}


def test_such_a_request_that_is_open_again_at_the_end_of_its_year_is_carried_on(agency):
    rounds = [
        {"closed_on": "2026-12-28", "outcome": "D4"},
        {"started_on": "2027-12-01", "closed_on": "2028-01-20", "outcome": "G2"},
    ]
    put(agency, "2026-12-20", rounds=rounds, registered_on="2027-01-05")
    reading = Reading(new_day="registered")
    assert rows_of(agency, 2027, reading) == {"new": 1, "C": 1}
    assert rows_of(agency, 2028, reading) == {"carried": 1, "granted": 1, "T": 1}
    assert rows_of(agency, 2029, reading) == {}
