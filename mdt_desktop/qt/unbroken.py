"""Which words of a line stay together: dates, NHS and telephone numbers, amounts with their units.

Only what is drawn is changed: labels, buttons and lists ask for it themselves, and what they were
given is what is read out, copied and compared. No text that somebody types in passes here.
"""

import re
from typing import Final

_HYPHEN: Final = "\u2011"
_SPACE: Final = "\u00a0"
_MONTHS: Final = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_UNITS: Final = "mg|g|kg|micrograms?|mcg|ml|mL|litres?|cm|mm|mmHg|mmol|units?|%|px"
_DATE: Final = rf"(?<![\w-])(?:\d{{1,2}}-(?:{_MONTHS})(?:-\d{{4}})?|(?:{_MONTHS})-\d{{4}})(?!\w)"
_NHS: Final = r"(?:NHS No\. )?(?<!\d)\d{3} \d{3} \d{4}(?!\d)"
_PHONE: Final = r"(?<![\w.,])(?:\+\d{1,3}|\(?0\d{2,5}\)?)(?:[ -]\d{2,6}){1,4}(?!\w)"
_AMOUNT: Final = rf"(?<![\w.])\d[\d.,]* (?:{_UNITS})(?!\w)"
_WHOLE: Final = re.compile(f"{_DATE}|{_NHS}|{_PHONE}|{_AMOUNT}")
_FIGURE: Final = re.compile(r"\d")


def unbroken(words: str) -> str:
    """Gives the same words, in which no line ends within a date, a number or an amount."""
    if not _FIGURE.search(words):
        return words
    return _WHOLE.sub(_kept, words)


def _kept(found: re.Match[str]) -> str:
    return found[0].replace("-", _HYPHEN).replace(" ", _SPACE)
