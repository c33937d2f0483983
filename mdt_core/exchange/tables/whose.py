"""Whose a row is: the one resident of its NHS number, where name and birthday do not say otherwise. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from mdt_core.errors import InvalidInput
from mdt_core.store.queries.imports import Namesake


@dataclass(frozen=True)
class Whose:
    """What a row says of whose it is; name and birthday may be empty."""

    nhs_number: str = ""
    family_name: str = ""
    born: str = ""


def the_one(people: Sequence[Namesake], said: Whose, *, needs_birthday: bool = False) -> str:
    """The id of the one resident; raises InvalidInput for none, several or another person.

    `needs_birthday`: the birthday must be known here and be the very one.
    """
    if not people:
        raise InvalidInput("Nobody on this device has this NHS number.")
    if len(people) > 1:
        raise InvalidInput("Two records here have this NHS number.", next_step="Settle them first.")
    (one,) = people
    if said.family_name and said.family_name.casefold() != one.family_name.casefold():
        raise InvalidInput("This NHS number is here of somebody with another family name.")
    if needs_birthday and not one.born:
        words = "no date of birth, so it cannot be checked"
        raise InvalidInput(f"This NHS number is here of somebody with {words}.")
    agree = one.born == said.born if needs_birthday else _agree(one.born, said.born)
    if not agree:
        raise InvalidInput("This NHS number is here of somebody with another date of birth.")
    return one.resident_id


def _agree(here: str, said: str) -> bool:
    """Whether one is the other, or a part of it; what is not known contradicts nothing."""
    return here.startswith(said) or said.startswith(here)
