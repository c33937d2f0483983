"""Scores, charts and looking after with plain clinical values: one sample of each kind."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from mdt_core.record import Record
from mdt_core.records.assessments import (
    Alertness,
    Attention,
    Degree,
    DeliriumScreen,
    Frailty,
    FrailtyLevel,
    Orientation,
    PainAssessment,
    ResultTool,
    ScoreResult,
    Stool,
    StoolSign,
    StoolType,
)
from mdt_core.records.fall_answers import BodySite
from mdt_core.records.nutrition import (
    Appetite,
    DrinkLevel,
    DrySign,
    FoodLevel,
    HeightHow,
    Hydration,
    MustScreen,
    NutritionPlan,
    WeightChange,
)
from mdt_core.records.skin_and_senses import (
    AcquiredWhere,
    BladderPattern,
    ContinencePlan,
    PressureCategory,
    Sense,
    SenseCheck,
    SpecialistTold,
    Wound,
    WoundKind,
    WoundSign,
)
from mdt_core.records.tool_licences import PermissionState, ToolLicence

SEEN = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def must_screen(**values: Any) -> MustScreen:  # noqa: ANN401 - any field
    """A whole screen that scores 1: 52.4 kg at 160 cm, from 57 kg in July."""
    plain: dict[str, Any] = {
        "screened_at": SEEN,
        "weight_kg": Decimal("52.4"),
        "height_how": HeightHow.MEASURED,
        "height_cm": Decimal(160),
        "weight_change": WeightChange.UNPLANNED,
        "weight_before_kg": Decimal("57.0"),
        "weighed_before_on": date(2026, 7, 1),
        "acutely_ill": False,
    }
    return MustScreen(**{**plain, **values})


def pain() -> PainAssessment:
    """Seen in somebody who cannot say: 5 of 18."""
    degrees = zip(
        ("voice", "face", "body_language", "behaviour", "physiological", "physical"),
        map(Degree, "221000"),
        strict=True,
    )
    return PainAssessment(seen_at=SEEN, place="Left hip", done="Paracetamol", **dict(degrees))  # type: ignore[arg-type]


def delirium() -> DeliriumScreen:
    """A 4AT of 7."""
    return DeliriumScreen(
        screened_at=SEEN,
        alertness=Alertness.NORMAL,
        orientation=Orientation.TWO_WRONG,
        attention=Attention.FEWER,
        change=True,
        told_by="Ann Smith, daughter",
    )


def wound() -> Wound:
    """A pressure ulcer of the right heel."""
    return Wound(
        seen_at=SEEN,
        site=BodySite.RIGHT_FOOT,
        which="Heel, outer side",
        wound_kind=WoundKind.PRESSURE,
        category=PressureCategory.TWO,
        acquired=AcquiredWhere.HOSPITAL,
        length_mm=18,
        width_mm=12,
        signs=(WoundSign.PAIN,),
        specialist=SpecialistTold.TOLD,
        next_on=date(2026, 11, 25),
    )


def frailty_permission(**values: Any) -> ToolLicence:  # noqa: ANN401 - any field
    """A permission for the Clinical Frailty Scale from January 2026 to the end of 2027."""
    plain: dict[str, Any] = {
        "tool": "Clinical Frailty Scale",
        "organisation": "Elm Surgery",
        "state": PermissionState.GIVEN,
        "reference": "Letter 14",
        "given_on": date(2026, 1, 5),
        "until": date(2027, 12, 31),
        "wording": "Level 6 as our licensed card describes it",
    }
    return ToolLicence(**{**plain, **values})


SCORE_SAMPLES: Mapping[str, Callable[[], Record]] = {
    "must_screen": must_screen,
    "pain_assessment": pain,
    "delirium_screen": delirium,
    "stool": lambda: Stool(
        passed_at=SEEN, stool_type=StoolType.TYPE_6, signs=(StoolSign.ACCIDENT,)
    ),
    "frailty_level": lambda: FrailtyLevel(assessed_at=SEEN, level=Frailty.L6),
    "score_result": lambda: ScoreResult(
        assessed_at=SEEN, tool=ResultTool.WATERLOW, result="18", assessed_by="Grace Obi, nurse"
    ),
    "wound": wound,
    "hydration": lambda: Hydration(
        seen_at=SEEN,
        hours=24,
        offered_ml=1600,
        taken_ml=900,
        target_ml=1500,
        drinks=DrinkLevel.L2,
        signs=(DrySign.DRY_MOUTH,),
    ),
    "nutrition": lambda: NutritionPlan(
        seen_at=SEEN, diet="Fortified", food=FoodLevel.L5, appetite=Appetite.HALF
    ),
    "continence": lambda: ContinencePlan(
        seen_at=SEEN, bladder=BladderPattern.CATHETER, catheter_changed_on=date(2026, 10, 1)
    ),
    "sense_check": lambda: SenseCheck(
        seen_at=SEEN, sense=Sense.EARS, result="Wax on both sides", next_on=date(2026, 12, 1)
    ),
    "tool_licence": frailty_permission,
}
