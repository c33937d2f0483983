"""A row of a falls list as a fall: what is understood, in its own answers; the rest word for word.

What the list says in words that are none of our answers goes into the note, so nothing is lost and
nothing is guessed. A time of day is needed: none is made up. Pure.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from mdt_core.clock import utc_text
from mdt_core.exchange.tables.dated_rows import ListedRow, Reading
from mdt_core.exchange.tables.falls_columns import FallColumn
from mdt_core.exchange.tables.whose import Whose
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
class FallRow(ListedRow):
    """A row: whose number, checks on who it is, and the fall; or why it cannot be taken."""

    fall: Fall | None = None


def fall_row(reading: Reading[FallColumn]) -> FallRow:
    """A row as a fall."""
    number = reading.nhs_number(FallColumn.NHS_NUMBER, "whose fall it was")
    at = reading.moment(FallColumn.DATE, FallColumn.TIME)
    values = _answers(reading)
    born = reading.born(FallColumn.BORN)
    if reading.problems or at is None:
        return FallRow(reading.row.number, tuple(reading.problems))
    note = "\n".join((*filter(None, [reading.text(FallColumn.NOTE)]), *reading.words)) or None
    fall = Fall(occurred_at=at, time_known=TimeKnown.EARLIER, note=note, **values)
    whose = Whose(number, reading.text(FallColumn.FAMILY_NAME), born)
    return FallRow(reading.row.number, (), whose, at, utc_text(at), fall)


def _answers(reading: Reading[FallColumn]) -> dict[str, Any]:
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
    reading: Reading[FallColumn], column: FallColumn, text: str, choices: tuple[Choice, ...]
) -> Choice | None:
    plain = text.casefold()
    for each in choices:
        if plain in (each.value, each.label.casefold()):
            return each
    found = _ALSO.get(column, {}).get(plain)
    if found is None:
        reading.words.append(f"{column.label} in the list: «{text}»")
    return found


def _floor(reading: Reading[FallColumn]) -> Choice | None:
    text = reading.text(FallColumn.FLOOR)
    minutes = _MINUTES.fullmatch(text.casefold())
    if minutes:
        is_long = int(minutes[1]) >= _HOUR
        reading.words.append(f"{FallColumn.FLOOR.label} in the list: «{text}»")
        return FloorTime.AN_HOUR_OR_MORE if is_long else FloorTime.UNDER_AN_HOUR
    return _choice(reading, FallColumn.FLOOR, text, tuple(FloorTime)) if text else None
