"""Which column of a falls list is what: proposed from its headings, decided by a person. Pure.

A heading that fits nothing is left out and named; two that fit one thing are asked about.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mdt_core.errors import ImportRefused
from mdt_core.exchange.tables.cells import DateOrder, order_shown_by
from mdt_core.exchange.tables.sheet import Sheet
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


NEEDED = (FallColumn.NHS_NUMBER, FallColumn.DATE)
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
_MEANING_OF = {word: column for column, words in _WORDS.items() for word in words.split(",")}


@dataclass(frozen=True)
class FallColumns:
    """Headings by what they are, the order of dates in figures, and what is still to be decided."""

    headers: Mapping[FallColumn, str]
    date_order: DateOrder | None = None
    questions: tuple[str, ...] = ()

    def left_out(self, sheet: Sheet) -> tuple[str, ...]:
        """The headings that are not read."""
        return tuple(each for each in sheet.headers if each not in self.headers.values())


def fall_columns(
    sheet: Sheet,
    answers: Mapping[str, FallColumn | None] | None = None,
    order: DateOrder | None = None,
) -> FallColumns:
    """Takes the headings as they are understood, then a person's answers (None leaves one out)."""
    given = answers or {}
    named = {each: _MEANING_OF.get(_plain(each)) for each in sheet.headers} | dict(given)
    found: dict[FallColumn, str] = {}
    questions: list[str] = []
    for column in FallColumn:
        headers = [header for header, each in named.items() if each is column]
        if len(headers) > 1:
            both = " and ".join(f"«{each}»" for each in headers)
            questions.append(f"{both} could each be «{column.label}». Choose one.")
        elif headers:
            found[column] = headers[0]
    missing = [each for each in NEEDED if each not in found and not questions]
    questions += [f"No column is «{each.label}». Say which it is." for each in missing]
    order, asked = (order, ()) if order else _order(sheet, found)
    return FallColumns(found, order, (*questions, *asked))


def require_decided(columns: FallColumns) -> None:
    """Raises ImportRefused while something is to be decided."""
    if columns.questions:
        raise ImportRefused(" ".join(columns.questions), next_step="Say which column is what.")


def _plain(header: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    return " ".join(re.findall(r"[a-z0-9]+", spaced.casefold()))


def _order(
    sheet: Sheet, found: Mapping[FallColumn, str]
) -> tuple[DateOrder | None, tuple[str, ...]]:
    headers = [found[each] for each in (FallColumn.DATE, FallColumn.BORN) if each in found]
    texts = [text.split(" ")[0] for header in headers for text in sheet.column(header) if text]
    shown = {order_shown_by(text): text for text in texts}
    proven = shown.keys() & {DateOrder.DMY, DateOrder.MDY}
    if len(proven) > 1:
        return None, ("Dates are written day first and month first in the same list.",)
    if proven:
        return proven.pop(), ()
    if DateOrder.EITHER in shown:
        example = shown[DateOrder.EITHER]
        words = f"«{example}» can be read in two ways. Does the day or the month come first?"
        return None, (words,)
    return None, ()
