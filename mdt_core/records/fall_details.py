"""The full record of a fall, due within a day of the quick one: what was seen, done and learned.

Sources: NICE NG249 (2025) for what a post-fall record holds, NG232 (2023) for a blow to the head,
NHS England PR2063 for the lie of an hour or more, NHS England LFPSE (2024) for the two scales of
harm; the post-fall check is worded here (known under the name I-STUMBLE, which is not reproduced).
No risk score, no diagnosis, and a question without an answer stays «not recorded».
"""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, ClassVar, Final

from typing_extensions import override

from mdt_core.clock import UtcMoment, to_second
from mdt_core.errors import InvalidInput
from mdt_core.fields import (
    Ask,
    Coded,
    Column,
    Full,
    IndexedAs,
    Internal,
    Long,
    OnlyIf,
    Searchable,
    Section,
    Unit,
    Within,
    field_of,
)
from mdt_core.record import Part, Statement, registered
from mdt_core.records.fall_answers import (
    Activity,
    BedHeight,
    BedRails,
    BodySite,
    Certainty,
    Continence,
    Contributory,
    DutyOfCandour,
    FallSpot,
    FallType,
    FamilyTold,
    Footwear,
    HeadSign,
    HowTold,
    InjuryType,
    Lighting,
    Mat,
    MedicinesKnown,
    MovedHow,
    PhysicalHarm,
    Prompted,
    PsychologicalHarm,
    Reach,
    Response,
)
from mdt_core.records.falls import HeadStruck
from mdt_core.records.medicines import ListSource
from mdt_core.roles import CLINICIANS, HOME_STAFF, READERS_OF_NOTES

LONG_LIE_MINUTES: Final = 60
"""From how many minutes on the floor a lie is a long one (NHS England PR2063)."""

MOST_WHYS: Final = 5
_DAY = 24 * 60
_SYSTOLIC = Within(30, 300, 80, 220)
_DIASTOLIC = Within(10, 200, 40, 120)


class Injury(Part):
    """One injury: where, and what is seen."""

    site: Annotated[BodySite, Ask("Where on the body")]
    injury: Annotated[InjuryType, Ask("Injury")]
    note: Annotated[str | None, Ask("More", "Size, which bone, who confirmed it."), Long()] = None


class Why(Part):
    """One step of asking why: each answer is what the next «why» is asked of."""

    why: Annotated[str, Ask("Because", "What led to the step before; to the fall at the first.")]


