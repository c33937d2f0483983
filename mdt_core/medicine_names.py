"""Whether a medicine as listed begins with a generic name, and how its line is written.

A name is found where it stands as the whole first words, as for blood thinners; brand names are not
found, so that finding nothing never means that there is none. Source: NHS CUI medication line (2008).
"""

import re
from collections.abc import Iterable
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]+")
_AMOUNT: Final = re.compile(
    r"(?<![\w.,])(\d*)(\.\d+)?\s*(mg|g|kg|ml|mL|L|micrograms?|nanograms?|units?|mmol|%)(?![\w%])"
)
_THOUSAND: Final = 1_000


def begins_with(medicine: str, names: Iterable[str]) -> str | None:
    """The longest of these names that a medicine begins with, or None."""
    words = _words(medicine)
    found = (name for name in names if words[: len(_words(name))] == _words(name) and name)
    return max(found, key=len, default=None)


def first_word(medicine: str) -> str:
    """The first word of a name in lower case, by which names are looked up; empty without a letter."""
    return next(iter(_words(medicine)), "")


def in_cui_case(medicine: str, generics: Iterable[str]) -> str:
    """The name in lower case where it is known to be a generic one; any other stays as recorded."""
    name = begins_with(medicine, generics)
    if name is None:
        return medicine
    at = medicine.casefold().find(_words(name)[0])
    return medicine[:at] + medicine[at : at + len(name)].lower() + medicine[at + len(name) :]


def amounts_in_cui(text: str) -> str:
    """Amounts with a space before the unit, no trailing and one leading zero, a comma from 1,000."""
    return _AMOUNT.sub(_amount, text)


def _amount(found: re.Match[str]) -> str:
    whole, part, unit = found[1], (found[2] or "").rstrip("0").rstrip("."), found[3]
    if not whole and not found[2]:
        return found[0]
    is_counted = whole and not whole.startswith("0") and int(whole) >= _THOUSAND
    figure = f"{int(whole):,}" if is_counted else whole or "0"
    return f"{figure}{part}{'' if unit == '%' else ' '}{unit}"


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
