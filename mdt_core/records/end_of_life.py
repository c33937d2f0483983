"""The end-of-life plan and the care of the last days, each a version that replaces the one before.

Sources: PRSB Palliative and End of Life Care 1.1 (SNOMED CT value sets of involvement, plan type,
prognosis, register and financial support; the DS1500 concepts stand for what is the SR1 form since
2022, to be verified before clinical release); EPaCCS content (SCCI1580); Leadership Alliance for the
Care of Dying People, five priorities (2014), in our words. The GSF stage is a coded answer: no mark and
no wording of the Gold Standards Framework is used.
"""

from datetime import date, datetime
from typing import Annotated, Final

from typing_extensions import override

from mdt_core.clock import UtcMoment
from mdt_core.errors import InvalidInput
from mdt_core.fields import (
    Ask,
    Choice,
    Coded,
    Column,
    Full,
    IndexedAs,
    Licence,
    Long,
    OnlyIf,
    Searchable,
    Section,
    Within,
)
from mdt_core.record import MergeClass, Part, Statement, registered
from mdt_core.records.planning import require_past, require_review_ahead, require_some
from mdt_core.roles import CLINICIANS, HOME_CLINICAL, READERS_OF_NOTES

SNOMED: Final = "http://snomed.info/sct"


class Involved(Choice):
    """Who took part in planning ahead."""

    DISCUSSED = "discussed", "Discussed with the person", "713662007"
    DECLINED = "declined", "The person did not want to", "714747005"
    CARER = "carer", "Discussed with a carer", "714361002"
    FAMILY = "family", "Discussed with family", "713665009"
    NOT_NOW = "not_now", "Not right at this time", "922321000000108"


class EndOfLifePlanType(Choice):
    """Which plans there are."""

    ADVANCE_CARE_PLAN = "advance_care_plan", "Advance care plan", "714748000"
    AGREEMENT = "agreement", "End-of-life care agreement", "713600001"
    REVIEW = "review", "Review of the end-of-life plan", "713580008"
    TREATMENT_ESCALATION = "treatment_escalation", "Treatment escalation plan", "735324008"
    EMERGENCY = "emergency", "Emergency health care plan", "887701000000100"
    RESPECT = "respect", "ReSPECT plan", "1107891000000106"


class Prognosis(Choice):
    """How long the person is thought to have, by those who know them."""

    DAYS = "days", "Days", "511401000000102"
    WEEKS = "weeks", "Weeks", "955231000000109"
    MONTHS = "months", "Months", "968211000000101"
    A_YEAR = "a_year", "About a year", "767503006"
    OVER_A_YEAR = "over_a_year", "More than a year", "1413121000000106"


class GsfStage(Choice):
    """The needs-based stage with its colour."""

    BLUE = "blue", "A – blue, a year or more", "845701000000104"
    GREEN = "green", "B – green, months", "845721000000108"
    YELLOW = "yellow", "C – yellow, weeks", "845751000000103"
    RED = "red", "D – red, days", "845771000000107"


class Sr1(Choice):
    """Whether the form for quicker benefits was talked about or made."""

    DISCUSSED = "discussed", "Discussed", "871631000000101"
    DECLINED = "declined", "Declined", "768381000000107"
    COMPLETED = "completed", "Completed", "514591000000108"


class InvolvedPerson(Part):
    """Somebody who took part."""

    name: Annotated[str, Ask("Name")]
    relationship: Annotated[str | None, Ask("Relationship or role")] = None
    is_next_of_kin: Annotated[bool | None, Ask("Next of kin")] = None


@registered
class EndOfLifePlan(Statement):
    """One signed version of what was planned for the end of life."""

    kind = "end_of_life_plan"
    title = "End-of-life plan"
    is_series = True
    series_merge = MergeClass.SETTLE_NOW
    settled_by = CLINICIANS
    signed_with_pin = True
    writers = CLINICIANS | HOME_CLINICAL
    readers = READERS_OF_NOTES

    involved: Annotated[
        tuple[Involved, ...], Ask("Who took part in planning ahead"), Section("Planning ahead")
    ] = ()
    people: Annotated[tuple[InvolvedPerson, ...], Ask("People who took part"), Searchable()] = ()
    involved_words: Annotated[str | None, Ask("About the talk"), Long(), Searchable()] = None
    plan_types: Annotated[tuple[EndOfLifePlanType, ...], Ask("Which plans there are")] = ()
    plan_name: Annotated[str | None, Ask("Name of another plan"), Full()] = None
    contents: Annotated[
        str | None, Ask("What was planned", "Wishes, limits and what to do."), Long(), Searchable()
    ] = None
    diagnosis: Annotated[
        str | None,
        Ask("Main diagnosis for palliative care", "And how far it has come."),
        Section("Where things stand"),
        Searchable(),
    ] = None
    gsf_stage: Annotated[
        GsfStage | None,
        Ask("GSF stage", "Says how soon the person is looked at again."),
        Licence("GSF"),
        IndexedAs(Column.STATE),
    ] = None
    gsf_on: Annotated[
        date | None,
        Ask("Stage last looked at"),
        OnlyIf("gsf_stage", *(each.value for each in GsfStage)),
    ] = None
    prognosis: Annotated[Prognosis | None, Ask("How long, as judged")] = None
    prognosis_words: Annotated[str | None, Ask("Prognosis in words"), Full(), Long()] = None
    on_register: Annotated[
        bool | None,
        Ask("On the palliative care register"),
        Coded(SNOMED, "1403151000000103"),
    ] = None
    register_words: Annotated[str | None, Ask("About the register"), Full()] = None
    function_percent: Annotated[
        int | None,
        Ask("Level of function", "As scored elsewhere, in steps of ten; nothing is worked out."),
        Within(0, 100),
        Full(),
    ] = None
    function_words: Annotated[
        str | None, Ask("Function, disabilities and needs"), Full(), Long(), Searchable()
    ] = None
    sr1: Annotated[tuple[Sr1, ...], Ask("SR1 form for benefits", "Called DS1500 until 2022.")] = ()
    sr1_words: Annotated[
        str | None, Ask("About benefits", "What was said or sent, and to whom."), Full()
    ] = None
    next_review: Annotated[
        date | None, Ask("Next review due"), Section("Review"), IndexedAs(Column.DUE_AT)
    ] = None
    responsible: Annotated[
        str | None,
        Ask("Who reviews it", "Name, role, organisation, professional number, how to reach them."),
    ] = None

    @override
    def require_possible(self, now: datetime) -> None:
        """Something was planned or judged; «declined» does not stand beside a talk with the person."""
        words = "Write what was planned, or where things stand"
        written = (self.involved, self.contents, self.plan_types, self.gsf_stage, self.prognosis)
        require_some(words, "What was planned", *written, self.diagnosis)
        if {Involved.DISCUSSED, Involved.DECLINED} <= set(self.involved):
            label = "Who took part in planning ahead"
            raise InvalidInput("The person did not want to, and took part: choose one", where=label)
        require_past(now, ("Stage last looked at", self.gsf_on))
        require_review_ahead(now, "Next review due", self.next_review)