@registered
class FallDetail(Statement):
    """The full record of one fall; a later one of the same fall replaces it."""

    kind = "fall_detail"
    title = "Full falls record"
    writers = CLINICIANS | HOME_STAFF
    readers = READERS_OF_NOTES
    by_the_deed: ClassVar[tuple[str, ...]] = (
        *("fall_id", "fell_at", "medicines_known", "medicines", "anticoagulants"),
        *("antiplatelets", "medicines_as_of", "medicines_source", "observations_id"),
    )
    """What nobody types: the fall it is of, and what was on file about it when it was signed."""

    fall_id: Annotated[str, Ask("Of the fall", "The identity of the quick record."), Internal()]
    fell_at: Annotated[UtcMoment | None, Ask("Time of the fall"), IndexedAs(Column.OCCURRED)] = None
    certainty: Annotated[
        Certainty | None,
        Ask("How sure is the time"),
        Section("Time and the floor"),
    ] = None
    minutes_on_floor: Annotated[
        int | None,
        Ask("Time on the floor", "A long lie is 60 minutes or more.", "NHS England PR2063"),
        Unit("minutes"),
        Within(0, 7 * _DAY, 0, _DAY),
    ] = None
    minutes_since_seen: Annotated[
        int | None,
        Ask("Time since last seen", "Before the fall, or before the person was found."),
        Unit("minutes"),
        Within(0, 7 * _DAY, 0, _DAY),
    ] = None
    spot: Annotated[FallSpot | None, Ask("Where"), Section("Where and how")] = None
    near: Annotated[
        str | None, Ask("On or near what", "As «beside the bed, on the mat»."), Searchable()
    ] = None
    activity: Annotated[Activity | None, Ask("Doing what")] = None
    fall_type: Annotated[FallType | None, Ask("Kind of fall", "", "SNOMED CT")] = None
    witnessed_by: Annotated[
        str | None, Ask("Seen by", "Who saw it; «nobody» where nobody did.")
    ] = None
    footwear: Annotated[Footwear | None, Ask("On the feet")] = None
    aid: Annotated[Reach | None, Ask("Walking aid"), Full()] = None
    bell: Annotated[Reach | None, Ask("Call bell"), Full()] = None
    mat: Annotated[Mat | None, Ask("Sensor mat"), Full()] = None
    bed_height: Annotated[BedHeight | None, Ask("Bed height"), Full()] = None
    bed_rails: Annotated[BedRails | None, Ask("Bed rails"), Full()] = None
    lighting: Annotated[Lighting | None, Ask("Light"), Full()] = None
    floor_wet: Annotated[bool | None, Ask("Was the floor wet?"), Full()] = None
    continence: Annotated[Continence | None, Ask("Continence at the time"), Full()] = None
    staffing: Annotated[
        str | None, Ask("Staff on duty", "How many, and how many were planned."), Full()
    ] = None
    is_unhurt: Annotated[
        bool | None,
        Ask("Looked all over and found no injury?", "«No» where there is one, or it is not sure."),
        Section("Injuries"),
    ] = None
    injuries: Annotated[
        tuple[Injury, ...], Ask("Injuries", "What is seen or said, place by place.")
    ] = ()
    head: Annotated[HeadStruck | None, Ask("Head"), Section("The head")] = None
    head_signs: Annotated[
        tuple[HeadSign, ...],
        Ask("Seen since", "Several can be chosen.", "NICE NG232 (2023)"),
        OnlyIf("head", "hit", "not_known"),
    ] = ()
    head_watch: Annotated[
        str | None,
        Ask("How the head is watched", "Which checks, how often, until when, who was asked."),
        OnlyIf("head", "hit", "not_known"),
        Long(),
    ] = None
    medicines_known: Annotated[
        MedicinesKnown | None, Ask("Medicines in force at the time of the fall")
    ] = None
    medicines: Annotated[tuple[str, ...], Ask("Medicines listed then")] = ()
    anticoagulants: Annotated[tuple[str, ...], Ask("Anticoagulants among them")] = ()
    antiplatelets: Annotated[tuple[str, ...], Ask("Antiplatelets among them")] = ()
    medicines_as_of: Annotated[UtcMoment | None, Ask("That list was as of")] = None
    medicines_source: Annotated[ListSource | None, Ask("That list was from")] = None
    observations_id: Annotated[str | None, Ask("Observations taken after it"), Internal()] = None
    severe_pain: Annotated[
        bool | None,
        Ask("Severe pain?", "", "Own wording; topics as under I-STUMBLE"),
        Section("Check before moving"),
    ] = None
    may_have_collapsed: Annotated[bool | None, Ask("May have collapsed, not tripped?")] = None
    hurt_neck_or_back: Annotated[bool | None, Ask("Hurt at the head, neck or back?")] = None
    unlike_themselves: Annotated[bool | None, Ask("Unlike their usual self?")] = None
    short_of_breath: Annotated[bool | None, Ask("Hard to breathe, or pain in the chest?")] = None
    bleeds_freely: Annotated[bool | None, Ask("Bleeding that does not stop?")] = None
    passed_out: Annotated[bool | None, Ask("Passed out, however briefly?")] = None
    may_be_broken: Annotated[bool | None, Ask("Looks or feels broken?")] = None
    pain: Annotated[int | None, Ask("Pain, 0 to 10"), Within(0, 10)] = None
    glucose: Annotated[
        Decimal | None,
        Ask("Blood glucose"),
        Unit("mmol/L"),
        Within(Decimal("0.5"), Decimal(50), Decimal(3), Decimal(20)),
        Coded("LOINC", "14743-9"),
    ] = None
    ecg_done: Annotated[bool | None, Ask("ECG done?"), Full()] = None
    lying_systolic: Annotated[
        int | None,
        Ask("Lying, upper", "After 5 minutes lying down.", "RCP falls and fragility audit (2017)"),
        Unit("mmHg"),
        _SYSTOLIC,
        Section("Blood pressure lying and standing"),
        Full(),
    ] = None
    lying_diastolic: Annotated[
        int | None, Ask("Lying, lower"), Unit("mmHg"), _DIASTOLIC, Full()
    ] = None
    standing_systolic: Annotated[
        int | None, Ask("Standing at once, upper"), Unit("mmHg"), _SYSTOLIC, Full()
    ] = None
    standing_diastolic: Annotated[
        int | None, Ask("Standing at once, lower"), Unit("mmHg"), _DIASTOLIC, Full()
    ] = None
    standing_1_systolic: Annotated[
        int | None, Ask("Standing, 1 minute, upper"), Unit("mmHg"), _SYSTOLIC, Full()
    ] = None
    standing_1_diastolic: Annotated[
        int | None, Ask("Standing, 1 minute, lower"), Unit("mmHg"), _DIASTOLIC, Full()
    ] = None
    standing_3_systolic: Annotated[
        int | None, Ask("Standing, 3 minutes, upper"), Unit("mmHg"), _SYSTOLIC, Full()
    ] = None
    standing_3_diastolic: Annotated[
        int | None, Ask("Standing, 3 minutes, lower"), Unit("mmHg"), _DIASTOLIC, Full()
    ] = None
    moved_how: Annotated[MovedHow | None, Ask("Moved how"), Section("Help and outcome")] = None
    response: Annotated[tuple[Response, ...], Ask("Who was called", "Several can be chosen.")] = ()
    arrived_at: Annotated[
        UtcMoment | None,
        Ask("They arrived"),
        OnlyIf("response", "falls_team", "gp", "out_of_hours", "ambulance"),
    ] = None
    conveyed: Annotated[bool | None, Ask("Taken to hospital?")] = None
    admitted: Annotated[bool | None, Ask("Kept in hospital?"), OnlyIf("conveyed", "true")] = None
    actions_taken: Annotated[
        str | None, Ask("Done at once", "What was done in the first minutes and hours."), Long()
    ] = None
    outcome: Annotated[str | None, Ask("How the person is now"), Long(), Searchable()] = None
    family_told: Annotated[FamilyTold | None, Ask("Family told"), Section("Who was told")] = None
    told_at: Annotated[UtcMoment | None, Ask("Told when"), OnlyIf("family_told", "told")] = None
    told_by: Annotated[
        str | None, Ask("Told by", "Who told whom."), OnlyIf("family_told", "told")
    ] = None
    told_how: Annotated[HowTold | None, Ask("Told how"), OnlyIf("family_told", "told")] = None
    candour: Annotated[
        DutyOfCandour | None,
        Ask(
            "Duty of candour",
            "Where harm was moderate or worse the person is told openly and in writing.",
            "Health and Social Care Act 2008 Regulations 2014, regulation 20",
        ),
    ] = None
    cqc: Annotated[
        Prompted | None,
        Ask(
            "Notify CQC",
            "Asked of a serious injury or a death.",
            "CQC (Registration) Regulations 2009, regulations 16 and 18",
        ),
        Full(),
    ] = None
    riddor: Annotated[
        Prompted | None,
        Ask(
            "RIDDOR report",
            "Asked where the work or the premises played a part and hospital care followed.",
            "RIDDOR 2013",
        ),
        Full(),
    ] = None
    safeguarding: Annotated[
        Prompted | None,
        Ask("Safeguarding", "Asked where neglect or harm by somebody may be behind it."),
        Full(),
    ] = None
    physical_harm: Annotated[
        PhysicalHarm | None,
        Ask(
            "Physical harm",
            "Low: extra watching or small treatment, one contact with a GP, nurse or emergency "
            "department at most, as independent as before. Moderate: more care than that, but under "
            "2 weeks more in hospital, under 6 months of treatment or of less independence. Severe: "
            "lasting harm, a life saved, or longer than those. Fatal: it may have contributed to "
            "the death.",
            "NHS England LFPSE (2024), to be verified before clinical release",
        ),
        Section("Harm"),
    ] = None
    psychological_harm: Annotated[
        PsychologicalHarm | None,
        Ask(
            "Psychological harm",
            "Low: upset that needed extra comfort only. Moderate: distress that needs treatment or "
            "limits daily life for under 6 months. Severe: for 6 months or more, or lasting.",
            "NHS England LFPSE (2024), to be verified before clinical release",
        ),
    ] = None
    whys: Annotated[
        tuple[Why, ...],
        Ask("Five whys", "Each answer says why the one before it was so; at most five."),
        Section("Why it happened"),
        Full(),
    ] = ()
    contributory: Annotated[
        tuple[Contributory, ...], Ask("What played a part", "Several can be chosen."), Full()
    ] = ()
    changes: Annotated[
        str | None,
        Ask("What changes now", "What is done so that it does not happen again."),
        Long(),
    ] = None

    @property
    def is_long_lie(self) -> bool | None:
        """Whether the person lay an hour or more; None where nobody said how long."""
        if self.minutes_on_floor is None:
            return None
        return self.minutes_on_floor >= LONG_LIE_MINUTES

    @override
    def require_possible(self, now: datetime) -> None:
        """Raises InvalidInput for a time to come, or for answers that contradict each other."""
        for name in ("fell_at", "arrived_at", "told_at"):
            at = getattr(self, name)
            if at is not None and to_second(at) > to_second(now):
                raise _impossible("This cannot be later than now", name)
        if self.is_unhurt and self.injuries:
            words = "No injury was found, and injuries are listed: one of the two is wrong"
            raise _impossible(words, "is_unhurt")
        if self.arrived_at and self.fell_at and self.arrived_at < self.fell_at:
            raise _impossible("They cannot have arrived before the fall", "arrived_at")
        if self.response and Response.NOBODY in self.response and len(self.response) > 1:
            raise _impossible("Choose either «Nobody» or who was called", "response")
        if len(self.whys) > MOST_WHYS:
            raise _impossible(f"At most {MOST_WHYS} steps", "whys")
        self._require_pressures()

    def _require_pressures(self) -> None:
        for name in ("lying", "standing", "standing_1", "standing_3"):
            upper, lower = getattr(self, f"{name}_systolic"), getattr(self, f"{name}_diastolic")
            if upper is not None and lower is not None and lower >= upper:
                words = "The lower pressure is not below the upper one"
                raise _impossible(words, f"{name}_diastolic")


def _impossible(words: str, name: str) -> InvalidInput:
    return InvalidInput(words, where=field_of(FallDetail, name).label)
