"""Valid records of planning ahead with plain clinical values: one of every kind."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

from mdt_core.record import Record
from mdt_core.records.about_me import AboutMe
from mdt_core.records.care_plans import (
    AdditionalPlan,
    CarePlan,
    Goal,
    Need,
    OtherDocument,
    PlannedAction,
    SupportPlan,
)
from mdt_core.records.contingency import (
    AdvanceStatement,
    ContingencyPlan,
    Coping,
    Situation,
    ToCall,
)
from mdt_core.records.end_of_life import (
    CallHours,
    Donation,
    EndOfLifePlan,
    EndOfLifePlanType,
    GsfStage,
    Involved,
    InvolvedPerson,
    LastDaysCare,
    Priority,
    Prognosis,
    Sr1,
)
from mdt_core.records.just_in_case import JustInCase, JustInCaseState, StockLine
from mdt_core.records.planning import AgreedWith, Progress
from mdt_core.records.preferences import PlaceOfCare, PlaceOfDeath, PreferredPlace, SaidBy

_DAY = date(2026, 11, 24)
_AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def about_me() -> AboutMe:
    """What a person says of herself."""
    return AboutMe(
        matters_most="My cat Tibby, and Mass on Sunday",
        people="My daughter Ann, who comes on Tuesdays",
        communication="I hear better on the left; look at me",
        wellness="I read the paper; when I do not, something is wrong",
        do_and_do_not="Please knock. Please do not call me dear",
        support="I wash at the basin and need help with my feet",
        also_worth_knowing="I taught the piano for forty years",
        told_on=_DAY,
        supported_by="Ann Smith, daughter, 0161 496 0001",
    )


def care_plan() -> CarePlan:
    """A plan with a need, a goal and an action."""
    return CarePlan(
        strengths="Knows everyone here by name",
        needs=(Need(text="Unsteady at night"),),
        goals=(
            Goal(
                text="To walk to the chapel",
                need="Unsteady at night",
                importance=9,
                progress=Progress.IN_PROGRESS,
                outcome="Half way with the frame",
            ),
        ),
        actions=(
            PlannedAction(
                what="Walk with the frame after breakfast",
                goal="To walk to the chapel",
                who="Bea Khan, physiotherapist, 0161 496 0002",
                when="Every day",
                strategies="On a bad day go as far as the window",
                progress=Progress.IN_PROGRESS,
                progress_words="Five days of seven",
                confidence=7,
                updated_on=_DAY,
                review_on=date(2026, 12, 24),
                stage_goal="To the dining room",
                stage_outcome="Reached on Monday",
                stage_progress=Progress.DONE,
            ),
        ),
        outcomes="No fall since the rail",
        agreed_with=AgreedWith.PERSON,
        agreed_by="Joan Smith",
        next_review=date(2027, 2, 24),
        responsible="Grace Obi, nurse, 0161 496 0003",
        documents=(
            OtherDocument(
                what="Advance care plan",
                dated=date(2025, 5, 1),
                location="Front of care file",
                source="Elm Surgery",
            ),
        ),
        access_to_home="Ring the night bell by the kitchen",
        funding="Continuing healthcare",
        prepared_at="Elm House",
        prepared_by="Bea Khan, physiotherapist",
    )


def support_plan() -> SupportPlan:
    """A wound plan."""
    plan = AdditionalPlan(
        name="Wound plan",
        content="Left shin, foam dressing twice a week",
        responsible="Tissue viability, 0161 496 0004",
        review_on=date(2026, 12, 8),
        updated_on=_DAY,
        prepared_by="Lin Cole, nurse",
        prepared_at="Elm House",
    )
    return SupportPlan(plans=(plan,), next_review=date(2026, 12, 8))


def contingency_plan() -> ContingencyPlan:
    """What to do when she is short of breath, and when she falls."""
    return ContingencyPlan(
        situations=(
            Situation(
                trigger="More short of breath than usual",
                name="Breathing",
                steps="Sit her up by the window\nGive the inhaler by the spacer",
                avoid="Do not lay her flat",
                call="Nurse on call 0161 496 0005, at night 111",
                where="Inhaler and spacer in the top drawer",
            ),
            Situation(trigger="Fall with a blow to the head", steps="Ring 999, stay with her"),
        ),
        contacts=(ToCall(name="Ann Smith", role="Daughter", phone="0161 496 0001", when="Always"),),
        early_signs="Leaves her tea",
        coping=(Coping(text="Her rosary", since=date(2025, 1, 1), until=date(2026, 1, 1)),),
        equipment="Oxygen in the treatment room",
        advance_statement=AdvanceStatement.YES,
        statement_on=date(2025, 5, 1),
        statement_words="Wants her own bed",
        statement_location="Blue folder in the office",
        statement_by="Dr Ross, GP, at Elm House",
        agreed_with=AgreedWith.PERSON,
        agreed_by="Joan Smith herself",
        next_review=date(2027, 1, 24),
        responsible="Dr Ross, GP, 0161 496 0006",
        prepared_at="Elm House lounge",
        prepared_by="Lin Cole, nurse",
    )


def preferred_place() -> PreferredPlace:
    """To stay where she is."""
    return PreferredPlace(
        care=PlaceOfCare.THIS_HOME,
        care_name="Her room with the window",
        death=PlaceOfDeath.NURSING_HOME,
        death_name="Elm House",
        second_choice=PlaceOfDeath.HOSPICE,
        said_on=_DAY,
        said_by=SaidBy.PERSON,
        said_by_name="Joan Smith, to Grace Obi",
        wishes="Tibby on the bed",
    )


def end_of_life_plan() -> EndOfLifePlan:
    """Months, and talked about with the family."""
    return EndOfLifePlan(
        involved=(Involved.DISCUSSED, Involved.FAMILY),
        people=(InvolvedPerson(name="Ann Smith", relationship="Daughter", is_next_of_kin=True),),
        involved_words="A long talk on the sofa",
        plan_types=(EndOfLifePlanType.ADVANCE_CARE_PLAN,),
        plan_name="Letter to my doctors",
        contents="No more hospital unless for a broken bone",
        diagnosis="Heart failure, severe",
        gsf_stage=GsfStage.GREEN,
        gsf_on=_DAY,
        prognosis=Prognosis.MONTHS,
        prognosis_words="As told by the heart failure nurse",
        on_register=True,
        register_words="Since May",
        function_percent=50,
        function_words="Walks ten metres with help",
        sr1=(Sr1.DISCUSSED, Sr1.COMPLETED),
        sr1_words="Sent on Monday",
        next_review=date(2026, 12, 24),
        responsible="Dr Ross, Elm Surgery, GMC 0000000, 0161 496 0006",
    )


def last_days_care() -> LastDaysCare:
    """With a syringe driver, the daughter to be called at any time."""
    return LastDaysCare(
        recognised_at=_AT,
        recognised_by="Dr Ross, GP",
        priorities=(Priority.RECOGNISED, Priority.TOLD),
        plan="Sips when awake, mouth care each hour",
        symptoms="Chesty: turn to the left side",
        syringe_driver=True,
        driver_since=_AT,
        driver_contents="As on the chart of 24 November",
        who_to_call="District nurses 0161 496 0007",
        nurse_may_verify=True,
        donation=Donation.DECLINED,
        spiritual="Father Daly, 0161 496 0008",
        after_death="Her blue dress",
        family_name="Ann Smith, her daughter",
        family_phone="0161 496 0009",
        family_hours=CallHours.ANY_TIME,
        family_words="Wants to be there",
    )


def just_in_case(**values: object) -> JustInCase:
    """Here, in a cupboard that can be found at night."""
    plain: dict[str, object] = {
        "state": JustInCaseState.HERE,
        "location": "Treatment room, red box, key with the nurse in charge",
        "chart_present": True,
        "chart_location": "In the lid of the box",
        "expires_on": date(2027, 3, 1),
        "stock": (
            StockLine(
                medicine="morphine sulfate 10 mg in 1 mL ampoules",
                amount="10 ampoules",
                what_for="Pain",
                expires_on=date(2027, 3, 1),
            ),
        ),
        "checked_on": _DAY,
        "checked_by": "Lin Cole, home nurse",
        "prescribed_on": date(2026, 11, 1),
        "prescribed_by": "Dr Ross",
        "dispensed_on": date(2026, 11, 2),
        "note": "Syringe driver from the district nurses",
    }
    return JustInCase.model_validate({**plain, **values})


PLAN_SAMPLES: Mapping[str, Callable[[], Record]] = {
    "about_me": about_me,
    "care_plan": care_plan,
    "support_plan": support_plan,
    "contingency_plan": contingency_plan,
    "preferred_place": preferred_place,
    "end_of_life_plan": end_of_life_plan,
    "last_days_care": last_days_care,
    "just_in_case": just_in_case,
}