class Priority(Choice):
    """The five priorities, each once it was done."""

    RECOGNISED = (
        "recognised",
        "That the person may be dying is recognised, said and looked at daily",
    )
    TOLD = "told", "It was talked about openly with the person and those who matter to them"
    DECIDED = "decided", "The person and those who matter are part of what is decided"
    SUPPORTED = "supported", "The needs of family and friends are asked about and met"
    PLANNED = "planned", "There is a plan for food, drink, comfort, mind and spirit, and it is kept"


class CallHours(Choice):
    """When family want to be called."""

    ANY_TIME = "any_time", "By day or night"
    DAY_ONLY = "day_only", "By day only"
    NOT_AT_ALL = "not_at_all", "Does not want to be called"


class Donation(Choice):
    """What is known about giving organs or tissue."""

    WISHES = "wishes", "Wants to give"
    DECLINED = "declined", "Does not want to give"
    EXCLUDED = "excluded", "Not possible, on medical advice"
    NOT_ASKED = "not_asked", "Not asked"


@registered
class LastDaysCare(Statement):
    """How the last days are cared for, as known now; a newer version replaces it."""

    kind = "last_days_care"
    title = "Care of the last days"
    is_series = True
    series_merge = MergeClass.SETTLE_NOW
    settled_by = CLINICIANS
    writers = CLINICIANS | HOME_CLINICAL
    readers = READERS_OF_NOTES

    recognised_at: Annotated[UtcMoment, Ask("Recognised as dying at"), Section("Recognised")]
    recognised_by: Annotated[str | None, Ask("Recognised by", "Name and role.")] = None
    priorities: Annotated[tuple[Priority, ...], Ask("What has been done")] = ()
    plan: Annotated[
        str | None, Ask("Plan for the last days", "Food, drink, mouth, skin, comfort."), Long()
    ] = None
    symptoms: Annotated[str | None, Ask("Symptoms, and what helps"), Long(), Searchable()] = None
    syringe_driver: Annotated[
        bool | None, Ask("Syringe driver running"), Section("Medicines and help")
    ] = None
    driver_since: Annotated[
        UtcMoment | None, Ask("Syringe driver since"), OnlyIf("syringe_driver", "true")
    ] = None
    driver_contents: Annotated[
        str | None,
        Ask("What is in the syringe driver", "As on its chart. This is no prescription."),
        OnlyIf("syringe_driver", "true"),
        Long(),
    ] = None
    who_to_call: Annotated[
        str | None, Ask("Whom to call for help", "By day and by night, with numbers."), Long()
    ] = None
    nurse_may_verify: Annotated[
        bool | None,
        Ask("A nurse may verify an expected death"),
        Section("Wishes"),
    ] = None
    donation: Annotated[Donation | None, Ask("Organ and tissue donation")] = None
    spiritual: Annotated[
        str | None, Ask("Faith, spirit and culture", "What matters, and whom to call."), Long()
    ] = None
    after_death: Annotated[
        str | None,
        Ask("Wishes for after death", "Washing, clothes, undertaker, burial or cremation."),
        Long(),
        Searchable(),
    ] = None
    family_name: Annotated[str | None, Ask("Whom of the family to call")] = None
    family_phone: Annotated[
        str | None, Ask("Their number", "Where they are reached by day and by night.")
    ] = None
    family_hours: Annotated[CallHours | None, Ask("When to call them")] = None
    family_words: Annotated[str | None, Ask("What else the family asked for"), Long()] = None

    @override
    def require_possible(self, now: datetime) -> None:
        """Nothing of this has its time still to come."""
        for label, moment in (
            ("Recognised as dying at", self.recognised_at),
            ("Syringe driver since", self.driver_since),
        ):
            if moment is not None and moment > now:
                raise InvalidInput("This cannot be later than now", where=label)
