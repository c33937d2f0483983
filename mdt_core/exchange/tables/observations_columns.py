"""What a column of a list of observations can be, and the headings it is known by. Pure."""

from collections.abc import Mapping
from typing import Final

from mdt_core.exchange.tables.dated_columns import Headings
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
_HEADINGS: Final = Headings(
    _WORDS,
    needed=(ObservationColumn.NHS_NUMBER, ObservationColumn.BORN, ObservationColumn.DATE),
    dates=(ObservationColumn.DATE, ObservationColumn.BORN),
)
observation_columns: Final = _HEADINGS.columns_of
"""Takes the headings of a list of observations as they are understood, then a person's answers."""
