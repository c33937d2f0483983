"""What F1 says on a field, read from the definition of its record and from nowhere else.

Label, help, unit, the numbers that can be taken and those that are usual, and the source with its
year: of the field itself, else of its class or the module of the class («Source: ...» in the
docstring). Says nothing that the definition does not say.
"""

import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import BaseModel

    from mdt_core.fields import FieldSpec, Within

_SOURCE = re.compile(r"Sources?: (.+?)\.(?= [A-Z(]|$)")
_FROM_OWN_PAPER = re.compile(r" (?:from|after) \w+\.md \d+(?:\.\d+)*")
_OWN_PAPER = re.compile(r"[^,;]*\.md \d[^,;]*[,;]?")
"""Chapters of the specification: of use to whoever builds, not to whoever writes a note."""


@dataclass(frozen=True, slots=True)
class FieldHelp:
    """The help on one field: its label and sentences to be read one below the other."""

    label: str
    lines: tuple[str, ...]

    @property
    def words(self) -> str:
        """All sentences, as a screen reader reads them."""
        return " ".join(self.lines)


def help_on(record_class: "type[BaseModel]", name: str) -> FieldHelp:
    """The help on a field of a record class; raises KeyError for a field that it does not have."""
    from mdt_core.fields import field_of  # noqa: PLC0415 - fields of the locked window have no record

    spec = field_of(record_class, name)
    source = spec.ask.source or source_of(record_class)
    lines = (_sentence(spec.ask.help), *_numbers(spec), f"Source: {source}." if source else "")
    return FieldHelp(spec.label, tuple(line for line in lines if line))


def source_of(record_class: "type[BaseModel]") -> str:
    """Where the items of a class are from, with the year, or an empty text."""
    module = sys.modules[record_class.__module__]
    for told in (record_class.__doc__, module.__doc__):
        found = _SOURCE.search(" ".join((told or "").split()))
        if found:
            return _OWN_PAPER.sub("", _FROM_OWN_PAPER.sub("", found[1])).strip(" ,;")
    return ""


def _numbers(spec: "FieldSpec") -> tuple[str, ...]:
    if spec.within is None:
        return (f"In {spec.unit}.",) if spec.unit else ()
    within = spec.within
    taken = f"Taken from {within.low} to {within.high} {spec.unit}".strip()
    return (f"{taken}.", _usual(within))


def _usual(within: "Within") -> str:
    low, high = within.likely_low, within.likely_high
    if low is None or high is None:
        return ""
    return f"Usual: {low} to {high}; another number is asked about once more."


def _sentence(words: str) -> str:
    return words if not words or words.endswith((".", "?", "!")) else f"{words}."
