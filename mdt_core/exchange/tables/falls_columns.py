"""What a column of a falls list can be, and the headings it is known by. Pure."""

from collections.abc import Mapping
from typing import Final

from mdt_core.exchange.tables.dated_columns import Headings
from mdt_core.fields import Choice


class FallColumn(Choice):
    """What a column of a falls list can be."""

    NHS_NUMBER = "nhs_number", "NHS No."
    FAMILY_NAME = "family_name", "Family name"
    BORN = "born", "Born"
    DATE = "date", "Date of the fall"
    TIME = "time", "Time of the fall"
    PLACE = "place", "Where"
    SEEN_BY = "seen_by", "Seen by"
    HEAD = "head", "Head"
    HURT = "hurt", "Hurt"
    FLOOR = "floor", "On floor"
    GOT_UP = "got_up", "Got up"
    NOTE = "note", "Note"


_WORDS: Mapping[FallColumn, str] = {
    FallColumn.NHS_NUMBER: "nhs number,nhs no,nhs,nhsnumber",
    FallColumn.FAMILY_NAME: "family name,surname,last name",
    FallColumn.BORN: "born,dob,date of birth",
    FallColumn.DATE: "date,date of fall,fall date,date and time,date time,fell at,incident date",
    FallColumn.TIME: "time,time of fall,fall time,incident time",
    FallColumn.PLACE: "where,place,location,location of fall",
    FallColumn.SEEN_BY: "seen by,witnessed,witness",
    FallColumn.HEAD: "head,head injury,head struck,hit head",
    FallColumn.HURT: "hurt,injury,injuries,type of injury",
    FallColumn.FLOOR: "on floor,time on floor,minutes on floor,long lie",
    FallColumn.GOT_UP: "got up,how moved,moved",
    FallColumn.NOTE: "note,notes,description,comments,details,what happened",
}
_HEADINGS: Final = Headings(
    _WORDS,
    needed=(FallColumn.NHS_NUMBER, FallColumn.DATE),
    dates=(FallColumn.DATE, FallColumn.BORN),
)
fall_columns: Final = _HEADINGS.columns_of
"""Takes the headings of a falls list as they are understood, then a person's answers."""
