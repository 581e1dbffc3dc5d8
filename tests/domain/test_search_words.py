"""检索词: two characters find a word; phone and identity numbers are never indexed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.search_words import Phrase, number_tokens, query_phrases, text_tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("样本村耕地", ["样本", "本村", "村耕", "耕地", "地"]),
        ("GB/T 9704", ["gb", "t", "9704"]),
        ("来电 13800000000 反映", ["来电", "电", "反映", "映"]),
        ("138 0000 0000", []),
        ("证件 640500199001010000", ["证件", "件"]),
        ("640500199001011234X号", ["号"]),
        ("１３８００００００００", []),
        ("2024年3号", ["2024", "年", "3", "号"]),
    ],
)
def test_text_tokens(text, tokens):
    assert text_tokens(text) == tokens


def test_a_number_is_found_by_any_part():
    tokens = number_tokens("NX20261119")
    assert "1119" in tokens
    assert any(token.startswith("2611") for token in tokens)


@pytest.mark.parametrize(
    ("words", "phrases"),
    [
        ("耕地", [Phrase(("耕地",))]),
        ("基本农田", [Phrase(("基本", "本农", "农田"))]),
        ("田", [Phrase(("田",), is_prefix=True)]),
        ("12345热线", [Phrase(("12345",), is_prefix=True), Phrase(("热线",))]),
        ("“ ”", []),
    ],
)
def test_query_phrases(words, phrases):
    assert query_phrases(words) == phrases


@given(st.text(alphabet="耕地样本村农田", min_size=2, max_size=12), st.data())
def test_every_word_inside_a_run_is_found(text, data):
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 2, len(text)))
    (phrase,) = query_phrases(text[start:end])
    tokens = text_tokens(text)
    wanted = list(phrase.tokens)
    assert any(tokens[at : at + len(wanted)] == wanted for at in range(len(tokens)))
