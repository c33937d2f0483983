"""The points of the order of review (`review_first`): data with version and approver, never code.

Shipped as nobody's: until an organisation approves its own, they say that nobody has approved them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from mdt_core.errors import MdtError
from mdt_core.records.assessments import Frailty
from mdt_core.records.skin_and_senses import PressureCategory


@dataclass(frozen=True)
class Weights:
    """How many points a fact earns; data with version and approver, never code.

    `frailty`, `must` and `ulcer` are by level, class and category; `news2_above_usual` and `medicines`
    by the least number that earns them, of which the highest reached counts.
    """

    version: str
    approved_by: str
    approved_on: str
    source: str
    look_back_months: int
    admission: int
    emergency_call: int
    frailty: Mapping[str, int]
    news2_days: int
    news2_above_usual: Mapping[str, int]
    must_months: int
    must: Mapping[str, int]
    ulcer_months: int
    ulcer: Mapping[str, int]
    new_d2a_days: int
    new_d2a: int
    medicines: Mapping[str, int]

    @property
    def approval(self) -> str:
        """Who approved the points, or that nobody did."""
        if self.approved_by:
            return f"Points {self.version}, approved by {self.approved_by} on {self.approved_on}"
        return f"Points {self.version}: not approved by anybody yet"


@cache
def shipped_weights() -> Weights:
    """The points that come with the program, until the organisation approves its own."""
    return weights_from(Path(__file__).with_name("review_first.json").read_text("utf-8"))


def weights_from(text: str) -> Weights:
    """Reads points from JSON; raises MdtError for a part too few or many, and for what is no number."""
    raw: dict[str, Any] = json.loads(text)
    try:
        found = Weights(**raw)
    except TypeError as wrong:
        raise MdtError(f"the points of the review order do not fit: {wrong}") from wrong
    numbers = [each for name, value in raw.items() if name in _NUMBERS for each in _each(value)]
    if any(type(each) is not int or each < 0 for each in numbers):
        raise MdtError("a number of the review order is not a whole number from 0 up")
    levels = {*found.news2_above_usual, *found.must, *found.medicines}
    unknown = {*found.frailty} - _LEVELS, {*found.ulcer} - _CATEGORIES
    if any(unknown) or not all(each.isdecimal() for each in levels):
        raise MdtError("a level or category of the review order is none that there is")
    return found


_WORDS: Final = ("version", "approved_by", "approved_on", "source")
_LEVELS: Final = frozenset(each.value for each in Frailty)
_CATEGORIES: Final = frozenset(each.value for each in PressureCategory)
_NUMBERS: Final = frozenset(Weights.__dataclass_fields__) - set(_WORDS)


def _each(value: object) -> tuple[object, ...]:
    return tuple(value.values()) if isinstance(value, Mapping) else (value,)
