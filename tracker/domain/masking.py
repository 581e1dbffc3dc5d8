"""遮盖: how personal data is shown where it is not needed (个人信息保护法第五十一条: de-identification)."""

import re

PHONE_DIGITS = 11
HIDDEN = "保密"
_CARD = re.compile(r"(?<!\d)(\d{4})\d{8,11}(\d{4}|\d{3}[Xx])(?![\dXx])")
_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")
_PLACE = re.compile(r"^.*?(?:村|社区|小区|街道|镇|乡)")


def masked_name(name: str) -> str:
    """``张测试`` → ``张**``; an organisation keeps its first two characters."""
    if len(name) <= 1:
        return name
    if len(name) <= 4:  # noqa: PLR2004 - a person's name has at most four characters
        return name[0] + "*" * (len(name) - 1)
    return name[:2] + "***"


def masked_phone(phone: str) -> str:
    """``13800000000`` → ``138****0000``; shorter ones keep their last two digits."""
    if len(phone) >= PHONE_DIGITS:
        return f"{phone[:3]}****{phone[-4:]}"
    return "*" * max(len(phone) - 2, 0) + phone[-2:]


def masked_address(address: str) -> str:
    """An address down to its village, community or street; the rest is hidden."""
    place = _PLACE.match(address)
    return f"{place[0]}***" if place and place[0] != address else "***" if not place and address else address


def masked_forms(field: str, value: str) -> frozenset[str]:
    """Every way ``value`` of a person's ``field`` is written in a masked ledger; none for an empty one."""
    mask = {"name": masked_name, "phone": masked_phone, "address": masked_address}.get(field)
    return frozenset({mask(value), HIDDEN}) if mask and value else frozenset()


def without_names(text: str, *names: str) -> str:
    """``text`` with every one of ``names`` (a secret reporter's name, phone, address) replaced by 保密."""
    for name in names:
        if len(name) > 1:
            text = text.replace(name, HIDDEN)
    return text


def masked_text(text: str) -> str:
    """Free text with mobile, identity and card numbers hidden inside it."""
    return _MOBILE.sub(r"\1****\2", _CARD.sub(r"\1********\2", text))
