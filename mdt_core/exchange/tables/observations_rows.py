"""A row of a list of observations as a set: readings as written, the rest refused with its reason. Pure.

A reading that is not understood refuses the row: a set with a reading left out would look as if it had
not been taken. The SpO2 scale is the resident's, not the list's.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from mdt_core.clock import utc_text
from mdt_core.exchange.tables.dated_rows import ListedRow, Reading
from mdt_core.exchange.tables.observations_columns import ObservationColumn
from mdt_core.exchange.tables.whose import Whose
from mdt_core.fields import field_of
from mdt_core.record import problem_with
from mdt_core.records.observations import Consciousness, ObservationSet

_C = ObservationColumn
_NUMBER: Final = re.compile(r"\d{1,3}(?:\.\d{1,2})?")
_PRESSURE: Final = re.compile(r"(\d{2,3})\s*/\s*(\d{2,3})")
_UNITS: Final = re.compile(r"\s*(?:%|kg|bpm|mmhg|°?c)$", re.IGNORECASE)
_WHOLE: Final = (
    *(_C.RESPIRATIONS, _C.OXYGEN_PERCENT, _C.SYSTOLIC, _C.DIASTOLIC, _C.PULSE, _C.NEWS2),
)
_DECIMAL: Final = (_C.TEMPERATURE, _C.WEIGHT)
_AIR: Final[Mapping[str, bool]] = {
    **dict.fromkeys(("air", "room air", "no", "n", "false", "ra"), False),
    **dict.fromkeys(("oxygen", "o2", "yes", "y", "true", "on oxygen"), True),
}
_AWAKE: Final[Mapping[str, Consciousness]] = {
    "a": Consciousness.ALERT,
    "c": Consciousness.NEW_CONFUSION,
    "confusion": Consciousness.NEW_CONFUSION,
    "v": Consciousness.VOICE,
    "p": Consciousness.PAIN,
    "u": Consciousness.UNRESPONSIVE,
    **{each.value: each for each in Consciousness},
    **{each.label.casefold(): each for each in Consciousness},
}


@dataclass(frozen=True)
class ObservationRow(ListedRow):
    """A row: whose number, checks on who it is, when, and the readings; or why it cannot be taken."""

    home: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


def observation_row(reading: Reading[ObservationColumn]) -> ObservationRow:
    """A row as the readings of a set."""
    number, born = reading.nhs_number(_C.NHS_NUMBER, "whose it is"), reading.born(_C.BORN)
    if not reading.text(_C.BORN):
        reading.refuse(_C.BORN, "There is no date of birth to check the number by.")
    at, values = reading.moment(_C.DATE, _C.TIME), _values(reading)
    if not values and not reading.problems:
        reading.refuse(_C.RESPIRATIONS, "There is no reading in this row.")
    if reading.problems or at is None:
        return ObservationRow(reading.row.number, tuple(reading.problems))
    whose = Whose(number, reading.text(_C.FAMILY_NAME), born)
    home = reading.text(_C.HOME)
    return ObservationRow(reading.row.number, (), whose, at, utc_text(at), home, values)


def _values(reading: Reading[ObservationColumn]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column in (*_WHOLE, *_DECIMAL):
        text = reading.text(column)
        if text:
            found[column.value] = _figure(reading, column, text)
    found |= _pressure(reading)
    for column, answers in ((_C.ON_OXYGEN, _AIR), (_C.CONSCIOUSNESS, _AWAKE)):
        text = reading.text(column)
        if text and text.casefold() not in answers:
            reading.refuse(column, f"«{text[:20]}» is not understood.")
        elif text:
            found[column.value] = answers[text.casefold()]
    if reading.text(_C.NOTE):
        found["note"] = reading.text(_C.NOTE)
    return found


def _figure(
    reading: Reading[ObservationColumn], column: ObservationColumn, text: str
) -> int | Decimal | None:
    plain = _UNITS.sub("", text)
    if not _NUMBER.fullmatch(plain) or (column in _WHOLE and "." in plain):
        reading.refuse(column, f"«{text[:20]}» is no reading such as it is written here.")
        return None
    figure = int(plain) if column in _WHOLE else Decimal(plain)
    problem = problem_with(field_of(ObservationSet, column.value), figure)
    if problem:
        reading.refuse(column, f"{problem}.")
    return figure


def _pressure(reading: Reading[ObservationColumn]) -> dict[str, Any]:
    text = reading.text(_C.PRESSURE)
    if not text:
        return {}
    both = _PRESSURE.fullmatch(_UNITS.sub("", text))
    if both is None:
        reading.refuse(_C.PRESSURE, f"«{text[:20]}» is no pressure such as 120/70.")
        return {}
    if reading.text(_C.SYSTOLIC) or reading.text(_C.DIASTOLIC):
        reading.refuse(_C.PRESSURE, "The pressure stands in two columns.")
        return {}
    found = {}
    for column, figure in ((_C.SYSTOLIC, both[1]), (_C.DIASTOLIC, both[2])):
        found[column.value] = _figure(reading, column, figure)
    return found
