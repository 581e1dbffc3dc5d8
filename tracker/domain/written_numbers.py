"""Numbers as reports write them: 12, 1,234, 十二, 一百零五, 二〇二〇, 贰拾, 百分之九十九点六四.

Made for text that ``printed_text.folded`` has brought to half width, so full-width digits are plain ones already.
"""

from decimal import Decimal

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_HUNDREDTHS = "百分之"
_TEN, _HUNDRED = 10, 100
_PLACES = "零〇○一二三四五六七八九"
NUMERALS = f"{_PLACES}两十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"

DIGITS = r"\d{1,3}(?:,\d{3})+|\d+"
WHOLE = rf"{DIGITS}|[{NUMERALS}]+"
DECIMAL = rf"(?:{DIGITS})(?:\.\d+)?|[{NUMERALS}]+(?:点[{_PLACES}]+)?"
PERCENT = rf"\d+(?:\.\d+)?%|{_HUNDREDTHS}[{NUMERALS}]+(?:点[{_PLACES}]+)?"
"""Patterns without groups of their own; what they match the readers below take, or say None to."""
LONGEST = 24
"""Signs: more write no number that a report states."""


def whole_number(words: str) -> int | None:
    """The number ``words`` write, None where they write none (``十万百``) or one too long."""
    if len(words) > LONGEST:
        return None
    plain = words.replace(",", "")
    if plain.isascii():
        return int(plain) if plain.isdecimal() else None
    signs = words.translate(_FORMAL)
    if all(sign in _DIGITS for sign in signs):
        return int("".join(str(_DIGITS[sign]) for sign in signs))
    return _counted(signs)


def _counted(signs: str) -> int | None:
    for myriad in ("亿", "万"):
        if myriad in signs:
            head, _, tail = signs.rpartition(myriad)
            high, low = _counted(head), _tail(tail, _MYRIADS[myriad])
            return None if high is None or low is None else high * _MYRIADS[myriad] + low
    return _below_ten_thousand(signs)


def _tail(signs: str, unit: int) -> int | None:
    """What follows a unit: 一万二 is 12,000 and 一万零二 is 10,002."""
    if not signs:
        return 0
    if len(signs) == 1 and _DIGITS.get(signs):
        return _DIGITS[signs] * unit // _TEN
    return _counted(signs)


def _below_ten_thousand(signs: str) -> int | None:
    total, digit, last = 0, None, _MYRIADS["万"]
    for sign in signs:
        if sign in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[sign]
            continue
        unit = _UNITS.get(sign, last)
        if unit >= last or (digit is None and unit != _TEN):
            return None
        total, last, digit = total + (1 if digit is None else digit) * unit, unit, None
    if not digit:
        return total if signs else None
    is_short = last in (_HUNDRED, _HUNDRED * _TEN) and signs[-2] not in "零〇○"
    return total + (digit * last // _TEN if is_short else digit)


def decimal_number(words: str) -> Decimal | None:
    """The same with decimals, ``三点五`` being 3.5."""
    whole, _, places = words.partition("." if words.isascii() else "点")
    number = whole_number(whole)
    if number is None or not places:
        return None if number is None else Decimal(number)
    digits = "".join(sign if sign.isdecimal() else str(_DIGITS.get(sign, "")) for sign in places)
    return Decimal(f"{number}.{digits}") if len(digits) == len(places) else None


def percentage(words: str) -> Decimal | None:
    """``98.5%`` and ``百分之九十八点五``, 百分之百 being 100."""
    number = words.removeprefix(_HUNDREDTHS).removesuffix("%")
    return decimal_number("一百" if number == "百" else number)
