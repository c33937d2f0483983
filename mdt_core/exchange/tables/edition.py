"""One edition of the homes directory of a council, as published: who was listed on its day.

Columns came over the years: the first edition has name, type, address, postcode and area; later ones
add telephone, then CQC location and provider. Pure: a sheet in, entries out.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from mdt_core.errors import ImportRefused, InvalidInput
from mdt_core.exchange.tables.cells import read_phone
from mdt_core.exchange.tables.premises import Premises, plain_name, premises_of
from mdt_core.exchange.tables.sheet import Sheet, SheetRow
from mdt_core.identifiers import CqcLocationId
from mdt_core.records.homes import HomeType

NEEDED = ("name", "type", "address", "postcode", "area_name")
"""The columns without which a table is no directory."""

_MISSING = frozenset({"", "na", "n/a", "null"})
_DAY = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)", re.ASCII)
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", re.ASCII)


@dataclass(frozen=True)
class Entry:
    """One line of the directory."""

    row: int = field(compare=False)  # the same line twice is one
    name: str
    home_type: HomeType
    address: str
    premises: Premises
    phone: str | None
    provider: str | None
    cqc_location_id: CqcLocationId | None

    @property
    def home_key(self) -> tuple[str, str]:
        """Building and name: two registrations of one name in one building are one home."""
        return (self.premises.key, plain_name(self.name))


@dataclass(frozen=True)
class LineRefused:
    """A line that cannot be taken, with the heading concerned and the reason."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True)
class Edition:
    """What a directory listed in one area on one day."""

    file: str
    as_of: date
    area: str
    sha256: str
    entries: tuple[Entry, ...]
    refused: tuple[LineRefused, ...]
    not_taken: Counter[str]


def day_in_name(name: str) -> date | None:
    """The day that a file name begins or ends with, as in `2018-03-27_homes.csv`, or None."""
    found = _DAY.search(name)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def read_edition(sheet: Sheet, as_of: date, area: str) -> Edition:
    """Reads the homes of one area; raises ImportRefused where the table is no directory."""
    places = {header.casefold(): place for place, header in enumerate(sheet.headers)}
    missing = [name for name in NEEDED if name not in places]
    if missing:
        message = f"This is no directory of homes: it has no column {' and no '.join(missing)}."
        raise ImportRefused(message, next_step="Choose the directory as it was published.")
    entries: list[Entry] = []
    refused: list[LineRefused] = []
    not_taken: Counter[str] = Counter()
    for row in sheet.rows:
        line = _Line(row, places)
        if line.text("area_name").casefold() != area.casefold():
            not_taken["Home of another area"] += 1
            continue
        try:
            found = line.entry(not_taken)
        except InvalidInput as wrong:
            refused.append(LineRefused(row.number, wrong.where, wrong.message))
        else:
            entries += [found] if found else []
    if not entries:
        raise ImportRefused(f"No home of the area «{area}» is in this file.")
    return Edition(sheet.name, as_of, area, sheet.sha256, tuple(entries), tuple(refused), not_taken)


@dataclass(frozen=True)
class _Line:
    row: SheetRow
    places: dict[str, int]

    def text(self, column: str) -> str:
        place = self.places.get(column)
        text = " ".join(self.row.cells[place].split()) if place is not None else ""
        return "" if text.casefold() in _MISSING else text

    def entry(self, not_taken: Counter[str]) -> Entry | None:
        home_type = _home_type(self.text("type"))
        if home_type is None:
            not_taken["Not a care home"] += 1
            return None
        postcode = self.text("postcode").upper()
        for column in ("name", "address"):
            if not self.text(column):
                raise InvalidInput(f"The {column} is empty.", where=column)
        if not _POSTCODE.fullmatch(postcode):
            raise InvalidInput(f"«{postcode[:12]}» is not a postcode.", where="postcode")
        phone, is_mended = read_phone(self.text("telephone"))
        not_taken["Telephone: a 0 that was lost was put back"] += is_mended
        address = ", ".join(
            part.strip() for part in self.text("address").split(",") if part.strip()
        )
        cqc = self.text("cqc_id")
        return Entry(
            row=self.row.number,
            name=self.text("name"),
            home_type=home_type,
            address=f"{address}, {postcode}",
            premises=premises_of(address, postcode),
            phone=phone or None,
            provider=self.text("provider") or None,
            cqc_location_id=CqcLocationId.parse(cqc) if cqc else None,
        )


def _home_type(text: str) -> HomeType | None:
    types = {each.strip().casefold() for each in text.split("|")}
    nursing, residential = "nursing homes" in types, "residential homes" in types
    if nursing and residential:
        return HomeType.BOTH
    if nursing or residential:
        return HomeType.NURSING if nursing else HomeType.RESIDENTIAL
    return None
