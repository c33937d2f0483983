"""Which column of a list is what: proposed from headings and contents, decided by a person.

A mapping names columns by their headings, so it fits the next list of the same make whatever the
order of its columns. Where two columns could be the same thing, or days and months could change
places, nothing is chosen: the proposal says what to ask.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mdt_core.errors import ImportRefused, InvalidInput
from mdt_core.exchange.tables.cells import DateOrder, order_shown_by
from mdt_core.exchange.tables.sheet import Sheet
from mdt_core.fields import Choice
from mdt_core.identifiers import NhsNumber


class Meaning(Choice):
    """What a column can be."""

    NHS_NUMBER = "nhs_number", "NHS No."
    FAMILY_NAME = "family_name", "Family name"
    GIVEN_NAME = "given_name", "Given name"
    FULL_NAME = "full_name", "Whole name (FAMILY NAME, Given)"
    TITLE = "title", "Title"
    PREFERRED_NAME = "preferred_name", "Prefers"
    BORN = "born", "Born"
    GENDER = "gender", "Gender"
    DIED = "died", "Died"
    ADDRESS = "address", "Usual address"
    PRACTICE = "practice", "Registered practice"
    LOCAL_ID = "local_id", "Number in the list"
    HOME = "home", "Care home"
    ROOM = "room", "Room"
    UNIT = "unit", "Unit"
    STAY_TYPE = "stay_type", "Type of stay"
    ADMITTED = "admitted", "Admitted"
    CONTACT_NAME = "contact_name", "Contact: name"
    CONTACT_PHONE = "contact_phone", "Contact: telephone"
    CONTACT_RELATIONSHIP = "contact_relationship", "Contact: relationship"


SEVERAL = frozenset({Meaning.ADDRESS})
"""What may be spread over several columns."""

DATES = (Meaning.BORN, Meaning.DIED, Meaning.ADMITTED)

_WORDS: Mapping[Meaning, str] = {
    Meaning.NHS_NUMBER: "nhs number,nhs no,nhs,nhs num,nhsno,nhsnumber,nhs id,spine nhs number",
    Meaning.FAMILY_NAME: "family name,surname,last name,family,lastname,name family",
    Meaning.GIVEN_NAME: "given name,forename,first name,forenames,given names,firstname,name given",
    Meaning.FULL_NAME: "name,full name,resident,resident name,patient name,service user",
    Meaning.TITLE: "title,prefix,salutation",
    Meaning.PREFERRED_NAME: "preferred name,known as,likes to be called,prefers",
    Meaning.BORN: "date of birth,dob,d o b,birth date,born,birthday,birthdate",
    Meaning.GENDER: "gender,sex",
    Meaning.DIED: "date of death,died,dod,death date,deceased date,date deceased",
    Meaning.ADDRESS: (
        "address,address text,address line,address line 1,address line 2,address line 3,addr1,addr2,"
        "addr3,addr4,addr5,usual address,home address,street,city,town,district,county,state,country,"
        "postcode,post code,postal code"
    ),
    Meaning.PRACTICE: (
        "gp practice,practice,surgery,gp surgery,registered practice,gp code,practice code,"
        "primary care code"
    ),
    Meaning.LOCAL_ID: "id,resident id,resident no,resident number,local id,ref,reference",
    Meaning.HOME: "home,care home,home name,care home name",
    Meaning.ROOM: "room,room no,room number",
    Meaning.UNIT: "unit,floor,wing",
    Meaning.STAY_TYPE: "stay type,type of stay,stay,placement type",
    Meaning.ADMITTED: "admitted,admission date,date of admission,date admitted,moved in",
    Meaning.CONTACT_NAME: "next of kin,nok,next of kin name,nok name,contact name,contact",
    Meaning.CONTACT_PHONE: (
        "next of kin phone,next of kin telephone,nok phone,nok telephone,contact phone,"
        "contact telephone"
    ),
    Meaning.CONTACT_RELATIONSHIP: "relationship,nok relationship,next of kin relationship",
}
_MEANING_OF = {word: meaning for meaning, words in _WORDS.items() for word in words.split(",")}
_LOOKED_AT = 500
_VERSION = 1


@dataclass(frozen=True)
class ColumnMapping:
    """Columns by heading, and the order of dates written in figures (None: not decided)."""

    columns: Mapping[str, Meaning] = field(default_factory=dict)
    date_order: DateOrder | None = None

    def headers_of(self, meaning: Meaning) -> tuple[str, ...]:
        """The headings of the columns that are this, in the order of the list."""
        return tuple(header for header, each in self.columns.items() if each is meaning)

    def with_column(self, header: str, meaning: Meaning | None) -> "ColumnMapping":
        """A person's choice for one column; None leaves the column out."""
        others = {name: each for name, each in self.columns.items() if name != header}
        chosen = others if meaning is None else {**others, header: meaning}
        return replace(self, columns=chosen)

    def with_date_order(self, order: DateOrder | None) -> "ColumnMapping":
        """A person's choice of how dates are written."""
        return replace(self, date_order=order)

    def conflicts(self) -> tuple[str, ...]:
        """What keeps a list from being read with this mapping, in words."""
        doubled = [
            two_columns(meaning, headers)
            for meaning in Meaning
            if len(headers := self.headers_of(meaning)) > 1 and meaning not in SEVERAL
        ]
        chosen = set(self.columns.values())
        if not chosen & {Meaning.FAMILY_NAME, Meaning.FULL_NAME}:
            doubled.append("No column is the family name.")
        if {Meaning.FAMILY_NAME, Meaning.FULL_NAME} <= chosen:
            doubled.append("There is a family name and a whole name. Leave one out.")
        if not chosen & {Meaning.NHS_NUMBER, Meaning.BORN}:
            doubled.append("No column is the NHS number or the date of birth.")
        return tuple(doubled)

    def fits(self, sheet: Sheet) -> bool:
        """Whether every column it names is in the list."""
        return set(self.columns) <= set(sheet.headers)

    def as_text(self) -> str:
        """The mapping as JSON text, to be kept under `header_key`."""
        columns = {header: meaning.value for header, meaning in self.columns.items()}
        order = self.date_order.value if self.date_order else None
        kept = {"version": _VERSION, "columns": columns, "date_order": order}
        return json.dumps(kept, ensure_ascii=False)


