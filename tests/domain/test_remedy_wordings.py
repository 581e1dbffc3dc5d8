"""What an office may word in the remedy paragraph, and what its words must hold."""

from datetime import date

import pytest

from tracker.domain.errors import DomainError
from tracker.domain.outcomes import OUTCOME_RULES, Outcome, Remedy
from tracker.domain.remedies import RemedyNames
from tracker.domain.remedy_wordings import SCOPES, refuse_unfit, scopes_of, shipped_words, worded

NAMES = RemedyNames("示例区人民政府", "示例区人民法院", online="示例区行政复议网上平台")
OWN = "对本告知书不服的，可以自收到之日起六十日内向【行政复议机关】申请行政复议。"
TODAY = date(2026, 3, 20)


@pytest.mark.parametrize(
    ("outcomes", "scopes"),
    [
        ("D1 D2 D3 D4 D5 D6 D7", "withheld"),
        ("G1 G2 D8 U1 U2 U3 N1 N2 N3 N4 N5 O1 O2", "answered"),
    ],
)
def test_an_answer_takes_its_own_words_before_those_of_its_kind(outcomes, scopes):
    for code in outcomes.split():
        assert scopes_of(Outcome(code)) == (code, scopes)


def test_a_part_withheld_stands_by_itself_and_what_is_only_filed_has_none():
    assert scopes_of(Outcome.PARTLY_GRANTED) == ("P",)
    assert scopes_of(Outcome.OTHERWISE) == ()


def test_every_answer_with_a_remedy_can_be_worded():
    wanted = {outcome for outcome, rule in OUTCOME_RULES.items() if rule.remedy is not Remedy.NONE}
    assert {Outcome(key) for key in SCOPES if key in list(Outcome)} == wanted
    assert {key for key, scope in SCOPES.items() if scope.may_drop_suit} == {"D8", "U2", "N1", "N2", "N3"}


@pytest.mark.parametrize("key", SCOPES)
def test_what_ships_would_itself_be_accepted_and_fills_to_what_letters_say(key):
    words = shipped_words(SCOPES[key], TODAY)
    refuse_unfit(words)
    assert "【" not in worded(words, NAMES)
    assert "示例区人民政府申请行政复议" in worded(words, NAMES)


def test_the_online_way_is_added_unless_the_words_have_it():
    assert worded(OWN, NAMES).endswith("申请行政复议。")
    assert worded(OWN, NAMES, served_online=True).endswith("也可以通过示例区行政复议网上平台在线提交。")
    own = OWN + "网上申请：【在线渠道】。"
    assert worded(own, NAMES, served_online=True).count("示例区行政复议网上平台") == 1


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("可以自收到之日起六个月内向【管辖法院】提起行政诉讼。", "没有写行政复议"),
        ("可以向【行政复议机关】申请行政复议。", "没有写申请行政复议的期限"),
        ("自收到之日起60日内向【复议机关】申请行政复议。", "不认得“【复议机关】”"),
        (OWN + "字" * 600, "请不超过 600 个字"),
    ],
)
def test_words_that_are_no_remedy_paragraph_are_refused(text, because):
    with pytest.raises(DomainError, match=because) as refused:
        refuse_unfit(text)
    assert refused.value.field == "text"


@pytest.mark.parametrize("period", ["60日", "60 日", "六十日", "六十个自然日"])
def test_the_period_may_be_written_as_people_write_it(period):
    refuse_unfit(f"自收到之日起{period}内向【行政复议机关】申请行政复议。")
