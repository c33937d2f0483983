"""A person's birth, death and number in the words of the banner (CUI PAB), for every screen; free of Qt."""

from datetime import date
from typing import Final

from mdt_core.clock import PartialDate, age_text
from mdt_core.errors import InvalidInput
from mdt_core.identifiers import NhsNumber
from mdt_core.records.residents import AllergyStateKind
from mdt_core.store.queries.care_decisions import cpr_stands
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.residents import ResidentPage

NOT_KNOWN = "Not Known"
SIMILAR: Final = "Another resident here has a similar name"


def born_words(line: ResidentLine, today: date) -> str:
    """Gives `03-Feb-1938 (88 y)`; an age at death stands with the day of death instead."""
    if not line.born:
        return NOT_KNOWN
    born = _partial(line.born)
    if born is None:
        return line.born
    age = "" if line.is_deceased else _age(born, today)
    return f"{born.display()} ({age})" if age else born.display()


def died_words(line: ResidentLine) -> str:
    """Gives `02-Nov-2026, Age at Death 88 y` for somebody who has died, else nothing."""
    if not line.is_deceased:
        return ""
    died, born = _partial(line.died or ""), _partial(line.born or "")
    if died is None:
        return line.died or NOT_KNOWN
    age = _age(born, died.earliest) if born and died.is_full else ""
    return f"{died.display()}, Age at Death {age}" if age else died.display()


def nhs_number_words(number: str | None) -> str:
    """Gives the number in its printed groups of 3, 3 and 4, or `Not Known`."""
    if not number:
        return NOT_KNOWN
    try:
        return NhsNumber(number).spaced
    except InvalidInput:
        return f"{number} (not a valid number)"


def _age(born: PartialDate, on: date) -> str:
    """An age where the date of birth is full; from a part of one, an age would be a guess."""
    return age_text(born.earliest, on) if born.is_full and born.earliest <= on else ""


def _partial(text: str) -> PartialDate | None:
    """None for what another program wrote and this one cannot read; it is then shown as written."""
    try:
        return PartialDate(text)
    except InvalidInput:
        return None


def opened_words(page: ResidentPage, today: date) -> str:
    """What is said aloud when somebody is opened: who it is, reasons, allergies and CPR."""
    line, reasons = page.line, len(page.reasons or ())
    room = f"Room {line.room}" if line.room else "Room not recorded"
    count = "1 reason" if reasons == 1 else f"{reasons} reasons"
    who = f"{line.formal_name}, born {born_words(line, today)}, {count}"
    similar = (SIMILAR,) if line.is_similar else ()
    return ". ".join(
        (room, who, *similar, allergies_spoken(line), cpr_stands(page.care, today).short)
    )


def allergies_spoken(line: ResidentLine) -> str:
    """The state of the allergies with what is known, as `Known allergies: penicillin - rash`."""
    if line.allergy_siblings:
        return "Allergies: two versions, neither is being used as current"
    known = {each.value: each.label for each in AllergyStateKind}
    state = known.get(line.allergy_state, AllergyStateKind.UNAVAILABLE.label)
    return f"{state}: {line.allergy_words}" if line.allergy_words else state
