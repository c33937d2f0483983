"""Weight and food: the MUST screen, what was drunk in a day, and how a person is fed.

Sources: MUST (BAPEN, 2003), a screening tool, cut-offs unchanged; IDDSI framework levels 0 to 7 (2019),
by number alone. The score is worked out from the answers by `scores` and never typed.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from typing_extensions import override

from mdt_core.clock import UtcMoment, london_day, to_second
from mdt_core.errors import InvalidInput
from mdt_core.fields import (
    Ask,
    Choice,
    Coded,
    Column,
    IndexedAs,
    Licence,
    Long,
    OnlyIf,
    Section,
    Unit,
    Within,
    field_of,
)
from mdt_core.record import MergeClass, Statement, registered
from mdt_core.roles import CLINICIANS, HOME_STAFF, READERS_OF_NOTES

LONGEST_LOOK_BACK_DAYS = 214
"""MUST asks about the last 3 to 6 months; a weight of seven months ago is too old."""


class HeightHow(Choice):
    """How the height is known."""

    MEASURED = "measured", "Measured"
    RECALLED = "recalled", "From records, or as told"
    ULNA = "ulna", "From the forearm (ulna)"
    UPPER_ARM = "upper_arm", "Not possible: upper arm instead"


class UlnaTable(Choice):
    """The column of the ulna table."""

    MAN_UNDER_65 = "man_under_65", "Man under 65"
    MAN_65_OR_OVER = "man_65_or_over", "Man 65 or over"
    WOMAN_UNDER_65 = "woman_under_65", "Woman under 65"
    WOMAN_65_OR_OVER = "woman_65_or_over", "Woman 65 or over"


class WeightChange(Choice):
    """What became of the weight in the last 3 to 6 months."""

    UNPLANNED = "unplanned", "Lost without meaning to"
    PLANNED = "planned", "Lost as planned"
    NOT_LOST = "not_lost", "Not lost"
    NOT_KNOWN = "not_known", "Do not know"


@registered
class MustScreen(Statement):
    """A MUST screen with everything its three steps need. Source: MUST (BAPEN, 2003)."""

    kind = "must_screen"
    title = "MUST screen"
    writers = CLINICIANS | HOME_STAFF
    readers = READERS_OF_NOTES

    screened_at: Annotated[
        UtcMoment, Ask("Screened"), IndexedAs(Column.OCCURRED), Section("Weight and height")
    ]
    weight_kg: Annotated[
        Decimal | None,
        Ask("Weight"),
        Unit("kg"),
        Within(20, 300, 35, 140),
        Coded("LOINC", "29463-7"),
        Licence("MUST"),
    ] = None
    height_how: Annotated[HeightHow | None, Ask("Height is known how"), Licence("MUST")] = None
    height_cm: Annotated[
        Decimal | None,
        Ask("Height"),
        Unit("cm"),
        Within(100, 230, 135, 200),
        Coded("LOINC", "8302-2"),
        OnlyIf("height_how", "measured", "recalled"),
    ] = None
    ulna_cm: Annotated[
        Decimal | None,
        Ask("Length of the ulna", "From the elbow to the wrist bone, on the left if possible."),
        Unit("cm"),
        Within(Decimal("18.5"), 32),
        OnlyIf("height_how", "ulna"),
        Licence("MUST"),
    ] = None
    ulna_table: Annotated[
        UlnaTable | None, Ask("Table for the ulna"), OnlyIf("height_how", "ulna"), Licence("MUST")
    ] = None
    upper_arm_cm: Annotated[
        Decimal | None,
        Ask("Round the upper arm", "Says roughly where the BMI lies, and gives no total."),
        Unit("cm"),
        Within(10, 60, 16, 45),
        OnlyIf("height_how", "upper_arm"),
        Licence("MUST"),
    ] = None
    weight_change: Annotated[
        WeightChange | None,
        Ask("Weight in the last 3 to 6 months"),
        Section("Weight lost"),
        Licence("MUST"),
    ] = None
    weight_before_kg: Annotated[
        Decimal | None,
        Ask("Weight before"),
        Unit("kg"),
        Within(20, 300, 35, 160),
        OnlyIf("weight_change", "unplanned"),
    ] = None
    weighed_before_on: Annotated[
        date | None, Ask("Weighed before on"), OnlyIf("weight_change", "unplanned")
    ] = None
    acutely_ill: Annotated[
        bool | None,
        Ask("Acutely ill, and nothing eaten (or likely to be) for more than 5 days?"),
        Section("Illness"),
        Licence("MUST"),
    ] = None
    note: Annotated[
        str | None, Ask("Note", "What else those who read it should know."), Section("Note"), Long()
    ] = None

    @override
    def require_possible(self, now: datetime) -> None:
        """Raises InvalidInput for a weight before that is no loss, later, or too long ago."""
        before, now_kg = self.weight_before_kg, self.weight_kg
        if before is not None and now_kg is not None and before <= now_kg:
            raise _impossible("This is no loss: say so above", "weight_before_kg")
        if self.weighed_before_on is None:
            return
        days = (london_day(self.screened_at) - self.weighed_before_on).days
        if days <= 0:
            raise _impossible("The weight before is from an earlier day", "weighed_before_on")
        if days > LONGEST_LOOK_BACK_DAYS:
            raise _impossible(
                "MUST asks about the last 3 to 6 months: this weight is too old",
                "weighed_before_on",
            )


def _impossible(words: str, name: str) -> InvalidInput:
    return InvalidInput(words, where=field_of(MustScreen, name).label)


class DrinkLevel(Choice):
    """The thickness of drinks. Source: IDDSI framework (2019), levels by number."""

    L0 = "0", "IDDSI 0"
    L1 = "1", "IDDSI 1"
    L2 = "2", "IDDSI 2"
    L3 = "3", "IDDSI 3"
    L4 = "4", "IDDSI 4"


class FoodLevel(Choice):
    """The texture of food. Source: IDDSI framework (2019), levels by number."""

    L3 = "3", "IDDSI 3"
    L4 = "4", "IDDSI 4"
    L5 = "5", "IDDSI 5"
    L6 = "6", "IDDSI 6"
    L7_EASY = "7_easy", "IDDSI 7, easy to chew"
    L7 = "7", "IDDSI 7, as usual"


class DrySign(Choice):
    """What may speak for too little to drink; own words."""

    DRY_MOUTH = "dry_mouth", "Dry mouth"
    DARK_URINE = "dark_urine", "Dark or little urine"
    DROWSY = "drowsy", "Drowsier"
    DIZZY = "dizzy", "Dizzy"
    CONFUSED = "confused", "More confused"
    NONE = "none", "None of these"


@registered
class Hydration(Statement):
    """What was offered and drunk up to a moment of one day."""

    kind = "hydration"
    title = "Drinking"
    writers = CLINICIANS | HOME_STAFF
    readers = READERS_OF_NOTES

    seen_at: Annotated[UtcMoment, Ask("Up to"), IndexedAs(Column.OCCURRED)]
    hours: Annotated[int | None, Ask("Over how many hours"), Unit("hours"), Within(1, 24)] = None
    offered_ml: Annotated[int | None, Ask("Offered"), Unit("ml"), Within(0, 6000, 0, 4000)] = None
    taken_ml: Annotated[int | None, Ask("Drunk"), Unit("ml"), Within(0, 6000, 0, 4000)] = None
    target_ml: Annotated[
        int | None,
        Ask("Aim for a day", "As agreed for this person; not worked out here."),
        Unit("ml"),
        Within(300, 4000, 800, 2500),
    ] = None
    drinks: Annotated[DrinkLevel | None, Ask("Drinks thickened to")] = None
    signs: Annotated[tuple[DrySign, ...], Ask("Seen")] = ()
    note: Annotated[str | None, Ask("Note", "What else those who read it should know."), Long()] = (
        None
    )

    @override
    def require_possible(self, now: datetime) -> None:
        """Raises InvalidInput for more drunk than offered, or signs beside «none of these»."""
        offered, taken = self.offered_ml, self.taken_ml
        if offered is not None and taken is not None and taken > offered:
            raise InvalidInput(
                "More was drunk than offered", where=field_of(Hydration, "taken_ml").label
            )
        if DrySign.NONE in self.signs and len(self.signs) > 1:
            raise InvalidInput(
                "«None of these» stands alone", where=field_of(Hydration, "signs").label
            )


class Appetite(Choice):
    """How much is eaten."""

    ALL = "all", "Eats all"
    MOST = "most", "Eats most"
    HALF = "half", "Eats half"
    LITTLE = "little", "Eats little"
    NOTHING = "nothing", "Eats nothing"


class HelpToEat(Choice):
    """What help is needed to eat."""

    NONE = "none", "No help"
    PROMPT = "prompt", "Prompting"
    SOME = "some", "Some help"
    FED = "fed", "Is fed"
    TUBE = "tube", "By tube"


@registered
class NutritionPlan(Statement):
    """How a person eats and is fed; a new one replaces the one before."""

    kind = "nutrition"
    title = "Eating and diet"
    is_series = True
    series_merge = MergeClass.SETTLE_WHEN_CONVENIENT
    writers = CLINICIANS | HOME_STAFF
    readers = READERS_OF_NOTES

    seen_at: Annotated[UtcMoment, Ask("Looked at"), IndexedAs(Column.OCCURRED)]
    diet: Annotated[
        str | None, Ask("Diet", "For example vegetarian, halal, diabetic, fortified.")
    ] = None
    food: Annotated[FoodLevel | None, Ask("Food")] = None
    drinks: Annotated[DrinkLevel | None, Ask("Drinks")] = None
    appetite: Annotated[Appetite | None, Ask("Appetite")] = None
    help_to_eat: Annotated[HelpToEat | None, Ask("Help to eat")] = None
    supplements: Annotated[str | None, Ask("Supplements, as prescribed")] = None
    swallowing: Annotated[
        str | None, Ask("Swallowing", "What the speech and language therapist advised, and when.")
    ] = None
    referred_on: Annotated[date | None, Ask("Dietitian asked on")] = None
    note: Annotated[str | None, Ask("Note", "What else those who read it should know."), Long()] = (
        None
    )

    @override
    def require_possible(self, now: datetime) -> None:
        """Raises InvalidInput for a referral still to come."""
        if self.referred_on is not None and self.referred_on > london_day(to_second(now)):
            raise InvalidInput(
                "This cannot be later than today",
                where=field_of(NutritionPlan, "referred_on").label,
            )
