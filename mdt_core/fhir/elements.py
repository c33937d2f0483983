"""Typed reading of FHIR elements: a value of another type than R4 says is refused in words.

Messages name the resource and the element, never the value: a value may be about a person.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeAlias

from mdt_core.clock import PartialDate, parse_utc
from mdt_core.errors import ImportRefused, InvalidInput

Resource: TypeAlias = Mapping[str, Any]

SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"

_DATE_TIME = re.compile(
    r"\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?)?)?", re.ASCII
)
_FRACTION = re.compile(r"\.\d+")
_DAY_LENGTH = len("1943-05-02")


def refuse(resource: Resource, element: str, why: str) -> ImportRefused:
    """Words for an element that cannot be read."""
    kind = resource.get("resourceType")
    where = f"{kind}.{element}" if isinstance(kind, str) else element
    return ImportRefused(f"{where} {why}.", next_step="Ask whoever made the file.")


def text(resource: Resource, element: str) -> str:
    """The text of an element without blanks around it, empty where there is none."""
    value = resource.get(element)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise refuse(resource, element, "is not text")
    return value.strip()


def flag(resource: Resource, element: str) -> bool | None:
    """A true or false, None where it is not said."""
    value = resource.get(element)
    if value is not None and not isinstance(value, bool):
        raise refuse(resource, element, "is neither true nor false")
    return value


def number(resource: Resource, element: str) -> Decimal | None:
    """A number with the digits it was sent with, None where there is none."""
    value = resource.get(element)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise refuse(resource, element, "is not a number")
    return Decimal(value)


def part(resource: Resource, element: str) -> Resource:
    """One inner element, empty where there is none."""
    value = resource.get(element)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise refuse(resource, element, "is not an element as R4 has it")
    return value


def parts(resource: Resource, element: str) -> tuple[Resource, ...]:
    """The elements of a list, none where there is no list."""
    value = resource.get(element)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
        raise refuse(resource, element, "is not a list of elements as R4 has it")
    return tuple(value)


def texts(resource: Resource, element: str) -> tuple[str, ...]:
    """The texts of a list without its empty ones."""
    value = resource.get(element)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(
        isinstance(each, str) or each is None for each in value
    ):
        raise refuse(resource, element, "is not a list of texts")
    return tuple(each.strip() for each in value if each and each.strip())


# Codes


def codes(concept: Resource) -> Iterator[tuple[str, str]]:
    """The (system, code) pairs of a CodeableConcept, in the order sent."""
    for coding in parts(concept, "coding"):
        code = text(coding, "code")
        if code:
            yield text(coding, "system"), code


def has_code(concept: Resource, wanted: frozenset[tuple[str, str]]) -> bool:
    """Whether a concept carries one of some codes."""
    return any(pair in wanted for pair in codes(concept))


def first_code(concept: Resource) -> str:
    """The code of the first coding, for concepts bound to one required list."""
    return next((code for _, code in codes(concept)), "")


def words(concept: Resource) -> str:
    """What a concept says in words: its text, a display, or at least its code."""
    displays = (text(coding, "display") for coding in parts(concept, "coding"))
    found = text(concept, "text") or next(filter(None, displays), "")
    return found or next((f"Code {code}, sent without words" for _, code in codes(concept)), "")


def coded(concept: Resource) -> dict[str, str]:
    """The first code as sent, as fields `code_system` and `code`; never guessed."""
    for system, code in codes(concept):
        return {"code_system": system, "code": code} if system else {"code": code}
    return {}


# Dates


def partial_date(resource: Resource, element: str) -> PartialDate | None:
    """The day, month or year of a date or dateTime as its writer's calendar showed it."""
    sent = _date_time(resource, element)
    try:
        return PartialDate.parse(sent[:_DAY_LENGTH]) if sent else None
    except InvalidInput:
        raise refuse(resource, element, "is not a date") from None


def moment(resource: Resource, element: str) -> datetime | None:
    """An instant or a dateTime that has a time of day; None for a bare date or nothing."""
    sent = _date_time(resource, element)
    if "T" not in sent:
        return None
    try:
        return parse_utc(_FRACTION.sub("", sent))
    except InvalidInput:
        raise refuse(resource, element, "is not a date and time") from None


def _date_time(resource: Resource, element: str) -> str:
    sent = text(resource, element)
    if sent and not _DATE_TIME.fullmatch(sent):
        raise refuse(resource, element, "is not a date as R4 writes it")
    return sent
