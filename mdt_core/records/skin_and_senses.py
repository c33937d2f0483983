"""Wounds on the body map, continence, and the results of looking at eyes, ears and mouth.

Sources: pressure ulcer categories as in NHS England's core curriculum and EPUAP/NPIAP (2019); clinical.md
1.7. A photograph is named by where it is kept, never stored here. No risk score is computed.
"""

from datetime import date, datetime
from typing import Annotated

from typing_extensions import override

from mdt_core.clock import UtcMoment, london_day
from mdt_core.errors import InvalidInput
from mdt_core.fields import (
    Ask,
    Choice,
    Column,
    CopyForward,
    Full,
    IndexedAs,
    Long,
    OnlyIf,
    Searchable,
    Section,
    Unit,
    Within,
    field_of,
)
from mdt_core.record import MergeClass, Statement, registered
from mdt_core.records.fall_answers import BodySite
from mdt_core.roles import CLINICIANS, HOME_STAFF, READERS_OF_NOTES

_MM = Within(0, 500)


class WoundKind(Choice):
    """What sort of wound it is."""

    PRESSURE = "pressure", "Pressure ulcer"
    MOISTURE = "moisture", "Moisture damage"
    SKIN_TEAR = "skin_tear", "Skin tear"
    LEG_ULCER = "leg_ulcer", "Leg ulcer"
    FOOT_ULCER = "foot_ulcer", "Foot ulcer"
    SURGICAL = "surgical", "Surgical wound"
    OTHER = "other", "Another wound"


class PressureCategory(Choice):
    """Category of a pressure ulcer. Source: EPUAP/NPIAP (2019)."""

    ONE = "1", "Category 1"
    TWO = "2", "Category 2"
    THREE = "3", "Category 3"
    FOUR = "4", "Category 4"
    UNSTAGEABLE = "unstageable", "Unstageable"
    DEEP_TISSUE = "dti", "Deep tissue injury"


class AcquiredWhere(Choice):
    """Where it began."""

    HERE = "here", "In this home"
    HOSPITAL = "hospital", "In hospital"
    OWN_HOME = "own_home", "At home before"
    OTHER_HOME = "other_home", "In another care home"
    NOT_KNOWN = "not_known", "Do not know"


class WoundCourse(Choice):
    """How it goes."""

    BETTER = "better", "Better"
    SAME = "same", "The same"
    WORSE = "worse", "Worse"
    HEALED = "healed", "Healed"


class WoundSign(Choice):
    """What was noticed of it."""

    REDNESS = "redness", "Spreading redness"
    HEAT = "heat", "Hot"
    PUS = "pus", "Pus or much fluid"
    SMELL = "smell", "Smell"
    PAIN = "pain", "Painful"
    NONE = "none", "None of these"


class SpecialistTold(Choice):
    """Whether the tissue viability nurse knows of it."""

    TOLD = "told", "Asked, waiting"
    SEEN = "seen", "Has seen it"
    NOT_NEEDED = "not_needed", "Not needed"


@registered
class Wound(Statement):
    """One wound as it was on one day."""

    kind = "wound"
    title = "Wound"
    writers = CLINICIANS | HOME_STAFF
    readers = READERS_OF_NOTES

    seen_at: Annotated[UtcMoment, Ask("Seen"), IndexedAs(Column.OCCURRED), Section("Which")]
    site: Annotated[BodySite, Ask("Place on the body", "Left and right are the person's own.")]
    which: Annotated[
        str | None,
        Ask("Which wound", "Where there is more than one: for example «heel, outer side»."),
        Searchable(),
    ] = None
    wound_kind: Annotated[WoundKind, Ask("Sort of wound"), Section("What it is")]
    category: Annotated[
        PressureCategory | None, Ask("Category"), OnlyIf("wound_kind", "pressure")
    ] = None
    acquired: Annotated[AcquiredWhere | None, Ask("Began where")] = None
    began_on: Annotated[date | None, Ask("First seen on")] = None
    length_mm: Annotated[int | None, Ask("Length"), Unit("mm"), _MM, Section("Size and state")] = (
        None
    )
    width_mm: Annotated[int | None, Ask("Width"), Unit("mm"), _MM] = None
    depth_mm: Annotated[int | None, Ask("Depth"), Unit("mm"), Within(0, 150)] = None
    signs: Annotated[tuple[WoundSign, ...], Ask("Noticed")] = ()
    course: Annotated[WoundCourse | None, Ask("Since last time")] = None
    dressing: Annotated[
        str | None, Ask("Dressing", "What is on it, and when it is changed."), Section("Care")
    ] = None
    specialist: Annotated[SpecialistTold | None, Ask("Tissue viability nurse")] = None
    next_on: Annotated[date | None, Ask("Look again on")] = None
    photo: Annotated[
        str | None, Ask("Photograph kept where", "The place, not the picture."), Full()
    ] = None
    note: Annotated[
        str | None, Ask("Note", "What else those who read it should know."), Long(), Full()
    ] = None

    @override
    def require_possible(self, now: datetime) -> None:
        """Raises InvalidInput for a wound that began after it was seen, and for signs beside none."""
        seen_on = london_day(self.seen_at)
        if self.began_on is not None and self.began_on > seen_on:
            raise _of_wound("This is after the day it was seen", "began_on")
        if self.next_on is not None and self.next_on < seen_on:
            raise _of_wound("This is before the day it was seen", "next_on")
        if WoundSign.NONE in self.signs and len(self.signs) > 1:
            raise _of_wound("«None of these» stands alone", "signs")


