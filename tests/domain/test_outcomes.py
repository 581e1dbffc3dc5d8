"""办理结果: one outcome per answer, one row of the annual table per outcome."""

import pytest

from tracker.domain.errors import DomainError
from tracker.domain.labels import REMOVED_STATES
from tracker.domain.outcomes import (
    OUTCOME_RULES,
    HandlingResult,
    Outcome,
    Remedy,
    parse_handling_result,
    parse_outcome,
)
from tracker.domain.reasons import SHIPPED_REASONS
from tracker.domain.refusals import several_reasons


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("予以公开", "G2"),
        ("（一）予以公开", "G2"),
        ("granted", "G2"),
        ("部分公开", "P"),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "P"),
        ("1.属于国家秘密", "D1"),
        ("1. 属于国家秘密", "D1"),
        ("属于国家秘密", "D1"),
        ("１．属于国家秘密", "D1"),
        ("2.其他法律行政法规禁止公开", "D2"),
        ("3.危及“三安全一稳定”", "D3"),
        ('危及"三安全一稳定"', "D3"),
        ("危及「三安全一稳定」", "D3"),
        ("危及三安全一稳定", "D3"),
        ("保 护 第 三 方 合 法 权 益", "D4"),
        ("d5", "D5"),
        ("D6", "D6"),
        ("Ｄ７", "D7"),
        ("8、属于行政查询事项", "D8"),
        ("不予公开（属于国家秘密）", "D1"),
        ("不予公开 1", "D1"),
        ("（四）无法提供-1.本机关不掌握相关政府信息", "U1"),
        ("无法提供2", "U2"),
        ("3.补正后申请内容仍不明确", "U3"),
        ("信访举报投诉类申请", "N1"),
        ("2.重复申请", "N2"),
        ("要求提供公开出版物", "N3"),
        ("无正当理由大量反复申请", "N4"),
        ("5.要求行政机关确认或重新出具已获取信息", "N5"),
        ("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "O1"),
        ("2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "O2"),
        ("3.其他", "O3"),
        ("其他", "O3"),
        ("（六）其他处理", "O3"),
        ("其他处理1", "O1"),
        ("申请人撤回", "O3"),
        ("已主动公开", "G1"),
    ],
)
def test_a_printed_label_or_code_is_understood(cell, code):
    assert parse_outcome(cell).value == code


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_is_found_by_its_code_and_its_label(outcome):
    assert parse_outcome(outcome.value) is outcome
    assert parse_outcome(outcome.label) is outcome


@pytest.mark.parametrize("heading", ["不予公开", "（四）无法提供", "不 予 处 理"])
def test_a_group_heading_alone_is_refused_with_the_rows_to_choose_from(heading):
    with pytest.raises(DomainError, match="没有写明是哪一种情形") as refusal:
        parse_outcome(heading)
    assert refusal.value.field == "办理结果"
    assert "、" in refusal.value.message


@pytest.mark.parametrize("cell", ["", "总计", "1", "已转交", "不予公开9"])
def test_words_that_are_no_row_are_refused(cell):
    with pytest.raises(DomainError, match="不是年报表格中的任何一行"):
        parse_outcome(cell)


@pytest.mark.parametrize(
    ("code", "row", "trial_row"),
    [("G1", "granted", "granted"), ("D8", "d8", "d8"), ("O1", "o1", "other"), ("O3", "o3", "other")],
)
def test_the_row_depends_on_the_edition(code, row, trial_row):
    rule = OUTCOME_RULES[Outcome(code)]
    assert rule.row_in("2021") == row
    assert rule.row_in("2019") == trial_row


def test_every_outcome_has_a_rule_with_basis_and_letter():
    assert set(OUTCOME_RULES) == set(Outcome)
    assert all(rule.basis and rule.letters for rule in OUTCOME_RULES.values())


def test_answers_under_articles_14_to_16_and_partial_ones_carry_the_remedy_of_withholding():
    withheld = {rule.outcome.value for rule in OUTCOME_RULES.values() if rule.remedy is Remedy.WITHHELD}
    assert withheld == {"P", "D1", "D2", "D3", "D4", "D5", "D6", "D7"}


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("已解决", HandlingResult.SOLVED),
        (" 部分 解决 ", HandlingResult.PARTLY_SOLVED),
        ("解释说明", HandlingResult.EXPLAINED),
        ("经现场核实，样本村道路已修复", None),
    ],
)
def test_a_result_in_free_text_is_not_guessed(text, result):
    assert parse_handling_result(text) is result


def test_every_removing_state_has_its_reasons():
    listed = {each.listed_in.value for each in SHIPPED_REASONS}
    assert {state.value for state in REMOVED_STATES} <= listed


@pytest.mark.parametrize(
    ("outcome", "also", "recorded"),
    [
        ("D7", [], {}),
        ("D7", ["D7"], {}),
        ("D7", ["D4"], {"also": ["D4"], "first": "D4"}),
        ("D4", ["D8", "D7"], {"also": ["D7", "D8"], "first": "D4"}),
        ("D7", ["D8", "D1", "X9"], {"also": ["D1", "D8"], "first": "D1"}),
        ("G2", [], {}),
    ],
)
def test_further_reasons_for_refusal_are_recorded_in_the_order_of_the_table(outcome, also, recorded):
    assert several_reasons(outcome, also) == recorded


@pytest.mark.parametrize("outcome", ["P", "U1", "N2", "G2"])
def test_only_a_refusal_has_further_reasons(outcome):
    with pytest.raises(DomainError, match="只有“不予公开”的结果"):
        several_reasons(outcome, ["D4"])
