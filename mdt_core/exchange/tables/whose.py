"""Whose a row is: the one resident of its NHS number, where name and birthday do not say otherwise. Pure."""

from collections.abc import Sequence

from mdt_core.errors import InvalidInput
from mdt_core.store.queries.imports import Namesake


def the_one(people: Sequence[Namesake], family_name: str, born: str) -> str:
    """The id of the one resident; raises InvalidInput for none, several or another person."""
    if not people:
        raise InvalidInput("Nobody on this device has this NHS number.")
    if len(people) > 1:
        raise InvalidInput("Two records here have this NHS number.", next_step="Settle them first.")
    (one,) = people
    if family_name and family_name.casefold() != one.family_name.casefold():
        raise InvalidInput("This NHS number is here of somebody with another family name.")
    if born and one.born and not (one.born.startswith(born) or born.startswith(one.born)):
        raise InvalidInput("This NHS number is here of somebody with another date of birth.")
    return one.resident_id
