"""Whether the words of a recorded allergy stand in the name of a medicine.

A plain comparison of words, with no list of medicines behind it: it knows no groups («amoxicillin»
is not found under «penicillin»), no brand names and no misspellings. What it does not check is said
wherever its answer is shown, so that an empty answer is never read as «safe».
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

NOT_CHECKED: Final = (
    "Only the words of the recorded allergies are compared with the name typed. Groups of"
    " medicines, brand names and misspellings are not checked"
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_LEAST_LETTERS: Final = 4
_TOO_COMMON: Final = frozenset(
    {
        *("acid", "sodium", "potassium", "calcium", "hydrochloride", "sulfate", "phosphate"),
        *("tablet", "tablets", "capsule", "capsules", "cream", "ointment", "drops", "liquid"),
        *("oral", "solution", "injection", "medicine", "medicines"),
    }
)
"""Salts and forms that stand in many names; compared only where an allergy names nothing else."""


def allergies_named(
    medicine: str, recorded: Sequence[Mapping[str, Any]]
) -> tuple[Mapping[str, Any], ...]:
    """The recorded allergies of which a word of the substance stands in the medicine's name."""
    name = medicine.casefold()
    return tuple(each for each in recorded if _is_named(str(each.get("substance", "")), name))


def _is_named(substance: str, name: str) -> bool:
    words = {word for word in _WORD.findall(substance.casefold()) if len(word) >= _LEAST_LETTERS}
    telling = (words - _TOO_COMMON) or words or {substance.casefold().strip()} - {""}
    return any(word in name or _singular(word) in name for word in telling)


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > _LEAST_LETTERS else word
