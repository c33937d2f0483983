"""Observation sets: vital signs as taken, never prefilled, with what was not taken and why.

Sources: RCP NEWS2 (2017) for the parameters and the two SpO2 scales; LOINC and SNOMED CT codes from
clinical.md 1.8. The score is worked out from the set and kept with its table's version by `scores`.
"""

from decimal import Decimal
from typing import Annotated

from mdt_core.clock import UtcMoment
from mdt_core.fields import Ask, Choice, Coded, Column, IndexedAs, Long, Unit, Within
from mdt_core.record import Part, Statement, registered
from mdt_core.roles import CLINICIANS, HOME_STAFF, READERS_OF_NOTES


class SpO2Scale(Choice):
    """Which SpO2 scale of NEWS2 holds; scale 2 only where a clinician has prescribed 88 to 92 %."""

    SCALE_1 = "1", "Scale 1"
    SCALE_2 = "2", "Scale 2"


class Consciousness(Choice):
    """The ACVPU scale (RCP NEWS2, 2017)."""

    ALERT = "alert", "Alert"
    NEW_CONFUSION = "new_confusion", "New confusion"
    VOICE = "voice", "Voice"
    PAIN = "pain", "Pain"
    UNRESPONSIVE = "unresponsive", "Unresponsive"


class SetPurpose(Choice):
    """Why a set stands out; a clinician marks the resident's usual set, with its date."""

    USUAL = "usual", "Usual for this resident"


class NotTakenReason(Choice):
    """Why an observation is missing."""

    DECLINED = "declined", "Declined"
    NO_EQUIPMENT = "no_equipment", "No equipment"
    NOT_NEEDED = "not_needed", "Not needed now"
    UNABLE = "unable", "Could not be taken"


class SoftSign(Choice):
    """Own-worded signs that a resident is not as usual; no licensed tool is reproduced."""

    EATING = "eating", "Eating or drinking less"
    SLEEPIER = "sleepier", "Sleepier than usual"
    CONFUSED = "confused", "More confused"
    RESTLESS = "restless", "Restless or distressed"
    WITHDRAWN = "withdrawn", "Quieter or withdrawn"
    UNSTEADY = "unsteady", "Unsteady or moving less"
    BREATHLESS = "breathless", "More breathless"
    BOWELS = "bowels", "Change in bowels or bladder"
    PAIN = "pain", "In more pain"
    SKIN = "skin", "Skin looks different"


class NotTaken(Part):
    """An observation that was not taken."""

    field: Annotated[str, Ask("Observation")]
    reason: Annotated[NotTakenReason, Ask("Reason")]


@registered
class ObservationSet(Statement):
    """One set of observations of one resident at one time."""

    kind = "observation_set"
    title = "Observations"
    writers = CLINICIANS | HOME_STAFF
    readers = READERS_OF_NOTES

    taken_at: Annotated[UtcMoment, Ask("Time")]
    respirations: Annotated[
        int | None, Ask("Breaths"), Unit("a minute"), Within(1, 80, 8, 40), Coded("LOINC", "9279-1")
    ] = None
    oxygen_percent: Annotated[
        int | None, Ask("SpO2"), Unit("%"), Within(30, 100, 80, 100), Coded("LOINC", "59408-5")
    ] = None
    on_oxygen: Annotated[bool | None, Ask("Air or oxygen")] = None
    oxygen_flow: Annotated[
        Decimal | None, Ask("Oxygen flow"), Unit("litres a minute"), Within(0, 60)
    ] = None
    spo2_scale: Annotated[SpO2Scale, Ask("SpO2 scale")] = SpO2Scale.SCALE_1
    systolic: Annotated[
        int | None,
        Ask("Systolic blood pressure"),
        Unit("mmHg"),
        Within(30, 300, 80, 220),
        Coded("LOINC", "8480-6"),
    ] = None
    diastolic: Annotated[
        int | None,
        Ask("Diastolic blood pressure"),
        Unit("mmHg"),
        Within(10, 200, 40, 120),
        Coded("LOINC", "8462-4"),
    ] = None
    pulse: Annotated[
        int | None,
        Ask("Pulse"),
        Unit("a minute"),
        Within(10, 250, 40, 150),
        Coded("LOINC", "8867-4"),
    ] = None
    consciousness: Annotated[Consciousness | None, Ask("Consciousness")] = None
    temperature: Annotated[
        Decimal | None,
        Ask("Temperature"),
        Unit("°C"),
        Within(Decimal(25), Decimal(45), Decimal(35), Decimal("39.5")),
        Coded("LOINC", "8310-5"),
    ] = None
    weight_kg: Annotated[
        Decimal | None,
        Ask("Weight"),
        Unit("kg"),
        Within(20, 300, 35, 140),
        Coded("LOINC", "29463-7"),
    ] = None
    soft_signs: Annotated[tuple[SoftSign, ...], Ask("Not their usual self")] = ()
    not_taken: Annotated[tuple[NotTaken, ...], Ask("Not taken")] = ()
    purpose: Annotated[SetPurpose | None, Ask("This set is"), IndexedAs(Column.STATE)] = None
    recorded_news2: Annotated[int | None, Ask("NEWS2 as recorded by the source"), Within(0, 20)] = (
        None
    )
    note: Annotated[
        str | None,
        Ask("Note", "How the person was while it was taken, and what could not be measured."),
        Long(),
    ] = None
