"""Which building an address means, whatever way an edition of a directory writes it.

Over the years a directory changes commas, stops, towns and the last two letters of a postcode, and
leaves out the name of the building; it has no UPRN. What stays is the number, the street and the
postcode as far as its sector (`M31 4`). Pure.
"""

import re
from dataclasses import dataclass

_STREETS = frozenset(
    {
        *("road", "street", "avenue", "lane", "walk", "drive", "close", "crescent", "court", "way"),
        *("place", "gardens", "terrace", "grove", "hill", "park", "row", "green", "mews", "square"),
        *("view", "rise", "bank", "parade"),
    }
)
_SHORT = {"rd": "road", "ave": "avenue", "dr": "drive", "cres": "crescent", "ln": "lane"}
_NUMBER = re.compile(r"(\d+[a-z]?(?:\s*[-–]\s*\d+[a-z]?)?)\b", re.ASCII)


@dataclass(frozen=True)
class Premises:
    """A building: number (may be empty), street, and postcode."""

    number: str
    street: str
    postcode: str

    @property
    def key(self) -> str:
        """What stays the same through the years."""
        sector = self.postcode[:-2]
        return f"{self.number}|{self.street}|{sector}"

    def may_be(self, other: "Premises") -> bool:
        """Whether it is the same building, or could be: one address may leave out the number."""
        if self.key == other.key:
            return True
        one_is_silent = not (self.number and other.number)
        return (
            one_is_silent and self.street == other.street and self.postcode == other.postcode != ""
        )


def premises_of(address: str, postcode: str) -> Premises:
    """Reads an address of parts with commas between them."""
    parts = [_words(part) for part in re.split(r"[,\n]", address) if part.strip()]
    place = _street_place(parts)
    number, street = _split(parts[place]) if parts else ("", "")
    if not number and place > 0:
        alone, rest = _split(parts[place - 1])
        number = alone if not rest else ""
    return Premises(number, street, "".join(postcode.split()).upper())


def plain_name(name: str) -> str:
    """The name without capitals and stops, to compare by."""
    return " ".join(re.findall(r"\w+", name.casefold().replace("'", "").replace("’", "")))


def _words(part: str) -> str:
    words = re.findall(r"[\w\-–]+", part.casefold().replace("'", "").replace(".", ""))
    return " ".join(_SHORT.get(word, word) for word in words)


def _street_place(parts: list[str]) -> int:
    """The last part that ends like a street, else the first with a number, else the first."""
    streets = [place for place, part in enumerate(parts) if part.split()[-1:] and _is_street(part)]
    numbered = [place for place, part in enumerate(parts) if _NUMBER.match(part)]
    return next(iter((*reversed(streets), *numbered)), 0)


def _is_street(part: str) -> bool:
    return part.rsplit(maxsplit=1)[-1] in _STREETS


def _split(part: str) -> tuple[str, str]:
    found = _NUMBER.match(part)
    if not found:
        return "", part
    return re.sub(r"[\s–]", "", found[1].replace("–", "-")), part[found.end() :].strip()
