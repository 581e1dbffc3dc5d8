"""文书: which letter a step calls for, and which days of its delivery the case already holds."""

from datetime import date

import pytest

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.labels import Party
from tracker.domain.letter_delivery import DeliveryMethod, fixed_days, is_answer
from tracker.domain.letter_findings import FINDINGS, finding
from tracker.domain.letter_needs import answer_letters, letters_needed, not_made, offered_now
from tracker.domain.letters import LetterKind, answers_for, short_label
from tracker.domain.lifecycle.actions import Action
from tracker.domain.outcomes import Outcome

E, K = EventType, LetterKind
REGISTERED = (E.REGISTERED, {})


def happened(*steps):
    """Events on 1 March, 2 March … in this order, numbered from 1; a step is a type or (type, payload)."""
    pairs = [step if isinstance(step, tuple) else (step, {}) for step in (REGISTERED, *steps)]
    return [CaseEvent(kind, date(2026, 3, n), n, payload) for n, (kind, payload) in enumerate(pairs, 1)]


def asked(party):
    return (E.CONSULTATION_STARTED, {"party": party.value})


def draft(outcome):
    return (E.REPLY_SUBMITTED, {"outcome": outcome.value})


def kinds(needs):
    return [need.kinds for need in needs if need.step is not E.REGISTERED]


@pytest.mark.parametrize(
    ("step", "wanted", "article"),
    [
        (E.CORRECTION_REQUESTED, [(K.CORRECTION,)], "条例第三十条"),
        (E.EXTENSION_GRANTED, [(K.EXTENSION,)], "条例第三十三条第二款"),
        (E.REASONS_ASKED, [(K.REASONS,)], "条例第三十五条"),
        (E.REPLY_DEFERRED, [(K.DEFERRAL,)], "条例第三十五条"),
        (E.FEE_NOTICE_SENT, [(K.FEE_NOTICE,)], "条例第四十二条、国办函〔2020〕109号"),
        (asked(Party.THIRD_PARTY), [(K.THIRD_PARTY_OPINION,), (K.OPINION_NOTICE,)], "条例第三十二条"),
        (asked(Party.CO_MAKER), [(K.CO_MAKER_OPINION,), (K.OPINION_NOTICE,)], "条例第三十四条"),
        (asked(Party.OTHER_AGENCY), [(K.AGENCY_OPINION,), (K.OPINION_NOTICE,)], ""),
        (E.CORRECTION_RECEIVED, [], None),
        (E.CONTACTED, [], None),
        (E.EXTENSION_REQUESTED, [], None),
        (E.WITHDRAWN, [], None),
    ],
)
def test_a_step_calls_for_its_letters(step, wanted, article):
    needs = letters_needed(happened(step))
    assert kinds(needs) == wanted
    if wanted:
        assert (needs[1].about, needs[1].rule.article) == (2, article)


@pytest.mark.parametrize(
    ("outcome", "wanted"),
    [
        ("G1", [(K.ALREADY_PUBLIC,)]),
        ("G2", [(K.GRANTED,)]),
        ("P", [(K.PARTLY_GRANTED,)]),
        *((code, [(K.REFUSED,)]) for code in ("D1", "D2", "D3", "D4", "D5", "D6", "D7")),
        *((code, [(K.NOTICE,)]) for code in ("D8", "U2", "U3", "N1", "N3", "N5")),
        ("U1", [(K.NOT_EXISTING, K.NOT_OURS)]),
        ("N2", [(K.REPEATED,)]),
        ("N4", [(K.NOT_HANDLED,)]),
        ("O1", [(K.NO_LONGER_HANDLED,)]),
        ("O2", [(K.NO_LONGER_HANDLED,)]),
        ("O3", []),
    ],
)
def test_an_outcome_calls_for_its_letters(outcome, wanted):
    found = answer_letters(Outcome(outcome), asked_third_party=False)
    assert [rule.kinds for rule in found] == wanted


@pytest.mark.parametrize("outcome", ["G1", "G2", "P"])
def test_who_was_asked_is_told_of_a_disclosure(outcome):
    last = answer_letters(Outcome(outcome), asked_third_party=True)[-1]
    assert (last.kinds, last.condition) == ((K.THIRD_PARTY_NOTICE,), "第三方不同意而决定公开的")
    assert K.THIRD_PARTY_NOTICE not in answers_for(Outcome.THIRD_PARTY_RIGHTS)


def test_an_answer_is_written_once_its_draft_has_passed():
    granted = draft(Outcome.GRANTED)
    assert kinds(letters_needed(happened(granted))) == []
    assert kinds(letters_needed(happened(granted, E.REVIEW_PASSED))) == [(K.GRANTED,)]
    assert kinds(letters_needed(happened(granted, E.REVIEW_SENT_BACK))) == []
    again = happened(granted, E.REVIEW_SENT_BACK, draft(Outcome.PARTLY_GRANTED), E.REVIEW_PASSED)
    need = letters_needed(again)[-1]
    assert (need.kinds, need.about) == ((K.PARTLY_GRANTED,), 4)


def test_without_review_the_answer_itself_calls_for_its_letter():
    need = letters_needed(happened((E.REPLIED, {"outcome": "U1", "method": "post"})))[-1]
    assert (need.kinds, need.about) == ((K.NOT_EXISTING, K.NOT_OURS), 2)


def test_an_undone_step_calls_for_nothing():
    events = happened(E.CORRECTION_REQUESTED, (E.UNDONE, {"undoes": 2}))
    assert kinds(letters_needed(events)) == []


