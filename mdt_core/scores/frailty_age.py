"""Whether somebody is of an age that the Clinical Frailty Scale is meant for.

Source: Clinical Frailty Scale 2.0 (Dalhousie University, 2020), not for people under 65. Pure.
"""

from datetime import date

from mdt_core.clock import PartialDate

_MEANT_FROM = 65


def is_under_65(born: PartialDate | None, on: date) -> bool | None:
    """Whether somebody is under 65 on a day; None where what is known of the birth does not say."""
    if born is None:
        return None
    at_most, at_least = on.year - int(str(born)[:4]), on.year - int(str(born)[:4]) - 1
    if not born.is_full:
        told = (at_most < _MEANT_FROM, at_least >= _MEANT_FROM)
        return {(True, False): True, (False, True): False}.get(told)
    day = born.earliest
    age = at_most if (on.month, on.day) >= (day.month, day.day) else at_least
    return age < _MEANT_FROM
