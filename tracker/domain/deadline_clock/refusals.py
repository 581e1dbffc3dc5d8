"""The named errors of the clock; each message is Chinese, ``event`` is the event's index in the input."""

from tracker.domain.errors import ClockRefused


class EventUnknownToKind(ClockRefused):
    """This kind of item has no such event."""

    code = "event_unknown_to_kind"


class PayloadRefused(ClockRefused):
    """A value the event needs is missing or of the wrong sort."""

    code = "payload_refused"


class EventBeforeReceipt(ClockRefused):
    """Dated before the item was received."""

    code = "event_before_receipt"


class EventInFuture(ClockRefused):
    """Dated after today."""

    code = "event_in_future"


class NothingToAnswer(ClockRefused):
    """Answers something that had not been asked on that day."""

    code = "nothing_to_answer"


class AlreadyWaiting(ClockRefused):
    """Asks again for what is still outstanding."""

    code = "already_waiting"


class ExtensionRefused(ClockRefused):
    """Too late, too long, a second one, or while the clock awaits the applicant."""

    code = "extension_refused"


class DeferralRefused(ClockRefused):
    """告知延迟答复 (条例第三十五条) that cannot stand."""

    code = "deferral_refused"


class LapseRefused(ClockRefused):
    """视为放弃 without an outstanding correction or fee whose time has run out."""

    code = "lapse_refused"


class ClockEnded(ClockRefused):
    """Dated after the answer, the withdrawal or another end of the clock."""

    code = "clock_ended"
