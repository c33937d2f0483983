"""Whether a resource is about CPR, ReSPECT or how far treatment goes: such is never taken from a file.

A decision holds by the signed original, with its day and its author; a flag, a document or a plan in a
file is none of these and would stand here as if it were. It is counted in words, so that somebody looks
for the original. Source: SNOMED CT (450475007, 450476008), Resuscitation Council UK.
"""

import re
from typing import Final

from mdt_core.fhir.elements import SNOMED, Resource, codes, words

LEFT_OUT: Final = "about CPR, ReSPECT or a ceiling of treatment, record it from the signed original"

_CODES: Final = frozenset({(SNOMED, "450475007"), (SNOMED, "450476008")})
_WORDS: Final = re.compile(
    r"\b(dna?cpr|dnar|cpr|resuscitat\w*|treatment escalation|ceiling of (treatment|care)|tep)\b"
    r"|\b(?-i:ReSPECT|RESPECT)\b",
    re.IGNORECASE,
)


def is_about_resuscitation(*concepts: Resource, said: str = "") -> bool:
    """Whether a code or the words of one of these name such a decision."""
    has_code = any(pair in _CODES for concept in concepts for pair in codes(concept))
    told = (*map(words, concepts), said)
    return has_code or any(_WORDS.search(each) for each in told)
