"""The register of tools that belong to somebody else: what of each may be shown, and the words it owes.

Data with version and source (`tool_licences.json`). What comes with the program never goes beyond what
an entry allows; wording beyond it is the organisation's, under its recorded permission, on the days
that this holds.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import BaseModel

from mdt_core.errors import MdtError
from mdt_core.fields import fields_of, part_of
from mdt_core.records.tool_licences import ToolLicence


class Shows(StrEnum):
    """How much of a tool may be in the program without a permission of the organisation."""

    WHOLE = "whole"
    OWN_WORDS = "own words"
    NAME = "name"
    RESULT = "result"


@dataclass(frozen=True)
class Entry:
    """One tool: how much is shown, the terms as seen, and the words that stand beside it."""

    tool: str
    shows: Shows
    position: str
    notice: str


@cache
def register() -> tuple[Entry, ...]:
    """Every entry, as it comes with the program."""
    return register_from(Path(__file__).with_name("tool_licences.json").read_text("utf-8"))


def register_from(text: str) -> tuple[Entry, ...]:
    """Reads the register from JSON; raises MdtError where it does not fit or names a tool twice."""
    try:
        rows = json.loads(text)["entries"]
        found = tuple(Entry(**{**row, "shows": Shows(row["shows"])}) for row in rows)
    except (KeyError, TypeError, ValueError) as wrong:
        raise MdtError(f"the register of tools does not fit: {wrong}") from wrong
    if len({each.tool for each in found}) < len(found):
        raise MdtError("the register names a tool twice")
    return found


def entry_of(tool: str) -> Entry:
    """The entry of a tool; raises KeyError for one that is not in the register."""
    return {each.tool: each for each in register()}[tool]


def tools_in(record_class: type[BaseModel]) -> tuple[str, ...]:
    """The entries that the fields of a kind fall under, its parts' too, each once in order."""
    return tuple(dict.fromkeys(_tools(record_class)))


def _tools(record_class: type[BaseModel]) -> Iterator[str]:
    for spec in fields_of(record_class):
        if spec.licence:
            yield spec.licence
        part = part_of(spec)
        if part is not None:
            yield from _tools(part)


def words_beside(
    record_class: type[BaseModel], held: Iterable[ToolLicence], today: date
) -> tuple[str, ...]:
    """What stands beside the questions of a kind: each notice, and the wording that a permission allows."""
    permissions = tuple(each for each in held if each.allows(today))
    found: list[str] = []
    for tool in tools_in(record_class):
        found.append(entry_of(tool).notice)
        found += [
            f"{each.wording} (shown under the permission of {each.organisation}, {each.reference})"
            for each in permissions
            if each.tool == tool and each.wording
        ]
    return tuple(found)
