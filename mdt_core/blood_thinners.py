"""Which medicines are blood thinners, by generic name; names are data with version and source.

A name is found where it stands as the whole first words of a medicine as listed, so that «heparin
sodium» is one and «heparinoid cream» is none. A brand name alone is not found, so that finding
nothing is never said to mean that there is none. Source: BNF names, to be verified before clinical
release (`blood_thinners.json`).
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mdt_core.errors import MdtError

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class BloodThinners:
    """The names with their version, who approved them, and where they are from."""

    version: str
    approved_by: str
    approved_on: str
    source: str
    anticoagulants: tuple[str, ...]
    antiplatelets: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every generic name, anticoagulants first."""
        return (*self.anticoagulants, *self.antiplatelets)


@cache
def shipped_blood_thinners() -> BloodThinners:
    """The names that come with the program, until the organisation approves its own."""
    return blood_thinners_from(Path(__file__).with_name("blood_thinners.json").read_text("utf-8"))


def blood_thinners_from(text: str) -> BloodThinners:
    """Reads the names from JSON; raises MdtError for a file that lacks a part or has one too many."""
    raw = json.loads(text)
    try:
        lists = {name: tuple(raw[name]) for name in ("anticoagulants", "antiplatelets")}
        return BloodThinners(**{**raw, **lists})
    except (KeyError, TypeError) as wrong:
        raise MdtError(f"the blood thinners do not fit: {wrong}") from wrong


def blood_thinner_in(medicine: str) -> str | None:
    """The generic name of the blood thinner that a medicine's name begins with, or None."""
    words = _words(medicine)
    for name in shipped_blood_thinners().names:
        wanted = _words(name)
        if words[: len(wanted)] == wanted:
            return name
    return None


def blood_thinners_among(medicines: Iterable[str]) -> tuple[str, ...]:
    """The generic names found among medicines, each once, in the order of the medicines."""
    found = (blood_thinner_in(medicine) for medicine in medicines)
    return tuple(dict.fromkeys(name for name in found if name))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
