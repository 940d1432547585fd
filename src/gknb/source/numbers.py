"""The exact value of a number in JSON's notation (RFC 8259 section 6)."""

from __future__ import annotations

import re
from decimal import Decimal

from gknb.source.limits import MAX_DIGITS
from gknb.source.refusals import refusal

__all__ = ["NUMBER", "grouped_number", "number", "too_long"]

NUMBER = re.compile(r"(-?)(0|[1-9][0-9]*+)(?:\.([0-9]++))?(?:[eE]([+-]?[0-9]++))?")


def number(text: str) -> int | Decimal:
    """Return the exact value of a number in JSON's notation: ``int`` when it is integral, else Decimal.

    Raises:
        SourceError: written out in full it has more than ``MAX_DIGITS`` digits. The caller adds the place.
    """
    found = NUMBER.fullmatch(text)
    if found is None or too_long(found):
        raise refusal("source.number-too-long", limit=MAX_DIGITS)
    sign, whole, fraction, exponent = found.groups("")
    digits = whole + fraction
    after_point = len(fraction) - _shift(exponent)
    if after_point <= 0:
        return int(sign + digits + "0" * -after_point)
    if not digits[-after_point:].strip("0"):
        return int(sign + (digits[:-after_point] or "0"))
    # One notation for one value: 1.50 is shown as 1.5 however it was written.
    kept = digits.rstrip("0")
    return Decimal(f"{sign}{kept}e{len(digits) - len(kept) - after_point}")


def grouped_number(text: str, offset: int) -> str | None:
    """Return the whole number of which ``offset`` is after a thousands separator, such as ``1472`` for ``1,472``."""
    after = re.compile(r"[0-9]{3}(?:,[0-9]{3})*(?=\s*(?:[,}\n]|\Z))").match(text, offset)
    before = re.search(r"(?<![\w.,-])-?[0-9]{1,3}(?:,[0-9]{3})*,\Z", text[max(0, offset - 40) : offset])
    return f"{before[0]}{after[0]}".replace(",", "") if before and after else None


def too_long(found: re.Match[str]) -> bool:
    """Whether a match of :data:`NUMBER`, written out in full, has more than ``MAX_DIGITS`` digits."""
    _, whole, fraction, exponent = found.groups("")
    shift = _shift(exponent)
    return max(len(whole) + shift, 1) + max(len(fraction) - shift, 0) > MAX_DIGITS


def _shift(exponent: str) -> int:
    # Seven digits are enough to be far too long; int() itself refuses thousands of them.
    size = int(exponent.lstrip("+-0")[:7] or 0)
    return -size if exponent.startswith("-") else size