def _of_wound(words: str, name: str) -> InvalidInput:
    return InvalidInput(words, where=field_of(Wound, name).label)


class BladderPattern(Choice):
    """How the bladder is held."""

    CONTINENT = "continent", "Continent"
    SOMETIMES = "sometimes", "Sometimes wet"
    WET = "wet", "Always wet"
    CATHETER = "catheter", "Catheter"
    STOMA = "stoma", "Urostomy"


class BowelPattern(Choice):
    """How the bowel is held."""

    CONTINENT = "continent", "Continent"
    SOMETIMES = "sometimes", "Sometimes soiled"
    SOILED = "soiled", "Always soiled"
    STOMA = "stoma", "Stoma"


@registered
class ContinencePlan(Statement):
    """Bladder and bowel with what is used; a new one replaces the one before."""

    kind = "continence"
    title = "Continence"
    is_series = True
    series_merge = MergeClass.SETTLE_WHEN_CONVENIENT
    writers = CLINICIANS | HOME_STAFF
    readers = READERS_OF_NOTES

    seen_at: Annotated[UtcMoment, Ask("Looked at"), IndexedAs(Column.OCCURRED)]
    bladder: Annotated[BladderPattern | None, Ask("Bladder")] = None
    catheter_changed_on: Annotated[
        date | None, Ask("Catheter changed on"), OnlyIf("bladder", "catheter")
    ] = None
    catheter_next_on: Annotated[
        date | None, Ask("Catheter due on"), OnlyIf("bladder", "catheter")
    ] = None
    catheter_why: Annotated[str | None, Ask("Why the catheter"), OnlyIf("bladder", "catheter")] = (
        None
    )
    bowel: Annotated[BowelPattern | None, Ask("Bowel")] = None
    last_opened_on: Annotated[date | None, Ask("Bowels last open on")] = None
    products: Annotated[str | None, Ask("Pads or other products"), CopyForward()] = None
    toilet_plan: Annotated[str | None, Ask("Help to the toilet"), Long()] = None

    @override
    def require_possible(self, now: datetime) -> None:
        """Raises InvalidInput for what is said to have been and is still to come."""
        for name in ("catheter_changed_on", "last_opened_on"):
            day = getattr(self, name)
            if day is not None and day > london_day(now):
                raise InvalidInput(
                    "This cannot be later than today", where=field_of(ContinencePlan, name).label
                )


class Sense(Choice):
    """What was looked at."""

    EYES = "eyes", "Eyes and sight"
    EARS = "ears", "Ears and hearing"
    MOUTH = "mouth", "Mouth and teeth"
    FEET = "feet", "Feet"


@registered
class SenseCheck(Statement):
    """The result of looking at eyes, ears, mouth or feet, by whom, and what is used."""

    kind = "sense_check"
    title = "Eyes, ears, mouth, feet"
    writers = CLINICIANS | HOME_STAFF
    readers = READERS_OF_NOTES

    seen_at: Annotated[UtcMoment, Ask("Looked at"), IndexedAs(Column.OCCURRED)]
    sense: Annotated[Sense, Ask("What")]
    result: Annotated[str, Ask("Result", "What was found, in words."), Long()]
    by_whom: Annotated[str | None, Ask("By whom", "For example optician, dentist, nurse.")] = None
    aid: Annotated[
        str | None, Ask("Glasses, hearing aid or dentures", "Which, and where kept.")
    ] = None
    next_on: Annotated[date | None, Ask("Next due")] = None
