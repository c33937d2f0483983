"""Which column of a list of observations is what: proposed from its headings, decided by a person. Pure.

A heading that fits nothing is left out and named; two that fit one thing are asked about.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mdt_core.errors import ImportRefused
from mdt_core.exchange.tables.cells import DateOrder, order_shown_by
from mdt_core.exchange.tables.sheet import Sheet
from mdt_core.fields import Choice


class ObservationColumn(Choice):
    """What a column of the list can be; most are fields of a set of observations."""

    HOME = "home", "Home"
    NHS_NUMBER = "nhs_number", "NHS No."
    FAMILY_NAME = "family_name", "Family name"
    BORN = "born", "Born"
    DATE = "date", "Date"
    TIME = "time", "Time"
    RESPIRATIONS = "respirations", "Breaths"
    OXYGEN_PERCENT = "oxygen_percent", "SpO2"
    ON_OXYGEN = "on_oxygen", "Air or oxygen"
    PRESSURE = "pressure", "Blood pressure"
    SYSTOLIC = "systolic", "Systolic blood pressure"
    DIASTOLIC = "diastolic", "Diastolic blood pressure"
    PULSE = "pulse", "Pulse"
    CONSCIOUSNESS = "consciousness", "Consciousness"
    TEMPERATURE = "temperature", "Temperature"
    WEIGHT = "weight_kg", "Weight"
    NEWS2 = "recorded_news2", "NEWS2 as recorded by the source"
    NOTE = "note", "Note"


NEEDED = (ObservationColumn.NHS_NUMBER, ObservationColumn.BORN, ObservationColumn.DATE)
_WORDS: Mapping[ObservationColumn, str] = {
    ObservationColumn.HOME: "home,care home",
    ObservationColumn.NHS_NUMBER: "nhs number,nhs no,nhs,nhsnumber",
    ObservationColumn.FAMILY_NAME: "family name,surname,last name",
    ObservationColumn.BORN: "born,dob,date of birth",
    ObservationColumn.DATE: "date,date taken,taken,taken at,date and time,date time",
    ObservationColumn.TIME: "time,time taken",
    ObservationColumn.RESPIRATIONS: "breaths,respirations,respiratory rate,resp rate,resps,rr",
    ObservationColumn.OXYGEN_PERCENT: "spo2,sp o2,sats,oxygen saturation,saturation,o2 sats",
    ObservationColumn.ON_OXYGEN: "air or oxygen,oxygen,on oxygen,o2",
    ObservationColumn.PRESSURE: "blood pressure,bp",
    ObservationColumn.SYSTOLIC: "systolic,systolic blood pressure,systolic bp,sbp",
    ObservationColumn.DIASTOLIC: "diastolic,diastolic blood pressure,diastolic bp,dbp",
    ObservationColumn.PULSE: "pulse,heart rate,hr,pulse rate",
    ObservationColumn.CONSCIOUSNESS: "consciousness,acvpu,avpu,level of consciousness",
    ObservationColumn.TEMPERATURE: "temperature,temp",
    ObservationColumn.WEIGHT: "weight,weight kg",
    ObservationColumn.NEWS2: "news2,news 2,news,news2 score,news2 total",
    ObservationColumn.NOTE: "note,notes,comments",
}
_MEANING_OF = {word: column for column, words in _WORDS.items() for word in words.split(",")}


@dataclass(frozen=True)
class ObservationColumns:
    """Headings by what they are, the order of dates in figures, and what is still to be decided."""

    headers: Mapping[ObservationColumn, str]
    date_order: DateOrder | None = None
    questions: tuple[str, ...] = ()

    def left_out(self, sheet: Sheet) -> tuple[str, ...]:
        """The headings that are not read."""
        return tuple(each for each in sheet.headers if each not in self.headers.values())


def observation_columns(
    sheet: Sheet,
    answers: Mapping[str, ObservationColumn | None] | None = None,
    order: DateOrder | None = None,
) -> ObservationColumns:
    """Takes the headings as they are understood, then a person's answers (None leaves one out)."""
    named = {each: _MEANING_OF.get(_plain(each)) for each in sheet.headers} | dict(answers or {})
    found: dict[ObservationColumn, str] = {}
    questions: list[str] = []
    for column in ObservationColumn:
        headers = [header for header, each in named.items() if each is column]
        if len(headers) > 1:
            both = " and ".join(f"«{each}»" for each in headers)
            questions.append(f"{both} could each be «{column.label}». Choose one.")
        elif headers:
            found[column] = headers[0]
    missing = [each for each in NEEDED if each not in found and not questions]
    questions += [f"No column is «{each.label}». Say which it is." for each in missing]
    if order is None:
        order, asked = _order(sheet, found)
        questions += asked
    return ObservationColumns(found, order, tuple(questions))


def require_decided(columns: ObservationColumns) -> None:
    """Raises ImportRefused while something is to be decided."""
    if columns.questions:
        raise ImportRefused(" ".join(columns.questions), next_step="Say which column is what.")


def _plain(header: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    words = re.findall(r"[a-z0-9]+", spaced.casefold())
    return " ".join(words)


def _order(
    sheet: Sheet, found: Mapping[ObservationColumn, str]
) -> tuple[DateOrder | None, list[str]]:
    dates = (ObservationColumn.DATE, ObservationColumn.BORN)
    headers = [found[each] for each in dates if each in found]
    texts = [text.split(" ")[0] for header in headers for text in sheet.column(header) if text]
    shown = {order_shown_by(text): text for text in texts}
    proven = shown.keys() & {DateOrder.DMY, DateOrder.MDY}
    if len(proven) > 1:
        return None, ["Dates are written day first and month first in the same list."]
    if proven:
        return proven.pop(), []
    if DateOrder.EITHER in shown:
        example = shown[DateOrder.EITHER]
        return None, [f"«{example}» can be read in two ways. Does the day or the month come first?"]
    return None, []
