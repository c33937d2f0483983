"""Where each item of the data set that was asked for is kept, or why it is left out.

The items stand in `data_dictionary_items.json`, by the numbers and titles of the data set, and are data:
a test holds every place to the registry. A place is `kind`, `kind.field`, `kind.field.field of its rows`,
`envelope` for what the signature says, or a file that works the item out. Says nothing of how it looks.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mdt_core.errors import MdtError

ENVELOPE: Final = "envelope"
_DATA: Final = Path(__file__).with_name("data_dictionary_items.json")


@dataclass(frozen=True)
class Section:
    """One part of the data set: items with their places, and items left out with the reason."""

    number: str
    title: str
    kept: tuple[tuple[str, tuple[str, ...]], ...]
    left_out: tuple[tuple[str, str], ...]


def sections() -> tuple[Section, ...]:
    """Every part of the data set in its order; raises MdtError for an item that stands twice."""
    return sections_from(_DATA.read_text("utf-8"))


def sections_from(text: str) -> tuple[Section, ...]:
    """Reads the parts from JSON; raises MdtError for a name that stands twice in one object."""
    raw: dict[str, Any] = json.loads(text, object_pairs_hook=_each_once)
    return tuple(
        Section(
            number,
            part["title"],
            tuple((item, tuple(where.split(", "))) for item, where in part["kept"].items()),
            tuple(part["left_out"].items()),
        )
        for number, part in raw.items()
    )


def is_file(place: str) -> bool:
    """Whether a place is a file that works the item out or holds it as data."""
    return "/" in place


def pages() -> Iterator[str]:
    """The two tables of the page, in lines."""
    yield "# Where each item of the data set is kept\n"
    yield "The numbers are those of the data set in the specification. *Envelope* is what every signature"
    yield "says: who, in which role, when, on which device.\n"
    for section in sections():
        yield f"## {section.number} {section.title}\n"
        yield "| item | kept in |\n| --- | --- |"
        for item, places in section.kept:
            yield f"| {item} | {', '.join(map(_shown, places))} |"
        yield ""
    yield "# Left out\n"
    yield "| | item | why |\n| --- | --- | --- |"
    for section in sections():
        for item, reason in section.left_out:
            yield f"| {section.number} | {item} | {reason} |"


def _shown(place: str) -> str:
    if place == ENVELOPE:
        return "envelope"
    return f"worked out: `{place}`" if place.endswith(".py") else f"`{place}`"


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise MdtError(f"«{twice}» stands twice among the items of the data set")
    return dict(pairs)
