"""Whom an overdue action is for, in words. No Qt.

Says «told» only of what the service told, and «recorded» of what a person did. Without a network the program
proposes: a person tells.
"""

from datetime import date
from typing import Final

from mdt_core.clock import clinical_date, london_day
from mdt_core.meeting_rules import rung_for
from mdt_core.store.queries.escalated import ToldTo

NOT_TOLD: Final = "Not told to anybody yet, as far as this computer knows"
NOT_TOLD_SHORT: Final = "Not told yet"
BY_A_PERSON: Final = "An escalation was recorded for this resident"
AS_FAR_AS_KNOWN: Final = f"«{NOT_TOLD_SHORT}» is as far as this computer knows"


def told_words(told: ToldTo, *, is_narrow: bool = False) -> str:
    """`Told to the clinical lead on 05-Jan-2027`, in two lines where there is little room."""
    day = clinical_date(london_day(told.at))
    between = "\n" if is_narrow else " "
    said = BY_A_PERSON if told.is_by_a_person else f"Told to the {told.whom}"
    return f"{said}{between}on {day}"


def told_or_not(told: ToldTo | None) -> str:
    """Whom the service told, or that nobody is known to have been told."""
    return told_words(told) if told is not None else NOT_TOLD


def escalated_words(
    due: date | None, today: date, told: ToldTo | None, *, is_narrow: bool = False
) -> str:
    """Whom the service told of an overdue action, and whom to tell now; empty while it is its owner's alone."""
    if due is None or due >= today:
        return ""
    rung = rung_for(due, today)
    is_told = rung is None or (told is not None and told.after_days >= rung.after_days)
    said = told_words(told, is_narrow=is_narrow) if told is not None else ""
    if is_told or rung is None or not rung.roles:
        return said
    propose = f"▲ Tell the {rung.to}"
    not_told = NOT_TOLD_SHORT if is_narrow else NOT_TOLD
    return f"{said}\n{propose}" if said else f"{propose}. {not_told}"