def test_what_was_made_is_not_called_for_again_and_each_step_wants_its_own():
    events = happened(asked(Party.THIRD_PARTY), asked(Party.THIRD_PARTY))
    needs = [need for need in letters_needed(events) if need.is_required]
    assert [need.about for need in not_made(needs, [(K.THIRD_PARTY_OPINION, 3)])] == [2]
    assert [need.about for need in not_made(needs, [(K.THIRD_PARTY_OPINION, None)])] == [3]
    assert not_made(needs, [(K.THIRD_PARTY_OPINION, 2), (K.THIRD_PARTY_OPINION, 3)]) == ()


def test_one_of_two_letters_is_enough():
    needs = [
        need for need in letters_needed(happened(draft(Outcome.NOT_HELD), E.REVIEW_PASSED)) if need.about == 2
    ]
    assert not_made(needs, [(K.NOT_OURS, 2)]) == ()


def test_usual_letters_are_offered_only_in_their_time():
    taken_in = happened(E.ASSIGNED, E.SIGNED)
    assert [need.kinds for need in offered_now(letters_needed(taken_in), taken_in)] == [(K.RECEIPT,)]
    asking = happened(asked(Party.CO_MAKER))
    assert kinds(offered_now(letters_needed(asking), asking)) == [(K.CO_MAKER_OPINION,), (K.OPINION_NOTICE,)]
    over = happened(
        asked(Party.CO_MAKER), draft(Outcome.GRANTED), E.REVIEW_PASSED, (E.REPLIED, {"outcome": "G2"})
    )
    assert kinds(offered_now(letters_needed(over), over)) == [(K.CO_MAKER_OPINION,), (K.GRANTED,)]
    lapsed = happened(E.CORRECTION_REQUESTED, (E.LAPSED, {"outcome": "O1"}))
    assert kinds(offered_now(letters_needed(lapsed), lapsed)) == [(K.CORRECTION,), (K.NO_LONGER_HANDLED,)]


@pytest.mark.parametrize("outcome", Outcome)
def test_every_answer_finds_something_in_words(outcome):
    written = {K.REFUSED, K.NOTICE, K.NO_LONGER_HANDLED} & set(answers_for(outcome))
    assert (outcome in FINDINGS) is bool(written)
    assert "{" not in finding(outcome, "您")


def test_titles_are_said_short():
    assert [short_label(kind) for kind in (K.CORRECTION, K.GRANTED, K.NOT_OURS)] == [
        "补正告知书",
        "予以公开告知书",
        "非本机关负责公开告知书",
    ]


# --- days of a delivery that the case holds


def test_an_answer_leaves_on_the_day_it_was_recorded_as_sent():
    passed = happened(draft(Outcome.GRANTED), E.REVIEW_PASSED)
    assert fixed_days(K.GRANTED, 2, passed).waits_for is Action.REPLY
    posted = [*passed, CaseEvent(E.REPLIED, date(2026, 3, 9), 4, {"method": "post", "outcome": "G2"})]
    held = fixed_days(K.GRANTED, 2, posted)
    assert (held.sent_on, held.signed_on, held.method) == (date(2026, 3, 9), None, DeliveryMethod.POST)
    handed = [*passed, CaseEvent(E.REPLIED, date(2026, 3, 9), 4, {"method": "in_person", "outcome": "G2"})]
    assert fixed_days(K.GRANTED, 2, handed).signed_on == date(2026, 3, 9)


def test_a_third_partys_signature_is_the_clocks_event():
    events = happened(
        asked(Party.THIRD_PARTY), asked(Party.THIRD_PARTY), (E.CONSULTATION_DELIVERED, {"answers": 3})
    )
    first, second = (fixed_days(K.THIRD_PARTY_OPINION, about, events) for about in (2, 3))
    assert (first.sent_on, first.signed_on, first.signed_by) == (
        date(2026, 3, 2),
        None,
        Action.DELIVER_CONSULTATION,
    )
    assert (second.sent_on, second.signed_on) == (date(2026, 3, 3), date(2026, 3, 4))


@pytest.mark.parametrize(
    ("kind", "step", "waits_for"),
    [
        (K.CORRECTION, E.CORRECTION_REQUESTED, Action.REQUEST_CORRECTION),
        (K.REASONS, E.REASONS_ASKED, Action.ASK_REASONS),
        (K.DEFERRAL, E.REPLY_DEFERRED, Action.DEFER_REPLY),
        (K.FEE_NOTICE, E.FEE_NOTICE_SENT, Action.SEND_FEE_NOTICE),
    ],
)
def test_a_notice_leaves_with_its_step(kind, step, waits_for):
    assert fixed_days(kind, None, happened()).waits_for is waits_for
    assert fixed_days(kind, 2, happened(step)).sent_on == date(2026, 3, 2)


def test_a_fee_notice_received_on_a_known_day_says_so():
    events = happened((E.FEE_NOTICE_SENT, {"received_on": "2026-03-05"}))
    assert fixed_days(K.FEE_NOTICE, 2, events).signed_on == date(2026, 3, 5)


@pytest.mark.parametrize("kind", [K.RECEIPT, K.EXTENSION, K.OPINION_NOTICE, K.NO_LONGER_HANDLED])
def test_other_letters_have_days_of_their_own(kind):
    held = fixed_days(kind, None, happened(E.EXTENSION_GRANTED))
    assert (held.sent_on, held.signed_on, held.waits_for) == (None, None, None)
    assert not is_answer(kind)
