"""What moves each period: the events that stop it, start it anew, lengthen it or end it."""

from typing import NamedTuple


class Moved(NamedTuple):
    """What moves a main period: event codes that stop it, start it anew, lengthen it or end it."""

    paused_by: tuple[str, ...] = ()
    restarted_by: tuple[str, ...] = ()
    extended_by: tuple[str, ...] = ()
    ended_by: tuple[str, ...] = ()


_ANSWERED = ("replied", "closed", "withdrawn")
_DISCLOSURE = Moved(
    paused_by=("correction_requested", "consultation_started", "fee_notice_sent"),
    restarted_by=("correction_received", "fee_paid"),
    extended_by=("extension_granted", "reply_deferred"),
    ended_by=(*_ANSWERED, "lapsed"),
)
_SERVICE = Moved(
    restarted_by=("rehandled",),
    extended_by=("extension_granted", "stage_reply"),
    ended_by=_ANSWERED,
)

MOVED: dict[str, Moved] = {
    "reply": _DISCLOSURE,
    "reply_2008": _DISCLOSURE,
    "third_party_opinion": Moved(ended_by=("consultation_ended",)),
    "co_maker_opinion": Moved(ended_by=("consultation_ended",)),
    "correction_notice": Moved(restarted_by=("correction_received",), ended_by=("correction_requested",)),
    "correction_response": Moved(ended_by=("correction_received",)),
    "fee_payment": Moved(ended_by=("fee_paid",)),
    "hotline_consultation": _SERVICE,
    "hotline_general": _SERVICE,
    "mailbox": _SERVICE,
    "mailbox_complex": _SERVICE,
    "rehandling": _SERVICE,
    "petition_acceptance": Moved(ended_by=("accepted", *_ANSWERED)),
    "reanswer": _DISCLOSURE,
    "petition_rehandling": Moved(extended_by=("extension_granted",), ended_by=_ANSWERED),
    "petition_handling": Moved(extended_by=("extension_granted",), ended_by=_ANSWERED),
    "reasons_response": Moved(ended_by=("reasons_received",)),
    "assistance": Moved(ended_by=("assistance_given",)),
    "signing": Moved(ended_by=("signed",)),
    "first_contact": Moved(ended_by=("contacted", "stage_reply", *_ANSWERED)),
    "urgent_first_reply": Moved(ended_by=("contacted", "stage_reply", *_ANSWERED)),
    "call_back": Moved(ended_by=("called_back",)),
}
