"""A row of a falls list as a fall: what is understood, in its own answers; the rest word for word.

What the list says in words that are none of our answers goes into the note, so nothing is lost and
nothing is guessed. A time of day is needed: none is made up. Pure.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from mdt_core.errors import InvalidInput
from mdt_core.exchange.tables.cells import (
    is_blank,
    read_date,
    read_nhs_number,
)
from mdt_core.exchange.tables.falls_columns import FallColumn, FallColumns
from mdt_core.exchange.tables.list_report import RowRefused
from mdt_core.exchange.tables.moments import parted, read_day, read_moment
from mdt_core.exchange.tables.sheet import Sheet, SheetRow
from mdt_core.fields import Choice, choices_of, field_of
from mdt_core.records.falls import (
    Fall,
    FallPlace,
    FallSeenBy,
    FloorTime,
    HeadStruck,
    Hurt,
    TimeKnown,
)

_MINUTES: Final = re.compile(r"(\d{1,4})(?: *(?:m|min|mins|minutes))?")
_HOUR: Final = 60
_YES: Final = ("yes", "y", "true", "1")
_NO: Final = ("no", "n", "false", "0")
_ALSO: Final[Mapping[FallColumn, Mapping[str, Choice]]] = {
    FallColumn.SEEN_BY: {
        **dict.fromkeys((*_YES, "witnessed"), FallSeenBy.SOMEONE),
        **dict.fromkeys((*_NO, "unwitnessed", "not witnessed"), FallSeenBy.NOBODY),
    },
    FallColumn.HEAD: {
        **dict.fromkeys(_YES, HeadStruck.HIT),
        **dict.fromkeys(_NO, HeadStruck.NOT_HIT),
        **dict.fromkeys(("unknown", "not known"), HeadStruck.NOT_KNOWN),
    },
    FallColumn.HURT: {
        **dict.fromkeys(("no injury", "nil", "no"), Hurt.NONE),
        **dict.fromkeys(("bruising", "bruises"), Hurt.BRUISE),
        **dict.fromkeys(("laceration", "graze"), Hurt.CUT),
    },
    FallColumn.FLOOR: {
        **dict.fromkeys(("unknown", "not known"), FloorTime.NOT_KNOWN),
    },
    FallColumn.PLACE: {"dining room": FallPlace.DINING, "ensuite": FallPlace.EN_SUITE},
}
_FIELDS: Final = {
    FallColumn.PLACE: "place",
    FallColumn.SEEN_BY: "seen_by",
    FallColumn.HEAD: "head",
    FallColumn.GOT_UP: "got_up",
}


@dataclass(frozen=True)
class FallRow:
    """A row: whose number, checks on who it is, and the fall; or why it cannot be taken."""

    number: int
    nhs_number: str = ""
    family_name: str = ""
    born: str = ""
    fall: Fall | None = None
    problems: tuple[RowRefused, ...] = ()


@dataclass
class _Reading:
    """One row while it is read."""

    row: SheetRow
    columns: FallColumns
    places: Mapping[str, int]
    now: datetime
    problems: list[RowRefused] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def text(self, column: FallColumn) -> str:
        header = self.columns.headers.get(column)
        given = self.row.cells[self.places[header]].strip() if header else ""
        return "" if is_blank(given) else given

    def refuse(self, column: FallColumn, reason: object) -> None:
        header = self.columns.headers.get(column, column.label)
        self.problems.append(RowRefused(self.row.number, header, str(reason)))


def read_fall_rows(sheet: Sheet, columns: FallColumns, now: datetime) -> tuple[FallRow, ...]:
    """Every row of a list, in its order."""
    places = {header: place for place, header in enumerate(sheet.headers)}
    return tuple(_row(_Reading(row, columns, places, now)) for row in sheet.rows)


def _row(reading: _Reading) -> FallRow:
    number = _number(reading)
    at = _moment(reading)
    values = _answers(reading)
    born = _born(reading)
    if reading.problems or at is None:
        return FallRow(reading.row.number, problems=tuple(reading.problems))
    note = "\n".join((*filter(None, [reading.text(FallColumn.NOTE)]), *reading.words)) or None
    fall = Fall(occurred_at=at, time_known=TimeKnown.EARLIER, note=note, **values)
    name = reading.text(FallColumn.FAMILY_NAME)
    return FallRow(reading.row.number, number, name, born, fall)


def _number(reading: _Reading) -> str:
    try:
        found = read_nhs_number(reading.text(FallColumn.NHS_NUMBER))
    except InvalidInput as wrong:
        reading.refuse(FallColumn.NHS_NUMBER, wrong)
        return ""
    if found is None:
        reading.refuse(
            FallColumn.NHS_NUMBER, "There is no NHS number: whose fall it was is not known."
        )
    return str(found or "")


def _born(reading: _Reading) -> str:
    given = reading.text(FallColumn.BORN)
    try:
        return str(read_date(given, reading.columns.date_order)) if given else ""
    except InvalidInput as wrong:
        reading.refuse(FallColumn.BORN, wrong)
        return ""


def _moment(reading: _Reading) -> datetime | None:
    day_text, clock = parted(reading.text(FallColumn.DATE), reading.text(FallColumn.TIME))
    try:
        day = read_day(day_text, reading.columns.date_order, reading.now)
    except InvalidInput as wrong:
        reading.refuse(FallColumn.DATE, wrong)
        return None
    try:
        return read_moment(day, clock, reading.now)
    except InvalidInput as wrong:
        reading.refuse(FallColumn.TIME, wrong)
        return None


def _answers(reading: _Reading) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column, name in _FIELDS.items():
        text = reading.text(column)
        choices = choices_of(field_of(Fall, name))
        if text:
            values[name] = _choice(reading, column, text, choices)
    hurt = [each.strip() for each in re.split(r"[;,/]", reading.text(FallColumn.HURT))]
    found = [_choice(reading, FallColumn.HURT, each, tuple(Hurt)) for each in hurt if each]
    seen = tuple(dict.fromkeys(each for each in found if each is not None))
    values["hurt"] = tuple(e for e in seen if e is not Hurt.NONE) or seen
    values["floor_time"] = _floor(reading)
    return {name: value for name, value in values.items() if value is not None}


def _choice(
    reading: _Reading, column: FallColumn, text: str, choices: tuple[Choice, ...]
) -> Choice | None:
    plain = text.casefold()
    for each in choices:
        if plain in (each.value, each.label.casefold()):
            return each
    found = _ALSO.get(column, {}).get(plain)
    if found is None:
        reading.words.append(f"{column.label} in the list: «{text}»")
    return found


def _floor(reading: _Reading) -> Choice | None:
    text = reading.text(FallColumn.FLOOR)
    minutes = _MINUTES.fullmatch(text.casefold())
    if minutes:
        is_long = int(minutes[1]) >= _HOUR
        reading.words.append(f"{FallColumn.FLOOR.label} in the list: «{text}»")
        return FloorTime.AN_HOUR_OR_MORE if is_long else FloorTime.UNDER_AN_HOUR
    return _choice(reading, FallColumn.FLOOR, text, tuple(FloorTime)) if text else None
