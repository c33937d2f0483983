"""A row of a list of observations as a set: readings as written, the rest refused with its reason. Pure.

A reading that is not understood refuses the row: a set with a reading left out would look as if it had
not been taken. The SpO2 scale is the resident's, not the list's.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from mdt_core.errors import InvalidInput
from mdt_core.exchange.tables.cells import is_blank, read_date, read_nhs_number
from mdt_core.exchange.tables.list_report import RowRefused
from mdt_core.exchange.tables.moments import parted, read_day, read_moment
from mdt_core.exchange.tables.observations_columns import ObservationColumn, ObservationColumns
from mdt_core.exchange.tables.sheet import Sheet, SheetRow
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
class ObservationRow:
    """A row: whose number, checks on who it is, when, and the readings; or why it cannot be taken."""

    number: int
    nhs_number: str = ""
    family_name: str = ""
    born: str = ""
    home: str = ""
    taken_at: datetime | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[RowRefused, ...] = ()


@dataclass
class _Reading:
    """One row while it is read."""

    row: SheetRow
    columns: ObservationColumns
    places: Mapping[str, int]
    now: datetime
    problems: list[RowRefused] = field(default_factory=list)

    def text(self, column: ObservationColumn) -> str:
        header = self.columns.headers.get(column)
        given = self.row.cells[self.places[header]].strip() if header else ""
        return "" if is_blank(given) else given

    def refuse(self, column: ObservationColumn, reason: object) -> None:
        header = self.columns.headers.get(column, column.label)
        self.problems.append(RowRefused(self.row.number, header, str(reason)))


def read_observation_rows(
    sheet: Sheet, columns: ObservationColumns, now: datetime
) -> tuple[ObservationRow, ...]:
    """Every row of a list, in its order."""
    places = {header: place for place, header in enumerate(sheet.headers)}
    return tuple(_row(_Reading(row, columns, places, now)) for row in sheet.rows)


def _row(reading: _Reading) -> ObservationRow:
    number, born, at = _number(reading), _born(reading), _moment(reading)
    values = _values(reading)
    if not values and not reading.problems:
        reading.refuse(_C.RESPIRATIONS, "There is no reading in this row.")
    if reading.problems:
        return ObservationRow(reading.row.number, problems=tuple(reading.problems))
    return ObservationRow(
        reading.row.number,
        number,
        reading.text(_C.FAMILY_NAME),
        born,
        reading.text(_C.HOME),
        at,
        values,
    )


def _number(reading: _Reading) -> str:
    try:
        found = read_nhs_number(reading.text(_C.NHS_NUMBER))
    except InvalidInput as wrong:
        reading.refuse(_C.NHS_NUMBER, wrong)
        return ""
    if found is None:
        reading.refuse(_C.NHS_NUMBER, "There is no NHS number: whose it is is not known.")
    return str(found or "")


def _born(reading: _Reading) -> str:
    given = reading.text(_C.BORN)
    if not given:
        reading.refuse(_C.BORN, "There is no date of birth to check the number by.")
        return ""
    try:
        return str(read_date(given, reading.columns.date_order))
    except InvalidInput as wrong:
        reading.refuse(_C.BORN, wrong)
        return ""


def _moment(reading: _Reading) -> datetime | None:
    day_text, clock = parted(reading.text(_C.DATE), reading.text(_C.TIME))
    try:
        day = read_day(day_text, reading.columns.date_order, reading.now)
    except InvalidInput as wrong:
        reading.refuse(_C.DATE, wrong)
        return None
    try:
        return read_moment(day, clock, reading.now)
    except InvalidInput as wrong:
        reading.refuse(_C.TIME, wrong)
        return None


def _values(reading: _Reading) -> dict[str, Any]:
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


def _figure(reading: _Reading, column: ObservationColumn, text: str) -> int | Decimal | None:
    plain = _UNITS.sub("", text)
    if not _NUMBER.fullmatch(plain) or (column in _WHOLE and "." in plain):
        reading.refuse(column, f"«{text[:20]}» is no reading such as it is written here.")
        return None
    figure = int(plain) if column in _WHOLE else Decimal(plain)
    problem = problem_with(field_of(ObservationSet, column.value), figure)
    if problem:
        reading.refuse(column, f"{problem}.")
    return figure


def _pressure(reading: _Reading) -> dict[str, Any]:
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