def from_text(text: str) -> ColumnMapping:
    """Reads a mapping that was kept; raises InvalidInput where it is none."""
    try:
        kept = json.loads(text)
        columns = {str(header): Meaning(each) for header, each in kept["columns"].items()}
        order = DateOrder(kept["date_order"]) if kept["date_order"] else None
        known = kept["version"] == _VERSION
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        known, columns, order = False, {}, None
    if not known:
        message = "The columns that were remembered for this list cannot be read."
        raise InvalidInput(message, next_step="Choose them again.")
    return ColumnMapping(columns, order)


def header_key(headers: Iterable[str]) -> str:
    """The name under which the mapping of lists with these headings is kept, in any order."""
    joined = "\x1f".join(sorted(headers))
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()


# Proposing


@dataclass(frozen=True)
class Proposal:
    """A mapping to begin with, why each column was taken so, and what a person has to decide."""

    mapping: ColumnMapping
    reasons: Mapping[str, str]
    questions: tuple[str, ...]


def propose(sheet: Sheet) -> Proposal:
    """Proposes a mapping: headings first, then contents for what no heading named."""
    named = {
        header: meaning
        for header in sheet.headers
        if (meaning := _MEANING_OF.get(plain_heading(header))) and _can_be(meaning, sheet, header)
    }
    reasons = {header: f"Its heading is «{header}»" for header in named}
    number = _number_column(sheet, named)
    if number:
        named[number] = Meaning.NHS_NUMBER
        reasons[number] = "It holds numbers of ten digits whose last digit fits"
    chosen, questions = _without_doubles(named)
    mapping = ColumnMapping(
        {header: chosen[header] for header in sheet.headers if header in chosen}
    )
    order, asked = date_order(sheet, mapping)
    reasons = {header: why for header, why in reasons.items() if header in chosen}
    return Proposal(mapping.with_date_order(order), reasons, (*questions, *asked))


def plain_heading(header: str) -> str:
    """A heading as the words it is known by: small letters and figures, one space between."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    return " ".join(re.findall(r"[a-z0-9]+", spaced.casefold()))


def _can_be(meaning: Meaning, sheet: Sheet, header: str) -> bool:
    """A number that several rows share is not the number of a person."""
    if meaning is not Meaning.LOCAL_ID:
        return True
    values = [value for value in sheet.column(header) if value]
    return len(values) == len(sheet.rows) == len(set(values))


def _number_column(sheet: Sheet, named: Mapping[str, Meaning]) -> str | None:
    if Meaning.NHS_NUMBER in named.values():
        return None
    found = [
        header for header in sheet.headers if header not in named and _holds_numbers(sheet, header)
    ]
    return found[0] if len(found) == 1 else None


def _holds_numbers(sheet: Sheet, header: str) -> bool:
    values = [value for value in sheet.column(header) if value][:_LOOKED_AT]
    valid = sum(map(_is_nhs_number, values))
    return bool(values) and valid * 10 >= len(values) * 8


def _is_nhs_number(text: str) -> bool:
    try:
        NhsNumber.parse(text)
    except InvalidInput:
        return False
    return True


def _without_doubles(
    named: Mapping[str, Meaning],
) -> tuple[dict[str, Meaning], tuple[str, ...]]:
    """Takes none of two columns that could be the same thing, and asks."""
    chosen = dict(named)
    questions: list[str] = []
    for meaning in Meaning:
        headers = [header for header, each in named.items() if each is meaning]
        if len(headers) > 1 and meaning not in SEVERAL:
            questions.append(two_columns(meaning, headers))
            chosen = {header: each for header, each in chosen.items() if each is not meaning}
    return chosen, tuple(questions)


def two_columns(meaning: Choice, headers: Iterable[str]) -> str:
    """The question about columns of which one alone can be this."""
    listed = " and ".join(f"«{header}»" for header in headers)
    return f"{listed} could each be «{meaning.label}». Choose one."


def date_order(sheet: Sheet, mapping: ColumnMapping) -> tuple[DateOrder | None, tuple[str, ...]]:
    """The order that the dates of a list prove, or None with what a person has to be asked."""
    headers = [header for meaning in DATES for header in mapping.headers_of(meaning)]
    return order_proven([value for header in headers for value in sheet.column(header)])


def order_proven(texts: Sequence[str]) -> tuple[DateOrder | None, tuple[str, ...]]:
    """The order that these dates prove; else None and what to ask, with the first as example."""
    shown = {order_shown_by(text): text for text in reversed(texts)}
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


def require_ready(mapping: ColumnMapping, sheet: Sheet) -> None:
    """Raises ImportRefused where the list cannot be read with this mapping."""
    if not mapping.fits(sheet):
        message = "The columns chosen are not those of this list."
        raise ImportRefused(message, next_step="Choose the columns again.")
    conflicts = mapping.conflicts()
    if conflicts:
        raise ImportRefused(" ".join(conflicts), next_step="Say which column is what.")
