"""How cases go: each story is the whole way; today cuts it short where it must."""

from collections.abc import Callable

from tracker.domain.labels import Kind, Satisfaction
from tracker.domain.outcomes import HandlingResult, Outcome
from tracker.services.demo.playing import Play

Story = Callable[[Play], None]
S = Satisfaction
H = HandlingResult
CONTENT_WITH = (S.SATISFIED, S.SATISFIED, S.VERY_SATISFIED, S.UNDERSTANDING, S.NOT_RATED)
PUBLISHED = 0.7
RESULTS = (H.SOLVED, H.SOLVED, H.EXPLAINED, H.PARTLY_SOLVED, H.UNSOLVED)


def _pleased(play: Play) -> Satisfaction:
    return play.bureau.rng.choice(CONTENT_WITH)


def _result(play: Play) -> str:
    return play.bureau.rng.choice(RESULTS).value


def in_time(play: Play) -> None:
    """Most items: signed the same day, answered on the second or third, called back."""
    play.taken()
    play.contact(1)
    play.answered(play.bureau.rng.choice((2, 2, 3)), _result(play))
    play.call_back(4, _pleased(play))
    if play.bureau.rng.random() < PUBLISHED:
        play.publish(5)
    play.archive(30)


def slowly_reviewed(play: Play) -> None:
    """Draft, sent back once, answered on the last day."""
    play.taken(1)
    play.draft(2, H.EXPLAINED.value)
    play.send_back(3)
    play.answered(3, H.SOLVED.value)
    play.call_back(5, S.SATISFIED)


def late(play: Play) -> None:
    """Answered after the due day, urged before."""
    play.taken(1)
    play.urge(6)
    play.answered(8, _result(play))
    play.call_back(9, S.DISSATISFIED)


def forgotten(play: Play) -> None:
    """Signed and then left lying: overdue until somebody acts."""
    play.taken(1)
    play.urge(6)
    play.supervise(7)
    play.stop()


def extended(play: Play) -> None:
    """More time asked and granted, answered within it."""
    play.taken()
    play.ask_longer(2, 5)
    play.grant_longer(2, 5)
    play.contact(4)
    play.answered(6, H.PARTLY_SOLVED.value)
    play.call_back(8, _pleased(play))


def planned(play: Play) -> None:
    """A plan with a date first, the answer when it is done."""
    play.taken()
    play.promise(2, 15)
    play.answered(12, H.SOLVED.value)
    play.call_back(13, S.VERY_SATISFIED)


def handled_again(play: Play) -> None:
    """Not satisfied: a second round."""
    play.taken()
    play.answered(3, H.EXPLAINED.value)
    play.call_back(4, S.DISSATISFIED)
    play.rehandle(5)
    play.answered(7, H.SOLVED.value)
    play.call_back(8, S.SATISFIED)


def sent_on(play: Play) -> None:
    """Assigned to the wrong section first."""
    play.assign(0)
    play.ask_return(0)
    play.approve_return(1)
    play.assign(1)
    play.sign(1)
    play.contact(2)
    play.answered(3, H.SOLVED.value)
    play.call_back(4, _pleased(play))


def returned(play: Play) -> None:
    play.return_to_source(0)


def merged(play: Play) -> None:
    play.merge(0)


def not_accepted(play: Play) -> None:
    play.not_accept(1)


def terminated(play: Play) -> None:
    play.taken()
    play.contact(2)
    play.terminate(3)


def withdrawn(play: Play) -> None:
    play.taken()
    play.withdraw(2)


def wrongly_assigned(play: Play) -> None:
    """The section says it is not theirs; nobody has decided yet."""
    play.assign(0)
    play.ask_return(1)
    play.stop()


def waiting_for_reply(play: Play) -> None:
    """Reviewed, not sent yet."""
    play.taken()
    play.draft(1, H.SOLVED.value)
    play.review(1)
    play.stop()


def waiting_for_review(play: Play) -> None:
    play.taken()
    is_request = play.work.case.kind is Kind.DISCLOSURE
    play.draft(1, Outcome.GRANTED.value if is_request else H.EXPLAINED.value)
    play.stop()


def waiting_for_chief(play: Play) -> None:
    """An important item's reply, which the head of the bureau reviews."""
    waiting_for_review(play)


def waiting_for_callback(play: Play) -> None:
    play.taken()
    play.answered(1, H.SOLVED.value)
    play.stop()


def waiting_for_signature(play: Play) -> None:
    play.assign(0)
    play.stop()


def waiting_for_assignment(play: Play) -> None:
    play.stop()


def petition(play: Play) -> None:
    """Accepted within 15 days, answered well within 60."""
    play.taken(1)
    play.accept(5)
    play.contact(8)
    play.answered(24, _result(play), method="post")


def petition_forgotten(play: Play) -> None:
    play.taken(1)
    play.accept(5)
    play.urge(30)
    play.stop()


def given(outcome: Outcome) -> Story:
    """A disclosure request answered with ``outcome`` in time."""

    def story(play: Play) -> None:
        play.taken(1)
        if outcome is Outcome.EXCESSIVE:
            play.ask_reasons(2, 12)
            play.reasons_given(5)
        if outcome is Outcome.NOT_HELD:
            play.search(3)
        play.answered(play.bureau.rng.randint(6, 16), outcome.value, method="post")
        play.archive(60)

    return story


def consulted(play: Play) -> None:
    """The third party objects; part is given."""
    play.taken()
    play.consult(3)
    play.delivered(5)
    play.opinion(14)
    play.answered(22, Outcome.PARTLY_GRANTED.value, method="post")


def corrected(play: Play) -> None:
    play.taken()
    play.ask_correction(4, 14)
    play.corrected(9)
    play.answered(20, Outcome.GRANTED.value, method="post")


def never_corrected(play: Play) -> None:
    play.taken()
    play.ask_correction(4, 14)
    play.lapse(16)


def charged(play: Play) -> None:
    play.taken()
    play.bill(5)
    play.paid(9)
    play.answered(14, Outcome.GRANTED.value, method="post")


def never_paid(play: Play) -> None:
    play.taken()
    play.bill(5)
    play.lapse(27)


def longer_reply(play: Play) -> None:
    play.taken()
    play.ask_longer(12, 20)
    play.grant_longer(13, 20)
    play.answered(30, Outcome.PARTLY_GRANTED.value, method="post")


def late_reply(play: Play) -> None:
    play.taken(1)
    play.answered(23, Outcome.NOT_HELD.value, method="post")


def reply_forgotten(play: Play) -> None:
    play.taken(1)
    play.urge(21)
    play.stop()
