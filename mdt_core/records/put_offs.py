"""What is missing from a record and need not be asked for now: by whom, why, and until when.

It hides a line of the panel «What is missing» and nothing else: no reason to be seen, no rule.
"""

from datetime import date
from typing import Annotated

from mdt_core.fields import Ask, Choice, Column, IndexedAs, Long
from mdt_core.record import Statement, registered
from mdt_core.roles import CLINICIANS, HOME_CLINICAL, READERS_OF_NOTES


class Missing(Choice):
    """What can be missing; the order is the one in which it is asked for, the worst first."""

    ALLERGIES = "allergies", "Allergies not recorded"
    CPR = "cpr", "CPR decision not recorded"
    CPR_REVIEW = "cpr_review", "CPR decision to be reviewed"
    OBSERVATIONS = "observations", "No observations recorded"
    NHS_NUMBER = "nhs_number", "NHS number not known"
    BORN = "born", "Date of birth not known"
    PLACE = "place", "Not placed in a home"
    HOSPITAL_MEDICINES = "hospital_medicines", "Medicines not checked since hospital"
    CEILING = "ceiling", "Treatment ceiling not recorded"
    USUAL = "usual", "Usual observations not set"
    MEDICINES = "medicines", "Medicines list not checked for more than 28 days"
    PLAN_REVIEW = "plan_review", "Care plan review"
    CRISIS_PLAN = "crisis_plan", "What to do in a crisis not recorded"
    PREFERRED_PLACE = "preferred_place", "Preferred place of care not recorded"
    CARE_PLAN = "care_plan", "Care plan not recorded"
    CONTACT = "contact", "No contact recorded"
    ABOUT_ME = "about_me", "About me not recorded"


@registered
class PutOff(Statement):
    """«Not now» for one missing thing of one resident; the newest for a thing counts."""

    kind = "put_off"
    title = "Not asked for now"
    writers = CLINICIANS | HOME_CLINICAL
    readers = READERS_OF_NOTES

    what: Annotated[Missing, Ask("What is missing"), IndexedAs(Column.STATE)]
    reason: Annotated[str, Ask("Why not now"), Long()]
    until: Annotated[date, Ask("Until"), IndexedAs(Column.DUE_AT)]
